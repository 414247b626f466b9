"""Named queries: the files `ontology/queries/*.rq`, and how their parameters are filled in.

A file is a SPARQL query that runs as it stands. Its first comment lines say what it answers and
what can be given::

    # Papers that evaluate on a dataset, with the sentence that says so.
    # param: dataset (required, name) name or alias of a dataset
    # param: below (optional, number) highest confidence to list

A parameter is a variable with one value, ``VALUES ?dataset { "imagenet" }``, which is an example
where it is required and the default where it is not; `UNDEF` stands for none. The value given is made
the RDF terms that it stands for, and these take the place of the example: it is never read as part of
the query. What it stands for is told by its kind: `text` is the text as it is; `name` its `kg:nameKey`,
so that a name is found in any spelling by one look-up; `paper` all that a paper may be looked up by;
`number` a number.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, cast
from urllib.parse import unquote

from pyoxigraph import Literal as Term
from pyoxigraph import NamedNode

from exports.literals import XML_ILLEGAL, decimal_digits
from exports.vocabulary import PREFIXES
from kg.errors import KgError
from kg.resources import ontology_dir
from kg.text import name_key

__all__ = ["Kind", "NamedQuery", "Parameter", "load_queries", "named_query", "paper_names"]

_PARAMETER = re.compile(r"# param: (\w+) \((required|optional), (name|paper|text|number)\) (\S.*)")
_DECIMAL = NamedNode(f"{PREFIXES['xsd']}decimal")
_PLACE = re.compile(r'VALUES \?(\w+) \{ (UNDEF|[0-9.]+|"[^"\\\n]*") \}')


Kind = Literal["name", "paper", "text", "number"]

# Where papers have pages: what follows is the id, of the scheme that stands beside it.
_PAGES = {
    "arxiv.org/abs/": "arxiv",
    "arxiv.org/pdf/": "arxiv",
    "doi.org/": "doi",
    "dx.doi.org/": "doi",
}
_VERSION = re.compile(r"v[0-9]+$|\.pdf$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a named query can be given, and how it is looked up."""

    name: str
    required: bool
    kind: Kind
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
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            if parameter.name in values:
                found = self._terms(parameter, values[parameter.name])
                terms[parameter.name] = " ".join(map(str, found))
            elif parameter.required:
                raise KgError(
                    f"query {self.name}: parameter {parameter.name!r} is missing "
                    f"({parameter.description}); give it as --param {parameter.name}=..."
                )
        # In one pass, so that nothing in one value can be taken for the place of another.
        return _PLACE.sub(lambda place: f"VALUES ?{place[1]} {{ {terms.get(place[1], place[2])} }}", self.text)

    def _terms(self, parameter: Parameter, value: str) -> list[Term]:
        """The literals that a value stands for."""
        if parameter.kind == "number":
            try:
                digits = decimal_digits(float(value))
            except ValueError:
                digits = None
            if digits is None:
                raise KgError(f"query {self.name}: parameter {parameter.name!r} must be a number, not {value!r}")
            return [Term(digits, datatype=_DECIMAL)]
        text = XML_ILLEGAL.sub("\ufffd", value)
        if parameter.kind == "name":
            return [Term(name_key(text))]
        return [Term(text)] if parameter.kind == "text" else [Term(known) for known in paper_names(text)]


def paper_names(text: str) -> list[str]:
    """All that a paper may be looked up by, for what a person writes: an id, an address or a title.

    >>> paper_names("https://arxiv.org/abs/1512.03385v2")[1]
    'arxiv:1512.03385'
    >>> paper_names("A Title")
    ['A Title', 'arxiv:A Title', 'doi:a title', 'atitle']
    """
    text = text.strip()
    found = [text]
    address = unquote(text).partition("://")[2].removeprefix("www.")
    for page, scheme in _PAGES.items():
        if address.startswith(page):
            local = address[len(page) :]
            found.append(f"{scheme}:{_VERSION.sub('', local) if scheme == 'arxiv' else local.lower()}")
    if not address:
        found += [f"arxiv:{_VERSION.sub('', text)}", f"doi:{text.lower()}"]
        found += [text.lower()] if text.lower().startswith(("arxiv:", "doi:")) else []
    return list(dict.fromkeys([*found, name_key(text)]))


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
            name, need, kind, words = match.groups()
            parameters.append(Parameter(name, need == "required", cast(Kind, kind), words))
        elif line.startswith("# param"):
            raise KgError(f"{path}: a line that should describe a parameter does not: {line!r}")
        else:
            description.append(line.lstrip("# ").strip())
    places = {place[1] for place in _PLACE.finditer(text)}
    for parameter in parameters:
        if parameter.name not in places:
            raise KgError(f"{path}: no VALUES block with one value for ?{parameter.name}")
    return NamedQuery(path.stem, " ".join(description), tuple(parameters), text)
