"""Signals, closed and full outputs, devices: a command ends in good order and replaces nothing that it should not."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from test_commands import error_of, run

from kg.errors import KgError
from kg.fileio import ASIDE, aside_prefix, open_output

KG = [sys.executable, "-c", "from kg.cli import main; main()"]
ALL_TRIPLES = "SELECT ?s ?p ?o { ?s ?p ?o }"
TO_FULL = [
    ("stats", "DIR"),
    ("query", "DIR", ALL_TRIPLES, "--format", "csv"),
    ("export", "DIR", "--format=nt", "-o", "-"),
]


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["bash", "-c", command], capture_output=True, timeout=300, check=False)


@pytest.mark.parametrize("arguments", TO_FULL, ids=lambda a: a[0])
def test_a_full_device_behind_standard_output_is_named(built: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*KG, *(str(built) if a == "DIR" else a for a in arguments)],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=300,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode().startswith("kg: standard output: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("arguments", TO_FULL, ids=lambda a: a[0])
def test_a_reader_that_goes_away_is_no_failure(built: Path, arguments: tuple[str, ...]) -> None:
    process = subprocess.Popen(
        [*KG, *(str(built) if a == "DIR" else a for a in arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=300) == 0


def test_a_closed_standard_output_is_no_failure(built: Path) -> None:
    done = shell(f"{sys.executable} -c 'from kg.cli import main; main()' stats {built} >&-")
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_encoding_that_lacks_a_character_is_no_failure(built: Path) -> None:
    done = run("query", built, "SELECT ('é模' AS ?x) {}", "--format", "csv", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stdout) == (0, b"x\n\\xe9\\u6a21\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_an_export_without_litter(built: Path, tmp_path: Path, number: signal.Signals) -> None:
    target = tmp_path / "graph.nt"
    target.write_text("as it was")
    # The export is slow enough to be hit in the middle, for its writer waits at the first triple.
    slow = (
        "import time, exports.serialize as s, kg.cli\n"
        "real = s.pieces\n"
        "def pieces(*a, **k):\n"
        "    for piece in real(*a, **k):\n"
        "        yield piece\n"
        "        print('writing', flush=True)\n"
        "        time.sleep(300)\n"
        "s.pieces = pieces\n"
        "kg.cli.main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", slow, "export", str(built), "--format", "nt", "-o", str(target)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(number)
    _, message = process.communicate(timeout=300)
    assert process.returncode == 128 + number
    assert message.decode().startswith("kg: stopped; ")
    assert message.count(b"\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["graph.nt"]
    assert target.read_text() == "as it was"


def test_what_a_killed_process_left_goes_with_the_next_and_what_another_writes_stays(tmp_path: Path) -> None:
    target = tmp_path / "graph.nt"
    left = tmp_path / f"{aside_prefix(target)}x{ASIDE}"
    other = tmp_path / f"{aside_prefix(tmp_path / 'other.nt')}x{ASIDE}"
    for path in (left, other):
        path.write_bytes(b"half")
    with open_output(target) as outer:
        outer.write(b"first")
        assert not left.exists()
        with open_output(target) as inner:  # somebody else writes the same file meanwhile
            inner.write(b"second")
        assert target.read_bytes() == b"second"
    assert target.read_bytes() == b"first"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([other.name, target.name])


def test_a_name_as_long_as_may_be_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("模" * 85)  # 255 bytes
    with open_output(target) as stream:
        stream.write(b"x")
    assert target.read_bytes() == b"x"


def test_a_file_behind_a_descriptor_is_written_on_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "all.txt"
    with target.open("wb", buffering=0) as stream:
        stream.write(b"head\n")
        with open_output(f"/dev/fd/{stream.fileno()}") as again:
            again.write(b"body\n")
    assert target.read_bytes() == b"head\nbody\n"


def test_a_named_pipe_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    with open_output(pipe) as stream:
        stream.write(b"through")
    reader.join(60)
    assert got == [b"through"]
    assert pipe.is_fifo()


def test_a_full_disk_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "graph.nt"
    target.write_bytes(b"as it was")
    with pytest.raises(KgError, match=r"graph\.nt: cannot be written: No space"), open_output(target):
        raise OSError(28, "No space left on device")
    assert [p.name for p in tmp_path.iterdir()] == ["graph.nt"]
    assert target.read_bytes() == b"as it was"


@pytest.mark.parametrize("name", ["[red]x[/blue]", "a\x1b[31mb", "turned\u202eround", "x" * 5000, "two\nlines"])
def test_a_hostile_name_in_a_message_is_shown_plainly(built: Path, name: str) -> None:
    message = error_of(run("export", built, "--format", "nt", "-o", f"{built}/no/{name}/x.nt"))
    assert message.count("\n") == 1
    assert len(message) < 2100
    assert not {"\x1b", "\u202e"} & set(message)
    if name.startswith("["):
        assert name in message


def test_the_title_of_a_table_is_no_markup(corpus: Path, tmp_path: Path) -> None:
    done = run("build", corpus, "-o", tmp_path / "[red]out[", "--profile", "fast", "--export", "none")
    assert done.returncode == 0, done.stderr
    assert "[red]out[" in "".join(done.stdout.decode().split())  # a long title is folded
