import tracemalloc
from collections import Counter
from pathlib import Path

import pytest

from extractors.lexicon import Lexicon, Term, default_lexicon, read_user_lexicon
from extractors.pieces import pieces
from kg.errors import KgError
from kg.text import name_key


@pytest.fixture(scope="module")
def small() -> Lexicon:
    return Lexicon(
        [
            Term("Dataset", "cifar-10", "CIFAR-10"),
            Term("Dataset", "cifar-100", "CIFAR-100"),
            Term("Task", "semantic-segmentation", "semantic segmentation", ("scene parsing",)),
            Term("Dataset", "math", "MATH", cased=True),
            Term("Metric", "pearson-correlation", "Pearson's correlation"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on CIFAR10 and Cifar 100.", ["cifar-10", "cifar-100"]),
        ("Semantic Segmentation", ["semantic-segmentation"]),
        ("scene-parsing methods", ["semantic-segmentation"]),
        ("semantic, segmentation", []),
        ("MATH but not math", ["math"]),
        ("Pearson's correlation, Pearson correlation", ["pearson-correlation"] * 2),
    ],
)
def test_matches_any_spelling(small: Lexicon, text: str, found: list[str]) -> None:
    assert [m.term.id for m in small.matches(text, pieces(text))] == found


def test_a_users_entry_overrides_ours(small: Lexicon) -> None:
    extended = small.extended([Term("Dataset", "mine", "cifar 10")])
    assert [t.id for t in extended.lookup("CIFAR-10", "Dataset")] == ["mine"]
    assert extended.fingerprint != small.fingerprint


@pytest.mark.parametrize(
    "content", ["Type,Name,Aliases\nmethod,FooNet,FN|Foo\n", "type\tname\taliases\nMethod\tFooNet\tFN;Foo\n"]
)
def test_a_users_file_may_be_csv_or_tsv(tmp_path: Path, content: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(content)
    (term,) = read_user_lexicon(path)
    assert (term.type, term.name, term.aliases) == ("Method", "FooNet", ("FN", "Foo"))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("name\nFooNet\n", "columns"), ("type,name\nThing,FooNet\n", "line 2"), ("type,name\nMethod,\n", "line 2")],
)
def test_a_users_broken_file_is_refused_with_the_line(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(content)
    with pytest.raises(KgError, match=complaint):
        read_user_lexicon(path)


def test_ids_in_the_shipped_lexicon_are_unique_within_a_type() -> None:
    counts = Counter((t.type, t.id) for t in default_lexicon().terms)
    assert [key for key, count in counts.items() if count > 1] == []


def test_no_two_shipped_entries_of_a_type_share_a_name() -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for term in default_lexicon().terms:
        for name in term.names:
            owners.setdefault((term.type, name_key(name)), set()).add(term.id)
    assert {key: ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_every_base_of_a_shipped_variant_exists() -> None:
    ids = {(t.type, t.id) for t in default_lexicon().terms}
    assert [t.id for t in default_lexicon().terms if t.variant_of and (t.type, t.variant_of) not in ids] == []


def test_the_shipped_lexicon_has_breadth() -> None:
    counts = Counter(t.type for t in default_lexicon().terms)
    assert all(counts[kind] >= 300 for kind in ("Method", "Dataset", "Metric", "Task"))


def test_a_name_longer_than_any_text_writes_takes_no_memory_and_is_not_found() -> None:
    endless = "x" * 100_000
    tracemalloc.start()
    try:
        lexicon = Lexicon([Term("Method", "x", endless), Term("Method", "y", "Zorbnet")])
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    text = f"{endless} and Zorbnet"
    assert [match.term.id for match in lexicon.matches(text, pieces(text))] == ["y"]
