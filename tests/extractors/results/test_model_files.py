"""A model of results that is kept in a file says what it said."""

from pathlib import Path

import pytest

from extractors.results.model import read_model, write_model


def test_a_model_is_read_as_it_was_written_but_for_what_weighs_nothing(tmp_path: Path) -> None:
    numbers = {"unit:%": [0.5, -1.0, 0.25, 0.0], "word:é": [2.0, 0.0, 0.0, -2.0], "nothing": [1e-6, 0.0, 0.0, 0.0]}
    pairs = {"metric": {"near": 1.5, "far": -0.75}, "dataset": {"near": 0.1}, "subject": {"near": -3.0}}
    path = tmp_path / "results.npz"
    write_model(path, numbers, pairs, 0.4)
    model = read_model(path)
    assert model.threshold == 0.4
    assert set(model.numbers) == {"unit:%", "word:é"}
    for feature, row in model.numbers.items():
        assert [weight * model.number_scale for weight in row] == pytest.approx(numbers[feature], abs=1e-3)
    for slot, weights in pairs.items():
        kept = {feature: weight * model.pair_scales[slot] for feature, weight in model.pairs[slot].items()}
        assert kept == pytest.approx(weights, abs=1e-3)
    assert model.outcome(["word:é"]) < model.outcome([]) == pytest.approx(0.75)
