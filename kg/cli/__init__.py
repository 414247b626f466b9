"""The command line, `kg`: every command says what it does, with an example, under `--help`."""

import os
import signal
import sys

from kg.cli.application import app
from kg.cli.console import fail
from kg.errors import KgError

__all__ = ["app", "load_commands", "main"]


def load_commands() -> None:
    """Import the modules that hold the commands; each adds its own to the application."""
    import kg.cli.analytics
    import kg.cli.build
    import kg.cli.evaluate
    import kg.cli.lexicon
    import kg.cli.query
    import kg.cli.results
    import kg.cli.runs
    import kg.cli.show
    import kg.cli.validate
    import kg.cli.write  # noqa: F401  (each module adds its commands to the application)


class _Stopped(BaseException):
    """Somebody wants the command to end. No KeyboardInterrupt, of which typer would make a message of its own."""


def _stop(_number: int, _frame: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # it is ending: nothing is to disturb that
    raise _Stopped


def main() -> None:
    """Run a command; whatever goes wrong ends in one line on standard error, never in a traceback."""
    load_commands()
    for number in (signal.SIGINT, signal.SIGTERM):
        # What a caller ignores on purpose (nohup, a shell's background) stays ignored.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    try:
        app(prog_name="kg")
    except KgError as error:
        fail(str(error))
    except BrokenPipeError:
        # The reader has gone (`| head`): nothing is wrong. Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except _Stopped:
        fail("stopped; what was finished is kept, the same command goes on from there", code=130)
    except Exception as error:
        if os.environ.get("PAPERKG_DEBUG"):
            raise
        fail(f"unexpected {type(error).__name__}: {error} (PAPERKG_DEBUG=1 shows where)")
