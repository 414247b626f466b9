"""Fuzz the parameters of named queries: whatever the value, the query stays what it was and holds just that value.

Usage: python -m fuzz.queries [--seconds 600] [INPUT...]

The first byte of an input chooses the query of the library, the second the parameter; the rest is the value.
"""

from collections.abc import Iterator

from fuzz.running import instrumented, run

_PACKAGES = ("exports.query_library", "exports.literals", "kg.text")

with instrumented(*_PACKAGES):
    import pyoxigraph

    from exports.literals import XML_ILLEGAL
    from exports.query_library import NamedQuery, Parameter, load_queries, paper_names
    from exports.vocabulary import PREFIXES
    from kg.errors import KgError
    from kg.text import name_key

__all__ = ["main", "test"]

_QUERIES = [query for query in load_queries().values() if query.parameters]
_EMPTY = pyoxigraph.Store()
_PREFIXES = dict(PREFIXES)


def test(data: bytes) -> None:
    """Bind one value; the bound query is one that the engine takes, and the value comes back as it went in."""
    if len(data) < 2:
        return
    query = _QUERIES[data[0] % len(_QUERIES)]
    parameter = query.parameters[data[1] % len(query.parameters)]
    value = data[2:].decode("utf-8", "surrogateescape")
    try:
        bound = query.bind({p.name: value if p is parameter else _plain(p) for p in query.parameters})
    except KgError:
        if parameter.kind != "number":
            raise
        return
    _EMPTY.query(bound, prefixes=_PREFIXES)
    _comes_back(parameter, value)


def _plain(parameter: Parameter) -> str:
    return "1" if parameter.kind == "number" else "x"


def _comes_back(parameter: Parameter, value: str) -> None:
    """Ask for nothing but the value: what the engine understands is what was given."""
    echo = NamedQuery("echo", "", (parameter,), f'SELECT ?{parameter.name} {{ VALUES ?{parameter.name} {{ "x" }} }}')
    rows = _EMPTY.query(echo.bind({parameter.name: value}), prefixes=_PREFIXES)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    got = [row[0].value for row in rows]
    text = XML_ILLEGAL.sub("\ufffd", value)
    if parameter.kind == "text":
        assert got == [text], got
    elif parameter.kind == "name":
        assert got == [name_key(text)], got
    elif parameter.kind == "paper":
        assert got == paper_names(text), got
    else:
        assert float(got[0]) == float(value), got


def _seeds() -> Iterator[bytes]:
    values = [
        'ImageNet" } DROP ALL #',
        "x\\",
        "}\n{ UNDEF",
        "1e-7",
        "https://arxiv.org/abs/2101.00001v2",
        "%22%5C",
        "\ud800",
    ]
    for number in range(len(_QUERIES)):
        for place in range(3):
            value = values[(number + place) % len(values)].encode("utf-8", "surrogatepass")
            yield bytes([number, place]) + value


def main() -> None:
    """Run the fuzzer."""
    run("queries", test, _seeds(), _PACKAGES)


if __name__ == "__main__":
    main()
