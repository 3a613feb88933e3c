"""Records to articles: which field of a JSON object, row or feed item holds the text, the headline and the rest."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from kg.errors import ReadError
from kg.read.date_stamps import DateWords
from kg.records import RawArticle


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The names that a field of an article may have in a JSON object or CSV file; the first one with a value is used.

    Case, spaces, "-" and "_" are ignored, so "publishedAt", "published_at" and "PublishedAt" are the same name;
    "source.name" reads a nested object. `html` is parsed as a web page; `text` is plain text, tags removed.
    """

    text: tuple[str, ...] = (
        "text", "body", "content", "article", "article text", "article body", "full text", "main text",
        "maintext", "plain text", "body text", "story", "contents",
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
    keys = {normalize_name(name): value for name, value in item.items()}
    return {field.name: _value(keys, getattr(names, field.name)) for field in fields(names)}


def _value(keys: dict[str, Any], names: Iterable[str]) -> Any:
    """The first value that is a non-empty text or a number; the texts of a list become paragraphs."""
    for name in names:
        first, _, inner = name.partition(".")
        value = keys.get(normalize_name(first))
        if inner:
            value = value.get(inner) if isinstance(value, dict) else None
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, (int, float)) or (isinstance(value, str) and value.strip()):
            return value
    return None


@cache
def normalize_name(name: str) -> str:
    """A name without case, spaces, "-" and "_"."""
    return re.sub(r"[\s_-]", "", str(name).lstrip("\ufeff")).lower()


def with_fields(article: RawArticle, values: dict[str, Any], dates: DateWords) -> RawArticle:
    """The article with the values of its record, which take precedence over markup."""
    published = dates.read_date(values["published"])
    words = {name: str(v).strip() for name, v in values.items() if v is not None}
    return replace(
        article,
        headline=words.get("headline") or article.headline,
        url=words.get("url") or article.url,
        publisher=words.get("publisher") or article.publisher,
        language=words.get("language") or article.language,
        published=published or article.published,
        published_from="field" if published else article.published_from,
    )


def quote_names(names: Iterable[Any]) -> str:
    """The first eight names in quotation marks, for messages."""
    shown = [f"'{str(name)[:30]}'" for name in names][:8]
    return ", ".join(shown) or "none"
