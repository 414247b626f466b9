"""JSON and JSON Lines, in the forms of the usual catalogues."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import Extraction, Record, Skip, Source
from kg.sources import read

Reading = Callable[..., list[Record | Skip]]


def read_records(reading: Reading, value: Any) -> list[Record]:
    found = reading(json.dumps(value))
    assert all(isinstance(item, Record) for item in found), found
    return [item for item in found if isinstance(item, Record)]


def json_lines(*values: Any) -> str:
    return "\n".join(value if isinstance(value, str) else json.dumps(value) for value in values)


def test_arxiv_snapshot(reading: Reading) -> None:
    paper = {
        "id": "0704.0001",
        "title": "Hedges\n  of width two",
        "abstract": "  We bound\nhedges.\n",
        "authors": "Ada Lov\\'elace, Alan Turing (London)",
        "authors_parsed": [["Lovélace", "Ada", ""], ["Turing", "Alan", "Jr."]],
        "categories": "math.CO cs.CG",
        "comments": "37 pages, accepted at SODA 2008. Code: https://github.com/example/hedges",
        "journal-ref": None,
        "doi": "10.1103/PhysRevD.76.013009",
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
        "update_date": "2008-11-26",
    }
    (record,) = read_records(reading, paper)
    assert (record.title, record.abstract) == ("Hedges of width two", "We bound hedges.")
    assert record.authors == ["Ada Lovélace", "Alan Turing Jr."]
    assert record.categories == ["math.CO", "cs.CG"]
    assert (record.arxiv, record.doi, record.own_id) == ("0704.0001", "10.1103/physrevd.76.013009", None)
    assert (record.date, record.venue) == ("2007-04-02", "SODA 2008")
    assert record.links == ["https://github.com/example/hedges"]


def test_arxiv_fields_of_the_api(reading: Reading) -> None:
    values = [
        {
            "id": "2503.11731",
            "title": "A",
            "summary": "b\nc",
            "authors": ["Ada L"],
            "categories": ["cs.LG"],
            "comment": None,
        },
        {"id": "hep-th/9901001", "title": "B", "summary": "d", "authors": [], "update_date": "2009-10-31"},
    ]
    first, second = (item for item in reading(json_lines(*values)) if isinstance(item, Record))
    assert (first.arxiv, first.abstract, first.date, first.categories) == ("2503.11731", "b c", "2025-03", ["cs.LG"])
    assert (second.arxiv, second.date) == ("hep-th/9901001", "2009-10-31")


@pytest.mark.parametrize(
    "comment", ["substantial text overlap with arXiv:2206.06581", "extended version of arXiv:2206.06581"]
)
def test_id_of_another_paper_in_a_comment_is_not_taken(reading: Reading, comment: str) -> None:
    (record,) = read_records(reading, {"id": "x1", "title": "T", "abstract": "a", "comments": comment})
    assert (record.arxiv, record.own_id) == (None, "x1")


def test_semantic_scholar(reading: Reading) -> None:
    paper = {
        "paperId": "649def34",
        "externalIds": {"ArXiv": "2101.00001", "DOI": "10.18653/V1/N18", "CorpusId": 1},
        "title": "T",
        "abstract": "A.",
        "year": 2021,
        "publicationDate": "2021-01-03",
        "venue": "Neural Gardening",
        "authors": [{"authorId": "1", "name": "Ada L"}],
    }
    answer = {"total": 2, "offset": 0, "data": [paper, {"paperId": "x", "title": "U", "abstract": None, "year": 2020}]}
    first, second = read_records(reading, answer)
    assert (first.arxiv, first.doi, first.date, first.venue, first.authors) == (
        "2101.00001",
        "10.18653/v1/n18",
        "2021-01-03",
        "Neural Gardening",
        ["Ada L"],
    )
    assert (second.own_id, second.date, second.abstract) == ("x", "2020", None)


def test_openalex(reading: Reading) -> None:
    work = {
        "id": "https://openalex.org/W2741809807",
        "display_name": "The <i>State</i> of Hedges",
        "publication_date": "2018-02-13",
        "publication_year": 2018,
        "authorships": [{"author_position": "first", "author": {"display_name": "Ada L"}}],
        "primary_location": {"source": {"display_name": "GardenJ"}},
        "abstract_inverted_index": {"Hedges": [0, 2], "grow,": [1], "grow.": [3]},
    }
    known = {"id": "https://openalex.org/W1", "title": "K", "doi": "https://doi.org/10.48550/arxiv.2101.00001"}
    first, second = read_records(reading, {"meta": {"count": 2}, "results": [work, known]})
    assert (first.title, first.abstract) == ("The State of Hedges", "Hedges grow, Hedges grow.")
    assert (first.own_id, first.date, first.venue, first.authors) == ("W2741809807", "2018-02-13", "GardenJ", ["Ada L"])
    assert (second.arxiv, second.doi, second.own_id) == ("2101.00001", None, None)


def test_daily_papers_of_hugging_face(reading: Reading) -> None:
    paper = {
        "id": "2305.12345",
        "title": "T",
        "summary": "S.",
        "authors": [{"_id": "z", "name": "Ada L", "hidden": False}],
        "publishedAt": "2023-05-20T00:00:00.000Z",
        "githubRepo": "https://github.com/a/b",
        "projectPage": "https://a.example.org/p",
    }
    (record,) = read_records(reading, [{"paper": paper, "publishedAt": "2023-05-22T00:00:00.000Z", "title": "T"}])
    assert (record.arxiv, record.abstract, record.date) == ("2305.12345", "S.", "2023-05-20")
    assert record.links == ["https://github.com/a/b", "https://a.example.org/p"]


def test_crossref(reading: Reading) -> None:
    item = {
        "DOI": "10.1000/A1",
        "title": ["Hedges <sub>2</sub>"],
        "abstract": "<jats:title>Abstract</jats:title><jats:p>We cut.</jats:p><jats:p>It grows.</jats:p>",
        "issued": {"date-parts": [[2020, 5]]},
        "created": {"date-parts": [[2021, 1, 1]]},
        "container-title": ["J. Hedges"],
        "author": [{"given": "Ada", "family": "L"}],
    }
    undated = {"DOI": "10.1000/a2", "title": ["B"], "issued": {"date-parts": [[None]]}}
    first, second = read_records(reading, {"status": "ok", "message": {"facets": {}, "items": [item, undated]}})
    assert (first.title, first.abstract) == ("Hedges 2", "We cut. It grows.")
    assert (first.doi, first.date, first.venue, first.authors) == ("10.1000/a1", "2020-05", "J. Hedges", ["Ada L"])
    assert (second.doi, second.date) == ("10.1000/a2", None)


def test_own_extraction_is_read_back(reading: Reading) -> None:
    extraction = Extraction(
        id="arxiv:2004.01849",
        abstract="We cut hedges.",
        date="2020-04-04",
        venue="CVPR 2020",
        links=["https://github.com/a/b"],
        author_count=4,
        sources=[Source(file="x", format="text", position=1)],
    )
    hashed = Extraction(id="hash:0123456789abcdef0123", title="T", date_text="Jun 8")
    lines = json_lines(extraction.model_dump(), hashed.model_dump())
    first, second = (item for item in reading(lines) if isinstance(item, Record))
    assert first.model_dump(exclude={"source", "title"}) == {
        "abstract": "We cut hedges.",
        "authors": [],
        "author_count": 4,
        "date": "2020-04-04",
        "date_text": None,
        "venue": "CVPR 2020",
        "categories": [],
        "links": ["https://github.com/a/b"],
        "arxiv": "2004.01849",
        "doi": None,
        "own_id": None,
    }
    assert (second.own_id, second.date, second.date_text) == (None, None, "Jun 8")


def test_bad_lines_are_skipped_by_number_and_the_others_read(reading: Reading) -> None:
    lines = json_lines(
        {"title": "A", "abstract": "b"},
        "{bad",
        {"title": 5},
        "[1]",
        "",
        {"abstract": {"x": 1}},
        {"titel": "z"},
        {"title": "n/a", "abstract": ""},
        {"Title": "C"},
    )
    found = reading(lines)
    assert [(item.title, item.source.position) for item in found if isinstance(item, Record)] == [("A", 1), ("C", 9)]
    skips = [(item.position, item.reason) for item in found if isinstance(item, Skip)]
    assert [position for position, _ in skips] == [2, 3, 4, 6, 7, 8]
    assert skips[0][1].startswith("malformed JSON")
    assert skips[1][1] == "not read: its title is a number, not text"
    assert skips[-1][1] == "neither title nor abstract"


def test_fault_in_an_array_keeps_what_was_before(reading: Reading) -> None:
    found = reading('[{"title": "A", "abstract": "b"}, {"title": "C",,]')
    assert isinstance(found[0], Record)
    assert isinstance(found[1], Skip)
    assert (len(found), found[1].position) == (2, 2)
    assert "malformed JSON" in found[1].reason


def test_one_object_over_several_lines(reading: Reading) -> None:
    (record,) = reading(json.dumps({"title": "A", "abstract": "b", "results": [{"value": 1}]}, indent=2))
    assert isinstance(record, Record)
    assert (record.title, record.source.format) == ("A", "json")


def test_objects_in_a_row(reading: Reading) -> None:
    text = json.dumps({"title": "A"}, indent=1) + "\n" + json.dumps({"title": "B"}, indent=1)
    assert [item.title for item in reading(text) if isinstance(item, Record)] == ["A", "B"]


def test_unclosed_brackets_without_end_are_refused_quickly(reading: Reading) -> None:
    (skip,) = reading("[" * 100_000)
    assert isinstance(skip, Skip)
    (_, deep) = reading('{"title": "A"}\n{"title": ' + "[" * 100_000)
    assert isinstance(deep, Skip)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_any_value_of_a_field_gives_a_record_or_a_skip(value: Any) -> None:
    import io

    for name in ("title", "abstract", "authors", "date", "versions", "externalIds", "categories", "paper", "doi", "id"):
        line = json.dumps({"title": "T", name: value}).encode()
        assert all(isinstance(item, Record | Skip) for item in read(["-"], stdin=io.BytesIO(line)))
