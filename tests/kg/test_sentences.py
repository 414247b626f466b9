import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sentences import Sentences, sentence_spans


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("A title\nAn abstract.", ["A title", "An abstract."]),
        ("Models (e.g. ResNet) work. Yes!", ["Models (e.g. ResNet) work.", "Yes!"]),
        ("Smith et al. showed it. Fine.", ["Smith et al. showed it.", "Fine."]),
        ("It gains 3.5 points. 4 datasets.", ["It gains 3.5 points.", "4 datasets."]),
        ("A vs. B is close.", ["A vs. B is close."]),
        ('He said "stop." Then left.', ['He said "stop."', "Then left."]),
        ("No end", ["No end"]),
        ("Space at the end.  ", ["Space at the end."]),
        ("Space at the end, no mark  ", ["Space at the end, no mark"]),
        ("   ", []),
        ("\nOne.", ["One."]),
        ("Nets, graphs, etc. We use them.", ["Nets, graphs, etc.", "We use them."]),
        ("Nets, graphs, etc. are used.", ["Nets, graphs, etc. are used."]),
        ("By A. Turing and Co. in 1950.", ["By A. Turing and Co. in 1950."]),
        ("Is it? yes it is.", ["Is it?", "yes it is."]),
        ("It is! yes it is.", ["It is!", "yes it is."]),
        ("A file x.y. is small.", ["A file x.y. is small."]),
        ("It ends... then it goes on.", ["It ends... then it goes on."]),
        ("It ends... Then it starts.", ["It ends...", "Then it starts."]),
        ("See (this one.) Then that.", ["See (this one.)", "Then that."]),
        ("It ends. $X$ starts.", ["It ends.", "$X$ starts."]),
        ("It ends. (A) starts.", ["It ends.", "(A) starts."]),
        ("As in Fig. 3 we see.", ["As in Fig. 3 we see."]),
        ("This is no. We stop.", ["This is no.", "We stop."]),
        ("In this respect. We stop.", ["In this respect.", "We stop."]),
        ("Number no. is open.", ["Number no. is open."]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[s:e] for s, e in sentence_spans(text)] == sentences


@given(st.text(alphabet="aB. \n?!1(e.g", max_size=200))
def test_sentences_cover_all_that_is_not_space_and_do_not_overlap(text: str) -> None:
    spans = sentence_spans(text)
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    covered = {i for s, e in spans for i in range(s, e)}
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())


@given(st.text(alphabet="aB. \n", min_size=1, max_size=100), st.data())
def test_the_sentence_at_an_offset_holds_it(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text) - 1))
    start, end = Sentences(text).at(offset)
    assert text[offset].isspace() or start <= offset < end


def test_a_text_without_sentences_has_none_at_any_offset() -> None:
    assert Sentences(" ").at(0) == (0, 0)


@pytest.mark.parametrize(
    ("offset", "span"), [(-1, (0, 4)), (0, (0, 4)), (3, (0, 4)), (4, (0, 4)), (5, (5, 9)), (8, (5, 9)), (99, (5, 9))]
)
def test_between_sentences_the_one_before_counts_and_at_the_edges_the_nearest(
    offset: int, span: tuple[int, int]
) -> None:
    assert Sentences("One. Two. ").at(offset) == span
