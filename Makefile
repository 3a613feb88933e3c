# make        the environment, with the program
# make test   everything that CI checks
PYTHON ?= python3

.PHONY: all test check wheel

all: .venv/ready

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
