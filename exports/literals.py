"""Literals of an RDF export: texts, decimal numbers and dates, each in the one form that is right."""

import math
import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

__all__ = ["XML_ILLEGAL", "confidence_digits", "date_type", "decimal_digits", "distinct", "quoted"]

#: What XML 1.0 does not allow: control characters, lone surrogates and two non-characters.
XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", '"': r"\"", "\\": r"\\", "\x7f": r"\u007F"}
_SPECIAL = re.compile(rf'{XML_ILLEGAL.pattern}|[\t\n\r"\\\x7f]')
_DATE_TYPES = ("xsd:gYear", "xsd:gYearMonth", "xsd:date")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def quoted(value: str) -> str:
    r"""A string as N-Triples, Turtle and SPARQL write it, without characters that XML does not allow.

    Each of these is replaced by U+FFFD and not cut out, because offsets count in these texts.

    >>> print(quoted('say "hi"\n'))
    "say \"hi\"\n"
    """
    # What is printable holds none of these but the two marks, which is quicker seen: nearly all texts are.
    if value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return f'"{_SPECIAL.sub(_escape, value)}"'


def distinct(values: Iterable[str]) -> Iterable[str]:
    """Each text once, the empty one never, in the order of first appearance."""
    return dict.fromkeys([value for value in values if value])


def decimal_digits(value: float) -> str | None:
    """A number in the canonical form of xsd:decimal (XSD 1.1), never with an exponent; None if it is not finite.

    >>> [decimal_digits(number) for number in (83.9, 6.8e6, 1e-5, -0.0, float("nan"))]
    ['83.9', '6800000', '0.00001', '0', None]
    """
    return _plain(Decimal(repr(value))) if math.isfinite(value) else None


@lru_cache(maxsize=4096)
def confidence_digits(value: float) -> str:
    """A confidence, between 0 and 1, with at most four decimal places.

    >>> [confidence_digits(number) for number in (0.97, 1.0, 0.123456, 1e-9)]
    ['0.97', '1', '0.1235', '0']
    """
    inside = min(max(value, 0.0), 1.0) if math.isfinite(value) else 0.0
    return _plain(Decimal(repr(inside)).quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN))


def date_type(iso: str) -> str | None:
    """The datatype of a date, month or year, as precise as the text is; None if it is no date.

    >>> [date_type(day) for day in ("2024", "2024-06", "2024-06-17", "2024-02-30")]
    ['xsd:gYear', 'xsd:gYearMonth', 'xsd:date', None]
    """
    match = _ISO.fullmatch(iso)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return _DATE_TYPES[(month is not None) + (day is not None)]


def _escape(special: re.Match[str]) -> str:
    return _ESCAPES.get(special[0], "\ufffd")


def _plain(number: Decimal) -> str:
    digits = f"{number:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
