#!/bin/sh
# Makes .venv and installs a lock file into it with every hash checked. Does nothing when that lock is installed.
set -eu
python=$1 lock=$2 stamp=$3

if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Kopuro needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3.11 …" >&2
    exit 1
fi
now=$(cat "$lock" pyproject.toml | "$python" -c 'import hashlib,sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
if [ -x .venv/bin/kopuro ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
    exit 0
fi
if [ ! -x .venv/bin/python ]; then
    echo "Making the virtual environment .venv …"
    if ! "$python" -m venv .venv; then
        echo "The virtual environment could not be made. On Debian and Ubuntu install python3-venv, then try again." >&2
        exit 1
    fi
fi
echo "Installing what $lock names (once) …"
if [ ! -x .venv/bin/uv ] && ! .venv/bin/python -m pip install --quiet --disable-pip-version-check uv; then
    echo "The package index could not be reached. Connect to the internet for this first set-up, then try again." >&2
    exit 1
fi
if ! .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes --requirement "$lock"; then
    echo "The packages could not be installed. Is there an internet connection and space on the disk? Then try again." >&2
    exit 1
fi
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --editable .
echo "$now" > "$stamp"
