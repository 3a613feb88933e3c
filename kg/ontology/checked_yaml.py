"""Checked reading of YAML: every error message names the file and the place in it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from kg.errors import OntologyError

T = TypeVar("T")
STRING = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Block:
    """A mapping of a YAML file; `where` is its file and place: "Attack.yaml: role 'agent'"."""

    data: dict[str, Any]
    where: str

    def allow(self, *keys: str) -> None:
        """Refuse any other key."""
        unknown = [key for key in self.data if key not in keys]
        if unknown:
            raise OntologyError(f"{self.where}: unknown key '{unknown[0]}'; known are {', '.join(keys)}")

    def has(self, key: str) -> bool:
        return key in self.data

    def text(self, key: str) -> str:
        if key not in self.data:
            raise OntologyError(f"{self.where}: '{key}' is missing")
        return as_text(self.data[key], f"{self.where}: {key}")

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if key in self.data else None

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts; a lone text is a list of one."""
        if optional and self.data.get(key) is None:
            return ()
        if key not in self.data:
            raise OntologyError(f"{self.where}: '{key}' is missing")
        return as_texts(self.data[key], f"{self.where}: {key}")

    def words(self, key: str) -> frozenset[str]:
        return frozenset(self.texts(key))

    def lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts."""
        return tuple(as_texts(item, f"{self.where}: {key}") for item in self._items(key))

    def blocks(self, key: str) -> Iterator[Block]:
        """Each mapping of a list."""
        for number, item in enumerate(self._items(key), 1):
            yield as_block(item, f"{self.where}: {key} {number}")

    def _items(self, key: str) -> list[Any]:
        value = self.data.get(key)
        if not isinstance(value, list):
            raise OntologyError(f"{self.where}: {key} is {value!r}; it is a list")
        return value

    def numbers(self, key: str) -> dict[str, int]:
        """The whole number under each name of a mapping."""
        inside = self.part(key)
        return {name: inside.number(name) for name in inside.data}

    def number(self, key: str) -> int:
        value = self.data.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool):
            raise OntologyError(f"{self.where}: {key} is {value!r}; it is a whole number")
        return value

    def flag(self, key: str) -> bool:
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            raise OntologyError(f"{self.where}: {key} is {value!r}; it is true or false")
        return value

    def choice(self, key: str, known: Sequence[T]) -> T:
        value = self.text(key)
        for name in known:
            if name == value:
                return name
        raise OntologyError(
            f"{self.where}: {key} is '{value}'; it is one of {', '.join(str(name) for name in known)}"
        )

    def part(self, key: str) -> Block:
        """The mapping under a key; an empty one if there is none."""
        return as_block(self.data.get(key), f"{self.where}: {key}")

    def parts(self, key: str) -> Iterator[tuple[str, Block]]:
        """Each mapping under a key, with its name."""
        inside = self.part(key)
        for name, value in inside.data.items():
            yield name, as_block(value, f"{inside.where} '{name}'")

    def optional_texts(self, key: str) -> dict[str, str | None]:
        inside = self.part(key)
        return {
            name: None if value is None else as_text(value, f"{inside.where} '{name}'")
            for name, value in inside.data.items()
        }

    def items_of_lists(self) -> Iterator[tuple[str, str]]:
        """Every text of every list of the mapping, with the list's name."""
        for name in self.data:
            for value in self.texts(name):
                yield name, value


def read_yaml(path: Path, *, sections: Sequence[str] = (), texts_only: bool = False) -> Block:
    """A YAML file that is a mapping, with at least these sections; `texts_only` refuses numbers and truth values.

    Raises OntologyError if it is not, or is no YAML.
    """
    try:
        content = _load(path, texts_only=texts_only)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise OntologyError(f"{path.name}: cannot be read as YAML: {' '.join(str(error).split())}") from error
    block = as_block(content, path.name)
    missing = [section for section in sections if section not in block.data]
    if missing:
        raise OntologyError(f"{path.name}: section '{missing[0]}' is missing; it needs {', '.join(sections)}")
    return block


def _load(path: Path, *, texts_only: bool) -> Any:
    loader = _Loader(path.read_text("utf-8"))
    try:
        node = loader.get_single_node()
        if node is not None and texts_only:
            _check_texts(node, path)
        return loader.construct_document(node) if node is not None else None
    finally:
        loader.dispose()


def _check_texts(node: yaml.Node, path: Path) -> None:
    """Refuse what YAML reads as another thing than a text: `on` and `no` are truth values."""
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for part in pair:
                _check_texts(part, path)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _check_texts(item, path)
    elif node.tag != STRING:
        kind, line = node.tag.rpartition(":")[2], node.start_mark.line + 1
        raise OntologyError(
            f"{path.name}, line {line}: '{node.value}' is read as {kind}; write \"{node.value}\""
        )


def as_text(value: Any, where: str) -> str:
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, bool):
        raise OntologyError(
            f"{where}: YAML reads a bare on, off, yes, no or true as {value}; write it in quotes"
        )
    raise OntologyError(f"{where}: {value!r} is no text; write it in quotes")


def as_texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        return (as_text(value, where),)
    found = tuple(as_text(item, where) for item in value)
    double = [item for number, item in enumerate(found) if item in found[:number]]
    if double:
        raise OntologyError(f"{where}: '{double[0]}' stands twice")
    return found


def as_block(value: Any, where: str) -> Block:
    if value is None:
        return Block({}, where)
    if not isinstance(value, dict):
        raise OntologyError(f"{where}: is {value!r}; it needs `key: value` pairs")
    for key in value:
        as_text(key, f"{where}: a key")
    return Block(value, where)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C where the wheel has it: 10 times faster
    """Rejects a duplicate key; plain YAML keeps the last one silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"key '{key.value}' stands twice", problem_mark=key.start_mark
                )
            seen.add(key.value)
        found: dict[Hashable, Any] = super().construct_mapping(node, deep)
        return found
