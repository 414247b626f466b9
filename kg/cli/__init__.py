"""The command line, `kg`: every command says what it does, with an example, under `--help`."""

import os
import sqlite3
import sys

from kg.cli.application import app
from kg.cli.console import fail
from kg.cli.process import ReaderGoneError, StoppedError, flush_output, prepare, silence_output
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


def main() -> None:
    """Run a command; whatever goes wrong ends in one line on standard error, never in a traceback."""
    try:
        try:
            prepare()
            load_commands()
            app(prog_name="kg")
        except SystemExit:
            flush_output()
            raise
    except KgError as error:
        fail(str(error))
    except (BrokenPipeError, ReaderGoneError):
        # The reader has gone (`| head`): nothing is wrong. Python would complain once more at exit.
        silence_output()
        sys.exit(0)
    except StoppedError as stopped:
        silence_output()
        fail("stopped; what was finished is kept, the same command goes on from there", code=128 + stopped.signal)
    except MemoryError:
        fail("out of memory; give it more, or read fewer papers at a time: a second kg build adds to the first")
    except sqlite3.DatabaseError as error:
        fail(f"the store cannot be read: {error}; build it again with: kg build INPUT... -o DIR --fresh")
    except OSError as error:
        if os.environ.get("PAPERKG_DEBUG"):
            raise
        silence_output()
        fail(f"{error.filename or 'standard output'}: {error.strerror or error}")
    except Exception as error:
        if os.environ.get("PAPERKG_DEBUG"):
            raise
        fail(f"unexpected {type(error).__name__}: {error} (PAPERKG_DEBUG=1 shows where)")
