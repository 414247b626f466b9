"""SPARQL over an export, on an Oxigraph store: read-only, without network, with the ontology's prefixes.

With a time limit the query runs in a process of its own that is ended when the time is up, because
the engine cannot be interrupted. So does a very long query, because its parser can run out of stack.
"""

from collections.abc import Iterable

from pyoxigraph import Quad, Store, Triple

from exports.sparql_engine import evaluate, is_long
from exports.sparql_process import query_in_child
from exports.sparql_results import QueryResult, SelectTable, Value, read_result, to_rdflib

__all__ = ["QueryResult", "SelectTable", "Value", "load_store", "query", "to_rdflib"]


def load_store(source: Iterable[Quad | Triple]) -> Store:
    """A store in memory that holds these quads, or these triples in its default graph.

    `exports.rdf.quads` is what it takes in fastest: a triple has to be made a quad first.

    >>> from pyoxigraph import NamedNode
    >>> node = NamedNode("https://w3id.org/paperkg/ontology#uses")
    >>> len(load_store([Triple(node, node, node)]))
    1
    """
    store = Store()
    store.extend(item if isinstance(item, Quad) else Quad(*item) for item in source)
    return store


def query(store: Store, text: str, timeout: float | None = None) -> QueryResult:
    """Run a SPARQL query.

    Parameters
    ----------
    store
        What is asked.
    text
        SELECT, ASK, CONSTRUCT or DESCRIBE; the prefixes of the ontology need no declaration.
    timeout
        Seconds after which the query is ended. The store's content is handed to another process
        first, which takes time of its own that does not count.

    Raises
    ------
    KgError
        If the query is wrong (with line and column), asks another server, or takes too long.

    Examples
    --------
    >>> query(Store(), "SELECT (1 + 1 AS ?two) {}")
    SelectTable(columns=('two',), rows=((2,),))
    >>> query(Store(), "ASK { ?paper a kg:Paper }")
    False
    """
    if timeout is None and not is_long(text):
        return read_result(evaluate(store, text))
    return query_in_child(store, text, timeout)
