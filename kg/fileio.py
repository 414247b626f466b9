"""Opening what may be compressed, and writing what must never be left half done."""

import fcntl
import gzip
import hashlib
import io
import os
import re
import shutil
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

__all__ = ["ASIDE", "aside_prefix", "hold_aside", "open_compressed", "open_output", "remove_left_over"]

_OWN_DESCRIPTOR = re.compile(r"/dev/(?:(stdin|stdout|stderr)|fd/([0-9]+))|/proc/self/fd/([0-9]+)")
#: How the names of what is still being written end.
ASIDE = ".part"
_STANDARD = {"stdin": 0, "stdout": 1, "stderr": 2}


@contextmanager
def open_output(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A binary file that appears under its name only when it is whole.

    A regular file is written beside its place, synced and renamed; a device, a pipe and
    '-' (standard output) are written straight; an address that fsspec knows (`s3://…`) is written
    all or nothing too. `.gz` and `.zst` compress by suffix. What a killed process left beside the
    place is removed.

    Raises
    ------
    KgError
        If the place cannot be written.
    BrokenPipeError
        If it is a pipe that nobody reads any more.
    """
    try:
        with _opened(path) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        where = "standard output" if str(path) == "-" else path
        raise KgError(f"{where}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    if str(path) == "-":
        yield cast(BinaryIO, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    if is_address(str(path)):
        with writing_at(str(path)) as raw, _compressing(raw, str(path)) as stream:
            yield stream
        return
    target = Path(path)
    if own := _OWN_DESCRIPTOR.fullmatch(str(path)):
        # Opened by name, a file behind it would be emptied, or replaced under the shell's hands.
        number = os.dup(_STANDARD[own[1]] if own[1] else int(own[2] or own[3]))
        with os.fdopen(number, "wb") as straight:
            yield straight
        return
    if _is_special(target):
        with target.open("wb") as straight, _compressing(straight, target.name) as stream:
            yield stream
        return
    with _beside(target.resolve()) as raw, _compressing(raw, target.name) as stream:
        yield stream


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `target` in the end."""
    prefix = aside_prefix(target)
    remove_left_over(target)
    descriptor, aside = tempfile.mkstemp(prefix=prefix, suffix=ASIDE, dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            hold_aside(raw.fileno())
            yield raw
            raw.flush()
            os.fsync(raw.fileno())
            mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
            Path(aside).chmod(mode)
            Path(aside).replace(target)
    finally:
        with suppress(OSError):
            Path(aside).unlink()


def aside_prefix(target: Path) -> str:
    """How the names of what is written beside `target` begin: short, and of no other target.

    >>> aside_prefix(Path("graph.nt"))
    '.graph.nt-0062463d.'
    """
    digest = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:8]
    start = os.fsencode(target.name)[:60].decode("utf-8", "ignore")
    return f".{start}-{digest}."


def hold_aside(descriptor: int) -> None:
    """Mark a file or folder as being written, for as long as the descriptor is open."""
    with suppress(OSError):  # some network file systems lock nothing
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def remove_left_over(target: Path) -> None:
    """Remove what a killed process left beside `target`; what another process still writes is kept."""
    prefix = aside_prefix(target)
    for left in target.parent.iterdir():
        if not (left.name.startswith(prefix) and left.name.endswith(ASIDE)):
            continue
        with suppress(OSError):
            descriptor = os.open(left, os.O_RDONLY | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            finally:
                os.close(descriptor)


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
