# make brief   set everything up and run the main job
# make test    set everything up and run lint, types and all tests
# make bench   measure against peers and limits, which takes some ten minutes
PYTHON ?= python3
VENV := .venv
BENCH := .venv-bench
BIN := $(VENV)/bin

.PHONY: brief test lint types unit setup browser bench peers clean

brief: $(VENV)/.run
	$(BIN)/allegiance brief Mali --poles France,Russia -o mali.html

test: lint types unit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.dev
	$(BIN)/mypy

unit: $(VENV)/.dev browser
	$(BIN)/pytest --numprocesses auto --dist worksteal

setup: $(VENV)/.dev

# The browser tests drive Chromium: Debian's where there is one, else the one Playwright brings.
browser: $(VENV)/.dev
	@sh tests/bring_browser.sh $(BIN)/playwright

bench: $(VENV)/.dev peers
	$(BIN)/python -m benchmarks.run

# Peers that are no part of the project live apart; where they do not install, they are left out.
peers: $(VENV)/bin/python
	@test -x $(BENCH)/bin/python && $(BENCH)/bin/python -c 'import kglab' 2>/dev/null \
	|| { $(BIN)/python -m venv $(BENCH) \
	&& $(BENCH)/bin/python -m pip install --quiet --requirement benchmarks/peers.txt; } \
	|| { rm -rf $(BENCH); echo "The peers of benchmarks/peers.txt do not install here: left out."; }

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Allegiance needs Python 3.11 or newer; say which: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/.run: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable . --constraint constraints.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --group dev --constraint constraints.txt
	@touch $@

clean:
	rm -rf $(VENV) $(BENCH) build dist *.egg-info
