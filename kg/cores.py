"""How many cores there are for what runs side by side."""

import os

__all__ = ["usable_cores"]


def usable_cores() -> int:
    """The cores that this process may use.

    >>> usable_cores() > 0
    True
    """
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1
