"""Files that are not on this machine's disk: `s3://`, `gs://`, `memory://` and whatever else fsspec knows.

The packages for the services (s3fs, gcsfs, adlfs …) are the user's own, as are the credentials that these look for.
What is written appears under its name only when it is whole: a single put where the service makes that
all or nothing, as object stores do; else a file beside it, then renamed.

fsspec: https://filesystem-spec.readthedocs.io/
"""

import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import KgError

__all__ = ["check_address", "exists_at", "files_at", "is_address", "open_at", "writing_at"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)
_GLOB_SIGNS = re.compile(r"[*?\[]")
#: Pages of the web are no place for files of ours, and nothing is downloaded behind the user's back.
_WEB = frozenset(("http", "https", "ftp"))
#: A put to these is all or nothing; a rename would be a copy.
_OBJECT_STORES = frozenset(("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss", "oci", "tos", "memory"))


def is_address(path: str) -> bool:
    """Whether a path is the address of another place.

    >>> is_address("s3://bucket/shards"), is_address("folder/file.txt")
    (True, False)
    """
    return _ADDRESS.match(path) is not None


def _filesystem(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    scheme = address.partition("://")[0].lower()
    if scheme in _WEB:
        raise KgError(f"{address}: a web address, not a file: download it first; paperkg opens no web pages")
    import fsspec

    with _plain_errors(address):
        return cast("tuple[Any, str]", fsspec.core.url_to_fs(address))


@contextmanager
def _plain_errors(address: str) -> Iterator[None]:
    """Whatever a service's package raises, as one line."""
    try:
        yield
    except (KgError, BrokenPipeError):
        raise
    except Exception as error:  # each service has exceptions of its own
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise KgError(f"{address}: cannot be reached: {said}") from error


def check_address(address: str) -> None:
    """See that there is something at an address.

    Raises
    ------
    KgError
        If there is not, the kind of address is unknown, its package is not installed, or the service says no.
    """
    if next(files_at(address), None) is None:
        raise KgError(f"{address}: nothing is there: check the spelling")


def files_at(address: str) -> Iterator[str]:
    """The addresses of the files that an address means, in order: a file's own, a folder's, or those of a glob."""
    files, path = _filesystem(address)
    with _plain_errors(address):
        if _GLOB_SIGNS.search(path):
            found = [name for name in sorted(files.glob(path)) if not files.isdir(name)]
        else:
            found = [path] if files.isfile(path) else sorted(files.find(path))
        names = [str(name) for name in found if not Path(name).name.startswith(".")]
    # The scheme and, for some services, the host: what a path in the file system does not say.
    place = address.rstrip("/").removesuffix(path.rstrip("/"))
    yield from (f"{place}{name}" for name in names)


def exists_at(address: str) -> bool:
    """Whether there is a file at an address."""
    files, path = _filesystem(address)
    with _plain_errors(address):
        return bool(files.isfile(path))


def open_at(address: str) -> BinaryIO:
    """A file at an address, to be read; it can be looked into and read from its end."""
    files, path = _filesystem(address)
    with _plain_errors(address):
        return cast(BinaryIO, io.BufferedReader(files.open(path, "rb")))


@contextmanager
def writing_at(address: str) -> Iterator[BinaryIO]:
    """A file that appears at an address when it is whole, and not at all if writing it fails.

    Raises
    ------
    KgError
        If it cannot be written.
    """
    files, path = _filesystem(address)
    # A file object of fsspec's would be sent half written if what writes it fails: it closes what it opened.
    with tempfile.TemporaryDirectory(prefix="paperkg-") as folder:
        local = Path(folder) / "file"
        with local.open("wb") as stream:
            yield stream
        with _plain_errors(address):
            _put(files, str(local), path, address.partition("://")[0].lower())


def _put(files: Any, local: str, path: str, scheme: str) -> None:
    if scheme in _OBJECT_STORES:  # these have no folders: what would be made is a bucket, of a misspelt name perhaps
        files.put_file(local, path)
        return
    parent, _, name = path.rpartition("/")
    if parent:
        with suppress(FileExistsError):
            files.makedirs(parent, exist_ok=True)
    aside = f"{parent}/.{name}.{Path(local).parent.name}.part"
    try:
        files.put_file(local, aside)
        files.mv(aside, path)
    except BaseException:
        with suppress(Exception):
            files.rm_file(aside)
        raise
