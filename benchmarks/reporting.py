"""What every benchmark leaves behind: a table for people, JSON for programs, and the machine that both come from."""

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["machine", "reference_seconds", "report", "save", "table"]

Row = Mapping[str, object]
_LOOP = 5_000_000


def machine() -> dict[str, object]:
    """Where and when something was measured."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "machine": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def reference_seconds() -> float:
    """CPU seconds of a loop of plain Python, five million additions: what other figures may be set against."""
    began = time.process_time()
    total = 0
    for number in range(_LOOP):
        total += number
    return time.process_time() - began


def table(rows: Sequence[Row]) -> str:
    """Rows of the same keys as a table of Markdown.

    >>> print(table([{"size": 12000, "rate": 341.25}]))
    | size | rate |
    |---|---|
    | 12,000 | 341.2 |
    """
    names = list(rows[0]) if rows else []
    lines = [f"| {' | '.join(names)} |", f"|{'---|' * len(names)}"]
    lines += [f"| {' | '.join(_cell(row.get(name)) for name in names)} |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 3
        return f"{value:,.{digits}f}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def report(name: str, rows: Sequence[Row], file: Path | None) -> None:
    """Print a benchmark's rows as a table, and write them to a file if one was asked for."""
    print(table(rows))
    if file is not None:
        save(file, name, {"rows": list(rows)})


def save(file: Path, name: str, figures: object) -> None:
    """Write figures with the name of the benchmark and the machine."""
    file.parent.mkdir(parents=True, exist_ok=True)
    said = {"benchmark": name, **machine(), "figures": figures}
    file.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
