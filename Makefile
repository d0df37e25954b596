# Kundan. `make run` opens the shop, `make test` checks it; each sets up what it needs, once.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# 0: start empty, and make no pictures for the demo.
DEMO ?= 1
export DEMO

# The first Python that is new enough; a shim that leads nowhere does not count. Only asked for when there is no .venv yet.
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

# Always `python -m`: the scripts in .venv/bin do not survive a move of this folder.
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check

# A stamp carries the sum of what was installed, so that another lock file means another stamp.
sum = $(firstword $(shell cat $(1) | cksum))
SHOP := .venv/.shop-$(call sum,requirements.lock)
TOOLS := .venv/.tools-$(call sum,requirements.lock requirements-dev.lock)
ASSETS := build/static/manifest.json
PICTURES := build/pictures/.made

.PHONY: help install run test fuzz lint check bench storm lighthouse screenshots lock clean

help: ## This list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name words; do printf '  make %-11s %s\n' "$$name" "$$words"; done

install: $(SHOP) $(ASSETS) $(if $(filter-out 0,$(DEMO)),$(PICTURES)) ## Virtual environment, dependencies, assets, pictures
	@:

run: install ## The shop on http://127.0.0.1:8000, with a demo catalogue (DEMO=0: empty)
	@exec $(PY) -m flask --app wsgi serve

test: install $(TOOLS) ## All tests, or some: make test TESTS=tests/core
	@$(PY) -m tests.chromium
	@$(PY) -m tests.npm nu
	$(PY) -m pytest -n logical --maxprocesses 8 --dist loadscope $(TESTS)

fuzz: install $(TOOLS) ## 20,000 made-up requests against what /openapi.json says
	$(PY) -m tests.api.fuzzing 20000

lint: $(TOOLS) ## Style, types, and who may import whom
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) .venv/bin/lint-imports

check: lint test ## Both

bench: install $(TOOLS) ## What the pages cost
	$(PY) -m bench

storm: install $(TOOLS) ## Buyers, kills and a gateway that misbehaves, for long (make test has a short one)
	$(PY) -m tests.storm

lighthouse: install $(TOOLS) ## What Lighthouse says of the shop to a phone on a slow line
	@$(PY) -m tests.chromium
	@$(PY) -m tests.npm lighthouse
	$(PY) -m bench.lighthouse

screenshots: install $(TOOLS) ## Every page, on a phone, a tablet and a desk, by day and by night, into docs/screenshots
	@$(PY) -m tests.chromium
	$(PY) -m tests.journeys.screenshots

lock: ## Pin all that requirements*.txt pull in, into the lock files that are installed
	rm -rf build/lock
	"$(PYTHON)" -m venv build/lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	{ echo "# Made by make lock, of requirements.txt."; build/lock/bin/python -m pip freeze; } > requirements.lock
	build/lock/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	{ echo "# Made by make lock, of requirements-dev.txt."; echo "-r requirements.lock"; \
		build/lock/bin/python -m pip freeze | grep -vxFf requirements.lock; } > requirements-dev.lock
	rm -rf build/lock

clean: ## Everything that was made, but not the shop's data
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Kundan needs Python 3.11 or newer: install it, or name it by make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: install its venv package (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@rm -rf .venv
	"$(PYTHON)" -m venv .venv || { rm -rf .venv; exit 1; }

$(SHOP): | .venv/bin/python
	@echo "Installing what the shop runs on; the first time this takes a minute."
	@$(PIP) -r requirements.lock
	@rm -f .venv/.shop-* && touch $@

$(TOOLS): $(SHOP)
	@echo "Installing what the tests and linters need."
	@$(PIP) -r requirements-dev.lock
	@rm -f .venv/.tools-* && touch $@

$(ASSETS): $(SHOP) requirements-assets.txt storefront/cli/assets.py $(shell find static)
	@$(PY) -m storefront.cli.assets
	@touch $@

$(PICTURES): $(SHOP) storefront/domain/media/prepared.py $(shell find demo)
	@$(PY) -m storefront.cli.pictures
	@touch $@
