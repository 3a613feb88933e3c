"""Records to articles: which field of a JSON object, row or feed item holds the text, the headline and the rest."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from kg.errors import ReadError
from kg.read.date_stamps import DateWords, day_first, is_slashed
from kg.read.nested_text import normalize_name, paragraphs_of
from kg.records import RawArticle

ADDRESS = re.compile(r"https?://", re.IGNORECASE)
REMOVED = ("[removed]", "[deleted]")  # the text of a post that its author or a moderator deleted
HELD = 1000  # records that wait for a date that shows the order of days and months
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The names that a field of an article may have in a JSON object or CSV file; the first one with a value is used.

    Case, spaces, "-" and "_" are ignored, so "publishedAt", "published_at" and "PublishedAt" are the same name;
    "source.name" reads a nested object, "contents[].text" that field of each item of a list. `html` is parsed as a web
    page; `text` is plain text, tags removed. Text in nested objects and lists becomes paragraphs. `summary` is the
    text of a record that has a headline and neither.
    """

    text: tuple[str, ...] = (
        "text", "body", "content", "article", "article text", "article body", "full text", "main text",
        "maintext", "plain text", "body text", "content text", "story", "contents", "paragraphs", "sections",
        "blocks", "content elements", "story text", "selftext", "document",
    )  # fmt: skip
    html: tuple[str, ...] = (
        "html", "raw html", "content html", "body html", "body xhtml", "fields.body", "bodies[].value",
    )  # fmt: skip
    headline: tuple[str, ...] = (
        "headline", "headline.main", "title", "title.rendered", "article title", "web title", "headlines.basic",
        "headlines[].value",
    )  # fmt: skip
    summary: tuple[str, ...] = (
        "fields.body text", "lead paragraph", "description", "short description", "abstract", "summary", "excerpt",
        "snippet",
    )  # fmt: skip
    url: tuple[str, ...] = (
        "url", "link", "canonical url", "permalink", "web url", "article url", "page url", "source url",
        "links.permalink", "source",
    )  # fmt: skip
    published: tuple[str, ...] = (
        "published", "date", "published at", "publish date", "date published", "date publish", "pub date",
        "published date", "publication date", "first published", "web publication date", "timestamp", "time",
        "created at", "version created", "created utc", "seen date", "display date", "datetime", "date time",
    )  # fmt: skip
    publisher: tuple[str, ...] = (
        "publisher", "publisher.name", "source", "source.name", "source.title", "outlet", "publication",
        "newspaper", "site name", "source name", "media name", "provider", "provider.name", "fields.publication",
        "source hostname", "site", "thread.site", "source domain", "domain", "clean url", "hostname",
    )  # fmt: skip
    language: tuple[str, ...] = ("language", "lang")

    @property
    def texts(self) -> tuple[str, ...]:
        """The names of all fields that an article's text may come from."""
        return (*self.text, *self.html, *self.summary)

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
    return {field.name: _value(item, field.name, names) for field in fields(names)}


def _value(item: dict[str, Any], field: str, names: FieldMap) -> Any:
    """The first value of a field that is a number or a text of its kind; the texts of a list become paragraphs."""
    for name in getattr(names, field):
        value = _at(item, name.split("."))
        if field == "text" and isinstance(value, (list, dict)):
            value = "\n\n".join(paragraphs_of(value))
        elif isinstance(value, dict):
            value = value.get("$date")  # of MongoDB
            value = value.get("$numberLong") if isinstance(value, dict) else value
        elif isinstance(value, list):
            value = next((part for part in value if isinstance(part, str)), None)
        if isinstance(value, (int, float)) or (isinstance(value, str) and _fits(value.strip(), field, name)):
            return value
    return None


def _fits(value: str, field: str, name: str) -> bool:
    """Whether a text may be the value of a field: an address names no publisher, nor a removed post its text."""
    if field == "publisher" or name == "source":
        return bool(value) and bool(ADDRESS.match(value)) == (field == "url")
    return bool(value) and not (field == "text" and value in REMOVED)


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
            published = _value(record, "published", names) if is_record else None
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
        publisher=words.get("publisher", "").removeprefix("www.") or article.publisher,
        language=words.get("language") or article.language,
        published=published or article.published,
        published_from="field" if published else article.published_from,
        unread_date=None if published else words.get("published"),
    )


def quote_names(names: Iterable[Any]) -> str:
    """The first eight names in quotation marks, for messages."""
    shown = [f"'{str(name)[:30]}'" for name in names][:8]
    return ", ".join(shown) or "none"
