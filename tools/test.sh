#!/bin/sh
# Lint, types, import contracts; all tests on SQLite with the browser journeys; then what touches the record on PostgreSQL.
set -eu
cd "$(dirname "$0")/.."
export PYTHONHASHSEED=0  # both test workers must collect sets in one order
say() { printf '\n== %s\n' "$1"; }

say "Style, imports, types"
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/lint-imports --no-cache
.venv/bin/mypy

say "All tests on SQLite"
.venv/bin/python -m pytest -n 2 --dist worksteal "$@"

if .venv/bin/python -c 'import sys; from tests.cluster import binaries; sys.exit(binaries() is None)'; then
    say "What touches the record, on PostgreSQL"
    KOPURO_TEST_DATABASE=postgresql .venv/bin/python -m pytest -n 2 --dist worksteal "$@"
elif [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
    KOPURO_TEST_DATABASE=postgresql .venv/bin/python -m pytest -n 2 --dist worksteal "$@"
else
    echo "PostgreSQL was not found: its half of the tests did not run. Install PostgreSQL 15 or newer to run it."
fi
