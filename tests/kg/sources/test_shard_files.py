"""A shard that is damaged, foreign or forged costs one clear line, or the rows that are wrong."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.extraction_files import SCHEMA, ShardFacts, write_parquet
from kg.records import Entity, Extraction, Mention, Record, Skip, Source
from kg.sources import read
from kg.sources.shards import extractions_of

ABSTRACT = "We train ResNet-50 on ImageNet."
SOURCE = Source(file="a.jsonl", format="jsonl", position=1)
RECORD = Record(title="A Title", abstract=ABSTRACT, own_id="7", authors=["A B"], source=SOURCE)
FOUND = Extraction(
    id="7",
    title="A Title",
    abstract=ABSTRACT,
    authors=["A B"],
    sources=[SOURCE],
    entities=[
        Entity(
            type="Method",
            name="ResNet-50",
            surfaces=["ResNet-50"],
            role="used",
            mentions=[Mention(start=17, end=26, confidence=0.1 + 0.2)],
        )
    ],
)
FACTS = ShardFacts("c0ffee", "fast", "0.1.0")


def shard(path: Path, found: Extraction = FOUND, record: Record = RECORD) -> Path:
    with path.open("wb") as stream:
        write_parquet(iter([(found, [record])]), stream, FACTS)
    return path


def the_skip(path: Path) -> Skip:
    (skip,) = read([path])
    assert isinstance(skip, Skip)
    return skip


def found_in(path: Path) -> list[Extraction]:
    with path.open("rb") as file:
        return list(extractions_of(file))


def test_record_and_extraction_come_back_to_the_last_digit(tmp_path):
    file = shard(tmp_path / "a.parquet")
    noted = []
    assert list(read([file], shards=noted)) == [RECORD]
    assert noted[0].facts == FACTS
    (back,) = found_in(file)
    assert back.entities == FOUND.entities


@pytest.mark.parametrize(
    "changes",
    [
        {"title": None},
        {"authors": []},
        {"title": "Another", "authors": ["C D", "E F"], "links": ["https://example.org/a"]},
        {"author_count": 10**9, "date": "2020-01", "doi": "10.1000/a", "categories": ["cs.CV"]},
    ],
)
def test_a_record_that_differs_from_its_paper_comes_back_as_it_was(tmp_path, changes):
    record = RECORD.model_copy(update=changes)
    assert list(read([shard(tmp_path / "a.parquet", record=record)])) == [record]


def test_a_shard_that_is_cut_off_is_named(tmp_path):
    file = shard(tmp_path / "a.parquet")
    file.write_bytes(file.read_bytes()[:-200])
    assert "damaged Parquet" in the_skip(file).reason


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b'{"format": 2}', "another version of paperkg (form 2; this one reads 1)"),
        (b'{"format": 1}', "damaged shard"),
        (b"[1]", "damaged shard"),
        (b"\xff", "damaged shard"),
        (b"[" * 100_000, "damaged shard"),
        (FACTS.metadata()[b"paperkg"].replace(b'"part": 1', b'"part": "1"'), "damaged shard"),
    ],
)
def test_a_shard_that_says_nonsense_of_itself_is_named(tmp_path, said, reason):
    table = pq.read_table(shard(tmp_path / "a.parquet"))
    file = tmp_path / "b.parquet"
    pq.write_table(table.replace_schema_metadata({b"paperkg": said}), file)
    skip = the_skip(file)
    assert reason in skip.reason
    assert "\n" not in skip.reason


def test_a_shard_with_other_columns_is_named(tmp_path):
    table = pq.read_table(shard(tmp_path / "a.parquet")).drop_columns(["records"])
    file = tmp_path / "b.parquet"
    pq.write_table(table, file)
    assert "has not the columns" in the_skip(file).reason


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "two\nlines"},
        {"abstract": "a\x1b[31m"},
        {"abstract": "x" * 100_001},
        {"title": None, "abstract": None},
    ],
)
def test_a_record_that_no_reader_gives_is_skipped_with_its_row(tmp_path, changes):
    record = RECORD.model_copy(update=changes)
    assert the_skip(shard(tmp_path / "a.parquet", record=record)).position == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"mentions": [Mention(start=17, end=2000)]},
        {"mentions": [Mention(start=-3, end=5)]},
        {"mentions": [Mention(start=9, end=9)]},
        {"mentions": []},
        {"confidence": 7.0},
        {"confidence": float("nan")},
        {"type": "Planet"},
        {"role": "invented"},
        {"surfaces": []},
    ],
)
def test_an_extraction_that_cannot_be_right_is_passed_over(tmp_path, forged):
    entity = FOUND.entities[0].model_copy(update=forged)
    assert found_in(shard(tmp_path / "a.parquet", FOUND.model_copy(update={"entities": [entity]}))) == []


def test_rows_of_nulls_are_no_papers(tmp_path):
    table = pa.Table.from_pylist([dict.fromkeys(SCHEMA.names)] * 2, schema=SCHEMA.with_metadata(FACTS.metadata()))
    file = tmp_path / "a.parquet"
    pq.write_table(table, file)
    assert list(read([file])) == []
    assert found_in(file) == []
