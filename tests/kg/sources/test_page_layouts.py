"""Other layouts that people copy: mails, abstract pages, search results, lists, markdown."""

import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from kg.records import Record, Skip

Written = Any  # a title and an abstract: see conftest
Reading = Callable[..., list[Record | Skip]]

Layout = Callable[[list[Written]], list[str]]
AUTHORS = "Ada Lovelace, Alan M. Turing, Grace Hopper, Kurt Gödel"
NAMES = AUTHORS.split(", ")


def wrapped(text: str, width: int = 79, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def blank_between(papers: list[Written]) -> list[str]:
    return [line for paper in papers for line in (paper.title, "", paper.abstract, "")]


def numbered(papers: list[Written]) -> list[str]:
    return [line for n, paper in enumerate(papers, 1) for line in (f"{n}. {paper.title}", paper.abstract, "")]


def bracketed(papers: list[Written]) -> list[str]:
    return [line for n, paper in enumerate(papers, 1) for line in (f"[{n}] {paper.title}", "", paper.abstract, "")]


def labelled(papers: list[Written]) -> list[str]:
    return [
        line
        for paper in papers
        for line in (f"Title: {paper.title}", f"Authors: {AUTHORS}", "Year: 2021", f"Abstract: {paper.abstract}", "")
    ]


def labels_alone(papers: list[Written]) -> list[str]:
    return [line for paper in papers for line in (paper.title, AUTHORS, "", "Abstract", "", paper.abstract, "")]


def abstract_dash(papers: list[Written]) -> list[str]:
    return [line for paper in papers for line in (paper.title, AUTHORS, f"Abstract—{paper.abstract}", "")]


def bold_labels(papers: list[Written]) -> list[str]:
    lines = ["Here are the papers that you asked for:", ""]
    for n, paper in enumerate(papers, 1):
        lines += [
            f"{n}. **Title:** {paper.title}",
            f"   **Authors:** {AUTHORS}",
            f"   **Abstract:** {paper.abstract}",
            "",
        ]
    return [*lines, "Let me know if you need more!"]


def markdown(papers: list[Written]) -> list[str]:
    return [
        "# Reading list",
        "",
        *(line for p in papers for line in (f"## {p.title}", "", f"*{AUTHORS}*", "", p.abstract, "")),
    ]


def markdown_links(papers: list[Written]) -> list[str]:
    return [
        line
        for paper in papers
        for line in (
            f"### [{paper.title}](https://example.org/1)",
            "",
            paper.abstract,
            "",
            "[PDF](https://example.org/1.pdf)",
            "",
        )
    ]


def tabbed(papers: list[Written]) -> list[str]:
    return [f"{paper.title}\t{paper.abstract}" for paper in papers]


def title_authors_date(papers: list[Written]) -> list[str]:
    return [line for paper in papers for line in (paper.title, AUTHORS, "March 3, 2021", paper.abstract)]


def wrapped_lines(papers: list[Written]) -> list[str]:
    return [line for paper in papers for line in (paper.title, AUTHORS, *wrapped(paper.abstract), "")]


def wrapped_narrow(papers: list[Written]) -> list[str]:
    return [line for paper in papers for line in (*wrapped(paper.title, 60), "", *wrapped(paper.abstract, 60), "")]


def search_results(papers: list[Written]) -> list[str]:
    lines = [
        "Showing 1–50 of 1,234 results for all: hedges",
        "Search v0.5.6 released 2020-02-24",
        "50",
        " results per page.",
    ]
    for n, paper in enumerate(papers, 1):
        lines += [f"arXiv:2305.1234{n} [pdf, other] cs.LG cs.AI", paper.title, f"Authors: {AUTHORS}"]
        lines += [f"Abstract: {paper.abstract} △ Less", "Submitted 21 May, 2023; originally announced May 2023."]
    return lines


def code_list(papers: list[Written]) -> list[str]:
    lines = []
    for paper in papers:
        lines += [
            paper.title,
            "owner/repository • • ICLR 2019",
            paper.abstract,
            "Image Classification",
            "Transfer Learning",
        ]
        lines += ["1,234", "", "Paper", "Code", ""]
    return lines


def scholar(papers: list[Written]) -> list[str]:
    lines = []
    for paper in papers:
        lines += [
            f"[PDF] {paper.title}",
            "A Lovelace, A Turing - Advances in gardening …, 2020 - example.org",
            paper.abstract,
        ]
        lines += ["Save Cite Cited by 123 Related articles All 5 versions"]
    return lines


LAYOUTS = [
    blank_between,
    numbered,
    bracketed,
    labelled,
    labels_alone,
    abstract_dash,
    bold_labels,
    markdown,
    markdown_links,
    tabbed,
    title_authors_date,
    wrapped_lines,
    wrapped_narrow,
    search_results,
    code_list,
    scholar,
]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_titles_and_abstracts(
    reading: Reading, papers: list[Written], layout: Layout, line_end: str
) -> None:
    chosen = [paper for paper in papers if paper.title != "Memory Meadows"]
    found = reading(line_end.join(layout(chosen)))
    assert [(item.title, item.abstract) for item in found if isinstance(item, Record)] == chosen
    assert len(found) == len(chosen)


def only(found: list[Record | Skip]) -> Record:
    (record,) = found
    assert isinstance(record, Record)
    return record


def test_mail_of_arxiv(reading: Reading, papers: list[Written]) -> None:
    lines = [
        "Submissions to:",
        "Machine Learning",
        " received from  Wed 30 Dec 20 19:00:00 GMT  to  Thu 31 Dec 20 19:00:00 GMT",
        "",
    ]
    for n, paper in enumerate(papers[:4], 1):
        lines += ["-" * 78, "\\\\", f"arXiv:2101.0000{n}", "Date: Thu, 31 Dec 2020 10:00:00 GMT   (1234kb,D)", ""]
        lines += wrapped(f"Title: {paper.title}", 60, "  ") + wrapped(f"Authors: {AUTHORS}", 40, "  ")
        lines += ["Categories: cs.LG stat.ML", "Comments: 10 pages, to appear at UAI 2021", "\\\\"]
        lines += [*wrapped(f"  {paper.abstract}"), f"\\\\ ( https://arxiv.org/abs/2101.0000{n} ,  1234kb)"]
    found = [item for item in reading("\n".join(lines)) if isinstance(item, Record)]
    assert [(r.title, r.abstract) for r in found] == papers[:4]
    assert [r.arxiv for r in found] == [f"2101.0000{n}" for n in range(1, 5)]
    assert {(r.date, r.venue, *r.authors, *r.categories) for r in found} == {
        ("2020-12-31", "UAI 2021", *NAMES, "cs.LG", "stat.ML")
    }


@pytest.mark.parametrize("labels", [("Title:", "Authors:"), ("", "")])
def test_abstract_page_of_arxiv(reading: Reading, papers: list[Written], labels: tuple[str, str]) -> None:
    paper = papers[2]
    page = f"""Skip to main content
We gratefully acknowledge support from the Simons Foundation
Help | Advanced Search
Computer Science > Machine Learning

arXiv:2103.00001 (cs)
[Submitted on 3 Mar 2021 (v1), last revised 5 Apr 2022 (this version, v2)]
{labels[0]}{paper.title}
{labels[1]}{AUTHORS}
View PDF
Abstract:{paper.abstract}
Comments:\t10 pages, accepted at ICML 2021. Code: https://github.com/example/hedges
Subjects:\tMachine Learning (cs.LG); Artificial Intelligence (cs.AI)
Cite as:\tarXiv:2103.00001 [cs.LG]
 \t(or arXiv:2103.00001v2 [cs.LG] for this version)
 \thttps://doi.org/10.48550/arXiv.2103.00001
Focus to learn more
Submission history
From: Ada Lovelace [view email]
[v1] Wed, 3 Mar 2021 18:00:00 UTC (1,234 KB)
[v2] Tue, 5 Apr 2022 18:00:00 UTC (1,240 KB)

Access Paper:
View PDF
TeX Source
< prev   |   next >
NASA ADS
Google Scholar
"""
    record = only(reading(page))
    assert (record.title, record.abstract) == paper
    assert (record.arxiv, record.doi, record.date, record.venue) == ("2103.00001", None, "2021-03-03", "ICML 2021")
    assert record.authors == NAMES
    assert record.categories[:2] == ["cs.LG", "cs.AI"]
    assert record.links == ["https://github.com/example/hedges"]


def test_listing_without_abstracts_gives_titles(reading: Reading) -> None:
    page = """[1] arXiv:2101.00001 [pdf, other]
Title: Hedges for All
Authors: Ada Lovelace, Alan Turing
Comments: 10 pages, accepted at ICML 2021
Subjects: Machine Learning (cs.LG)

[2] arXiv:2101.00002 (cross-list from stat.ML) [pdf]
Title: Lawns for None
Authors: Grace Hopper
Subjects: Machine Learning (stat.ML)
"""
    found = [item for item in reading(page) if isinstance(item, Record)]
    assert [(r.title, r.arxiv, r.venue) for r in found] == [
        ("Hedges for All", "2101.00001", "ICML 2021"),
        ("Lawns for None", "2101.00002", None),
    ]


def test_structured_abstract_of_pubmed_is_one(reading: Reading) -> None:
    page = """1. J Gard Med. 2020 Jan;12(3):45-50. doi: 10.1000/xyz1. Epub 2020 Jan 1.

Falls from trees in gardeners who prune.

Lovelace A(1), Turing AM(2).

Author information:
(1)Department of Gardens, University of Hedges, UK.

BACKGROUND: Falls from trees are common in gardeners.
METHODS: We followed one hundred gardeners for a summer in three orchards.
RESULTS: Ten of them fell.
CONCLUSIONS: Falls are common.

© 2020 Example.

DOI: 10.1000/xyz1
PMID: 12345678 [Indexed for MEDLINE]
"""
    record = only(reading(page))
    assert record.title == "Falls from trees in gardeners who prune."
    assert record.abstract is not None
    assert record.abstract.startswith("BACKGROUND: Falls")
    assert record.abstract.endswith("CONCLUSIONS: Falls are common.")
    assert (record.doi, record.date, record.authors) == ("10.1000/xyz1", "2020-01", ["Lovelace A", "Turing AM"])


def test_notes_before_the_title_are_its_own(reading: Reading, papers: list[Written]) -> None:
    lines = [
        line
        for n, paper in enumerate(papers[:3])
        for line in (f"arXiv:2101.0000{n}", paper.title, "", paper.abstract, "")
    ]
    found = [item for item in reading("\n".join(lines)) if isinstance(item, Record)]
    assert [(r.arxiv, r.title) for r in found] == [(f"2101.0000{n}", paper.title) for n, paper in enumerate(papers[:3])]


def test_layouts_may_be_mixed_in_one_file(
    reading: Reading, pairs: Callable[..., object], papers: list[Written]
) -> None:
    bare, first, second = papers[3], papers[0], papers[2]
    lines = [
        bare.abstract,
        "",
        "arXiv:2011.11765",
        "Created: 2020-11-23",
        "",
        *labelled([first]),
        *blank_between([second]),
    ]
    assert pairs(reading("\n".join(lines))) == [(None, bare.abstract), first, second]


def test_hyphen_at_the_end_of_a_line(reading: Reading) -> None:
    page = """We study how convolutional networks see hedges in the state-of-
the-art gardens of the north and of the south, where the convolu-
tional layers are deep and many, and where nobody has looked be-
fore us at what they do.
"""
    record = only(reading(page))
    assert record.abstract is not None
    assert "state-of-the-art gardens" in record.abstract
    assert "the convolutional layers" in record.abstract


def test_venue_in_brackets_after_a_title_is_taken_off(reading: Reading, papers: list[Written]) -> None:
    item = f"- **{papers[0].title}** (ICML 2020) - [paper](https://arxiv.org/abs/2101.00001)"
    record = only(reading(f"# List\n\n{item}\n\n  {papers[0].abstract}"))
    assert (record.title, record.venue, record.arxiv) == (papers[0].title, "ICML 2020", "2101.00001")


def test_wrapped_abstract_alone_is_one_paper(reading: Reading, papers: list[Written]) -> None:
    assert only(reading("\n".join(wrapped(papers[0].abstract, 60)))).abstract == papers[0].abstract


def test_folded_abstract_of_a_search_page_is_read_once(reading: Reading, papers: list[Written]) -> None:
    paper = papers[0]
    folded = f"Abstract: {paper.abstract[:90]}… ▽ More {paper.abstract} △ Less"
    page = f"arXiv:2305.12345 [pdf] cs.LG\n{paper.title}\nAuthors: {AUTHORS}\n{folded}\n"
    assert only(reading(page)).abstract == paper.abstract


def test_cookie_banner_is_no_abstract(reading: Reading, papers: list[Written]) -> None:
    banner = "We use cookies to improve your experience on our site. By continuing you accept our cookie policy."
    record = only(reading(f"{banner}\n\n{papers[0].title}\n\n{papers[0].abstract}"))
    assert (record.title, record.abstract) == papers[0]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("last", ["We cut hedges.", "It works.", "Short but good."])
def test_the_last_abstract_of_a_page_of_pairs_may_be_a_few_words(
    papers: list[Written], reading: Reading, last: str, between: str
) -> None:
    lines = [line for paper in papers for line in paper]
    found = reading(between.join([*lines, "On Nothing in Particular", last]))
    assert [(item.title, item.abstract) for item in found if isinstance(item, Record)][-1] == (
        "On Nothing in Particular",
        last,
    )


@pytest.mark.parametrize("footer", [("Garden Papers", "Made with love"), ("Made with love.",), ("Terms", "It works.")])
def test_what_stands_below_a_page_of_pairs_is_no_paper(
    papers: list[Written], reading: Reading, footer: tuple[str, ...]
) -> None:
    lines = [line for paper in papers for line in paper]
    found = reading("\n".join([*lines, *footer]))
    assert [item.title for item in found if isinstance(item, Record)] == [paper.title for paper in papers]


@pytest.mark.parametrize("heading", ["## {}", "## {} ##", "# {} #"])
def test_signs_after_a_heading_are_no_part_of_it(papers: list[Written], reading: Reading, heading: str) -> None:
    lines = [line for paper in papers for line in (heading.format(paper.title), "", paper.abstract, "")]
    found = reading("\n".join(["# Reading list", "", *lines]))
    assert [item.title for item in found if isinstance(item, Record)] == [paper.title for paper in papers]
