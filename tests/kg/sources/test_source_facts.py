"""Venues, links and names of authors, as they stand in notes and fields."""

import pytest

from kg.links import find_links, is_web_address
from kg.sources.names import is_author_line, split_authors
from kg.sources.venues import find_venue, venue_field, venue_line


@pytest.mark.parametrize(
    ("note", "venue"),
    [
        ("ICML 2020", "ICML 2020"),
        ("to appear at CVPR 2018", "CVPR 2018"),
        ("Published as a conference paper at ICLR 2019", "ICLR 2019"),
        ("Accepted to NeurIPS 2021 (spotlight)", "NeurIPS 2021"),
        ("12 pages, 3 figures. Accepted by ACL'25 Main", "ACL 2025"),
        ("accepted at wacv2024; code: https://github.com/a/b", "WACV 2024"),
        ("Accepted to AAAI-20", "AAAI 2020"),
        ("Findings of EMNLP 2023", "Findings of EMNLP 2023"),
        ("Presented at the NeurIPS 2019 Workshop on Gardens", "NeurIPS 2019 Workshop"),
        ("Accepted for publication in the Journal of Garden Studies, 12 pages", "Journal of Garden Studies"),
        ("In Proceedings of the 9th Conference on Hedges, 2020", "Proceedings of the 9th Conference on Hedges, 2020"),
        ("Best paper award at SIGIR 2020", "SIGIR 2020"),
        ("submitted to ICCV 2025", None),
        ("Under review at EMNLP 2025", None),
        ("10 pages, 5 figures", None),
        ("arXiv 2020", None),
        ("March 2021", None),
    ],
)
def test_venue_of_a_note(note: str, venue: str | None) -> None:
    assert find_venue(note) == venue


@pytest.mark.parametrize(
    "line", ["Trending 2025", "Week 12 2025", "Copyright 2024", "We won KDD 2019 and then lost it all."]
)
def test_line_that_is_no_venue(line: str) -> None:
    assert venue_line(line) is None


def test_preprint_server_is_no_venue() -> None:
    assert venue_field("arXiv preprint arXiv:2101.00001") is None
    assert venue_field(" J. Garden Sci. 12 (2020) ") == "J. Garden Sci. 12 (2020)"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Code: https://github.com/a/b.", ["https://github.com/a/b"]),
        ("see our project page (https://a.github.io/b/)", ["https://a.github.io/b/"]),
        ("Project Website: http://garden.example.org/~ada/hedge_maze", ["http://garden.example.org/~ada/hedge_maze"]),
        ("https://github.com/a/hedge\\_maze", ["https://github.com/a/hedge_maze"]),
        ("the published version is at https://doi.org/10.1000/1", []),
        ("data from https://arxiv.org/abs/2101.00001", []),
        ("as https://example.org/1 tells", []),
        ("code at https://", []),
    ],
)
def test_links_are_those_of_code_and_project_pages(text: str, links: list[str]) -> None:
    assert find_links(text) == links


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "https://[::1", "ftp://a.org/b", "https://a b.org", "github.com/a"]
)
def test_only_whole_http_addresses_are_links(value: str) -> None:
    assert not is_web_address(value)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Lovelace, Alan Turing and Grace Hopper", ["Ada Lovelace", "Alan Turing", "Grace Hopper"]),
        ("Lovelace, Ada; Turing, Alan", ["Ada Lovelace", "Alan Turing"]),
        ("Lovelace, Ada and Turing, Alan and others", ["Ada Lovelace", "Alan Turing"]),
        ("Lovelace, A., Turing, A.", ["A. Lovelace", "A. Turing"]),
        ("Lovelace A(1), Turing AM(2)", ["Lovelace A", "Turing AM"]),
        ("['Ada Lovelace', 'Alan Turing']", ["Ada Lovelace", "Alan Turing"]),
        ("Ada Lovelace, +3 authors Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        ("Ada Lovelace (London), Ludwig van Beethoven (Bonn)", ["Ada Lovelace", "Ludwig van Beethoven"]),
        ("Lovelace, Ada", ["Ada Lovelace"]),
    ],
)
def test_authors_in_one_string(written: str, names: list[str]) -> None:
    assert split_authors(written) == names


@pytest.mark.parametrize(
    "line", ["Ada Lovelace, Alan M. Turing", "A. Lovelace¹, A. Turing²*, G. Hopper¹", "Ada de la Cruz & Li Wei"]
)
def test_line_of_authors(line: str) -> None:
    assert is_author_line(line)


@pytest.mark.parametrize(
    "line", ["Graphs, Networks and Learning", "Deep Learning, Graph Networks", "Ada Lovelace", "Why Trees?"]
)
def test_line_of_no_authors(line: str) -> None:
    assert not is_author_line(line)
