"""Literals of an RDF export: texts, decimal numbers and dates, each in the one form that is right."""

import math
import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from pyoxigraph import Literal

from exports.vocabulary import term

__all__ = ["XML_ILLEGAL", "confidence", "date_literal", "decimal", "offset", "text"]

#: What XML 1.0 does not allow: control characters, lone surrogates and two non-characters.
XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_XSD_DECIMAL = term("xsd:decimal")
_XSD_OFFSET = term("xsd:nonNegativeInteger")
_XSD_DATE = term("xsd:date")
_XSD_MONTH = term("xsd:gYearMonth")
_XSD_YEAR = term("xsd:gYear")
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def text(value: str) -> Literal:
    """A string without characters that XML does not allow.

    Each is replaced by U+FFFD and not cut out, because offsets count in these texts.

    >>> text("a\\x00b").value
    'a\\ufffdb'
    """
    return Literal(XML_ILLEGAL.sub("\ufffd", value))


def decimal(value: float) -> Literal | None:
    """A number in the canonical form of XSD 1.1, never with an exponent; None if it is not finite.

    >>> [decimal(number).value for number in (83.9, 6.8e6, 1e-5, -0.0)]
    ['83.9', '6800000', '0.00001', '0']
    """
    if not math.isfinite(value):
        return None
    return Literal(_plain(Decimal(repr(value))), datatype=_XSD_DECIMAL)


def confidence(value: float) -> Literal:
    """A confidence, between 0 and 1, with at most four decimal places.

    >>> [confidence(number).value for number in (0.97, 1.0, 0.123456, 1e-9)]
    ['0.97', '1', '0.1235', '0']
    """
    inside = min(max(value, 0.0), 1.0) if math.isfinite(value) else 0.0
    rounded = Decimal(repr(inside)).quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN)
    return Literal(_plain(rounded), datatype=_XSD_DECIMAL)


def offset(value: int) -> Literal:
    """A position in a text."""
    return Literal(str(value), datatype=_XSD_OFFSET)


def date_literal(iso: str) -> Literal | None:
    """A date, a month or a year, as precise as the text is; None if it is no date.

    >>> [date_literal(day).datatype.value.rpartition("#")[2] for day in ("2024", "2024-06", "2024-06-17")]
    ['gYear', 'gYearMonth', 'date']
    >>> date_literal("2024-02-30") is None
    True
    """
    match = _ISO.fullmatch(iso)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return Literal(iso, datatype=_XSD_DATE if day else _XSD_MONTH if month else _XSD_YEAR)


def _plain(number: Decimal) -> str:
    digits = f"{number:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits in ("-0", "") else digits
