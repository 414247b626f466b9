"""One self-contained page: pyvis carries the picture, our template carries the rest.

The page asks the network for nothing, and its Content-Security-Policy forbids it to: only scripts and
styles with the hashes that stand in the policy run. Data travels as JSON in blocks that are not scripts.
"""

import base64
import hashlib
import json
import math
import re
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from exports.html.layout import place
from exports.html.regions import name_regions
from exports.html.selection import Selection
from kg.errors import KgError

__all__ = ["SHAPES", "compose", "json_script"]

Json = dict[str, Any]

#: A shape for each type, so that no type depends on colour alone (the colours are in page.css).
SHAPES = {"Paper": "square", "Method": "dot", "Dataset": "diamond", "Metric": "triangle", "Task": "star"}
#: Shapes of one radius differ in area; this evens them out to the eye.
_WEIGHT = {"square": 0.82, "dot": 1.0, "diamond": 1.2, "triangle": 1.08, "star": 1.3}
_PAPER_RADIUS = 7.0
_LABEL_LENGTH = 42

_TEMPLATES = files("exports") / "templates"
#: In the order in which they build on each other; together they are one script.
SCRIPTS = (
    "dom", "words", "model", "theme", "picture", "edges", "regions", "labels", "filters", "search", "rings", "journey",
    "evidence", "parts", "results", "sparql", "path", "panel", "note", "image", "main",
)  # fmt: skip

_OPTIONS: Json = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {
        "borderWidth": 1,
        "borderWidthSelected": 2,
        # Labels are drawn by labels.js, which lets none cover another; vis-network keeps them as data.
        "scaling": {"label": {"drawThreshold": 1_000_000}},
        "font": {"size": 1},
    },
    "edges": {"smooth": False, "selectionWidth": 0.5, "hoverWidth": 0.5, "arrows": {"to": {"enabled": False}}},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
        "zoomSpeed": 0.7,
    },
}

_UNSAFE = re.compile("[<>&\u2028\u2029]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def json_script(value: object) -> Markup:
    """JSON that may stand in a script element: nothing in it can end the element or a line.

    A lone surrogate, which is no character and which UTF-8 cannot hold, becomes U+FFFD.

    >>> print(json_script("</script>"))
    "\\u003c/script\\u003e"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = _LONE_SURROGATE.sub("\ufffd", text)
    return Markup(_UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text))


def compose(title: str, selection: Selection, data: Json, facts: Json) -> str:
    """The page as text. `facts` (notes, the command's DIR, IRIs) join `data` in the page's JSON."""
    network, regions = _network(title, selection, data)
    style = _read("page.css")
    scripts = [_vis_network(), _scripts()]
    environment = Environment(
        loader=FileSystemLoader(str(_TEMPLATES)), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters.update(json_script=json_script, from_json=json.loads)
    environment.globals.update(
        data={**facts, **data, "title": title, "shapes": SHAPES, "regions": regions},
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        policy=_policy(style, scripts),
    )
    network.templateEnv = environment
    network.path = "page.html"
    return str(network.generate_html())


def _network(title: str, selection: Selection, data: Json) -> tuple[Network, list[Json]]:
    """The drawn nodes and the edges between them, at rest, as pyvis holds them; and the communities that they form."""
    nodes = data["nodes"][: len(selection.drawn)]
    pairs = _pairs(data["links"], len(nodes))
    most = max((node["papers"] for node in nodes if node["type"] != "Paper"), default=1)
    radii = [_radius(node, most) for node in nodes]
    network = Network(directed=True, heading=title, cdn_resources="in_line")
    network.options = _OPTIONS
    close = _closeness if selection.kind == "co-use" else _links
    layout = place(radii, [(a, b, close(nodes[a], nodes[b], weight)) for (a, b), weight in pairs.items()])
    for i, (node, radius, (x, y)) in enumerate(zip(nodes, radii, layout.places, strict=True)):
        shape = SHAPES.get(node["type"], "dot")
        size = round(radius * _WEIGHT[shape], 1)
        network.add_node(i, _short(node["label"]), shape=shape, group=node["type"], size=size, x=x, y=y)
    for (a, b), weight in pairs.items():
        network.add_edge(a, b, strength=weight)
    return network, name_regions(layout.regions, nodes, pairs)


def _pairs(links: list[list[Any]], drawn: int) -> dict[tuple[int, int], int]:
    """One edge for any two drawn nodes, however many links join them; co-use counts its papers."""
    pairs: dict[tuple[int, int], int] = {}
    for subject, predicate, target, _, sentences, _ in links:
        if subject < drawn and target < drawn and subject != target:
            pair = (min(subject, target), max(subject, target))
            pairs[pair] = pairs.get(pair, 0) + (sentences if predicate == "coUse" else 1)
    return pairs


def _links(_: Json, __: Json, links: int) -> float:
    """How near two nodes belong that links join."""
    return float(links)


def _closeness(a: Json, b: Json, papers: int) -> float:
    """The same for co-use: Salton's cosine. By papers alone all would belong to the few names that everyone uses."""
    return papers / math.sqrt(max(a["papers"], 1) * max(b["papers"], 1))


def _radius(node: Json, most: int) -> float:
    """Area grows with the number of papers; `most`, the largest number, keeps the largest in bounds."""
    if node["type"] == "Paper":
        return _PAPER_RADIUS
    return 4.0 + min(3.4, 38.0 / math.sqrt(max(most, 1))) * math.sqrt(max(node["papers"], 1))


def _short(label: str) -> str:
    """What a canvas can bear of a label; never empty, for pyvis would put the number there."""
    return (label if len(label) <= _LABEL_LENGTH else label[: _LABEL_LENGTH - 1].rstrip() + "…") or "?"


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _scripts() -> str:
    """Our scripts as one, in a scope of their own."""
    parts = "\n".join(_read(f"js/{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _vis_network() -> str:
    """vis-network as pyvis ships it, without the line that points to a file which is not there."""
    library = files("pyvis") / "lib"
    versions = sorted(
        (tuple(int(n) for n in re.findall(r"\d+", folder.name)), folder)
        for folder in library.iterdir()
        if folder.name.startswith("vis-")
    )
    if not versions:
        raise KgError(f"{library}: pyvis has no vis-network in it; reinstall pyvis")
    text = (versions[-1][1] / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"\n//# sourceMappingURL=\S*\s*$", "\n", text)


def _policy(style: str, scripts: list[str]) -> str:
    hashes = " ".join(_source_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_source_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _source_hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
