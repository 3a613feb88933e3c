# make        the environment with the program, the graph of the sample articles, and a server to browse it
# make quick  the tests that need no trained pipeline
# make test   everything that CI checks
PYTHON ?= python3
EXTRAS ?= dev

.PHONY: all graph quick test check

all: graph
	.venv/bin/kg serve --store kg-store

graph: .venv/ready
	.venv/bin/kg build examples/articles --store kg-store

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	touch $@

# Tests run in a process per core; the tests of one file share its fixtures, so they stay in one process
PYTEST = .venv/bin/pytest -n auto --dist loadfile

quick: .venv/ready
	$(PYTEST) -m "not model and not slow"

test: check
	$(PYTEST) -rs

check: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
