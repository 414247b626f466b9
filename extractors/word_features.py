"""What a word says about itself and its neighbours: the features of the linear tagger.

Every word has attributes (the word in small letters, its shape, its clusters, what the
lexicon calls it ...). A template names one or more attributes at distances from a word;
a feature is a template with their values. Training writes features out as text
(`feature_strings`); reading a text looks them up by number (`extractors.linear`). Both
go by the same attributes and the same templates, so that they cannot drift apart.
"""

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from extractors.wordpieces import SHAPES, Word, shape
from kg.acronyms import Definition

__all__ = [
    "NOT_TOLD",
    "OF_SURFACE",
    "OF_TEXT",
    "PADDING",
    "SEPARATOR",
    "TEMPLATES",
    "Mark",
    "feature_strings",
    "surface_attributes",
    "text_attributes",
]

#: Between the parts of a feature: a character that no word holds.
SEPARATOR = "\x1f"
#: How far templates look to either side.
PADDING = 3
#: Attributes that the characters of the word tell: word, shape, clusters, prefix, suffixes, outline.
OF_SURFACE = ("w", "s", "c", "k", "p", "q", "Q", "o")
#: Attributes that the text tells: name in the lexicon and its first letter, part of a definition, glued to the
#: word before, in the title, in the name before the title's colon, that name's length, count in the text, in both
#: title and body.
OF_TEXT = ("x", "X", "a", "g", "t", "n", "l", "r", "h")

_AT_ONCE: Mapping[str, Sequence[int]] = {
    "w": (0, -1, 1, -2, 2),
    "s": (0,),
    "c": (0, -1, 1, -2, 2, -3, 3),
    "k": (0, -1, 1),
    "p": (0,),
    "q": (0, -1, 1),
    "Q": (0,),
    "o": (0,),
    "x": (-1, 1),
    "a": (0,),
    "t": (0,),
    "n": (0,),
    "h": (0,),
}
_TOGETHER = (
    "w-1 w0",
    "w0 w1",
    "w-2 w-1",
    "w1 w2",
    "s-1 s0",
    "s0 s1",
    "s-1 s0 s1",
    "s-2 s-1 s0 s1 s2",
    "w-1 s0",
    "s0 w1",
    "c-1 c0",
    "c0 c1",
    "k-1 k0",
    "k0 k1",
    "k-1 k0 k1",
    "k-2 k-1 s0",
    "x0 X-1 X1",
    "x0 s0",
    "x0 w0",
    "g0 s-1 s0",
    "t0 s0",
    "n0 s0",
    "l0 s0",
    "r0 s0",
    "h0 s0",
)
_PART = re.compile(r"([A-Za-z])(-?\d)")

#: Name of a template, and its attributes with their distances.
TEMPLATES: dict[str, tuple[tuple[str, int], ...]] = {
    f"{attribute}{at}": ((attribute, at),) for attribute, places in _AT_ONCE.items() for at in places
} | {name: tuple((a, int(at)) for a, at in _PART.findall(name)) for name in _TOGETHER}

_RUNS = re.compile(r"([A-Z])+|([a-z])+|([0-9])+")
_TITLE_COLON = re.compile(r"[:?]| [-–—] ")
_NO_LETTERS = frozenset(("-", "(", ")", ".", ",", ":", "/", "1"))
_ORDINARY = frozenset(("lower", "Capital"))
_EDGE = "<>"
#: The attributes of a word of which the text tells nothing.
NOT_TOLD = {"x": "-", "X": "-"}
#: What stands beyond the edges of a text.
_BEYOND = {"w": _EDGE, "s": _EDGE, "k": _EDGE, "c": "?"} | NOT_TOLD


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters that the lexicon knows as a name: `label` is the type and how sure the entry is."""

    start: int
    end: int
    label: str


def surface_attributes(surface: str | None, clusters: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """The attributes that the characters of a word tell; of None, what stands beyond the edges of a text.

    >>> surface_attributes("CNNs", {})["s"], surface_attributes("CNNs", {})["q"]
    ('UPPERs', 'nns')
    """
    if surface is None:
        return _BEYOND
    low = "0" if surface.isdigit() else surface.lower()
    kind = SHAPES[shape(surface)]
    coarse, fine = clusters.get(low, ("?", "?"))
    found = {"w": low, "s": kind, "c": str(coarse), "k": str(fine)}
    if kind not in _NO_LETTERS:
        outline = _RUNS.sub(lambda m: "X" if m.group(1) else "x" if m.group(2) else "9", surface)[:8]
        found |= {"p": low[:3], "q": low[-3:], "Q": low[-4:], "o": outline}
    return found


Told = dict[int, str]


def _labels(found: Sequence[Word], spans: Sequence[tuple[int, int, str]]) -> Told:
    """The label of the span that a word stands in, with B, I, E or S; by the word's number."""
    labels: Told = {}
    if not spans:
        return labels
    starts = {start: number for number, (start, _) in enumerate(found)}
    ends = {end: number for number, (_, end) in enumerate(found)}
    for start, end, label in spans:
        first, last = starts.get(start), ends.get(end)
        if first is None or last is None or any(number in labels for number in range(first, last + 1)):
            continue
        if first == last:
            labels[first] = f"S{label}"
            continue
        for number in range(first + 1, last):
            labels[number] = f"I{label}"
        labels[first], labels[last] = f"B{label}", f"E{label}"
    return labels


