#!/usr/bin/env bash
# requirements.lock from requirements.txt and constraints.txt: every package with its checksums, for Linux, macOS and
# Windows, without any address of where it came from. Needs `uv` (pip install uv), which nothing else here needs.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venv/bin/uv)
"$uv" pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
    --no-emit-index-url --no-emit-find-links --upgrade requirements.txt -c constraints.txt -o requirements.lock
