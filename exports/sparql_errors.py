"""Where a SPARQL query is wrong, in one line that a person can use.

The engine reports how far its parser looked ahead, not where the mistake is. The place is found
with the parser itself: the start of a query up to the mistake could still be continued, which
shows in the parser walking through any white space after it; one token more, and it cannot.
"""

import re

from pyoxigraph import Store

from exports.vocabulary import PREFIXES
from kg.errors import KgError

__all__ = ["explain", "neutralize", "plain_reason"]

_TOKEN = re.compile(
    r"""\#[^\n]*                                    # a comment
    |<[^<>"{}|^`\\\s]*>                             # an IRI
    |"{3}(?:[^"\\]|\\.|"(?!""))*"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
    |"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'
    |[?$]\w+
    |[\w\-.%]*:[\w\-.:%\\]*                          # a prefixed name
    |\w[\w.\-]*|\S""",
    re.VERBOSE | re.DOTALL,
)
_POSITION = re.compile(r"error at (\d+):(\d+): ")
_SERVICE = re.compile("service", re.IGNORECASE)
_ASCII_ESCAPE = re.compile(r"\\u00([0-7][0-9A-Fa-f])|\\U000000([0-7][0-9A-Fa-f])")
_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"),
)
# What the engine says of a query that is well-formed up to its end, and what it means.
_WHOLE_QUERY = {
    "contains a variable that is unbound": "the SELECT names a variable that is neither grouped nor aggregated",
    "SELECT * is not authorized with GROUP BY": "SELECT * does not go with GROUP BY; name the variables",
    "Duplicated variable name": "the SELECT names a variable twice",
    "overrides an existing variable": "the SELECT gives a new value to a variable of the query; use another name",
}
# Longer than any keyword or function name that the parser may try to read.
_PADDING = 64


def neutralize(text: str) -> str:
    """The query with every "service" made a word that means nothing, at the same length.

    >>> neutralize("ASK { Service ?s {} }")
    'ASK { Servicq ?s {} }'

    Raises
    ------
    KgError
        If the word is written with numeric escapes, which the parser may or may not resolve.
    """
    resolved = _ASCII_ESCAPE.sub(lambda escape: chr(int(escape[1] or escape[2], 16)), text)
    if len(_SERVICE.findall(resolved)) != len(_SERVICE.findall(text)):
        raise KgError("query: write the letters of 'service' as they are, not as \\u escapes")
    return _SERVICE.sub(lambda word: word[0][:-1] + "q", text)


def explain(text: str, error: SyntaxError) -> KgError:
    """The error to raise for a query that does not parse: where, what, and what to do.

    Positions count from the user's own text, lines and columns from 1.
    """
    offset, token = _culprit(text)
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return KgError(f"query, line {line}, column {column}: {_reason(token, error, offset)}")


def plain_reason(error: Exception) -> str:
    """The engine's message on one line, cut to a readable length.

    >>> plain_reason(ValueError("a\\n b"))
    'a b'
    """
    return " ".join(str(error).split())[:300] or type(error).__name__


def _reason(token: str, error: SyntaxError, offset: int) -> str:
    message = plain_reason(error)
    word = token.upper()
    shown = token if len(token) <= 40 else f"{token[:40]}…"
    if word == "SERVICE":
        return "SERVICE is refused: a query does not leave this machine"
    if word in _UPDATES:
        return f"{shown} is refused: the graph is read-only (SELECT, ASK, CONSTRUCT and DESCRIBE are there)"
    for phrase, meaning in _WHOLE_QUERY.items():
        if phrase in message:
            return meaning
    if "Prefix not found" in message and ":" in token:
        prefix = token.partition(":")[0]
        return f"the prefix '{prefix}:' is not declared (add PREFIX {prefix}: <...>)"
    if "IRI parsing failed" in message and token.startswith("<"):
        return f"{shown} is not an absolute IRI"
    if not token:
        return "the query ends too early" if offset else "the query is empty"
    return f"'{shown}' is not expected here"


def _culprit(text: str) -> tuple[int, str]:
    """The offset of the first token with which no query can go on, and that token; '' at the end."""
    harmless = neutralize(text)
    tokens = [match for match in _TOKEN.finditer(harmless) if not match[0].startswith("#")]
    low, high = 0, len(tokens)
    while low < high:  # the first `low` tokens can go on; the first `high + 1` cannot, if there are as many
        middle = (low + high + 1) // 2
        if _can_go_on(harmless[: tokens[middle - 1].end()]):
            low = middle
        else:
            high = middle - 1
    if low == len(tokens):
        return len(text.rstrip()), ""
    start, end = tokens[low].span()
    return start, text[start:end]


def _can_go_on(start: str) -> bool:
    padded = f"{start}\n{' ' * _PADDING}"
    try:
        Store().query(padded, prefixes=PREFIXES)
    except SyntaxError as error:
        if any(phrase in str(error) for phrase in _WHOLE_QUERY):
            return True
        position = _POSITION.match(str(error))
        if position is None:
            return False
        return int(position[1]) == padded.count("\n") + 1 and int(position[2]) > _PADDING
    except (OSError, RuntimeError, ValueError):
        return True
    return True
