import io
import json
from collections.abc import Iterable

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple
from rdf_samples import MemoryReader, entity, link, linked, sample_reader

from exports.iris import Iris
from exports.rdf import triples
from exports.serialize import write_rdf
from kg.errors import KgError
from kg.records import GraphReader, Paper
from kg.text import clean

#: By name: the parser of rdflib, and the format of pyoxigraph.
FORMATS = {
    "ttl": ("turtle", RdfFormat.TURTLE),
    "nt": ("nt", RdfFormat.N_TRIPLES),
    "trig": ("trig", RdfFormat.TRIG),
    "nq": ("nquads", RdfFormat.N_QUADS),
    "rdfxml": ("xml", RdfFormat.RDF_XML),
    "jsonld": ("json-ld", RdfFormat.JSON_LD),
}
names = st.text(alphabet=st.characters(), min_size=1, max_size=12)


def written(reader: GraphReader, name: str = "ttl", **options: str) -> bytes:
    out = io.BytesIO()
    write_rdf(reader, out, name, **options)  # type: ignore[arg-type]
    return out.getvalue()


def canonical(triples: Iterable[Triple]) -> Dataset:
    """The triples as one graph in canonical form: blank nodes, should there be any, named by what they stand in."""
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def read(data: bytes, name: str) -> Dataset:
    return canonical(quad.triple for quad in pyoxigraph.parse(data, FORMATS[name][1]))


# What it says of its own parsers.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")


def read_by_rdflib(data: bytes, name: str) -> Dataset:
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format=FORMATS[name][0])
    triples = rdflib.Graph()
    for s, p, o, _ in dataset.quads():
        triples.add((s, p, o))
    return canonical(
        quad.triple for quad in pyoxigraph.parse(triples.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES)
    )


def every_form_says_the_same(reader: GraphReader) -> None:
    made = canonical(triples(reader))
    for name in FORMATS:
        data = written(reader, name)
        assert read(data, name) == made, name
        assert read_by_rdflib(data, name) == made, name


def test_every_form_is_the_same_graph_in_both_libraries() -> None:
    every_form_says_the_same(sample_reader())


@settings(max_examples=40)
@given(names, names, names, names)
def test_hostile_names_survive_every_format(slug: str, label: str, own_id: str, title: str) -> None:
    title = clean(title) or "x"
    paper = Paper(id=own_id, title=title, authors=[label], venue=label, categories=[label])
    known = [entity("Method", slug, label, slug)]
    every_form_says_the_same(MemoryReader(known, [linked(paper, [link(paper, "uses", f"method:{slug}", title)])], []))


@given(names, names)
def test_different_names_have_different_graphs_and_nodes(one: str, other: str) -> None:
    iris = Iris()
    assert (iris.graph("paper", one) == iris.graph("paper", other)) == (one == other)
    assert (iris.node(f"method:{one}") == iris.node(f"method:{other}")) == (one == other)


@pytest.mark.parametrize("name", ["trig", "nq"])
def test_each_paper_has_a_graph_and_no_triple_stands_in_two(name: str) -> None:
    quads = list(pyoxigraph.parse(written(sample_reader(), name), FORMATS[name][1]))
    graphs: dict[Triple, set[str]] = {}
    for quad in quads:
        graphs.setdefault(quad.triple, set()).add(quad.graph_name.value)  # type: ignore[union-attr]
    assert all(len(found) == 1 for found in graphs.values())
    base = "https://w3id.org/paperkg/id/graph/"
    by_type = {
        quad.graph_name.value
        for quad in quads
        if quad.predicate.value.endswith("#type") and quad.object.value.endswith("ontology#Paper")  # type: ignore[union-attr]
    }
    assert len(by_type) == 4
    assert f"{base}paper/arxiv:2101.00001" in by_type
    others = {f"{base}{name}" for name in ("entities", "venues", "configurations")}
    assert {found for graph in graphs.values() for found in graph} == by_type | others


def test_jsonld_holds_a_paper_with_all_that_is_its_own() -> None:
    document = json.loads(written(sample_reader(), "jsonld"))
    (paper,) = [node for node in document["@graph"] if node["id"] == "https://arxiv.org/abs/2101.00001"]
    assert paper["type"] == ["Paper", "schema:ScholarlyArticle"]
    assert paper["title"] == "FrostNet: quick frozen networks"
    assert paper["introduces"] == "https://w3id.org/paperkg/id/method/frostnet"
    assert paper["results"][0]["value"] == "81.5"
    assert {part["hasSelector"]["exact"] for part in paper["passages"]} >= {"ImageNet", "81.5% top-1 accuracy"}
    assert len(paper["links"]) == 5
    assert [cell["first"] for cell in paper["@included"]] == ["Ada Frost", "Bo Ice", "Ada Frost"]


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
        written(sample_reader(), "xml")  # the name is rdfxml
