"""What the JSON-LD of a page says about its article (https://schema.org/NewsArticle), and the end that only it has."""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.read.pages.fuller_text import SHORTEST, letters_of
from kg.read.pages.page_tree import plain_text, unescape

ARTICLE = re.compile(r"\w*(?:Article|BlogPosting)|Report|Review|LiveBlogPosting")
DEEPEST = 12  # levels of objects; graphs of pages have up to 6
LETTER = re.compile(r"[^\W_]")
SAME = 0.8  # least share of the letters of the page's text that the JSON-LD has, too
FEWEST_WORDS = 12  # of the rest
CONTROLS = re.compile(r"[\x00-\x1f]+")  # in strings, which JSON forbids and pages contain
WRAPPED = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://|/\*)?\s*(?:-->|\]\]>)(?:\s*\*/)?\s*$")
STRAY = re.compile(r",(?=\s*[}\]])")  # a comma behind the last item


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


def drop_other_linked(tree: Any) -> None:
    """Remove articles with another headline than the page's from its JSON-LD, where one has that of the page."""
    titles = [letters for letters in map(letters_of, _titles(tree)) if len(letters) > SHORTEST]
    scripts = list(_scripts(tree))
    items = [item for _, value in scripts for item in _typed(value)]
    others = {id(item) for item in items if not _is_titled(item, titles)}
    if 0 < len(others) < len(items):
        for script, value in scripts:
            script.text = json.dumps(_without([value], others))


def _titles(tree: Any) -> Iterator[str]:
    yield from ("".join(element.itertext()) for element in tree.iter("title", "h1"))
    yield from (m.get("content") or "" for m in tree.iter("meta") if m.get("property") == "og:title")


def _is_titled(item: Mapping[str, Any], titles: Sequence[str]) -> bool:
    headline = letters_of(_text(item.get("headline")))
    return len(headline) > SHORTEST and any(headline in title or title in headline for title in titles)


def _without(value: Any, others: Collection[int]) -> Any:
    """A JSON value without some of its objects."""
    if isinstance(value, list):
        return [_without(item, others) for item in value if id(item) not in others]
    if isinstance(value, dict):
        return {key: _without(item, others) for key, item in value.items() if id(item) not in others}
    return value


def _length(article: LinkedArticle) -> int:
    return len(article.text) + sum(len(update.text) for update in article.updates)


def _articles(tree: Any) -> Iterator[Mapping[str, Any]]:
    for _, value in _scripts(tree):
        yield from _typed(value)


def _scripts(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the elements with JSON-LD, and their values."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            yield script, _loaded(script.text or "")


def _loaded(text: str) -> Any:
    text = CONTROLS.sub(" ", WRAPPED.sub("", text)).strip().rstrip(";")
    for each in (text, STRAY.sub("", text)):
        try:
            return json.loads(each)
        except (ValueError, RecursionError):
            continue
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
        text=_text(item.get("articleBody") or item.get("text")),
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


def with_linked_rest(paragraphs: Sequence[str], linked: str) -> list[str]:
    """The paragraphs with what the JSON-LD has behind the last of them that it has, too."""
    places = [letter.start() for letter in LETTER.finditer(linked)]
    letters = letters_of(linked)
    shown = [letters_of(paragraph) for paragraph in paragraphs]
    ends = [letters.rfind(own) + len(own) if len(own) > SHORTEST and own in letters else 0 for own in shown]
    known = sum(len(own) for own, end in zip(shown, ends, strict=True) if end)
    end = max(ends, default=0)
    if len(places) != len(letters) or end in (0, len(letters)) or known < SAME * sum(map(len, shown)):
        return list(paragraphs)
    rest = _after_mark(linked, places[end - 1] + 1)
    at = ends.index(end) + 1
    is_new = len(rest.split()) >= FEWEST_WORDS and letters_of(rest) not in "".join(shown)
    return [*paragraphs[:at], *(rest.split("\n\n") if is_new else ()), *paragraphs[at:]]


def _after_mark(text: str, begin: int) -> str:
    """The text behind the marks that end a sentence at an offset."""
    while begin < len(text) and not text[begin].isspace():
        begin += 1
    return text[begin:].strip()
