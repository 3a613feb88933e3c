"""Records as compact JSON and back: a record is the list of its fields, each sentence stands once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from kg.records import Sentence

Record = TypeVar("Record")
Table = list[Sentence]
Decoder = Callable[[Any, Table], Any]


def to_json(record: Any) -> str:
    """One line: [sentences, record]."""
    sentences: dict[Sentence, int] = {}
    encoded = _encoded(record, sentences)
    table = [[getattr(sentence, field.name) for field in fields(Sentence)] for sentence in sentences]
    return json.dumps([table, encoded], ensure_ascii=False, separators=(",", ":"))


def from_json(text: str, kind: type[Record]) -> Record:
    """Raises ValueError if the text is not JSON of such a record."""
    try:
        table, encoded = json.loads(text)
        sentences = [Sentence(*parts) for parts in table]
        record: Record = _decoder(_key(kind))(encoded, sentences)
    except (TypeError, IndexError, KeyError) as error:
        raise ValueError(f"is no {kind.__name__}: {error}") from error
    return record


def _encoded(value: Any, sentences: dict[Sentence, int]) -> Any:
    if isinstance(value, Sentence):
        return sentences.setdefault(value, len(sentences))
    if is_dataclass(value):
        return [_encoded(getattr(value, name), sentences) for name in _names(_key(type(value)))]
    if isinstance(value, tuple):
        return [_encoded(item, sentences) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _key(kind: Any) -> Any:
    """A type as something to look up by: mypy takes classes of dataclasses for unhashable."""
    return kind


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _decoder(kind: Any) -> Decoder:
    """What makes a value of a type out of its JSON."""
    if kind is Sentence:
        return lambda value, table: table[value]
    if kind is date:
        return lambda value, _: date.fromisoformat(value)
    if isinstance(kind, type) and is_dataclass(kind):
        return _record_decoder(kind)
    if get_origin(kind) is tuple:
        item = _decoder(get_args(kind)[0])
        return lambda value, table: tuple([item(each, table) for each in value])
    if get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind):
        return _optional_decoder(kind)
    return lambda value, _: value


def _record_decoder(kind: type[Any]) -> Decoder:
    hints = get_type_hints(kind)
    parts = [_decoder(hints[name]) for name in _names(_key(kind))]

    def decode(value: Any, table: Table) -> Any:
        return kind(*[part(each, table) for part, each in zip(parts, value, strict=True)])

    return decode


def _optional_decoder(kind: Any) -> Decoder:
    inner = [part for part in get_args(kind) if part is not type(None)]
    if len(inner) != 1 or get_origin(inner[0]) is Literal:
        return lambda value, _: value
    some = _decoder(inner[0])
    return lambda value, table: None if value is None else some(value, table)
