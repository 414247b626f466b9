"""`kg lexicon` as a person runs it."""

import csv
import io
import json
from pathlib import Path

import pytest
from test_commands import error_of, run
from typer.testing import CliRunner

import kg.cli.lexicon  # noqa: F401  (adds its commands)
from kg.cli import app


def test_the_list_as_csv_is_a_lexicon_file(tmp_path: Path) -> None:
    done = run("lexicon", "list", "--type", "metric", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert {row["type"] for row in rows} == {"Metric"}
    assert any(row["name"] == "BLEU" for row in rows)
    path = tmp_path / "metrics.csv"
    path.write_bytes(done.stdout)
    assert run("lexicon", "list", "--lexicon", path, "--type", "Metric").returncode == 0


def test_search_answers_as_a_table_and_as_json() -> None:
    assert "CIFAR-10" in run("lexicon", "search", "cifar 10").stdout.decode()
    rows = json.loads(run("lexicon", "search", "cifar 10", "--format", "json").stdout)
    assert (rows[0]["match"], rows[0]["name"], rows[0]["variant_of"]) == ("name", "CIFAR-10", "CIFAR")


def test_a_good_file_passes_and_a_bad_one_fails_with_a_table(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("type,name\nDataset,Quoxbench\n")
    bad.write_text("type,name\nDataset,Quoxbench\nThing,\u202eQuoxnet\n")
    done = run("lexicon", "check", good)
    assert (done.returncode, done.stdout) == (0, b"")
    assert "1 entry, 0 faults, 0 notes" in done.stderr.decode()
    done = run("lexicon", "check", bad)
    assert "bad.csv: 2 entries, 1 fault" in error_of(done)
    assert "'Thing' is no type" in done.stdout.decode()
    assert "\u202e" not in done.stdout.decode()


def test_a_name_like_no_other_is_one_line_and_exit_code_1() -> None:
    assert "not in the lexicon" in error_of(run("lexicon", "search", "qqqqqzzzzz"))


@pytest.mark.parametrize("arguments", [("list", "--type", "Place"), ("list", "--format", "xml"), ("search",)])
def test_wrong_usage_of_lexicon_exits_with_2(arguments: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, ["lexicon", *arguments]).exit_code == 2


@pytest.mark.parametrize("command", [(), ("list",), ("search",), ("check",)])
def test_help_of_lexicon_has_an_example(command: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, ["lexicon", *command, "--help"]).stdout
    assert f"kg lexicon {' '.join(command)}".strip() in shown.split("Example:")[1]
