"""The modules and packages of `kg` as they are: who imports whom, and the part of kg/README.md that shows it.

python -m tests.layout            prints that part, and the figures that test_layout.py bounds
python -m tests.layout --write    writes it between the markers of kg/README.md
"""

from __future__ import annotations

import ast
import os
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "kg"
PAGE = PACKAGE / "README.md"
BEGIN, END = "<!-- packages: made by python -m tests.layout --write -->", "<!-- packages end -->"
ORDER = """
cli build spacy_component pipeline read parse grammar entities times events claims link rdf store query exports endpoint
api ontology
""".split()  # of the table: along the road from text to answer
# Any module may import these; they import nothing else of kg
BASICS = {"records", "errors", "ids", "vocab", "layers"}
LINES = 40  # that a function should not exceed


def _modules() -> Iterator[tuple[str, Path]]:
    for folder in (PACKAGE, PACKAGE / "api", PACKAGE / "exports"):  # the last two are links
        for path in sorted(folder.rglob("*.py")):
            yield path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__"), path


MODULES = dict(_modules())


@cache
def imported(module: str) -> frozenset[str]:
    """All imports of a module except under TYPE_CHECKING: "store/sqlite" of kg, "click" of a library."""
    return frozenset(name for node in _tree(module).body for name in _imports(node))


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


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


def package_of(module: str, level: int = 1) -> str:
    """The package of a module, or the module itself where it lies directly in `kg/`."""
    parts = module.split("/")
    is_package = any(name.startswith(f"{module}/") for name in MODULES)
    return "/".join(parts[: min(level, max(1, len(parts) - (not is_package)))])


def imports_of(package: str) -> set[str]:
    """The packages that a package imports: those in `kg/`, or also those in its parent if it is nested."""
    level = package.count("/") + 1
    parent = package.partition("/")[0] + "/"
    used = {
        package_of(name, level if name.startswith(parent) else 1)
        for module in MODULES
        if package_of(module, level) == package
        for name in imported(module) & MODULES.keys()
    }
    return used - {package} - BASICS


def top_packages() -> list[str]:
    """The packages in `kg/` and the module `pipeline`, each after all that it imports."""
    packages = {package_of(module) for module in MODULES} - BASICS - {"__init__", ""}
    return list(
        TopologicalSorter({name: sorted(imports_of(name)) for name in sorted(packages)}).static_order()
    )


def import_cycle() -> list[str]:
    """Packages that import each other in a circle, if any do. A module beside packages counts by itself."""
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        uses = {_unit(name) for name in imported(module) & MODULES.keys()}
        graph.setdefault(_unit(module), set()).update(uses - {_unit(module)})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _unit(module: str) -> str:
    folder = MODULES[module].parent
    return module if any(folder.glob("*/__init__.py")) else module.removesuffix("/" + MODULES[module].stem)


def modules_per_folder() -> Counter[str]:
    """How many modules each folder holds, `__init__.py` not counted."""
    paths = (path for path in MODULES.values() if path.name != "__init__.py")
    return Counter(path.parent.relative_to(PACKAGE.parent).as_posix() for path in paths)


def long_functions() -> list[str]:
    """The functions with more than `LINES` lines, from `def` to the end of the body."""
    return [
        f"{module}: {node.name}"
        for module in MODULES
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or node.lineno) - node.lineno >= LINES
    ]


def docstring(module: str) -> str:
    """The docstring of a module or package, or an empty text."""
    return ast.get_docstring(_tree(module)) or ""


def undocumented_packages() -> list[str]:
    """The packages whose `__init__.py` does not say what they hold."""
    packages = (module for module, path in MODULES.items() if path.name == "__init__.py")
    return [package for package in packages if not docstring(package)]


# The page


def picture() -> list[str]:
    """The packages as a Mermaid diagram: an arrow points from a package to one it imports.

    An import that a longer way of arrows implies is left out.
    """
    graph = {name: imports_of(name) for name in reversed(top_packages())}
    reach: dict[str, set[str]] = {}
    for name in top_packages():
        reach[name] = graph[name].union(*(reach[other] for other in graph[name]))
    lines = ["```mermaid", "graph TD"]
    for name, uses in graph.items():
        implied = set().union(*(reach[other] for other in uses))
        lines += [f"  {name} --> {other}" for other in sorted(uses - implied)]
    return [*lines, "```"]


def table() -> list[str]:
    """A row per package: what it holds, and which packages it imports."""
    rows = ["| package | holds | imports |", "|---|---|---|"]
    for name in sorted(top_packages(), key=ORDER.index):
        path = Path(os.path.relpath(MODULES[name].resolve(), PACKAGE)).as_posix()
        holds = docstring(name).partition("\n")[0]
        uses = " ".join(sorted(imports_of(name), key=ORDER.index))
        rows.append(f"| [{name}]({path.removesuffix('__init__.py')}) | {holds} | {uses} |")
    return rows


def section() -> str:
    """The part of kg/README.md between its markers."""
    return "\n".join([BEGIN, "", *table(), "", *picture(), "", END])


def updated(page: str) -> str:
    """The page with its part between the markers as the code is now."""
    before, _, rest = page.partition(BEGIN)
    return before + section() + rest.partition(END)[2]


def main() -> None:
    folder, number = modules_per_folder().most_common(1)[0]
    if "--write" in sys.argv:
        PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        return
    figures = (
        f"modules in the fullest folder: {number} ({folder})",
        f"import cycle between packages: {' -> '.join(import_cycle()) or 'none'}",
        f"functions over {LINES} lines: {', '.join(long_functions()) or 'none'}",
        f"packages without docstring: {', '.join(undocumented_packages()) or 'none'}",
    )
    sys.stdout.writelines(f"{line}\n" for line in (section(), *figures))


if __name__ == "__main__":
    main()
