"""The label of an entity: what people write most."""

from collections import Counter
from collections.abc import Mapping

from kg.text import name_key, singular

__all__ = ["label_of"]


def label_of(surfaces: Mapping[str, int]) -> str:
    """The commonest spelling, of it the commonest capitals, of these the singular.

    >>> label_of({"CNNs": 3, "CNN": 1, "convolutional network": 2})
    'CNN'
    """
    if len(surfaces) == 1:  # as of most entities
        return next(iter(surfaces))
    spellings: Counter[str] = Counter()
    for surface, count in surfaces.items():
        spellings[name_key(surface)] += count
    best = min(spellings, key=lambda k: (-spellings[k], -len(k), k))
    singulars: Counter[str] = Counter()
    for surface, count in surfaces.items():
        if name_key(surface) == best:
            singulars[_singular_form(surface)] += count
    form = min(singulars, key=lambda s: (-singulars[s], s))
    if form in surfaces:
        return form
    return min((s for s in surfaces if _singular_form(s) == form), key=lambda s: (-surfaces[s], s))


def _singular_form(surface: str) -> str:
    """A surface with its last word in the singular, capitals kept."""
    head, space, last = surface.rpartition(" ")
    kept = len(singular(last.casefold()))
    return f"{head}{space}{last[:kept]}" if last[:kept].casefold() == singular(last.casefold()) else surface
