"""A change of code renews what depends on it: extractions, or the graph alone, and nothing for the command line."""

import shutil

import pytest

import kg.build.assemble
import kg.build.linked_build
from kg.build.fingerprints import EXTRACTION_CODE, GRAPH_CODE, code_hash
from kg.build.made_with import extraction_hash
from kg.build.rebuild import judge
from kg.link import LinkTables
from kg.ontology.files import PACKAGE
from tests.extractions import meetings
from tests.stores import MADE_WITH, build, nquads
from tests.test_layout import MODULES, imported, is_in


def reached(*roots: str) -> set[str]:
    """The modules that some import, directly or not."""
    seen: set[str] = set()
    todo = list(roots)
    while todo:
        module = todo.pop()
        if module not in seen:
            seen.add(module)
            todo += imported(module) & MODULES.keys()
    return seen


def parts(code: tuple[str, ...]) -> set[str]:
    return {part.removesuffix(".py") for part in code}


def test_the_extraction_code_is_what_extraction_imports():
    needed = reached("pipeline", "build/extraction/extract_article", "store/json_records")
    assert {module for module in needed if not is_in(module, parts(EXTRACTION_CODE))} == set()
    assert {part for part in parts(EXTRACTION_CODE) if not any(is_in(m, {part}) for m in needed)} == set()


def test_the_graph_code_is_what_a_build_imports_besides():
    needed = reached("build/build", "build/rebuild")
    both = parts(EXTRACTION_CODE) | parts(GRAPH_CODE)
    assert {module for module in needed if not is_in(module, both)} == set()
    assert {part for part in parts(GRAPH_CODE) if not any(is_in(m, {part}) for m in needed)} == set()


@pytest.mark.parametrize(
    "module, extracts, links",
    [("cli/show", True, True), ("claims/claims", False, True), ("link/linking", True, False)],
    ids=["of the command line", "of claims", "of linking"],
)
def test_a_change_renews_what_depends_on_it(module, extracts, links, tmp_path):
    """`extracts` and `links`: whether the hash of that code stays."""
    package = tmp_path / "kg"
    shutil.copytree(
        PACKAGE, package, ignore=shutil.ignore_patterns("models", "api", "exports", "__pycache__")
    )
    (package / f"{module}.py").write_text("changed = True\n")
    assert (code_hash(EXTRACTION_CODE, package) == code_hash(EXTRACTION_CODE)) is extracts
    assert (code_hash(GRAPH_CODE, package) == code_hash(GRAPH_CODE)) is links


def test_the_key_of_an_extraction_leaves_out_the_graph_code():
    made = {"extraction code": "one", "graph code": "two"}
    assert extraction_hash(made) == extraction_hash(made | {"graph code": "changed"})
    assert extraction_hash(made) != extraction_hash(made | {"extraction code": "changed"})


def test_linking_results_of_other_code_are_not_reused(tmp_path, monkeypatch):
    started_from = []

    class Spy(LinkTables):
        def __init__(self, current=None, **settings):
            started_from.append(current)
            super().__init__(current, **settings)

    for module in (kg.build.assemble, kg.build.linked_build):
        monkeypatch.setattr(module, "LinkTables", Spy)
    monkeypatch.setitem(MADE_WITH, "graph code", "of an older version")
    build(tmp_path / "store", [meetings(1)])
    before = nquads(tmp_path / "store")
    judge(tmp_path / "store", [])
    assert started_from == [None, None]
    judge(tmp_path / "store", [])
    assert [path is None for path in started_from] == [True, True, False]
    assert nquads(tmp_path / "store") == before
