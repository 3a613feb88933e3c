"""Records to articles: which field of a JSON object, row or feed item holds the text, the headline and the rest."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, TypeVar

from kg.errors import ReadError
from kg.read.date_stamps import DateWords, day_first, is_slashed
from kg.records import RawArticle

# names of the text in the objects of a list of paragraphs, normalized
PARAGRAPHS = (
    "text",
    "content",
    "value",
    "body",
    "html",
    "paragraphs",
    "sections",
    "contents",
    "children",
    "blocks",
    "data",
)
DEEPEST = 20  # nested lists and objects
HELD = 1000  # records that wait for a date that shows the order of days and months
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The names that a field of an article may have in a JSON object or CSV file; the first one with a value is used.

    Case, spaces, "-" and "_" are ignored, so "publishedAt", "published_at" and "PublishedAt" are the same name;
    "source.name" reads a nested object, "contents[].text" that field of each item of a list. `html` is parsed as a web
    page; `text` is plain text, tags removed. Text in nested objects and lists becomes paragraphs.
    """

    text: tuple[str, ...] = (
        "text", "body", "content", "article", "article text", "article body", "full text", "main text",
        "maintext", "plain text", "body text", "content text", "story", "contents", "paragraphs", "sections",
        "blocks",
    )  # fmt: skip
    html: tuple[str, ...] = ("html", "raw html", "content html", "body html", "fields.body")
    headline: tuple[str, ...] = ("headline", "title", "article title", "web title")
    url: tuple[str, ...] = (
        "url",
        "link",
        "canonical url",
        "permalink",
        "web url",
        "article url",
        "source url",
    )
    published: tuple[str, ...] = (
        "published", "date", "published at", "publish date", "date published", "date publish", "pub date",
        "published date", "publication date", "first published", "web publication date", "timestamp", "time",
        "created at",
    )  # fmt: skip
    publisher: tuple[str, ...] = (
        "publisher", "publisher.name", "source", "source.name", "source.title", "outlet", "publication",
        "newspaper", "site name", "site", "source domain", "domain",
    )  # fmt: skip
    language: tuple[str, ...] = ("language", "lang")

    def with_names(self, names: Mapping[str, str]) -> "FieldMap":
        """The map with the user's names first, as in `{"text": "corps"}`. Raises ReadError for an unknown field."""
        fields_of_article = [field.name for field in fields(self)]
        for part in names:
            if part not in fields_of_article:
                raise ReadError(
                    f"--fields: an article has no field '{part}'; its fields are {', '.join(fields_of_article)}"
                )
        return replace(self, **{part: (name, *getattr(self, part)) for part, name in names.items()})


def field_values(item: dict[str, Any], names: FieldMap) -> dict[str, Any]:
    """The value of each field of an article in a JSON object, row or feed item; None where it has none."""
    return {
        field.name: _value(item, getattr(names, field.name), is_text=field.name == "text")
        for field in fields(names)
    }


def _value(keys: dict[str, Any], names: Iterable[str], *, is_text: bool) -> Any:
    """The first value that is a non-empty text or a number; the texts of a list become paragraphs."""
    for name in names:
        value = _at(keys, name.split("."))
        if isinstance(value, list) or (is_text and isinstance(value, dict)):
            value = "\n\n".join(_paragraphs(value)) if is_text or _is_texts(value) else None
        if isinstance(value, (int, float)) or (isinstance(value, str) and value.strip()):
            return value
    return None


def _at(value: Any, path: Sequence[str]) -> Any:
    """The value at a path of names below an object; a list of values where the path goes through a list."""
    for i, step in enumerate(path):
        if isinstance(value, list):
            found = [_at(item, path[i:]) for item in value]
            return [item for item in found if item is not None]
        if not isinstance(value, dict):
            return None
        name = normalize_name(step.removesuffix("[]"))
        value = next((inner for key, inner in value.items() if normalize_name(key) == name), None)
    return value


def _paragraphs(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts in a list or object of paragraphs, however nested, in order."""
    if isinstance(value, str) and value.strip():
        yield value
    elif isinstance(value, list) and depth < DEEPEST:
        for item in value:
            yield from _paragraphs(item, depth + 1)
    elif isinstance(value, dict) and depth < DEEPEST:
        yield from _paragraphs(_value_of_text(value), depth + 1)


def _value_of_text(item: dict[str, Any]) -> Any:
    keys = {normalize_name(name): inner for name, inner in item.items()}
    return next((keys[name] for name in PARAGRAPHS if keys.get(name)), None)


def _is_texts(value: Any) -> bool:
    return bool(value) and all(isinstance(part, str) for part in value)


@cache
def normalize_name(name: str) -> str:
    """A name without case, spaces, "-" and "_"."""
    return re.sub(r"[\s_-]", "", str(name).lstrip("\ufeff")).lower()


def in_one_order(
    records: Iterable[tuple[Any, T]], names: FieldMap, dates: DateWords
) -> Iterator[tuple[T, DateWords]]:
    """What comes with each record, and how to read its dates: 02/05/2024 like 13/05/2024 of another record.

    Records wait for the first date that shows the order, at most `HELD` of them. Two orders in one file show none.
    """
    held: list[T] = []
    order, is_mixed = None, False
    try:
        for record, rest in records:
            is_record = isinstance(record, dict)
            published = _value(record, names.published, is_text=False) if is_record else None
            shown = day_first(published)
            is_mixed |= None not in (shown, order) and shown is not order
            order = order if shown is None else shown
            held.append(rest)
            is_open = order is None and not is_mixed and (len(held) > 1 or is_slashed(published))
            if not is_open or len(held) > HELD:
                known = replace(dates, day_first=None if is_mixed else order)
                yield from ((each, known) for each in held)
                held.clear()
    except ReadError:
        yield from ((each, dates) for each in held)
        raise
    yield from ((each, dates) for each in held)


def with_fields(article: RawArticle, values: dict[str, Any], dates: DateWords) -> RawArticle:
    """The article with the values of its record, which take precedence over markup."""
    published = dates.read_date(values["published"])
    words = {name: str(v).strip() for name, v in values.items() if v is not None}
    return replace(
        article,
        headline=html.unescape(words.get("headline", "")) or article.headline,
        url=words.get("url") or article.url,
        publisher=words.get("publisher") or article.publisher,
        language=words.get("language") or article.language,
        published=published or article.published,
        published_from="field" if published else article.published_from,
        unread_date=None if published else words.get("published"),
    )


def quote_names(names: Iterable[Any]) -> str:
    """The first eight names in quotation marks, for messages."""
    shown = [f"'{str(name)[:30]}'" for name in names][:8]
    return ", ".join(shown) or "none"
