"""From INPUT as the user writes it to the files that are read, in a fixed order."""

import glob
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from kg.errors import KgError
from kg.storage import check_address, files_at, is_address

__all__ = ["STDIN", "check_input", "input_files"]

STDIN = "-"
_GLOB_SIGNS = re.compile(r"[*?\[]")


def check_input(given: str) -> None:
    """See that an input is there, before anything is read.

    Raises
    ------
    KgError
        If it is not: a path that does not exist, a glob without a match, a web page.
    """
    if given == STDIN:
        return
    if not given or "\x00" in given:
        raise KgError("an input has an empty or impossible name: give a file, a folder, a glob or '-'")
    if is_address(given):
        check_address(given)
        return
    if not _exists(given) and (not _GLOB_SIGNS.search(given) or next(_glob(given), None) is None):
        what = "no file matches this pattern" if _GLOB_SIGNS.search(given) else "no such file or folder"
        raise KgError(f"{given}: {what}: check the spelling, or run the command from the folder that it is in")


def input_files(given: str) -> Iterator[str]:
    """The files of one input, in order: a folder's recursively and sorted, hidden ones passed over.

    What a name in the input does not lead to a readable thing is yielded too, so that it can be named as skipped.
    """
    if is_address(given):
        yield from files_at(given)
        return
    matches = [given] if given == STDIN or _exists(given) else sorted(_glob(given))
    for match in matches:
        if match != STDIN and Path(match).is_dir():
            yield from _folder_files(match, ())
        else:
            yield match


def _exists(given: str) -> bool:
    try:
        return os.path.lexists(given)
    except (OSError, ValueError):
        return False


def _glob(pattern: str) -> Iterator[str]:
    """As a shell does it, '**' for any depth; pathlib's glob refuses absolute patterns."""
    return iter(glob.glob(pattern, recursive=True))  # noqa: PTH207


# Hidden files, and those that tell of a folder rather than belong to what it holds.
_ABOUT_THE_FOLDER = re.compile(r"\.|(?:readme|licen[cs]e|copying|changelog|contributing)(?:\.\w+)?$", re.IGNORECASE)


def _folder_files(folder: str, above: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """Files below a folder; one that is among those above it (a loop of links) is not entered again."""
    try:
        status = Path(folder).stat()
        names = sorted(entry.name for entry in os.scandir(folder) if not _ABOUT_THE_FOLDER.match(entry.name))
    except OSError:
        yield folder
        return
    identity = (status.st_dev, status.st_ino)
    if identity in above:
        return
    for name in names:
        path = Path(folder) / name
        if path.is_dir():
            yield from _folder_files(str(path), (*above, identity))
        elif _is_readable_kind(path):
            yield str(path)


def _is_readable_kind(path: Path) -> bool:
    """Regular files, and links that lead nowhere (which are named as skipped); no sockets, pipes and devices."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True
