"""Resolves the arguments of judgements: a name, an id, an IRI or words of a sentence to entities, events and claims.

An ambiguous argument is refused with the list of its candidates, an unknown one with similar names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from kg.build.judgements import MOST, Judgement, Kind, Side, effective, iri
from kg.errors import JudgementError
from kg.query.search import open_search
from kg.query.search_index import fold
from kg.store.ledger import Member, open_ledger
from kg.vocab import BASE

MOST_CANDIDATES = 10  # in an error message
CLAIM = re.compile(r"(?:.*article/)?([0-9a-f]{16})#claim=([^,]+),(\d+)")
ID = re.compile(r"(?:.*(?:entity|event)/)?([0-9a-f]{16})")


class Lookup(AbstractContextManager["Lookup"]):
    """Finds what an argument refers to, in the current build and in earlier judgements."""

    def __init__(self, build: Path, judgements: Sequence[Judgement]) -> None:
        self._open = ExitStack()
        self._ledger = open_ledger(build)
        self._open.callback(self._ledger.close)
        self._search = self._open.enter_context(open_search(build))
        self._judgements = judgements
        self._base = self._ledger.settings().get("base", BASE)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._open.close()

    def entity(self, name: str) -> Side:
        """The entity of a name, id or IRI. Raises JudgementError."""
        side = self.side(self._id(name))
        if side.kind != "entity":
            raise JudgementError(f"'{name}' is an event: give the name or IRI of an entity")
        return side

    def pair(self, one: str, other: str) -> tuple[Side, Side]:
        """The two entities or events to judge; those of an earlier judgement on the same two names take precedence."""
        judged = self._judged(one, other)
        if judged:
            return judged
        ids = self._id(one), self._id(other)
        sides = self.side(ids[0]), self.side(ids[1])
        if ids[0] == ids[1]:
            if fold(one) == fold(other):
                raise JudgementError(f"'{one}' is given twice: give two names or IRIs")
            sides = self._by_name(sides[0], one), self._by_name(sides[1], other)
            if set(sides[0].members) & set(sides[1].members):
                whole = iri(sides[0], self._base)
                raise JudgementError(
                    f"'{one}' and '{other}' are {whole} already; to separate them, "
                    "give two names of it that no article has both of"
                )
        if sides[0].kind != sides[1].kind:
            raise JudgementError(
                f"'{one}' is an {sides[0].kind} and '{other}' is an {sides[1].kind}: give two of the same kind"
            )
        return sides

    def claim(self, text: str) -> Side:
        """The claim with this IRI, or with these words in its sentence, class or trigger."""
        match = CLAIM.fullmatch(text)
        local_id = (match[1], f"{match[2]}@{match[3]}") if match else None
        members = self._ledger.members(local_id=local_id) if local_id else self._ledger.claims(text)
        if not members:
            raise JudgementError(f"no claim matches '{text}'; give its IRI or words of its sentence")
        sides = [_claim(member) for member in members]
        if len(sides) > 1:
            raise JudgementError(_ambiguous(text, {iri(side, self._base): side.label for side in sides}))
        return sides[0]

    def has(self, id_: str) -> bool:
        """Whether the graph has an entity or event with this id."""
        return bool(self._ledger.members(id_=id_))

    def side(self, id_: str) -> Side:
        """The entity or event with this id."""
        members = self._ledger.members(id_=id_)
        return _side(id_, members)

    def _id(self, text: str) -> str:
        """The id of an entity or event, given its id, IRI or name."""
        match = ID.fullmatch(text)
        if match and self._ledger.members(id_=match[1]):
            return match[1]
        hits = [hit for hit in self._search.names(text) if fold(hit.name) == fold(text)]
        labelled = [hit for hit in hits if fold(hit.label) == fold(text)]
        best = labelled if len(labelled) == 1 else hits
        if len(best) > 1:
            candidates = {hit.entity: f"{hit.label}, {hit.type}, {hit.mentions} mentions" for hit in best}
            raise JudgementError(_ambiguous(text, candidates))
        if not best:
            near = ", ".join(f"'{hit.label}'" for hit in self._search.names(text, 3))
            hint = f"; did you mean {near}?" if near else "; give its name or IRI"
            raise JudgementError(f"no entity is named '{text}'{hint}")
        return best[0].entity.rpartition("/")[2]

    def _by_name(self, side: Side, name: str) -> Side:
        """The part of an entity whose articles call it by this name."""
        members = [m for m in self._ledger.members(id_=side.id) if fold(m.label) == fold(name)]
        if not members:
            members = [m for m in self._ledger.members(id_=side.id) if fold(name) in map(fold, m.names)]
        if not members:
            raise JudgementError(
                f"no article calls {side.label} ({iri(side, self._base)}) '{name}'; kg show lists its names"
            )
        return _side(side.id, members, f"#{fold(name)}")

    def _judged(self, one: str, other: str) -> tuple[Side, Side] | None:
        """The sides of the latest judgement in force with these two names."""
        for number in reversed(effective(self._judgements)):
            sides = self._judgements[number].sides
            if len(sides) == 2:
                for first, second in (sides, sides[::-1]):
                    if _is_named(first, one) and _is_named(second, other):
                        return first, second
        return None


def _is_named(side: Side, text: str) -> bool:
    """By its id, its IRI under any base, or its label; what is outside the graph only by its IRI."""
    if side.kind == "external":
        return text == side.id
    is_iri = text.endswith("/" + iri(side, base=""))
    return text == side.id or is_iri or fold(text) == fold(side.label)


def _side(id_: str, members: Sequence[Member], part: str = "") -> Side:
    """A side of a judgement; the id of a part of an entity includes its name, to differ from the whole."""
    kind: Kind = "entity" if members[0].kind == "entity" else "event"
    labels = [member.label for member in members]
    label = max(set(labels), key=lambda label: (labels.count(label), len(label), label))
    return Side(kind, id_ + part, label, tuple(member.local_id for member in members[:MOST]))


def _claim(member: Member) -> Side:
    return Side("claim", f"{member.local_id[0]}#{member.local_id[1]}", member.label, (member.local_id,))


def _ambiguous(text: str, candidates: Mapping[str, str]) -> str:
    lines = [f"\n  {iri}  {description}" for iri, description in candidates.items()][:MOST_CANDIDATES]
    more = f"\n  and {len(candidates) - len(lines)} more" if len(candidates) > len(lines) else ""
    return f"'{text}' is ambiguous; give the IRI of one of these:{''.join(lines)}{more}"
