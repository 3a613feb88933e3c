"""What people decided about the graph: one judgement a line, in the folder `judgements` of a store.

A judgement refers to things by id and by members, which are entities and claims of single articles: these keep their
keys when ids change. The file is only appended to; the last judgement about a thing counts.
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
from kg.store.directory import write_whole

FILE = "judgements.jsonl"
CANDIDATES = "candidates.jsonl"
MOST = 50  # members that a judgement stores of one thing, which is enough to find it again

Kind = Literal["entity", "event", "claim", "external"]
Verb = Literal["same", "different", "accept", "reject", "rename"]
State = Literal["in force", "undone", "overruled", "gone"]
VERBS: dict[Verb, str] = {
    "same": "Same",
    "different": "Different",
    "accept": "Accepted",
    "reject": "Rejected",
    "rename": "Renamed",
}
DATE_TIME = NamedNode(vocab.XSD + "dateTime")


@dataclass(frozen=True, slots=True)
class Side:
    """What is judged: an entity or event of the graph, or a claim, which has the id "<article id>#<key>".

    As the second side, also something outside the graph by its IRI, without members: `external`.
    """

    kind: Kind
    id: str
    label: str
    members: tuple[LocalId, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Two that are the same or different, a claim that is accepted or rejected, or an entity with another `name`.

    `at` is a time in UTC. A rename with no name gives the entity its own label back.
    """

    verb: Verb
    sides: tuple[Side, ...]
    by: str
    at: str
    why: str = ""
    name: str = ""

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is about; a later judgement about the same replaces it."""
        return (self.sides[0].kind, *sorted(side.id for side in self.sides))


def judgements_file(store: Path) -> Path:
    return store / "judgements" / FILE


def read_judgements(store: Path) -> tuple[Judgement, ...]:
    """All judgements of a store, the oldest first; an incomplete last line is ignored.

    Raises StoreError that names a damaged line.
    """
    path = judgements_file(store)
    whole = _lines(path)
    return tuple(_judgement(line, path, number) for number, line in enumerate(whole, 1))


def judgement_lines(judgements: Iterable[Judgement]) -> str:
    """The file of these judgements."""
    return "".join(json.dumps(asdict(judgement), ensure_ascii=False) + "\n" for judgement in judgements)


def add_judgements(store: Path, judgements: Iterable[Judgement]) -> None:
    """Appends judgements. Raises StoreError."""
    path = judgements_file(store)
    size = sum(len(line) + 1 for line in _lines(path))
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as file:
            file.truncate(size)
            file.write(judgement_lines(judgements).encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error}; nothing was decided") from error


def effective(judgements: Sequence[Judgement]) -> list[int]:
    """The numbers, from 0, of the judgements that no later one replaces."""
    last = {judgement.subject: number for number, judgement in enumerate(judgements)}
    return sorted(last.values())


def judgement_quads(
    judgements: Sequence[Judgement], states: Sequence[State], *, base: str = vocab.BASE
) -> Iterator[Quad]:
    """The graph of judgements: what each is about, who made it, when and why, and its state."""
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
    if judgement.name:
        yield vocab.SKOS + "prefLabel", Value(judgement.name)
    if judgement.why:
        yield vocab.RDFS + "comment", Value(judgement.why)


def iri(side: Side, base: str = vocab.BASE) -> str:
    """The IRI that a side had when it was judged."""
    if side.kind == "external":
        return side.id
    if side.kind == "claim":
        article, _, key = side.id.partition("#")
        return Iris(base).claim(article, key)
    return f"{base}{side.kind}/{side.id.partition('#')[0]}"  # of a part of an entity, the IRI of the whole


def _parts(judgement: Judgement) -> tuple[str, ...]:
    return (judgement.verb, *(side.id for side in judgement.sides), judgement.by, judgement.at)


def _lines(path: Path) -> list[bytes]:
    """The complete lines."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    return data[: data.rfind(b"\n") + 1].split(b"\n")[:-1]


def _judgement(line: bytes, path: Path, number: int) -> Judgement:
    try:
        fields: dict[str, Any] = json.loads(line)
        sides = tuple(
            Side(
                kind=each["kind"],
                id=each["id"],
                label=each["label"],
                members=tuple(cast(LocalId, tuple(local_id)) for local_id in each["members"]),
            )
            for each in fields.pop("sides")
        )
        judgement = Judgement(sides=sides, **fields)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: line {number} is damaged: repair or delete it") from error
    if judgement.verb not in VERBS:
        raise StoreError(f"{path}: line {number} has '{judgement.verb}'; there are {', '.join(VERBS)}")
    return judgement


# --- candidates from outside, until a person decides


@dataclass(frozen=True, slots=True)
class IdentityCandidate:
    """Something outside that an entity may be. It has no words of articles, so removing one leaves none here."""

    entity: str  # id
    iri: str
    name: str
    description: str
    score: float
    is_match: bool  # as the service says

    @property
    def side(self) -> Side:
        """The second side of a judgement."""
        return Side("external", self.iri, self.name, ())


def candidates_file(store: Path) -> Path:
    return store / "judgements" / CANDIDATES


def read_candidates(store: Path) -> tuple[IdentityCandidate, ...]:
    """All candidates, those that the service is sure of first. Raises StoreError that names a damaged line."""
    path = candidates_file(store)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return tuple(_candidate(line, path, number) for number, line in enumerate(lines, 1))


def _candidate(line: str, path: Path, number: int) -> IdentityCandidate:
    try:
        return IdentityCandidate(**json.loads(line))
    except (ValueError, TypeError) as error:
        raise StoreError(f"{path}: line {number} is damaged: delete it") from error


def add_candidates(store: Path, new: Iterable[IdentityCandidate]) -> None:
    """Adds candidates; one of the same entity and IRI replaces the earlier one."""
    known = {(each.entity, each.iri): each for each in (*read_candidates(store), *new)}
    ordered = sorted(known.values(), key=lambda each: (not each.is_match, -each.score, each.entity, each.iri))
    write_whole(
        candidates_file(store),
        "".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in ordered),
    )


def undecided(
    candidates: Iterable[IdentityCandidate], judgements: Sequence[Judgement]
) -> Iterator[IdentityCandidate]:
    """Candidates that no judgement is about, and whose entity has no identity from the same site yet."""
    latest = [judgements[number] for number in effective(judgements)]
    external = [each for each in latest if each.sides[-1].kind == "external"]
    decided = {(each.sides[0].id, each.sides[1].id) for each in external}
    known = {(each.sides[0].id, _site(each.sides[1].id)) for each in external if each.verb == "same"}
    for candidate in candidates:
        if (candidate.entity, candidate.iri) not in decided and (
            candidate.entity,
            _site(candidate.iri),
        ) not in known:
            yield candidate


def _site(iri: str) -> str:
    """What comes before the id."""
    return iri.rpartition("/")[0]
