"""`kg lexicon`: the names that extraction knows, ours and the user's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.application import app
from kg.cli.console import fail, print_rows, print_table, warn
from kg.cli.options import FormatOption, checked_format
from kg.errors import KgError
from kg.records import ENTITY_TYPES, EntityType

if TYPE_CHECKING:
    from kg.api.lexicons import Hit

__all__ = ["lexicon"]

_LONGEST = 200
_SHOWN_VARIANTS = 4

lexicon = typer.Typer(
    no_args_is_help=True,
    help="""The names that extraction knows: list them, ask how a name is understood, check a file of your own.

    Example:  kg lexicon search "CIFAR 10"
    """,
)
app.add_typer(lexicon, name="lexicon")

TypeOption = Annotated[list[str] | None, typer.Option("--type", metavar="T", help="Only entries of this type.")]
OwnOption = Annotated[
    Path | None, typer.Option("--lexicon", metavar="FILE", help="Your own names too: CSV with type, name, aliases.")
]


def _types(names: list[str] | None) -> list[EntityType]:
    kinds = {kind.casefold(): kind for kind in ENTITY_TYPES}
    for name in names or ():
        if name.casefold() not in kinds:
            raise typer.BadParameter(f"choose from {', '.join(ENTITY_TYPES)}", param_hint="--type")
    return [kinds[name.casefold()] for name in names or ()]


@lexicon.command("list")
def list_entries(type: TypeOption = None, own: OwnOption = None, format: FormatOption = "table") -> None:
    """All entries, by type and name; as CSV they are a lexicon file to start from.

    Example:  kg lexicon list --type Dataset --format csv
    """
    from kg.api.lexicons import aliases, base_names, lexicon_with, listed, marks

    types, checked = _types(type), checked_format(format)
    known = lexicon_with(own)
    bases = base_names(known)
    rows = [(t.type, t.name, aliases(t), bases.get(t, ""), marks(t)) for t in listed(known, types)]
    print_rows(checked, ("type", "name", "aliases", "variant_of", "notes"), rows)


@lexicon.command()
def search(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name as a paper spells it.")],
    type: TypeOption = None,
    own: OwnOption = None,
    format: FormatOption = "table",
) -> None:
    """How a name is understood: its entries, and names that are near.

    Example:  kg lexicon search "CIFAR 10"
    """
    from kg.api.lexicons import lexicon_with, marks
    from kg.api.lexicons import search as search_in

    types, checked = _types(type), checked_format(format)
    if len(name) > _LONGEST:
        raise KgError(f"a name of {len(name)} characters is none; at most {_LONGEST} are looked for")
    hits = search_in(lexicon_with(own), name, types)
    if not hits:
        raise KgError(f"{name!r} is not in the lexicon, nor is anything near it")
    if checked == "table":
        print_table("", ("match", "as", "type", "entry", "notes"), [_for_people(hit) for hit in hits])
        return
    rows = [(h.match, h.surface, h.term.type, h.term.name, marks(h.term), h.base, ", ".join(h.variants)) for h in hits]
    print_rows(checked, ("match", "as", "type", "name", "notes", "variant_of", "variants"), rows)


def _for_people(hit: "Hit") -> tuple[str, ...]:
    """A row that says nothing twice, with only the first variants of what was searched for."""
    from kg.api.lexicons import marks

    notes = [f"variant of {hit.base}"] if hit.base else []
    notes += [marks(hit.term)] if marks(hit.term) else []
    if hit.variants and hit.match != "near":
        more = len(hit.variants) - _SHOWN_VARIANTS
        notes.append(
            f"variants: {', '.join(hit.variants[:_SHOWN_VARIANTS])}" + (f" and {more} more" if more > 0 else "")
        )
    entry = hit.term.name if hit.term.name != hit.surface else ""
    return hit.match, hit.surface, hit.term.type, entry, "; ".join(notes)


@lexicon.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or TSV with type, name, aliases.")],
    format: FormatOption = "table",
) -> None:
    """What is wrong in a lexicon of your own, and what it will do; exit code 1 where there is a fault.

    Example:  kg lexicon check mine.csv
    """
    from kg.api.lexicon_check import check_lexicon

    checked = checked_format(format)
    found = check_lexicon(file)
    rows = [(r.line, r.kind, r.name, r.text) for r in found.remarks]
    if rows or checked != "table":
        print_rows(checked, ("line", "kind", "name", "remark"), rows)
    summary = f"{file}: {_counted(found.entries, 'entry', 'entries')}, {_counted(found.faults, 'fault', 'faults')}"
    if found.faults:
        fail(summary)
    warn(f"{summary}, {_counted(len(rows), 'note', 'notes')}")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
