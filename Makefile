# Commands for people who work on the platform; `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help run test lint scan shell

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help: ## List the commands
	@echo "make <command>; PORT (8000) and DATA_DIR (var/) are read from the environment"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## Start the nine sites; Ctrl-C stops everything
	@exec $(BIN)/python manage.py run_sites

test: $(VENV)/test.stamp ## Run all tests, installing the programs they need
	@bash tests/install_system.sh
	@$(BIN)/pytest -n 2 --dist loadgroup

lint: $(VENV)/test.stamp ## Check style, imports, templates and the Dockerfile
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint themes cms sites --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile

scan: $(VENV)/test.stamp .venv-scan/scan.stamp ## Look for known kinds of holes in the running sites (half an hour)
	@$(BIN)/python -m tests.scan

shell: $(VENV)/run.stamp ## Open a Python shell with the models loaded
	@exec $(BIN)/python manage.py shell

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another with PYTHON=..."; exit 1; }
	@echo "Creating the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Could not create it. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

# The stamps remember that an environment has what its list says; a changed list installs again.
$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	@echo "Installing requirements.txt"
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/test.stamp: tests/requirements.txt $(VENV)/run.stamp
	@echo "Installing tests/requirements.txt"
	@$(PIP) install -r tests/requirements.txt
	@touch $@

.venv-scan/scan.stamp: tests/scan/requirements.txt | $(BIN)/python
	@echo "Installing tests/scan/requirements.txt"
	@$(PYTHON) -m venv .venv-scan
	@.venv-scan/bin/python -m pip --disable-pip-version-check --quiet install -r $<
	@touch $@
