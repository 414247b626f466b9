"""Is every regular expression of ours linear on text made to hurt it?

Usage: python -m benchmarks.regexes [--size 2000]

Collects the expressions of kg, extractors and exports: those that modules hold, and those that
functions write in their calls of `re`. For each, strings are built from its own structure: what leads
up to a repetition, then many times what is repeated, then something that makes the match fail. The
time to search through such a string (or to match it at its beginning, where nothing else is asked of
the expression) is taken at one size and at four times that; a ratio near 4 is
linear, near 16 quadratic. Prints the expressions whose ratio is above 8, and ends with 1 if there are any.
"""

import argparse
import ast
import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import exports
import extractors
import kg

__all__ = ["main"]

_ENDS = ("", "\x00", "a", "\n")
_LEAST_SECONDS = 0.002
_MOST_RATIO = 8.0
#: A repetition that may go on for so long is as good as one without end.
_LONG = 200


def _modules() -> Iterator[ModuleType]:
    for package in (kg, extractors, exports):
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


#: An expression, its flags, and whether it is only ever asked for a match at a given place.
_Expression = tuple[str, int, bool]


def _expressions() -> dict[_Expression, str]:
    """Every expression, and a module that it stands in."""
    found: dict[_Expression, str] = {}
    for module in _modules():
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        for name, value in vars(module).items():
            # Of what no other module can see, the uses tell; empty where it is handed on.
            asked = set(re.findall(rf"\b{re.escape(name)}\b(?!\s*=[^=])(?:\.(\w+))?", source))
            at_place = name.startswith("_") and bool(asked) and asked <= {"match", "fullmatch"}
            for pattern in (
                value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else (value,)
            ):
                if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                    found.setdefault((pattern.pattern, pattern.flags, at_place), module.__name__)
        for text, flags in _in_calls(module):
            if (text, flags, True) not in found:
                found.setdefault((text, flags, False), module.__name__)
    return found


def _in_calls(module: ModuleType) -> Iterator[tuple[str, int]]:
    """The expressions in calls such as `re.sub(r"...", ...)`, names in f-strings resolved in the module."""
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
            continue
        place = 1 if node.func.attr == "compile" else len(node.args)
        flags = next((ast.unparse(k.value) for k in node.keywords if k.arg == "flags"), "0")
        flags = ast.unparse(node.args[place]) if len(node.args) > place else flags
        try:
            text = eval(ast.unparse(node.args[0]), vars(module))
            yield text, re.compile(text, eval(flags, {"re": re})).flags
        except (NameError, TypeError, re.error):
            continue  # put together at run time from words that are escaped


def _example(parsed: Any) -> str:
    """A short string that the parsed expression may match."""
    return "".join(_example_of(code, argument) for code, argument in parsed)


def _example_of(code: Any, argument: Any) -> str:
    if code is codes.LITERAL:
        return chr(argument)
    if code is codes.NOT_LITERAL:
        return "b" if argument == ord("a") else "a"
    if code is codes.ANY:
        return "a"
    if code is codes.IN:
        return _member(argument)
    if code is codes.BRANCH:
        return _example(argument[1][0])
    if code is codes.SUBPATTERN:
        return _example(argument[3])
    if code is codes.ATOMIC_GROUP:
        return _example(argument)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return _example(argument[2]) * max(argument[0], 1 if argument[1] > 1 else 0)
    return ""


def _member(argument: Any) -> str:
    """A character of a class."""
    if argument[0][0] is codes.NEGATE:
        regex = _compiled_class(argument)
        return next((c for c in "ax1 -.,(\n" if regex(c)), "a")
    code, value = argument[0]
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.RANGE:
        return chr(value[0])
    category = str(value)
    return (
        {"SPACE": " ", "DIGIT": "1", "WORD": "a"}.get(category.rpartition("_")[2], "a")
        if "NOT" not in category
        else "!"
    )


def _compiled_class(argument: Any) -> Any:
    """Whether a character is in a negated class."""

    def test(character: str) -> bool:
        for code, value in argument[1:]:
            if code is codes.LITERAL and character == chr(value):
                return False
            if code is codes.RANGE and value[0] <= ord(character) <= value[1]:
                return False
            if code is codes.CATEGORY:
                kind = str(value).rpartition("_")[2]
                inside = {"SPACE": character.isspace(), "DIGIT": character.isdigit(), "WORD": character.isalnum()}[kind]
                if inside != ("NOT" in str(value)):
                    return False
        return True

    return test


def _attacks(text: str, flags: int) -> Iterator[tuple[str, str]]:
    """What leads up to each long repetition, and what it repeats: several choices of each."""
    parsed = _parser.parse(text, flags & ~re.UNICODE)
    yield from _repetitions(list(parsed), "")
    for character in "a1 (.,\n-":
        yield "", character
    whole = _example(parsed)
    if whole:
        yield "", whole
        yield "", whole[:-1] or whole


def _repetitions(parsed: list[Any], before: str) -> Iterator[tuple[str, str]]:
    for place, (code, argument) in enumerate(parsed):
        lead = before + _example(parsed[:place])
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
            _, high, body = argument
            if high == codes.MAXREPEAT or high >= _LONG:
                yield lead, _example(body) or "a"
                yield "", lead + (_example(body) or "a")
                for branch in _branches(body):
                    yield lead, branch
            yield from _repetitions(list(body), lead)
        elif code is codes.SUBPATTERN:
            yield from _repetitions(list(argument[3]), lead)
        elif code is codes.BRANCH:
            for branch in argument[1]:
                yield from _repetitions(list(branch), lead)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repetitions(list(argument[1]), lead)


def _branches(parsed: Any) -> Iterator[str]:
    for code, argument in parsed:
        if code is codes.BRANCH:
            yield from filter(None, (_example(branch) for branch in argument[1][:6]))
        elif code is codes.SUBPATTERN:
            yield from _branches(argument[3])
        elif code is codes.IN and argument[0][0] is not codes.NEGATE:
            yield from (_member([one]) for one in argument[:6])


def _seconds(pattern: re.Pattern[str], text: str, at_place: bool) -> float:
    """The time to find all matches, or the one at the beginning and the one of the whole."""
    began = time.process_time()
    if at_place:
        pattern.match(text)
        pattern.fullmatch(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return time.process_time() - began


def _worst(text: str, flags: int, at_place: bool, size: int) -> tuple[float, float, str]:
    """The worst ratio of an expression, the seconds of the longer text, and a piece of the text."""
    pattern = re.compile(text, flags & ~re.DEBUG)
    worst = (0.0, 0.0, "")
    for lead, pump in dict.fromkeys(_attacks(text, flags)):
        for end in _ENDS:
            long = lead + pump * (4 * size // len(pump)) + end
            slow = _seconds(pattern, long, at_place)
            if slow < _LEAST_SECONDS:
                continue
            quick = _seconds(pattern, lead + pump * (size // len(pump)) + end, at_place)
            ratio = slow / max(quick, 1e-6)
            if ratio > worst[0]:
                worst = (ratio, slow, f"{lead!r} + {pump!r} * n + {end!r}")
            if slow > 1:
                return worst
    return worst


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=2000, help="characters of the shorter text")
    size = parser.parse_args().size
    found = _expressions()
    bad = 0
    for (text, flags, at_place), module in found.items():
        ratio, seconds, attack = _worst(text, flags, at_place, size)
        if ratio > _MOST_RATIO:
            bad += 1
            print(f"{ratio:6.1f} {seconds:7.3f} s  {module}\n    {text[:110]}\n    {attack[:110]}", flush=True)
    print(f"{len(found)} expressions, {bad} of them not linear")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
