"""Several files that belong together: a folder, or a zip by suffix, there as a whole or not at all."""

import os
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from kg.errors import KgError
from kg.fileio import ASIDE, aside_prefix, hold_aside, open_output, remove_left_over
from kg.storage import is_address

__all__ = ["Bundle", "open_bundle"]

# The earliest time that a zip can hold: equal content is equal bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Bundle(Protocol):
    """Where the files of an export go, one after the other."""

    def file(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file to write; it must be closed before the next one is opened."""
        ...


@contextmanager
def open_bundle(out: str | os.PathLike[str], names: Collection[str]) -> Iterator[Bundle]:
    """A folder or, if the name ends in `.zip`, a zip file, which appears under its name when it is whole.

    Parameters
    ----------
    names
        The files that it will hold. A folder that is there already is replaced if it holds nothing else.

    Raises
    ------
    KgError
        If the place cannot be written, or holds something else.
    """
    path = Path(out)
    if path.suffix == ".zip":
        with open_output(out) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            yield _Zip(archive)
        return
    if is_address(str(out)):
        raise KgError(
            f"{out}: this format is several files, of which some might be missing there; give a name that ends in .zip"
        )
    if str(out) == "-" or path.suffix in (".gz", ".zst"):
        raise KgError(f"{out}: this format is several files; give a folder, or a name that ends in .zip")
    try:
        _check_replaceable(path, names)
        with _beside(path.resolve()) as aside:
            yield _Folder(aside)
            _check_replaceable(path, names)
    except OSError as error:
        raise KgError(f"{out}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder that takes the place of `target` in the end; the one that was there goes only then."""
    remove_left_over(target)
    with tempfile.TemporaryDirectory(prefix=aside_prefix(target), suffix=ASIDE, dir=target.parent) as around:
        descriptor = os.open(around, os.O_RDONLY)
        try:
            hold_aside(descriptor)
            new, old = Path(around) / "new", Path(around) / "old"
            new.mkdir()
            yield new
            if target.exists():
                target.rename(old)
            new.rename(target)
        finally:
            os.close(descriptor)


def _check_replaceable(path: Path, names: Collection[str]) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise KgError(f"{path}: is a file, and this format is several; give a folder, or a name that ends in .zip")
    others = sorted({entry.name for entry in path.iterdir()} - set(names))
    if others:
        raise KgError(f"{path}: holds {others[0]!r}, which is no part of an export; give another folder")


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """A file of the folder."""
        with (self._path / name).open("wb") as stream:
            yield stream


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """A member of the zip."""
        entry = zipfile.ZipInfo(name, _NO_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with self._archive.open(entry, "w", force_zip64=True) as stream:
            yield cast(BinaryIO, stream)
