"""IRIs of everything in an export: different keys give different IRIs, and every IRI is valid.

Whatever RFC 3986 does not allow as it stands in a path segment is percent-encoded as UTF-8,
and so is the percent sign: that makes the encoding injective. Nothing here depends on labels,
file names or the order in which papers came.
"""

import re
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import NamedNode

from exports.vocabulary import DEFAULT_BASE
from kg.errors import KgError

__all__ = ["Iris", "encode_segment"]

# A DOI's own punctuation; `%`, `?`, `#`, `<`, `>`, `[`, `]` and space are encoded.
_DOI_SAFE = "/:;()!$&'*+,=@"
_DOTS = re.compile(r"(?<![^/])\.{1,2}(?![^/])")
_SCHEMES = {
    "arxiv": ("https://arxiv.org/abs/", "/"),
    "doi": ("https://doi.org/", _DOI_SAFE),
}


# The id of the paper in hand comes again and again.
@lru_cache(maxsize=64)
def encode_segment(text: str, safe: str = ":") -> str:
    """Percent-encode a text so that it is one path segment, or several where `safe` holds a slash.

    A segment of dots only would be taken for a relative step, so its dots are encoded too.

    >>> encode_segment("a/b c%"), encode_segment(".."), encode_segment("é")
    ('a%2Fb%20c%25', '%2E%2E', '%C3%A9')
    """
    encoded = quote(text, safe=safe, errors="surrogatepass")
    return _DOTS.sub(lambda dots: "%2E" * len(dots[0]), encoded)


class Iris:
    """Makes the IRIs of one export.

    Parameters
    ----------
    base
        An absolute IRI that ends in `/` or `#`, under which all data stands that has no
        IRI of its own elsewhere.

    Raises
    ------
    KgError
        If `base` is not such an IRI.

    Examples
    --------
    >>> iris = Iris()
    >>> iris.node("method:pixel-consensus-voting")
    'https://w3id.org/paperkg/id/method/pixel-consensus-voting'
    >>> iris.paper("arxiv:2004.01849")
    'https://arxiv.org/abs/2004.01849'
    >>> iris.paper("my notes/7")
    'https://w3id.org/paperkg/id/paper/my%20notes%2F7'
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        try:
            NamedNode(f"{base}x")
        except ValueError as error:
            raise KgError(f"base IRI {base!r}: not an absolute IRI ({error})") from error
        if not base.endswith(("/", "#")):
            raise KgError(f"base IRI {base!r}: must end in '/' or '#'")
        self.base = base

    def paper(self, identifier: str) -> str:
        """The paper's page at arXiv or its DOI, as the scheme of its id says; else an IRI under the base."""
        scheme, _, local = identifier.partition(":")
        if scheme in _SCHEMES and local:
            prefix, safe = _SCHEMES[scheme]
            return prefix + encode_segment(local, safe)
        return f"{self.base}paper/{encode_segment(identifier)}"

    def node(self, key: str) -> str:
        """The IRI of an entity or result, from its node key `<type>:<slug>`."""
        return self.base + _path(key)

    def link(self, paper: str, predicate: str, entity: str) -> str:
        """The statement that a paper stands in this relation to an entity."""
        return f"{self.base}link/{encode_segment(paper)}/{predicate}/{_path(entity)}"

    def mention(self, paper: str, start: int, end: int, entity: str) -> str:
        """A stretch of a paper's text that names an entity: one stretch may name two."""
        return f"{self.base}mention/{encode_segment(paper)}/{start}-{end}/{_path(entity)}"

    def quotation(self, result: str) -> str:
        """The stretch of text that states a result."""
        return f"{self.base}quotation/{encode_segment(result.partition(':')[2])}"

    def author_cell(self, paper: str, position: int) -> str:
        """A cell of a paper's list of authors, from 1: named, so that exports are the same byte for byte."""
        return f"{self.base}authors/{encode_segment(paper)}/{position}"

    def venue(self, name: str) -> str:
        """The proceedings, journal or book that a paper is part of."""
        return f"{self.base}venue/{encode_segment(name)}"

    def configuration(self, digest: str) -> str:
        """The activity that made the extractions: software, lexicon and model, not the run."""
        return f"{self.base}configuration/{encode_segment(digest)}"

    def graph(self, kind: str, name: str = "") -> str:
        """A named graph: that of one paper, or that of all entities, venues or configurations.

        >>> Iris().graph("paper", "arxiv:2004.01849"), Iris().graph("entities")
        ('https://w3id.org/paperkg/id/graph/paper/arxiv:2004.01849', 'https://w3id.org/paperkg/id/graph/entities')
        """
        return f"{self.base}graph/{kind}" + (f"/{encode_segment(name)}" if name else "")

    def selector(self, target: str) -> str:
        """The node that says where in the paper's text the mention or quotation of this IRI stands."""
        return f"{target}/text"


# Most links go to the same few entities.
@lru_cache(maxsize=20_000)
def _path(key: str) -> str:
    kind, _, slug = key.partition(":")
    return f"{encode_segment(kind, '')}/{encode_segment(slug)}"
