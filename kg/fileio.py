"""Opening what may be compressed, and writing what must never be left half done."""

import gzip
import io
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard

from kg.errors import KgError
from kg.storage import is_address, writing_at

__all__ = ["open_compressed", "open_output"]


@contextmanager
def open_output(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A binary file that appears under its name only when it is whole.

    A regular file is written beside its place, synced and renamed; a device, a pipe and
    '-' (standard output) are written straight; an address that fsspec knows (`s3://…`) is written
    all or nothing too. `.gz` and `.zst` compress by suffix.

    Raises
    ------
    KgError
        If the place cannot be written.
    """
    if str(path) == "-":
        yield cast(BinaryIO, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    if is_address(str(path)):
        with writing_at(str(path)) as raw, _compressing(raw, str(path)) as stream:
            yield stream
        return
    target = Path(path)
    try:
        if _is_special(target):
            with target.open("wb") as straight, _compressing(straight, target.name) as stream:
                yield stream
            return
        target = target.resolve()
        descriptor, aside = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise KgError(f"{path}: cannot be written: {error.strerror or error}") from error
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with _compressing(raw, target.name) as stream:
                yield stream
            raw.flush()
            os.fsync(raw.fileno())
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
        Path(aside).chmod(mode)
        Path(aside).replace(target)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise KgError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            Path(aside).unlink()


def _is_special(path: Path) -> bool:
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _compressing(raw: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """Wrap by suffix. The gzip header carries no name and no time, so equal content is equal bytes."""
    if name.endswith(".gz"):
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as stream:
            yield cast(BinaryIO, stream)
    elif name.endswith(".zst"):
        with zstandard.ZstdCompressor().stream_writer(raw, closefd=False) as stream:
            yield cast(BinaryIO, stream)
    else:
        yield raw


class _ZstdReader(io.RawIOBase):
    """The plain bytes of zstd frames, through Arrow: zstandard's own reader takes a file that is cut off for whole."""

    def __init__(self, raw: BinaryIO) -> None:
        import pyarrow

        self._stream = pyarrow.CompressedInputStream(pyarrow.PythonFile(raw, mode="r"), "zstd")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        plain = self._stream.read(len(buffer))
        buffer[: len(plain)] = plain
        return len(plain)


def open_compressed(raw: BinaryIO) -> BinaryIO:
    """A seekless stream of the plain bytes of `raw`, whose first bytes say whether it is compressed.

    `raw` must support `peek` (a buffered reader). gzip and zstd are recognised. Reading
    raises EOFError or OSError where the compressed data ends early.
    """
    peeked = cast(io.BufferedReader, raw).peek(4)[:4]
    if peeked[:2] == b"\x1f\x8b":
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=raw))))
    if peeked == b"\x28\xb5\x2f\xfd":
        return cast(BinaryIO, io.BufferedReader(_ZstdReader(raw)))
    return raw
