"""What a unit may be by itself: how much it would cost to take it for a title, an abstract, a note, or for nothing."""

import math
import re
from dataclasses import dataclass

from kg.ids import find_arxiv, find_doi, parse_arxiv
from kg.links import find_links
from kg.sources.dates import read_date_line
from kg.sources.names import is_author_line
from kg.sources.page.navigation import is_navigation
from kg.sources.page.paragraphs import Unit
from kg.sources.page.prose import begins_abstract, prose_score
from kg.sources.venues import venue_line

__all__ = ["FEW_WORDS_COST", "Sight", "look"]

_AUTHOR_COUNT = re.compile(r"[•·]?\s*\d{1,5} authors?\b.{0,80}", re.IGNORECASE)
_DATED = re.compile(
    r"\[?(?:first )?(?:published|submitted|posted|created|announced|released|issued|available online|online|"
    r"received|date|added|on|v1 submitted|"
    r"originally announced|uploaded|accepted)(?: on| at| in| online)?:?\s(?P<date>[^;(\[\]]{4,40}?)(?:[;.\]]|"
    r"\s(?:\(|by\b|·|in\b|,)|$)",
    re.IGNORECASE,
)
_REVISED = re.compile(
    r"\[?(?:last |latest )?(?:updated|revised|modified|last edit(?:ed)?)(?: on| "
    r"at)?:?\s(?P<date>[^;(\[\]]{4,40}?)(?:[;.\]]|\s(?:\(|by\b)|$)",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\[v\d{1,2}\]\s.{5,60}")
_PAPER_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:export\.)?(?:arxiv\.org|doi\.org|dx\.doi\.org|openreview\.net|aclanthology\.org|"
    r"semanticscholar\.org|"
    r"pubmed\.ncbi\.nlm\.nih\.gov|huggingface\.co/papers)/\S+",
    re.IGNORECASE,
)
_ID_NOISE = re.compile(
    r"https?://\S+|arxiv\s*:?\s*[\w.\-/]+\d(?:v\d+)?|\b10\.\d{4,9}/\S+|\b(?:doi|pmid|pmcid|arxiv|abs|pdf|ps|html|"
    r"other|format|formats|src|"
    r"for this version|or|cross-list|from|focus to learn more|indexed for medline|replaced|new|cite as|link|id|"
    r"version|preprint|eprint|"
    r"announce type|updated|accepted|kb)\b|[a-z-]{2,10}\.[A-Z]{2}\b|\d+|[^\w\s]",
    re.IGNORECASE,
)
_CATEGORY = re.compile(
    r"\(?(?:cs|math|stat|eess|econ|q-bio|q-fin|physics|astro-ph|cond-mat|nlin|quant-ph|gr-qc|hep-(?:ex|lat|ph|th)|"
    r"math-ph|"
    r"nucl-(?:ex|th))(?:\.[A-Za-z-]{2,20})?\)?[,;]?"
)
_SUBJECT_PATH = re.compile(r"[A-Z][A-Za-z ,-]{3,40} > [A-Z].{3,60}")
_CITATION = re.compile(
    r"[A-Z][^.]{1,120}\. (?P<date>(?:19|20)\d\d(?: [A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?(?: \d{1,2})?)?)\b[;.: ].{0,200}"
)
#: Authors - venue, year - host: a search engine's line under a title.
_LISTING = re.compile(r"[^-]{3,200}(?:-[^-]{1,60}){0,9} - (?:.{1,160}, )?(?:19|20)\d\d - [\w.-]{1,60}\.?[\w]{2,20}…?")
_NOTE = re.compile(
    r"\b(?:\d+ (?:pages?|figures?|tables?)\b|equal(?:ly)? contribut|contributed equally|corresponding authors?|"
    r"work (?:was )?done|this (?:work|paper|"
    r"research|article|manuscript|study|version|is an?|is the) (?:was|has been|will be|extends|supersedes|"
    r"replaces|appeared|received|"
    r"extended|preliminary|full|long|short|journal|author|accepted|companion|technical)|supported (?:in part )?by|"
    r"funded by|"
    r"(?:an?|the|is) (?:extended|preliminary|short(?:er)?|long(?:er)?|full|earlier|previous|journal|conference|"
    r"camera[- ]ready|final|author'?s?|"
    r"accepted|revised|updated|first|draft|workshop|preprint) version|camera[- ]ready version|accepted (?:at|to|"
    r"by|for|in|as)|to appear|under review|in submission|"
    r"submitted to|published (?:in|at|as)|presented at|in press|best (?:student )?paper|supplementary material|"
    r"code (?:and|is|are|will|available)|(?:source )?code\b.{0,40}\bavailable|project (?:page|website|site)|"
    r"available (?:at|from|online|here)|"
    r"first (?:two|three) authors|joint first|shared first|"
    r"arxiv admin note|text overlap|comments? welcome|work in progress|oral presentation|spotlight presentation|"
    r"authors? listed|alphabetical order|licensed under|cc by|demo at)\b|^(?:technical report|tech report|phd "
    r"thesis|master'?s thesis|dissertation|"
    r"keywords|index terms|extended version)\b(?!:)",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    r"\b(?:Universit(?:y|é|à|ät|at|eit|et|a)|Institut\w{0,3}|Department|Dept\.?|Laborator(?:y|ies)|Labs?|School "
    r"of|College|Academy|Research Cent(?:er|re)|"
    r"Faculty|Inc\.?|Corporation|Ltd\.?|GmbH|Hospital)(?![\w-])|^(?:Google|Microsoft|Facebook|Amazon|Apple|NVIDIA|"
    r"IBM|Adobe|Huawei|"
    r"Tencent|Alibaba|ByteDance|Baidu|Samsung|Intel|OpenAI|DeepMind|Salesforce|Meta)(?: (?:Research|AI|Inc\.?|"
    r"DeepMind|Brain|Cloud|Group|Labs?|Asia|Europe)){0,3}$"
)
_SMALL_WORDS = frozenset("of the and for at in de la du des der di für und et y e".split())
_MAIL = re.compile(r"[\w.+{},-]{1,80}@[\w-]{1,60}\.[\w.-]{2,40}")
_GOING_ON = re.compile(
    r"(?:moreover|furthermore|however|in addition|additionally|finally|results?|conclusions?|methods?|in "
    r"particular|specifically|our (?:code|results|"
    r"experiments|method|approach|model|findings|dataset)|the (?:code|results|proposed|source code|dataset|"
    r"experimental)|code|these|experiments?|"
    r"extensive|empirical|to (?:this end|address|tackle|overcome|solve)|first|second|third|lastly|consequently|"
    r"therefore|thus|as a result|"
    r"we (?:further|also|then|additionally|finally|find|show|demonstrate|evaluate|release))\b",
    re.IGNORECASE,
)
_ENTRY_HEAD = re.compile(
    r"\[(?:pdf|ps|html|other|abs|src)\b[^\[\]]{0,40}\]|\((?:cs|math|stat|eess)\)|\((?:cross-list|replaced)"
)
_SEPARATED = re.compile(r"\s{0,3}[·•|]\s{0,3}")
_IMPOSSIBLE = 30.0
#: What it costs to take so few words for an abstract.
FEW_WORDS_COST = 2.0
_SURELY_PROSE = 600


