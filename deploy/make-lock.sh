#!/usr/bin/env bash
# requirements.lock from requirements.txt and constraints.txt: every package with its checksums, for Linux, macOS and
# Windows, without any address of where it came from. Made by `uv`, which nothing else here needs.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.venv/bin/python -m venv "$work/venv"
pip() { "$work/venv/bin/python" -m pip --disable-pip-version-check --no-input "$@" </dev/null; }
uv=$(command -v uv) || { pip install --quiet uv && uv="$work/venv/bin/uv"; }
# where packages come from is known to pip alone, and to pip all places are equal
said() { pip config get "global.$1" 2>/dev/null || true; }
for name in DEFAULT_INDEX=index-url INDEX=extra-index-url FIND_LINKS=find-links; do
    place=$(said "${name#*=}")
    [ -z "$place" ] || export "UV_${name%=*}=$place"
done
"$uv" pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet \
    --no-emit-index-url --no-emit-find-links --index-strategy unsafe-best-match \
    --upgrade requirements.txt -c constraints.txt -o requirements.lock
