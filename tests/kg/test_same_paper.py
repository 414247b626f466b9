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
        ({"title": TITLE, "doi": "10.1/x"}, {"title": TITLE, "doi": "10.1/x"}, 1),
        ({"title": "A B C", "abstract": "x"}, {"title": "A B C", "abstract": "y"}, 2),
        ({"abstract": "x", "doi": "10.1/x"}, {"title": TITLE, "abstract": "X"}, 1),
        ({"abstract": "x", "arxiv": "2101.00001"}, {"abstract": "x", "arxiv": "2101.00002"}, 2),
        ({"title": "A", "own_id": "7"}, {"title": "A", "own_id": "8"}, 2),
        ({"title": "A"}, {"title": "A"}, 1),
        ({"title": "A"}, {"title": "A", "own_id": "7"}, 2),
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


def test_records_that_chain_from_one_paper_to_another_join_neither() -> None:
    # The title is that of the first paper, the abstract that of the second.
    one = record(title=TITLE, abstract="x", arxiv="2101.00001")
    other = record(title="Another title of words", abstract="y", arxiv="2101.00002")
    between = record(title=TITLE, abstract="y")
    assert papers_of([one, other, between]) == 3
    assert papers_of([one, between, record(title=TITLE, abstract="z")]) == 1


def test_records_without_any_id_join_each_other_where_they_may_join_no_paper() -> None:
    twins = [record(title=TITLE, abstract=str(n), arxiv=f"2101.0000{n}") for n in (1, 2)]
    strays = [record(title=TITLE, abstract="other"), record(title=TITLE, abstract="another")]
    groups = group_records([keys_of(r) for r in (*twins, *strays)])
    assert sorted(groups) == [[0], [1], [2, 3]]


def test_the_keys_of_a_record_say_what_they_are_of() -> None:
    keys = keys_of(record(title=TITLE, abstract="x", arxiv="2101.00001", doi="10.1/x", own_id="7"))
    assert [kind for kind, _ in keys.strong()] == ["arxiv", "doi", "own", "content"]
    assert [kind for kind, _ in keys.weak()] == ["title", "abstract"]
    assert dict(keys.strong())["own"] == "a.jsonl\n7"
    bare = keys_of(record(title="A"))
    assert [kind for kind, _ in bare.strong()] == ["content"]
    assert bare.weak() == []
    assert keys_of(record(title="A", own_id="7")).content is None


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


def test_of_ids_of_a_kind_the_smallest_is_kept_and_told_from_own_ones() -> None:
    assert base_id([record(title="T", arxiv=f"2101.0000{n}") for n in (2, 1)]) == ("arxiv:2101.00001", False)
    assert base_id([record(title="T", doi=f"10.1/{x}") for x in "ba"]) == ("doi:10.1/a", False)
    assert base_id([record(title="T", own_id="7")]) == ("7", True)


def test_the_content_id_of_several_records_is_the_smallest() -> None:
    records = [record(title=title) for title in "abc"]
    assert base_id(records)[0] == min(base_id([one])[0] for one in records)


FIRST = record(
    title="A title",
    abstract="Long abstract.",
    authors=["A", "B"],
    author_count=2,
    date="2020",
    date_text="about 2020",
    venue="NeurIPS",
    categories=["cs.CV"],
    links=["https://a.org"],
    arxiv="2101.00002",
    doi="10.1/b",
    file="b.jsonl",
)
SECOND = record(
    title="B title",
    abstract="No abstract.",
    authors=["C"],
    author_count=7,
    date="2020-11",
    venue="ICML 2020",
    categories=["cs.LG", "cs.CV"],
    links=["https://b.org"],
    arxiv="2101.00001",
    doi="10.1/a",
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "i"),
        ("title", "B title"),
        ("abstract", "Long abstract."),
        ("authors", ["A", "B"]),
        ("author_count", 7),
        ("date", "2020-11"),
        ("date_text", None),
        ("venue", "ICML 2020"),
        ("categories", ["cs.LG", "cs.CV"]),
        ("links", ["https://a.org", "https://b.org"]),
        ("arxiv", "2101.00001"),
        ("doi", "10.1/a"),
    ],
)
@pytest.mark.parametrize("records", [(FIRST, SECOND), (SECOND, FIRST)])
def test_each_field_of_the_merged_paper_is_the_richer_one(
    field: str, value: object, records: tuple[Record, Record]
) -> None:
    assert getattr(merge_records(records, "i"), field) == value


def test_the_merged_paper_names_all_its_sources_in_order() -> None:
    assert [source.file for source in merge_records([FIRST, SECOND], "i").sources] == ["a.jsonl", "b.jsonl"]


def test_of_dates_as_precise_the_earliest_counts_and_without_any_the_words() -> None:
    assert merge_records([record(title="A", date=d) for d in ("2021-02", "2020-12")], "i").date == "2020-12"
    wordy = merge_records([record(title="A", date_text=words) for words in ("in spring", "some day")], "i")
    assert (wordy.date, wordy.date_text) == (None, "some day")


def test_a_paper_without_authors_has_no_count_of_them() -> None:
    merged = merge_records([record(abstract="x"), record(abstract="x")], "i")
    assert (merged.title, merged.authors, merged.author_count, merged.venue, merged.arxiv) == (
        None,
        [],
        None,
        None,
        None,
    )
