"""Graphs of invented papers, with true offsets, for the tests of the page.

To look at one: `python tests/exports/html/invented_graphs.py graph.html --papers 168`.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import networkx as nx

_DERIVED = {"evaluatesOn": "evaluatedOn", "addresses": "usedFor", "comparesWith": "comparedWith"}

_STEMS = [
    "Aero", "Basal", "Cinder", "Delta", "Ember", "Fathom", "Gale", "Harbor", "Indigo", "Juniper", "Krill", "Lattice",
    "Meadow", "Nimbus", "Onyx", "Pebble", "Quill", "Ripple", "Sable", "Tundra", "Umbra", "Vesper", "Willow", "Zephyr",
]  # fmt: skip
_ENDS = [
    "Net", "Former", "Mix", "Flow", "GAN", "Prune", "Align", "Fuse", "BERT", "Cast", "Seg", "Track",
]  # fmt: skip
_DATASETS = [
    "Bench", "Corpus", "-10", "-100", "Set", "QA", "Scenes", "Voices",
]  # fmt: skip
_METRICS = [
    "accuracy", "F1", "mean average precision", "BLEU", "perplexity", "word error rate", "latency", "AUC", "PSNR",
    "recall at 5",
]  # fmt: skip
_TASKS = [
    "image segmentation", "machine translation", "question answering", "speech recognition", "object tracking",
    "depth estimation", "graph completion", "code repair", "protein folding", "summarization", "pose estimation",
    "anomaly detection",
]  # fmt: skip
_TEMPLATES = [
    "We present {M:introduces}, which builds on {M:uses} and needs half the memory for {T:addresses}.",
    "Unlike {M:comparesWith}, it keeps every layer small and uses {M:uses} only where it pays.",
    "Experiments on {D:evaluatesOn} and {D:evaluatesOn} show better {E:reports} at the same cost.",
    "On {D:evaluatesOn} the model reaches {V}% {E:reports}, ahead of {M:comparesWith}.",
    "The approach carries over to {T:addresses} without further training.",
    "Earlier work on {T:mentions} relied on {M:mentions}, which is slow on long inputs.",
    "We also study how {M:uses} behaves when labels are scarce.",
    "Code and checkpoints for {M:introduces} are public.",
]
_SLOT = re.compile(r"\{(\w)(?::(\w+))?\}")
_KINDS = {"M": "Method", "D": "Dataset", "E": "Metric", "T": "Task"}


@dataclass
class Paper:
    """A paper under construction: text first, links once the offsets are known."""

    id: str
    title: str
    abstract: str = ""
    sentences: list[tuple[int, int]] = field(default_factory=list)
    mentions: list[tuple[str, str, str, int, int]] = field(default_factory=list)
    results: list[tuple[float, str, str, str]] = field(default_factory=list)

    def add(self, pieces: list[str | tuple[str, str, str]]) -> tuple[int, int]:
        """Append a sentence; a piece is text, or (type, name, predicate)."""
        base = len(self.title) + 1 if self.title else 0
        start = len(self.abstract) + (1 if self.abstract else 0)
        text = ""
        for piece in pieces:
            words = piece if isinstance(piece, str) else piece[1]
            if not isinstance(piece, str):
                at = base + start + len(text)
                self.mentions.append((*piece, at, at + len(words)))
            text += words
        self.abstract = f"{self.abstract} {text}" if self.abstract else text
        span = (base + start, base + start + len(text))
        self.sentences.append(span)
        return span

    @property
    def text(self) -> str:
        return "\n".join(part for part in (self.title, self.abstract) if part)


def entity_key(kind: str, name: str) -> str:
    return f"{kind.lower()}:{re.sub('[^a-z0-9]+', '-', name.lower()).strip('-')[:60] or 'x'}"


def add_paper(graph: nx.MultiDiGraph, paper: Paper, **fields: object) -> None:
    """Add a paper, the entities that it names and its links, one for each predicate and entity."""
    key = f"paper:{paper.id}"
    graph.add_node(
        key, type="Paper", label=paper.title or paper.abstract[:60], aliases=[], papers=1,
        title=paper.title or None, abstract=paper.abstract or None, **fields,
    )  # fmt: skip
    for kind, name, predicate, first, last in paper.mentions:
        target = entity_key(kind, name)
        if target not in graph:
            graph.add_node(target, type=kind, label=name, aliases=[], papers=0)
        start, end = next(span for span in paper.sentences if span[0] <= first < span[1])
        sentence = {"paper": paper.id, "start": start, "end": end, "text": paper.text[start:end]}
        if not graph.has_edge(key, target, predicate):
            graph.nodes[target]["papers"] += key not in graph.predecessors(target)
            confidence = 0.5 + (len(name) * 7 + len(paper.title)) % 50 / 100
            graph.add_edge(key, target, predicate, confidence=confidence, evidence=[])
        graph.edges[key, target, predicate]["evidence"].append({**sentence, "mention": [first, last]})
    for number, (value, *names) in enumerate(paper.results):
        result = f"result:{paper.id}-{number}"
        words = f"reaches {value}% {names[2]}"
        graph.add_node(result, type="Result", label=words, value=value, unit="%", kind="score", text=words)
        graph.add_edge(result, key, "resultOf", confidence=0.8, evidence=[])
        ends = (("Method", "ofMethod"), ("Dataset", "onDataset"), ("Metric", "byMetric"))
        for name, (kind, predicate) in zip(names, ends, strict=True):
            graph.add_edge(result, entity_key(kind, name), predicate, confidence=0.8, evidence=[])


def invented_graph(papers: int = 40, seed: int = 5) -> nx.MultiDiGraph:
    """A graph like that of a real corpus: a few names that many papers use, many that few do."""
    rng = random.Random(seed)
    methods = [a + b for a in _STEMS for b in _ENDS]
    datasets = [a + b for a in _STEMS for b in _DATASETS]
    rng.shuffle(methods)
    rng.shuffle(datasets)
    fields = max(3, papers // 14)
    graph = nx.MultiDiGraph()
    for number in range(papers):
        topic = number % fields

        def pick(names: list[str], width: int, topic: int = topic) -> str:
            """Mostly a name of the paper's own field, sometimes one that everyone uses."""
            if rng.random() < 0.3:
                return names[min(int(rng.paretovariate(1.1)) - 1, len(names) - 1)]
            return names[(topic * width + min(int(rng.paretovariate(0.8)), width * 3)) % len(names)]

        pools = {"M": (methods, 14), "D": (datasets, 6), "E": (_METRICS, 3), "T": (_TASKS, 2)}
        own = f"{rng.choice(_STEMS)}{rng.choice(_ENDS)}-{number}"
        task = pick(_TASKS, 2)
        arxiv = f"{19 + number % 6}{1 + number % 12:02d}.{number:05d}"
        paper = Paper(f"arxiv:{arxiv}", f"{own}: a smaller model for {task}")
        paper.sentences.append((0, len(paper.title)))
        paper.mentions.append(("Method", own, "introduces", 0, len(own)))
        chosen = sorted(rng.sample(range(1, len(_TEMPLATES)), rng.randint(2, 5)))
        for template in [_TEMPLATES[0], *(_TEMPLATES[i] for i in chosen)]:
            _add_sentence(paper, template, own, pools, pick, rng)
        add_paper(
            graph, paper, arxiv=arxiv, doi=None, date=f"20{arxiv[:2]}-{arxiv[2:4]}", categories=["cs.LG"],
            authors=[f"A. {stem}" for stem in rng.sample(_STEMS, 3)], venue=rng.choice([None, "NeurIPS", "ACL"]),
            links=[f"https://github.com/example/{own.lower()}"],
        )  # fmt: skip
        _derive(graph, f"paper:{paper.id}", entity_key("Method", own))
    for name in methods[:6]:
        if (key := entity_key("Method", name)) in graph:
            graph.nodes[key]["aliases"] = [f"{name} network", re.sub("[a-z]", "", name)]
    return graph


