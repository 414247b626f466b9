"""Writes docs/licences.md: the licences of everything that an install of paperkg brings along (`make licences`)."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

__all__ = ["ALLOWED", "licence_of", "page", "run_time_dependencies"]

#: Licences under which everybody may use, change and pass on, which ask for no more than their text (MPL: and the
#: source of the changed files) to be passed on too. Compatible with our Apache-2.0.
ALLOWED = re.compile(
    r"(?:MIT(?:-0|-CMU)?|BSD(?:-[23]-Clause)?|0BSD|ISC|Apache(?:-2\.0)?|PSF-2\.0|Python-2\.0|CNRI-Python|MPL-2\.0|Zlib"
    r"|Unlicense|CC0-1\.0|BSL-1\.0|HPND|Unicode-3\.0|LLVM-exception|GCC-exception-3\.1)"
)
# What is written where no SPDX expression is, by how it begins.
_WORDS = {
    "MIT": "MIT",
    "Expat": "MIT",
    "BSD": "BSD",
    "3-Clause BSD": "BSD",
    "New BSD": "BSD",
    "Modified BSD": "BSD",
    "Apache": "Apache",
    "ISC": "ISC",
    "Mozilla Public License 2.0": "MPL-2.0",
    "MPL-2.0": "MPL-2.0",
    "Python Software Foundation": "PSF-2.0",
    "PSF": "PSF-2.0",
    "Dual License": "Apache OR BSD",
}
_HEAD = """# Licences

paperkg is licensed under [Apache-2.0](../LICENSE). These are the packages that an install of it brings along, directly
and by way of others, with the licences that they state. All may be used, changed and passed on by everybody; a test
compares this list with what is installed. `make licences` makes the page anew.

| package | licence |
|---|---|
"""


def run_time_dependencies(root: str = "paperkg") -> Iterator[Distribution]:
    """The distributions that one needs at run time, without extras, each once, by name."""
    found: dict[str, Distribution] = {}
    wanted = [Requirement(root)]
    while wanted:
        requirement = wanted.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        extras = {"", *requirement.extras}
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # not needed on this platform
        for text in found[name].requires or ():
            needed = Requirement(text)
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                wanted.append(needed)
    del found[root]
    yield from (found[name] for name in sorted(found))


def licence_of(package: Distribution) -> str:
    """What a package states: an SPDX expression, or the same from its classifiers or the words it uses."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [c.rpartition(" :: ")[2] for c in metadata.get_all("Classifier") or () if c.startswith("License ::")]
    stated = [*classifiers, (metadata.get("License") or "").strip().splitlines()[0] if metadata.get("License") else ""]
    for words in filter(None, stated):
        for begin, name in _WORDS.items():
            if words.removeprefix("The ").lower().startswith(begin.lower()):
                return name
    return " / ".join(filter(None, stated)) or "not stated"


def page() -> str:
    """The page."""
    rows = (f"| {package.metadata['Name']} | {licence_of(package)} |\n" for package in run_time_dependencies())
    return _HEAD + "".join(rows)


if __name__ == "__main__":
    Path(__file__).with_name("licences.md").write_text(page(), encoding="utf-8")
