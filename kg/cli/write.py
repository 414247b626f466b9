"""`kg export` and `kg view`: the graph as files."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from kg.api.knowledge_graph import KnowledgeGraph, load
from kg.api.rdf_writing import write_rdf_in_processes
from kg.cli.application import app
from kg.cli.console import progress_bar, warn
from kg.cli.options import Directory
from kg.cores import usable_cores
from kg.fileio import open_output
from kg.records import ENTITY_TYPES

__all__ = ["EXPORTS", "BaseIri", "ProvenanceLevel", "default_file", "write_export"]

#: Formats of `kg export` and `kg build --export`, with what each is for.
EXPORTS = {
    "ttl": "RDF, Turtle",
    "nt": "RDF, N-Triples",
    "trig": "RDF, TriG, with a named graph for each paper",
    "nq": "RDF, N-Quads, with a named graph for each paper",
    "rdfxml": "RDF/XML",
    "jsonld": "RDF, JSON-LD, one object for each paper",
    "void": "the description of the graph in VoID and DCAT, for catalogues",
    "html": "the interactive picture",
    "graphml": "GraphML, for Gephi, yEd, igraph",
    "gexf": "GEXF, for Gephi",
    "json": "node-link JSON, for networkx and d3",
    "csv": "tables, for spreadsheets and R: a folder, or a .zip",
    "parquet": "tables, for pandas, DuckDB and Spark: a folder, or a .zip",
    "neo4j": "CSV for Neo4j's bulk import, with the command: a folder, or a .zip",
}
_RDF = ("ttl", "nt", "trig", "nq", "rdfxml", "jsonld")
_TABLES = ("csv", "parquet", "neo4j")
_PROVENANCE = ("full", "links", "none")

BaseIri = Annotated[str | None, typer.Option("--base-iri", metavar="IRI", help="Where the IRIs of the data begin.")]
ProvenanceLevel = Annotated[str, typer.Option("--provenance", metavar="full|links|none", help="How much of it.")]


def default_file(format: str) -> str:
    """The name under which `kg build` leaves an export."""
    return f"graph.{format}"


def write_export(
    graph: KnowledgeGraph,
    format: str,
    out: str,
    *,
    base_iri: str | None,
    provenance: str,
    directory: str,
    jobs: int | None = None,
) -> None:
    """Write one export, RDF by `jobs` processes (default: all cores); it appears under its name when it is whole."""
    if format == "html":
        _write_html(graph, out, base_iri=base_iri, directory=directory)
        return
    if provenance not in _PROVENANCE:
        raise typer.BadParameter(f"choose from {', '.join(_PROVENANCE)}", param_hint="--provenance")
    if format in _TABLES:
        _write_tables(graph, format, out)
        return
    write = _writer(graph, format, base_iri, provenance, Path(directory), jobs)
    with open_output(out) as stream:
        write(stream)


def _write_tables(graph: KnowledgeGraph, format: str, out: str) -> None:
    from exports.bundle import open_bundle
    from exports.neo4j import FILES, write_neo4j
    from exports.tables import table_files, write_csv, write_parquet

    write = {"csv": write_csv, "parquet": write_parquet, "neo4j": write_neo4j}[format]
    with open_bundle(out, FILES if format == "neo4j" else table_files(format)) as bundle:
        write(graph.reader, bundle)


def _writer(
    graph: KnowledgeGraph, format: str, base_iri: str | None, provenance: str, directory: Path, jobs: int | None
) -> Callable[[BinaryIO], None]:
    if format in _RDF:
        return lambda stream: write_rdf_in_processes(
            graph.reader,
            stream,
            format,  # type: ignore[arg-type]
            base_iri=base_iri or graph.base_iri,
            provenance=provenance,  # type: ignore[arg-type]
            jobs=jobs or usable_cores(),
        )
    if format == "void":
        return _void_writer(graph, directory, base_iri, provenance)
    if format == "graphml":
        from exports.graphml import write_graphml

        return lambda stream: write_graphml(graph.nx, stream)
    if format == "gexf":
        from exports.gexf import write_gexf

        return lambda stream: write_gexf(graph.nx, stream)
    from exports.node_link import write_node_link

    return lambda stream: write_node_link(graph.nx, stream)


def _void_writer(
    graph: KnowledgeGraph, directory: Path, base_iri: str | None, provenance: str
) -> Callable[[BinaryIO], None]:
    from exports.void import write_void

    if provenance != "full":
        raise typer.BadParameter("the description counts all triples, those of 'full'", param_hint="--provenance")
    runs = graph.reader.runs()
    files = {path.name: path.stat().st_size for path in directory.glob("graph.*") if path.is_file()}
    return lambda stream: write_void(
        graph.ask,
        stream,
        configuration=graph.reader.configuration(),
        modified=runs[-1].finished if runs else None,
        files=files,
        base_iri=base_iri or graph.base_iri,
    )


def _write_html(
    graph: KnowledgeGraph,
    out: str,
    *,
    base_iri: str | None = None,
    directory: str,
    top: int | None = None,
    around: str | None = None,
    hops: int = 1,
    types: list[str] | None = None,
) -> None:
    with progress_bar() as progress:
        report = graph.write_picture(
            out,
            top=top,
            around=around,
            hops=hops,
            types=types,
            title=Path(directory).resolve().name or "paperkg",
            directory=directory,
            base_iri=base_iri,
            progress=progress,
        )
    if report.shown_nodes < report.nodes and not around:
        warn(f"{out}: shows {report.shown_nodes} of {report.nodes} nodes; the page says how to see more")


@app.command()
def export(
    directory: Directory,
    format: Annotated[str, typer.Option("--format", metavar="F", help=", ".join(EXPORTS))],
    out: Annotated[
        str,
        typer.Option("-o", "--output", metavar="OUT", help="A file, '-', or of tables a folder."),
    ],
    base_iri: BaseIri = None,
    provenance: ProvenanceLevel = "full",
) -> None:
    """Write a graph in a format that other tools read.

    Example:  kg export out --format nt -o graph.nt.gz
    """
    if format not in EXPORTS:
        raise typer.BadParameter(f"choose from {', '.join(EXPORTS)}", param_hint="--format")
    write_export(load(directory), format, out, base_iri=base_iri, provenance=provenance, directory=str(directory))


@app.command()
def view(
    directory: Directory,
    out: Annotated[str, typer.Option("-o", "--output", metavar="FILE.html", help="The page to write, or '-'.")],
    around: Annotated[str | None, typer.Option("--around", metavar="NAME", help="Show what is near this node.")] = None,
    hops: Annotated[int, typer.Option("--hops", min=1, max=5, help="How near.")] = 1,
    top: Annotated[int | None, typer.Option("--top", min=1, help="Show so many entities.")] = None,
    type: Annotated[list[str] | None, typer.Option("--type", metavar="T", help="Only entities of this type.")] = None,
) -> None:
    """Write the interactive picture: one page that needs no network.

    Example:  kg view out -o imagenet.html --around ImageNet --hops 2
    """
    kinds = {kind.casefold(): kind for kind in ENTITY_TYPES}
    for name in type or ():
        if name.casefold() not in kinds:
            raise typer.BadParameter(f"choose from {', '.join(ENTITY_TYPES)}", param_hint="--type")
    types = [kinds[name.casefold()] for name in type] if type else None
    _write_html(
        load(directory),
        out,
        directory=str(directory),
        top=top,
        around=around,
        hops=hops,
        types=list(types) if types else None,
    )
