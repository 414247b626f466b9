"""What the fuzzers have in common: where inputs come from, where they go, and how long a run takes."""

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path

try:
    import atheris
except ImportError:  # not needed for reading inputs again, as the tests do
    atheris = None

__all__ = ["FINDINGS", "instrumented", "run"]

_ROOT = Path(__file__).parent.parent
#: Inputs that once found a fault: where every run begins, and what the tests read again.
FINDINGS = _ROOT / "tests" / "data" / "fuzz"
_WORK = _ROOT / "build" / "fuzz"
_WORD = re.compile(r"[A-Za-z]{2,20}|[^\w\s]{1,4}", re.ASCII)
_LONGEST = 2048
#: Of wall time: a busy machine is slow, and may stand still for a while.
_SECONDS_EACH = 300
_MEMORY_MB = 3000


def instrumented(*packages: str) -> object:
    """A context in which imports are compiled so that branches and comparisons guide the fuzzer.

    atheris's hook for regular expressions is left off: it does not know `match(text, start)`. The words
    in the expressions are given as a dictionary instead.
    """
    if atheris is None:
        return nullcontext()
    return atheris.instrument_imports(include=list(packages), enable_loader_override=False)


def _dictionary(packages: Iterable[str]) -> Iterable[str]:
    """The words in the string literals of the source files, as lines of a libFuzzer dictionary."""
    words: set[str] = set()
    for package in packages:
        path = _ROOT / package.replace(".", "/")
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    words.update(_WORD.findall(node.value))
    return ("".join(f"\\x{byte:02X}" for byte in word.encode("utf-8", "replace")) for word in sorted(words))


def run(name: str, test: Callable[[bytes], None], seeds: Iterable[bytes], packages: Iterable[str]) -> None:
    """Fuzz until the time is up or a fault is found, which libFuzzer writes to build/fuzz/NAME with its input.

    Inputs that reach new branches are kept in build/fuzz/NAME/corpus, where the next run takes them up.
    """
    parser = argparse.ArgumentParser(description=f"Fuzz {name}.")
    parser.add_argument("--seconds", type=int, default=600, help="how long (default: 600)")
    parser.add_argument("inputs", nargs="*", help="read these inputs once instead, as found in build/fuzz")
    options = parser.parse_args()
    if options.inputs:
        for path in options.inputs:
            test(Path(path).read_bytes())
        return
    if atheris is None:
        parser.exit(1, "fuzzing needs atheris: pip install 'paperkg[fuzz]' (Linux only)\n")
    corpus = _WORK / name / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    kept = FINDINGS / name
    kept.mkdir(parents=True, exist_ok=True)
    words = _WORK / name / "words.dict"
    words.write_text("".join(f'"{word}"\n' for word in _dictionary(packages)), encoding="ascii")
    arguments = [
        sys.argv[0],
        f"-max_total_time={options.seconds}",
        f"-max_len={_LONGEST}",
        f"-timeout={_SECONDS_EACH}",
        f"-rss_limit_mb={_MEMORY_MB}",
        f"-artifact_prefix={_WORK / name}/",
        f"-dict={words}",
        "-print_final_stats=1",
        str(corpus),
        str(kept),
    ]
    atheris.Setup(arguments, test)
    atheris.Fuzz()
