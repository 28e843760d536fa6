# Two commands do everything: `make run` and `make test`. The README has the same as plain commands.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench soak shots demo clean boundaries snapshot dev browser office

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check -c requirements.lock
ROOT_DO := $(shell [ "$$(id -u)" = 0 ] || echo "sudo ")
CHROMIUM ?= /usr/bin/chromium
OFFICE ?= /usr/bin/soffice
PDFFONTS ?= /usr/bin/pdffonts
RSCRIPT ?= /usr/bin/Rscript
APT ?= apt-get
BUILD := $${KAEJON_BUILD:-data/build}

help: ## Show these targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS=$$'\t' read -r name text; do printf '  make %-7s %s\n' "$$name" "$$text"; done

setup: .venv/.packages ## Make .venv with the pinned packages

run: setup boundaries snapshot ## Start the dashboard on http://127.0.0.1:8050, with demo data where there is no snapshot
	@$(PY) -m server serve

test: dev browser office ## Lint, then run every test
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .
	@$(PY) -m pytest -n 2 --dist loadfile

lint: dev ## Check style and format
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

bench: dev browser ## Measure load and pages at full size against bare DuckDB, and a crowd of every role
	@$(PY) -m benchmarks

shots: dev browser boundaries snapshot ## Take a picture of every page, in both languages at both widths, into shots/
	@$(PY) -m benchmarks.shots

soak: dev ## Kill, crowd, starve and mislead loads many times under readers, and report what was seen
	@SOAK=1 KAEJON_TEST_FUZZ=10 $(PY) -m pytest tests/etl/test_unbreakable.py tests/etl/test_publication.py tests/etl/test_fuzz.py

demo: setup ## Write demo exports to data/demo and load them
	@$(PY) -m etl demo --out data/demo
	@$(PY) -m etl load data/demo

clean: ## Remove the environment, caches and demo files; snapshots stay
	rm -rf .venv .pytest_cache .ruff_cache data/demo data/demo-bench shots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

boundaries: setup
	@ls $(BUILD)/boundaries/*.json >/dev/null 2>&1 || $(PY) -m etl boundaries-default

snapshot: setup
	@[ -e "$(BUILD)/current" ] || $(MAKE) --no-print-directory demo

dev: .venv/.packages-dev

browser:
	@[ -x $(CHROMIUM) ] || { echo "Installing Chromium for the browser tests ..."; \
	  $(ROOT_DO)$(APT) update -qq && $(ROOT_DO)$(APT) install -y -qq chromium; } || { \
	  echo "Missing: Chromium, for the browser tests. Mend it with:  $(ROOT_DO)apt-get install -y chromium"; exit 1; }

office:
	@[ -x $(OFFICE) -a -x $(PDFFONTS) -a -x $(RSCRIPT) ] || { echo "Installing LibreOffice, poppler and R for the tests of documents ..."; \
	  $(ROOT_DO)$(APT) update -qq && \
	  $(ROOT_DO)$(APT) install -y -qq --no-install-recommends libreoffice-impress-nogui poppler-utils r-base-core; } || { \
	  echo "Missing: LibreOffice, poppler or R, for the tests of documents. Mend it with:  $(ROOT_DO)apt-get install -y --no-install-recommends libreoffice-impress-nogui poppler-utils r-base-core"; exit 1; }

.venv/.packages: requirements.txt requirements.lock
	@[ -n "$(PYTHON)" ] && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Missing: Python 3.11 or newer. Mend it with:  $(ROOT_DO)apt-get install -y python3.11 python3.11-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Missing: the venv part of Python. Mend it with:  $(ROOT_DO)apt-get install -y $$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"; exit 1; }
	@echo "Installing packages into .venv (once) ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) -r requirements.txt && $(PIP) --no-deps geovizir || { \
	  echo "Missing: some packages could not be installed (reasons above). With the network back, mend it with:  make setup"; exit 1; }
	@touch $@

.venv/.packages-dev: .venv/.packages requirements-dev.txt
	@echo "Installing test packages into .venv (once) ..."
	@$(PIP) -r requirements-dev.txt || { \
	  echo "Missing: some test packages could not be installed (reasons above). With the network back, mend it with:  make test"; exit 1; }
	@touch $@
