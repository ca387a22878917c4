# Two commands: `make run` starts the dashboard, `make test` proves it. Both do all their own set-up.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT  ?= 8501
STORE ?= store
BIN   := .venv/bin
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

FIGURES := tests/data tests/metrics tests/charts
# what writes to the catalogue is tested again with the catalogue in PostgreSQL
ON_BOTH_DATABASES := tests/data/test_store.py tests/data/test_kept_findings.py tests/data/test_acknowledging.py \
	tests/data/test_backup.py tests/data/test_restoring.py tests/data/test_reports_received.py tests/metrics/test_publication.py \
	tests/data/test_drafts.py tests/metrics/test_scheduled.py tests/data/test_grants.py tests/access/test_accounts.py

export SAFETY_REPORT_STORE := $(abspath $(STORE))
# every command that a test starts would compile all modules again
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test lint types unit figures pages coverage browser integration heavy elsewhere bench drill bundle sbom lock format clean

help:
	@echo "make run          启动平安报表 / start the dashboard     http://localhost:$(PORT)  (PORT=… STORE=…)"
	@echo "make test         全部检查 / lint, types, unit, golden and browser tests"
	@echo "make integration  真实大数据 / the heavy tests on real exports"
	@echo "make bench        性能测量 / measure and write docs/benchmarks.md"
	@echo "make bundle       离线安装包 / everything in one file for a server without internet"
	@echo "make sbom         组件清单和许可证 / the parts it is made of, and their licences"
	@echo "make drill        故障演练 / kill, fill, damage, mangle, plant; write docs/reliability.md"
	@echo "make format       整理代码格式 / format the code"

.venv/installed: requirements.txt constraints.txt deploy/set-up.sh
	@deploy/set-up.sh python requirements.txt
	@touch $@

.venv/installed-dev: requirements.txt requirements-dev.txt constraints.txt deploy/set-up.sh
	@deploy/set-up.sh python requirements-dev.txt
	@touch .venv/installed $@

run: .venv/installed
	@deploy/fill-empty-store.sh
	@echo
	@echo "  平安报表正在启动，请在浏览器打开 http://localhost:$(PORT)（按 Ctrl+C 停止）"
	@echo "  The dashboard is served at http://localhost:$(PORT) (Ctrl+C stops it)"
	@echo
	@exec $(BIN)/streamlit run dashboard.py --server.address=127.0.0.1 --server.port=$(PORT) --server.headless=true

# types, unit tests and browser tests run side by side: each alone leaves the cores idle for a part of its time.
# More at once would only wait for one another: a paper, written at low priority, waits for everything else
test: lint
	@deploy/set-up.sh browser
	@echo "  类型、单元、浏览器三项检查同时进行，结果随后逐项列出 (types, unit and browser tests run side by side)"
	@$(MAKE) --no-print-directory -j3 --output-sync=target types unit browser

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed-dev
	$(BIN)/mypy

unit:
	@$(MAKE) --no-print-directory -j1 figures pages

# the part where the figures come from
figures: .venv/installed-dev
	$(PYTEST) $(FIGURES) -m "not integration" --durations=12

# which lines of that part no test runs. Counting them takes a fifth longer, and says little of pages, for a page that
# runs has run most of its lines
coverage: .venv/installed-dev
	$(PYTEST) $(FIGURES) -m "not integration" --cov --cov-report=term:skip-covered

# everything else that needs no browser: pages, papers, commands, accounts, the rules of the house
pages: .venv/installed-dev
	$(PYTEST) --ignore=tests/browser --ignore=tests/data --ignore=tests/metrics --ignore=tests/charts \
		-m "not integration" --durations=12

browser: .venv/installed-dev
	@deploy/set-up.sh browser
	$(PYTEST) tests/browser -m "not integration"

integration: .venv/installed-dev
	@deploy/set-up.sh browser
	@deploy/set-up.sh office
	@deploy/set-up.sh postgresql
	@deploy/set-up.sh openid
	@deploy/set-up.sh nginx
	@deploy/set-up.sh spark
	@$(MAKE) --no-print-directory -j2 --output-sync=target heavy elsewhere

heavy: .venv/installed-dev
	$(PYTEST) -m "integration and not spark"

# what waits for other programs, Spark and PostgreSQL, leaves the cores idle for a part of its time
elsewhere: .venv/installed-dev
	$(BIN)/python -m pytest -m spark
	CATALOGUE_OF_TESTS=postgresql $(PYTEST) $(ON_BOTH_DATABASES) -m "not integration"

bench: .venv/installed-dev
	@deploy/set-up.sh browser
	@deploy/set-up.sh nginx
	@deploy/set-up.sh spark
	$(BIN)/python -m benchmarks

# for the Python and the processor of this machine
bundle: .venv/installed
	@deploy/make-bundle.sh build

# CycloneDX, of a .venv with nothing but the product's packages; the licences as one readable table beside it
sbom: .venv/installed-dev
	@deploy/make-sbom.sh build

# after a change of requirements.txt or constraints.txt
lock: .venv/installed-dev
	@deploy/make-lock.sh

drill: .venv/installed-dev
	@deploy/set-up.sh drills
	$(BIN)/python -m drills

format: .venv/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .coverage
