#!/usr/bin/env bash
# What a fresh Debian or Ubuntu lacks, installed once:
#   deploy/set-up.sh python FILE     .venv with the pinned packages of FILE
#   deploy/set-up.sh locked          .venv with the packages of requirements.lock, each held against its checksum
#   deploy/set-up.sh browser         Chromium and Chinese fonts, for the browser tests
#   deploy/set-up.sh office          LibreOffice and a reader of PDF, for papers as PDF
#   deploy/set-up.sh postgresql      PostgreSQL's programs, for the tests of a catalogue kept there
#   deploy/set-up.sh nginx           nginx, for the load test of several server processes
#   deploy/set-up.sh openid          an OpenID Connect provider, for the integration tests
#   deploy/set-up.sh spark           Spark with Java, for the tests of figures computed there
#   deploy/set-up.sh drills          strace, faketime and atheris, for the drills
set -euo pipefail
cd "$(dirname "$0")/.."

# stops with one sentence in both languages
stop() { echo "$1" >&2; echo "$2" >&2; exit 1; }

apt_install() {
    command -v apt-get >/dev/null ||
        stop "缺少系统软件包：$*。请先安装。" "System packages are missing: $*. Please install them."
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            stop "请用管理员身份安装：apt-get install $*" "Please install as root: apt-get install $*"
        as_root=(sudo)
    fi
    echo "正在安装系统软件包 / installing system packages: $*"
    "${as_root[@]}" apt-get update -qq </dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null
}

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local candidate
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$candidate"; then echo "$candidate"; return; fi
    done
    stop "需要 Python 3.11 或更新版本。" "Python 3.11 or newer is needed."
}

make_venv() {
    # an interrupted run may have left a .venv without pip; the scripts of one that was copied from another folder
    # still run the Python of that folder, which a service may not even read
    if new_enough .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1 &&
        grep -qsF "$(pwd -P)/.venv/bin/python" .venv/bin/pip; then return; fi
    local python
    python=$(find_python)
    # Debian and Ubuntu ship ensurepip apart from Python
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        apt_install "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    "$python" -m venv --clear .venv
}

NEVER_READ='[/](tests|pip|mypy|mypyc|setuptools|pkg_resources|pyspark|statsmodels|altair|polars|graph_objs'
NEVER_READ+='|validators|pygments[/]lexers|sqlalchemy[/]dialects|PyInstaller|f2py|distutils)[/]'

install_packages() {
    make_venv
    echo "正在安装 $1 中的 Python 软件包 / installing the Python packages of $1"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-compile -r "$1" </dev/null
    # pip would compile on one core, and what no command of ours reads, too: tests, tools that are compiled already,
    # figures and dialects we do not use; Python compiles on its own what is read of it after all. Some packages
    # ship files that are no Python.
    .venv/bin/python -m compileall -q -j 0 -x "$NEVER_READ" .venv/lib >/dev/null || true
    # our own modules too, for a command that runs for a second spends a fifth of it on reading them
    .venv/bin/python -m compileall -q access charts commands data metrics pages reports
}

# nothing but what the lock names, and nothing that differs from it by a bit
install_locked() {
    make_venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements.lock </dev/null
}

browser_works() {
    local name
    for name in chromium chromium-browser google-chrome; do
        # Ubuntu's chromium-browser may be a stub that only asks for a snap
        if "$name" --version >/dev/null 2>&1; then return 0; fi
    done
    compgen -G "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}/chromium-*" >/dev/null
}

install_browser() {
    fc-list :lang=zh 2>/dev/null | grep -q . || apt_install fontconfig fonts-noto-cjk
    browser_works && return
    apt_install chromium || true
    browser_works && return
    .venv/bin/python -m playwright install --with-deps chromium </dev/null
}

install_office() {
    fc-list :lang=zh 2>/dev/null | grep -q . || apt_install fontconfig fonts-noto-cjk
    { command -v soffice && command -v pdftoppm; } >/dev/null ||
        apt_install libreoffice-impress libreoffice-writer poppler-utils
}

install_postgresql() {
    command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || apt_install postgresql
}

install_nginx() {
    { command -v nginx || [ -x /usr/sbin/nginx ]; } >/dev/null || apt_install nginx-light
}

install_for_drills() {
    local program
    for program in strace faketime; do
        command -v "$program" >/dev/null || apt_install "$program"
    done
    # a fuzzer that there is no package of for every Python: the drill says so where it is not there
    .venv/bin/python -c 'import atheris' 2>/dev/null ||
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input atheris==3.0.0 </dev/null || true
}

install_openid() {
    local folder=.venv/openid-provider
    if [ -d "$folder/node_modules/oidc-provider" ]; then return; fi
    { command -v node && command -v npm; } >/dev/null || apt_install nodejs npm
    mkdir -p "$folder"
    (cd "$folder" && npm init --yes && npm install --no-audit --no-fund --save-exact oidc-provider@9.13.3) </dev/null >/dev/null
}

java_works() { java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])'; }

install_spark() {
    java_works || apt_install openjdk-17-jre-headless || apt_install default-jre-headless
    .venv/bin/python -c 'import pyspark, grpc' 2>/dev/null || install_packages requirements-spark.txt
}

case "${1:-}" in
    python) install_packages "$2" ;;
    locked) install_locked ;;
    browser) install_browser ;;
    office) install_office ;;
    postgresql) install_postgresql ;;
    nginx) install_nginx ;;
    openid) install_openid ;;
    spark) install_spark ;;
    drills) install_for_drills ;;
    *) stop "用法：deploy/set-up.sh python 文件 | locked | browser | office | postgresql | nginx | openid | spark | drills" \
        "usage: deploy/set-up.sh python FILE | locked | browser | office | postgresql | nginx | openid | spark | drills" ;;
esac
