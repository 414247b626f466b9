"""Count what single words say about names, from annotated abstracts, into extractors/data/words.tsv.

Usage: python training/word_stats.py GOLD.jsonl [-o extractors/data/words.tsv]
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from extractors.phrases import phrases
from extractors.pieces import Piece, pieces
from extractors.words import WordStats
from kg.records import ENTITY_TYPES
from kg.text import clean, name_key, paper_text, singular

MIN_WORD = 4  # occurrences below which a word tells nothing
MIN_HEAD = 4


def surface_spans(text: str, surface: str) -> list[tuple[int, int]]:
    """Whole-word occurrences of a surface, as it stands."""
    pattern = rf"(?<!\w){re.escape(surface)}(?!\w)"
    return [m.span() for m in re.finditer(pattern, text)]


def annotated_pieces(found: list[Piece], spans: list[tuple[int, int]]) -> set[int]:
    """Indices of the pieces that lie inside one of the spans."""
    return {i for i, p in enumerate(found) if any(s <= p.start and p.end <= e for s, e in spans)}


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("extractors/data/words.tsv"))
    parser.add_argument("--papers", type=int, default=None, help="only the first N papers")
    options = parser.parse_args()
    papers = [json.loads(line) for line in options.gold.open(encoding="utf-8")][: options.papers]

    seen: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for paper, text, found in annotated(papers):
        spans = [s for e in paper["entities"] for name in e["surfaces"] for s in surface_spans(text, clean(name))]
        within = annotated_pieces(found, spans)
        for index, piece in enumerate(found):
            seen[piece.folded] += 1
            inside[piece.folded] += index in within
    shares = {w: (inside[w] + 0.5) / (n + 1) for w, n in seen.items() if n >= MIN_WORD}

    # A head is the last word of at least MIN_HEAD names; its shares are over phrases that end in it.
    ends: Counter[str] = Counter()
    for paper in papers:
        for entity in paper["entities"]:
            if not entity["optional"] and (last := pieces(clean(entity["name"]))):
                ends[singular(last[-1].folded)] += 1
    heads = {w for w, n in ends.items() if n >= MIN_HEAD}
    stats = WordStats(shares, {w: {} for w in heads})
    phrase_count: Counter[str] = Counter()
    phrase_type: dict[str, Counter[str]] = defaultdict(Counter)
    for paper, text, found in annotated(papers):
        solid = {name_key(clean(s)): e["type"] for e in paper["entities"] if not e["optional"] for s in e["surfaces"]}
        optional = {name_key(clean(s)) for e in paper["entities"] if e["optional"] for s in e["surfaces"]}
        for phrase in phrases(text, found, stats):
            if phrase.first == phrase.last:
                continue
            key = name_key(text[found[phrase.first].start : found[phrase.last].end])
            if key in optional:
                continue
            word = singular(found[phrase.last].folded)
            phrase_count[word] += 1
            if key in solid:
                phrase_type[word][solid[key]] += 1

    with options.output.open("w", encoding="utf-8", newline="") as out:
        out.write("word\tinside\t" + "\t".join(t.casefold() for t in ENTITY_TYPES) + "\n")
        for word in sorted(shares.keys() | heads):
            cells = [f"{shares[word]:.2f}" if word in shares else ""]
            for kind in ENTITY_TYPES:
                share = phrase_type[word][kind] / (phrase_count[word] + 1) if word in heads else 0.0
                cells.append(f"{share:.2f}" if share >= 0.01 else "")
            out.write(f"{word}\t" + "\t".join(cells) + "\n")


def annotated(papers):  # type: ignore[no-untyped-def]
    """Each paper with its text and pieces."""
    for paper in papers:
        text = paper_text(clean(paper["title"] or ""), clean(paper["abstract"] or ""))
        yield paper, text, pieces(text)


if __name__ == "__main__":
    main()
