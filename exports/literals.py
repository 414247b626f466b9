"""Literals of an RDF export, as canonical N-Triples writes them: texts, decimal numbers and dates."""

import math
import re
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from exports.vocabulary import term

__all__ = ["XML_ILLEGAL", "confidence", "date_literal", "decimal", "offset", "text"]

#: What XML 1.0 does not allow: control characters, lone surrogates and two non-characters.
XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", '"': r"\"", "\\": r"\\", "\x7f": r"\u007F"}
_SPECIAL = re.compile(rf'{XML_ILLEGAL.pattern}|[\t\n\r"\\\x7f]')
_DECIMAL = "^^" + term("xsd:decimal")
_OFFSET = "^^" + term("xsd:nonNegativeInteger")
_DATES = tuple("^^" + term(f"xsd:{name}") for name in ("gYear", "gYearMonth", "date"))
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def text(value: str) -> str:
    r"""A string, without characters that XML does not allow.

    Each of these is replaced by U+FFFD and not cut out, because offsets count in these texts.

    >>> print(text('say "hi"\n'))
    "say \"hi\"\n"
    """
    return f'"{_SPECIAL.sub(_escape, value)}"'


def decimal(value: float) -> str | None:
    """A number in the canonical form of XSD 1.1, never with an exponent; None if it is not finite.

    >>> decimal(6.8e6)
    '"6800000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if not math.isfinite(value):
        return None
    return f'"{_plain(Decimal(repr(value)))}"{_DECIMAL}'


@lru_cache(maxsize=4096)
def confidence(value: float) -> str:
    """A confidence, between 0 and 1, as a decimal with at most four places.

    >>> confidence(0.97126)
    '"0.9713"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    inside = min(max(value, 0.0), 1.0) if math.isfinite(value) else 0.0
    rounded = Decimal(repr(inside)).quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN)
    return f'"{_plain(rounded)}"{_DECIMAL}'


def offset(value: int) -> str:
    """A position in a text.

    >>> offset(26)
    '"26"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'
    """
    return f'"{value}"{_OFFSET}'


def date_literal(iso: str) -> str | None:
    """A date, a month or a year, as precise as the text is; None if it is no date.

    >>> date_literal("2024-06")
    '"2024-06"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
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
    return f'"{iso}"{_DATES[(month is not None) + (day is not None)]}'


def _escape(special: re.Match[str]) -> str:
    return _ESCAPES.get(special[0], "\ufffd")


def _plain(number: Decimal) -> str:
    digits = f"{number:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
