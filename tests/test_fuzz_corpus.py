"""Inputs that the fuzzers found, or that reach far into the code: each is read again as the fuzzers read it."""

import importlib
from pathlib import Path

import pytest

_KEPT = Path(__file__).parent / "data" / "fuzz"
_INPUTS = sorted(path for path in _KEPT.rglob("*") if path.is_file())


def test_every_fuzzer_has_inputs() -> None:
    assert {path.parent.name for path in _INPUTS} == {"pages", "queries", "results"}


@pytest.mark.parametrize("path", _INPUTS, ids=lambda path: f"{path.parent.name}-{path.name[:12]}")
def test_an_input_of_the_fuzzers_keeps_every_promise(path: Path) -> None:
    importlib.import_module(f"fuzz.{path.parent.name}").test(path.read_bytes())
