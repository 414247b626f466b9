"""The finders: each reads a text in one way and yields candidates. They know nothing of each other."""

import re
from collections.abc import Callable, Iterator

from extractors.candidates import Candidate, TextView
from extractors.cues import NAMING, OWN_AFTER, PROPOSAL, type_from_context
from extractors.lexicon import LexiconMatch
from extractors.phrases import phrases
from extractors.pieces import pieces
from kg.records import EntityType
from kg.text import name_key, singular

__all__ = ["FINDERS", "find_candidates"]

Finder = Callable[[TextView], Iterator[Candidate]]

_WORD = re.compile(r"[A-Za-z0-9$τπλβ][\w.+@^*$&’']*(?:[-–][\w.+@^*]+)*")
_SUFFIX = re.compile(
    r"-(?:based|like|style|driven|free|aware|guided|level|enhanced|augmented|powered|trained|specific"
    r"|inspired|oriented|generated|pretrained"
    r"|agnostic|assisted|only|tuned|related|type|to|and|as|in|the|of|for|series|family|optimized"
    r"|compatible|induced|equipped|type)\b.*$",
    re.IGNORECASE,
)
_TITLE_NAME = re.compile(r"^[\"“'‘]?([^:?!.\n]{2,60}?)[\"”'’]?\s?(?::|\s[-–—]{1,3})\s")
_NAME_TITLE_WORDS = 5
_NAME_FOLLOWS = re.compile(
    r"\b(?:called|named|dubbed|termed|coined|proposes?|introduces?|presents?|develop|release|unveil|design|devise)"
    r"\s(?:as\s|the\s|an?\s)?(?:new\s|novel\s)?[\"“'‘]?"
)
_CONTINUATION = re.compile(
    r"[A-Z][\w+-]*|v?\d(?:\.\d{1,2})?[a-z]?|v\d{1,3}|\d{1,4}[BbMmKk]|\d{1,2}x\d{1,3}[BbMm]|20[0-2]\d"
)
_CAPITALISED = re.compile(r" (?:(?:of|for|with|and|by|in|the|via) )?[A-Z][\w+]*(?:-\w+)*")
_DATASET_NEAR = re.compile(
    r"\b(?:dataset|benchmark|corpus|testbed|test suite)\b[^.]{0,40}$|^[^.]{0,12}\b(?:dataset|benchmark|corpus)\b",
    re.IGNORECASE,
)


def is_name_shaped(word: str) -> bool:
    """Whether a word looks like a proper name or acronym: inner capitals, several capitals, capital and digit.

    >>> [is_name_shaped(w) for w in ("StackGAN", "BERT", "GPT-4", "nuScenes", "Network", "end-to-end", "A")]
    [True, True, True, True, False, False, False]
    """
    capitals = sum(c.isupper() for c in word)
    if capitals == 0 or len(word) < 2:
        return False
    if capitals >= 2 and not all(part[:1].isupper() and part[1:].islower() for part in word.split("-") if part):
        return True
    if any(c.isdigit() for c in word):
        return any(c.isalpha() for c in word)
    return any(c.isupper() for part in word.split("-") for c in part[1:])


def lexicon_names(view: TextView) -> Iterator[Candidate]:
    """Names that the lexicon knows; the longest at each place, and no name inside a longer one."""
    covered = 0
    for match in view.matches:
        if match.end <= covered:
            continue
        believed = _belief(view, match)
        if believed <= 0:
            continue
        covered = max(covered, match.end)
        yield Candidate(match.start, match.end, match.term.type, believed, "lexicon", match.term)


def _belief(view: TextView, match: LexiconMatch) -> float:
    term = match.term
    surface = view.surface(match.start, match.end)
    if _is_ordinary_word(view, match, surface):
        return 0.0
    if term.generic:
        return 0.2
    if match.key in term.uncertain:
        before, after = view.sentence_before(match.start), view.sentence_after(match.end)
        kind, strength = type_from_context(surface, before, after)
        if kind == term.type and strength > 0.5:
            return 0.7
        long_form_here = any(
            n != surface and len(n) > 5 and n.casefold() in view.text.casefold()
            for n in term.names
            if name_key(n) not in term.uncertain
        )
        if long_form_here:
            return 0.8
        return 0.55 if is_name_shaped(surface) else 0.25
    return 0.85


