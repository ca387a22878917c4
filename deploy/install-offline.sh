#!/usr/bin/env bash
# Installs the bundle that it lies in, without any network:
#   ./install.sh [FOLDER]       (default: /opt/safety-report)
# It needs Python 3.11 or newer, of the version that the bundle was made with. Over an older installation it puts
# the new one beside it first, so that one that fails leaves the older one as it was.
set -euo pipefail
cd "$(dirname "$0")"
target=${1:-/opt/safety-report}
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    { echo "需要 Python 3.11 或更新版本。 Python 3.11 or newer is needed." >&2; exit 1; }
sha256sum --quiet --check SHA256SUMS ||
    { echo "文件不完整，请重新拷贝。 The bundle is damaged: copy it again." >&2; exit 1; }

rm -rf "$target.new"
mkdir -p "$target.new"
cp -R project/. "$target.new"
"$python" -m venv --without-pip "$target.new/.venv"
pip=(wheels/pip-*.whl)
"$target.new/.venv/bin/python" "${pip[0]}/pip" install --quiet --no-index --find-links=wheels --require-hashes \
    --disable-pip-version-check --no-input -r project/requirements.lock
# the scripts of a venv name the folder it was made in
grep -rlIF "$target.new" "$target.new/.venv/bin" "$target.new/.venv/pyvenv.cfg" | xargs -r sed -i "s|$target.new|$target|g"
rm -rf "$target.old"
if [ -e "$target" ]; then mv "$target" "$target.old"; fi
mv "$target.new" "$target"
echo "已装好：$target （旧版在 $target.old）  Installed: $target (what was there before: $target.old)"
