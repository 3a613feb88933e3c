# make        set up .venv, build the graph of the sample articles, and serve it
# make quick  run the tests that do not load the trained pipeline
# make test   run all checks and tests, as CI does
PYTHON ?= python3
EXTRAS ?= dev

.PHONY: all graph quick test check tests

all: graph
	.venv/bin/kg serve --store kg-store

graph: .venv/ready
	.venv/bin/kg build examples/articles --store kg-store

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	touch $@

# Tests run in a process per core and one more, as some wait for servers and workers; the tests of one file share its
# fixtures, so they stay in one process
PROCESSES = $(shell $(PYTHON) -c "import os; print(os.cpu_count() + 1)")
PYTEST = .venv/bin/pytest -n $(PROCESSES) --dist loadfile

quick: .venv/ready
	$(PYTEST) -m "not model and not slow"

test: check tests

tests: .venv/ready
	$(PYTEST) -rs

check: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
