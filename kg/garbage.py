"""How often a process of our own looks for garbage in cycles."""

import gc

__all__ = ["collect_seldom"]

# New objects after which the collector looks: a hundred times as many as usual.
_OBJECTS = 70_000


def collect_seldom() -> None:
    """Look less often: records are many and have no cycles, and looking took a fifteenth of extraction's time.

    For processes that paperkg starts; never for one that it is a guest in.
    """
    gc.set_threshold(_OBJECTS, 20, 20)