@dataclass(slots=True)
class Sight:
    """The costs of taking a unit for each thing, and what else matters for its place on the page.

    `kind` is what sort of note it is ("date", "id", "authors", ...), "title", "abstract", "section",
    "navigation", or "text" where only the page can tell. `edge` is the cost of leaving it out at the
    page's beginning or end, `noise` that of leaving it out elsewhere.
    """

    kind: str
    title: float
    abstract: float
    note: float
    noise: float
    edge: float
    opens: bool = False
    goes_on: float = 2.0
    words: int = 0
    is_prose: bool = False


def look(unit: Unit) -> Sight:
    """What a unit may be, by its own words."""
    if unit.label is not None and (sight := _labelled(unit)) is not None:
        return sight
    if _is_surely_prose(unit.text):
        return _text(unit)
    if is_navigation(unit.text) and not _is_date_like(unit.text):
        return Sight("navigation", 7.0, 9.0, 0.3, 0.0, 0.0, words=len(unit.text.split()))
    kind = note_kind(unit.text)
    if kind is not None:
        return _note(kind, unit)
    return _text(unit)


def _is_surely_prose(text: str) -> bool:
    """Whether a text is so long that nothing else need be asked: no list of names, which is full of commas."""
    return len(text) > _SURELY_PROSE and text.endswith(".") and text.count(",") * 5 < text.count(" ")


