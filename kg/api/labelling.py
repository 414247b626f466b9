"""Names beside points of a picture, placed so that none covers another, and left out where there is no room."""

from collections.abc import Iterable
from typing import Any

__all__ = ["place_labels"]

#: Where a name may stand: offsets from its point, in points, and which of its edges is there; the first that fits.
_PLACES = (
    (5, 3, "left", "bottom"), (-5, 3, "right", "bottom"), (5, -3, "left", "top"), (-5, -3, "right", "top"),
    (0, 7, "center", "bottom"), (0, -7, "center", "top"),
    (9, 12, "left", "bottom"), (-9, 12, "right", "bottom"), (9, -12, "left", "top"), (-9, -12, "right", "top"),
)  # fmt: skip
#: The size of a point, in points, that no name may cover.
_POINT = 3.0


def place_labels(axes: Any, labels: Iterable[tuple[str, tuple[Any, Any]]], points: Any, size: float) -> int:
    """Write names beside their points, the first ones first; returns how many found room.

    Call it last: the picture is laid out first, and the names do not change it.

    Parameters
    ----------
    axes
        The matplotlib axes.
    labels
        Each name with the place of its point.
    points
        All points, n × 2, that names should not cover.
    size
        The font size.
    """
    figure = axes.figure
    figure.draw_without_rendering()
    around = _POINT * figure.dpi / 72
    taken = [
        (x - around, y - around, x + around, y + around) for x, y in axes.transData.transform(points).tolist()
    ]  # fmt: skip
    written = 0
    for text, point in labels:
        note = axes.annotate(
            text, point, xytext=(0, 0), textcoords="offset points", fontsize=size, parse_math=False, zorder=5,
        )  # fmt: skip
        note.set_in_layout(False)
        if (box := _free_box(note, taken, figure.bbox.extents)) is None:
            note.remove()
        else:
            taken.append(box)
            written += 1
    return written


_Box = tuple[float, float, float, float]


def _free_box(note: Any, taken: list[_Box], page: Any) -> _Box | None:
    """Move a name to the first place that is free and on the page; the box that it takes there."""
    for right, up, horizontal, vertical in _PLACES:
        note.set(position=(right, up), horizontalalignment=horizontal, verticalalignment=vertical)
        left, bottom, end, top = note.get_window_extent().extents.tolist()
        inside = page[0] <= left and page[1] <= bottom and end <= page[2] and top <= page[3]
        if inside and not any(left < b[2] and b[0] < end and bottom < b[3] and b[1] < top for b in taken):
            return left, bottom, end, top
    return None
