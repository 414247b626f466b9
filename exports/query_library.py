"""Named queries: the files `ontology/queries/*.rq`, and how their parameters are filled in.

A file is a SPARQL query that runs as it stands. Its first comment lines say what it answers and
what can be given::

    # Papers that evaluate on a dataset, with the sentence that says so.
    # param: dataset (required) name or alias of a dataset
    # param: below (optional, number) highest confidence to list

A parameter is a variable with one value, ``VALUES ?dataset { "ImageNet" }``, which is an example
where it is required and the default where it is not; `UNDEF` stands for none. The value given takes
its place as a literal, quoted as in the export: it is never read as part of the query.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from exports.literals import decimal_digits, quoted
from kg.errors import KgError
from kg.resources import ontology_dir

__all__ = ["NamedQuery", "Parameter", "load_queries", "named_query"]

_PARAMETER = re.compile(r"# param: (\w+) \((required|optional)(, number)?\) (\S.*)")
_PLACE = re.compile(r'VALUES \?(\w+) \{ (UNDEF|[0-9.]+|"[^"\\\n]*") \}')


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a named query can be given."""

    name: str
    required: bool
    is_number: bool
    description: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the library: its name is the file's, without suffix."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, values: Mapping[str, str]) -> str:
        """The query with these values for its parameters.

        Raises
        ------
        KgError
            If a parameter is missing, unknown, or not the number that it should be.
        """
        known = {parameter.name for parameter in self.parameters}
        for name in values:
            if name not in known:
                takes = f"it takes {', '.join(sorted(known))}" if known else "it takes none"
                raise KgError(f"query {self.name}: no parameter {name!r}; {takes}")
        literals: dict[str, str] = {}
        for parameter in self.parameters:
            if parameter.name in values:
                literals[parameter.name] = self._literal(parameter, values[parameter.name])
            elif parameter.required:
                raise KgError(
                    f"query {self.name}: parameter {parameter.name!r} is missing "
                    f"({parameter.description}); give it as --param {parameter.name}=..."
                )
        # In one pass, so that nothing in one value can be taken for the place of another.
        return _PLACE.sub(lambda place: f"VALUES ?{place[1]} {{ {literals.get(place[1], place[2])} }}", self.text)

    def _literal(self, parameter: Parameter, value: str) -> str:
        """The value as the export would write it, which is how SPARQL writes it too."""
        if not parameter.is_number:
            return quoted(value)
        try:
            digits = decimal_digits(float(value))
        except ValueError:
            digits = None
        if digits is None:
            raise KgError(f"query {self.name}: parameter {parameter.name!r} must be a number, not {value!r}")
        return digits


def load_queries(folder: Path | None = None) -> dict[str, NamedQuery]:
    """All named queries, by name.

    Parameters
    ----------
    folder
        Where the `.rq` files are; the library that comes with the package if None.
    """
    folder = folder or ontology_dir() / "queries"
    return {path.stem: _parse(path) for path in sorted(folder.glob("*.rq"))}


def named_query(name: str) -> NamedQuery:
    """The query of this name.

    Raises
    ------
    KgError
        If there is none; names that look alike are suggested.
    """
    queries = load_queries()
    if name not in queries:
        close = get_close_matches(name, queries, n=3)
        hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(queries)}"
        raise KgError(f"query {name!r}: not in the library; {hint}")
    return queries[name]


def _parse(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    description: list[str] = []
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if match := _PARAMETER.fullmatch(line):
            name, need, number, words = match.groups()
            parameters.append(Parameter(name, need == "required", number is not None, words))
        elif line.startswith("# param"):
            raise KgError(f"{path}: a line that should describe a parameter does not: {line!r}")
        else:
            description.append(line.lstrip("# ").strip())
    places = {place[1] for place in _PLACE.finditer(text)}
    for parameter in parameters:
        if parameter.name not in places:
            raise KgError(f"{path}: no VALUES block with one value for ?{parameter.name}")
    return NamedQuery(path.stem, " ".join(description), tuple(parameters), text)
