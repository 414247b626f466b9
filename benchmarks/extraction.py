"""What each profile gives and costs.

Usage: python -m benchmarks.extraction GOLD.jsonl [--profiles fast accurate]

Scores both profiles on annotated papers (which must not be among those that fitted the
second stage) and times them, in this process on one core, against `spacy.blank("en")`
tokenizing the same texts.
"""

import argparse
import json
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy

from extractors.pipeline import Extractor
from extractors.recognizer import PROFILES
from kg.evaluation import score
from kg.records import Paper
from kg.text import clean

__all__ = ["main"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--profiles", nargs="+", choices=PROFILES, default=list(PROFILES))
    options = parser.parse_args()
    with options.gold.open(encoding="utf-8") as lines:
        gold = {str(p["id"]): p for p in map(json.loads, filter(str.strip, lines))}
    papers = [
        Paper(id=id, title=clean(p["title"] or "") or None, abstract=clean(p["abstract"] or "") or None)
        for id, p in gold.items()
    ]
    extractors = {profile: Extractor(profile) for profile in options.profiles}
    blank = spacy.blank("en")
    for extractor in extractors.values():  # what is loaded on first use is no part of the speed
        list(extractor.stream(papers[:5]))
    # Rates are of CPU time: other work on the machine slows no figure.
    began = time.process_time()
    for _ in blank.pipe(p.text for p in papers):
        pass
    blank_rate = len(papers) / (time.process_time() - began)
    print(f"spacy.blank('en') {blank_rate:8.1f} abstracts/s")
    for profile, extractor in extractors.items():
        began = time.process_time()
        found = list(extractor.stream(papers))
        rate = len(papers) / (time.process_time() - began)
        scores = score(gold, {e.id: e.model_dump() for e in found})
        print(f"\n{profile:17} {rate:8.1f} abstracts/s, {rate / blank_rate:.3f} of spaCy's tokenizer")
        for name, figures in scores.figures.items():
            print(f"  {name:13} P {figures.precision:.3f}  R {figures.recall:.3f}  F1 {figures.f1:.3f}")
        print(f"  role accuracy {scores.role_accuracy:.3f}")


if __name__ == "__main__":
    main()
