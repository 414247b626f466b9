"""Entity linking: mentions from all papers become canonical entities. docs/linking.md says how."""

from kg.linking.corpus import link_corpus
from kg.linking.known import KnownName, KnownNames

__all__ = ["KnownName", "KnownNames", "link_corpus"]
