#!/usr/bin/env bash
# Publishes the demo county into a store that holds nothing yet; a store with data, or with a county's own
# files, is never touched.
set -euo pipefail
cd "$(dirname "$0")/.."

store=${SAFETY_REPORT_STORE:-store}
manage() { .venv/bin/python manage.py "$@"; }

# whatever is not of our making is a county that has begun to set itself up
own=$(find "$store" -mindepth 1 -maxdepth 1 ! -name 'catalogue.sqlite*' ! -name .writing.lock \
    ! -name .first-publication ! -name marts ! -name tables -print -quit 2>/dev/null || true)
if [ -n "$own" ]; then exit 0; fi
# a catalogue elsewhere is a county's, whatever this folder looks like
if [ -n "${SAFETY_REPORT_CATALOGUE:-}" ] || [ -e "$store/catalogue.sqlite.moved" ]; then exit 0; fi
if [ -e "$store/catalogue.sqlite" ] && [ "$(manage history --json --store "$store")" != "[]" ]; then exit 0; fi

echo "数据目录为空，正在生成演示县，约需半分钟 / the store is empty: filling it with the demo county, half a minute"
if [ -n "$(ls -A "$store" 2>/dev/null)" ]; then
    manage demo --store "$store" >/dev/null
    exit 0
fi
# filled aside and then moved, so that an interrupted run leaves no half a county behind
rm -rf "$store.filling"
manage demo --store "$store.filling" >/dev/null
mkdir -p "$store"
rmdir "$store"
mv "$store.filling" "$store"
