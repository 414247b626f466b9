"""The page of the ontology is that of the ontology as it is."""

import html
import re
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS

ROOT = Path(__file__).parents[2]
ONTOLOGY = rdflib.Graph().parse(ROOT / "ontology" / "paperkg.ttl")
OURS = "https://w3id.org/paperkg/ontology#"
TERMS = sorted(
    str(term)
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    for term in ONTOLOGY.subjects(RDF.type, kind)
    if str(term).startswith(OURS)
)


@pytest.fixture(scope="module")
def page() -> str:
    text = re.sub(r"<[^>]*>", " ", (ROOT / "docs" / "ontology.html").read_text(encoding="utf-8"))
    return " ".join(html.unescape(text).split())


def test_the_page_has_the_version(page: str) -> None:
    assert str(ONTOLOGY.value(rdflib.URIRef(OURS), OWL.versionInfo)) in page


@pytest.mark.parametrize("term", TERMS)
def test_the_page_has_every_term_with_its_comment(page: str, term: str) -> None:
    """If this fails: make ontology-page."""
    assert term in page
    words = re.sub(r"\W+", " ", str(ONTOLOGY.value(rdflib.URIRef(term), RDFS.comment)))
    assert words in re.sub(r"\W+", " ", page)


def test_the_redirects_name_what_is_there() -> None:
    rules = (ROOT / "ontology" / "w3id" / ".htaccess").read_text(encoding="utf-8")
    for name in ("paperkg.ttl", "shapes.ttl", "context.jsonld"):
        assert name in rules
        assert (ROOT / "ontology" / name).exists()
    for pattern in re.findall(r"^RewriteRule (\S+)", rules, re.MULTILINE):
        re.compile(pattern)
