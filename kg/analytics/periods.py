"""When a paper appeared, as a month or as a year whose month is not known."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

from kg.errors import KgError
from kg.ids import arxiv_month

__all__ = ["UNDATED", "Period", "Span", "checked_period", "month_label", "months_of", "parse_month", "years_of"]

Period = Literal["year", "quarter", "month"]

#: First and last month in which a paper may have appeared, counted from year 0.
Span = tuple[int, int]

UNDATED: Span = (-1, -1)


def months_of(paper: Mapping[str, Any]) -> Span:
    """The months that a paper's date leaves open: one, or the twelve of a year.

    A new-style arXiv id tells the month where the date does not, unless the two name different years.

    >>> months_of({"date": "2020-03-14"}) == (2020 * 12 + 2, 2020 * 12 + 2)
    True
    >>> months_of({"date": "2020", "arxiv": "2006.00001"}) == (2020 * 12 + 5, 2020 * 12 + 5)
    True
    >>> months_of({"date": None})
    (-1, -1)
    """
    date = paper.get("date") or ""
    told = arxiv_month(paper.get("arxiv") or "") or ""
    if len(date) < 7 and told.startswith(date):
        date = told
    if len(date) < 4:
        return UNDATED
    year = int(date[:4])
    if len(date) < 7:
        return year * 12, year * 12 + 11
    month = year * 12 + int(date[5:7]) - 1
    return month, month


def month_label(month: int, by: Period) -> str:
    """The name of the year, quarter or month in which a month lies.

    >>> [month_label(2020 * 12 + 4, by) for by in ("year", "quarter", "month")]
    ['2020', '2020-Q2', '2020-05']
    """
    year, index = divmod(month, 12)
    return {"year": f"{year:04}", "quarter": f"{year:04}-Q{index // 3 + 1}", "month": f"{year:04}-{index + 1:02}"}[by]


def checked_period(by: str) -> Period:
    """The period of that name.

    Raises
    ------
    KgError
        If there is none.
    """
    for period in get_args(Period):
        if by == period:
            return period  # type: ignore[no-any-return]
    raise KgError(f"there is no period {by!r}; choose from {', '.join(get_args(Period))}")


def parse_month(text: str | int) -> int:
    """The month of `2020` (its January), `2020-06` or `2020-06-17`.

    Raises
    ------
    KgError
        If it is no such date.
    """
    parts = str(text).split("-")
    if 1 <= len(parts) <= 3 and len(parts[0]) == 4 and all(p.isascii() and p.isdigit() for p in parts):
        month = int(parts[1]) if len(parts) > 1 else 1
        if 1 <= month <= 12:
            return int(parts[0]) * 12 + month - 1
    raise KgError(f"{str(text)[:40]!r} is no date; write 2020, 2020-06 or 2020-06-17")


def years_of(years: int | Sequence[int] | None) -> tuple[int, int] | None:
    """One year, or the first and the last of several, as a pair.

    >>> years_of(2020), years_of((2019, 2021)), years_of(None)
    ((2020, 2020), (2019, 2021), None)

    Raises
    ------
    KgError
        If it is neither.
    """
    if years is None:
        return None
    pair = [years, years] if isinstance(years, int) else list(years)
    if len(pair) != 2 or not all(isinstance(year, int) for year in pair):
        raise KgError(f"{str(years)[:40]!r} are no years; give one, or the first and the last: (2019, 2021)")
    return pair[0], pair[1]
