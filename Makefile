# The atlas in two commands: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
VAR := $(or $(ATLAS_VAR),var)
UV_FLAGS := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links

.PHONY: help run check test test-all bench lint lock messages clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run $(VAR)/atlas.env ## everything from nothing, then the atlas on 127.0.0.1:$PORT
	@PORT=$(PORT) sh .ci/serve

check: $(VENV)/.test ## lint and the quick tests: a verdict in under 90 seconds on two cores
	@bash .ci/check

test: $(VENV)/.test ## lint and the whole suite on SQLite and PostgreSQL, with a real browser
	@bash .ci/test

test-all: $(VENV)/.test ## the same with the tests that are long by nature
	@ALL=1 bash .ci/test

bench: $(VENV)/.test ## the atlas beside Datasette, pygeoapi and plain SQL (BENCH_BIG=1: a million cases too)
	@$(BIN)/python -m bench.run

lint: $(VENV)/.test ## ruff, djlint, and the floors of the house
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/djlint templates --lint --quiet && $(BIN)/lint-imports

lock: $(VENV)/.test ## renew the lock files from pyproject.toml
	$(BIN)/uv pip compile $(UV_FLAGS) pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(UV_FLAGS) pyproject.toml --group dev -o requirements-dev.txt

messages: ## collect and compile the German texts (needs gettext)
	$(BIN)/python manage.py makemessages -l de --no-location --no-wrap -i .venv -i var -i 'tests/*'
	$(BIN)/python manage.py compilemessages -l de

clean: ## remove the environment; the data in var/ stays
	rm -rf $(VENV) .pytest_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "The atlas needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements.txt | $(BIN)/python
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt | $(BIN)/python
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VAR)/atlas.env: | $(BIN)/python
	@mkdir -p $(VAR)
	@umask 077; echo "SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(32))')" > $@
