# Two commands do everything: `make demo` (the main job) and `make test`.
# Both make their own environment in .venv; nothing else needs to be installed but Python 3.11+.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

# pip takes only the files whose hashes stand in a lock, and builds nothing.
LOCKED := $(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r
EDITABLE := $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .

# What `make test` installs, and `make lock` locks, beside the program itself.
LOCKED_EXTRAS ?= dev docs plot ray
UV ?= uv
comma := ,
space := $(subst ,, )
EXTRAS := $(subst $(space),$(comma),$(strip $(LOCKED_EXTRAS)))

.PHONY: demo test bench check lint types docs ontology-page fuzz clean lock lowest coverage mutants audit licences sbom

demo: $(VENV)/.installed
	$(BIN)/kg build examples -o demo --fresh
	@echo "Open demo/graph.html in a browser; ask with: $(BIN)/kg query demo --list"

# As many processes as there are cores, up to four; the tests of a file stay together.
PARALLEL ?= -n auto --maxprocesses 4 --dist loadfile

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(PARALLEL)

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

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml requirements/run.lock
	@$(LOCKED) requirements/run.lock && $(EDITABLE) || { \
		echo "requirements/run.lock does not fit this machine (see above); installing by the bounds of pyproject.toml"; \
		$(BIN)/python -m pip install --quiet -e .; }
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed pyproject.toml requirements/test.lock
	@$(LOCKED) requirements/test.lock || { \
		echo "requirements/test.lock does not fit this machine (see above); installing by the bounds of pyproject.toml"; \
		$(BIN)/python -m pip install --quiet -e ".[$(EXTRAS)]"; }
	@touch $@

# The ontology as a page, made anew whenever the ontology changes.
ontology-page: docs/ontology.html

docs/ontology.html: ontology/paperkg.ttl $(VENV)/.installed-dev
	$(BIN)/pylode $< -o $@

# Coverage-guided fuzzing, SECONDS each; what it finds lies in build/fuzz.
SECONDS ?= 600

fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet -e ".[fuzz]"
	for name in pages results queries; do $(BIN)/python -m fuzz.$$name --seconds $(SECONDS) || exit 1; done

# What follows is for whoever changes requirements or makes a release; `lock`, `lowest`, `audit`, `licences` and
# `sbom` need a package index.

COMPILE := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --upgrade --quiet --no-header --no-annotate

# The newest versions, for all platforms, with hashes.
lock:
	$(COMPILE) pyproject.toml requirements/locked.in $(LOCKED_EXTRAS:%=--extra %) -o requirements/test.lock
	$(COMPILE) pyproject.toml requirements/locked.in -c requirements/test.lock -o requirements/run.lock

# The tests with the lowest versions that pyproject.toml admits, but for those of the picture and of the wheel.
lowest:
	$(UV) venv --quiet --clear --python $(PYTHON) build/lowest
	$(UV) pip install --quiet --python build/lowest/bin/python --resolution lowest-direct -e ".[dev,plot]"
	build/lowest/bin/python -m pytest -q $(PARALLEL) -p no:cacheprovider --ignore=tests/exports/html --ignore=tests/docs --ignore=tests/test_wheel.py \
		--deselect=tests/test_supply_chain.py::test_all_licences_allow_passing_on_and_are_listed

coverage: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term:skip-covered

# Small changes of the code that decides what stands where and what is one thing, and whether the tests notice.
mutants: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet "mutmut>=3.8,<4"
	$(BIN)/mutmut run
	$(BIN)/mutmut results

# Known weaknesses of what run.lock names.
audit: build/tools
	@build/tools/bin/pip-audit --strict --require-hashes --disable-pip -r requirements/run.lock || { \
		echo "Not passed (see above): a known weakness, or the index that lists them could not be asked."; exit 1; }

# docs/licences.md, from what run.lock installs.
licences: build/locked
	build/locked/bin/python docs/make_licences.py

# What is in a release, as CycloneDX.
sbom: build/tools build/locked
	build/tools/bin/cyclonedx-py environment --pyproject pyproject.toml --of JSON -o build/paperkg.cdx.json build/locked/bin/python

build/tools:
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet "pip-audit>=2.9" "cyclonedx-bom>=7"

build/locked: requirements/run.lock
	rm -rf $@
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements/run.lock
	$@/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .

clean:
	rm -rf $(VENV) demo build dist
