"""What is shown of the progress of a long command: a bar on a terminal, which leaves nothing behind."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_a_build_on_a_terminal_shows_its_steps(tmp_path: Path, corpus: Path) -> None:
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-c",
        "from kg.cli import main; main()",
        "build",
        str(corpus),
        "-o",
        str(tmp_path / "out"),
    ]
    with subprocess.Popen(
        [*command, "--profile", "fast", "--export", "none"], stdout=subprocess.DEVNULL, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:  # how Linux says that the other side has gone
            pass
        finally:
            os.close(ours)
    assert process.returncode == 0, shown
    text = shown.decode()
    assert [step for step in ("read", "extract", "link") if step not in text] == []
