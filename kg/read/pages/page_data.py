"""The article in the data of a page whose text only a script would show (`__NEXT_DATA__`, `window.__STATE__ = {...}`).

Such data has many texts: menus, teasers, other articles. The article is the object that has the headline of the page.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.read.field_map import FieldMap, field_values
from kg.read.pages.fuller_text import SHORTEST, letters_of
from kg.read.pages.page_tree import plain_text

ASSIGNED = re.compile(
    r"(?:^|[;\n])\s*(?:var\s+|let\s+|const\s+)?[\w.$]{1,80}\s*=\s*(?:(?=\{)|(?:window\.)?JSON\.parse\(\s*(?=\"))"
)
MOST_SCRIPTS = 50  # assignments that are looked at
DEEPEST = 30  # levels of objects
FEWEST_WORDS = 30  # of a text; a title with a description is a teaser
NAMES = FieldMap()


def text_in_data(tree: Any, headline: str | None) -> str:
    """The longest text of an object with the headline, blank lines between paragraphs; empty if there is none."""
    title = letters_of(headline or "")
    objects = (item for data in _data(tree) for item in _objects(data) if _has_title(item, title))
    texts = [text for item in objects if len((text := _text(item)).split()) >= FEWEST_WORDS]
    return max(texts, key=len, default="")


def _data(tree: Any) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    for script in tree.iter("script"):
        text, kind = script.text or "", script.get("type") or ""
        starts = [0] if "json" in kind else [match.end() for match in ASSIGNED.finditer(text)][:MOST_SCRIPTS]
        for start in starts:
            try:
                found = decoder.raw_decode(text[start:].lstrip())[0]
                yield json.loads(found) if isinstance(found, str) else found
            except (ValueError, RecursionError):
                continue


def _objects(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield all objects in a JSON value."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner if depth < DEEPEST else ():
        yield from _objects(each, depth + 1)


def _has_title(item: Mapping[str, Any], title: str) -> bool:
    """Whether a value of an object, or of an object in it, is the headline; the page may have more around it."""
    inner = (value for each in item.values() if isinstance(each, dict) for value in each.values())
    texts = (letters_of(value) for value in (*item.values(), *inner) if isinstance(value, str))
    return any(text == title or (len(text) >= SHORTEST and text in title) for text in texts if text)


def _text(item: Mapping[str, Any]) -> str:
    values = field_values(dict(item), NAMES)
    title = values["headline"]
    text = values["text"] or values["html"]
    if not isinstance(title, str) or not isinstance(text, str):
        return ""
    return "\n\n".join(map(plain_text, text.split("\n\n")))
