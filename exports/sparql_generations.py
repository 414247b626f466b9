"""A folder of generations: whole, never changed once they are there, and swapped by one rename.

The file `CURRENT` names the generation in use. A writer makes the next one beside it, under a name that nobody
reads, and then replaces `CURRENT`. A reader holds a shared lock on its generation as long as it reads; a generation
that is no longer current is removed by the next writer that finds it unlocked. Writers wait for each other.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["Lease", "hold_current", "link_copy", "new_generation", "writing"]

_POINTER = "CURRENT"
_LEASE = "lease"
_PREFIX = "g"
_UNFINISHED = ".new-"


class Lease:
    """The right to read a generation, until it is released or the process ends."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Give the generation up; doing so twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def hold_current(folder: Path) -> Lease | None:
    """The current generation, held; None if there is none."""
    for _ in range(100):  # each time round, a writer has swapped generations in between
        name = _current_name(folder)
        if name is None:
            return None
        try:
            descriptor = os.open(folder / name / _LEASE, os.O_RDONLY)
        except OSError:
            if _current_name(folder) == name:
                return None
            continue
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        if _current_name(folder) == name and (folder / name / _LEASE).exists():
            return Lease(folder / name, descriptor)
        os.close(descriptor)
    return None


def _current_name(folder: Path) -> str | None:
    try:
        name = (folder / _POINTER).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None
    return name if name.startswith(_PREFIX) and name[len(_PREFIX) :].isdecimal() else None


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer; waits until the one before has finished. Removes what nobody reads any more in the end."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
        _remove_unused(folder)


@contextmanager
def new_generation(folder: Path) -> Iterator[Path]:
    """A folder to make the next generation in; it becomes the current one if nothing fails. Needs `writing`."""
    for left in folder.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    try:
        yield aside
        (aside / _LEASE).touch()
        taken = [int(path.name[len(_PREFIX) :]) for path in _generations(folder)]
        name = f"{_PREFIX}{max(taken, default=0) + 1}"
        aside.rename(folder / name)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    pointer = folder / f"{_POINTER}.new"
    pointer.write_text(name, encoding="ascii")
    pointer.replace(folder / _POINTER)


def _generations(folder: Path) -> list[Path]:
    return [path for path in folder.glob(f"{_PREFIX}*") if path.name[len(_PREFIX) :].isdecimal()]


def _remove_unused(folder: Path) -> None:
    current = _current_name(folder)
    for path in _generations(folder):
        if path.name == current:
            continue
        with suppress(OSError):  # somebody reads it: the next writer will remove it
            descriptor = os.open(path / _LEASE, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                (path / _LEASE).unlink()  # whoever waits for the lock sees that it is gone
                shutil.rmtree(path, ignore_errors=True)
            finally:
                os.close(descriptor)


def link_copy(source: Path, target: Path, linked_suffix: str) -> None:
    """Copy a folder of files; those with the suffix, which nobody ever changes, by hard links where possible."""
    target.mkdir()
    for path in sorted(source.iterdir()):
        if path.name.endswith(linked_suffix):
            try:
                os.link(path, target / path.name)
                continue
            except OSError:
                pass  # a file system without hard links
        shutil.copyfile(path, target / path.name)
