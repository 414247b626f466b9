import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ids import arxiv_month, find_arxiv, find_doi, parse_arxiv, parse_doi


@pytest.mark.parametrize(
    ("value", "identifier"),
    [
        ("2011.11765", "2011.11765"),
        ("2011.11765v12", "2011.11765"),
        ("arXiv:2011.11765", "2011.11765"),
        ("0704.0001", "0704.0001"),
        ("https://arxiv.org/pdf/2011.11765v2.pdf", "2011.11765"),
        ("https://doi.org/10.48550/arXiv.2011.11765", "2011.11765"),
        ("hep-th/9901001v1", "hep-th/9901001"),
        ("math.gt/0309136", "math.GT/0309136"),
        ("  2011.11765v2  ", "2011.11765"),
        ("arXiv: 2011.11765", "2011.11765"),
        ("ARXIV.ORG/ABS/2011.11765", "2011.11765"),
        ("HEP-TH/9901001", "hep-th/9901001"),
        ("astro-ph/9901001", "astro-ph/9901001"),
        ("see arXiv:2011.11765, page 3", "2011.11765"),
        ("2011.117651", None),
        ("2013.12345", None),
        ("12345", None),
        ("10.1000/abc", None),
        ("", None),
    ],
)
def test_arxiv_ids_of_both_schemes_are_read_and_the_version_cut_off(value: str, identifier: str | None) -> None:
    assert parse_arxiv(value) == identifier


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("at arXiv:math.gt/0309136v1", "math.GT/0309136"),
        ("at arxiv.org/html/2011.11765 and arxiv.org/abs/2011.00001", "2011.11765"),
        ("10.48550/ARXIV.2011.11765", "2011.11765"),
        ("arXiv:2011.117651", None),
        ("", None),
    ],
)
def test_the_first_arxiv_id_that_a_text_says_is_one(text: str, identifier: str | None) -> None:
    assert find_arxiv(text) == identifier


def test_a_number_in_prose_is_no_arxiv_id() -> None:
    assert find_arxiv("we use 2011.11765 samples") is None


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1109/CVPR.2016.90", "10.1109/cvpr.2016.90"),
        ("doi: 10.1000/A(1)2;x.", "10.1000/a(1)2;x"),
        ("10.48550/arXiv.2011.11765", "10.48550/arxiv.2011.11765"),
        (" HTTP://DX.DOI.ORG/10.1000/x ", "10.1000/x"),
        ("10.1000%2Fa%20b", "10.1000/a"),
        ("10.1000/x.,;:)]'", "10.1000/x"),
        ("it is 10.1000/x", None),
        ("10.1/x", None),
        ("nothing", None),
    ],
)
def test_dois_are_lower_cased_and_freed_of_what_surrounds_them(text: str, doi: str | None) -> None:
    assert parse_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("see 10.48550/arXiv.2011.11765", None),
        ("see 10.48550/arXiv.2011.11765 and 10.1109/X.Y).", "10.1109/x.y"),
        ("see 10.1109/X,", "10.1109/x"),
        ("see 10.1109/X and 10.1109/Z", "10.1109/x"),
        ("see 10.1109/X;:'])", "10.1109/x"),
        ("", None),
    ],
)
def test_the_first_doi_of_a_text_that_is_not_arxivs(text: str, doi: str | None) -> None:
    assert find_doi(text) == doi


@pytest.mark.parametrize(
    ("identifier", "month"),
    [("0704.0001", "2007-04"), ("2412.10001", "2024-12"), ("math/0309136", None), ("2413.10001", None), ("", None)],
)
def test_a_new_style_id_tells_its_month(identifier: str, month: str | None) -> None:
    assert arxiv_month(identifier) == month


@given(st.text(max_size=300))
def test_any_text_is_read_without_error(text: str) -> None:
    for read in (parse_arxiv, parse_doi, find_arxiv, find_doi):
        found = read(text)
        assert found is None or found
