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

__all__ = [
    "check_address",
    "exists_at",
    "files_at",
    "is_address",
    "knows_scheme",
    "open_at",
    "tells_of_folder",
    "writing_at",
]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://", re.IGNORECASE)
_ABOUT_THE_FOLDER = re.compile(r"\.|(?:readme|licen[cs]e|copying|changelog|contributing)(?:\.\w+)?$", re.IGNORECASE)
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


def knows_scheme(scheme: str) -> bool:
    """Whether addresses of this kind lead somewhere.

    >>> knows_scheme("s3"), knows_scheme("data-of-mine")
    (True, False)
    """
    import fsspec

    return scheme.lower() in _WEB or scheme.lower() in fsspec.available_protocols()


def _filesystem(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path in it."""
    scheme, _, place = address.partition("://")
    scheme = scheme.lower()
    if scheme in _WEB:
        raise KgError(f"{address}: a web address, not a file: download it first; paperkg opens no web pages")
    import fsspec

    with _plain_errors(address):
        return cast("tuple[Any, str]", fsspec.core.url_to_fs(f"{scheme}://{place}"))


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
    """The addresses of the files that an address means, in order: a file's own, a folder's, or those of a glob.

    Of folders, and of what "**" finds in them, what `tells_of_folder` says is passed over.
    """
    files, path = _filesystem(address)
    with _plain_errors(address):
        if _GLOB_SIGNS.search(path):
            found = _matches(files, path)
        else:
            found = iter([path]) if files.isfile(path) else _below(files, path)
        names = list(dict.fromkeys(map(str, found)))
    # The scheme and, for some services, the host: what a path in the file system does not say.
    whole, end = address.rstrip("/"), path.rstrip("/")
    if end and whole.endswith(end):
        place = whole.removesuffix(end)
        yield from (f"{place}{name}" for name in names)
    else:  # a place in it that is written otherwise, such as a relative one
        yield from map(files.unstrip_protocol, names)


def _matches(files: Any, pattern: str) -> Iterator[str]:
    """The files that a glob finds, and those of the folders that it finds."""
    top = len(_GLOB_SIGNS.split(pattern)[0].rpartition("/")[0])
    for name, about in sorted(files.glob(pattern, detail=True).items()):
        if tells_of_folder(name[top:]) if "**" in pattern else Path(name).name.startswith("."):
            continue
        if about["type"] == "directory":
            yield from _below(files, name)
        else:
            yield name


def _below(files: Any, folder: str) -> Iterator[str]:
    """The files of a folder that belong to what it holds."""
    top = len(folder.rstrip("/"))
    return (name for name in sorted(files.find(folder)) if not tells_of_folder(name[top:]))


def tells_of_folder(below: str) -> bool:
    """Whether a path below a folder is hidden, or tells of the folder rather than belongs to what it holds.

    >>> [tells_of_folder(path) for path in ("a/page.txt", "README.md", ".cache/page.txt")]
    [False, True, True]
    """
    return any(map(_ABOUT_THE_FOLDER.match, below.split("/")))


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
    # These have no folders: what would be made is a bucket, of a misspelt name perhaps. (fsspec's own `put_file` makes
    # folders too; the packages of these services have theirs.)
    if scheme in _OBJECT_STORES:
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
