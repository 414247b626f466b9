"""The list of words by which `kg.linking.slugs` finds word boundaries again, commonest first.

Usage: python -m training.slug_words PAPERS.jsonl[.gz]... -o kg/linking/words.txt

Counts in how many papers each word stands; words of the lexicon's names count a few times more.
The list is part of the node keys of unlisted names: another list gives other keys.
"""

import argparse
import re
from collections import Counter
from pathlib import Path

from extractors.lexicon import default_lexicon
from kg.records import Record
from kg.sources import read

__all__ = ["main"]

_WORD = re.compile(r"[A-Za-z]+|\d+[dD]\b")
_LEXICON_WEIGHT = 6
_MAX_LENGTH = 24
#: In how many papers a word of so many letters must stand; short strings are often no words.
_LEAST = {3: 150, 4: 25}
_LEAST_LONG = 6
_SHORT = frozenset("1d 2d 3d 4d 6d".split()) | frozenset(
    "of to in on by as at or an no up bi tv ai ml rl vr ar ct mr re de co un ui qa tri".split()
)


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("papers", nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    for item in read(arguments.papers):
        if isinstance(item, Record):
            text = f"{item.title or ''} {item.abstract or ''}"
            counts.update({word.lower() for word in _WORD.findall(text)})
    for term in default_lexicon().terms:
        for word in re.split(r"[\s\-/]+", " ".join(term.names)):
            if word.isalpha() and word.isascii() and len(word) >= 5 and word[1:].islower():
                counts[word.lower()] += _LEXICON_WEIGHT
    words = sorted((w for w in counts if _is_word(w, counts[w])), key=lambda w: (-counts[w], w))
    arguments.output.write_text("\n".join(words) + "\n", encoding="utf-8")


def _is_word(word: str, count: int) -> bool:
    if word in _SHORT:
        return True
    if len(word) <= 2 or len(word) > _MAX_LENGTH or word[0].isdigit():
        return False
    return count >= _LEAST.get(len(word), _LEAST_LONG)


if __name__ == "__main__":
    main()
