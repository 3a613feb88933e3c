"""The facts about the sample articles lead to sentences that the articles hold."""

import json
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

EXAMPLES = Path(__file__).parents[2] / "examples"
FACTS = yaml.safe_load((EXAMPLES / "facts.yaml").read_text(encoding="utf-8"))
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def text_of(name: str) -> str:
    """The text of an article of the folder; `name#2` is the second one in its file."""
    file, _, number = name.partition("#")
    text = (EXAMPLES / "articles" / file).read_text(encoding="utf-8")
    if file.endswith(".jsonl"):
        return str(json.loads(text.splitlines()[int(number) - 1])["body"])
    if file.endswith(".rss"):
        return ElementTree.fromstring(text).findall(".//item")[int(number) - 1].findtext(CONTENT) or ""
    return text


def quotes() -> list[tuple[str, str]]:
    """Every (article, quote) of the facts, in their order."""
    entries = [*FACTS["holds"], *FACTS["states"], *FACTS["must_not"]]
    entries += [value for dispute in FACTS["disputes"] for value in dispute["values"].values()]
    return [(entry["file"], entry["quote"]) for entry in entries if "quote" in entry]


@pytest.mark.parametrize(("name", "quote"), quotes(), ids=[quote[:40] for _, quote in quotes()])
def test_quote_stands_once_in_its_article(name, quote):
    assert text_of(name).count(quote) == 1


def test_every_article_is_dated_or_said_to_have_no_date():
    single = {path.name for path in (EXAMPLES / "articles").iterdir() if path.suffix in {".txt", ".html"}}
    lines = {f"ledger-briefs.jsonl#{n}" for n in (1, 2, 3)}
    items = {f"lantern-feed.rss#{n}" for n in (1, 2, 3, 4)}
    assert set(FACTS["articles"]) == single | lines | items


def test_facts_have_ids_of_their_own():
    ids = Counter(fact["id"] for fact in [*FACTS["holds"], *FACTS["must_not"]])
    assert [name for name, count in ids.items() if count > 1] == []


def test_same_events_are_facts_that_hold():
    ids = {fact["id"] for fact in FACTS["holds"]}
    assert {name for group in FACTS["same_event"] for name in group} <= ids


def runs(name: str, length: int = 10) -> set[tuple[str, ...]]:
    """Every run of `length` words of an article, quotation marks aside."""
    words = text_of(name).replace("“", '"').replace("”", '"').split()
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@pytest.mark.parametrize(("first", "copy"), FACTS["copies"])
def test_copies_share_whole_clauses_but_not_most_of_them(first, copy):
    assert 0 < len(runs(first) & runs(copy)) < len(runs(first)) / 2
