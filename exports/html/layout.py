"""Where each node stands: communities apart, neighbours together, nothing on top of anything else.

The positions are computed here, once, so that the page is at rest when it opens. Three steps:
Louvain communities; a spring layout inside each; the communities, as discs, packed side by side,
each next to those that it shares most links with. Everything is seeded and works on integers, so the
same graph gives the same picture.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

__all__ = ["Edge", "Layout", "Region", "place"]

#: Two node indices and the strength of what joins them.
Edge = tuple[int, int, float]
Points = NDArray[np.float64]

#: Room around a node, so that its label has a chance.
MARGIN = 11.0
#: Room between two communities, for their names.
GAP = 58.0
#: The picture is this many times wider than high, as screens are.
ASPECT = 1.35
SPRING_STEPS = 200
OVERLAP_STEPS = 60
CENTRE_STEPS = 200
#: Spots tried around each community that already stands.
SPOTS = 36


@dataclass(frozen=True, slots=True)
class Region:
    """A community as a disc: its nodes, the centre and how far it reaches."""

    members: tuple[int, ...]
    x: int
    y: int
    reach: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where nodes 0 to n-1 stand, and the communities that they form."""

    places: tuple[tuple[int, int], ...] = ()
    regions: tuple[Region, ...] = ()


def place(radii: Sequence[float], edges: Sequence[Edge], *, seed: int = 7) -> Layout:
    """Positions of nodes 0 to n-1, given their radii and the edges between them.

    Nodes without any edge form the last region together.

    >>> place([10.0, 10.0], [(0, 1, 1.0)]) == place([10.0, 10.0], [(0, 1, 1.0)])
    True
    """
    if not radii:
        return Layout()
    sizes = np.asarray(radii, dtype=np.float64) + MARGIN
    groups = _communities(len(radii), edges, seed)
    discs = [
        _centred(_inside(group, edges_within, sizes[group], seed), sizes[group])
        for group, edges_within in _split(groups, edges)
    ]
    reaches = [_reach(points, sizes[group]) for points, group in zip(discs, groups, strict=True)]
    centres = _pack(reaches, _ties(groups, edges))
    result = np.zeros((len(radii), 2))
    for group, points, centre in zip(groups, discs, centres, strict=True):
        result[group] = points + centre
    middle = (result.min(axis=0) + result.max(axis=0)) / 2
    return Layout(
        tuple(_whole(point - middle) for point in result),
        tuple(
            Region(tuple(group), *_whole(centre - middle), round(reach))
            for group, centre, reach in zip(groups, centres, reaches, strict=True)
        ),
    )


def _whole(point: Points) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _communities(count: int, edges: Sequence[Edge], seed: int) -> list[list[int]]:
    """Louvain communities, the largest first; all nodes without any edge share the last one."""
    graph = nx.Graph()
    graph.add_weighted_edges_from(edges)
    found = nx.community.louvain_communities(graph, weight="weight", seed=seed) if edges else []
    groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))
    linked = {node for group in groups for node in group}
    loose = [node for node in range(count) if node not in linked]
    return [*groups, loose] if loose else groups


def _split(groups: list[list[int]], edges: Sequence[Edge]) -> list[tuple[list[int], list[Edge]]]:
    """Each group with the edges inside it, renumbered within the group."""
    home = {node: (g, i) for g, group in enumerate(groups) for i, node in enumerate(group)}
    inside: list[list[Edge]] = [[] for _ in groups]
    for a, b, weight in edges:
        (group, i), (other, j) = home[a], home[b]
        if group == other:
            inside[group].append((i, j, weight))
    return list(zip(groups, inside, strict=True))


def _inside(group: list[int], edges: list[Edge], sizes: Points, seed: int) -> Points:
    """One community around the origin, evenly filled and free of overlaps."""
    if len(group) == 1:
        return np.zeros((1, 2))
    reach = math.sqrt(float((sizes**2).sum()) * 1.5)
    if not edges:
        return _without_overlaps(_sunflower(len(group)) * reach, sizes)
    graph: rx.PyGraph[int, float] = rx.PyGraph()
    graph.add_nodes_from(list(range(len(group))))
    graph.add_edges_from(edges)
    spring = rx.spring_layout(
        graph, weight_fn=lambda weight: weight, num_iter=SPRING_STEPS, seed=seed, adaptive_cooling=False
    )
    points = np.asarray([spring[i] for i in range(len(group))], dtype=np.float64)
    return _without_overlaps(_filled(points) * reach, sizes)


