"""Several files that belong together: a folder, or a zip by suffix, there as a whole or not at all."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from kg.errors import KgError
from kg.fileio import open_output

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
        with open_output(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            yield _Zip(archive)
        return
    if str(out) == "-" or path.suffix in (".gz", ".zst"):
        raise KgError(f"{out}: this format is several files; give a folder, or a name that ends in .zip")
    try:
        _check_replaceable(path, names)
        aside = Path(tempfile.mkdtemp(prefix=f".{path.name[:100]}.", dir=path.resolve().parent))
    except OSError as error:
        raise KgError(f"{out}: cannot be written: {error.strerror or error}") from error
    try:
        yield _Folder(aside)
        _check_replaceable(path, names)
        if path.exists():
            shutil.rmtree(path)
        aside.chmod(0o755)
        aside.rename(path)
    except OSError as error:
        raise KgError(f"{out}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


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
