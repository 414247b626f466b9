"""Looking into the lexicon, and checking a user's own."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.lexicon import Lexicon, Term, default_lexicon, read_user_lexicon
from extractors.pieces import pieces
from kg.api.lexicon_check import check_lexicon
from kg.api.lexicons import is_findable, lexicon_with, listed, marks, search
from kg.errors import KgError


@pytest.fixture(scope="module")
def small() -> Lexicon:
    return Lexicon(
        [
            Term("Dataset", "quill", "Quill", ("Quill Bank",)),
            Term("Dataset", "quill-20", "Quill-20", variant_of="quill"),
            Term("Method", "quill-net", "QuillNet", ("QN",), uncertain=frozenset({"qn"})),
            Term("Metric", "ink", "INK", cased=True),
            Term("Task", "parsing", "parsing", generic=True),
        ]
    )


def found(lexicon: Lexicon, name: str) -> list[tuple[str, str, str]]:
    return [(hit.match, hit.surface, hit.term.id) for hit in search(lexicon, name)]


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("quill", ("name", "Quill", "quill")),
        ("quill-bank", ("alias", "Quill Bank", "quill")),
        ("the Quill corpus", ("inside", "Quill", "quill")),
        ("QuillNet-B", ("inside", "QuillNet", "quill-net")),
        ("Quill50", ("base", "Quill", "quill")),
        ("QuilNet", ("near", "QuillNet", "quill-net")),
    ],
)
def test_a_name_is_understood_by_spelling_by_what_it_holds_and_by_what_is_near(
    small: Lexicon, name: str, best: tuple[str, str, str]
) -> None:
    assert found(small, name)[0] == best


def test_an_entry_comes_once_with_base_and_variants(small: Lexicon) -> None:
    hits = search(small, "Quill-20")
    assert [h.term.id for h in hits].count("quill") == 1
    assert (hits[0].base, hits[0].variants) == ("Quill", ())
    assert search(small, "Quill")[0].variants == ("Quill-20",)


def test_only_the_types_that_were_asked_for_come(small: Lexicon) -> None:
    assert {h.term.type for h in search(small, "Quill", ("Method",))} <= {"Method"}
    assert [t.id for t in listed(small, ("Dataset",))] == ["quill", "quill-20"]


@pytest.mark.parametrize("name", ["zzzzzzzz", "", "...", "∫"])
def test_nothing_like_it_gives_nothing(small: Lexicon, name: str) -> None:
    assert search(small, name) == []


def test_marks_say_what_restrains_belief(small: Lexicon) -> None:
    assert [marks(t) for t in small.terms] == ["", "", "needs context: QN", "only as spelled", "generic term"]


def test_a_users_names_are_listed_with_ours(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("type,name,aliases\nDataset,the blue ledger,TBL\n")
    assert search(lexicon_with(path), "tbl")[0].term.name == "the blue ledger"
    assert lexicon_with(None) is default_lexicon()


@given(st.lists(st.from_regex(r"[A-Za-z0-9]{1,8}", fullmatch=True), min_size=1, max_size=12), st.sampled_from(" -"))
def test_what_is_called_findable_is_found_in_a_text(words: list[str], joiner: str) -> None:
    name = joiner.join(words)
    text = f"Here, {name}, and more."
    found = list(Lexicon([Term("Method", "x", name)]).matches(text, pieces(text)))
    assert is_findable(name) == any(text[m.start : m.end] == name for m in found)


def remarks(path: Path, content: str) -> list[tuple[int, str, str]]:
    file = path / "mine.csv"
    file.write_text(content, encoding="utf-8")
    return [(r.line, r.kind, r.text) for r in check_lexicon(file).remarks]


def test_a_good_file_has_no_remarks(tmp_path: Path) -> None:
    assert remarks(tmp_path, "type,name,aliases\nDataset,Quoxbench,QuoxB-2|Quox Bank\n") == []


@pytest.mark.parametrize(
    ("content", "line", "complaint"),
    [
        ("type,name\nThing,Quoxnet\n", 2, "'Thing' is no type"),
        ("type,name\n,Quoxnet\n", 2, "has no type"),
        ("type,name,aliases\nMethod,,Quoxnet\n", 2, "has no name"),
        ("type,name\nMethod\n", 2, "has no name"),
        ('type,name\nMethod,"Quox, net"\n', 2, "will never be found"),
        ("type\tname\taliases\nMethod\tQuoxnet\tQuox (net)\n", 2, "will never be found"),
        ("type,name\nMethod,Quoxnet\n\nMethod,quox-net\n", 4, "stands on line 2 already"),
        ('type,name,comment\nMethod,Quoxnet,"a\nb"\nMethod,Quoxnet,\n', 4, "stands on line 3 already"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path: Path, content: str, line: int, complaint: str) -> None:
    faults = [(number, text) for number, kind, text in remarks(tmp_path, content) if kind == "fault"]
    assert len(faults) == 1
    assert faults[0][0] == line
    assert complaint in faults[0][1]


@pytest.mark.parametrize(
    ("row", "note"),
    [
        ("Dataset,imagenet", "replaces our ImageNet; no longer known: "),
        ("Metric,ImageNet", "is our Dataset ImageNet, too"),
        ("Method,switch", "reads as common words: it will be found"),
        ("Method,Results Show", "reads as common words: it may be missed"),
        ("Method,Qx", "is very short"),
    ],
)
def test_notes_tell_what_an_entry_will_do(tmp_path: Path, row: str, note: str) -> None:
    found = remarks(tmp_path, f"type,name\n{row}\n")
    assert [kind for _, kind, _ in found] == ["note"] * len(found)
    assert any(note in text for _, _, text in found)


def test_one_name_of_two_types_is_noted_not_refused(tmp_path: Path) -> None:
    ((line, kind, text),) = remarks(tmp_path, "type,name\nMethod,Quoxnet\nTask,Quoxnet\n")
    assert (line, kind) == (3, "note")
    assert "line 2" in text


@pytest.mark.parametrize("content", ["", "name\nFoo\n", 'type,name\nMethod,"' + "x" * 200_000 + '"\n'])
def test_what_is_no_lexicon_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(KgError, match=r"mine\.csv"):
        remarks(tmp_path, content)


_CELLS = st.sampled_from(["", "Method", "dataset", "Thing", "Quox", "a, b", "Q|R", '"', "x;y", " ", "Foo Bar"])


@given(st.lists(st.lists(_CELLS, max_size=4), max_size=6))
@settings(max_examples=60)
def test_a_file_without_faults_is_one_that_extraction_takes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text("\n".join(["type,name,aliases", *(",".join(row) for row in rows)]), encoding="utf-8")
    try:
        accepted = len(read_user_lexicon(path))
    except KgError:
        accepted = -1
    checked = check_lexicon(path)
    if not checked.faults:
        assert accepted == checked.entries
    if accepted < 0:
        assert checked.faults
