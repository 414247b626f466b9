"""`kg eval` as a person runs it: annotated papers, and public test sets."""

import json
from pathlib import Path

import pytest
from test_commands import error_of, run
from typer.testing import CliRunner

import kg.cli.evaluate  # noqa: F401  (adds its command)
from kg.cli import app

TDMSCI = "We\t0\tO\nuse\t3\tO\nImageNet\t7\tB-DATASET\n.\t15\tO\n\n"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    entity = {"type": "Dataset", "name": "ImageNet", "surfaces": ["ImageNet"], "role": "evaluated", "optional": False}
    rows = [
        {"id": str(n), "abstract": "We test on ImageNet.", "entities": [{**entity, "confidence": 0.95}]}
        for n in range(4)
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_reliability_and_intervals_stand_below_the_figures(papers: Path) -> None:
    shown = run("eval", papers, papers, "--reliability", "--bootstrap", 50).stdout.decode()
    assert "all entities  P 1.000  R 1.000  F1 1.000" in shown
    assert "95 % intervals, 50 samples of 4 papers" in shown
    assert "1.000-1.000" in shown
    assert "0.9-1.0" in shown
    assert "expected calibration error 0.050" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_public_set_is_scored_by_exact_and_overlapping_mentions(tmp_path: Path) -> None:
    path = tmp_path / "test.conll"
    path.write_text(TDMSCI)
    done = run("eval", "--format", "tdmsci", path, "--profile", "fast", "--bootstrap", 20)
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    assert "TDMSci: 1 passages, 1 mentions; profile fast" in shown
    assert "Dataset (DATASET)" in shown
    assert shown.split("Dataset │")[1].split("\n")[0].replace("│", " ").split() == ["1", *["1.000"] * 6]
    assert max(map(len, shown.splitlines())) <= 80


def test_predictions_of_another_system_are_scored_over_the_same_text(tmp_path: Path) -> None:
    gold, theirs, other = (tmp_path / name for name in ("gold", "theirs", "other"))
    gold.write_text(TDMSCI)
    theirs.write_text(TDMSCI.replace("B-DATASET", "B-METRIC"))
    other.write_text(TDMSCI.replace("ImageNet", "Imagenet"))
    shown = run("eval", "--format", "tdmsci", gold, theirs).stdout.decode()
    assert "0.000 │ 0.000 │ 0.000" in shown.split("all ")[1]
    assert "other sentences" in error_of(run("eval", "--format", "tdmsci", gold, other))


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "conll"),
        ("--format", "scier", "--reliability"),
        ("--format", "scier", "--by-paper"),
        ("--bootstrap", "0"),
        ("--profile", "slow"),
    ],
)
def test_wrong_usage_of_eval_exits_with_2(papers: Path, arguments: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, ["eval", str(papers), *arguments]).exit_code == 2
