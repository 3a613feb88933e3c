"""The namespace is one setting: files that cannot read it must agree with it."""

import re
from pathlib import Path

import pytest

from kg.vocab import KG

ROOT = Path(__file__).parents[1]
WITHOUT = {"api/pages/readable.js"}  # asks the server for the prefixes
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("ontology/*.ttl", "api/sparql/queries/*.rq", "api/pages/*.js")
    for path in ROOT.glob(pattern)
    if path.relative_to(ROOT).as_posix() not in WITHOUT
)


@pytest.mark.parametrize("name", sorted(WITHOUT))
def test_other_files_do_not_name_it(name):
    assert KG not in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_file_names_the_namespace_of_the_vocabulary(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    declared = re.findall(r'(?:prefix kg: <|VOCABULARY = ")(.*?)[>"]', text, re.IGNORECASE)
    written_out = {each for each in declared if not each.startswith("${")}
    assert written_out == {KG} or (declared and not written_out)  # "${vocabulary}" comes from another file
