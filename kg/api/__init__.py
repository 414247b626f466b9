"""What `import kg` offers: build, load, extract, and the `KnowledgeGraph` they give.

Here, and in the command line, the parts meet: sources, extractors, store, linking, exports.
The names are loaded when first used: a process that only extracts needs few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api.building import build_store, store_path
    from kg.api.combining import diff, merge
    from kg.api.extracting import extract
    from kg.api.knowledge_graph import KnowledgeGraph, build, load
    from kg.api.options import BuildOptions, BuildReport

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

_FROM = {
    "building": ("build_store", "store_path"),
    "combining": ("diff", "merge"),
    "extracting": ("extract",),
    "knowledge_graph": ("KnowledgeGraph", "build", "load"),
    "options": ("BuildOptions", "BuildReport"),
}


def __getattr__(name: str) -> object:
    for module, names in _FROM.items():
        if name in names:
            return getattr(import_module(f"kg.api.{module}"), name)
    raise AttributeError(f"module 'kg.api' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
