"""Tables that fit the width of a terminal: columns that keep their words whole, or a block of lines for each row."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

__all__ = ["arranged"]

#: What a column of names needs to be read, and what a column of sentences.
_LEAST_NAMES, _LEAST_SENTENCES = 14, 26
#: No name is longer.
_NAMES = 40
#: A column that needs no more than this is never broken.
_SHORT = 12


def arranged(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int
) -> RenderableType:
    """A table, or where its columns would be too narrow to read a block of lines for each row.

    Parameters
    ----------
    title, columns, rows
        Texts that are shown as they stand.
    numeric
        Which columns stand to the right; their cells are never broken.
    width
        How many characters a line has.
    """
    needed = [max([len(name), *(len(row[place]) for row in rows)]) for place, name in enumerate(columns)]
    whole = [numeric[place] or need <= _SHORT for place, need in enumerate(needed)]
    between = 3 * len(columns) - 1
    least = [need if kept else min(need, _least(need)) for need, kept in zip(needed, whole, strict=True)]
    if sum(least) + between > width:
        return _blocks(title, columns, rows)
    table = Table(
        title=Text(title) if title else None, title_justify="left", title_style="bold", header_style="bold",
        show_header=any(columns), show_edge=False,
    )  # fmt: skip
    for name, right, kept in zip(columns, numeric, whole, strict=True):
        table.add_column(Text(name), justify="right" if right else "left", overflow="fold", no_wrap=kept)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _least(need: int) -> int:
    return _LEAST_NAMES if need <= _NAMES else _LEAST_SENTENCES


def _blocks(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A line for each cell that holds something, and a blank one between rows."""
    grid = Table.grid(padding=(0, 1))
    grid.title = Text(title) if title else None
    grid.title_justify = "left"
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, row in enumerate(rows):
        if number:
            grid.add_row()
        for name, cell in zip(columns, row, strict=True):
            if cell:
                grid.add_row(Text(name), Text(cell))
    return grid
