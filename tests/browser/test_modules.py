"""The explorer's modules, read as text: what one uses of another, it imports."""

import re
from pathlib import Path

import pytest

MODULES = sorted((Path(__file__).parents[2] / "api/static/js").glob("*.js"))
EXPORTED = re.compile(r"^export (?:async )?(?:const|let|function|class) (\w+)", re.MULTILINE)
QUIET = re.compile(r"//[^\n]*|/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)  # comments and texts
WHOLE = {"api"}  # modules that others import as a name of their own
NAMES = {name for path in MODULES for name in EXPORTED.findall(path.read_text(encoding="utf-8"))} | WHOLE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_imports_what_it_calls(path):
    text = path.read_text(encoding="utf-8")
    code = QUIET.sub("", text)
    called = set(re.findall(r"(?<![.\w])(\w+)\(", code)) | set(re.findall(r"(?<![.\w])(\w+)\.\w", code))
    introduced = set(re.findall(r"(?<![.\w])(\w+)\b(?!\s*[(.])", code)) | set(
        re.findall(r"function (\w+)", code)
    )
    assert sorted((called & NAMES) - introduced) == []
