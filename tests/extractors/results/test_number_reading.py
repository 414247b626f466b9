import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.results.numbers import read_numbers


def quantities(text: str) -> list[tuple[float, str]]:
    return [(n.value, n.unit) for n in read_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("83.9% accuracy", [(83.9, "%")]),
        (r"98.1$\%$ and 40.1\,\%", [(98.1, "%"), (40.1, "%")]),
        (r"\textbf{50\%} of it", [(50.0, "%")]),
        ("81.6% vs. 80.9%", [(81.6, "%"), (80.9, "%")]),
        ("AUC of .93", [(0.93, "")]),
        ("an 88.7x speedup", [(88.7, "x")]),
        (r"$1.76\times$ faster", [(1.76, "x")]),
        ("from 5.4 to 3.1 points", [(5.4, "points"), (3.1, "points")]),
        ("29-60% faster", [(29.0, "%"), (60.0, "%")]),
        ("60--73x", [(60.0, "x"), (73.0, "x")]),
        ("1,234,567 tokens", [(1234567.0, "")]),
        ("269k images, 63M parameters", [(269e3, ""), (63e6, "")]),
        ("0.68 GFLOPs", [(0.68e9, "")]),
        ("an error of $10^{-3}$", [(0.001, "")]),
        (r"6.8 \times 10^{-4} and 1e-5", [(6.8e-4, ""), (1e-5, "")]),
        ("47.9/45.1/30.2 on A/B/C", [(47.9, ""), (45.1, ""), (30.2, "")]),
        ("4.68 +/- 0.40/5", [(4.68, "/5")]),
        (r"62.5% ($\pm$ 1.6)", [(62.5, "%")]),
        ("a two-fold increase", [(2.0, "x")]),
        ("12 ms at 30 FPS", [(12.0, "ms"), (30.0, "FPS")]),
        ("a 12-point drop", [(12.0, "points")]),
        ("7.6 percentage points", [(7.6, "%")]),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, expected: list[tuple[float, str]]) -> None:
    assert quantities(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4",
        "top-1",
        "a 4-bit model",
        "3D",
        "ResNet50",
        "v1.2.3",
        "mAP@0.5",
        "x_{5}",
        "our contributions are two-fold",
    ],
)
def test_a_number_inside_a_name_is_none(text: str) -> None:
    assert quantities(text) == []


def test_sign_and_value_are_kept_apart() -> None:
    (number,) = read_numbers("a change of -3.2 points")
    assert (number.sign, number.value) == ("-", 3.2)


@given(st.text(alphabet="0123456789.,-–/±x%e^{}$\\ tofmk", max_size=60))
def test_numbers_lie_in_order_inside_any_text(text: str) -> None:
    numbers = read_numbers(text)
    ends = [0, *(n.end for n in numbers)]
    assert all(end <= n.start < n.digits <= n.end <= len(text) for end, n in zip(ends, numbers, strict=False))
    assert all(n.value >= 0 for n in numbers)
