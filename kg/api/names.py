"""Finding the node that a person means by a name."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import networkx as nx
from rapidfuzz import fuzz, process

from kg.errors import KgError
from kg.text import fold, name_key

__all__ = ["NameIndex"]

_NEAR = 70.0
_FAR = 60.0
#: A longer text is no name; comparing it with every name would take long.
_MAX_LENGTH = 300
_SUGGESTIONS = 3
#: A shorter text is part of too many names to suggest any.
_LEAST = 3
_ABOUT_AS_NEAR = 12
_SHOWN = 60


class NameIndex:
    """Node keys by label, alias, paper id and title, in any case and spelling.

    `listed` gives the keys that a name may stand for although no paper spells it so: the
    lexicon's aliases.

    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("dataset:cifar-10", type="Dataset", label="CIFAR-10", aliases=[], papers=2)
    >>> NameIndex(graph).find("cifar10")
    'dataset:cifar-10'
    """

    def __init__(self, graph: nx.MultiDiGraph, listed: Callable[[str], Iterable[str]] = lambda _: ()) -> None:
        self._graph = graph
        self._listed = listed
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for key, data in graph.nodes(data=True):
            if data["type"] == "Result":
                continue
            names = {data["label"], *data["aliases"]}
            if data["type"] == "Paper":
                names |= {data["id"], data.get("arxiv") or "", data.get("doi") or ""}
            for name in {name_key(n) for n in names} - {""}:
                self._by_name[name].append(key)

    def find_all(self, name: str, types: Iterable[str] | None = None) -> list[str]:
        """The keys of all nodes of that name, those that most papers name first."""
        wanted = set(types) if types else None
        keys = [name] if name in self._graph else self._by_name.get(name_key(name), [])
        keys = keys or [key for key in self._listed(name) if key in self._graph]
        found = [k for k in keys if wanted is None or self._graph.nodes[k]["type"] in wanted]
        return sorted(found, key=lambda k: (-self._graph.nodes[k]["papers"], k))

    def find(self, name: str, types: Sequence[str] | None = None) -> str:
        """The key of the node that a name most likely means.

        Raises
        ------
        KgError
            If there is none; near misses are named.
        """
        found = self.find_all(name, types)
        if found:
            return found[0]
        what = _listed([t.lower() for t in types]) if types else "paper or entity"
        raise KgError(f"no {what} is called {_quoted(name)}; {self._hint(name, types, what)}")

    def _hint(self, name: str, types: Sequence[str] | None, what: str) -> str:
        """What a person may have meant by a name that nothing of these types has."""
        if other := self.find_all(name):
            data = self._graph.nodes[other[0]]
            return f"{_quoted(data['label'])} is a {data['type'].lower()}"
        if near := self.suggestions(name, types):
            return f"did you mean {' or '.join(_quoted(n) for n in near)}?"
        if not any(types is None or kind in types for _, kind in self._graph.nodes(data="type")):
            return f"the graph holds no {what}"
        return "kg stats shows what there is"

    def search(self, name: str, types: Iterable[str] | None = None, top: int = 10) -> list[tuple[str, str, float]]:
        """Nodes whose names are most like a text: key, the name that is, and how much (100 for the same name).

        Equally like are ordered by how many papers name them.

        >>> graph = nx.MultiDiGraph()
        >>> graph.add_node("dataset:cifar-10", type="Dataset", label="CIFAR-10", aliases=["Tiny Images"], papers=2)
        >>> NameIndex(graph).search("tiny image")
        [('dataset:cifar-10', 'Tiny Images', 100.0)]
        """
        wanted = set(types) if types else None
        best = {key: (100.0, self._matched(key, name)) for key in self.find_all(name, wanted)}
        spelled = [
            (fold(text), text, key)
            for key, data in self._graph.nodes(data=True)
            if data["type"] != "Result" and (wanted is None or data["type"] in wanted)
            for text in (data["label"], *data["aliases"])
        ]
        # One node may have many names that match: more are asked for than wanted.
        near = process.extract(
            fold(name[:_MAX_LENGTH]),
            [s for s, _, _ in spelled],
            scorer=fuzz.WRatio,
            limit=8 * top + 8,
            score_cutoff=_FAR,
        )
        for _, score, place in near:
            _, text, key = spelled[place]
            if key not in best or score > best[key][0]:
                best[key] = (score, text)
        ordered = sorted(best, key=lambda k: (-best[k][0], -self._graph.nodes[k]["papers"], k))
        return [(key, best[key][1], round(best[key][0], 1)) for key in ordered[:top]]

    def _matched(self, key: str, name: str) -> str:
        """Which of a node's names is meant; the text itself where only the lexicon knows it."""
        data = self._graph.nodes[key]
        return next((n for n in (data["label"], *data["aliases"]) if name_key(n) == name_key(name)), name)

    def suggestions(self, name: str, types: Iterable[str] | None = None) -> list[str]:
        """Labels that are spelled nearly so."""
        wanted = set(types) if types else None
        labels = {
            fold(data["label"]): data["label"]
            for _, data in self._graph.nodes(data=True)
            if data["type"] != "Result" and (wanted is None or data["type"] in wanted)
        }
        spelled = fold(name[:_MAX_LENGTH])
        if len(spelled) < _LEAST:
            return []
        near = process.extract(spelled, list(labels), scorer=fuzz.WRatio, limit=_SUGGESTIONS, score_cutoff=_NEAR)
        return [labels[match] for match, score, _ in near if score >= near[0][1] - _ABOUT_AS_NEAR]


def _listed(words: Sequence[str]) -> str:
    """Words as a sentence names them.

    >>> _listed(["method", "dataset", "task"])
    'method, dataset or task'
    """
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _quoted(name: str) -> str:
    """A name in quotes, on one line, cut off where it is long."""
    return repr(name if len(name) <= _SHOWN else f"{name[: _SHOWN - 1]}…")
