"""The parts of kg/README.md that are made from the code, and its links."""

import re
from datetime import date
from pathlib import Path

import pytest

from kg.cli.explain import explain
from kg.pipeline import load
from tests.extractions import small
from tests.layout import PAGE, section
from tests.stores import build

TEXT = PAGE.read_text(encoding="utf-8")
LINKS = sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT)))
SENTENCE = re.search(r'kg explain "(.+)" --date (\S+)`', TEXT)
EXAMPLE = re.search(r"<!-- explain.*?-->\n```\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.slow
def test_the_table_and_the_picture_are_up_to_date():
    assert section() in TEXT, "run python -m tests.layout --write"


@pytest.mark.parametrize("link", LINKS)
def test_a_link_leads_to_a_file(link):
    assert (PAGE.parent / link).exists()


def test_the_files_of_a_store_are_listed(tmp_path: Path):
    build(tmp_path, [small()])
    listing = TEXT.partition("## The files of a store")[2].partition("```\n\n")[0]
    files = [*tmp_path.iterdir(), *(tmp_path / "build-1").iterdir()]
    assert [
        file.name for file in files if not re.search(rf"^ +{re.escape(file.name)}\b", listing, re.M)
    ] == []


@pytest.mark.model
def test_the_example_is_what_explain_prints():
    assert SENTENCE and EXAMPLE
    lines = iter(explain(SENTENCE[1], load(), published=date.fromisoformat(SENTENCE[2])))
    missing = [line for line in EXAMPLE[1].splitlines() if line not in lines]  # in this order
    assert missing == []
