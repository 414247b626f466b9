"""The four kinds of page that users gave, made up anew: other headers, notes, dates, line ends and footers."""

from collections.abc import Callable
from typing import Any

import pytest

from kg.records import Record, Skip

Written = Any  # a title and an abstract: see conftest
Reading = Callable[..., list[Record | Skip]]

Pairs = Callable[[list[Record | Skip]], list[tuple[str | None, str | None]]]

HEADERS = [
    [],
    ["Subscribe"],
    ["Get trending papers by mail every week!", "Get trending papers in your email inbox!"],
    ["new", "Home Papers Blog Sign In", "Daily Papers", "by AK and the research community", "Dec 1"],
    ["Research digest", "Welcome back, reader", "Showing 1-5 of 120 results", "Sort by: Most recent"],
]
FOOTERS = [
    [],
    ["Previous 1 2 3 Next", "Company © 2025 TOS Privacy About Jobs"],
    ["Load more", "You have reached the end of the list", "Website", "Models"],
]
LINE_ENDS = ["\n", "\r\n", "\r"]


def records(found: list[Record | Skip]) -> list[Record]:
    assert not [item for item in found if isinstance(item, Skip)]
    return [item for item in found if isinstance(item, Record)]


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_one_abstract_a_line(reading: Reading, pairs: Pairs, papers: list[Written], line_end: str) -> None:
    page = line_end.join(paper.abstract for paper in papers)
    assert pairs(reading(page)) == [(None, paper.abstract) for paper in papers]


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("label", ["", "Subscribe", "Search", "Sign in"])
def test_title_line_and_abstract_line_in_turn(
    reading: Reading, pairs: Pairs, papers: list[Written], header: list[str], label: str, footer: list[str]
) -> None:
    lines = [line for paper in papers for line in paper]
    lines[0] = label + lines[0]
    assert pairs(reading("\n".join([*header, *lines, *footer]))) == papers


def test_name_that_begins_as_a_button_is_kept(reading: Reading, papers: list[Written]) -> None:
    searched = ("SearchFormer for Gardens", "We present SearchFormer, which finds things in gardens.")
    page = "\n".join([*searched, *papers[0]])
    assert [record.title for record in records(reading(page))] == ["SearchFormer for Gardens", papers[0].title]


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("header", HEADERS)
def test_daily_papers(
    reading: Reading, papers: list[Written], header: list[str], footer: list[str], line_end: str
) -> None:
    notes = [
        ("  • 4 authors", "Mar 28, 2023"),
        ("• 1 authors", "Apr 29, 2024 2"),
        ("example-lab Example's Ark Lab", "September 3, 2019 118"),
        ("University of Hedges", "2 May 2021"),
        ("  • 12 authors", "Jun 16"),
        ("7 authors", "Feb 7 31"),
    ]
    lines = [part for line in header for part in (line, "")]
    for paper, (authors, date) in zip(papers, notes, strict=True):
        lines += [paper.title, "", paper.abstract, "", authors, "·", date, ""]
    found = records(reading(line_end.join([*lines, *footer])))
    assert [(r.title, r.abstract) for r in found] == papers
    assert [r.author_count for r in found] == [4, 1, None, None, 12, 7]
    assert [r.date for r in found] == ["2023-03-28", "2024-04-29", "2019-09-03", "2021-05-02", None, None]
    assert [r.date_text for r in found] == [None, None, None, None, "Jun 16", "Feb 7"]


@pytest.mark.parametrize("heading", ["Mar 9, 2025", "Daily Papers - March 9, 2025", "Sunday, 9 March 2025"])
def test_date_without_year_has_that_of_the_page(reading: Reading, papers: list[Written], heading: str) -> None:
    first, second = papers[:2]
    page = f"Daily Papers\n\n{heading}\n\n{first.title}\n\n{first.abstract}\n\n• 4 authors\n·\nJun 16 3\n\n"
    page += f"{second.title}\n\n{second.abstract}\n\n• 2 authors\n·\nJan 2, 2020\n"
    assert [(r.date, r.date_text) for r in records(reading(page))] == [("2025-06-16", None), ("2020-01-02", None)]


def test_daily_papers_with_other_markers(reading: Reading, papers: list[Written]) -> None:
    lines = ["Daily Papers", ""]
    for paper in papers[:3]:
        lines += [
            "Submitted by",
            "someone42",
            "",
            "118",
            "",
            paper.title,
            "",
            paper.abstract,
            "",
            "Published on Mar 3, 2021",
        ]
        lines += ["· 5 authors", "", "Upvote 12", "", "7 comments", ""]
    found = records(reading("\n".join(lines)))
    assert [(r.title, r.abstract, r.date, r.author_count) for r in found] == [
        (*paper, "2021-03-03", 5) for paper in papers[:3]
    ]


