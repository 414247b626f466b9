"""Records that are wrong in themselves: each costs itself, and the others are read."""

import json
from collections.abc import Callable

import pytest

from kg.records import Record, Skip
from tests.kg.sources.samples import SAMPLES

Reading = Callable[..., list[Record | Skip]]
GOOD = '{"title": "On Hedges", "abstract": "We cut them."}'


def short(value: object) -> str:
    """The name of a case, which would else be the whole of a long text."""
    return repr(value)[:30]


def titles(found: list[Record | Skip]) -> list[str | None]:
    return [item.title for item in found if isinstance(item, Record)]


def skips(found: list[Record | Skip]) -> list[Skip]:
    return [item for item in found if isinstance(item, Skip)]


def test_malformed_line_40_000_is_named_and_the_others_are_read(reading: Reading) -> None:
    lines = [json.dumps({"title": f"Hedge {n}"}) for n in range(1, 40_011)]
    lines[39_999] = '{"title": "Hedge 40000", "abstract": "We'
    found = reading("\n".join(lines))
    assert len(titles(found)) == 40_009
    assert [(skip.position, skip.reason[:15]) for skip in skips(found)] == [(40_000, "malformed JSON:")]


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"title": ' + "[" * 50_000 + "]" * 50_000 + "}",
        '{"title": ' + "9" * 5000 + "}",
        '{"title": NaN, "abstract": Infinity}',
        '{"title": {"a": {"b": {"c": {"d": {"e": "too deep"}}}}}}',
        "null",
        '"a string"',
        "12",
        "\x07",
    ],
    ids=short,
)
def test_line_that_is_no_paper_is_skipped(reading: Reading, line: str) -> None:
    found = reading(f"{GOOD}\n{line}\n{GOOD}\n", "jsonl")
    assert titles(found) == ["On Hedges"] * 2
    assert [skip.position for skip in skips(found)] == [2]


@pytest.mark.parametrize(
    "fields",
    [
        '"year": NaN',
        '"year": 1e400',
        f'"year": 1{"0" * 400}',
        f'"year": -1{"0" * 4000}',
        '"date": Infinity',
        f'"issued": {{"date-parts": [["{"1" * 5000}"]]}}',
        f'"id": 1{"0" * 400}',
        f'"authorCount": 1{"0" * 400}',
        '"authors": [[], {}, null, [[[]]], 1]',
        '"title": "On Hedges"',
        '"venue": "\\ud800"',
        '"authors": ["A \\udfff B"]',
        f'"links": ["{"x" * 100_000}"]',
        f'"year": {"9" * 5000}',
        '"year": -Infinity',
        '"venue": "\\udc00\\ud800"',
        '"\\udfff": "\\ud83d\\ude00"',
        f'"x": {"[" * 50}{"]" * 50}',
    ],
    ids=short,
)
@pytest.mark.parametrize("format", ["jsonl", "json"])
def test_odd_value_of_a_field_does_not_cost_the_paper(reading: Reading, fields: str, format: str) -> None:
    paper = f'{{{fields}, "title": "On Hedges", "abstract": "We \\ud800cut \\udc00them."}}'
    found = reading(f"{paper}\n{paper}\n" if format == "jsonl" else f"[{paper}, {paper}]", format)
    assert len(found) == 2
    for record in found:
        assert isinstance(record, Record)
        assert (record.title, record.abstract) == ("On Hedges", "We cut them.")
        assert record.model_dump_json()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,b,c,d,e", "5 cells in a row, where the header names 3 columns"),
        ("x" * 250_000 + ",b,c", "a cell of more than 200,000 characters"),
        (",,2021", "neither title nor abstract"),
    ],
    ids=short,
)
def test_row_that_does_not_fit(reading: Reading, row: str, reason: str) -> None:
    found = reading(f"title,abstract,year\nOn Hedges,We cut.,2021\n{row}\nOn Lawns,We mow.\n")
    assert titles(found) == ["On Hedges", "On Lawns"]
    assert [skip.position for skip in skips(found)] == [3]
    assert reason in skips(found)[0].reason


