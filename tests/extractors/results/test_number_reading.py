import decimal
import sys

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
        ("32.41M, 1.1k and 0.07 billion", [(32_410_000.0, ""), (1100.0, ""), (70_000_000.0, "")]),
        ("1" * 300 + " trillion", [(sys.float_info.max, "")]),
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
        ("50pp", [(50.0, "%")]),
        ("3 orders of magnitude", [(3.0, "orders of magnitude")]),
        ("3 seconds and 4 GB", [(3.0, "seconds"), (4.0, "GB")]),
        ("3 thousand, 4 million, 5 billion, 6 trillion", [(3e3, ""), (4e6, ""), (5e9, ""), (6e12, "")]),
        ("2K, 3B, 6G, 7T, 8P", [(2e3, ""), (3e9, ""), (6e9, ""), (7e12, ""), (8e15, "")]),
        ("4.5/5 and 9/10.0 and 80/100", [(4.5, "/5"), (9.0, "/10"), (80.0, "/100")]),
        ("4.5 / 5", [(4.5, "/5")]),
        ("8/7.5", [(8.0, ""), (7.5, "")]),
        ("a two-fold increase and a ten fold gain", [(2.0, "x"), (10.0, "x")]),
        ("a Hundredfold increase", [(100.0, "x")]),
        ("cut by more than six-fold", [(6.0, "x")]),
        ("threefold more, then 5%", [(3.0, "x"), (5.0, "%")]),
        ("5%, then threefold more", [(5.0, "%"), (3.0, "x")]),
        ("5 to even 6%", [(5.0, "%"), (6.0, "%")]),
        ("0.5 and 6%", [(0.5, "%"), (6.0, "%")]),
        ("0.5, 6%", [(0.5, ""), (6.0, "%")]),
        ("5k and 6%", [(5e3, ""), (6.0, "%")]),
        ("3 of 5%", [(3.0, ""), (5.0, "%")]),
        ("70.1% ± 0.3", [(70.1, "%")]),
        ("70.1 ± 0.3%", [(70.1, "%")]),
        ("12{,}345", [(12345.0, "")]),
        ("3 × 10^5 and 10^3 and 2e-3", [(3e5, ""), (1e3, ""), (2e-3, "")]),
        ("3 x 10^{−2} and 10^{–2}", [(0.03, ""), (0.01, "")]),
        ("$10^{-400}$ to $10^{999}$", [(1e-300, ""), (1e299, "")]),
        ("1,234,567.89", [(1234567.89, "")]),
        (f"{'1' * 50}e-4", [(float("1" * 46 + ".1111"), "")]),
        ("12345678901234567890e2", [(1234567890123456789000.0, "")]),
        ("9" * 50, [(1e50, "")]),
        ("in {5} of (6)", [(5.0, ""), (6.0, "")]),
        ("reaches 5.", [(5.0, "")]),
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
        "a zero-fold increase",
        "a 3-second clip",
        "5-shot",
        "5–shot",
        "5bit",
        "5_a",
        "5^a",
        "a_5",
        "x^5",
        "x^{5}",
        r"\5",
        "A-5",
        "#5",
    ],
)
def test_a_number_inside_a_name_is_none(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("a change of -3.2 points", ["-"]),
        ("−3.2 points", ["−"]),
        ("from +3.2 to 4", ["+", ""]),
        ("70-80%", ["", ""]),
        ("5%-6%", ["", ""]),
        ("-5-6", ["-", ""]),
        ("60--73", ["", ""]),
        ("of --73", [""]),
        ("-.5", ["-"]),
    ],
)
def test_sign_and_value_are_kept_apart(text: str, signs: list[str]) -> None:
    numbers = read_numbers(text)
    assert [number.sign for number in numbers] == signs
    assert all(text[n.start : n.start + 1] == n.sign or text[n.start] in "0123456789." for n in numbers)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("of -3.2 points", [("-3.2", " points")]),
        ("4.5 / 5 stars", [("4.5", " / 5")]),
        ("62.5% ($\\pm$ 1.6)", [("62.5", "% ($\\pm$ 1.6")]),
        ("a two-fold increase", [("two", "-fold")]),
        ("by about five fold", [("five", " fold")]),
        ("AUC of .93", [(".93", "")]),
        ("3 × 10^{5} m", [("3 × 10^{5}", " m")]),
    ],
)
def test_a_number_ends_with_its_unit_and_deviation(text: str, spans: list[tuple[str, str]]) -> None:
    assert [(text[n.start : n.digits], text[n.digits : n.end]) for n in read_numbers(text)] == spans


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("0.5 and 1.0 and 1.5", ["fraction", "fraction", "decimal"]),
        ("1949 and 1950 and 2035 and 2036", ["integer", "year", "year", "integer"]),
        ("1,960 and 1960.0", ["integer", "decimal"]),
        ("1e5 and 10^5", ["power", "power"]),
        ("3k and 4/5", ["scaled", "rating"]),
        ("twofold increase", ["integer"]),
    ],
)
def test_a_number_has_a_shape(text: str, shapes: list[str]) -> None:
    assert [number.shape for number in read_numbers(text)] == shapes


@pytest.mark.parametrize(
    ("text", "joints"),
    [
        ("5, 6 and 7", [", ", " and ", None]),
        ("5 to 6", [" to ", None]),
        ("5-6", ["-", None]),
        ("81.6% vs. 80.9%", [" vs. ", None]),
        ("5 of 6", [None, None]),
        ("5 android 6", [None, None]),
        ("5 to about 6", [" to about ", None]),
    ],
)
def test_what_stands_between_the_numbers_of_a_list_joins_them(text: str, joints: list[str | None]) -> None:
    assert [number.joint for number in read_numbers(text)] == joints


@given(st.text(alphabet="0123456789.,-–/±x%e^{}$\\ tofmk", max_size=60))
def test_numbers_lie_in_order_inside_any_text(text: str) -> None:
    numbers = read_numbers(text)
    ends = [0, *(n.end for n in numbers)]
    assert all(end <= n.start < n.digits <= n.end <= len(text) for end, n in zip(ends, numbers, strict=False))
    assert all(n.value >= 0 for n in numbers)


def test_what_a_program_around_rounds_to_changes_no_number():
    with decimal.localcontext(prec=3, traps=[decimal.Inexact]):
        assert quantities("32.41M") == [(32_410_000.0, "")]
