import re
from collections import Counter

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple
from rdf_samples import MemoryReader, entity, link, linked, result, sample_reader, sample_triples

from exports.literals import XML_ILLEGAL, confidence_digits, date_type, decimal_digits, quoted
from exports.rdf import pieces, quads, triples
from exports.sparql_results import to_rdflib
from exports.vocabulary import KG, PREFIXES
from exports.weblinks import is_code, link_iri
from kg.errors import KgError
from kg.records import LinkedPaper, Paper

NET = NamedNode("https://arxiv.org/abs/2101.00001")
BASE = "https://w3id.org/paperkg/id/"


def objects(subject: NamedNode, predicate: str, source: list[Triple] | None = None) -> list[str]:
    found = sample_triples() if source is None else source
    return [t.object.value for t in found if t.subject == subject and t.predicate == term_of(predicate)]


def term_of(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


@pytest.mark.parametrize(
    ("predicate", "values"),
    [
        ("rdf:type", [f"{KG}Paper", "https://schema.org/ScholarlyArticle"]),
        ("dcterms:identifier", ["arxiv:2101.00001"]),
        ("dcterms:title", ["FrostNet: quick frozen networks"]),
        ("dcterms:date", ["2021-01-03"]),
        ("dcterms:creator", ["Ada Frost", "Bo Ice"]),
        ("dcterms:subject", ["cs.CV", "cs.LG"]),
        ("bibo:doi", ["10.1000/frost"]),
        ("schema:codeRepository", ["https://github.com/frost/net"]),
        ("foaf:page", ["https://frost.example/net%20page"]),
        ("kg:introduces", [f"{BASE}method/frostnet"]),
        ("kg:comparesWith", [f"{BASE}method/resnet"]),
    ],
)
def test_a_paper_has_its_fields(predicate: str, values: list[str]) -> None:
    assert objects(NET, predicate) == values


def test_mentions_holds_for_every_role() -> None:
    assert set(objects(NET, "kg:mentions")) == {
        f"{BASE}{path}"
        for path in (
            "task/image-classification",
            "method/resnet",
            "dataset/imagenet",
            "method/frostnet",
            "metric/top-1-accuracy",
        )
    }


def test_authors_stand_in_order_with_repeats() -> None:
    graph = to_rdflib(sample_triples())
    head = graph.value(rdflib.URIRef(NET.value), rdflib.URIRef("http://purl.org/ontology/bibo/authorList"))
    assert [str(author) for author in graph.items(head)] == ["Ada Frost", "Bo Ice", "Ada Frost"]


def test_a_venue_is_a_work_with_a_name() -> None:
    (venue,) = objects(NET, "schema:isPartOf")
    assert objects(NamedNode(venue), "schema:name") == ["ICE 2021"]
    assert objects(NamedNode(venue), "rdf:type") == ["https://schema.org/CreativeWork"]


def test_an_entity_has_names_and_the_class_that_others_know() -> None:
    node = NamedNode(f"{BASE}method/frostnet")
    assert objects(node, "skos:prefLabel") == ["FrostNet"]
    assert objects(node, "skos:altLabel") == ["Frost Net"]
    assert "https://schema.org/Dataset" in objects(NamedNode(f"{BASE}dataset/imagenet"), "rdf:type")


def test_a_link_carries_its_sentence_and_the_mentions_that_it_comes_from() -> None:
    node = NamedNode(f"{BASE}link/arxiv:2101.00001/evaluatesOn/dataset/imagenet")
    assert objects(node, "rdf:subject") == [NET.value]
    assert objects(node, "rdf:predicate") == [f"{KG}evaluatesOn"]
    assert objects(node, "kg:confidence") == ["0.9"]
    (sentence,) = objects(node, "kg:sentence")
    assert sentence == "On ImageNet it reaches 81.5% top-1 accuracy, ahead of ResNet."
    (mention,) = objects(node, "prov:wasDerivedFrom")
    (selector,) = objects(NamedNode(mention), "oa:hasSelector")
    assert objects(NamedNode(selector), "oa:exact") == ["ImageNet"]
    assert len(objects(NamedNode(selector), "rdf:type")) == 2
    assert objects(node, "prov:wasGeneratedBy") == [f"{BASE}configuration/c0ffee"]


def test_offsets_give_the_exact_words() -> None:
    content = next(iter(sample_reader().linked_papers())).paper.text
    for triple in sample_triples():
        if triple.predicate == term_of("oa:start") and "arxiv:2101" in triple.subject.value:
            start = int(triple.object.value)
            (end,), (exact,) = objects(triple.subject, "oa:end"), objects(triple.subject, "oa:exact")
            assert content[start : int(end)] == exact


def test_a_result_has_value_unit_quote_and_ends() -> None:
    node = NamedNode(f"{BASE}result/0f")
    assert objects(node, "kg:value") == ["81.5"]
    assert objects(node, "kg:unit") == ["%"]
    assert objects(node, "kg:kind") == ["score"]
    assert objects(node, "kg:quote") == ["81.5% top-1 accuracy"]
    assert objects(node, "kg:onDataset") == [f"{BASE}dataset/imagenet"]
    assert objects(NamedNode(f"{BASE}result/1a"), "kg:value") == ["0.00001"]
    assert objects(NamedNode(f"{BASE}quotation/0f/text"), "oa:exact") == ["81.5% top-1 accuracy"]


def test_entities_are_related() -> None:
    assert objects(NamedNode(f"{BASE}dataset/cifar-10"), "kg:variantOf") == [f"{BASE}dataset/cifar"]


@pytest.mark.parametrize(
    ("provenance", "links", "mentions", "activities"), [("full", 11, 11, 1), ("links", 11, 0, 1), ("none", 0, 0, 0)]
)
def test_provenance_levels(provenance: str, links: int, mentions: int, activities: int) -> None:
    found = sample_triples(provenance)  # type: ignore[arg-type]
    classes = Counter(t.object.value for t in found if t.predicate == term_of("rdf:type"))
    assert classes[f"{KG}Link"] == links
    assert classes[f"{KG}Mention"] == mentions
    assert classes["http://www.w3.org/ns/prov#Activity"] == activities
    assert classes[f"{KG}Result"] == 2


def test_every_level_is_part_of_the_next() -> None:
    none, links, full = (set(map(str, sample_triples(level))) for level in ("none", "links", "full"))  # type: ignore[arg-type]
    assert none < links < full


def test_nothing_depends_on_the_order_of_papers() -> None:
    reader = sample_reader()
    turned = MemoryReader(reader.entity_list[::-1], reader.paper_list[::-1], reader.relation_list[::-1])
    assert list(triples(turned)) == sample_triples()


def test_no_literal_holds_what_xml_cannot() -> None:
    literals = [t.object.value for t in sample_triples() if isinstance(t.object, Literal)]
    assert literals
    assert not any(XML_ILLEGAL.search(value) for value in literals)


def test_hostile_links_are_encoded_or_dropped() -> None:
    node = NamedNode(f"{BASE}paper/own%20id%2Fwith%20%22all%22%20of%20%3Cit%3E%20%25%20%E2%80%AE%0A")
    assert objects(node, "schema:codeRepository") == ["https://gitlab.example/%C3%BC/%3Cx%3E#a%23b"]
    assert objects(node, "dcterms:date") == []


def test_a_mention_outside_the_text_and_a_result_without_a_number_are_left_out() -> None:
    paper = Paper(id="p", title="We use Foo")
    good = linked(paper, [link(paper, "uses", "method:foo", "Foo")])
    outside = [type(good.mentions[0])("method:foo", start, end, 1.0) for start, end in ((-1, 2), (3, 3), (7, 99))]
    broken = result(paper, "result:x", "Foo", float("inf"))
    reader = MemoryReader(
        [entity("Method", "foo", "Foo")], [LinkedPaper(paper, good.links, tuple(outside), (broken,))], []
    )
    found = [t.object.value for t in triples(reader) if t.predicate == term_of("rdf:type")]
    assert f"{KG}Mention" not in found
    assert f"{KG}Result" not in found
    assert f"{KG}Link" in found


def test_a_quote_that_is_not_at_its_offsets_gets_no_offsets() -> None:
    paper = Paper(id="p", title="gains 3 points")
    moved = result(paper, "result:x", "3 points", 3.0)
    moved = type(moved)(**{name: getattr(moved, name) for name in moved.__slots__} | {"start": 0})
    reader = MemoryReader([], [LinkedPaper(paper, (), (), (moved,))], [])
    found = [t.predicate for t in triples(reader)]
    assert term_of("kg:quote") in found
    assert term_of("oa:start") not in found


def test_an_unknown_level_of_provenance_is_refused() -> None:
    with pytest.raises(KgError, match="provenance"):
        quads(sample_reader(), provenance="some")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "iso", ["2024-13", "24", "2024-1-1", "0000", "2024-06-31", "٢٠٢٤", "2024-06-17T00:00", "", "soon"]
)
def test_what_is_no_date_has_no_type(iso: str) -> None:
    assert date_type(iso) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_decimals_are_plain_canonical_and_exact(value: float) -> None:
    digits = decimal_digits(value)
    assert digits is not None
    assert re.fullmatch(r"0|-?(0|[1-9]\d*)(\.\d*[1-9])?", digits)
    assert float(digits) == value


