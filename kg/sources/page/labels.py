"""Labels before a value, as forms, mails and abstract pages have them: "Title: …", "Authors: …", "Abstract"."""

import re
from dataclasses import dataclass

from kg.sources.dates import read_date_line
from kg.sources.page.prose import prose_score

__all__ = ["Label", "read_label"]

_FIELDS: dict[str, str] = {
    "title": "title|paper title|article title|title of paper|name of paper",
    "abstract": "abstract|abstracts|summary|abstract text|paper abstract",
    "short": "tl;dr|tldr|tl dr|one-sentence summary|one sentence summary|highlights|ai summary",
    "authors": "author|authors|author list|author(s)|by|creators|creator|authors and affiliations",
    "date": (
        "date|dates|published|publication date|date published|created|creation date|submitted|"
        "submission date|posted|year|published on|submitted on|first submitted|first published|date (v1)|"
        "announced|issued|release date|date of publication|received|online since|added|date added"
    ),
    "late date": "updated|last updated|last revised|revised|modified|last modified|date (revised)|accepted",
    "id": (
        "arxiv|arxiv id|arxiv identifier|arxiv link|arxiv url|doi|pmid|pmcid|id|identifier|paper id|cite as|"
        "related doi|article doi|paper link|paper url|abs|abstract link"
    ),
    "venue": (
        "venue|journal|conference|published in|publication|journal reference|journal ref|journal-ref|"
        "appears in|booktitle|book title|proceedings|in|source|series|event|accepted at|accepted to|"
        "to appear in|journal/conference"
    ),
    "note": (
        "comments|comment|note|notes|remark|remarks|report number|report-no|acm classes|acm-class|"
        "msc classes|msc-class|license|affiliation|affiliations|institution|institutions|organization|"
        "organisation|contact|email|e-mail|emails|correspondence|from|to|subject|status|pages|volume|issue|"
        "number|publisher|issn|isbn|language|type|citations|cited by|rating|decision|funding|"
        "acknowledgements|acknowledgments|conflict of interest|author information|copyright|"
        "supplementary material|readers|paperhash|area|student paper|length|format|score|upvotes|likes"
    ),
    "categories": (
        "subjects|categories|category|primary category|subject areas|subject area|primary subject|"
        "arxiv categories|primary subject area|subject class|fields of study|field of study"
    ),
    "keywords": (
        "keywords|keyword|key words|index terms|tags|topics|topic|tasks|ccs concepts|mesh terms|"
        "area of study|concepts|general terms|categories and subject descriptors"
    ),
    "link": (
        "code|source code|project|project page|project website|project site|project webpage|project web page|"
        "website|web site|webpage|web page|homepage|home page|demo|github|repository|repo|code repository|"
        "data|dataset|datasets|url|link|links|pdf|paper|code and data|code & data|code available at|"
        "code available|implementation|video|videos|slides|poster|models|model|blog|blog post|code link|"
        "github link|project url|project link|code url|full text|html|hugging face|huggingface|page|download|"
        "available at|materials|code/data|code and models|online demo|official code"
    ),
    "section": (
        "background|objective|objectives|introduction|aim|aims|purpose|method|methods|materials and methods|"
        "methods and materials|result|results|finding|findings|conclusion|conclusions|significance|"
        "discussion|context|design|setting|interpretation|approach|main results|clinical relevance|"
        "limitations|implications|motivation|participants|availability and implementation|availability|"
        "methodology|research question|problem|goal|goals|contribution|hypothesis|study design|measurements|"
        "main outcome measures|results and conclusions|conclusions and relevance|importance|evaluation|"
        "originality|main findings|patients and methods|background and objective|background and objectives|"
        "material and methods|impact|scope|novelty|outcome|outcomes|interventions|intervention|data sources|"
        "solution"
    ),
}
_NAMES = {name: field for field, names in _FIELDS.items() for name in names.split("|")}
_LABEL = re.compile(
    r"(?:\*\*|__|\[)?([A-Za-z][A-Za-z\d /;&().'-]{0,40}?)(?:\*\*|__|\])?\s{0,3}([:：]|\s[-–—|]\s|—)(?:\*\*|__)?\s*(.*)",
    re.DOTALL,
)
_ALONE = re.compile(r"(?:\*\*|__|\[)?([A-Za-z][A-Za-z .;()-]{1,30}?)(?:\*\*|__|\])?[:：.]?")
_GLUED_ABSTRACT = re.compile(r"(?:Abstract|ABSTRACT)(?:[.:]\s{0,3}|\s{2,5}|[-–]\s{1,3}|(?=[A-Z][a-z]{0,20}\s))")
_ADDRESS = re.compile(
    r"https?://|www\.|\b[\w-]{2,40}\.(?:com|org|io|net|edu|ai|dev)\b|\b10\.\d{4,9}/|^not available|^n/?a$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


#: Labels that are labels whatever stands after them.
_SURE_NOTES = frozenset(
    "comments|comment|note|notes|keywords|key words|index terms|affiliation|affiliations|report number|report-no|"
    "acm classes|msc classes".split("|")
)


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled value: `field` is what the label stands for; the value is empty where the label stands alone."""

    field: str
    name: str
    value: str


def read_label(text: str) -> Label | None:
    """The label at the beginning of a line and what it labels, or None.

    >>> read_label("Title: On Trees"), read_label("Data: A Love Story")
    (Label(field='title', name='title', value='On Trees'), None)
    >>> read_label("Abstract—We climb.").value, read_label("AUTHORS").field
    ('We climb.', 'authors')
    """
    if glued := _GLUED_ABSTRACT.match(text):
        rest = text[glued.end() :]
        if len(rest.split()) >= 3:
            return Label("abstract", "abstract", rest)
    match = _LABEL.match(text)
    if match:
        name = " ".join(match.group(1).lower().split())
        field = _NAMES.get(name)
        value = match.group(3).strip()
        if field and _fits(field, name, match.group(2), value):
            return Label(field, name, value)
        return None
    alone = _ALONE.fullmatch(text)
    if alone:
        name = " ".join(alone.group(1).lower().split()).rstrip(".")
        field = _NAMES.get(name)
        if text.endswith(".") and field != "abstract":
            return None
        if (
            field
            and name not in ("by", "in", "from", "to", "id")
            and (field not in ("note", "link", "venue") or text.endswith(":"))
        ):
            return Label(field, name, "")
    return None


def _is_title(value: str) -> bool:
    words = value.split()
    return 3 <= len(words) <= 30 and prose_score(value) < -0.5


def _fits(field: str, name: str, separator: str, value: str) -> bool:
    """Whether the value can be what the label says; a label that ends in a dash must be "Abstract"."""
    if separator not in ":：" and field != "abstract":
        return False
    if field in ("title", "abstract", "authors") or not value:
        return True
    if field in ("section", "keywords", "short", "note") and name not in _SURE_NOTES and _is_title(value):
        return False  # "SCOPE: A Generative Approach": a system's name, spelled like a label
    if field == "section":
        return True
    if field in ("date", "late date"):
        return read_date_line(value) is not None or (bool(_YEARS.search(value)) and len(value) < 120)
    if field == "link":
        return bool(_ADDRESS.search(value))
    if field == "id":
        return len(value) < 200 and (any(sign.isdigit() for sign in value) or bool(_ADDRESS.search(value)))
    if field == "venue":
        return (len(value) < 300 and name not in ("in", "series", "source")) or (
            bool(_YEARS.search(value)) and len(value) < 200
        )
    if field in ("note", "keywords", "categories", "short"):
        return (
            name not in ("subject", "area", "from", "to", "type", "number", "length", "format", "concepts")
            or len(value) < 200
        )
    return True
