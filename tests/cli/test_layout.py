"""Tables fit the terminal: words and numbers stay whole, and a row that finds no room becomes a block of lines."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

import kg.cli
from kg.cli.application import app
from kg.cli.layout import arranged

NAMES = ["GPT-3", "convolutional neural network", "bidirectional encoder representations"]
SENTENCE = "On ImageNet the small model keeps most of its accuracy, as we show in detail."


def shown(width: int, columns: list[str], rows: list[list[str]], numeric: list[bool]) -> str:
    console = Console(width=width, file=None, record=True, quiet=False, force_terminal=False)
    with console.capture() as captured:
        console.print(arranged("", columns, rows, numeric, width))
    return captured.get()


def test_a_table_that_fits_stands_as_it_is() -> None:
    rows = [[name, "12"] for name in NAMES]
    lines = shown(80, ["name", "papers"], rows, [False, True]).splitlines()
    assert len(lines) == 2 + len(rows)


def test_in_a_narrow_table_names_break_and_numbers_do_not() -> None:
    rows = [[name, "0.123456", "2017-06-12", "9"] for name in NAMES]
    text = shown(54, ["name", "score", "date", "papers"], rows, [False, True, False, True])
    assert text.count("0.123456") == text.count("2017-06-12") == 3
    assert "papers" in text
    assert "convolutional" in text
    assert "convolutional neural network" not in text
    assert max(map(len, text.splitlines())) <= 54


def test_sentences_without_room_become_blocks() -> None:
    rows = [[name, "0.9", SENTENCE, SENTENCE] for name in NAMES]
    text = shown(60, ["name", "confidence", "sentence", "other"], rows, [False, True, False, False])
    assert [line.split()[0] for line in text.splitlines() if line.startswith("name")] == ["name"] * 3
    assert re.sub(r"\s+", " ", text).count(SENTENCE) == 6


def test_a_block_leaves_out_what_is_empty() -> None:
    text = shown(30, ["name", "note", "sentence"], [["A", "", SENTENCE]], [False, False, False])
    assert "note" not in text


@given(
    st.integers(20, 200),
    st.lists(st.tuples(st.text(max_size=80), st.text(max_size=30), st.text("0123456789.", max_size=9)), max_size=4),
)
def test_no_line_is_wider_than_the_terminal(width: int, rows: list[tuple[str, str, str]]) -> None:
    cells = [[re.sub(r"[^ -~]", "x", cell) for cell in row] for row in rows]
    text = shown(width, ["sentence", "name", "number"], cells, [False, False, True])
    assert all(len(line) <= width for line in text.splitlines())


def test_help_lists_every_command_once_and_in_whole_sentences() -> None:
    kg.cli.load_commands()
    text = CliRunner().invoke(app, ["--help"], prog_name="kg", env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"}).stdout
    listed = re.findall(r"^  ([a-z]+) +[A-Z]", text, re.MULTILINE)
    assert sorted(listed) == sorted(
        [c.name or c.callback.__name__ for c in app.registered_commands] + [g.name for g in app.registered_groups]
    )
    assert "..." not in text.replace("[ARGS]...", "")
    places = [text.index(part) for part in ("Make a graph:", "\n  build ", "Analyse:", "\n  rank ")]
    assert places == sorted(places)


@pytest.mark.parametrize("width", ["60", "80", "200"])
def test_a_trend_has_a_row_for_each_period_and_a_column_for_each_name(built: Path, width: str) -> None:
    done = CliRunner().invoke(app, ["trend", str(built), "datasets", "--share"], prog_name="kg", env={"COLUMNS": width})
    assert done.exit_code == 0
    head = done.stdout.splitlines()[1]
    assert head.index("year") < head.index("ImageNet") < head.index("all papers")
    assert "% of the papers of each year" in done.stdout
    assert [line.split()[0] for line in done.stdout.splitlines()[3:]] == ["2021", "2022", "2023"]
