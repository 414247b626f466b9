"""Every text format in every encoding and with every line ending: the paper that it would be in UTF-8."""

import codecs
from collections.abc import Callable

import pytest

from kg.records import Record, Skip
from tests.kg.sources.samples import ABSTRACT, NEVER_GUESSED, SAMPLES, TITLE, TITLED

Reading = Callable[..., list[Record | Skip]]

ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": str.encode,
    "UTF-8 with BOM": lambda text: codecs.BOM_UTF8 + text.encode(),
    "UTF-16 LE with BOM": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "UTF-16 BE with BOM": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "UTF-16 BE": lambda text: text.encode("utf-16-be"),
    "UTF-32 with BOM": lambda text: text.encode("utf-32"),
    "Latin-1": lambda text: text.encode("latin-1"),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "NUL in the title": lambda text: text.replace("Hedges for", "Hedges\x00 for").encode(),
    "NUL in the abstract": lambda text: text.replace("It is", "It\x00 is").encode(),
    "lone surrogate": lambda text: text.replace("It is", "It\ud800 is").encode("utf-8", "surrogatepass"),
}
#: XML forbids these characters; a document that holds them is malformed.
REFUSED_BY_XML = {"NUL in the title", "NUL in the abstract", "lone surrogate", "Latin-1"}


@pytest.mark.parametrize("format", SAMPLES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encoding_does_not_matter(reading: Reading, format: str, encoding: str) -> None:
    found = reading(ENCODINGS[encoding](SAMPLES[format]), format if format in NEVER_GUESSED else None)
    if format == "atom" and encoding in REFUSED_BY_XML:
        (skip,) = found
        assert isinstance(skip, Skip)
        assert "malformed XML" in skip.reason
        return
    for item in found:
        assert isinstance(item, Record), item
        assert item.source.format == format
        assert item.abstract is not None
        assert item.abstract.startswith("We cook with hedges. It")
        assert item.abstract.endswith(ABSTRACT[30:])
        if format in TITLED:
            assert item.title == TITLE
    assert len(found) == SAMPLES[format].count(ABSTRACT)
