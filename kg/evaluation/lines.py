"""The lines of an annotation file, compressed or not, with the place of each for messages."""

import json
import zlib
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.fileio import open_compressed

__all__ = ["json_lines", "text_lines"]


def text_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Each line without its end, after its place ("file:12").

    Raises
    ------
    KgError
        If the file cannot be read or is not UTF-8.
    """
    try:
        with path.open("rb") as raw, TextIOWrapper(open_compressed(raw), encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                yield f"{path}:{number}", line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise KgError(f"{path}: is no UTF-8 text") from error
    except (OSError, EOFError, zlib.error) as error:
        raise KgError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """The value of each line that is not blank, after its place.

    Raises
    ------
    KgError
        If the file cannot be read or a line is no JSON.
    """
    for where, line in text_lines(path):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise KgError(f"{where}: is no JSON ({error}); one object a line is expected") from error
        yield where, value