def _is_ordinary_word(view: TextView, match: LexiconMatch, surface: str) -> bool:
    """A proper name that is also an ordinary word, written as one: "rag", "multiple", "Inspired by …"."""
    spelled = [n for n in match.term.names if name_key(n) == match.key]
    if any(n.islower() for n in spelled):
        return False
    if surface.islower() and len(surface) <= 5 and all(n.isupper() for n in spelled):
        return True
    begins_sentence = view.sentences.at(match.start)[0] == match.start
    as_a_word = surface.islower() or (surface[1:].islower() and (begins_sentence or match.start < view.title_end))
    words = [p.folded for p in view.pieces_in(match.start, match.end)]
    return as_a_word and all(view.stats.inside.get(w, 1.0) < 0.5 for w in words)


def defined_names(view: TextView) -> Iterator[Candidate]:
    """Both sides of an acronym definition; the head of the long form tells the type."""
    for definition in view.definitions:
        long = view.surface(*definition.long)
        words = [p.folded for p in view.pieces_in(*definition.long)]
        if words and sum(view.stats.inside.get(w, 0.6) for w in words) / len(words) < 0.25:
            continue
        kind, confidence = _type_of_long_form(view, long)
        before = view.lowered_before(definition.long[0])
        introduced = PROPOSAL.search(before) is not None and len(before) - before.rfind(",") < 90
        for span in (definition.long, definition.short):
            yield Candidate(*span, kind, confidence, "definition", introduced=introduced)


def _type_of_long_form(view: TextView, long: str) -> tuple[EntityType, float]:
    known = view.lexicon.lookup(long)
    if known:
        return known[0].type, 0.2 if known[0].generic else 0.9
    last = long.replace("-", " ").split()[-1].casefold()
    by_head = view.stats.head_type(singular(last))
    if by_head:
        return by_head[0], min(0.9, 0.45 + by_head[1] / 2)
    return "Method", 0.6


def title_names(view: TextView) -> Iterator[Candidate]:
    """The name before the colon of a title: what the paper introduces."""
    match = _TITLE_NAME.match(view.text[: view.title_end])
    if match is None:
        return
    name = match.group(1).strip()
    words = name.split()
    if len(words) > _NAME_TITLE_WORDS or not name[:1].isalnum():
        return
    again = view.text.count(name, view.title_end)
    shaped = any(is_name_shaped(w) for w in words)
    single = len(words) == 1 and words[0].isalpha() and words[0][0].isupper()
    if not shaped and not again:
        return
    if not (shaped or single or again >= 1):
        return
    rest = view.text[match.end() : view.title_end]
    kind: EntityType = "Method"
    if re.search(r"\b(?:benchmark|dataset|corpus|test ?bed)(?:ing|s)?\b", rest, re.IGNORECASE) or re.search(
        r"(?i)(?:bench|dataset|corpus)$", name
    ):
        kind = "Dataset"
    confidence = 0.92 if again else 0.8 if shaped else 0.5
    yield Candidate(match.start(1), match.start(1) + len(name), kind, confidence, "title", introduced=True)


def shaped_names(view: TextView) -> Iterator[Candidate]:
    """Words with the shape of a name, with the capitalised words and versions around them."""
    words = [m.span() for m in _WORD.finditer(view.text)]
    index = 0
    while index < len(words):
        start, end = words[index]
        surface = _trimmed(view.text[start:end])
        in_title = start < view.title_end
        if not is_name_shaped(surface) or not _plausible(view, surface):
            index += 1
            continue
        end = start + len(surface)
        stop = index
        while stop + 1 < len(words) and view.text[end : words[stop + 1][0]] == " " and not in_title:
            following = _trimmed(view.text[slice(*words[stop + 1])])
            if not _continues(following):
                break
            stop += 1
            end = words[stop][0] + len(following)
        first = start
        back = index - 1
        while (
            back >= 0 and not in_title and view.text[words[back][1] : first] == " " and _capitalised(view, words[back])
        ):
            first = words[back][0]
            back -= 1
        kind, strength = type_from_context(
            view.surface(first, end), view.sentence_before(first), view.sentence_after(end)
        )
        before, after = view.lowered_before(first), view.lowered_after(end)
        introduced = NAMING.search(before) is not None or (
            OWN_AFTER.match(after) is not None and PROPOSAL.search(before) is not None
        )
        yield Candidate(first, end, kind, 0.45 + strength * 0.35, "shape", introduced=introduced)
        index = stop + 1


