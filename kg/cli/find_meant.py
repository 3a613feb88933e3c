"""What a person means by a name, an id, an IRI or some words, when they judge: a thing of the current build.

What names several things is refused with a list of them, and so is what names none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from kg.build.judgements import MOST, Judgement, Kind, Side, iri, standing
from kg.errors import JudgementError
from kg.query.search import open_search
from kg.query.search_index import fold
from kg.store.ledger import Member, open_ledger
from kg.vocab import BASE

SHOWN = 10  # choices that a message lists
CLAIM = re.compile(r"(?:.*article/)?([0-9a-f]{16})#claim=([^,]+),(\d+)")
ID = re.compile(r"(?:.*(?:entity|event)/)?([0-9a-f]{16})")


class Naming(AbstractContextManager["Naming"]):
    """The names of a build, and of what earlier judgements were about."""

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

    def pair(self, one: str, other: str) -> tuple[Side, Side]:
        """The two things, or the two that an earlier judgement joined or parted under these names."""
        judged = self._judged(one, other)
        if judged:
            return judged
        ids = self._id(one), self._id(other)
        sides = self.side(ids[0]), self.side(ids[1])
        if ids[0] == ids[1]:
            sides = self._by_name(sides[0], one), self._by_name(sides[1], other)
            if set(sides[0].members) & set(sides[1].members):
                whole = iri(sides[0], self._base)
                raise JudgementError(
                    f"'{one}' and '{other}' are names of {whole}, and some article uses both of it: "
                    "no names tell the two apart"
                )
        if sides[0].kind != sides[1].kind:
            raise JudgementError(
                f"'{one}' is an {sides[0].kind} and '{other}' an {sides[1].kind}: they cannot be one"
            )
        return sides

    def claim(self, text: str) -> Side:
        """The claim of an IRI, or the one that has these words in its sentence, class or trigger."""
        found = CLAIM.fullmatch(text)
        own = (found[1], f"{found[2]}@{found[3]}") if found else None
        members = self._ledger.members(own=own) if own else self._ledger.claims(text)
        if not members:
            raise JudgementError(f"no claim is or says '{text}'; give its IRI, or words of its sentence")
        sides = [_claim(member) for member in members]
        if len(sides) > 1:
            raise JudgementError(_choices(text, {iri(side, self._base): side.label for side in sides}))
        return sides[0]

    def side(self, id_: str) -> Side:
        """An entity or event by its id."""
        members = self._ledger.members(id_=id_)
        return _side(id_, members)

    def _id(self, text: str) -> str:
        """The id of what has an id, IRI or name."""
        found = ID.fullmatch(text)
        if found and self._ledger.members(id_=found[1]):
            return found[1]
        hits = [hit for hit in self._search.names(text) if fold(hit.name) == fold(text)]
        labelled = [hit for hit in hits if fold(hit.label) == fold(text)]
        best = labelled if len(labelled) == 1 else hits
        if len(best) > 1:
            told = {hit.entity: f"{hit.label}, {hit.type}, {hit.mentions} mentions" for hit in best}
            raise JudgementError(_choices(text, told))
        if not best:
            near = ", ".join(f"'{hit.label}'" for hit in self._search.names(text, 3))
            hint = f"; did you mean {near}?" if near else "; give its name or IRI"
            raise JudgementError(f"nothing in the graph is named '{text}'{hint}")
        return best[0].entity.rpartition("/")[2]

    def _by_name(self, side: Side, name: str) -> Side:
        """The members of an entity that have this name in their article."""
        members = [m for m in self._ledger.members(id_=side.id) if fold(m.label) == fold(name)]
        if not members:
            members = [m for m in self._ledger.members(id_=side.id) if fold(name) in map(fold, m.names)]
        if not members:
            raise JudgementError(
                f"no article calls {side.label} ({iri(side, self._base)}) '{name}'; see its names with kg show"
            )
        return _side(side.id, members, f"#{fold(name)}")

    def _judged(self, one: str, other: str) -> tuple[Side, Side] | None:
        for number in reversed(standing(self._judgements)):
            sides = self._judgements[number].sides
            if len(sides) == 2:
                for first, second in (sides, sides[::-1]):
                    if _is_named(first, one) and _is_named(second, other):
                        return first, second
        return None


def _is_named(side: Side, text: str) -> bool:
    """By its id, its IRI under any base, or its label."""
    is_iri = text.endswith("/" + iri(side, base=""))
    return text == side.id or is_iri or fold(text) == fold(side.label)


def _side(id_: str, members: Sequence[Member], part: str = "") -> Side:
    """Of part of an entity the id tells the name, too: it is another thing than the whole."""
    kind: Kind = "entity" if members[0].kind == "entity" else "event"
    labels = [member.label for member in members]
    label = max(set(labels), key=lambda label: (labels.count(label), len(label), label))
    return Side(kind, id_ + part, label, tuple(member.own for member in members[:MOST]))


def _claim(member: Member) -> Side:
    return Side("claim", f"{member.own[0]}#{member.own[1]}", member.label, (member.own,))


def _choices(text: str, found: Mapping[str, str]) -> str:
    listed = _first(f"\n  {where}  {what}" for where, what in found.items())
    more = f"\n  and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"'{text}' may be any of these; give the IRI of one:{listed}{more}"


def _first(lines: Iterable[str]) -> str:
    return "".join(list(lines)[:SHOWN])
