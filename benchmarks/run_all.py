"""Every benchmark, one after the other, in sizes that fit a quarter of an hour; and the table of docs/benchmarks.md.

    python -m benchmarks.run_all [--only NAME ...] [--quick] [--out build/benchmarks] [--no-docs]

Each runs as the command that it is by itself, in a process of its own; what it printed and its figures are left in
OUT as NAME.json and NAME.txt, with the machine and the date. Real abstracts are used where ../shared is beside the
checkout, invented ones elsewhere (`benchmarks.synthetic`). One that fails, or is not there, is named, and the others
run on.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.reporting import machine, reference_seconds, save, table
from benchmarks.summaries import SUMMARIES
from benchmarks.synthetic import SyntheticCorpus, synthetic_store

__all__ = ["main"]

ROOT = Path(__file__).resolve().parents[1]
_ARXIV = ROOT.parent / "shared" / "data" / "arxiv" / "2025.jsonl.gz"
_GOLD = ROOT.parent / "shared" / "data" / "gold"
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"
#: Seconds that one benchmark may take before it is ended.
_PATIENCE = 600


@dataclass(frozen=True, slots=True)
class Place:
    """The folder that benchmarks share, and the papers in it, made when first asked for."""

    folder: Path
    quick: bool

    def graph(self, papers: int) -> str:
        """A folder with a graph of so many invented papers."""
        papers = papers // 10 if self.quick else papers
        directory = self.folder / f"graph-{papers}"
        if not directory.exists():
            synthetic_store(papers, directory)
        return str(directory)

    def gold(self) -> str:
        """Annotated papers: real ones, or invented ones, which say nothing of quality."""
        real = sorted(_GOLD.glob("*.jsonl"))
        if real and not self.quick:
            return str(real[0])
        file = self.folder / "gold.jsonl"
        corpus = SyntheticCorpus(100)
        file.write_text("".join(f"{corpus.extraction(n).model_dump_json()}\n" for n in range(100)), encoding="utf-8")
        return str(file)

    def source(self) -> str:
        """JSON Lines of abstracts, compressed."""
        import gzip

        if _ARXIV.exists() and not self.quick:
            return str(_ARXIV)
        file = self.folder / "papers.jsonl.gz"
        corpus = SyntheticCorpus(1000)
        with gzip.open(file, "wt", encoding="utf-8") as lines:
            for number in range(1000):
                record = corpus.record(number)
                named = {"id": record.arxiv, "title": record.title, "abstract": record.abstract, "categories": "cs.LG"}
                lines.write(json.dumps(named) + "\n")
        return str(file)


#: The words after `python -m benchmarks.NAME`, in the order in which they run.
STEPS: dict[str, Callable[[Place], list[str]]] = {
    "extraction": lambda place: [place.gold()],
    "linear": lambda place: ["--size", "2000" if place.quick else "20000"],
    "linking": lambda _: [],
    "store": lambda place: ["--papers", "200" if place.quick else "5000"],
    "exports": lambda place: [place.graph(1000)],
    "sparql": lambda place: [place.graph(5000), "--small", place.graph(500)],
    "analytics": lambda place: ["--papers", "500" if place.quick else "10000"],
    "html": lambda place: [place.graph(1000), "--runs", "1", "--patience", "30"],
    "scaling": lambda place: ["--sizes", "200,400" if place.quick else "2000,6000", "--source", place.source()],
}


def run(name: str, words: Sequence[str], out: Path) -> tuple[dict[str, Any] | None, str]:
    """Run one benchmark; its figures, if it writes any, and what it printed or why it failed."""
    if importlib.util.find_spec(f"benchmarks.{name}") is None:
        return None, "is not there"
    figures = out / f"{name}.json"
    figures.unlink(missing_ok=True)
    module = [sys.executable, "-m", f"benchmarks.{name}"]
    knows_json = "--json" in subprocess.run([*module, "--help"], capture_output=True, text=True, cwd=ROOT).stdout
    command = [*module, *words, *(("--json", str(figures)) if knows_json else ())]
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        return None, f"took more than {_PATIENCE} s"
    (out / f"{name}.txt").write_text(done.stdout, encoding="utf-8")
    if done.returncode:
        return None, (done.stderr.strip().splitlines() or ["failed"])[-1][:200]
    told = json.loads(figures.read_text(encoding="utf-8")) if figures.exists() else None
    return {"printed": done.stdout.splitlines(), "measured": told}, done.stdout


def main() -> None:
    """Run what was asked for, print what came of it, and write it into the documentation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(STEPS), default=list(STEPS), metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="sizes that only show that everything runs")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "benchmarks")
    parser.add_argument("--no-docs", action="store_true", help="leave docs/benchmarks.md as it is")
    options = parser.parse_args()
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    rows: list[dict[str, object]] = []
    failed = []
    with tempfile.TemporaryDirectory(prefix="paperkg-benchmarks-") as folder:
        place = Place(Path(folder), options.quick)
        for name in options.only:
            print(f"== {name}", flush=True)
            reference = reference_seconds()
            figures, said = run(name, STEPS[name](place), out)
            print(said, flush=True)
            if figures is None:
                failed.append(f"{name}: {said}")
                continue
            figures["python loop"] = reference
            save(out / f"{name}.json", name, figures)
            rows += SUMMARIES[name](figures)
    print(table(rows))
    if not options.no_docs and not options.quick and set(options.only) == set(STEPS):
        write_into(ROOT / "docs" / "benchmarks.md", rows, failed)
    print(f"{time.perf_counter() - began:.0f} s; figures in {out}")
    if failed:
        sys.exit("\n".join(failed))


def write_into(page: Path, rows: Sequence[dict[str, object]], failed: Sequence[str]) -> None:
    """Put the table in the place of the one that the page has."""
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    where = machine()
    said = f"{where['date']}, {where['machine']}, {where['cores']} cores, Python {where['python']}:"
    missing = f"\n\nNot measured: {'; '.join(failed)}." if failed else ""
    page.write_text(f"{before}{_BEGIN}\n{said}\n\n{table(rows)}{missing}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
