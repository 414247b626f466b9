"""CSV, TSV and Parquet."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.records import Record, Skip
from kg.sources import read

Reading = Callable[..., list[Record | Skip]]


def only(found: list[Record | Skip]) -> Record:
    (record,) = found
    assert isinstance(record, Record)
    return record


def test_export_of_zotero(reading: Reading) -> None:
    table = (
        "Key,Item Type,Publication Year,Author,Title,Publication Title,DOI,Url,Abstract Note,Date\r\n"
        'K1,journalArticle,2020,"Lovelace, Ada; Turing, Alan","A ""quoted"" title",J Hedges,10.1000/1,http://x.org,'
        '"First line\r\nsecond, line",2020-05-01\r\n'
        "K2,journalArticle,2019,,Only a title,,,,,\r\n"
    )
    first, second = (item for item in reading(table) if isinstance(item, Record))
    assert (first.title, first.abstract) == ('A "quoted" title', "First line second, line")
    assert (first.authors, first.venue, first.doi) == (["Ada Lovelace", "Alan Turing"], "J Hedges", "10.1000/1")
    assert (first.date, first.source.position) == ("2020-05-01", 2)
    assert (second.title, second.abstract, second.date, second.own_id) == ("Only a title", None, "2019", "K2")
    assert second.source.position == 4


def test_export_of_scopus(reading: Reading) -> None:
    table = (
        '"Authors","Author full names","Title","Year","Source title","DOI","Abstract","EID"\n'
        '"Lovelace A.; Turing A.","Lovelace, Ada (123); Turing, Alan (456)","T","2020","J of X","","[No abstract '
        'available]","2-s2.0-1"\n'
    )
    record = only(reading(table))
    assert (record.authors, record.abstract, record.venue) == (["Ada Lovelace", "Alan Turing"], None, "J of X")
    assert record.own_id == "2-s2.0-1"


def test_tab_delimited_of_web_of_science_keeps_stray_quotes(reading: Reading) -> None:
    record = only(
        reading(
            'PT\tAU\tTI\tSO\tAB\tPY\tUT\nJ\tLovelace, A; Turing, A\tA "stray title\tJ X\tAn abstract.\t2020\tWOS:1\n'
        )
    )
    assert (record.title, record.source.format, record.own_id) == ('A "stray title', "tsv", "WOS:1")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "header",
    ["title{d}abstract{d}year", "ARTICLE TITLE{d}Abstract Text{d}Publication Year", "sep={d}\nTitle{d}Abstract{d}Date"],
)
def test_delimiter_and_names_of_columns(reading: Reading, delimiter: str, header: str) -> None:
    row = delimiter.join(["A title", "An abstract.", "2020"])
    record = only(reading(f"\ufeff{header.format(d=delimiter)}\n{row}\n"))
    assert (record.title, record.abstract, record.date) == ("A title", "An abstract.", "2020")


def test_list_as_pandas_writes_it(reading: Reading) -> None:
    record = only(reading("id,title,abstract,authors\n7,T,A b.,\"['Ada L', 'Alan T']\"\n"))
    assert (record.authors, record.own_id) == (["Ada L", "Alan T"], "7")


def test_bad_rows_are_skipped_by_line(reading: Reading) -> None:
    found = reading('id,title,abstract\n1,"never closed,abc\n2,Good,text\n3,a,b,c,d\n4,Also good,text\n,,\n')
    assert [(r.title, r.source.position) for r in found if isinstance(r, Record)] == [("Good", 3), ("Also good", 5)]
    skips = [(s.position, s.reason) for s in found if isinstance(s, Skip)]
    assert [position for position, _ in skips] == [2, 4]
    assert "not closed" in skips[0][1]
    assert skips[1][1] == "5 cells in a row, where the header names 3 columns"


def test_table_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("1,A title,An abstract\n")
    (skip,) = read([path])
    assert isinstance(skip, Skip)
    assert "the first line must name the columns" in skip.reason


def test_sentence_with_commas_is_no_table(reading: Reading) -> None:
    record = only(reading("Title, abstract and authors are what this paper is about, as we show. It has no columns.\n"))
    assert record.source.format == "text"


def parquet(columns: dict[str, list[object]]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def test_parquet(reading: Reading) -> None:
    data = parquet(
        {
            "Title": ["A", "B", None],
            "abstract": ["x y", "", None],
            "authors": [["Ada L"], [], None],
            "year": [2020, 2021, 2022],
            "blob": [b"x", b"y", b"z"],
        }
    )
    first, second, third = reading(data)
    assert isinstance(first, Record)
    assert (first.title, first.authors, first.date, first.source.position) == ("A", ["Ada L"], "2020", 1)
    assert isinstance(second, Record)
    assert second.abstract is None
    assert isinstance(third, Skip)
    assert third.position == 3


@pytest.mark.parametrize(("columns", "reason"), [({"x": [1]}, "no column is named")])
def test_parquet_without_papers(reading: Reading, columns: dict[str, list[object]], reason: str) -> None:
    (skip,) = reading(parquet(columns))
    assert isinstance(skip, Skip)
    assert reason in skip.reason


def test_damaged_parquet(reading: Reading) -> None:
    (skip,) = reading(parquet({"title": ["A"]})[:-20])
    assert isinstance(skip, Skip)
    assert skip.reason.startswith("damaged Parquet")


def test_reading_a_table_leaves_the_limits_of_other_tables_as_they_were(reading: Reading) -> None:
    before = csv.field_size_limit()
    assert len(reading(f"title,abstract\nOn Hedges,{'We cut. ' * 20}\n", "csv")) == 1
    assert csv.field_size_limit() == before