def text_attributes(
    text: str,
    found: Sequence[Word],
    surfaces: Sequence[str],
    proper: Collection[str],
    title_end: int,
    marks: Sequence[Mark],
    definitions: Sequence[Definition],
) -> dict[str, Told]:
    """The attributes that the text tells, by number of the word; words without one are left out.

    `proper` holds the surfaces of this text that are not ordinary words or marks.
    """
    known = _labels(found, [(m.start, m.end, m.label) for m in marks])
    parts = [(*span, label) for d in definitions for span, label in ((d.short, "short"), (d.long, "long"))]
    colon = _TITLE_COLON.search(text, 0, title_end)
    name_end = colon.start() if colon else 0
    in_title = bisect_left(found, (title_end,))
    in_name = bisect_left(found, (name_end,))
    places = [(number, surface) for number, surface in enumerate(surfaces) if surface in proper]
    often = Counter(surface for _, surface in places)
    both = {s for n, s in places if n < in_title} & {s for n, s in places if n >= in_title}
    named = set(surfaces[:in_name])
    return {
        "x": known,
        "X": {number: label[0] for number, label in known.items()},
        "a": _labels(found, parts),
        "g": {n: "1" for n, (a, b) in enumerate(itertools.pairwise(found), start=1) if a[1] == b[0]},
        "t": dict.fromkeys(range(in_title), "1"),
        "n": dict.fromkeys(range(in_name), "1"),
        "l": dict.fromkeys(range(in_name), str(min(name_end // 8, 6))),
        "r": {number: str(min(often[surface], 4)) for number, surface in places},
        "h": {number: "n" if surface in named else "t" for number, surface in places if surface in both},
    }


def is_proper(attributes: Mapping[str, str]) -> bool:
    """Whether a word of these attributes is neither an ordinary word nor a mark."""
    return attributes["s"] not in _ORDINARY and attributes["w"].isalnum()


def feature_strings(
    text: str,
    found: Sequence[Word],
    title_end: int,
    marks: Sequence[Mark],
    definitions: Sequence[Definition],
    clusters: Mapping[str, tuple[int, int]],
) -> list[list[str]]:
    """The features of each word, written out."""
    surfaces = [text[start:end] for start, end in found]
    own = {surface: surface_attributes(surface, clusters) for surface in set(surfaces)}
    proper = {surface for surface, attributes in own.items() if is_proper(attributes)}
    told = text_attributes(text, found, surfaces, proper, title_end, marks, definitions)
    beyond = [surface_attributes(None, clusters)] * PADDING
    here = [
        NOT_TOLD | own[s] | {a: values[i] for a, values in told.items() if i in values} for i, s in enumerate(surfaces)
    ]
    padded = [*beyond, *here, *beyond]
    rows = []
    for place in range(PADDING, PADDING + len(found)):
        row = ["bias"]
        for name, parts in TEMPLATES.items():
            values = [padded[place + at].get(attribute, "") for attribute, at in parts]
            if all(values):
                row.append(SEPARATOR.join((name, *values)))
        rows.append(row)
    return rows
