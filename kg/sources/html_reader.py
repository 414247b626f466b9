"""A web page saved as HTML: its citation tags where it has them, else its text, read as a copied page is."""

from collections.abc import Iterator
from html.parser import HTMLParser

from kg.records import Record, Skip
from kg.sources.building import Draft, Origin
from kg.sources.dates import parse_date
from kg.sources.names import author_list
from kg.sources.opening import InputStream, text_stream
from kg.sources.page.reader import read_lines

__all__ = ["read_html"]

_BLOCKS = frozenset(
    (
        "address article blockquote br dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li main ol p "
        "pre section table td th "
        "tr ul title body"
    ).split()
)
_APART = frozenset(("p", "article", "section", "h1", "h2", "h3", "h4", "blockquote", "table", "ul", "ol", "dl"))
_UNSEEN = frozenset(
    ("script", "style", "template", "noscript", "svg", "nav", "button", "select", "head", "iframe", "form", "math")
)
_HEADINGS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### "}


_PIECE = 1 << 20
#: Longer than any tag, even one that holds a picture.
_LONGEST_TAG = 4 << 20


def read_html(stream: InputStream, origin: Origin) -> Iterator[Record | Skip]:
    """The papers of a saved page. The position is a line of the source."""
    text = _Text()
    reader = text_stream(stream)
    while piece := reader.read(_PIECE):
        text.feed(piece)
        text.bound()
    text.end()
    cited = text.cited_paper()
    if cited is not None:
        yield cited.build(origin, 1)
    else:
        yield from read_lines(text.lines(), origin)


class _Text(HTMLParser):
    """The text of a page, in lines as a browser would show them, and what its head says in citation tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[tuple[int, str]] = []
        self._parts: list[str] = []
        self._start = 1
        self._unseen = 0
        self._citation: dict[str, list[str]] = {}

    def bound(self) -> None:
        """Pass over a tag or comment that does not end: the parser would look through it again at each piece."""
        if len(self.rawdata) > _LONGEST_TAG:
            self.rawdata = ""

    def end(self) -> None:
        """Nothing more comes. What began in an open tag or script is dropped, as browsers do.

        Older versions of `HTMLParser.close` try such a rest from each of its characters, in quadratic time.
        """
        if self.rawdata.startswith("<") or self.cdata_elem is not None:
            self.rawdata = ""
        self.close()

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines so far, each with the number of the source's line on which it begins."""
        self._break()
        return iter(self._lines)

    def cited_paper(self) -> Draft | None:
        """The paper that the page says it is about, if its tags give the abstract too."""
        tags = {name: values[0] for name, values in self._citation.items()}
        if "title" not in tags or "abstract" not in tags:
            return None
        return Draft(
            title=tags["title"],
            abstract=tags["abstract"],
            authors=author_list(self._citation.get("author", [])),
            date=next(
                (
                    date
                    for name in ("publication_date", "date", "online_date")
                    if (date := parse_date(tags.get(name, "")))
                ),
                None,
            ),
            venue=tags.get("conference_title") or tags.get("journal_title"),
            arxiv=tags.get("arxiv_id"),
            doi=tags.get("doi"),
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            attributes = dict(attrs)
            name, content = attributes.get("name") or "", attributes.get("content")
            if name.lower().startswith("citation_") and content:
                self._citation.setdefault(name.lower().removeprefix("citation_"), []).append(content)
            return
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self._break(apart=tag in _APART)
            if tag in _HEADINGS and not self._unseen:
                self._parts.append(_HEADINGS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self._break(apart=tag in _APART)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            if not self._parts:
                self._start = self.getpos()[0]
            self._parts.append(data)

    def _break(self, apart: bool = False) -> None:
        line = " ".join("".join(self._parts).split())
        if line.strip("# "):
            self._lines.append((self._start, line))
        if apart and self._lines and self._lines[-1][1]:
            self._lines.append((self.getpos()[0], ""))
        self._parts = []
