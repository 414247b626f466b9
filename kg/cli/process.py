"""What the system may do to a command: signals, and standard output that is closed, full or of an old encoding."""

import errno
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import typer
from typer.core import TyperGroup

from kg.errors import KgError
from kg.garbage import collect_seldom

__all__ = ["Commands", "ReaderGoneError", "StoppedError", "flush_output", "prepare", "silence_output"]


class StoppedError(BaseException):
    """Somebody wants the command to end: Ctrl-C, SIGTERM, SIGHUP. Everything is tidied up on the way out."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.signal = signal


class ReaderGoneError(BaseException):
    """Nobody reads what the command writes. No `OSError`, of which typer would make a failure."""


class Commands(TyperGroup):
    """The commands; a reader that has gone is told apart from a failure."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer has had two classes of that name
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGoneError from error
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise ReaderGoneError from error
            raise


def prepare() -> None:
    """Make standard streams that can be relied on, and let signals end the command in good order."""
    _fill_closed_streams()
    collect_seldom()
    for stream in (sys.stdout, sys.stderr):
        # What an old encoding lacks is written as an escape: a name must never end a command.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:  # `nohup` ignores SIGHUP, and so do we then
            signal.signal(number, _stop)


def _stop(number: int, _: FrameType | None) -> None:
    # Only once: a second signal must not break off the tidying up.
    signal.signal(number, signal.SIG_IGN)
    raise StoppedError(number)


def _fill_closed_streams() -> None:
    """Where a caller has closed a standard stream, the next file opened would take its number, and its output."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    # Not by their numbers: a library that was loaded before may hold one of these for a file of its own.
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open()
    sys.stdout = sys.stdout or nothing.open("w")
    sys.stderr = sys.stderr or nothing.open("w")


def flush_output() -> None:
    """Write what is still held back of standard output.

    Raises
    ------
    KgError
        If the disk is full.
    BrokenPipeError
        If nobody reads it.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_output()
        raise KgError(f"standard output: cannot be written: {error.strerror or error}") from error


def silence_output() -> None:
    """Let what is held back of standard output go nowhere, so that Python has nothing to complain of at its end."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
