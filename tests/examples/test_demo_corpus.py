"""The demo corpus: facts in a fixed form, told in words of our own, no paper told twice."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kg.ids import arxiv_month, parse_arxiv
from kg.records import Record
from kg.same_paper import group_records, keys_of, merge_records
from kg.sentences import sentence_spans
from kg.sources import read
from kg.text import clean, fold

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FIELDS = {"id", "title", "authors", "author_count", "date", "venue", "categories", "comment", "links", "abstract"}
#: arXiv numbers a paper by the month in which it is announced, a few days after it was submitted.
ANNOUNCED_WITHIN = timedelta(days=5)

LINES = (EXAMPLES / "papers.jsonl").read_text(encoding="utf-8").splitlines()
PAPERS = [json.loads(line) for line in LINES]
DAILY = (EXAMPLES / "daily_papers.txt").read_text(encoding="utf-8")
READING = (EXAMPLES / "reading_list.txt").read_text(encoding="utf-8")
REFERENCES = (EXAMPLES / "references.bib").read_text(encoding="utf-8")

IN_READING_LIST = re.findall(r"^arXiv:(\S+)\nCreated: (\S+)$", READING, re.MULTILINE)
IN_REFERENCES = re.findall(r"^\s+eprint\s+= \{(\S+)\},$", REFERENCES, re.MULTILINE)


def other_abstracts() -> list[str]:
    """The abstracts of the other files: their long paragraphs, or the field of that name."""
    paragraphs = [part for text in (DAILY, READING) for part in re.split(r"\n\s*\n", text) if len(part) > 200]
    fields = re.findall(r"^\s+abstract\s+= \{(.+)\}$", REFERENCES, re.MULTILINE)
    return paragraphs + [re.sub(r"[{}\\]", "", field) for field in fields]


def said_in_month(stated: str, identifier: str) -> bool:
    """Whether a paper submitted on that date can have that arXiv id."""
    month = arxiv_month(identifier)
    if len(stated) == 7:
        return stated == month
    submitted = date.fromisoformat(stated)
    return month in {submitted.strftime("%Y-%m"), (submitted + ANNOUNCED_WITHIN).strftime("%Y-%m")}


def test_corpus_is_large_and_spans_the_years() -> None:
    assert len(PAPERS) >= 60
    assert {paper["date"][:4] for paper in PAPERS} == {str(year) for year in range(2012, 2026)}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper["id"])
class TestPaper:
    def test_has_known_fields_of_clean_text(self, paper: dict[str, Any]) -> None:
        assert set(paper) <= FIELDS
        assert paper["title"]
        assert paper["authors"]
        for value in (paper["title"], paper["abstract"], *paper["authors"]):
            assert value == clean(value)

    def test_id_is_an_arxiv_id_without_version(self, paper: dict[str, str]) -> None:
        assert parse_arxiv(paper["id"]) == paper["id"]

    def test_date_agrees_with_id(self, paper: dict[str, str]) -> None:
        assert said_in_month(paper["date"], paper["id"])

    def test_abstract_has_three_to_six_sentences(self, paper: dict[str, str]) -> None:
        assert 3 <= len(sentence_spans(paper["abstract"])) <= 6


@pytest.mark.parametrize(("identifier", "created"), IN_READING_LIST)
def test_reading_list_dates_agree_with_ids(identifier: str, created: str) -> None:
    assert parse_arxiv(identifier) == identifier
    assert said_in_month(created, identifier)


@pytest.mark.parametrize("abstract", other_abstracts(), ids=lambda abstract: abstract[:20])
def test_other_abstracts_have_three_to_six_sentences(abstract: str) -> None:
    assert 3 <= len(sentence_spans(abstract)) <= 6


def test_other_files_hold_the_papers_that_the_readme_counts() -> None:
    assert len(re.findall(r"^·$", DAILY, re.MULTILINE)) == 8
    assert len(IN_READING_LIST) == 6
    assert len(IN_REFERENCES) == 7
    assert len(other_abstracts()) == 8 + 6 + 6


def test_one_paper_only_stands_in_two_files() -> None:
    counts = Counter([paper["id"] for paper in PAPERS] + [key for key, _ in IN_READING_LIST] + IN_REFERENCES)
    assert [key for key, count in counts.items() if count > 1] == ["1706.03762"]


def test_no_title_stands_twice() -> None:
    titles = [fold(paper["title"]) for paper in PAPERS]
    assert len(set(titles)) == len(titles)
    daily_lines = {fold(line) for line in DAILY.splitlines()}
    assert not daily_lines & set(titles)


def test_no_abstract_is_shared() -> None:
    abstracts = [fold(text) for text in [*(paper["abstract"] for paper in PAPERS), *other_abstracts()]]
    assert len(set(abstracts)) == len(abstracts)


@pytest.mark.parametrize(
    ("file", "format", "papers"),
    [
        ("papers.jsonl", "jsonl", len(PAPERS)),
        ("daily_papers.txt", "text", 8),
        ("reading_list.txt", "text", 6),
        ("references.bib", "bibtex", 7),
    ],
)
def test_every_paper_of_a_file_is_read_and_nothing_else(file: str, format: str, papers: int) -> None:
    found = list(read([EXAMPLES / file]))
    assert [item.source.format if isinstance(item, Record) else item.reason for item in found] == [format] * papers


def test_daily_papers_have_the_titles_and_dates_of_the_page() -> None:
    records = [item for item in read([EXAMPLES / "daily_papers.txt"]) if isinstance(item, Record)]
    dates = {record.title: (record.date, record.author_count) for record in records}
    assert dates["Segment Anything"] == ("2023-04-05", 12)
    assert dates["DINOv3"] == ("2025-08-13", None)  # the year of the page's own date


def test_the_paper_in_two_files_becomes_one_with_abstract_and_venue() -> None:
    files = [EXAMPLES / "papers.jsonl", EXAMPLES / "references.bib"]
    records = [item for item in read(files) if isinstance(item, Record)]
    groups = [[records[number] for number in group] for group in group_records([keys_of(r) for r in records])]
    (both,) = [group for group in groups if len(group) > 1]
    paper = merge_records(both, "arxiv:1706.03762")
    assert (paper.date, paper.venue, paper.author_count) == ("2017-06-12", "NIPS 2017", 8)
    assert paper.abstract
