"""From INPUT as the user writes it to the files that are read, in a fixed order."""

import glob
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from kg.errors import KgError
from kg.storage import check_address, files_at, is_address, tells_of_folder

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
    """The files of one input, in order: a folder's recursively and sorted; hidden ones and README are left out.

    What a name in the input does not lead to a readable thing is yielded too, so that it can be named as skipped.
    """
    if is_address(given):
        yield from files_at(given)
        return
    matches = [given] if given == STDIN or _exists(given) else sorted(set(_glob(given)))
    for match in matches:
        if match != STDIN and os.path.isdir(match):  # noqa: PTH112
            yield from _folder_files(match)
        else:
            yield match


def _exists(given: str) -> bool:
    try:
        return os.path.lexists(given)
    except (OSError, ValueError):
        return False


def _glob(pattern: str) -> Iterator[str]:
    """As a shell does it: '**' for any depth, without following links to folders, which may be loops.

    pathlib's glob refuses absolute patterns, and glob's own '**' follows links.
    """
    parts = pattern.split("/")
    if "**" not in parts:
        yield from glob.iglob(pattern)  # noqa: PTH207
        return
    place = parts.index("**")
    above, below = "/".join(parts[:place]), "/".join(part for part in parts[place + 1 :] if part)
    for top in glob.iglob(f"{above}/") if place else [""]:  # noqa: PTH207
        if not below:
            yield top or "."
            continue
        for folder, inner, _ in os.walk(top or "."):
            inner[:] = [name for name in inner if not name.startswith(".")]
            within = folder if top else folder.removeprefix(".").removeprefix("/")
            yield from _glob(f"{glob.escape(within).rstrip('/')}/{below}" if within else below)


def _folder_files(folder: str) -> Iterator[str]:
    """Files below a folder; a folder that links lead to twice, or in a loop, is read once."""
    entered: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not os.path.isdir(path):  # noqa: PTH112 - pathlib's raises where a name is too long
            yield path
            continue
        try:
            status = Path(path).stat()
            names = sorted(entry.name for entry in os.scandir(path) if not tells_of_folder(entry.name))
        except OSError:
            yield path
            continue
        if (status.st_dev, status.st_ino) not in entered:
            entered.add((status.st_dev, status.st_ino))
            inside = (Path(path) / name for name in reversed(names))
            waiting += [str(one) for one in inside if _is_readable_kind(one)]


def _is_readable_kind(path: Path) -> bool:
    """Files, folders, and links that lead nowhere (which are named as skipped); no sockets, pipes and devices."""
    try:
        mode = path.stat().st_mode
        return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
    except OSError:
        return True
