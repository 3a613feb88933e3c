# make        the environment with the program, the graph of the sample articles, and a server to browse it
# make test   everything that CI checks
PYTHON ?= python3
EXTRAS ?= dev

.PHONY: all graph test check

all: graph
	.venv/bin/kg serve --store kg-store

graph: .venv/ready
	.venv/bin/kg build examples/articles --store kg-store

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
	touch $@

test: check
	.venv/bin/pytest -rs

check: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
