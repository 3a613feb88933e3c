"""What the JSON-LD of a page says about its article (https://schema.org/NewsArticle)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.read.pages.page_tree import plain_text, unescape

ARTICLE = re.compile(r"\w*(?:Article|BlogPosting)|Report|Review|LiveBlogPosting")
DEEPEST = 12  # levels of objects; graphs of pages have up to 6
CONTROLS = re.compile(r"[\x00-\x1f]+")  # in strings, which JSON forbids and pages contain


@dataclass(frozen=True, slots=True)
class Update:
    """An update of a live blog. `published` is as the page writes it."""

    headline: str
    text: str
    published: str | None


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """An article in the JSON-LD of a page; `text` has blank lines between paragraphs and may be shortened."""

    headline: str | None = None
    text: str = ""
    publisher: str | None = None
    published: str | None = None
    updates: tuple[Update, ...] = ()


def find_linked_article(tree: Any) -> LinkedArticle:
    """The article with the longest text in the JSON-LD of a page; an empty one if it has none."""
    return max(map(_article, _articles(tree)), key=_length, default=LinkedArticle())


def _length(article: LinkedArticle) -> int:
    return len(article.text) + sum(len(update.text) for update in article.updates)


def _articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            yield from _typed(_loaded(script.text or ""))


def _loaded(text: str) -> Any:
    try:
        return json.loads(CONTROLS.sub(" ", text).strip().rstrip(";"))
    except (ValueError, RecursionError):
        return None


def _typed(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON value that are articles, outermost first."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _typed(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if any(
            isinstance(k, str) and ARTICLE.fullmatch(k)
            for k in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield value
        else:
            for item in value.values():
                yield from _typed(item, depth + 1)


def _article(item: Mapping[str, Any]) -> LinkedArticle:
    updates = item.get("liveBlogUpdate")
    entries = updates if isinstance(updates, list) else [updates]
    return LinkedArticle(
        headline=_text(item.get("headline")) or None,
        text=_text(item.get("articleBody")),
        publisher=_name(item.get("publisher")),
        published=_text(item.get("datePublished")) or None,
        updates=tuple(
            update for entry in entries if isinstance(entry, dict) and (update := _update(entry)).text
        ),
    )


def _update(item: Mapping[str, Any]) -> Update:
    text = _text(item.get("articleBody") or item.get("description") or item.get("text"))
    return Update(_text(item.get("headline")), text, _text(item.get("datePublished")) or None)


def _name(value: Any) -> str | None:
    value = value[0] if isinstance(value, list) and value else value
    name = _text(value.get("name") if isinstance(value, dict) else value)
    return name if name and not name.startswith("http") else None


def _text(value: Any) -> str:
    """The text of a value that may be HTML, also HTML that is escaped once more."""
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_text, value)))
    return plain_text(unescape(value)).strip() if isinstance(value, str) else ""
