# Everything starts from here: `make demo` shows the whole way of an article, `make test` proves it.
# Both set up what they need: a virtual environment in .venv, installed from the locks with pip alone.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check bench lock clean
.DEFAULT_GOAL := demo

demo: $(VENV)/runtime.stamp  ## crawl the newsroom, extract, merge, and serve the site
	$(BIN)/pantau demo $(DEMO_FLAGS)

test: check  ## lint, types, tests
	$(BIN)/python -m pytest

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev.stamp  ## timings as ratios within one run; never part of the tests
	$(BIN)/python -m pytest tests/bench -p no:cacheprovider -s

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime.stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/runtime.stamp

lock:  ## renew both locks with the newest releases that work together
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip --quiet install uv
	$(VENV)/lock/bin/uv pip compile $(LOCK_FLAGS) --group build --output-file requirements.lock pyproject.toml
	$(VENV)/lock/bin/uv pip compile $(LOCK_FLAGS) --group dev --output-file requirements-dev.lock pyproject.toml
LOCK_FLAGS := --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header

clean:
	rm -rf $(VENV) var build dist .pytest_cache .mypy_cache .ruff_cache
