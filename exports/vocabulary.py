"""The namespaces that an RDF export is written in."""

__all__ = ["DEFAULT_BASE", "KG", "PREFIXES"]

#: The namespace of the ontology.
KG = "https://w3id.org/paperkg/ontology#"

#: The namespace of the data, where the user sets no other.
DEFAULT_BASE = "https://w3id.org/paperkg/id/"

#: What is preset in a query and declared at the head of a Turtle file.
PREFIXES: dict[str, str] = {
    "kg": KG,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "bibo": "http://purl.org/ontology/bibo/",
    "mls": "http://www.w3.org/ns/mls#",
}
