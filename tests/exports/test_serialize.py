import io

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Triple
from rdf_samples import MemoryReader, entity, link, linked, sample_reader, sample_triples
from rdflib.compare import isomorphic

from exports.serialize import write_rdf
from kg.errors import KgError
from kg.records import GraphReader, Paper
from kg.text import clean

FORMATS = {"ttl": ("turtle", RdfFormat.TURTLE), "nt": ("nt", RdfFormat.N_TRIPLES)}
names = st.text(alphabet=st.characters(), min_size=1, max_size=12)


def written(reader: GraphReader, name: str = "ttl", **options: str) -> bytes:
    out = io.BytesIO()
    write_rdf(reader, out, name, **options)  # type: ignore[arg-type]
    return out.getvalue()


def read(data: bytes, name: str) -> set[Triple]:
    """There are no blank nodes, so equal graphs are equal sets."""
    return {quad.triple for quad in pyoxigraph.parse(data, FORMATS[name][1])}


def both_forms_say_the_same(reader: GraphReader) -> None:
    ttl, nt = written(reader, "ttl"), written(reader, "nt")
    assert read(ttl, "ttl") == read(nt, "nt")
    graphs = [rdflib.Graph().parse(data=data, format=FORMATS[name][0]) for data, name in ((ttl, "ttl"), (nt, "nt"))]
    assert isomorphic(*graphs)
    assert len(graphs[0]) == len(read(nt, "nt"))


def test_turtle_and_ntriples_are_the_same_graph_in_both_libraries() -> None:
    both_forms_say_the_same(sample_reader())


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_written_is_what_was_made(name: str) -> None:
    assert read(written(sample_reader(), name), name) == set(sample_triples())


@settings(max_examples=40, deadline=None)
@given(names, names, names, names)
def test_hostile_names_survive_every_format(slug: str, label: str, own_id: str, title: str) -> None:
    title = clean(title) or "x"
    paper = Paper(id=own_id, title=title, authors=[label], venue=label, categories=[label])
    known = [entity("Method", slug, label, slug)]
    both_forms_say_the_same(MemoryReader(known, [linked(paper, [link(paper, "uses", f"method:{slug}", title)])], []))


@pytest.mark.parametrize("name", FORMATS)
def test_the_bytes_are_the_same_for_the_same_papers(name: str) -> None:
    reader = sample_reader()
    turned = MemoryReader(reader.entity_list[::-1], reader.paper_list[::-1], reader.relation_list[::-1])
    assert written(reader, name) == written(turned, name)


def test_turtle_is_readable() -> None:
    head = written(sample_reader()).decode()
    assert "@prefix kg: <https://w3id.org/paperkg/ontology#> ." in head
    assert "\narxiv:2101.00001 a kg:Paper ;\n\ta schema:ScholarlyArticle ;\n" in head
    assert "kg:introduces method:frostnet ;" in head


def test_another_base_is_used_throughout() -> None:
    data = written(sample_reader(), base_iri="https://example.org/my#")
    assert b"w3id.org/paperkg/id" not in data
    assert rdflib.Graph().parse(data=data, format="turtle")


def test_nothing_is_held_back_until_the_end() -> None:
    """The first paper is written before the last one is read."""
    reader = sample_reader()
    seen: list[int] = []

    class Watched(io.BytesIO):
        def write(self, data) -> int:  # type: ignore[no-untyped-def]
            seen.append(len(data))
            return super().write(data)

    paper = reader.paper_list[0]

    written_so_far: list[int] = []

    class Many(MemoryReader):
        def linked_papers(self):  # type: ignore[no-untyped-def]
            for number in range(500):
                written_so_far.append(sum(seen))
                copy = paper.paper.model_copy(update={"id": f"arxiv:2101.{number:05}"})
                yield type(paper)(copy, paper.links, paper.mentions, ())

    write_rdf(Many(reader.entity_list, [], []), Watched(), "nt")
    assert written_so_far[-1] > sum(seen) * 0.9


def test_an_error_in_the_reader_is_not_swallowed() -> None:
    class Broken(MemoryReader):
        def linked_papers(self):  # type: ignore[no-untyped-def]
            raise KgError("store.sqlite: cannot be read")
            yield

    with pytest.raises(KgError, match="cannot be read"):
        written(Broken([], [], []))


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KgError, match="RDF format 'xml'"):
        written(sample_reader(), "xml")
