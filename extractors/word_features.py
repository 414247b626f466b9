"""What a word says about itself and about its neighbours: the features of the linear tagger.

Each feature is a short string; the model holds a row of weights for those that matter.
The same function serves training and use, so that the two cannot drift apart.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractors.wordpieces import SHAPES, Word, shape
from kg.acronyms import Definition

__all__ = ["Mark", "word_features"]

_RUNS = re.compile(r"([A-Z])+|([a-z])+|([0-9])+")
_TITLE_COLON = re.compile(r"[:?]| [-–—] ")
_EDGE = "<>"


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters that the lexicon knows as a name: `label` is the type and how sure the entry is."""

    start: int
    end: int
    label: str


def _outline(word: str) -> str:
    """Runs of capitals, small letters and digits, each as one character: "nuScenes" is "xXx"."""
    return _RUNS.sub(lambda m: "X" if m.group(1) else "x" if m.group(2) else "9", word)[:8]


def _places(found: list[Word], spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """For each word the label of the span it stands in, with B, I or E; empty outside."""
    starts = {word.start: i for i, word in enumerate(found)}
    ends = {word.end: i for i, word in enumerate(found)}
    labels = [""] * len(found)
    for start, end, label in spans:
        first, last = starts.get(start), ends.get(end)
        if first is None or last is None or any(labels[first : last + 1]):
            continue
        for i in range(first, last + 1):
            labels[i] = ("S" if first == last else "B" if i == first else "E" if i == last else "I") + label
    return labels


def word_features(
    text: str,
    found: list[Word],
    title_end: int,
    marks: Iterable[Mark],
    definitions: Iterable[Definition],
    clusters: Mapping[str, tuple[int, int]],
) -> list[list[str]]:
    """The features of each word."""
    surfaces = [text[w.start : w.end] for w in found]
    lower = ["0" if s.isdigit() else s.lower() for s in surfaces]
    shapes = [SHAPES[shape(s)] for s in surfaces]
    known = _places(found, ((m.start, m.end, m.label) for m in marks))
    defined = _places(found, (span for d in definitions for span in ((*d.short, "short"), (*d.long, "long"))))
    colon = _TITLE_COLON.search(text, 0, title_end)
    name_end = colon.start() if colon else 0
    often = Counter(s for s, kind in zip(surfaces, shapes, strict=True) if kind not in ("lower", "Capital"))
    glued = [i > 0 and found[i - 1].end == found[i].start for i in range(len(found))]
    groups = [clusters.get(w) for w in lower]

    pad = [_EDGE] * 3
    w = pad + lower + pad
    s = pad + shapes + pad
    c = ["?"] * 3 + [f"{g[0]}" if g else "?" for g in groups] + ["?"] * 3
    k = pad + [f"{g[1]}" if g else "?" for g in groups] + pad
    x = [""] * 3 + known + [""] * 3
    rows = []
    for i, surface in enumerate(surfaces):
        j = i + 3
        low = w[j]
        row = [
            "b",
            f"w{low}",
            f"w-{w[j - 1]}",
            f"w+{w[j + 1]}",
            f"w-2{w[j - 2]}",
            f"w+2{w[j + 2]}",
            f"v-{w[j - 1]} {low}",
            f"v+{low} {w[j + 1]}",
            f"u-{w[j - 2]} {w[j - 1]}",
            f"u+{w[j + 1]} {w[j + 2]}",
            f"s{s[j]}",
            f"s-{s[j - 1]} {s[j]}",
            f"s+{s[j]} {s[j + 1]}",
            f"s3{s[j - 1]} {s[j]} {s[j + 1]}",
            f"s5{s[j - 2]} {s[j - 1]} {s[j]} {s[j + 1]} {s[j + 2]}",
            f"ws{w[j - 1]} {s[j]}",
            f"sw{s[j]} {w[j + 1]}",
            f"c{c[j]}",
            f"c-{c[j - 1]}",
            f"c+{c[j + 1]}",
            f"c-2{c[j - 2]}",
            f"c+2{c[j + 2]}",
            f"c+3{c[j + 3]}",
            f"c-3{c[j - 3]}",
            f"d-{c[j - 1]} {c[j]}",
            f"d+{c[j]} {c[j + 1]}",
            f"k{k[j]}",
            f"k-{k[j - 1]} {k[j]}",
            f"k+{k[j]} {k[j + 1]}",
            f"k3{k[j - 1]} {k[j]} {k[j + 1]}",
            f"kk{k[j - 2]} {k[j - 1]} {s[j]}",
            f"x{x[j]} {x[j - 1][:1]} {x[j + 1][:1]}",
            f"xs{x[j]} {s[j]}",
            f"x-{x[j - 1]}",
            f"x+{x[j + 1]}",
        ]
        if known[i]:
            row.append(f"xw{known[i]} {low}")
        if s[j] not in ("-", "(", ")", ".", ",", ":", "/", "1"):
            row += (f"p{low[:3]}", f"q{low[-3:]}", f"Q{low[-4:]}", f"o{_outline(surface)}")
            row += (f"q-{w[j - 1][-3:]}", f"q+{w[j + 1][-3:]}")
        if defined[i]:
            row.append(f"a{defined[i]}")
        if glued[i]:
            row.append(f"g{s[j - 1]} {s[j]}")
        if found[i].start < title_end:
            row.append("t")
            row.append(f"t{s[j]}")
            if found[i].start < name_end:
                row += ("tn", f"tn{s[j]}", f"tl{min(name_end // 8, 6)}{s[j]}")
        count = often.get(surface, 0)
        if count:
            row.append(f"n{min(count, 4)}{s[j]}")
        rows.append(row)
    return rows