def _add_sentence(
    paper: Paper,
    template: str,
    own: str,
    pools: dict[str, tuple[list[str], int]],
    pick: Callable[[list[str], int], str],
    rng: random.Random,
) -> None:
    """Fill a template's slots with names, and keep a result where it states a value."""
    pieces: list[str | tuple[str, str, str]] = []
    value = rng.randint(400, 980) / 10
    at = 0
    for slot in _SLOT.finditer(template):
        pieces.append(template[at : slot.start()])
        at = slot.end()
        letter, predicate = slot.groups()
        if letter == "V":
            pieces.append(str(value))
        else:
            name = own if predicate == "introduces" else pick(*pools[letter])
            pieces.append((_KINDS[letter], name, predicate))
    pieces.append(template[at:])
    start, _ = paper.add(pieces)
    if "{V}" in template:
        named = {kind: name for kind, name, _, first, _ in paper.mentions if first >= start}
        paper.results.append((value, own, named["Dataset"], named["Metric"]))


def _derive(graph: nx.MultiDiGraph, paper: str, method: str) -> None:
    """What a paper's own method is evaluated on, used for and compared with."""
    for _, target, predicate, edge in list(graph.out_edges(paper, keys=True, data=True)):
        if predicate in _DERIVED and target != method:
            graph.add_edge(method, target, _DERIVED[predicate], **edge)


if __name__ == "__main__":
    import argparse

    from exports.html import write_html

    parser = argparse.ArgumentParser(description="Write the page of an invented corpus.")
    parser.add_argument("out")
    parser.add_argument("--papers", type=int, default=40)
    parser.add_argument("--top", type=int)
    arguments = parser.parse_args()
    print(write_html(invented_graph(arguments.papers), arguments.out, title="Invented papers", top=arguments.top))
