"""What the teacher says of abstracts without annotations, for the encoder to learn from."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from extractors.results.numbers import read_numbers
from extractors.wordpieces import WordPieces
from kg.text import fold, paper_text
from training.fit_results import ResultPaper
from training.gold import Annotated, annotate
from training.heads import Said
from training.lessons import Lesson, Shares, lesson_of, together
from training.teach import raw_texts
from training.teacher import Teacher

__all__ = ["drawn", "taught_lessons"]

#: The share of abstracts with figures among those that are drawn: results are to be learned as well as names.
_FIGURES = 0.6


def drawn(path: Path, gold: Sequence[Annotated], count: int, seed: int = 7) -> list[tuple[str, str]]:
    """`count` titles and abstracts of a file, at random, more than half with figures; none that `gold` holds."""
    known = {fold(paper.text) for paper in gold}
    texts = sorted({t for t in raw_texts(path) if fold(paper_text(*t)) not in known})
    random.Random(seed).shuffle(texts)
    room = {True: round(count * _FIGURES), False: count - round(count * _FIGURES)}
    kept = []
    for text in texts:
        figures = any(n.unit or not n.value.is_integer() for n in read_numbers(text[1]))
        if room[figures]:
            room[figures] -= 1
            kept.append(text)
        if not any(room.values()):
            break
    return kept


def taught_lessons(
    teacher: Teacher, texts: Sequence[tuple[str, str]], pieces: WordPieces, size: int = 16
) -> Iterator[Lesson]:
    """A lesson of each text, with what the teacher says of it."""
    lessons = []
    for title, abstract in texts:
        paper = annotate({"id": "", "title": title, "abstract": abstract, "entities": []})
        lessons.append(lesson_of(paper, ResultPaper("", paper.text, [], []), pieces))
    lessons.sort(key=lambda one: len(one.pieces))
    teacher.eval()
    for low in range(0, len(lessons), size):
        some = lessons[low : low + size]
        batch = together(some)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            said = teacher(batch)
        yield from _with_shares(some, said)


def _with_shares(lessons: Sequence[Lesson], said: Said) -> Iterator[Lesson]:
    tags, roles, kinds, slots = (
        one.softmax(-1).numpy().astype(np.float16) for one in (said.tags, said.roles, said.kinds, said.slots)
    )
    word = number = 0
    for lesson in lessons:
        words, numbers = slice(word, word + len(lesson.firsts)), slice(number, number + len(lesson.numbers))
        places = [0, *(1 + first for first in lesson.firsts)]
        lesson.shares = Shares(tags[words], roles[words], kinds[numbers], slots[numbers][:, :, places])
        word, number = words.stop, numbers.stop
        yield lesson
