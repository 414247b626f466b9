# Two commands do everything: `make demo` (the main job) and `make test`.
# Both make their own environment in .venv; nothing else needs to be installed but Python 3.11+.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test bench check lint types docs ontology-page fuzz clean

demo: $(VENV)/.installed
	$(BIN)/kg build examples -o demo --fresh
	@echo "Open demo/graph.html in a browser; ask with: $(BIN)/kg query demo --list"

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

# Every benchmark in a quarter of an hour; writes docs/benchmarks.md and docs/scaling.md.
bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.run_all
	$(BIN)/python -m benchmarks.cost_model

check: lint types test

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

docs: $(VENV)/.installed-dev
	$(BIN)/python -m sphinx -W --keep-going -q docs build/site
	@echo "Open build/site/index.html in a browser"

types: $(VENV)/.installed-dev
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "paperkg needs Python 3.11 or newer; call: make PYTHON=/path/to/python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed pyproject.toml
	$(BIN)/python -m pip install --quiet -e ".[dev,docs,plot,ray]"
	@touch $@

# The ontology as a page, made anew whenever the ontology changes.
ontology-page: docs/ontology.html

docs/ontology.html: ontology/paperkg.ttl $(VENV)/.installed
	$(BIN)/python -m pip install --quiet -e ".[docs]"
	$(BIN)/pylode $< -o $@

# Coverage-guided fuzzing, SECONDS each; what it finds lies in build/fuzz.
SECONDS ?= 600

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet -e ".[fuzz]"
	for name in pages results queries; do $(BIN)/python -m fuzz.$$name --seconds $(SECONDS) || exit 1; done

clean:
	rm -rf $(VENV) demo build dist
