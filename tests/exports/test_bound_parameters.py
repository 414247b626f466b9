"""A parameter of a named query changes one term of it, whatever is written in it: never what is asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Literal
from rdflib.plugins.sparql.parser import parseQuery

from exports.query_library import NamedQuery, load_queries
from exports.vocabulary import PREFIXES

_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_HOSTILE = st.one_of(
    st.text(alphabet=st.characters(), max_size=40),
    st.text(alphabet="\"'\\}{.;<>?#\n ab", max_size=40),
    st.sampled_from(
        ['" } } DELETE WHERE { ?s ?p ?o } #', '\\" } UNION { ?s ?p ?o }', "UNDEF", "$1", "\\u0022 }", "?x"]
    ),
)


def shape(parsed: object) -> object:
    """A parsed query without the texts of its literals."""
    if isinstance(parsed, Literal):
        return "a literal"
    if isinstance(parsed, dict):
        return type(parsed).__name__, [(key, shape(value)) for key, value in sorted(parsed.items())]
    if isinstance(parsed, str):
        return str(parsed)
    if hasattr(parsed, "__iter__"):
        return [shape(item) for item in parsed]
    return parsed


def filled(query: NamedQuery, value: str) -> object:
    return shape(
        parseQuery(_HEAD + query.bind({p.name: value for p in query.parameters if p.kind in ("name", "text")}))
    )


def with_texts_only() -> list[NamedQuery]:
    return [q for q in load_queries().values() if {p.kind for p in q.parameters} & {"name", "text"} and _fills(q)]


def _fills(query: NamedQuery) -> bool:
    return all(p.kind in ("name", "text") for p in query.parameters if p.required)


@pytest.mark.parametrize("query", with_texts_only(), ids=lambda q: q.name)
def test_a_value_never_changes_what_is_asked(query: NamedQuery) -> None:
    plain = filled(query, "plain")

    @settings(max_examples=15)
    @given(_HOSTILE)
    def same(value: str) -> None:
        assert filled(query, value) == plain

    same()
