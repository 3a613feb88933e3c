"""Where claims of one event do not agree, or one says more than another: both stay, and the pair is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, islice

from kg.link.engine.weights import Weights
from kg.link.events.amounts import measured
from kg.link.events.happenings import Happening
from kg.records import Claim, Dispute, Interval, LocalId, Quantity

LOOKED_AT = 24  # claims of one event that are held against each other; 24 give 276 pairs
DOER = "agent"
ROUGH = 0.1  # share by which "about 40" and a number may differ


def find_disputes(
    groups: Iterable[Sequence[LocalId]],
    claims: Mapping[LocalId, Claim],
    happenings: Mapping[LocalId, Happening],
    weights: Weights,
) -> tuple[Dispute, ...]:
    """Pairs of claims by event; of one that refines another, the second says more."""
    found: list[Dispute] = []
    for group in groups:
        for first, second in combinations(islice(group, LOOKED_AT), 2):
            numbers = _of_quantities(first, second, claims[first], claims[second], weights)
            found += _in_order(numbers, happenings[first], happenings[second])
            if (claims[first].factuality == "planned") is (claims[second].factuality == "planned"):
                found += _of_times(happenings[first], happenings[second])
            found += _of_factuality(first, second, happenings[first], happenings[second], claims)
            if _are_two_voices(claims[first], claims[second], first, second):
                found += _of_roles(first, second, happenings[first], happenings[second])
    return tuple(sorted(found, key=lambda dispute: (dispute.first, dispute.second, dispute.about)))


def _of_quantities(
    first: LocalId, second: LocalId, one: Claim, other: Claim, weights: Weights
) -> Iterator[Dispute]:
    theirs = {(each.name, each.unit): each for each in (measured(q, weights) for q in other.quantities)}
    for ours in (measured(quantity, weights) for quantity in one.quantities):
        quantity = theirs.get((ours.name, ours.unit))
        if quantity is None or _agree(ours, quantity, weights):
            continue
        if _holds(quantity, ours, weights):
            yield Dispute("refines", ours.name, first, second)
        elif _holds(ours, quantity, weights):
            yield Dispute("refines", ours.name, second, first)
        elif ours.value != quantity.value:
            yield Dispute("disputes", ours.name, first, second)


def _in_order(numbers: Iterable[Dispute], one: Happening, other: Happening) -> Iterator[Dispute]:
    """With a later word of one source in the place of its first: it does not dispute itself."""
    if one.published and other.published and one.published != other.published and one.by & other.by:
        earlier, later = sorted((one, other), key=lambda told: told.published or date.min)
        yield from (Dispute("refines", each.about, earlier.own, later.own) for each in numbers)
    else:
        yield from numbers


def _agree(one: Quantity, other: Quantity, weights: Weights) -> bool:
    """Whether two numbers say the same: both of them, or two that are both rough and near each other.

    What is counted in addition ("another 12") says nothing against either.
    """
    further = any(each.modifier in weights.further for each in (one, other))
    if further or (one.value, one.modifier) == (other.value, other.modifier):
        return True
    rough = all(_is_rough(each, weights) for each in (one, other))
    return rough and abs(one.value - other.value) <= ROUGH * max(one.value, other.value)


def _is_rough(quantity: Quantity, weights: Weights) -> bool:
    bounds = weights.lower_bounds | weights.upper_bounds
    return quantity.modifier is not None and quantity.modifier not in bounds


def _holds(exact: Quantity, vague: Quantity, weights: Weights) -> bool:
    """Whether a number without a modifier is one that the other, with one, allows."""
    if exact.modifier is not None or vague.modifier is None:
        return False
    if vague.modifier in weights.lower_bounds:
        return exact.value >= vague.value
    if vague.modifier in weights.upper_bounds:
        return exact.value <= vague.value
    return abs(exact.value - vague.value) <= ROUGH * vague.value


def _of_times(ours: Happening, theirs: Happening) -> Iterator[Dispute]:
    """Other days, or days of the week where no date is known; fewer days refine more."""
    first, second, one, other = ours.own, theirs.own, ours.interval, theirs.interval
    if one is None or other is None:
        if len({ours.weekday, theirs.weekday} - {None}) == 2:
            yield Dispute("disputes", "time", first, second)
    elif (one.begin, one.end) == (other.begin, other.end):
        return
    elif _within(other, one):
        yield Dispute("refines", "time", first, second)
    elif _within(one, other):
        yield Dispute("refines", "time", second, first)
    elif (
        one.end
        and other.begin
        and one.begin
        and other.end
        and (one.end < other.begin or other.end < one.begin)
    ):
        yield Dispute("disputes", "time", first, second)


def _within(inner: Interval, outer: Interval) -> bool:
    if inner.begin is None or inner.end is None:
        return False
    return (outer.begin is None or outer.begin <= inner.begin) and (
        outer.end is None or inner.end <= outer.end
    )


def _of_factuality(
    first: LocalId, second: LocalId, one: Happening, other: Happening, claims: Mapping[LocalId, Claim]
) -> Iterator[Dispute]:
    """One denies what the other tells: of the same doers, and of that time if both give one."""
    if {claims[first].factuality, claims[second].factuality} != {"actual", "negated"}:
        return
    denied, told = (one, other) if claims[first].factuality == "negated" else (other, one)
    if _is_within_roles(denied, told):
        yield Dispute("disputes", "factuality", first, second)


def _is_within_roles(denied: Happening, told: Happening) -> bool:
    """Whether what is denied is what is told: "its planes did not bomb the town" leaves a bombing by others.

    Roles that both fill are the same, and who is said not to have done it is told to have done it.
    """
    if not (denied.who or denied.local):
        return False
    sides = (denied.who, told.who), (denied.local, told.local)
    known = [
        (role, names, theirs.get(role)) for ours, theirs in sides for role, names in ours.items() if names
    ]
    return all(bool(names & theirs) if theirs else role != DOER for role, names, theirs in known)


def _are_two_voices(one: Claim, other: Claim, first: LocalId, second: LocalId) -> bool:
    """Whether two articles tell them, or an article has them from two."""
    return first[0] != second[0] or (
        {filler.text for filler in one.attributed_to} != {filler.text for filler in other.attributed_to}
    )


def _of_roles(first: LocalId, second: LocalId, one: Happening, other: Happening) -> Iterator[Dispute]:
    """One role with named fillers of one kind, none of which both name."""
    for role in sorted(one.who.keys() & other.who.keys()):
        if is_other(one.who[role], other.who[role]):
            yield Dispute("disputes", role, first, second)


def is_other(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two sets of fillers, "Person/<id>", name others of one kind: a person may stand for a country."""
    kinds = {filler.partition("/")[0] for filler in ours} & {filler.partition("/")[0] for filler in theirs}
    return bool(kinds) and not ours & theirs
