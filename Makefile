# Every command of the project. `make` alone lists them. Needs python3 (3.11 or later) and make.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= $(shell nproc 2>/dev/null || echo 2)
ARGS ?=
# Bytecode is kept, whatever the shell says: the suite, the demo and reading a file each start Python anew.
export PYTHONDONTWRITEBYTECODE :=

UV_VERSION := 0.13.9
BIN := .venv/bin
PY := $(BIN)/python
# What is installed is known by the content of the lists: nothing is done twice, whatever git does to dates.
sum_of = $(shell cat $(1) | cksum | cut -d ' ' -f 1)
RUNTIME := .venv/.runtime-$(call sum_of,requirements.txt)
TOOLS := .venv/.tools-$(call sum_of,requirements.txt requirements-dev.txt)

.PHONY: help install demo run test lint check e2e messages clean

help: ## this list
	@echo "CLiKC! - usage: make COMMAND"
	@echo
	@sed -n 's/^\([a-z0-9]*\):.*## \(.*\)$$/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do printf '%-16s %s\n' "$$name" "$$what"; done
	@echo
	@echo "The environment is .venv/, the data of the demo is var/. Both can be thrown away."

install: $(RUNTIME) ## the environment and what the platform runs on

demo: install ## install, database, demo content; no server
	@$(PY) manage.py prepare

run: install ## all of it, served on http://localhost:8000 (make run PORT=8123)
	@exec $(PY) manage.py serve --port $(PORT)

test: $(TOOLS) ## the whole suite but the browser tests (make test ARGS="tests/house -k docs")
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not e2e" $(ARGS)

e2e: $(TOOLS) ## the tests that live in a real browser; needs chromium
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal -m e2e $(ARGS)

lint: $(TOOLS) ## linters, layers, migrations, messages: what needs no test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(PY) manage.py compile_messages
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py update_messages --check

check: lint ## lint, and the tests of deployment, documents and contracts of the house
	@$(BIN)/pytest -q tests/house/test_doors.py tests/house/test_deploy.py tests/house/test_docs.py tests/house/test_requirements.py tests/house/test_no_secrets.py

messages: $(TOOLS) ## bring locale/ up to date with the code and compile it
	@$(PY) manage.py update_messages
	@$(PY) manage.py compile_messages

clean: ## throw away the environment, the demo's data and everything made
	rm -rf .venv var staticfiles test-results .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

# --- The environment --------------------------------------------------------------------------------

# A folder that was moved or whose Python is gone is made anew.
ifneq ($(shell $(PY) -c 'import sys; print(sys.prefix)' 2>/dev/null),$(CURDIR)/.venv)
.PHONY: .venv/.made
endif

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is not complete. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "[1/2] Making .venv …"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@# uv installs ten times as fast as pip; where it cannot be had, pip does it.
	@$(PY) -m pip install -q --disable-pip-version-check uv==$(UV_VERSION) || echo "uv is not to be had; going on with pip."
	@touch $@

# $(call pull_in,lists,stamp)
define pull_in
	@echo "[2/2] Installing $(1) …"
	@start=$$SECONDS; lists="$(foreach list,$(1),-r $(list))"; \
	{ [ -x $(BIN)/uv ] && VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install -q $$lists; } \
	  || $(PY) -m pip install -q --disable-pip-version-check $$lists; \
	echo "      done in $$((SECONDS - start)) s"
	@touch $(2)
endef

$(RUNTIME): .venv/.made
	$(call pull_in,requirements.txt,$@)

$(TOOLS): .venv/.made
	$(call pull_in,requirements.txt requirements-dev.txt,$@)