def test_table_without_a_title_or_abstract(reading: Reading) -> None:
    (skip,) = reading("author,year\nAda,1843\n", "csv")
    assert isinstance(skip, Skip)
    assert "no column is named as a title or an abstract is" in skip.reason


@pytest.mark.parametrize(
    "entry",
    [
        "@article{b, title = {Open",
        "@article{b, title = {{{}, abstract = {x}}",
        '@article{b, title = "Open, abstract = {x}}',
        "@article{b title {} = }",
        "@article" + "{" * 5000,
        "@article{b, title = {" + "{" * 3000 + "}" * 3000 + "}}",
        "@{}@{}@",
        "@string{x = " + "x # " * 2000 + "x}",
    ],
    ids=short,
)
def test_broken_entry_costs_itself(reading: Reading, entry: str) -> None:
    good = "@article{%s, title = {On Hedges}, abstract = {We cut them.}}\n\n"
    found = reading(good % "a" + entry + "\n\n" + good % "c", "bibtex")
    assert titles(found).count("On Hedges") >= 1


ENTRY = "<entry><title>On Hedges</title><summary>We cut them.</summary></entry>"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ('<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', "declares entities of its own"),
        ('<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "declares entities of its own"),
        ('<!DOCTYPE feed [<!ENTITY % x SYSTEM "http://localhost/x.dtd"> %x;]>', "declares entities of its own"),
    ],
    ids=short,
)
def test_entities_of_a_document_are_refused(reading: Reading, head: str, reason: str) -> None:
    (skip,) = reading(f'<?xml version="1.0"?>{head}<feed>{ENTRY}</feed>')
    assert isinstance(skip, Skip)
    assert reason in skip.reason


def test_document_type_outside_is_not_fetched(reading: Reading) -> None:
    found = reading(f'<?xml version="1.0"?><!DOCTYPE feed SYSTEM "http://localhost/x.dtd"><feed>{ENTRY}</feed>')
    assert titles(found) in (["On Hedges"], [])


@pytest.mark.parametrize("inside", ["<a>" * 5000 + "</a>" * 5000, "<a/>" * 250_000], ids=short)
def test_entry_larger_than_any_paper_ends_the_reading(reading: Reading, inside: str) -> None:
    found = reading(f"<feed>{ENTRY}<entry>{inside}</entry></feed>", "atom")
    assert titles(found) == ["On Hedges"]
    assert "elements in an entry" in skips(found)[0].reason


def test_what_stands_around_entries_takes_no_memory(reading: Reading) -> None:
    assert titles(reading(f"<feed>{'<a/>' * 250_000}{ENTRY}</feed>", "atom")) == ["On Hedges"]


@pytest.mark.parametrize("end", ["<!--", "<a ", "<a", "</", "<script>", "<script></", "<!", "<?", "<a href='", "&#"])
def test_page_that_ends_in_an_open_tag(reading: Reading, end: str) -> None:
    found = reading(SAMPLES["html"].replace("</body></html>", "") + end * 20_000)
    assert len(titles(found)) == 1


@pytest.mark.parametrize("format", ["text", "jsonl", "json", "csv", "bibtex", "ris", "atom", "html"])
@pytest.mark.parametrize(
    ("abstract", "is_read"),
    [
        ("We cut. " * 15_000, False),
        ("(" * 90_000, True),
        ("我们研究树篱的修剪方法。" * 50, True),
        ("เราศึกษาการตัดแต่งพุ่มไม้" * 50, True),
        (r"$\sum_i x_i^2 \le \|A\|_F$ " * 50, True),
    ],
    ids=short,
)
def test_abstract_of_an_odd_kind(reading: Reading, format: str, abstract: str, is_read: bool) -> None:
    first = "We cook with hedges. It is good, as we show in three gardens of the north."
    content = SAMPLES[format].replace(first, json.dumps(abstract)[1:-1] if format.startswith("json") else abstract)
    for item in reading(content, format):
        if is_read and format not in ("text", "html"):  # on a page, what is no sentence may be no abstract
            assert isinstance(item, Record), item
            assert item.abstract
        elif not is_read:
            assert isinstance(item, Skip)
            assert "more than" in item.reason
