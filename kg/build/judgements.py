"""What people decided about the graph: kept line by line as it was said, in the folder `judgements` of a store.

A judgement names what it is about by id and by members: entities of single articles or claims, which keep their keys
when ids change. Nothing is ever taken out of the file; the last word on a thing counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, cast

from pyoxigraph import Literal as Value
from pyoxigraph import NamedNode, Quad

from kg import vocab
from kg.errors import StoreError
from kg.ids import short_hash
from kg.rdf.iris import Iris
from kg.records import LocalId

FILE = "judgements.jsonl"
MOST = 50  # members that a judgement tells of one thing: enough to find it again

Kind = Literal["entity", "event", "claim"]
Verb = Literal["same", "different", "accept", "reject"]
State = Literal["in force", "undone", "overruled", "gone"]
VERBS: dict[Verb, str] = {
    "same": "Same",
    "different": "Different",
    "accept": "Accepted",
    "reject": "Rejected",
}
DATE_TIME = NamedNode(vocab.XSD + "dateTime")


@dataclass(frozen=True, slots=True)
class Side:
    """What is judged: an entity or event of the graph, or a claim, whose id is "<article id>#<key>"."""

    kind: Kind
    id: str
    label: str
    members: tuple[LocalId, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two that are the same or different, or one claim that is accepted or rejected. `at` is a time in UTC."""

    verb: Verb
    sides: tuple[Side, ...]
    by: str
    at: str
    why: str = ""

    @property
    def subject(self) -> tuple[str, ...]:
        """What it decides: another judgement on the same undoes it."""
        return (self.sides[0].kind, *sorted(side.id for side in self.sides))


def read_judgements(store: Path) -> tuple[Judgement, ...]:
    """All judgements of a store, the oldest first. A line that was not written to its end was never said.

    Raises StoreError, naming a line that is damaged.
    """
    path = store / "judgements" / FILE
    whole = _lines(path)
    return tuple(_judgement(line, path, number) for number, line in enumerate(whole, 1))


def add_judgements(store: Path, judgements: Iterable[Judgement]) -> None:
    """Writes judgements below those that are there. Raises StoreError."""
    path = store / "judgements" / FILE
    size = sum(len(line) + 1 for line in _lines(path))
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as file:
            file.truncate(size)
            for judgement in judgements:
                file.write(json.dumps(asdict(judgement), ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error}; nothing was decided") from error


def standing(judgements: Sequence[Judgement]) -> list[int]:
    """The numbers, from 0, of those that no later one undoes."""
    last = {judgement.subject: number for number, judgement in enumerate(judgements)}
    return sorted(last.values())


def judgement_quads(
    judgements: Sequence[Judgement], states: Sequence[State], *, base: str = vocab.BASE
) -> Iterator[Quad]:
    """The graph of judgements: what each is about, who decided it, when, why, and whether it counts."""
    graph = NamedNode(Iris(base).judgements)
    for judgement, state in zip(judgements, states, strict=True):
        subject = NamedNode(base + "judgement/" + short_hash(*_parts(judgement)))
        for name, value in _pairs(judgement, state, base):
            yield Quad(subject, NamedNode(name), value, graph)


def _pairs(judgement: Judgement, state: State, base: str) -> Iterator[tuple[str, NamedNode | Value]]:
    yield vocab.TYPE, NamedNode(vocab.KG + VERBS[judgement.verb])
    for side in judgement.sides:
        yield vocab.KG + "judges", NamedNode(iri(side, base))
    yield vocab.LABEL, Value(" | ".join(side.label for side in judgement.sides))
    yield vocab.DCTERMS + "creator", Value(judgement.by)
    yield vocab.DCTERMS + "created", Value(judgement.at, datatype=DATE_TIME)
    yield vocab.KG + "state", Value(state)
    if judgement.why:
        yield vocab.RDFS + "comment", Value(judgement.why)


def iri(side: Side, base: str = vocab.BASE) -> str:
    """The IRI that a thing had when it was judged."""
    if side.kind == "claim":
        article, _, key = side.id.partition("#")
        return Iris(base).claim(article, key)
    return f"{base}{side.kind}/{side.id.partition('#')[0]}"  # of a part of an entity the whole's


def _parts(judgement: Judgement) -> tuple[str, ...]:
    return (judgement.verb, *(side.id for side in judgement.sides), judgement.by, judgement.at)


def _lines(path: Path) -> list[bytes]:
    """The lines that end, without their ends."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    return data[: data.rfind(b"\n") + 1].split(b"\n")[:-1]


def _judgement(line: bytes, path: Path, number: int) -> Judgement:
    try:
        found: dict[str, Any] = json.loads(line)
        sides = tuple(
            Side(
                each["kind"],
                each["id"],
                each["label"],
                tuple(cast(LocalId, tuple(own)) for own in each["members"]),
            )
            for each in found.pop("sides")
        )
        judgement = Judgement(sides=sides, **found)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: line {number} is damaged: repair or delete it") from error
    if judgement.verb not in VERBS:
        raise StoreError(f"{path}: line {number} has '{judgement.verb}'; there are {', '.join(VERBS)}")
    return judgement
