"""Recognising a format by what a file begins with; a file's suffix only breaks ties."""

import re
from pathlib import PurePath

from kg.sources.opening import InputStream, decode_head
from kg.sources.tables import table_delimiter

__all__ = ["recognise"]

#: Formats that hold no text, by their first bytes: named in the skip, so that a person knows what to do.
_FOREIGN = (
    (b"%PDF", "a PDF: copy or export its text first"),
    (b"PK\x03\x04", "a zip archive or an office document: unpack it, or save it as CSV or text, first"),
    (b"\xd0\xcf\x11\xe0", "an old office document: save it as CSV or text first"),
    (b"SQLite format 3\x00", "an SQLite database, not a file of papers"),
    (b"ARROW1", "an Arrow file: save it as Parquet first"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"BZh", "compressed with bzip2: only gzip and zstd are read"),
    (b"\xfd7zXZ", "compressed with xz: only gzip and zstd are read"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (b"\x1f\x8b", "compressed twice: unpack it once"),
    (b"{\\rtf", "a rich text document: save it as plain text first"),
)
_PARQUET = b"PAR1"
_JSON_OBJECT = re.compile(r"\{\s*(?:\"|\}|$)")
_JSON_ARRAY = re.compile(r"\[\s*(?:[\[{\"]|\]\s*$|$)")
_HTML = re.compile(
    r"(?:<!--.{0,2000}?-->\s*)?<(?:!doctype html|html|head|body|div|article|main|section|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"<\?xml|<(?:\w{1,20}:)?(?:feed|rss|rdf:RDF|OAI-PMH|entry|ListRecords|records|collection)\b")
_BIBTEX = re.compile(
    r"^[ \t]*@[ \t]*(?:string|preamble|comment|[A-Za-z]{3,20}[ \t]*[{(]\s*(?:[^\s{},=]{1,200}\s*)?,)",
    re.MULTILINE | re.IGNORECASE,
)
_RIS = re.compile(r"^[ \t]*TY {1,2}- ?[A-Z]", re.MULTILINE)
_RIS_FIELD = re.compile(r"^[ \t]*(?:ER|TI|T1|AU|A1|AB|PY) {1,2}-", re.MULTILINE)
_NBIB = re.compile(r"\s*PMID ?- ?\d")
_WEB_OF_SCIENCE = re.compile(r"(?:FN .{0,200}\n(?:VR .{0,20}\n)?)?PT [A-Z]\b")
_TABLE_SUFFIXES = frozenset((".csv", ".tsv", ".tab"))


def recognise(stream: InputStream, name: str) -> tuple[str | None, str]:
    """The format of a file, or None and why it cannot be read."""
    head = stream.head
    if not head:
        return None, stream.problem or "an empty file"
    if head.startswith(_PARQUET):
        return "parquet", ""
    for signature, what in _FOREIGN:
        if head.startswith(signature):
            return None, f"not read: {what}"
    text = decode_head(head)
    if text is None:
        return None, "binary data, not text"
    text = text.lstrip("\ufeff").lstrip()
    if not text:
        return ("text", "") if len(head) > 1 and not stream.problem else (None, "nothing but white space")
    return _of_text(text, _suffix(name)), ""


def _suffix(name: str) -> str:
    """The suffix of a name, without that of the compression."""
    path = PurePath(name)
    return (PurePath(path.stem) if path.suffix.lower() in (".gz", ".zst") else path).suffix.lower()


def _of_text(text: str, suffix: str) -> str:
    if _JSON_ARRAY.match(text):
        return "json"
    if text.startswith("{") and (_JSON_OBJECT.match(text) or _is_json_lines(text)):
        return "jsonl" if _is_json_lines(text) else "json"
    if text.startswith("<"):
        if _HTML.match(text) or (text.startswith("<?xml") and "<html" in text[:2000]):
            return "html"
        if _XML.match(text):
            return "atom"
    if _RIS.search(text[:2000]) and (_RIS_FIELD.search(text) or suffix == ".ris"):
        return "ris"
    if _NBIB.match(text):
        return "nbib"
    if _WEB_OF_SCIENCE.match(text):
        return "wos"
    by_suffix = suffix in _TABLE_SUFFIXES
    delimiter = table_delimiter(text, by_suffix)
    if delimiter is not None or by_suffix:
        return "tsv" if delimiter == "\t" else "csv"
    return "bibtex" if _BIBTEX.search(text) else "text"


def _is_json_lines(text: str) -> bool:
    """Whether each line is an object by itself: the second begins as the first does, as no member does."""
    lines = [line.strip() for line in text.split("\n", 20) if line.strip()]
    return len(lines) > 1 and bool(
        _JSON_OBJECT.match(lines[1]) or (lines[0].endswith("}") and lines[0].startswith('{"'))
    )