def _trimmed(word: str) -> str:
    word = _SUFFIX.sub("", word.rstrip(".,*'’"))
    return re.sub(r"['’]s$", "", word)


def _plausible(view: TextView, surface: str) -> bool:
    """Not an acronym that the annotations hardly ever take for a name (AI, GPU, USA), nor a bare number."""
    inside = view.stats.inside
    parts = [p.folded for p in pieces(surface) if not p.folded.isdigit()]
    share = min((inside.get(w, inside.get(singular(w), 0.6)) for w in parts), default=0.0)
    return share >= 0.3 and not re.fullmatch(r"[\d.,xX×-]+[A-Za-z%]?|\$.*|\d+[DdKkMB]|[A-Z]\d?", surface)


def _continues(word: str) -> bool:
    """Whether a word carries a name on: another capitalised word, a version, a size, a year."""
    return _CONTINUATION.fullmatch(word) is not None


def _capitalised(view: TextView, span: tuple[int, int]) -> bool:
    """A capitalised word that does not merely begin a sentence."""
    word = view.surface(*span)
    return (
        word[-1].isalnum()
        and word[:1].isupper()
        and word[1:].islower()
        and view.sentences.at(span[0])[0] != span[0]
        and view.stats.inside.get(word.casefold(), 0.5) >= 0.2
    )


def cued_names(view: TextView) -> Iterator[Candidate]:
    """Capitalised names of any shape right after "called", "dubbed", or "we propose"."""
    for sentence_start, sentence_end in view.sentences.spans:
        if sentence_start < view.title_end:
            continue
        for match in _NAME_FOLLOWS.finditer(view.text, sentence_start, sentence_end):
            span = _capitalised_run(view, match.end(), sentence_end)
            if span is None:
                continue
            start, end = span
            before = view.sentence_before(start)
            kind, strength = type_from_context(view.surface(start, end), before, view.sentence_after(end))
            if strength <= 0.5 and _DATASET_NEAR.search(before + view.sentence_after(end, 50)):
                kind = "Dataset"
            introduced = PROPOSAL.search(view.lowered[sentence_start:start]) is not None
            yield Candidate(start, end, kind, 0.85 if introduced else 0.6, "cue", introduced=introduced)


def _capitalised_run(view: TextView, start: int, limit: int) -> tuple[int, int] | None:
    """The capitalised words that begin at `start`; None where there is none, or but one ordinary word."""
    word = _WORD.match(view.text, start, limit)
    if word is None or not word.group()[0].isupper():
        return None
    end = word.end()
    while following := _CAPITALISED.match(view.text, end, limit):
        end = following.end()
    end = start + len(_trimmed(view.text[start:end]))
    words = [p.folded for p in view.pieces_in(start, end)]
    known = [view.stats.inside.get(w, 0.6) for w in words]
    if not words or (len(words) == 1 and known[0] < 0.5 and not is_name_shaped(view.surface(start, end))):
        return None
    return start, end


def phrase_names(view: TextView) -> Iterator[Candidate]:
    """Lower-case phrases whose head tells that they name a task, technique or measure."""
    for phrase in phrases(view.text, view.pieces, view.stats):
        head = singular(view.pieces[phrase.last].folded)
        kind_and_share = view.stats.head_type(head)
        if kind_and_share is None:
            continue
        kind, share = kind_and_share
        if phrase.first == phrase.last or is_name_shaped(view.surface(*view.pieces[phrase.last].span)):
            continue  # a proper name is whole without its modifiers
        start, end = view.pieces[phrase.first].start, view.pieces[phrase.last].end
        yield Candidate(start, end, kind, share, "phrase")


FINDERS: dict[str, Finder] = {
    "lexicon": lexicon_names,
    "definition": defined_names,
    "title": title_names,
    "cue": cued_names,
    "shape": shaped_names,
    "phrase": phrase_names,
}


def find_candidates(view: TextView) -> list[Candidate]:
    """The candidates of all finders, by position, longer ones first."""
    found = [candidate for finder in FINDERS.values() for candidate in finder(view)]
    return sorted(found, key=lambda c: (c.start, -c.end, c.source))
