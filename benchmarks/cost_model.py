"""What a corpus costs: hours, memory and disk for 3 million and 200 million abstracts, from what was measured.

    python -m benchmarks.cost_model [--figures build/benchmarks]

Takes what it needs from the figures that `make bench` left, keeps it in benchmarks/measured.json (each number with
where it comes from; what was not measured anew stays), and writes the tables of docs/scaling.md. Times are CPU time of
one core; what runs in parallel is divided by the cores that it can use.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.reporting import table

__all__ = ["costs", "main", "taken_from"]

ROOT = Path(__file__).resolve().parents[1]
MEASURED = Path(__file__).with_name("measured.json")
PAGE = ROOT / "docs" / "scaling.md"
_BEGIN, _END = "<!-- cost model: begin -->", "<!-- cost model: end -->"
_SIZES = (47_919, 3_000_000, 200_000_000)
_LEVELS = ("full", "links", "none")

Measured = dict[str, dict[str, Any]]


def taken_from(folder: Path, least: float = 0.0) -> Measured:
    """What the figures of benchmarks say, by the names of benchmarks/measured.json.

    Builds of fewer than `least` papers say too little of large ones. What a paper makes in RDF is not taken from here:
    the papers of `benchmarks.exports` are invented ones, and real ones (`benchmarks.exports seeds`) say more.
    """
    found: Measured = {}
    extraction, where = _figures(folder / "extraction.json")
    for row in extraction.get("profiles", ()):
        found[f"extraction {row['profile']}"] = {"value": 1000 / row["speed"], "unit": "CPU ms per abstract", **where}
    scaling, where = _figures(folder / "scaling.json")
    builds = [build for build in scaling.get("builds", ()) if scaling.get("profile") == "fast"]
    last = max(builds, key=lambda build: build["papers"], default={"papers": 0})
    papers = last["papers"]
    if 0 < papers < least:
        print(f"builds of {papers:,} papers are too small: what larger ones told of memory, store and the rest stays\n")
    elif papers and "extraction fast" in found:
        rest = 1000 * last["cpu"] / papers - found["extraction fast"]["value"]
        found["everything else"] = {"value": rest, "unit": "CPU ms per abstract", **where}
        found["memory"] = {"value": last["memory"] / 1024, "unit": "GiB", **where}
        found["memory slope"] = {"value": _slope(builds), "unit": "KiB per abstract more", **where}
        found["memory at"] = {"value": papers, "unit": "papers", **where}
        found["store"] = {"value": 1.048576e3 * last["store_mib"] / papers, "unit": "KB per abstract", **where}
        found["turtle"] = {"value": 1.048576e3 * last["turtle_mib"] / papers, "unit": "KB per abstract", **where}
    return found


def _slope(builds: list[dict[str, Any]]) -> float:
    """KiB of memory that an abstract more takes, between the two largest builds; all of it where there is but one."""
    *_, last = by_size = sorted(builds, key=lambda build: build["papers"])
    before = by_size[-2] if len(by_size) > 1 else {"papers": 0, "memory": 0}
    return float(1024 * (last["memory"] - before["memory"]) / (last["papers"] - before["papers"]))


def _figures(file: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The figures of a benchmark and where they come from; none where it did not run."""
    if not file.exists():
        return {}, {}
    said = json.loads(file.read_text(encoding="utf-8"))
    figures = said.get("figures", said)
    figures = figures.get("measured", figures) or {}
    machine = ", ".join(str(said[name]) for name in ("date", "machine") if name in said)
    return figures, {"from": f"benchmarks.{file.stem}, {machine}"}


def costs(measured: Measured, papers: int) -> dict[str, float]:
    """What so many papers cost, by what it is and in which unit."""
    value = {name: float(one["value"]) for name, one in measured.items()}
    hours = papers / 3_600_000
    return {
        "extraction, fast, core-hours": value["extraction fast"] * hours,
        "extraction, accurate, core-hours": value["extraction accurate"] * hours,
        "taking it from shards instead, core-hours": value["from shards"] * hours,
        "reading, linking, storing, Turtle, core-hours": value["everything else"] * hours,
        "memory of all processes, GiB": value["memory"]
        + max(0, papers - value["memory at"]) * value["memory slope"] / 2**20,
        "shards, GB": value["shard"] * papers / 1e6,
        "store, GB": value["store"] * papers / 1e6,
        "Turtle, GB": value["turtle"] * papers / 1e6,
        **{f"triples, {level}, millions": value[f"triples {level}"] * papers / 1e6 for level in _LEVELS},
        **{f"N-Triples, {level}, GB": value[f"nt {level}"] * papers / 1e6 for level in _LEVELS},
    }


def tables(measured: Measured) -> str:
    """Both tables: what was measured, and what follows."""
    rates = [
        {
            "profile": f"`{profile}`",
            "CPU ms an abstract": float(measured[f"extraction {profile}"]["value"]),
            "abstracts per core-hour": round(3_600_000 / measured[f"extraction {profile}"]["value"], -2),
        }
        for profile in ("fast", "accurate")
    ]
    by_size = [costs(measured, papers) for papers in _SIZES]
    rows = [
        {"": name, **{f"{papers:,}": size[name] for papers, size in zip(_SIZES, by_size, strict=True)}}
        for name in by_size[0]
    ]
    sources = [
        {"measured": name, "value": f"{one['value']:.4g} {one['unit']}", "from": one["from"]}
        for name, one in measured.items()
    ]
    return "\n\n".join((table(rates), table(rows), table(sources)))


def main() -> None:
    """Refresh what was measured, and the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=Path, default=ROOT / "build" / "benchmarks")
    measured: Measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    measured |= taken_from(parser.parse_args().figures, 0.9 * measured["memory at"]["value"])
    lines = [f" {json.dumps(name)}: {json.dumps(one)}" for name, one in measured.items()]
    MEASURED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    PAGE.write_text(f"{before}{_BEGIN}\n{tables(measured)}\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")
    print(tables(measured))


if __name__ == "__main__":
    main()
