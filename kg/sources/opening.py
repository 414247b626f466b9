"""Opening an input: decompressed, bounded, with its first bytes in sight; and its text in any usual encoding."""

import codecs
import io
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, TextIO, cast

from kg.fileio import open_compressed

__all__ = ["HEAD_SIZE", "RECORD_BYTES", "InputStream", "decode_head", "numbered_lines", "seekable", "text_stream"]

#: How much of a file is looked at to tell its format.
HEAD_SIZE = 1 << 16
#: The most bytes that one record, or a file that must be held as a whole, may take.
RECORD_BYTES = 64 << 20

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
        self.file: BinaryIO | None = None
        try:
            self._plain = open_compressed(raw)
            self.file = raw if self._plain is raw and raw.seekable() else None
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
        return piece


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
    if "\x00" in text:
        return None
    odd = sum(character < " " and character not in "\t\n\r\f\x0b\x1b" for character in text[:4096])
    return None if odd * 20 > len(text[:4096]) else text


def text_stream(stream: InputStream, newline: str | None = None) -> TextIO:
    """The text of a stream: its byte-order mark tells the encoding, else UTF-8, with Windows-1252 for what is not."""
    encoding = _encoding(stream.head)
    buffered = io.BufferedReader(stream, HEAD_SIZE)
    return io.TextIOWrapper(buffered, encoding=encoding, errors=_errors(encoding), newline=newline)


def numbered_lines(stream: InputStream) -> Iterator[tuple[int, str]]:
    """The lines of a text and their numbers from 1, whatever ends them; each may take the whole allowance."""
    for number, line in enumerate(text_stream(stream), start=1):
        stream.renew()
        yield number, line


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
    return next((encoding for mark, encoding in _BOMS if head.startswith(mark)), "utf-8")


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
