"""Records as compact JSON and back: a record is the list of its fields, and each sentence is stored once.

Sets are sorted lists, mappings lists of pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

from kg.records import Sentence

Record = TypeVar("Record")
Table = list[Sentence]
Decoder = Callable[[Any, Table], Any]
PLAIN = frozenset((str, int, float, bool, type(None)))  # types that JSON has, too


def to_json(record: Any) -> str:
    """One line: [sentences, record]."""
    sentences: dict[Sentence, int] = {}
    encoded = _encoded(record, sentences)
    table = [[getattr(sentence, field.name) for field in fields(Sentence)] for sentence in sentences]
    return orjson.dumps([table, encoded]).decode()


def from_json(text: str, kind: type[Record]) -> Record:
    """Raises ValueError if the text is not JSON of such a record."""
    try:
        table, encoded = orjson.loads(text)
        sentences = [Sentence(*parts) for parts in table]
        record: Record = _decoder(_key(kind))(encoded, sentences)
    except (TypeError, IndexError, KeyError) as error:
        raise ValueError(f"is no {kind.__name__}: {error}") from error
    return record


def _encoded(value: Any, sentences: dict[Sentence, int]) -> Any:
    kind = type(value)
    if kind in PLAIN:
        return value
    if kind is Sentence:
        return sentences.setdefault(value, len(sentences))
    if kind is tuple:
        return [_encoded(item, sentences) for item in value]
    if is_dataclass(value):
        return [_encoded(getattr(value, name), sentences) for name in _names(_key(kind))]
    return _encoded_rarely(value, sentences)


def _encoded_rarely(value: Any, sentences: dict[Sentence, int]) -> Any:
    if isinstance(value, frozenset):
        return [_encoded(item, sentences) for item in sorted(value)]
    if isinstance(value, Mapping):
        return [[_encoded(key, sentences), _encoded(item, sentences)] for key, item in value.items()]
    return value.isoformat() if isinstance(value, date) else value


def _key(kind: Any) -> Any:
    """A type as a key of a cache: mypy regards classes of dataclasses as unhashable."""
    return kind


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _decoder(kind: Any) -> Decoder:
    """A function that makes a value of a type from its JSON."""
    if kind is Sentence:
        return lambda value, table: table[value]
    if kind is date:
        return lambda value, _: date.fromisoformat(value)
    if isinstance(kind, type) and is_dataclass(kind):
        return _record_decoder(kind)
    if get_origin(kind) in (tuple, frozenset, Mapping):
        return _items_decoder(kind)
    if get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind):
        return _optional_decoder(kind)
    return _as_it_is


def _record_decoder(kind: type[Any]) -> Decoder:
    """A function that is compiled for the fields of a record: a loop over them takes twice as long."""
    hints = get_type_hints(kind)
    names = _names(_key(kind))
    parts: dict[str, Any] = {"_make": kind}
    values = ", ".join(_part(hints[name], name, parts) for name in names)
    source = f"def decode(value, table):\n    {', '.join(names)}, = value\n    return _make({values})"
    exec(source, parts)
    decode: Decoder = parts["decode"]
    return decode


def _part(kind: Any, name: str, parts: dict[str, Any]) -> str:
    """An expression for the value of a field, whose JSON has its name; `parts` are the functions that it calls."""
    if kind is Sentence:
        return f"table[{name}]"
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple and len(arguments) == 2 and arguments[1] is ...:
        item = _part(arguments[0], "item", parts)
        return f"tuple({name})" if item == "item" else f"tuple([{item} for item in {name}])"
    decode = _decoder(_key(kind))
    if decode is _as_it_is:
        return name
    called = f"_decode_{len(parts)}"
    parts[called] = decode
    return f"{called}({name}, table)"


def _items_decoder(kind: Any) -> Decoder:
    whole, parts = get_origin(kind), get_args(kind)
    if whole is Mapping:
        key, named = map(_decoder, parts)
        return lambda value, table: {key(name, table): named(each, table) for name, each in value}
    if whole is tuple and len(parts) > 1 and parts[1] is not ...:
        each = [_decoder(part) for part in parts]
        return lambda value, table: tuple([one(item, table) for one, item in zip(each, value, strict=True)])
    item = _decoder(parts[0])
    if item is _as_it_is:
        return lambda value, table: whole(value)
    return lambda value, table: whole([item(each, table) for each in value])


def _as_it_is(value: Any, _: Table) -> Any:
    return value


def _optional_decoder(kind: Any) -> Decoder:
    inner = [part for part in get_args(kind) if part is not type(None)]
    if len(inner) != 1 or get_origin(inner[0]) is Literal:
        return _as_it_is
    some = _decoder(inner[0])
    return lambda value, table: None if value is None else some(value, table)
