"""Extraction: quality against speed, one process, one core.

Usage: python -m benchmarks.extraction GOLD.jsonl [--json FILE]

Speed is CPU time over the texts of GOLD, as a ratio to `spacy.blank("en")` tokenising the
same texts in the same run.
"""

import argparse
import json
import time
from pathlib import Path

import spacy

from extractors.pipeline import PROFILES, Extractor
from kg.evaluation import read_annotated, score
from kg.records import Paper
from kg.text import clean

__all__ = ["main"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    gold = read_annotated(options.gold)
    papers = [
        Paper(id=id, title=clean(p.get("title") or "") or None, abstract=clean(p.get("abstract") or "") or None)
        for id, p in gold.items()
    ]
    blank = spacy.blank("en")
    began = time.process_time()
    for _ in blank.pipe(p.text for p in papers):
        pass
    reference = len(papers) / (time.process_time() - began)
    print(f"spacy.blank('en')  {reference:7.0f} abstracts/s")
    rows = []
    for profile in PROFILES:
        extractor = Extractor(profile)
        extractor.extract(papers[0])
        began = time.process_time()
        found = {x.id: x.model_dump() for x in extractor.stream(papers)}
        speed = len(papers) / (time.process_time() - began)
        scores = score(gold, found)
        figures = {name: round(f.f1, 3) for name, f in scores.figures.items()}
        rows.append({"profile": profile, "speed": speed, "ratio": speed / reference, "f1": figures})
        print(f"{profile:18} {speed:7.0f} abstracts/s  ratio {speed / reference:.3f}  F1 {figures['all entities']:.3f}")
    if options.json:
        options.json.write_text(json.dumps({"reference": reference, "profiles": rows}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
