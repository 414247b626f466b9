"""The folders keep to the data flow: the import-linter contracts of pyproject.toml hold."""

from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]


def test_no_import_breaks_the_data_flow() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml")) == 0


def test_every_module_of_kg_but_the_meeting_places_is_under_the_contract() -> None:
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    modules = {
        p.stem if p.is_file() else p.name
        for p in (ROOT / "kg").iterdir()
        if p.suffix == ".py" or (p / "__init__.py").exists()
    }
    assert [m for m in sorted(modules - {"__init__", "api", "cli"}) if f'"kg.{m}"' not in config] == []
