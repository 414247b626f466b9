"""Fuzz the result parser: any text with any mentions gives results whose quotes stand in the text.

Usage: python -m fuzz.results [--seconds 600] [INPUT...]

An input is a text; «M:name» in it marks a mention of a method (D: dataset, E: metric, T: task).
"""

import math
import re
from collections.abc import Iterator

from fuzz.running import instrumented, run

_PACKAGES = ("extractors.results", "kg.sentences", "kg.text")

with instrumented(*_PACKAGES):
    from extractors.results import find_results
    from kg.records import Entity, EntityType, Mention
    from kg.text import clean

__all__ = ["main", "test"]

_MARK = re.compile("«([MDET]):([^«»]{1,60})»")
_TYPES: dict[str, EntityType] = {"M": "Method", "D": "Dataset", "E": "Metric", "T": "Task"}


def test(data: bytes) -> None:
    """Find the results of one text and see that each is whole."""
    text, entities = marked(clean(data.decode("utf-8", "replace")))
    for result in find_results(text, entities):
        assert result.text == text[result.start : result.end]
        assert result.text
        assert math.isfinite(result.value)
        assert 0 <= result.confidence <= 1
        names = {entity.name for entity in entities} | {None}
        assert {result.subject, result.dataset, result.metric} <= names


def marked(source: str) -> tuple[str, list[Entity]]:
    """A text without its marks, and the entities that they stood for; same name and type are one."""
    text, read_to = "", 0
    mentions: dict[tuple[EntityType, str], list[Mention]] = {}
    for mark in _MARK.finditer(source):
        text += source[read_to : mark.start()]
        name = mark[2]
        mentions.setdefault((_TYPES[mark[1]], name), []).append(Mention(start=len(text), end=len(text) + len(name)))
        text += name
        read_to = mark.end()
    return text + source[read_to:], [
        Entity(type=kind, name=name, surfaces=[name], role="mentioned", mentions=places)
        for (kind, name), places in mentions.items()
    ]


def _seeds() -> Iterator[bytes]:
    for text in (
        "«M:HedgeNet» has 83.9% «E:top-1 accuracy» on «D:ImageNet» with 63M parameters.",
        "It reaches «E:mIoU» of 47.9 and 45.1 on «D:Cityscapes» and «D:ADE20K», respectively.",
        "«M:A» beats «M:B» by 0.7 points, 81.6\\% vs. 80.9\\%, an 88.7x speedup and $10^{-3}$ error.",
        "reduces «E:WER» from 5.4 to 3.1, AUC of .93, 1{,}024 in 2--3$\\times$, 3.2e-4 ± 0.1 two-fold increase",
        "On «D:X»/«D:Y»/«D:Z» we get 12/13/14 «E:F1». 4.5/5 stars, $\\sim$3 ms, 1,000,000 fps.",
    ):
        yield text.encode()


def main() -> None:
    """Run the fuzzer."""
    run("results", test, _seeds(), _PACKAGES)


if __name__ == "__main__":
    main()
