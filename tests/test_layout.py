"""The rooms of `kg` and which of them each may import: data flows one way, and each library has its rooms."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kg"
GROUND = {"records", "errors", "ids", "vocab"}  # anything may import these; they import nothing of ours
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
    "query": {"ontology", "store", "rdf"},
    "build": {"pipeline", "ontology", "parse", "store", "rdf", "link", "query"},
    "exports": {"ontology", "store", "rdf", "query"},
    "api": {"store", "query", "exports"},
    "cli": {"pipeline", "ontology", "read", "grammar", "events", "store", "rdf", "link", "query", "build"}
    | {"exports", "api"},
    "link/engine": {"ontology", "store"},
    "link/entities": {"link/engine", "ontology", "store"},
    "link/events": {"link/engine", "link/entities", "ontology", "store"},
    "api/processes": set(),
    "api/tables": {"api", "api/processes", "query", "store"},
    "api/http": {"api", "api/tables"},
    "api/rest": {"api", "api/tables", "query"},
    "api/sparql": {"api", "api/http", "api/processes", "api/rest", "api/tables", "query", "store"},
    "api/downloads": {"api", "api/http", "api/processes", "api/rest", "api/tables", "exports", "store"},
}  # fmt: skip
LIBRARIES = {  # of a few libraries: the rooms or modules that may import them
    "click": {"cli"},
    "tqdm": {"build"},
    "fastapi": {"api"},
    "onnxruntime": {"parse/onnx_model"},
    "trafilatura": {"read/web_pages"},
    "igraph": {"query/network_analysis"},
    "networkx": {"query", "exports"},
    "rapidfuzz": {"link", "query/search"},
    "pyoxigraph": {"vocab", "rdf", "store", "build", "query", "exports", "api", "cli"},
    "spacy": {"pipeline", "parse", "grammar", "entities/mentions"},
}


def _modules() -> Iterator[tuple[str, Path]]:
    for folder in (PACKAGE, PACKAGE / "api", PACKAGE / "exports"):  # the last two are links
        for path in sorted(folder.rglob("*.py")):
            yield path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__"), path


MODULES = dict(_modules())


@cache
def imported(module: str) -> frozenset[str]:
    """What a module imports anywhere in it, TYPE_CHECKING aside: "store/sqlite" of ours, "click" of others."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    return frozenset(name for node in tree.body for name in _imports(node))


def _imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (_name(alias.name) for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        whole = [_name(f"{node.module}.{alias.name}") for alias in node.names]
        yield from (name if name in MODULES else _name(node.module) for name in whole)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child)


def _name(dotted: str) -> str:
    first, _, rest = dotted.partition(".")
    return rest.replace(".", "/") if first == "kg" else first


def room_of(module: str, level: int = 1) -> str:
    """The room of a module: its folder, or the module itself where it lies in `kg/`."""
    parts = module.split("/")
    return "/".join(parts[: min(level, max(1, len(parts) - 1))])


def is_in(module: str, rooms: set[str]) -> bool:
    return any(module == room or module.startswith(f"{room}/") for room in rooms)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_room_imports_only_rooms_of_its_list(room):
    level = room.count("/") + 1
    uses = {
        room_of(name, 2 if name.startswith(room.partition("/")[0] + "/") else 1)
        if level == 2
        else room_of(name)
        for module in MODULES
        if room_of(module, level) == room
        for name in imported(module) & MODULES.keys()
    }
    assert uses - {room} - GROUND - MAY_IMPORT[room] == set()


def test_every_room_has_its_list():
    rooms = {room_of(module) for module in MODULES} - GROUND - {"__init__", ""}
    assert rooms == {room for room in MAY_IMPORT if "/" not in room}


@pytest.mark.parametrize("module", sorted(GROUND))
def test_the_ground_imports_nothing_of_ours(module):
    assert imported(module) & MODULES.keys() == set()


def test_rooms_have_no_circle():
    assert list(
        TopologicalSorter({room: uses for room, uses in MAY_IMPORT.items() if "/" not in room}).static_order()
    )


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_stays_in_its_rooms(library):
    users = {module for module in MODULES if library in {name.partition("/")[0] for name in imported(module)}}
    assert {module for module in users if not is_in(module, LIBRARIES[library])} == set()
