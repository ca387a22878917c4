#!/usr/bin/env bash
# One file with everything that a server without internet needs: the project, the packages of requirements.lock as
# wheels, the fonts, and the script that installs them. For machines like this one (its Python and processor).
#   deploy/make-bundle.sh [FOLDER]      (default: build)
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mkdir -p "${1:-build}" && cd "${1:-build}" && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
name=safety-report-$version-$(.venv/bin/python -c 'import platform, sys; print(f"py{sys.version_info[0]}{sys.version_info[1]}-{platform.machine()}")')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/$name/wheels"

echo "正在收集软件包 / collecting the packages"
.venv/bin/python -m pip download --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
    -r requirements.lock -d "$work/$name/wheels" </dev/null
# a clean Debian has a Python without pip
.venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: pip -d "$work/$name/wheels" </dev/null

echo "正在打包 / packing"
mkdir "$work/$name/project"
git ls-files -z --cached --exclude-standard | grep -zEv '^(tests|benchmarks|drills)/' |
    tar --null --files-from=- --create | tar --extract --directory="$work/$name/project"
cp deploy/install-offline.sh "$work/$name/install.sh"
(cd "$work/$name" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
tar --create --gzip --owner=0 --group=0 --file="$folder/$name.tar.gz" --directory="$work" "$name"
echo "$folder/$name.tar.gz"
