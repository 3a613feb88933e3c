"""Reads a user's list of entities from CSV; a row that cannot be used is reported, and the rest goes on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import OntologyError, why_unreadable
from kg.ontology.listed.entity_list import LABELS, EntityList, ListedEntity

COLUMNS = ("name", "aliases", "type", "id", "never_merge_with")
DELIMITERS = ",;\t"
SEPARATOR = "|"  # of several aliases or ids in one cell
SHORTEST = 2  # letters of a name
EXTRA_CELLS = "has more cells than the first line; put a cell with a comma between double quotes"
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}\\^`]+")
OTHER_ID = re.compile(r"[\w.:/-]+")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a list that is not used, and why."""

    file: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


def load_entity_list(paths: Iterable[Path]) -> EntityList:
    """All usable rows of these files. Raises OntologyError if a file cannot be read."""
    return read_entity_lists(paths)[0]


def read_entity_lists(paths: Iterable[Path]) -> tuple[EntityList, tuple[BadRow, ...]]:
    """The usable rows of these files, and the others.

    A file has a head with "name" and perhaps "aliases", "type", "id" and "never_merge_with"; several values of a cell
    are separated by "|". Raises OntologyError if a file cannot be read, or has no such head.
    """
    entities: list[ListedEntity] = []
    bad: list[BadRow] = []
    known: dict[tuple[str, ...], str] = {}
    for path in paths:
        for line, cells in rows_of(path, COLUMNS, needed="name"):
            try:
                entity = _entity(cells)
                _check_new(entity, f"line {line} of {path.name}", known)
                entities.append(entity)
            except ValueError as error:
                bad.append(BadRow(path, line, str(error)))
    return EntityList(entities), tuple(bad)


def rows_of(path: Path, columns: Sequence[str], *, needed: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The line and the cells of each row of a CSV file, by column; cells are stripped, absent ones empty.

    Commas, semicolons or tabs separate cells. Raises OntologyError if the file cannot be read or its head is wrong.
    """
    if path.is_fifo() or path.is_char_device():
        raise OntologyError(
            f"{path}: is not a regular file: it is read more than once, so a pipe will not do"
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(f"{path}: {why_unreadable(error)}") from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(DELIMITERS, key=first.count))
    head = [cell.strip().lower().replace(" ", "_") for cell in next(reader, [])]
    unknown = [name for name in head if name and name not in columns]
    if needed not in head or unknown:
        what = (
            f"has the unknown column '{unknown[0]}'"
            if unknown
            else f"has no column '{needed}' in its first line"
        )
        raise OntologyError(f"{path}: {what}; the columns are {', '.join(columns)}")
    for cells in reader:
        if any(cell.strip() for cell in cells):
            padded = [*(cell.strip() for cell in cells), *[""] * len(head)]
            extra = any(padded[len(head) :])
            yield reader.line_num, dict(zip(head, padded, strict=False)) | ({"": "extra"} if extra else {})


def values_of(cell: str) -> tuple[str, ...]:
    """The values of a cell, without repetitions."""
    return tuple(dict.fromkeys(value.strip() for value in cell.split(SEPARATOR) if value.strip()))


def _entity(cells: Mapping[str, str]) -> ListedEntity:
    """Raises ValueError with the reason if the row cannot be used."""
    if "" in cells:
        raise ValueError(EXTRA_CELLS)
    name, kind = " ".join(cells["name"].split()), cells.get("type", "") or "Organization"
    types = {each.lower(): each for each in LABELS}
    if kind.lower() not in types:
        raise ValueError(f"type is '{kind}'; it is one of {', '.join(LABELS)}")
    never = values_of(cells.get("never_merge_with", ""))
    entity = ListedEntity(
        name=name,
        type=types[kind.lower()],
        aliases=tuple(each for each in values_of(cells.get("aliases", "")) if each != name),
        ids=tuple(map(_id, values_of(cells.get("id", "")))),
        never=never,
    )
    for each in entity.names:
        _check_name(each)
    if set(never) & set(entity.names):
        raise ValueError(
            f"must never merge with '{min(set(never) & set(entity.names))}', which is its own name"
        )
    return entity


def _check_name(name: str) -> None:
    if len(name) < SHORTEST:
        raise ValueError(f"the name '{name}' is too short" if name else "has no name")
    if not any(letter.isupper() or letter.isdigit() for letter in name):
        raise ValueError(f"'{name}' has no capital letter; write the name as articles do")


def _id(text: str) -> str:
    if text.startswith(("http://", "https://")) and WEB_ADDRESS.fullmatch(text):
        return text
    if not OTHER_ID.fullmatch(text):
        raise ValueError(f"id '{text}' is neither a QID, an address, nor a number or code without spaces")
    return text


def _check_new(entity: ListedEntity, where: str, known: dict[tuple[str, ...], str]) -> None:
    """Raises ValueError if an earlier row has an id or the name of this one."""
    marks: list[tuple[str, ...]] = [("id", id_) for id_ in entity.ids]
    for mark in (("name", entity.type, entity.name), *marks):
        if mark in known:
            raise ValueError(f"{mark[0]} '{mark[-1]}' is also in {known[mark]}; write one row with all names")
    known.update(dict.fromkeys([("name", entity.type, entity.name), *marks], where))
