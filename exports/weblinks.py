"""Links that papers give: a valid IRI of each, and whether it leads to code."""

import re
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

__all__ = ["is_code", "link_iri"]

_CODE_HOSTS = (
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "huggingface.co",
    "codeberg.org",
    "sourceforge.net",
    "git.sr.ht",
    "gitee.com",
    "gitcode.com",
    "code.google.com",
    "codeocean.com",
)
_HTTP = re.compile(r"https?://", re.IGNORECASE)
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_IRI_SAFE = "/:?&=;,+$!*'()@~%"


def link_iri(link: str) -> str | None:
    """The IRI of a web link, with what IRIs do not allow percent-encoded; None if it is not one.

    >>> link_iri("https://github.com/a/b c")
    'https://github.com/a/b%20c'
    >>> link_iri("javascript:alert(1)") is None
    True
    """
    link = link.strip()
    if not _HTTP.match(link):
        return None
    address, hash_sign, fragment = _BAD_PERCENT.sub("%25", link).partition("#")
    try:
        encoded = quote(address, safe=_IRI_SAFE)
        if hash_sign:
            encoded += "#" + quote(fragment, safe=_IRI_SAFE)
        return NamedNode(encoded).value if urlsplit(encoded).hostname else None
    except ValueError:
        return None


def is_code(link: str) -> bool:
    """Whether a link leads to a host of code; a paper's page on Hugging Face does not.

    >>> is_code("https://github.com/a/b"), is_code("https://a.github.io/b")
    (True, False)
    """
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "huggingface.co" and parts.path.startswith("/papers"):
        return False
    return host.startswith("gitlab.") or any(host == code or host.endswith(f".{code}") for code in _CODE_HOSTS)
