import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import Record, Source
from kg.same_paper import base_id, group_records, keys_of, merge_records

TITLE = "Four words make title"


def record(**fields: object) -> Record:
    file = str(fields.pop("file", "a.jsonl"))
    return Record.model_validate({"source": Source(file=file, format="jsonl", position=1), **fields})


def papers_of(records: list[Record]) -> int:
    return len(group_records([keys_of(r) for r in records]))


@pytest.mark.parametrize(
    ("one", "other", "papers"),
    [
        ({"title": "A", "arxiv": "2101.00001"}, {"title": "B", "arxiv": "2101.00001"}, 1),
        ({"title": "A", "doi": "10.1/x"}, {"title": "B", "doi": "10.1/x"}, 1),
        ({"title": "A", "abstract": "b"}, {"title": " a", "abstract": "B "}, 1),
        ({"title": TITLE, "abstract": "x"}, {"title": TITLE.upper(), "abstract": "y"}, 1),
        ({"title": "Two words", "abstract": "x"}, {"title": "Two words", "abstract": "y"}, 2),
        ({"abstract": "x"}, {"title": TITLE, "abstract": "x"}, 1),
        ({"title": TITLE, "arxiv": "2101.00001"}, {"title": TITLE, "arxiv": "2101.00002"}, 2),
        ({"title": TITLE, "doi": "10.1/x"}, {"title": TITLE, "doi": "10.1/y"}, 2),
        ({"title": TITLE, "arxiv": "2101.00001"}, {"title": TITLE, "doi": "10.1/y"}, 1),
        ({"title": TITLE, "arxiv": "2101.00001"}, {"title": TITLE}, 1),
        ({"title": "A", "own_id": "7"}, {"title": "B", "own_id": "7"}, 1),
        ({"title": "A", "own_id": "7"}, {"title": "B", "own_id": "7", "file": "b.jsonl"}, 2),
    ],
)
def test_two_records_are_one_paper(one: dict[str, object], other: dict[str, object], papers: int) -> None:
    assert papers_of([record(**one), record(**other)]) == papers


def test_a_record_without_id_is_not_given_to_either_of_two_papers_that_share_its_title() -> None:
    twins = [record(title=TITLE, abstract=str(n), arxiv=f"2101.0000{n}") for n in (1, 2)]
    assert papers_of([*twins, record(title=TITLE, abstract="other")]) == 3


def test_a_record_without_id_goes_to_the_twin_whose_abstract_it_has() -> None:
    twins = [record(title=TITLE, abstract=str(n), arxiv=f"2101.0000{n}") for n in (1, 2)]
    assert papers_of([*twins, record(title=TITLE, abstract="2")]) == 2


_field = st.sampled_from([None, "one", "two", "three of four words", "another of four words"])
_records = st.lists(
    st.builds(
        lambda title, abstract, arxiv, own, file: record(
            title=title, abstract=abstract or (None if title else "text"), arxiv=arxiv, own_id=own, file=file
        ),
        title=_field,
        abstract=_field,
        arxiv=st.sampled_from([None, None, "2101.00001", "2101.00002"]),
        own=st.sampled_from([None, None, "p1", "p2"]),
        file=st.sampled_from(["a", "b"]),
    ),
    max_size=9,
)


@given(_records, st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_grouping_and_merging_do_not_depend_on_order(records: list[Record], rng: random.Random) -> None:
    def outcome(ordered: list[Record]) -> set[str]:
        groups = [[ordered[i] for i in g] for g in group_records([keys_of(r) for r in ordered])]
        return {merge_records(g, base_id(g)[0]).model_dump_json() for g in groups}

    shuffled = records[:]
    rng.shuffle(shuffled)
    assert outcome(records) == outcome(shuffled)


@given(_records)
def test_every_record_is_in_exactly_one_group(records: list[Record]) -> None:
    groups = group_records([keys_of(r) for r in records])
    assert sorted(i for g in groups for i in g) == list(range(len(records)))


def test_the_merged_paper_has_the_richer_fields() -> None:
    merged = merge_records(
        [
            record(title="Cut o", date="2020-11", authors=["A"], links=["https://a.org"]),
            record(title="Cut off not", abstract="x", date="2020-11-23", author_count=5, links=["https://b.org"]),
        ],
        "arxiv:2011.00001",
    )
    assert (merged.title, merged.abstract, merged.date) == ("Cut off not", "x", "2020-11-23")
    assert merged.author_count == 5
    assert merged.links == ["https://a.org", "https://b.org"]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([{"doi": "10.1/x"}, {"arxiv": "2101.00001"}], "arxiv:2101.00001"),
        ([{"own_id": "z"}, {"doi": "10.1/x"}], "doi:10.1/x"),
        ([{"own_id": "z"}, {"own_id": "b"}], "b"),
    ],
)
def test_the_smallest_id_is_kept(records: list[dict[str, object]], expected: str) -> None:
    assert base_id(record(title="T", **r) for r in records)[0] == expected


def test_without_any_id_the_content_is_the_id() -> None:
    id, own = base_id([record(title="T", abstract="a")])
    assert id.startswith("hash:")
    assert len(id) == 25
    assert not own
