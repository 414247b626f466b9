"""Reading public test sets in their published forms."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.evaluation import Passage, read_public
from kg.evaluation.tokens import Token, joined

TDMSCI = """\
We\t0\tO
parse\t3\tB-TASK
-\t8\tI-TASK
trees\t9\tI-TASK
on\t15\tO
Quill\t18\tB-DATASET
Bank\t24\tI-DATASET
.\t28\tO

F1\t30\tB-METRIC
rises\t33\tO
"""
DOCUMENT = {
    "doc_key": "one",
    "sentences": [["We", "train", "QuillNet", "-LRB-", "QN", "-RRB-", "."], ["It", "parses", "trees", "."]],
    "ner": [[[2, 2, "Method"], [4, 4, "Method"]], [[8, 9, "Task"]]],
    "relations": [[], []],
}


def named(passages: list[Passage]) -> list[list[tuple[str, str]]]:
    return [[(p.text[s.start : s.end], s.type) for s in p.spans] for p in passages]


def written(path: Path, content: object) -> Path:
    file = path / "set"
    file.write_text(content if isinstance(content, str) else json.dumps(content) + "\n", encoding="utf-8")
    return file


def test_tdmsci_sentences_are_spaced_as_their_offsets_say(tmp_path: Path) -> None:
    passages = read_public(written(tmp_path, TDMSCI), "tdmsci")
    assert [p.text for p in passages] == ["We parse-trees on Quill Bank.", "F1 rises"]
    assert named(passages) == [[("parse-trees", "Task"), ("Quill Bank", "Dataset")], [("F1", "Metric")]]


def test_an_inside_label_that_continues_nothing_begins_a_mention(tmp_path: Path) -> None:
    passages = read_public(written(tmp_path, "A\t0\tI-TASK\nB\t2\tI-METRIC\nC\t4\tB-METRIC\n"), "tdmsci")
    assert named(passages) == [[("A", "Task"), ("B", "Metric"), ("C", "Metric")]]


def test_offsets_that_fall_back_part_the_words(tmp_path: Path) -> None:
    (passage,) = read_public(written(tmp_path, "gain\t9\tO\nin\t10\tO\n"), "tdmsci")
    assert passage.text == "gain in"


@pytest.mark.parametrize("name", ["scier", "scierc"])
def test_a_document_of_tokens_is_read_as_running_text(tmp_path: Path, name: str) -> None:
    passages = read_public(written(tmp_path, DOCUMENT), name)
    assert [p.text for p in passages] == ["We train QuillNet (QN). It parses trees."]
    assert named(passages) == [[("QuillNet", "Method"), ("QN", "Method"), ("parses trees", "Task")]]


def test_scierc_types_become_ours_or_are_left_out(tmp_path: Path) -> None:
    words = ["a", "b", "c", "d"]
    ner = [[0, 0, "Material"], [1, 1, "Metric"], [2, 2, "Generic"], [3, 3, "OtherScientificTerm"]]
    passages = read_public(written(tmp_path, {"sentences": [words], "ner": [ner]}), "scierc")
    assert named(passages) == [[("a", "Dataset"), ("b", "Metric")]]


def test_a_long_document_is_read_in_passages_of_whole_sentences(tmp_path: Path) -> None:
    sentences = [["word"] * 100 + [f"Net{n}", "."] for n in range(9)]
    ner = [[[n * 102 + 100, n * 102 + 100, "Method"]] for n in range(9)]
    passages = read_public(written(tmp_path, {"sentences": sentences, "ner": ner}), "scier")
    assert all(len(p.text) <= 2000 and p.text.endswith(".") for p in passages)
    assert [name for part in named(passages) for name, _ in part] == [f"Net{n}" for n in range(9)]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("tdmsci", "", "holds no sentences"),
        ("tdmsci", "We\tO\n", ":1: TDMSci has a token"),
        ("tdmsci", "We\t0\tO\nparse\t-3\tO\n", ":2: TDMSci has a token"),
        ("tdmsci", "We\t0\tB-METHOD\n", ":1: 'B-METHOD' is no label"),
        ("scierc", "not json\n", ":1: is no JSON"),
        ("scierc", "[" * 100_000, ":1: is no JSON"),
        ("scierc", "[]", ":1: SciERC has `sentences`"),
        ("scierc", {"sentences": [["a"]], "ner": []}, ":1: SciERC has `sentences`"),
        ("scierc", {"sentences": ["a"], "ner": [[]]}, "sentence 1: a sentence is a list of words"),
        ("scierc", {"sentences": [["a"]], "ner": [None]}, "sentence 1: `ner` has a list"),
        ("scierc", {"sentences": [["a"], ["b"]], "ner": [[], [[0, 1, "Task"]]]}, "sentence 2: [0, 1, 'Task'] is no"),
        ("scierc", {"sentences": [["a"]], "ner": [[[0, 0, "Person"]]]}, "'Person' is no type of SciERC"),
        ("scier", {"sentences": [["a"]], "ner": [[[0, 0, "Metric"]]]}, "'Metric' is no type of SciER"),
        ("scier", {"doc_id": "1", "sentence": "We parse.", "ner": [["parse", "Task"]]}, "the folder PLM"),
    ],
)
def test_what_is_not_in_the_published_form_is_refused_with_its_place(
    tmp_path: Path, name: str, content: object, complaint: str
) -> None:
    with pytest.raises(KgError) as error:
        read_public(written(tmp_path, content), name)
    assert complaint in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_a_missing_file_and_one_that_is_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for file in ("missing", "binary"):
        with pytest.raises(KgError, match=file):
            read_public(tmp_path / file, "tdmsci")


@given(st.lists(st.tuples(st.text(max_size=8), st.sampled_from([None, True, False])), max_size=20))
def test_every_token_stands_where_it_is_said_to_stand(given_tokens: list[tuple[str, bool | None]]) -> None:
    tokens = [Token(text, glued) for text, glued in given_tokens]
    text, places = joined(tokens)
    rest = list(text)
    for start, end in reversed(places):
        del rest[start:end]
    assert set(rest) <= {" "}
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(places))
    assert "  " not in text
    assert text == text.strip()


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("R - CNN ( RPN ) , too .", "R-CNN (RPN), too."),
        ("in 2 0 1 4 , 4 2 . 2 %", "in 2014, 42.2%"),
        ("8. 2 % more", "8.2% more"),
        ("Section 3 . Two", "Section 3. Two"),
        ("-LRB- BLEU -RRB-", "(BLEU)"),
        ("the model 's n-gram", "the model's n-gram"),
        ("MS COCO 2017 3 times", "MS COCO 2017 3 times"),
    ],
)
def test_words_are_put_together_as_people_write(tokens: str, text: str) -> None:
    assert joined([Token(t) for t in tokens.split()])[0] == text
