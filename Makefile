# make demo   sets everything up, builds the demo programme and serves it on http://127.0.0.1:8000
# make test   sets everything up and runs all tests, browser journeys included, on SQLite and on PostgreSQL
# Both need Python 3.11 or newer and make; both may be run again at any time.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PORT ?= 8000
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo serve test lint check-types bench lock clean setup setup-test

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | head -3

demo: setup
	@$(BIN)/kopuro demo --port $(PORT) $(ARGS)

serve: setup
	@$(BIN)/kopuro serve --port $(PORT) $(ARGS)

setup:
	@sh tools/setup.sh "$(PYTHON)" requirements.lock .venv/.installed

setup-test: setup
	@sh tools/setup.sh "$(PYTHON)" requirements-test.lock .venv/.installed-test
	@sh tools/chromium.sh

test: setup-test
	@sh tools/test.sh $(ARGS)

lint: setup-test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(MAKE) --no-print-directory check-types

check-types:
	@$(BIN)/mypy

bench: setup-test
	@for one in benchmarks/*.py; do echo "== $$one"; $(BIN)/python $$one || exit 1; done

lock:
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra model --extra scale --extra test --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements-test.lock

clean:
	@rm -rf .venv var build dist *.egg-info
