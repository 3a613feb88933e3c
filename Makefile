# make        the environment with the program, and the graph of the sample articles
# make test   everything that CI checks
PYTHON ?= python3

.PHONY: all graph test check

all: graph
	@echo
	@echo "The graph of the sample articles is in kg-store. Ask it:"
	@echo "  .venv/bin/kg show 'Irena Sollas'"
	@echo "  .venv/bin/kg query 'SELECT ?a ?b { ?x kg:met ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }'"

graph: .venv/ready
	.venv/bin/kg build examples/articles --store kg-store

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

test: check
	.venv/bin/pytest

check: .venv/ready
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
