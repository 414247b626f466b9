"""Entity linking: mentions from all papers become canonical entities. docs/linking.md says how."""

from kg.linking.corpus import link_corpus, way_of_linking
from kg.linking.known import KnownName, KnownNames
from kg.linking.papers import prepare

__all__ = ["KnownName", "KnownNames", "link_corpus", "prepare", "way_of_linking"]
