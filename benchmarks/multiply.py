"""Real abstracts multiplied: as many as wanted, each copy with an id, a title and coined names of its own.

    python -m benchmarks.multiply 192000 --output /tmp/papers.jsonl [--source ../shared/data/arxiv/2025.jsonl.gz]

The first copy is the source as it is. In every other one, names with inner capitals that the
lexicon does not list have their letters turned ("ConvTop" becomes "Degvuq"), so that the number of
new names grows with the papers as it does in the source; what everybody names stays what it is.
The same number gives the same papers. Nothing of the source is kept in the project.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from extractors.lexicon import default_lexicon

__all__ = ["SOURCE", "multiplied", "write_papers"]

SOURCE = Path(__file__).parents[2] / "shared" / "data" / "arxiv" / "2025.jsonl.gz"
_COINED = re.compile(r"\b[A-Za-z]*[a-z][A-Z][A-Za-z]*\b")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxyz"


def multiplied(source: Path) -> Iterator[dict[str, object]]:
    """Copy after copy of the papers of a JSON Lines file, without end."""
    lexicon = default_lexicon()

    def renamed(match: re.Match[str]) -> str:
        word = match.group()
        return word if lexicon.lookup(word) else word.translate(turned)

    for copy in count():
        turned = _turned(copy)
        with gzip.open(source, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                paper = json.loads(line)
                if copy:
                    # arXiv ids of months to come, which no paper has.
                    month = (copy - 1) * 12 + number // 10_000
                    paper["id"] = f"{40 + month // 12}{month % 12 + 1:02}.{number % 10_000:05}"
                    paper["title"] = f"{_COINED.sub(renamed, paper['title'])}, part {copy + 1}"
                    paper["summary"] = _COINED.sub(renamed, paper["summary"])
                yield paper


def _turned(copy: int) -> dict[int, str]:
    """Every letter for another, vowels for vowels, capitals for capitals."""
    table = {}
    for letters in (_VOWELS, _CONSONANTS, _VOWELS.upper(), _CONSONANTS.upper()):
        turn = copy % len(letters)
        table |= str.maketrans(letters, letters[turn:] + letters[:turn])
    return table


def write_papers(papers: int, output: Path, source: Path = SOURCE) -> None:
    """Write so many papers as JSON Lines."""
    with output.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(paper) + "\n" for paper in islice(multiplied(source), papers))


def main() -> None:
    """Read the arguments and write the papers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--source", type=Path, default=SOURCE)
    arguments = parser.parse_args()
    write_papers(arguments.papers, arguments.output, arguments.source)


if __name__ == "__main__":
    main()
