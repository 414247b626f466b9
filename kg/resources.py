"""Where the ontology, shapes and queries are: inside the wheel, or beside the packages in a checkout."""

from pathlib import Path

__all__ = ["ontology_dir"]


def ontology_dir() -> Path:
    """The folder that holds `paperkg.ttl`, `shapes.ttl`, `context.jsonld` and `queries/`."""
    here = Path(__file__).resolve().parent
    inside = here / "ontology"
    return inside if inside.is_dir() else here.parent / "ontology"
