#!/usr/bin/env bash
# What the product is made of: FOLDER/sbom.json (CycloneDX 1.6) and FOLDER/licences.md, of the packages of the lock.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-build}
mkdir -p "$folder"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.venv/bin/python -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-compile --require-hashes \
    -r requirements.lock </dev/null
"$work/venv/bin/python" -m pip uninstall --quiet --yes pip setuptools 2>/dev/null || true
.venv/bin/cyclonedx-py environment --spec-version 1.6 --output-reproducible --output-format JSON \
    --pyproject pyproject.toml --output-file "$folder/sbom.json" "$work/venv/bin/python"
.venv/bin/python deploy/licences.py "$folder/sbom.json" >"$folder/licences.md"
echo "$folder/sbom.json $folder/licences.md"