def note_kind(text: str) -> str | None:
    """What a line tells about a paper, if it tells nothing else."""
    words = len(text.split())
    if _AUTHOR_COUNT.fullmatch(text):
        return "count"
    if words <= 18 and _is_date_like(text):
        return "date"
    if words <= 60 and _is_identifier(text):
        return "id"
    if words <= 40 and _LISTING.fullmatch(text):
        return "listing"
    if words <= 12 and all(_CATEGORY.fullmatch(word) for word in text.split()):
        return "categories"
    if _SUBJECT_PATH.fullmatch(text):
        return "categories"
    if words <= 40 and venue_line(text):
        return "venue"
    if words <= 15 and "://" in text and find_links(f"page {text}"):
        return "link"
    if is_author_line(text):
        return "authors"
    if words <= 40 and _NOTE.search(text) and not (words > 14 and text.endswith(".") and begins_abstract(text)):
        return "note"
    if words <= 30 and (_MAIL.search(text) or _is_affiliation(text)):
        return "affiliation"
    parts = [part for part in _SEPARATED.split(text) if part.strip()]
    if 1 < len(parts) <= 8 and words <= 40:
        kinds = [note_kind(part) or ("navigation" if is_navigation(part) else None) for part in parts]
        known = [kind for kind in kinds if kind]
        if len(known) >= max(1, len(parts) - 1) and known != ["navigation"]:
            return "mixed"
    return None


def _is_affiliation(text: str) -> bool:
    """Whether a line is the name of an institution: nothing but proper names and the small words between them."""
    if not _AFFILIATION.search(text) or ":" in text or len(text.split()) > 20:
        return False
    return all(word in _SMALL_WORDS or not word[0].islower() for word in text.split())


def _is_date_like(text: str) -> bool:
    if read_date_line(text) is not None or _VERSION.fullmatch(text):
        return True
    for pattern in (_DATED, _REVISED):
        if match := pattern.match(text):
            return read_date_line(match.group("date")) is not None and (len(text) < 130)
    return False


def _is_identifier(text: str) -> bool:
    if not (
        find_arxiv(text)
        or find_doi(text)
        or parse_arxiv(text)
        or _PAPER_ADDRESS.search(text)
        or re.match(r"pmid:?\s*\d", text, re.IGNORECASE)
    ):
        return False
    if _CITATION.fullmatch(text):
        return True
    return len(_ID_NOISE.sub(" ", text).split()) <= (3 if len(text) < 120 else 1)


def _labelled(unit: Unit) -> Sight | None:
    label = unit.label
    assert label is not None
    words = len(label.value.split())
    if label.field == "title":
        return Sight("title", 0.0, _IMPOSSIBLE, 12.0, 8.0, 8.0, words=words) if label.value else _heading_of("title")
    if label.field == "abstract":
        if not label.value:
            return _heading_of("abstract")
        return Sight("abstract", _IMPOSSIBLE, 0.0, 14.0, 14.0, 14.0, words=words, goes_on=4.0, is_prose=True)
    if label.field == "section":
        if not label.value:
            return _heading_of("section")
        if words < 5 and not label.value.endswith("."):
            return None
        sight = _text(unit)
        sight.kind, sight.goes_on = "section", 1.0 if label.name in _FIRST_SECTIONS else 0.1
        sight.abstract, sight.title = min(sight.abstract, 0.3), sight.title + 2.0
        return sight
    if label.field == "short":
        return Sight("short", 8.0, 3.0, 0.0, 3.0, 3.0, words=words)
    if label.field == "id":
        return Sight("id", 6.0, 9.0, 0.0, 5.0, 4.0, words=words, opens=_opens_paper(unit))
    return Sight(label.field, 6.0, 9.0, 0.0, 3.0, 1.0, words=words)


