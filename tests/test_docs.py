"""The guide in docs/ builds as a site without a warning, and all of its queries are valid."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph
import pytest

from kg.cli.main import main
from kg.vocab import PREFIXES

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))
QUERIES = [
    (path.name, query)
    for path in PAGES
    for query in re.findall(r"```sparql\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
]


@pytest.mark.slow
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    if not (find_spec("mkdocs") and find_spec("material") and find_spec("mkdocs_awesome_nav")):
        pytest.skip("mkdocs is not installed: pip install 'kg-news[docs]'")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert {path.parent.name for path in tmp_path.glob("*/index.html")} >= {
        path.stem for path in PAGES if path.stem != "index"
    }


@pytest.mark.parametrize("page, query", QUERIES, ids=[page for page, _ in QUERIES])
def test_a_query_of_the_guide_is_valid(page: str, query: str) -> None:
    pyoxigraph.Store().query(query, prefixes=PREFIXES)


@pytest.mark.parametrize("path", [ROOT / "README.md", *PAGES], ids=lambda path: path.name)
def test_commands_of_the_guide_exist(path: Path) -> None:
    named = re.findall(r"^(?:\$ )?kg (\w+)|`kg ([a-z]+)[ `]", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert {one or other for one, other in named} <= {*main.commands, "explain"}
