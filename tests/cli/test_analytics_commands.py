"""`kg rank`, `trend`, `similar`, `path` and `gaps` as a person runs them."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg.cli.analytics  # noqa: F401  (adds the commands to the application)
from kg.cli.application import app
from kg.errors import KgError


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("command", ["rank", "trend", "similar", "path", "gaps"])
def test_help_has_an_example(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"kg {command}" in " ".join(done.stdout.split("Example:")[1].split())


CALLS = {
    "rank": (["--type", "datasets", "--by", "pagerank"], "ImageNet"),
    "trend": (["ImageNet", "TinkerNet"], "TinkerNet"),
    "similar": (["ImageNet", "--type", "Metric"], "accuracy"),
    "path": (["TinkerNet", "CIFAR-10"], "CIFAR-10"),
    "gaps": (["--task", "image classification", "--dataset", "CIFAR-10"], ""),
}


@pytest.mark.parametrize("command", CALLS)
def test_every_format_says_the_same(built: Path, command: str) -> None:
    options, word = CALLS[command]
    table, as_csv, as_json = (run(command, built, *options, "--format", f) for f in ("table", "csv", "json"))
    assert {done.exit_code for done in (table, as_csv, as_json)} == {0}, table.output
    rows = json.loads(as_json.stdout)
    assert len(list(csv.DictReader(io.StringIO(as_csv.stdout)))) == len(rows)
    assert word in table.stdout
    assert word in as_csv.stdout


def test_growth_says_what_was_compared_and_json_knows_no_infinity(built: Path) -> None:
    done = run("rank", built, "--by", "growth", "--since", "2022", "--type", "Method", "--format", "json")
    assert done.exit_code == 0
    json.loads(done.stdout, parse_constant=lambda name: pytest.fail(name))
    assert "papers before 2022-01" in done.stderr


@pytest.mark.parametrize("suffix", [".png", ".svg"])
@pytest.mark.parametrize(("command", "options"), [("trend", ["datasets", "--share"]), ("rank", ["--type", "Dataset"])])
def test_what_is_drawn_is_printed_too(
    built: Path, tmp_path: Path, command: str, options: list[str], suffix: str
) -> None:
    pytest.importorskip("matplotlib")
    done = run(command, built, *options, "--plot", tmp_path / f"plot{suffix}")
    assert done.exit_code == 0
    assert "ImageNet" in done.stdout
    assert (tmp_path / f"plot{suffix}").stat().st_size > 1000


@pytest.mark.parametrize(
    "arguments",
    [
        ("rank", "--by", "fame"),
        ("rank", "--type", "Gadget"),
        ("rank", "--top", "0"),
        ("trend", "ImageNet", "--by", "decade"),
        ("similar", "ImageNet", "--type", "Gadget"),
        ("gaps", "--task", "image classification"),
    ],
)
def test_wrong_usage_ends_with_2(built: Path, arguments: tuple[str, ...]) -> None:
    assert run(arguments[0], built, *arguments[1:]).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("similar", "ImagNet"), "did you mean 'ImageNet'"),
        (("path", "ImageNet", "nothing of the kind"), "is called"),
        (("rank", "--by", "growth", "--since", "soon"), "no date"),
        (("rank", "--by", "growth", "--since", "2050"), "papers before and since"),
        (("rank", "--type", "Paper"), "pagerank"),
        (("trend", "ImageNet", "--plot", "picture.pdf"), ".png or .svg"),
    ],
)
def test_what_cannot_be_answered_is_told_in_one_line(built: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(arguments[0], built, *arguments[1:])
    assert isinstance(done.exception, KgError)
    assert message in str(done.exception)
    assert "\n" not in str(done.exception)
