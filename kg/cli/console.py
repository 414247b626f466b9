"""What the commands print: tables, progress, warnings and errors. Names are shown as plain text."""

import csv
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Literal, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from kg.api.options import Progress as StepProgress
from kg.cli.layout import arranged
from kg.cli.process import ReaderGoneError

__all__ = ["TableFormat", "errors", "escaped", "fail", "plain", "print_rows", "print_table", "progress_bar", "warn"]

TableFormat = Literal["table", "csv", "json"]


class _Console(Console):
    """A console that leaves it to `kg.cli.main` what a closed pipe means."""

    def on_broken_pipe(self) -> None:
        raise ReaderGoneError


errors = _Console(stderr=True, highlight=False, soft_wrap=True)

# A terminal acts on control characters; marks of direction and tags reorder or hide what stands around them.
_INVISIBLE = "\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
_UNPRINTABLE = re.compile(f"[\x00-\x1f{_INVISIBLE}\U000e0000-\U000e007f]")
_ESCAPABLE = re.compile(f"[{_INVISIBLE}]")
_CONTROLS = re.compile("[\x7f-\x9f]")
_LINE_BREAKS = re.compile(r"[\t\n\r]+")
#: Characters of one message: a name may be as long as a book.
_LONGEST = 2000


def plain(value: object) -> str:
    """A value as one line that a terminal shows and does not obey.

    >>> plain("a\\x1b[31mb"), plain("two\\nlines")
    ('a[31mb', 'two lines')
    """
    return _UNPRINTABLE.sub("", _LINE_BREAKS.sub(" ", str(value))) if value is not None else ""


def escaped(text: str) -> str:
    """JSON or Turtle in which what a terminal would obey stands as an escape; it reads as before.

    >>> escaped('"a\\x9b1m"')
    '"a\\\\u009b1m"'
    """
    return _ESCAPABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _line(message: str) -> Text:
    line = plain(message)
    if len(line) > _LONGEST:  # what is wrong stands at the end
        line = f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"
    return Text(line)


def fail(message: str, code: int = 1) -> NoReturn:
    """Say in one line what is wrong, and end."""
    with suppress(ReaderGoneError, OSError):  # then nobody wants to know
        errors.print(_line(f"kg: {message}"))
    sys.exit(code)


def warn(message: str) -> None:
    """A line on standard error."""
    errors.print(_line(message))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on standard output; numbers stand to the right."""
    listed = [list(row) for row in rows]
    numeric = [
        bool(listed) and all(isinstance(row[place], int | float) or row[place] is None for row in listed)
        for place in range(len(columns))
    ]
    names, cells = [plain(name) for name in columns], [[_cell(value) for value in row] for row in listed]
    out = _Console(highlight=False)
    if not out.is_terminal:
        # A pipe has no width of its own; lines are left whole for grep.
        out = _Console(highlight=False, width=max(100, _width(names, cells)))
    out.print(arranged(plain(title), names, cells, numeric, out.width))


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else plain(value)


def _width(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    widths = [max([len(name), *(len(row[place]) for row in rows)]) for place, name in enumerate(columns)]
    return min(4000, sum(widths) + 3 * len(widths) + 2)


def print_rows(format: TableFormat, columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Rows as a table for people, or as CSV or JSON for programs."""
    if format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_csv_cell(value) for value in row] for row in rows)
    elif format == "json":
        listed = [dict(zip(columns, row, strict=True)) for row in rows]
        sys.stdout.write(f"{escaped(json.dumps(listed, ensure_ascii=False, indent=1))}\n")
    else:
        print_table(title, columns, rows)


def _csv_cell(value: object) -> object:
    """A cell as the CSV exports write it: no spreadsheet takes it for a formula, no terminal obeys it."""
    from exports.tables import harmless, plain_text

    if isinstance(value, str):
        return harmless(_CONTROLS.sub("\ufffd", plain_text(value)))
    return "" if value is None else value


@contextmanager
def progress_bar() -> Iterator[StepProgress]:
    """A bar per step on a terminal; elsewhere a plain line every few seconds of work."""
    if not errors.is_terminal:
        yield _plain_progress()
        return
    columns = (
        TextColumn("{task.description:8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors, transient=True) as bar:
        tasks: dict[str, tuple[int, float]] = {}

        def show(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                tasks[step] = (int(bar.add_task(step, total=total, rate="")), time.monotonic())
            task, began = tasks[step]
            elapsed = time.monotonic() - began
            rate = _rate(done, elapsed) if elapsed > 0.5 else ""
            bar.update(task, completed=done, total=total, rate=rate)  # type: ignore[arg-type]

        yield show


def _plain_progress(every: float = 5.0) -> StepProgress:
    last = time.monotonic()
    began: dict[str, float] = {}

    def show(step: str, done: int, total: int | None) -> None:
        nonlocal last
        now = time.monotonic()
        elapsed = now - began.setdefault(step, now)
        if now - last >= every:
            last = now
            errors.print(Text(f"{step}: {done}" + (f" of {total}" if total else "") + _pace(done, total, elapsed)))

    return show


def _pace(done: int, total: int | None, elapsed: float) -> str:
    """How fast a step goes and how long it still takes, as far as that can be told."""
    if elapsed < 1 or not done:
        return ""
    left = f", {max(0, total - done) * elapsed / done:,.0f} s left" if total else ""
    return f", {_rate(done, elapsed)}{left}"


def _rate(done: int, elapsed: float) -> str:
    """So many a second, or a minute where that says more.

    >>> _rate(1200, 10), _rate(3, 10)
    ('120/s', '18/min')
    """
    rate = done / elapsed
    return f"{rate:,.0f}/s" if rate >= 1 else f"{rate * 60:,.0f}/min"
