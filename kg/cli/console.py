"""What the commands print: tables, progress, warnings and errors. Names are shown as plain text."""

import csv
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from kg.api import building

__all__ = ["TableFormat", "errors", "fail", "plain", "print_rows", "print_table", "progress_bar", "warn"]

TableFormat = Literal["table", "csv", "json"]

errors = Console(stderr=True, highlight=False, soft_wrap=True)

# A terminal acts on control characters, and bidirectional marks reorder what stands around them.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: object) -> str:
    """A value as one line that a terminal shows and does not obey.

    >>> plain("a\\x1b[31mb")
    'a[31mb'
    """
    return _UNPRINTABLE.sub("", str(value)) if value is not None else ""


def fail(message: str, code: int = 1) -> NoReturn:
    """Say in one line what is wrong, and end."""
    errors.print(Text(f"kg: {plain(message)}"))
    sys.exit(code)


def warn(message: str) -> None:
    """A line on standard error."""
    errors.print(Text(plain(message)))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on standard output; numbers stand to the right."""
    table = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        show_header=any(columns),
        show_edge=False,
    )
    listed = [list(row) for row in rows]
    for index, column in enumerate(columns):
        numeric = bool(listed) and all(isinstance(row[index], int | float) or row[index] is None for row in listed)
        table.add_column(plain(column), justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        table.add_row(*(Text(_cell(value)) for value in row))
    out = Console(highlight=False)
    if not out.is_terminal:
        # A pipe has no width of its own; lines are left whole for grep.
        out = Console(highlight=False, width=max(100, _width(columns, listed)))
    out.print(table)


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else plain(value)


def _width(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    widths = [max([len(str(c)), *(len(_cell(row[i])) for row in rows)]) for i, c in enumerate(columns)]
    return min(4000, sum(widths) + 3 * len(widths) + 2)


def print_rows(format: TableFormat, columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Rows as a table for people, or as CSV or JSON for programs."""
    if format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_harmless(value) for value in row] for row in rows)
    elif format == "json":
        json.dump([dict(zip(columns, row, strict=True)) for row in rows], sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    else:
        print_table(title, columns, rows)


def _harmless(value: object) -> object:
    """A cell that a spreadsheet does not take for a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value


@contextmanager
def progress_bar() -> Iterator[building.Progress]:
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
            rate = f"{done / elapsed:,.0f}/s" if elapsed > 0.5 else ""
            bar.update(task, completed=done, total=total, rate=rate)  # type: ignore[arg-type]

        yield show


def _plain_progress(every: float = 5.0) -> building.Progress:
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
    rate = done / elapsed
    left = f", {max(0, total - done) / rate:,.0f} s left" if total else ""
    return f", {rate:,.0f}/s{left}"