_FIRST_SECTIONS = frozenset(
    (
        "background|objective|objectives|introduction|aim|aims|purpose|motivation|context|problem|importance|goal|goals|"
        "hypothesis|research question|background and objective|background and objectives"
    ).split("|")
)


def _heading_of(field: str) -> Sight:
    """A label that stands alone: it is no content; what comes after it is."""
    return Sight(f"heading of {field}", 8.0, 9.0, 0.0, 0.5, 0.5)


def _note(kind: str, unit: Unit) -> Sight:
    words = len(unit.text.split())
    sight = Sight(kind, 5.0, 8.0, 0.0, 1.5, 0.4, words=words)
    if kind == "id":
        sight.noise, sight.edge = 5.0, 4.0
        sight.opens = _opens_paper(unit)
    elif kind in ("note", "affiliation", "link"):
        score = prose_score(unit.text)
        sight.title, sight.abstract = 2.5 + _soft(score), 2.0 + _soft(-score)
        sight.note = 0.2 + (0.0 if words <= 20 else (words - 20) / 20)
        sight.goes_on = 1.5
        sight.edge = 0.4 if score < 0 else 1.0 + words / 10
        sight.noise = 1.5 + words / 10
    elif kind in ("venue", "authors"):
        # Two names may be a title of two pairs of words ("Soft Tokens, Hard Truths").
        sight.title = 1.2 if kind == "authors" and words <= 5 else 3.5
        sight.edge = 0.8
    if unit.heading:
        sight.title -= 1.5
    return sight


def _opens_paper(unit: Unit) -> bool:
    """Whether an id stands as it does at the head of an entry: numbered, under a line, with links to the formats."""
    if unit.label is not None and unit.label.name == "cite as":
        return False
    return unit.item is not None or unit.rule or bool(_ENTRY_HEAD.search(unit.text))


def _text(unit: Unit) -> Sight:
    text = unit.label.value if unit.label is not None and unit.label.field in ("title", "abstract") else unit.text
    words = len(text.split())
    score = prose_score(text)
    title = _soft(score) + max(0.0, (words - 30) / 4) + (1.0 if words == 1 else 0.0)
    abstract = _soft(-score) + (FEW_WORDS_COST if words < 5 else 0.0)
    if unit.heading:
        title, abstract = max(0.0, title - 1.5), abstract + 4.0
    if unit.item is not None:
        title = max(0.0, title - 0.5)
    note = 2.0 if words <= 8 else 3.0 if words <= 15 else min(5.0 + words / 15, 14.0)
    if re.fullmatch(r"(?:[A-Z][\w.'’-]{0,20} ){1,3}[A-Z][\w'’-]{1,20}", text) and words <= 4:
        note = 0.9  # perhaps one author's name
    noise = 1.2 if words <= 2 else 2.5 if words <= 6 else 4.0 if words <= 14 else min(5.0 + words / 10, 16.0)
    edge = (
        0.3
        if words <= 3
        else (0.8 if words <= 4 else 1.3 if score < 0 else 1.6)
        if words <= 14
        else min(3.0 + words / 10, 16.0)
    )
    sight = Sight("text", title, abstract, note, noise, edge, words=words, is_prose=score > 1.0 and words >= 20)
    sight.goes_on = _goes_on(text, words, score)
    return sight


def _goes_on(text: str, words: int, score: float) -> float:
    """The cost of taking a paragraph for one that goes on with the abstract before it."""
    cost = 2.0 + 0.5 * _soft(-score)
    if _GOING_ON.match(text):
        return cost - 1.2
    if begins_abstract(text) and words >= 60:
        return cost + 2.0
    return cost - 0.6 if 12 <= words < 40 else cost


def _soft(value: float) -> float:
    return math.log1p(math.exp(min(value, 40.0)))
