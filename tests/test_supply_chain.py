"""What is installed is what the locks name; it may be passed on; and no file that is loaded can run code."""

import ast
import json
import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path

import onnxruntime
import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKED = {"run": [], "test": ["dev", "docs", "plot", "ray"]}
PACKAGES = ("kg", "extractors", "exports")


def pinned(lock: str) -> dict[str, list[tuple[Requirement, int]]]:
    """The requirements of a lock by name, each with how many hashes it has."""
    found: dict[str, list[tuple[Requirement, int]]] = {}
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    for entry in text.replace("\\\n", " ").splitlines():
        if entry.strip() and not entry.startswith("#"):
            head, *hashes = entry.split(" --hash=sha256:")
            requirement = Requirement(head.strip())
            found.setdefault(plain(requirement.name), []).append((requirement, len(hashes)))
    return found


def plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("lock", LOCKED)
def test_a_lock_holds_what_pyproject_asks_for(lock: str) -> None:
    wanted = [*PROJECT["dependencies"]]
    for extra in LOCKED[lock]:
        wanted += PROJECT["optional-dependencies"][extra]
    known = pinned(lock)
    for requirement in map(Requirement, wanted):
        versions = [next(iter(one.specifier)).version for one, _ in known[plain(requirement.name)]]
        assert versions
        assert all(requirement.specifier.contains(Version(version)) for version in versions), requirement


@pytest.mark.parametrize("lock", LOCKED)
def test_everything_in_a_lock_is_one_version_with_hashes_and_from_no_named_host(lock: str) -> None:
    assert "://" not in (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    for versions in pinned(lock).values():
        for requirement, hashes in versions:
            assert str(requirement.specifier).startswith("==")
            assert hashes
    assert "torch" not in pinned(lock)


def test_both_locks_name_the_same_versions() -> None:
    every = pinned("test")
    for name, versions in pinned("run").items():
        assert {str(one.specifier) for one, _ in versions} == {str(one.specifier) for one, _ in every[name]}


def test_all_licences_allow_passing_on_and_are_listed() -> None:
    script = runpy.run_path(str(ROOT / "docs" / "make_licences.py"))
    listed = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8").lower().replace("_", "-")
    for package in script["run_time_dependencies"]():
        licence = script["licence_of"](package)
        parts = licence.replace("(", " ").replace(")", " ").split(" AND ")
        # Of alternatives one must do; of what holds at once, all.
        for part in parts:
            assert any(script["ALLOWED"].fullmatch(one.strip()) for one in part.split(" OR ")), (package.name, licence)
        assert f"| {plain(package.name)} |" in listed.replace(".", "-")


def test_each_python_that_is_promised_and_the_oldest_dependencies_have_a_job() -> None:
    workflow = (ROOT / ".github" / "workflows" / "versions.yml").read_text(encoding="utf-8")
    listed = re.search(r"^ +python: (\[.*\])$", workflow, re.MULTILINE)
    promised = [line.rpartition(" :: ")[2] for line in PROJECT["classifiers"] if ":: Python :: 3." in line]
    assert listed
    assert json.loads(listed[1]) == promised
    assert "- run: bash .ci/run\n" in workflow
    assert "- run: make lowest\n" in workflow


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_no_loader_of_ours_can_run_what_it_loads() -> None:
    dangerous = {"pickle", "marshal", "shelve", "dill", "joblib", "torch"}
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not dangerous & {alias.name.split(".")[0] for alias in node.names}, path
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in dangerous, path
            elif isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("eval", "exec", "compile", "__import__", "pd.read_pickle", "os.system"), path
                assert not any(k.arg == "shell" for k in node.keywords), path
                if called in ("np.load", "numpy.load"):
                    assert {k.arg: ast.unparse(k.value) for k in node.keywords}["allow_pickle"] == "False", path


@pytest.mark.parametrize("model", sorted((ROOT / "extractors/data/model").glob("*.onnx")), ids=lambda p: p.name)
def test_a_model_is_one_file_of_standard_operations(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # From its bytes alone, away from its folder: what lies elsewhere would not be found.
    monkeypatch.chdir(tmp_path)
    session = onnxruntime.InferenceSession(model.read_bytes(), providers=["CPUExecutionProvider"])
    assert session.get_inputs()
