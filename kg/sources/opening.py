"""Opening an input: decompressed, bounded, with its first bytes in sight; and its text in any usual encoding."""

import codecs
import io
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, TextIO, cast

from kg.fileio import open_compressed

__all__ = [
    "HEAD_SIZE",
    "LINE_CHARACTERS",
    "RECORD_BYTES",
    "InputStream",
    "Utf8",
    "bounded_lines",
    "decode_head",
    "is_wide",
    "numbered_lines",
    "seekable",
    "text_stream",
]

#: How much of a file is looked at to tell its format.
HEAD_SIZE = 1 << 16
#: The most bytes that one record, or a file that must be held as a whole, may take.
RECORD_BYTES = 64 << 20
#: The most characters of a line that are looked at: longer than any record on a line of its own.
LINE_CHARACTERS = 8 << 20
#: Compressed data that unpack to more than so many bytes, and to so many times their size, are a bomb.
_BOMB_BYTES = 256 << 20
_BOMB_RATIO = 200

_READ_ERRORS = (OSError, EOFError, zlib.error)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FALLBACK = "paperkg-windows-1252"


class InputStream(io.RawIOBase):
    """The plain bytes of an input, never more than an allowance of them without a record coming of it.

    Where the bytes cannot be read on (a truncated gzip, a bad disk, an allowance spent) the stream
    ends, and `problem` says why: what was read before is kept. `file` is the input itself, if it is a
    file that is not compressed.
    """

    def __init__(self, raw: BinaryIO, allowance: int = RECORD_BYTES) -> None:
        super().__init__()
        self.problem: str | None = None
        self._allowance = self._left = allowance
        self._plain: BinaryIO | None = None
        self._packed: _Counted | None = None
        self._unpacked = 0
        self.file: BinaryIO | None = None
        try:
            counted = _Counted(raw)
            buffered = cast(BinaryIO, io.BufferedReader(counted, HEAD_SIZE))
            self._plain = open_compressed(buffered)
            if self._plain is not buffered:
                self._packed = counted
            elif raw.seekable():
                self.file = raw
        except _READ_ERRORS as error:
            self.problem = _reason(error)
        self.head = b""
        while len(self.head) < HEAD_SIZE and (more := self._take(HEAD_SIZE - len(self.head))):
            self.head += more
        self._pending = self.head

    def renew(self) -> None:
        """A record has been read: the next one may take as much."""
        self._left = self._allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._pending[: len(buffer)]
        if piece:
            self._pending = self._pending[len(piece) :]
        else:
            piece = self._take(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _take(self, size: int) -> bytes:
        if self._plain is None or self.problem:
            return b""
        if self._left <= 0:
            self.problem = f"a single record takes more than {self._allowance >> 20} MiB: the rest is not read"
            return b""
        try:
            piece = cast(io.BufferedReader, self._plain).read1(size)
        except _READ_ERRORS as error:
            self.problem = _reason(error)
            return b""
        self._left -= len(piece)
        self._unpacked += len(piece)
        if self._packed is not None and self._unpacked > max(_BOMB_BYTES, _BOMB_RATIO * self._packed.count):
            self.problem = (
                f"a compression bomb? It unpacks to more than {_BOMB_RATIO} times its size: the rest is not read; "
                "unpack it first if you trust it"
            )
            return b""
        return piece


class _Counted(io.RawIOBase):
    """The bytes of a file, and how many of them have been read."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__()
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = cast(io.BufferedReader, self._raw).read1(len(buffer))
        buffer[: len(piece)] = piece
        self.count += len(piece)
        return len(piece)


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return f"compressed data that is cut off or damaged: read up to there ({error})"


def decode_head(head: bytes) -> str | None:
    """The text of a file's first bytes; None where they are no text.

    >>> decode_head("é".encode("utf-16")), decode_head(b"caf\\xe9 noir"), decode_head(b"PK\\x03\\x04\\x00")
    ('é', 'café noir', None)
    """
    encoding = _encoding(head)
    text = codecs.getincrementaldecoder(encoding)(_errors(encoding)).decode(head)
    # A stray control character is an accident; a data format is full of them.
    odd = sum(character < " " and character not in "\t\n\r\f\x0b\x1b" for character in text[:4096])
    if odd * 20 > len(text[:4096]):
        return None
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def text_stream(stream: InputStream, newline: str | None = None) -> TextIO:
    """The text of a stream, without NUL characters.

    Its byte-order mark, or every other byte being NUL, tells the encoding; else it is UTF-8, with
    Windows-1252 for what is not.
    """
    encoding = _encoding(stream.head)
    raw = stream if is_wide(stream) else _WithoutNul(stream)
    buffered = io.BufferedReader(raw, HEAD_SIZE)
    return io.TextIOWrapper(buffered, encoding=encoding, errors=_errors(encoding), newline=newline)


def is_wide(stream: InputStream) -> bool:
    """Whether the characters of a text take two bytes or four."""
    return not _encoding(stream.head).startswith("utf-8")


class _WithoutNul(io.RawIOBase):
    """The bytes of a stream but for NUL, which stands for nothing in any text and stops some parsers."""

    def __init__(self, stream: InputStream) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while piece := self._stream.read(len(buffer)):
            if kept := piece.replace(b"\x00", b""):
                buffer[: len(kept)] = kept
                return len(kept)
        return 0


def numbered_lines(stream: InputStream) -> Iterator[tuple[int, str]]:
    """The lines of a text and their numbers from 1, whatever ends them; of a longer line `LINE_CHARACTERS`."""
    for number, line in enumerate(bounded_lines(stream, text_stream(stream)), start=1):
        stream.renew()
        yield number, line


def bounded_lines(stream: InputStream, text: TextIO) -> Iterator[str]:
    """The lines of a text; what goes beyond `LINE_CHARACTERS` in one of them is passed over."""
    while line := text.readline(LINE_CHARACTERS):
        yield line
        while len(line) >= LINE_CHARACTERS and not line.endswith(("\n", "\r")):
            stream.renew()
            line = text.readline(LINE_CHARACTERS)


class Utf8:
    """A text as the UTF-8 bytes that a parser wants, whatever its own encoding."""

    def __init__(self, text: TextIO) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(size).encode("utf-8", "replace")


@contextmanager
def seekable(stream: InputStream) -> Iterator[BinaryIO]:
    """The stream's bytes as a file that can be read from its end: the file itself, or a temporary copy."""
    if stream.file is not None:
        stream.file.seek(0)
        yield stream.file
        return
    with tempfile.TemporaryFile() as spool:
        while piece := stream.read(1 << 20):
            stream.renew()
            spool.write(piece)
        spool.seek(0)
        yield cast(BinaryIO, spool)


def _encoding(head: bytes) -> str:
    return next((encoding for mark, encoding in _BOMS if head.startswith(mark)), None) or _unmarked_encoding(head)


def _unmarked_encoding(head: bytes) -> str:
    """UTF-16 of mostly Latin letters where every other byte is NUL, else UTF-8."""
    even, odd = head[:4096:2].count(0), head[1:4096:2].count(0)
    most = len(head[:4096]) // 2
    if max(even, odd) * 10 >= most * 7 > 0 and min(even, odd) * 20 <= most:
        return "utf-16-be" if even > odd else "utf-16-le"
    return "utf-8"


def _errors(encoding: str) -> str:
    return _FALLBACK if encoding.startswith("utf-8") else "replace"


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decoding bytes that are no UTF-8 as what they most often are."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    try:
        return wrong.decode("windows-1252"), error.end
    except UnicodeDecodeError:
        return wrong.decode("latin-1"), error.end


codecs.register_error(_FALLBACK, _windows_1252)