@given(st.floats())
def test_confidences_lie_between_0_and_1_with_four_places_at_most(value: float) -> None:
    digits = confidence_digits(value)
    assert re.fullmatch(r"0|1|0\.\d{1,4}", digits)
    if 0 <= value <= 1:
        assert abs(float(digits) - value) <= 0.00005 + 1e-12


@given(st.text(alphabet=st.characters(), max_size=30))
def test_texts_keep_their_length_and_all_that_xml_allows(value: str) -> None:
    (quad,) = pyoxigraph.parse(f"<http://s> <http://p> {quoted(value)} .", RdfFormat.N_TRIPLES)
    assert quad.object == Literal(XML_ILLEGAL.sub("\ufffd", value))


def test_lines_are_canonical_ntriples() -> None:
    """Byte for byte what pyoxigraph writes, for every character."""
    everything = "".join(map(chr, range(0x3000))) + "\ud800\ufffe\U0001f9ca"
    reader = sample_reader()
    reader.entity_list.append(entity("Method", "all", everything, everything[::-1]))
    for provenance in ("full", "none"):
        ours = "".join(pieces(reader, provenance=provenance))  # type: ignore[arg-type]
        theirs = pyoxigraph.serialize(pyoxigraph.parse(ours, RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)
        assert theirs is not None
        assert ours == theirs.decode()


@given(st.text(alphabet=st.characters(), max_size=30))
def test_a_link_is_a_valid_iri_or_nothing(value: str) -> None:
    for link_text in (value, f"https://example.org/{value}", f"http://{value}"):
        iri = link_iri(link_text)
        if iri is not None:
            assert iri.isascii()
            assert NamedNode(iri).value == iri
            is_code(iri)


@pytest.mark.parametrize(
    ("link_text", "code"),
    [
        ("https://github.com/a/b", True),
        ("HTTPS://www.GitHub.com/a", True),
        ("https://gitlab.uni.example/a", True),
        ("https://huggingface.co/org/model", True),
        ("https://huggingface.co/papers/2101.00001", False),
        ("https://notgithub.com/a", False),
        ("https://a.github.io/page", False),
        ("https://github.com.evil.example/a", False),
    ],
)
def test_hosts_of_code_are_known(link_text: str, code: bool) -> None:
    iri = link_iri(link_text)
    assert iri is not None
    assert is_code(iri) is code
