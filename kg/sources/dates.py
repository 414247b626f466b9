"""Dates as people and catalogues write them, made into ISO dates of the precision that is known.

One grammar serves all formats: a date is cut into words and numbers, and the pattern that they
make says which is the day, the month and the year. A date that leaves day and month open
(`04/05/2023`) gives its year only.
"""

import datetime
import re
from dataclasses import dataclass

__all__ = ["DateLine", "from_parts", "parse_date", "read_date_line"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_WEEKDAYS = frozenset(
    ("mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday").split()
)
_SEASONS = frozenset(["spring", "summer", "autumn", "fall", "winter"])
_FILLERS = frozenset(("of", "the", "on"))
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d]")
_ISO = re.compile(
    r"((?:1[89]|20)\d\d)(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?"
    r"(?:[T ]\s?\d{1,2}:\d\d[^\sA-Za-z]{0,20}\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?)?",
)
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]((?:1[89]|20)\d\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.]((?:1[89]|20)\d\d)")
_COMPACT = re.compile(r"((?:1[89]|20)\d\d)(\d\d)(\d\d)(?:T?\d{6}Z?)?")
_CLOCK = re.compile(
    r"(?:,|(?<!\s)\s)\s*(?:at\s)?\d{1,2}:\d\d(?::\d\d)?(?:\.\d{1,9})?\s?(?:[ap]\.?m\.?)?\s?(?:[A-Z]{1,4}|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:about |over |almost )?(?:an?|one|\d{1,3}) (?:minute|hour|day|week|month|year)s? ago|yesterday|today",
    re.IGNORECASE,
)
#: Every date has one of these; most lines of a page have none.
_SIGN = re.compile(
    r"\d{4}|jan|feb|ma[ry]|apr|ju[nl]|aug|sep|oct|nov|dec|ago|yesterday|today",
    re.IGNORECASE,
)
_COUNT = re.compile(r"^(.*?\S)[\s·•|]+(\d{1,6}|\d{1,3}(?:\.\d)?k)$")
_MAX_LENGTH = 80

#: What a date is made of: ("m", 3) a month's name, ("n", 28) a number, ("y", 2023) a year.
_Part = tuple[str, int]


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that is a date: `date` in ISO form, or, where no year is told, `month_day` ("06-16") or neither."""

    text: str
    date: str | None = None
    month_day: str | None = None

    def in_year(self, year: int | None) -> str | None:
        """The ISO date, with `year` where the line tells none."""
        if self.date or year is None or self.month_day is None:
            return self.date
        month, day = (int(part) for part in self.month_day.split("-"))
        return from_parts(year, month, day)


def from_parts(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """The ISO date of the parts that are known and possible; what is not possible is left off.

    >>> from_parts(2024, 6, 17), from_parts(2023, 2, 30), from_parts(2023, 13)
    ('2024-06-17', '2023-02', '2023')
    """
    if year is None or not 1800 <= year <= 2099:
        return None
    if month is None or not 1 <= month <= 12:
        return f"{year:04d}"
    if day is not None:
        try:
            return datetime.date(year, month, day).isoformat()
        except ValueError:
            pass
    return f"{year:04d}-{month:02d}"


def parse_date(value: str) -> str | None:
    """The ISO date of a field that holds a date; None if it holds none, or one without a year.

    >>> [parse_date(d) for d in ("Mar 28, 2023", "28 March 2023", "2023/03", "Mon, 2 Apr 2007 19:18:42 GMT")]
    ['2023-03-28', '2023-03-28', '2023-03', '2007-04-02']
    >>> parse_date("03/28/2023"), parse_date("2023 Jan-Feb"), parse_date("Jun 16")
    ('2023-03-28', '2023-01', None)
    """
    line = _read(value)
    return line.date if line else None


def read_date_line(text: str) -> DateLine | None:
    """A line that is nothing but a date, with or without a year, perhaps with a count after it.

    >>> read_date_line("Apr 29, 2024 2").date
    '2024-04-29'
    >>> read_date_line("Jun 16"), read_date_line("May the force be with you")
    (DateLine(text='Jun 16', date=None, month_day='06-16'), None)
    """
    if len(text) <= _MAX_LENGTH and not _SIGN.search(text):
        return None
    whole = _read(text)
    counted = _COUNT.match(text.strip()) if len(text) <= _MAX_LENGTH else None
    if counted is None:
        return whole
    without_count = _read(counted.group(1))
    # "Jun 16, 2024" ends in its year and "2024 Jun 16" in its day, "Jun 16, 2024 12" and "Jun 16 12" in a count.
    if whole is None or (without_count is not None and whole.date is None):
        return without_count
    if without_count is not None and without_count.date and not without_count.text[:4].isdecimal():
        return without_count
    return whole


def _read(value: str) -> DateLine | None:
    text = value.strip().strip("·•|()[].,;").strip()
    if len(text) > _MAX_LENGTH or not _SIGN.search(text):
        return None
    return _read_numeric(text) or _read_words(text)


def _read_numeric(text: str) -> DateLine | None:
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        return DateLine(text, from_parts(year, month, day))
    if match := _NUMERIC.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        if first > 12 or first == second:
            return DateLine(text, from_parts(year, second, first))
        if second > 12:
            return DateLine(text, from_parts(year, first, second))
        return DateLine(text, from_parts(year))
    if match := _MONTH_YEAR.fullmatch(text):
        return DateLine(text, from_parts(int(match.group(2)), int(match.group(1))))
    if match := _COMPACT.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
        return DateLine(text, from_parts(year, month, day)) if 1 <= month <= 12 else None
    return DateLine(text) if _RELATIVE.fullmatch(text) else None


def _read_words(text: str) -> DateLine | None:
    bare = _ORDINAL.sub(r"\1", _CLOCK.sub("", text))
    parts = _parts(bare)
    if parts is None:
        return None
    months = [number for kind, number in parts if kind == "m"]
    years = [number for kind, number in parts if kind == "y"]
    days = [number for kind, number in parts if kind == "n"]
    if len(years) > 2 or len(days) > 2 or not (months or years):
        return None
    if years and not months:
        # "Spring 2023" is a year; "2023 12" is nothing that people write.
        return DateLine(text, from_parts(years[0])) if not days else None
    if len(months) > 2 or any(not 1 <= day <= 31 for day in days):
        return None
    # A span ("Jan-Feb 2023", "3-7 May 2021") has its beginning as its date.
    month, day = months[0], days[0] if days else None
    if years:
        return DateLine(text, from_parts(years[0], month, day if len(months) == 1 or len(days) == 2 else None))
    if day is None or len(days) > 1 or len(months) > 1:
        return None
    return DateLine(text, month_day=f"{month:02d}-{day:02d}")


def _parts(text: str) -> list[_Part] | None:
    """The months, days and years of a date; None where there is anything else in the text."""
    parts: list[_Part] = []
    for token in _TOKEN.findall(text):
        word = token.lower()
        if word in _MONTHS:
            parts.append(("m", _MONTHS[word]))
        elif token.isdecimal():
            number = int(token)
            if len(token) == 4 and 1800 <= number <= 2099:
                parts.append(("y", number))
            elif len(token) <= 2:
                parts.append(("n", number))
            else:
                return None
        elif word not in _WEEKDAYS and word not in _SEASONS and word not in _FILLERS and token not in ",.-–/":
            return None
    return parts
