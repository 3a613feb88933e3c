"""Who may import whom: data flows one way, and each library has its rooms."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in ("kg", "api", "exports")
    for path in sorted((ROOT / room).rglob("*.py"))
}
BASE = ("kg.records", "kg.errors", "kg.vocab", "kg.lexicon")
STAGES = ("read", "clean", "parse", "mentions", "resolve", "events", "times", "claims", "quads")
MAY_USE = {"kg.events": {"kg.times"}}
JOINERS = {"kg.pipeline", "kg.explain", "kg.build", "kg.cli"}  # they join stages, so they see several
ACROSS = ("kg.link", "kg.store", "kg.check")  # over extractions, never over text
LIBRARIES = {  # library -> modules that may import it, parts of a folder included
    "click": {"kg.cli", "kg.cli_judge", "kg.cli_options"},
    "tqdm": {"kg.build"},
    "fastapi": {"api"},
    "onnxruntime": {"kg.network"},
    "trafilatura": {"kg.pages"},
    "igraph": {"kg.analysis"},
    "networkx": {"kg.analysis", "kg.paths", "kg.graph", "exports"},
    "rapidfuzz": {"kg.link", "kg.search"},
    "pyoxigraph": {
        "kg.vocab", "kg.iris", "kg.quads", "kg.agreement", "kg.store", "kg.link", "kg.check", "kg.answers", "kg.show",
        "kg.assemble", "kg.judgements", "kg.review", "kg.search_index", "kg.ties", "kg.analysis", "kg.paths",
        "kg.graph", "exports", "api",
    },
}  # fmt: skip


@cache
def imported(module: str) -> frozenset[str]:
    """The modules that a module of ours imports anywhere in it, TYPE_CHECKING aside."""
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    return frozenset(name for node in tree.body for name in _imports(node))


def _imports(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    for child in ast.iter_child_nodes(node):
        yield from _imports(child)


@cache
def reached(module: str) -> frozenset[str]:
    """Our modules that a module needs, directly or not."""
    found, todo = set(), [module]
    while todo:
        for name in imported(todo.pop()) & FILES.keys():
            if name not in found:
                found.add(name)
                todo.append(name)
    return frozenset(found)


def is_in(module: str, rooms: set[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


@pytest.mark.parametrize("module", BASE)
def test_base_needs_nothing_of_ours(module):
    assert reached(module) == set()


@pytest.mark.parametrize("stage", STAGES)
def test_stage_reaches_no_other_stage(stage):
    module = f"kg.{stage}"
    stages = {f"kg.{name}" for name in STAGES} - {module}
    assert reached(module) & stages - MAY_USE.get(module, set()) == set()


@pytest.mark.parametrize("module", ACROSS)
def test_what_works_over_extractions_reads_no_text(module):
    reading = {f"kg.{stage}" for stage in STAGES if stage != "quads"} | {"kg.grammar", "kg.parsed", "spacy"}
    assert (reached(module) | imported(module)) & reading == set()


def test_only_the_joiners_see_several_stages():
    stages = {f"kg.{stage}" for stage in STAGES}
    several = {module for module in FILES if len((reached(module) | {module}) & stages) > 1}
    assert several - {"kg.events"} <= JOINERS


def test_nothing_imports_the_command_line():
    assert [module for module in FILES if "kg.cli" in imported(module)] == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_library_stays_in_its_rooms(library):
    users = {module for module in FILES if library in {name.partition(".")[0] for name in imported(module)}}
    assert {module for module in users if not is_in(module, LIBRARIES[library])} == set()
