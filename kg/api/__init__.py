"""What `import kg` offers: build, load, extract, and the `KnowledgeGraph` they give.

Here, and in the command line, the parts meet: sources, extractors, store, linking, exports.
"""

from kg.api.building import BuildOptions, BuildReport, build_store, store_path
from kg.api.combining import diff, merge
from kg.api.extracting import extract
from kg.api.knowledge_graph import KnowledgeGraph, build, load

__all__ = [
    "BuildOptions",
    "BuildReport",
    "KnowledgeGraph",
    "build",
    "build_store",
    "diff",
    "extract",
    "load",
    "merge",
    "store_path",
]
