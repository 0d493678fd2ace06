# The verbs of the house; continuous integration calls the same ones. `make` lists them.
PYTHON ?= python3
BIN ?= .venv/bin
LOCKED = app calibrate completion export gas geo scale sensitivity sheets
.DEFAULT_GOAL := help
.PHONY: help setup lint format types layers check test plain quick fuzz soak oldest browser docs equivalences catalogues dictionary notebooks gallery lock site run clean ci

help: ## list the verbs
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: ## make .venv with everything the other verbs need, except the site
	$(PYTHON) -m venv .venv
	.venv/bin/pip install -q -e '.[dev,browser,app,calibrate,scale,export]'

lint: ## style and small mistakes
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: ## write the code in the house's form
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

types: ## strict types
	$(BIN)/mypy

layers: ## who may import whom
	$(BIN)/lint-imports --no-logo

check: lint types layers ## all that needs no run

test: ## the whole suite, compiled
	$(BIN)/pytest -n 2

plain: ## the kernels and all around them without compiling: slower, visible to coverage and debuggers
	NUMBA_DISABLE_JIT=1 $(BIN)/pytest -n 2 -m "not compiled and not slow" tests/kernels tests/engine tests/verify tests/model

quick: ## what to run every day: small tests of readers, checks and verbs, in about two minutes
	$(BIN)/pytest -m "not slow and not browser" tests/model tests/io tests/cli tests/fuzz

fuzz: ## try thousands of broken files, expressions and calls (a quarter of an hour and more)
	MARCHLAND_FUZZ=1000 $(BIN)/pytest tests/fuzz

soak: ## two planners at one app for a quarter of an hour: its memory stays flat
	MARCHLAND_SOAK=15 $(BIN)/pytest -s tests/soak

oldest: ## the everyday tests with the oldest libraries that are claimed to do (needs uv)
	uv venv -q --clear .venv-oldest --python 3.11
	uv pip install -q --python .venv-oldest --resolution lowest-direct \
	  -e '.[dev,sheets,app,export,calibrate,scale,gas]'
	.venv-oldest/bin/pytest -m "not slow and not browser" \
	  tests/model tests/io tests/kernels tests/engine tests/cli tests/fuzz

browser: ## only the tests that open pages in a real browser
	$(BIN)/pytest -m browser

docs: ## build the site into site/, any warning an error
	$(PYTHON) -m venv .venv-docs
	.venv-docs/bin/pip install -q '.[docs]'
	.venv-docs/bin/zensical build --clean --strict

catalogues: ## take the texts of the code into src/marchland/locale, and compile the translations
	$(BIN)/python tools/catalogues.py

equivalences: ## make the table of what clothing and wind are worth in the cold
	$(BIN)/python tools/equivalences.py

dictionary: ## write the data dictionary and the table of formats from what the code declares
	$(BIN)/python tools/dictionary.py
	$(BIN)/python tools/formats.py

notebooks: ## write each tutorial as a notebook beside its page
	$(BIN)/python tools/notebooks.py

gallery: ## report, what-ifs and forecast of each built-in scenario, into the site
	.venv-docs/bin/python tools/gallery.py site/gallery

lock: ## write the versions that an application of today would take (needs uv)
	uv pip compile pyproject.toml $(LOCKED:%=--extra %) --universal --python-version 3.11 \
	  --no-annotate --no-emit-index-url --custom-compile-command 'make lock' -q \
	  -o packaging/constraints.txt

site: docs ## build the site and serve it here
	.venv-docs/bin/zensical serve

run: ## the crisis of 2021, into out/belarus-2021
	$(BIN)/marchland run belarus-2021 --members 200 --seed 1 --out out/belarus-2021

clean: ## remove what the verbs made
	rm -rf .venv .venv-docs .venv-oldest site out dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache

ci: ## all that continuous integration does
	bash .ci/run
