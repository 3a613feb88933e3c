"""Which packages each package of `kg` may import, and which may import a library: data flows one way."""

from graphlib import TopologicalSorter

import pytest

from tests.layout import (
    BASICS,
    MODULES,
    import_cycle,
    imported,
    imports_of,
    long_functions,
    modules_per_folder,
    top_packages,
    undocumented_packages,
)

MAY_IMPORT = {
    "ontology": set(),
    "store": set(),
    "read": {"ontology"},
    "parse": {"ontology"},
    "grammar": {"ontology"},
    "rdf": {"ontology"},
    "link": {"ontology", "store"},
    "entities": {"ontology", "grammar"},
    "times": {"ontology", "grammar"},
    "events": {"ontology", "grammar"},
    "claims": {"ontology", "grammar"},
    "pipeline": {"ontology", "read", "parse", "grammar", "entities", "times", "events", "claims"},
    "spacy_component": {"pipeline", "grammar", "ontology", "store"},
    "query": {"ontology", "store", "rdf"},
    "build": {"pipeline", "ontology", "read", "parse", "store", "rdf", "link", "query"},
    "exports": {"ontology", "store", "rdf", "query"},
    "endpoint": {"store"},
    "api": {"store", "query", "exports", "endpoint"},
    "cli": {"pipeline", "ontology", "read", "grammar", "events", "store", "rdf", "link", "query", "build"}
    | {"exports", "api", "endpoint"},
    "link/engine": {"ontology", "store"},
    "link/entities": {"link/engine", "ontology", "store"},
    "link/events": {"link/engine", "link/entities", "ontology", "store"},
    "api/models": set(),
    "api/tables": {"query", "store", "endpoint"},
    "api/http": {"api/models", "api/tables"},
    "api/rest": {"api/models", "api/tables", "query"},
    "api/sparql": {"api/http", "api/models", "api/rest", "api/tables", "query", "store", "endpoint"},
    "api/downloads": {"api/http", "api/models", "api/rest", "api/tables", "exports", "store", "endpoint"},
}  # fmt: skip
LIBRARIES = {  # of a few libraries: the packages or modules that may import them
    "click": {"cli"},
    "tqdm": {"build"},
    "fastapi": {"api"},
    "onnxruntime": {"parse/onnx_model"},
    "trafilatura": {"read/pages/web_pages"},
    "igraph": {"query/network/layout"},
    "networkx": {"query", "exports"},
    "rapidfuzz": {"link", "query/search", "query/name_match"},
    "pyoxigraph": {"vocab", "rdf", "store", "build", "query", "exports", "endpoint", "api", "cli"},
    "httpx": {"endpoint"},
    "spacy": {"pipeline", "spacy_component", "parse", "grammar", "entities/mentions"},
}


def is_in(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}/") for package in packages)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_packages_of_its_list(package):
    assert imports_of(package) - MAY_IMPORT[package] == set()


def test_every_package_has_its_list():
    assert set(top_packages()) == {package for package in MAY_IMPORT if "/" not in package}


@pytest.mark.parametrize("module", sorted(BASICS))
def test_the_basic_modules_import_nothing_else_of_kg(module):
    assert imported(module) & MODULES.keys() == set()


def test_the_lists_have_no_cycle():
    for nested in (False, True):
        lists = {package: uses for package, uses in MAY_IMPORT.items() if ("/" in package) is nested}
        assert list(TopologicalSorter(lists).static_order())


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_stays_in_its_packages(library):
    users = {module for module in MODULES if library in {name.partition("/")[0] for name in imported(module)}}
    assert {module for module in users if not is_in(module, LIBRARIES[library])} == set()


def test_no_package_imports_itself_through_others():
    assert import_cycle() == []


def test_no_folder_holds_more_than_12_modules():
    assert {folder: number for folder, number in modules_per_folder().items() if number > 12} == {}


def test_at_most_2_functions_are_long():
    assert len(long_functions()) <= 2, long_functions()


def test_every_package_says_what_it_holds():
    assert undocumented_packages() == []
