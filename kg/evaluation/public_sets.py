"""Public test sets of mentions in scientific text, in the forms in which they were published.

TDMSci (Hou et al., EACL 2021) is CoNLL: a token, its offset and its label a line, a blank
line after each sentence. SciERC (Luan et al., EMNLP 2018) and SciER (Zhang et al., EMNLP
2024, files of the folder `PLM`) hold one document a line as JSON: `sentences` of tokens and
per sentence `ner`, spans of tokens counted over the whole document, both ends inclusive.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import KgError
from kg.evaluation.lines import json_lines, text_lines
from kg.evaluation.tokens import Token, joined
from kg.records import EntityType

__all__ = ["PUBLIC_SETS", "Passage", "PublicSet", "Span", "read_public"]

#: Consecutive sentences of a document are read together up to this length: that of a long abstract.
PASSAGE_CHARACTERS = 2_000


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) of a passage, with their type in our terms."""

    start: int
    end: int
    type: EntityType


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with the mentions that were annotated in it; `id` says where it came from."""

    id: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A test set: its types in our terms (those that are none of ours are not in it), and how it is read."""

    title: str
    types: Mapping[str, EntityType]
    left_out: tuple[str, ...]
    read: Callable[[Path, "PublicSet"], Iterator[Passage]]

    @property
    def ours(self) -> tuple[EntityType, ...]:
        """Our types that are scored."""
        return tuple(dict.fromkeys(self.types.values()))


def read_public(path: Path, name: str) -> list[Passage]:
    """All passages of a file of the public set `name` that have any text.

    Raises
    ------
    KgError
        If the file cannot be read or is not in the published form.
    """
    passages = [p for p in PUBLIC_SETS[name].read(path, PUBLIC_SETS[name]) if p.text]
    if not passages:
        raise KgError(f"{path}: holds no sentences in the form of {PUBLIC_SETS[name].title}")
    return passages


def _read_conll(path: Path, public: PublicSet) -> Iterator[Passage]:
    sentence: list[Token] = []
    labels: list[str] = []
    first, end = "", 0
    for where, line in text_lines(path):
        if not line.strip():
            if sentence:
                yield _labelled(first, sentence, labels, public)
            sentence, labels = [], []
            continue
        columns = line.split("\t")
        if len(columns) != 3 or not re.fullmatch("[0-9]{1,15}", columns[1]):
            raise KgError(f"{where}: {public.title} has a token, its offset and its label, with tabs between them")
        text, offset, label = columns[0], int(columns[1]), columns[2]
        if label != "O" and not (label[:2] in ("B-", "I-") and label[2:] in public.types):
            raise KgError(
                f"{where}: {label!r:.60} is no label of {public.title}; those are O, B- and I- {_names(public)}"
            )
        first = first if sentence else where
        sentence.append(Token(text, glued=bool(sentence) and offset == end))
        labels.append(label)
        end = offset + len(text)
    if sentence:
        yield _labelled(first, sentence, labels, public)


def _labelled(where: str, sentence: list[Token], labels: list[str], public: PublicSet) -> Passage:
    """A sentence whose mentions begin at B-, or at an I- that continues nothing (as conlleval reads it)."""
    text, places = joined(sentence)
    spans: list[Span] = []
    for index, label in enumerate(labels):
        if label == "O":
            continue
        kind = public.types[label[2:]]
        start, end = places[index]
        if label[0] == "I" and index and labels[index - 1][2:] == label[2:]:
            spans[-1] = Span(spans[-1].start, end, kind)
        else:
            spans.append(Span(start, end, kind))
    return Passage(where, text, tuple(s for s in spans if s.start < s.end))


class _Mention(NamedTuple):
    """Tokens `first` to `last` (inclusive) of a sentence."""

    first: int
    last: int
    label: str


def _read_documents(path: Path, public: PublicSet) -> Iterator[Passage]:
    for where, document in json_lines(path):
        tokens: list[Token] = []
        mentions: list[_Mention] = []
        length = 0
        begun = 1
        for number, (words, found) in enumerate(_sentences(where, document, public), start=1):
            added = sum(len(word) + 1 for word in words)
            if tokens and length + added > PASSAGE_CHARACTERS:
                yield _passage(f"{where}, sentence {begun}", tokens, mentions, public)
                tokens, mentions, length, begun = [], [], 0, number
            mentions += [_Mention(m.first + len(tokens), m.last + len(tokens), m.label) for m in found]
            tokens += [Token(word, None if index else False) for index, word in enumerate(words)]
            length += added
        yield _passage(f"{where}, sentence {begun}", tokens, mentions, public)


def _passage(id: str, tokens: list[Token], mentions: list[_Mention], public: PublicSet) -> Passage:
    text, places = joined(tokens)
    spans = (
        Span(places[m.first][0], places[m.last][1], public.types[m.label]) for m in mentions if m.label in public.types
    )
    return Passage(id, text, tuple(s for s in spans if s.start < s.end))


def _sentences(where: str, document: Any, public: PublicSet) -> Iterator[tuple[list[str], list[_Mention]]]:
    """The words of each sentence with its mentions, counted within the sentence."""
    if isinstance(document, dict) and isinstance(document.get("sentence"), str):
        raise KgError(f"{where}: this form tells names but not their places; give the file of the folder PLM instead")
    sentences, ner = (document.get("sentences"), document.get("ner")) if isinstance(document, dict) else (None, None)
    if not isinstance(sentences, list) or not isinstance(ner, list) or len(sentences) != len(ner):
        raise KgError(f"{where}: {public.title} has `sentences` and as many lists in `ner`, one object a line")
    before = 0
    for number, (words, spans) in enumerate(zip(sentences, ner, strict=True), start=1):
        place = f"{where}, sentence {number}"
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise KgError(f"{place}: a sentence is a list of words")
        if not isinstance(spans, list):
            raise KgError(f"{place}: `ner` has a list for each sentence")
        yield words, [_mention(place, span, before, len(words), public) for span in spans]
        before += len(words)


def _mention(place: str, span: Any, before: int, words: int, public: PublicSet) -> _Mention:
    match span:
        case [int(first), int(last), str(label), *_] if before <= first <= last < before + words:
            if label in public.types or label in public.left_out:
                return _Mention(first - before, last - before, label)
            raise KgError(f"{place}: {label!r:.60} is no type of {public.title}; those are {_names(public)}")
    raise KgError(
        f"{place}: {span!r:.60} is no [first word, last word, type] within the sentence, words counted from 0"
    )


def _names(public: PublicSet) -> str:
    return ", ".join((*public.types, *public.left_out))


#: What `kg eval --format` reads.
PUBLIC_SETS: dict[str, PublicSet] = {
    "scier": PublicSet("SciER", {"Dataset": "Dataset", "Method": "Method", "Task": "Task"}, (), _read_documents),
    "tdmsci": PublicSet("TDMSci", {"TASK": "Task", "DATASET": "Dataset", "METRIC": "Metric"}, (), _read_conll),
    "scierc": PublicSet(
        "SciERC",
        {"Task": "Task", "Method": "Method", "Metric": "Metric", "Material": "Dataset"},
        ("OtherScientificTerm", "Generic"),
        _read_documents,
    ),
}
