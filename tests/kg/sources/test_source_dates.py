"""Dates in every writing, with the precision that is known."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.dates import from_parts, parse_date, read_date_line


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Mar 28, 2023", "2023-03-28"),
        ("March 28, 2023", "2023-03-28"),
        ("28 March 2023", "2023-03-28"),
        ("28th of March, 2023", "2023-03-28"),
        ("Sept. 5, 2021", "2021-09-05"),
        ("2023-03-28", "2023-03-28"),
        ("2023/03", "2023-03"),
        ("2023", "2023"),
        ("March 2023", "2023-03"),
        ("2020 Jan 1", "2020-01-01"),
        ("2020 Jan-Feb", "2020-01"),
        ("3-7 May 2021", "2021-05-03"),
        ("Spring 2019", "2019"),
        ("20230328", "2023-03-28"),
        ("2023-03-28T17:00:00.000Z", "2023-03-28"),
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02"),
        ("Thu, 31 Dec 2020 18:05:33 +0100", "2020-12-31"),
        ("28.03.2023", "2023-03-28"),
        ("03/28/2023", "2023-03-28"),
        ("04/05/2023", "2023"),
        ("31 Feb 2023", "2023-02"),
        ("Jun 16", None),
        ("in press", None),
        ("12", None),
        ("99999-12-01", None),
        ("", None),
    ],
)
def test_date_of_a_field(written: str, iso: str | None) -> None:
    assert parse_date(written) == iso


@pytest.mark.parametrize(
    ("line", "iso", "month_day"),
    [
        ("Apr 29, 2024 2", "2024-04-29", None),
        ("Apr 29, 2024 245", "2024-04-29", None),
        ("Jun 17, 2024", "2024-06-17", None),
        ("Jun 16", None, "06-16"),
        ("16 June", None, "06-16"),
        ("June 16 12", None, "06-16"),
        ("May 2024 3", "2024-05", None),
        ("3 days ago", None, None),
    ],
)
def test_line_that_is_a_date_may_end_in_a_count(line: str, iso: str | None, month_day: str | None) -> None:
    found = read_date_line(line)
    assert found is not None
    assert (found.date, found.month_day) == (iso, month_day)


@pytest.mark.parametrize("line", ["May the force be with you", "12", "March of the Penguins", "1.2k", "ICML 2020", "·"])
def test_line_that_is_no_date(line: str) -> None:
    assert read_date_line(line) is None


def test_date_without_year_takes_the_year_of_the_page() -> None:
    line = read_date_line("Jun 16 4")
    assert line is not None
    assert (line.text, line.in_year(2025), line.in_year(None)) == ("Jun 16", "2025-06-16", None)


@given(st.dates(datetime.date(1800, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_back(day: datetime.date) -> None:
    for form in ("%Y-%m-%d", "%B %d, %Y", "%d %b %Y", "%a, %d %b %Y 10:11:12 GMT"):
        assert parse_date(day.strftime(form)) == day.isoformat()


@given(st.text(max_size=100))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    date = parse_date(text)
    assert date is None or (len(date) in (4, 7, 10) and from_parts(*map(int, date.split("-"))) == date)
