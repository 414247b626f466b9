"""Addresses of code and project pages in notes, comments and abstracts."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

__all__ = ["find_links", "is_web_address", "trim_address", "unique"]

# Code hosts are named without a scheme as well; the look-behind keeps out what goes on from another address.
_ADDRESS = re.compile(
    r"(?:https?://|(?<![\w/.@-])(?=(?:github|gitlab)\.com/|huggingface\.co/))[^\s<>\"'`{}|\\^]{3,500}", re.IGNORECASE
)
_CUE = re.compile(
    r"\b(?:code|codes|codebase|implementation|repository|repo|github|gitlab|source|software|package|toolkit|demo|"
    r"project|website|web ?site|web ?page|homepage|home ?page|page|blog|dataset|datasets|data|benchmark|models?|"
    r"weights|checkpoints|available|released|accessible|hosted|visit|videos?|supplementary|materials?)\b",
    re.IGNORECASE,
)
_CODE_HOSTS = (
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "sourceforge.net",
    "huggingface.co",
    "anonymous.4open.science",
    "git.sr.ht",
    "gitee.com",
    "codeocean.com",
)
_PAGE_HOSTS = ("github.io", "gitlab.io", "sites.google.com", "netlify.app", "vercel.app", "readthedocs.io")
#: Addresses of papers themselves, or of those who publish them: never code, never a project's page.
_PAPER_HOSTS = (
    "arxiv.org",
    "doi.org",
    "openreview.net",
    "aclanthology.org",
    "aclweb.org",
    "semanticscholar.org",
    "ieee.org",
    "acm.org",
    "springer.com",
    "sciencedirect.com",
    "elsevier.com",
    "nature.com",
    "wiley.com",
    "mdpi.com",
    "biorxiv.org",
    "medrxiv.org",
    "nih.gov",
    "thecvf.com",
    "mlr.press",
    "neurips.cc",
    "creativecommons.org",
    "orcid.org",
    "scholar.google.com",
    "scopus.com",
    "webofscience.com",
    "openalex.org",
    "crossref.org",
    "iop.org",
    "aps.org",
)
_PAPER_SUFFIXES = (".pdf", ".ps", ".ps.gz")
_CUE_REACH = 90


def find_links(text: str) -> list[str]:
    """The addresses in running text that are said, or by their host known, to be code or a project's page.

    >>> find_links("Code: https://github.com/a/b. Accepted, see https://doi.org/10.1000/1")
    ['https://github.com/a/b']
    >>> find_links("Try github.com/c/d (new).")
    ['https://github.com/c/d']
    >>> find_links("as measured in https://example.org/report")
    []
    """
    if "://" not in text and ".co" not in text.casefold():
        return []
    found = []
    text = text.replace("\\_", "_")  # as LaTeX writes it
    for match in _ADDRESS.finditer(text):
        address = trim_address(match.group())
        address = address if "://" in address else f"https://{address}"
        kind = _host_kind(address)
        before = text[max(0, match.start() - _CUE_REACH) : match.start()]
        if kind == "project" or (kind == "unknown" and _CUE.search(before)):
            found.append(address)
    return unique(found)


def trim_address(address: str) -> str:
    """An address without the punctuation of the sentence that it stands in.

    >>> trim_address("https://a.org/b_(c)),"), trim_address("https://a.org/x.")
    ('https://a.org/b_(c)', 'https://a.org/x')
    """
    while address:
        last = address[-1]
        unopened = (last == ")" and address.count(")") > address.count("(")) or (
            last == "]" and address.count("]") > address.count("[")
        )
        if last not in ".,;:!?*_'’”…·•" and not unopened:
            break
        address = address[:-1]
    return address


def is_web_address(value: str) -> bool:
    """Whether a value is one http or https address with a host, and nothing else.

    >>> is_web_address("https://github.com/a/b"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    if not _ADDRESS.fullmatch(value):
        return False
    try:
        return bool(urlsplit(value).hostname)
    except ValueError:
        return False


def unique(values: Iterable[str]) -> list[str]:
    """The values without repetition, in their order.

    >>> unique(["b", "a", "b"])
    ['b', 'a']
    """
    return list(dict.fromkeys(values))


def _host_kind(address: str) -> str:
    """'project', 'paper' or 'unknown'; an address that cannot be parsed counts as a paper's, so is left out."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "paper"
    if "." not in host or parts.path.lower().endswith(_PAPER_SUFFIXES):
        return "paper"
    if host == "huggingface.co" and parts.path.startswith("/papers"):
        return "paper"
    if _belongs(host, _CODE_HOSTS) or _belongs(host, _PAGE_HOSTS):
        return "project"
    return "paper" if _belongs(host, _PAPER_HOSTS) else "unknown"


def _belongs(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