def test_last_paper_of_a_cut_off_page_has_no_date(reading: Reading, papers: list[Written]) -> None:
    lines = []
    for paper in papers[:3]:
        lines += [paper.title, "", paper.abstract, "", "• 3 authors", "·", "Mar 3, 2021", ""]
    found = records(reading("\n".join(lines[:-4])))
    assert [(r.title, r.date) for r in found] == [
        (papers[0].title, "2021-03-03"),
        (papers[1].title, "2021-03-03"),
        (papers[2].title, None),
    ]


def test_title_without_abstract_is_kept_where_its_notes_prove_it(reading: Reading, papers: list[Written]) -> None:
    first, second = papers[0], papers[2]
    page = f"{first.title}\n\n{first.abstract}\n\n• 4 authors\n·\nMar 3, 2021\n\nA Hedge Too Far in Gardening\n\n"
    page += f"• 2 authors\n·\nMar 4, 2021\n\n{second.title}\n\n{second.abstract}\n\n• 4 authors\n·\nMar 5, 2021\n"
    found = records(reading(page))
    assert [(r.title, r.abstract is None, r.date) for r in found] == [
        (first.title, False, "2021-03-03"),
        ("A Hedge Too Far in Gardening", True, "2021-03-04"),
        (second.title, False, "2021-03-05"),
    ]


NOTED = [
    (["ICML 2020"], "ICML 2020", []),
    ([], None, []),
    (["Published as a conference paper at ICLR 2019"], "ICLR 2019", []),
    (["Project Website: http://garden.example.org/~ada/hedge"], None, ["http://garden.example.org/~ada/hedge"]),
    (
        ["Oral at ECCV 2022", "Code: https://github.com/example/weeds"],
        "ECCV 2022",
        ["https://github.com/example/weeds"],
    ),
    (["Work done during an internship.", "14 pages, 3 figures"], None, []),
]


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("date", ["Created: 2020-11-23", "Created: November 23, 2020", "Published: 23 Nov 2020"])
def test_notes_id_and_date_belong_to_the_abstract_above(
    reading: Reading, papers: list[Written], date: str, line_end: str
) -> None:
    lines = []
    for number, (paper, (notes, _, _)) in enumerate(zip(papers, NOTED, strict=True)):
        lines += [paper.abstract, *(part for note in notes for part in ("", note)), ""]
        lines += [f"arXiv:2011.1176{number}v2", date, ""]
    found = records(reading(line_end.join(lines)))
    assert [r.abstract for r in found] == [paper.abstract for paper in papers]
    assert [r.title for r in found] == [None] * len(papers)
    assert [r.arxiv for r in found] == [f"2011.1176{number}" for number in range(len(papers))]
    assert {r.date for r in found} == {"2020-11-23"}
    assert [r.venue for r in found] == [venue for _, venue, _ in NOTED]
    own_link = ["https://github.com/example/ladders"]
    assert [r.links for r in found] == [own_link, *(links for _, _, links in NOTED[1:])]


def test_without_a_date_the_arxiv_id_tells_the_month(reading: Reading, papers: list[Written]) -> None:
    page = f"{papers[0].abstract}\n\narXiv:1905.01234\n\n{papers[2].abstract}\n\narXiv:hep-th/9901001\n"
    assert [(r.arxiv, r.date) for r in records(reading(page))] == [("1905.01234", "2019-05"), ("hep-th/9901001", None)]


def test_identifier_in_the_abstract_is_not_the_papers(reading: Reading) -> None:
    abstract = "We extend arXiv:1905.01234 and https://doi.org/10.1000/1 to hedges of any width. It works."
    page = f"{abstract}\n\nCreated: 2020-01-01\n"
    (record,) = records(reading(page))
    assert (record.arxiv, record.doi, record.date) == (None, None, "2020-01-01")


def test_position_is_the_line_of_title_or_abstract(reading: Reading, papers: list[Written]) -> None:
    page = f"Subscribe\n\n{papers[0].title}\n\n{papers[0].abstract}\n\n{papers[2].title}\n\n{papers[2].abstract}\n"
    assert [r.source.position for r in records(reading(page))] == [3, 7]


@pytest.mark.parametrize(
    "page",
    [
        "Home\nAbout\nContact us\nSubscribe\n© 2024 Example\n",
        "\n \n\n",
        "Dear Ada,\n\nsee you tomorrow!\n\nBest,\nAlan\n",
    ],
)
def test_page_without_papers_gives_a_skip(reading: Reading, page: str) -> None:
    (skip,) = reading(page)
    assert isinstance(skip, Skip)
    assert skip.reason == "no paper found (read as text)"