def _sunflower(count: int) -> Points:
    """Points spread evenly over the unit disc, in the order of a sunflower's seeds."""
    index = np.arange(count)
    angle = index * math.pi * (3 - math.sqrt(5))
    points: Points = np.sqrt((index + 0.5) / count)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return points


def _filled(points: Points) -> Points:
    """The same directions and order from the centre, but the unit disc evenly filled.

    A spring layout crowds the middle; half the way towards even density keeps its shape and
    makes room for labels.
    """
    points = points - np.median(points, axis=0)
    distance: Points = np.hypot(points[:, 0], points[:, 1])
    scale = distance.max() or 1.0
    even = np.sqrt((np.argsort(np.argsort(distance, kind="stable"), kind="stable") + 0.5) / len(points))
    wanted = 0.5 * even + 0.5 * distance / scale
    filled: Points = points * (wanted / np.where(distance > 0, distance, 1.0))[:, None]
    return filled


def _without_overlaps(points: Points, sizes: Points) -> Points:
    """Push apart what overlaps, a little at a time, until nothing does (or patience ends)."""
    needed = sizes[:, None] + sizes[None, :]
    np.fill_diagonal(needed, 0.0)
    # Points that coincide have no direction in which to part; a fixed nudge gives them one.
    points = points + _sunflower(len(points)) * 0.01
    for _ in range(OVERLAP_STEPS):
        offset = points[:, None, :] - points[None, :, :]
        distance = np.hypot(offset[..., 0], offset[..., 1])
        lacking = needed - distance
        np.fill_diagonal(lacking, 0.0)
        if lacking.max() <= 0.5:
            break
        push = np.clip(lacking, 0.0, None) / (2.5 * np.maximum(distance, 1e-6))
        points = points + np.clip((offset * push[..., None]).sum(axis=1), -40.0, 40.0)
    return points


def _centred(points: Points, sizes: Points) -> Points:
    """The same points with the centre of the smallest disc around them at the origin.

    By Bădoiu and Clarkson's iteration: the centre goes towards what is farthest, by ever smaller steps.
    """
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    for step in range(1, CENTRE_STEPS):
        distance = np.hypot(*(points - centre).T) + sizes
        centre = centre + (points[int(np.argmax(distance))] - centre) / (step + 1)
    centred: Points = points - centre
    return centred


def _reach(points: Points, sizes: Points) -> float:
    return float((np.hypot(points[:, 0], points[:, 1]) + sizes).max())


def _ties(groups: list[list[int]], edges: Sequence[Edge]) -> dict[tuple[int, int], float]:
    """How much any two communities have to do with each other."""
    home = {node: g for g, group in enumerate(groups) for node in group}
    ties: dict[tuple[int, int], float] = defaultdict(float)
    for a, b, weight in edges:
        if home[a] != home[b]:
            ties[min(home[a], home[b]), max(home[a], home[b])] += weight
    return ties


def _pack(reaches: list[float], ties: dict[tuple[int, int], float]) -> Points:
    """Centres of discs that do not touch: each goes to the free spot nearest to its friends and the middle."""
    centres = np.zeros((len(reaches), 2))
    reach = np.asarray(reaches)
    angles = np.linspace(0, 2 * math.pi, SPOTS, endpoint=False)
    around = np.column_stack([np.cos(angles), np.sin(angles)])
    for i in range(1, len(reaches)):
        apart = reach[:i] + reach[i] + GAP
        spots = (centres[:i, None, :] + around[None, :, :] * (apart[:, None, None] + 0.1)).reshape(-1, 2)
        distance = np.linalg.norm(spots[:, None, :] - centres[None, :i, :], axis=2)
        spots, distance = _free(spots, distance, apart)
        weights = np.asarray([ties.get((j, i), 0.0) for j in range(i)])
        friends = distance @ (weights / (weights.sum() or 1.0))
        middle = np.hypot(spots[:, 0], spots[:, 1] * ASPECT)
        centres[i] = spots[int(np.argmin(friends + 1.5 * middle))]
    return centres


def _free(spots: Points, distance: Points, apart: Points) -> tuple[Points, Points]:
    """The spots where a disc touches no other. The outermost community always has one beside it."""
    free = (distance >= apart[None, :]).all(axis=1)
    return spots[free], distance[free]
