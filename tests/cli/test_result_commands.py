"""`kg leaderboard` and `kg timeline` on a small built graph."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import kg

PAPERS = [
    ("2019-05", "FooNet: A Network", "We propose FooNet. FooNet achieves 76.1% top-1 accuracy on ImageNet."),
    ("2021-03", "BarNet: Another Network", "We propose BarNet. BarNet achieves 83.0% top-1 accuracy on ImageNet."),
    ("2023-07", "BazNet: A Third", "We propose BazNet. BazNet achieves 0.797 top-1 accuracy on ImageNet."),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("results")
    lines = [
        json.dumps({"id": f"p{number}", "title": title, "abstract": abstract, "date": date})
        for number, (date, title, abstract) in enumerate(PAPERS)
    ]
    (where / "papers.jsonl").write_text("\n".join(lines) + "\n")
    kg.build(where / "papers.jsonl", where / "out", profile="fast")
    return where / "out"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_leaderboard_is_ranked_and_says_what_it_rests_on(folder: Path) -> None:
    done = run("leaderboard", folder, "--dataset", "imagenet", "--metric", "Top-1 Accuracy", "--format", "json")
    assert done.returncode == 0
    rows = json.loads(done.stdout)
    assert [(row["rank"], row["method"]) for row in rows] == [(1, "BarNet"), (2, "BazNet"), (3, "FooNet")]
    assert "3 of 3 papers (100.0 %) state a result on ImageNet" in done.stderr


def test_all_kinds_stand_in_tables_of_their_own(folder: Path) -> None:
    done = run("leaderboard", folder, "--dataset", "ImageNet", "--kind", "all")
    assert done.returncode == 0
    assert "BarNet" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("leaderboard", "--dataset", "ImagNet"), 1, "did you mean 'ImageNet'"),
        (("leaderboard", "--dataset", "ImageNet", "--kind", "best"), 2, "--kind"),
        (("leaderboard", "--dataset", "ImageNet", "--kind", "all", "--format", "csv"), 2, "--kind"),
        (("timeline", "--dataset", "ImageNet", "--metric", "nothing such"), 1, "no metric is called"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(folder: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    command, *options = arguments
    done = run(command, folder, *options)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_timeline_is_a_table_and_a_plot(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    plot = tmp_path / "line.svg"
    done = run(
        "timeline", folder, "--dataset", "ImageNet", "--metric", "top-1 accuracy", "--plot", plot, "--format", "csv"
    )
    assert done.returncode == 0
    assert [line.split(",")[6] for line in done.stdout.splitlines()[1:]] == ["True", "True", "False"]
    assert plot.read_text().startswith("<?xml")
