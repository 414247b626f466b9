"""BibTeX, RIS, PubMed's nbib, Web of Science's plain text."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import Record, Skip
from kg.sources.latex import plain_text

Reading = Callable[..., list[Record | Skip]]

BIBTEX = r"""
% my papers
@string{icml = "International Conference on Hedges"}
@inproceedings{key1,
  title = {{A} Title with {Braces}, G{\"o}del and $x_1$},
  author = {Lovelace, Ada and {\'E}va R{\"o}e and {The Hedge Team}},
  booktitle = icml # " 2020",
  year = 2020, month = jul,
  abstract = {We cut 95\% of hedges, 100% of them green. Code: \url{https://github.com/a_b/c}}
}
@article{broken, title = {No end, author = {X}
@article{key2,
  title = "Second",
  abstract = "Text",
  doi = {10.1000/XYZ}, year = {2019}, journal = {J. Hedges}
}
@misc{key3, title={Third}, eprint={2101.00001}, archivePrefix={arXiv}, journal={arXiv preprint arXiv:2101.00001}}
@comment{nothing}
@article{key4, title = {Fourth}}, abstract = {lost}}
@article{key5, year = 2000}
"""


def test_bibtex(reading: Reading) -> None:
    found = reading(BIBTEX)
    first, second, third, fourth = (item for item in found if isinstance(item, Record))
    assert first.title == "A Title with Braces, Gödel and $x_1$"
    assert first.abstract == "We cut 95% of hedges, 100% of them green. Code: https://github.com/a_b/c"
    assert first.authors == ["Ada Lovelace", "Éva Röe", "The Hedge Team"]
    assert (first.date, first.venue, first.own_id) == ("2020-07", "International Conference on Hedges 2020", "key1")
    assert first.links == ["https://github.com/a_b/c"]
    assert (second.title, second.doi, second.own_id, second.venue) == ("Second", "10.1000/xyz", None, "J. Hedges")
    assert (third.arxiv, third.date, third.venue) == ("2101.00001", "2021-01", None)
    assert fourth.title == "Fourth"
    assert [item.position for item in found if isinstance(item, Skip)] == [11, 19, 20]


def test_bibtex_faults_stay_in_their_entries(reading: Reading) -> None:
    entries = "".join(
        f"@article{{k{n}, title = {{T{n}, abstract = {{a}}}}\n" if n % 2 else f"@article{{k{n}, title = {{T{n}}}}}\n"
        for n in range(50)
    )
    assert [r.title for r in reading(entries) if isinstance(r, Record)] == [f"T{n}" for n in range(0, 50, 2)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"{\c{C}}etin \& S\o{}ren", "Çetin & Søren"),
        (r"K\"ahler--Einstein", "Kähler–Einstein"),
        (r"$\mathcal{L}_1$ {loss}", r"$\mathcal{L}_1$ loss"),
        (r"see \href{https://a.org/x_y}{here}", "see here https://a.org/x_y"),
        ("unbalanced {brace", "unbalanced brace"),
        ("S^2-Guidance a_b 50% # &", "S^2-Guidance a_b 50% # &"),
    ],
)
def test_latex_of_bibliographies(source: str, text: str) -> None:
    assert plain_text(source) == text


@given(st.text(alphabet="ab {}\\$%\"'~^-_#&", max_size=60))
def test_any_latex_gives_a_text(source: str) -> None:
    assert isinstance(plain_text(source), str)


def test_ris(reading: Reading) -> None:
    found = reading(
        "TY  - JOUR\r\nT1  - A Title\r\nAU  - Lovelace, Ada\r\nAU  - Turing, Alan\r\nPY  - 2020/03/04/\r\nDO  - "
        "10.1000/1\r\n"
        "JO  - J Hedges\r\nAB  - Line one\r\ngoes on.\r\nUR  - https://arxiv.org/abs/2001.00001\r\nER  - \r\n\r\n"
        "TY  - CONF\r\nTI  - Second\r\nN2  - Abstract two\r\nDA  - 2019/05//\r\nID  - abc\r\n"
        "TY  - JOUR\r\nPY  - 2001\r\nER  - \r\n"
    )
    first, second, skip = found
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.title, first.abstract) == ("A Title", "Line one goes on.")
    assert (first.authors, first.date) == (["Ada Lovelace", "Alan Turing"], "2020-03-04")
    assert (first.arxiv, first.doi, first.venue) == ("2001.00001", "10.1000/1", "J Hedges")
    assert (second.title, second.abstract, second.date, second.own_id) == ("Second", "Abstract two", "2019-05", "abc")
    assert isinstance(skip, Skip)
    assert (skip.position, skip.reason) == (18, "neither title nor abstract")


def test_nbib_of_pubmed(reading: Reading) -> None:
    first, second = reading(
        "PMID- 12345\nDP  - 2020 Jan 3\nTI  - A title that\n      goes on.\nAB  - BACKGROUND: x.\n      METHODS: y.\n"
        "FAU - Lovelace, Ada\nAU  - Lovelace A\nJT  - J Hedges\nLID - 10.1000/2 [doi]\n\nPMID- 12346\nTI  - Other\n"
    )
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert (first.title, first.abstract) == ("A title that goes on.", "BACKGROUND: x. METHODS: y.")
    assert (first.doi, first.date, first.authors) == ("10.1000/2", "2020-01-03", ["Ada Lovelace"])
    assert second.own_id == "12346"


def test_plain_text_of_web_of_science(reading: Reading) -> None:
    (record,) = reading(
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Lovelace, A\nAF Lovelace, Ada\n   Turing, Alan\n"
        "TI A title\n   goes on\nSO J HEDGES\nAB The text.\nPY 2020\nUT WOS:0001\nER\n\nEF\n"
    )
    assert isinstance(record, Record)
    assert (record.title, record.authors, record.date) == ("A title goes on", ["Ada Lovelace", "Alan Turing"], "2020")
    assert (record.own_id, record.source.format) == ("WOS:0001", "wos")
