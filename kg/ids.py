"""Identifiers of papers: arXiv ids, DOIs, and the hash that stands in where there is neither.

arXiv's two schemes: https://info.arxiv.org/help/arxiv_identifier.html ; DOI syntax:
https://www.doi.org/the-identifier/resources/handbook/ (section 2.2).
"""

import re
from urllib.parse import unquote

__all__ = ["arxiv_month", "find_arxiv", "find_doi", "parse_arxiv", "parse_doi"]

_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD = r"[a-z][a-z\-]{1,20}(?:\.[A-Za-z]{2})?/\d{7}"
_BARE = re.compile(rf"(?:arxiv:)?\s*({_NEW}|{_OLD})(v\d{{1,3}})?", re.IGNORECASE)
_MARKED = re.compile(
    rf"(?:arxiv\s*:\s*|arxiv\.org/(?:abs|pdf|html)/|10\.48550/arxiv\.)({_NEW}|{_OLD})(?!\d)", re.IGNORECASE
)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"<>{}|\\^`]{1,200})")
_DOI_PREFIX = re.compile(r"^(?:https?://)?(?:(?:dx\.)?doi\.org/)?(?:doi:\s*)?", re.IGNORECASE)


def _tidy_arxiv(identifier: str) -> str:
    """Old-style archive names are lower case but for the subject class: math.GT/0309136."""
    if "/" not in identifier:
        return identifier
    archive, number = identifier.split("/")
    name, dot, subject = archive.partition(".")
    return f"{name.lower()}{dot}{subject.upper()}/{number}"


def parse_arxiv(value: str) -> str | None:
    """The arXiv id, without version, of a field that should hold one; None if it does not.

    >>> parse_arxiv("2011.11765v2"), parse_arxiv("arXiv:hep-th/9901001"), parse_arxiv("12.5")
    ('2011.11765', 'hep-th/9901001', None)
    """
    value = value.strip()
    match = _BARE.fullmatch(value)
    return _tidy_arxiv(match.group(1)) if match else find_arxiv(value)


def find_arxiv(text: str) -> str | None:
    """The first arXiv id in a text that says it is one ("arXiv:…", a link, arXiv's DOI).

    >>> find_arxiv("see https://arxiv.org/abs/2011.11765v1")
    '2011.11765'
    """
    match = _MARKED.search(text)
    return _tidy_arxiv(match.group(1)) if match else None


def parse_doi(value: str) -> str | None:
    """The DOI of a field that should hold one, lower-cased; None if it does not.

    >>> parse_doi("https://doi.org/10.1000/ABC.1"), parse_doi("n/a")
    ('10.1000/abc.1', None)
    """
    bare = _DOI_PREFIX.sub("", unquote(value.strip()))
    match = _DOI.match(bare)
    return match.group(1).rstrip(".,;:)]'").lower() if match else None


def find_doi(text: str) -> str | None:
    """The first DOI in a line of text, lower-cased; arXiv's own DOIs are arXiv ids and not counted.

    >>> find_doi("DOI: 10.1109/5.771073.")
    '10.1109/5.771073'
    """
    for match in _DOI.finditer(text):
        doi = match.group(1).rstrip(".,;:)]'").lower()
        if not doi.startswith("10.48550/arxiv."):
            return doi
    return None


def arxiv_month(identifier: str) -> str | None:
    """Year and month that a new-style arXiv id tells.

    >>> arxiv_month("2011.11765"), arxiv_month("hep-th/9901001")
    ('2020-11', None)
    """
    if "/" in identifier or not re.match(_NEW, identifier):
        return None
    return f"20{identifier[:2]}-{identifier[2:4]}"
