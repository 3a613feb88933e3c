"""Disputes: two claims of one event contradict each other, or one is more precise. Both stay, and the pair is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, islice

from kg.link.engine.weights import Weights
from kg.link.events.event_profiles import UNKNOWN_CLASS, EventProfile
from kg.records import Dispute, Interval, Quantity

# Claims of one event that are compared with each other; 24 give 276 pairs
COMPARED_CLAIMS = 24
AGENT = "agent"
# Roles that a denial shares with what it denies
CORE_ROLES = (AGENT, "patient")
# Days from the article within which a weekday without a date may mean the same week
RECENT_DAYS = 7
# By what share a number and a rough one ("about 40") may differ
ROUGH_SHARE = 0.1


def find_disputes(
    profiles: Iterable[EventProfile],
    weights: Weights,
    *,
    are_one: Callable[[EventProfile, EventProfile], bool],
) -> tuple[Dispute, ...]:
    """The disputes between the claims of one event. Where one claim refines another, the second is more precise.

    `are_one`: whether two claims would be one event without the others. Claims that only others connect rather report
    two events than contradict each other: of 25 such events in 253 articles, one was disputed.
    """
    compared = list(islice(profiles, COMPARED_CLAIMS))
    disputes: list[Dispute] = []
    for one, other in combinations(compared, 2):
        if UNKNOWN_CLASS in (one.event_class, other.event_class) or _have_other_patients(one, other, weights):
            continue
        found = list(_pair_disputes(one, other, weights))
        if found and are_one(one, other):
            disputes += found
    confidence = {each.local_id: each.confidence for each in compared}
    ordered = sorted(disputes, key=lambda dispute: (dispute.first, dispute.second, dispute.about))
    return tuple(
        replace(each, confidences=(confidence[each.first], confidence[each.second])) for each in ordered
    )


def _have_other_patients(one: EventProfile, other: EventProfile, weights: Weights) -> bool:
    """Whether the patients tell two events apart: an arrest or a sentence is that of one person."""
    if {one.event_class, other.event_class}.isdisjoint(weights.unique_classes):
        return False
    return are_other_fillers(*(each.fillers.get("patient", frozenset()) for each in (one, other)))


def _pair_disputes(one: EventProfile, other: EventProfile, weights: Weights) -> Iterator[Dispute]:
    yield from _by_date(_quantity_disputes(one, other, weights), one, other)
    if one.is_planned is other.is_planned:
        yield from _time_disputes(one, other)
    yield from _factuality_disputes(one, other, weights)
    if _are_independent(one, other):
        yield from _role_disputes(one, other, _disputed_roles(one, other, weights))


def are_other_fillers(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two sets of fillers, "Person/<id>", differ within a family: a person may act for a country."""
    families = {each.partition("/")[0] for each in ours} & {each.partition("/")[0] for each in theirs}
    return bool(families) and not ours & theirs


def _quantity_disputes(one: EventProfile, other: EventProfile, weights: Weights) -> Iterator[Dispute]:
    theirs = {(each.name, each.unit): each for each in other.numbers}
    for ours in one.numbers:
        quantity = theirs.get((ours.name, ours.unit))
        if quantity is None or _agree(ours, quantity, weights):
            continue
        if _refines(quantity, ours, weights):
            yield Dispute(kind="refines", about=ours.name, first=one.local_id, second=other.local_id)
        elif _refines(ours, quantity, weights):
            yield Dispute(kind="refines", about=ours.name, first=other.local_id, second=one.local_id)
        elif ours.value != quantity.value:
            yield Dispute(kind="disputes", about=ours.name, first=one.local_id, second=other.local_id)


def _by_date(disputes: Iterable[Dispute], one: EventProfile, other: EventProfile) -> Iterator[Dispute]:
    """Disputes in which a later number of one speaker refines the earlier one: no speaker disputes his own number."""
    if (
        one.published
        and other.published
        and one.published != other.published
        and one.speakers & other.speakers
    ):
        earlier, later = sorted((one, other), key=lambda profile: profile.published or date.min)
        for each in disputes:
            yield Dispute(kind="refines", about=each.about, first=earlier.local_id, second=later.local_id)
    else:
        yield from disputes


def _agree(one: Quantity, other: Quantity, weights: Weights) -> bool:
    """Whether two numbers are the same, or both are rough and near each other.

    An additional number ("another 12") disagrees with none.
    """
    is_additional = any(each.modifier in weights.additional_modifiers for each in (one, other))
    if is_additional or (one.value, one.modifier) == (other.value, other.modifier):
        return True
    are_rough = all(_is_rough(each, weights) for each in (one, other))
    return are_rough and abs(one.value - other.value) <= ROUGH_SHARE * max(one.value, other.value)


def _is_rough(quantity: Quantity, weights: Weights) -> bool:
    bounds = weights.lower_bounds | weights.upper_bounds
    return quantity.modifier is not None and quantity.modifier not in bounds


def _refines(exact: Quantity, vague: Quantity, weights: Weights) -> bool:
    """Whether a number without a modifier satisfies another one with a modifier."""
    if exact.modifier is not None or vague.modifier is None:
        return False
    if vague.modifier in weights.lower_bounds:
        return exact.value >= vague.value
    if vague.modifier in weights.upper_bounds:
        return exact.value <= vague.value
    return abs(exact.value - vague.value) <= ROUGH_SHARE * vague.value


def _time_disputes(one: EventProfile, other: EventProfile) -> Iterator[Dispute]:
    """Other days, or other weekdays where no date is known; an interval within another one refines it."""
    ours, theirs = one.time, other.time
    if ours is None or theirs is None:
        if len({one.weekday, other.weekday} - {None}) == 2 and _is_recent(one) and _is_recent(other):
            yield Dispute(kind="disputes", about="time", first=one.local_id, second=other.local_id)
    elif (ours.begin, ours.end) == (theirs.begin, theirs.end):
        return
    elif _is_within(theirs, ours):
        yield Dispute(kind="refines", about="time", first=one.local_id, second=other.local_id)
    elif _is_within(ours, theirs):
        yield Dispute(kind="refines", about="time", first=other.local_id, second=one.local_id)
    elif _are_disjoint(ours, theirs):
        yield Dispute(kind="disputes", about="time", first=one.local_id, second=other.local_id)


def _is_recent(profile: EventProfile) -> bool:
    """Whether a day is only a weekday, or a date of the week in which the article was published."""
    if profile.time is None or profile.time.begin is None:
        return True
    return profile.published is not None and abs((profile.published - profile.time.begin).days) <= RECENT_DAYS


def _is_within(inner: Interval, outer: Interval) -> bool:
    if inner.begin is None or inner.end is None:
        return False
    return (outer.begin is None or outer.begin <= inner.begin) and (
        outer.end is None or inner.end <= outer.end
    )


def _are_disjoint(one: Interval, other: Interval) -> bool:
    """Whether two closed intervals do not overlap."""
    if not (one.begin and one.end and other.begin and other.end):
        return False
    return one.end < other.begin or other.end < one.begin


def _factuality_disputes(one: EventProfile, other: EventProfile, weights: Weights) -> Iterator[Dispute]:
    """One claim denies what the other one asserts; who foils an attack does not deny that it began."""
    if {one.factuality, other.factuality} != {"actual", "negated"}:
        return
    denied, asserted = (one, other) if one.factuality == "negated" else (other, one)
    is_foiled = not denied.sentence_stems.isdisjoint(weights.foiling_words)
    if not is_foiled and _denies(denied, asserted):
        yield Dispute(kind="disputes", about="factuality", first=one.local_id, second=other.local_id)


def _denies(denied: EventProfile, asserted: EventProfile) -> bool:
    """Whether a denial is about the asserted event: "its planes did not bomb the town" leaves a bombing by others.

    Roles that both claims fill must have the same fillers, and the asserted event must have the denied agent and
    patient: that the north is not affected leaves the south. Both use one word, or both report the news: "held
    without bail" does not deny a release of another year.
    """
    ours, theirs = _all_fillers(denied), _all_fillers(asserted)
    is_background = denied.trigger_stems.isdisjoint(asserted.trigger_stems) and not (
        denied.is_news and asserted.is_news
    )
    if not ours or is_background:
        return False
    return all(
        fillers & theirs[role] if role in theirs else role not in CORE_ROLES for role, fillers in ours.items()
    )


def _all_fillers(profile: EventProfile) -> dict[str, frozenset[str]]:
    """Named fillers and the head words of unnamed ones, by role."""
    roles = {**profile.fillers, **profile.unnamed_fillers}
    both = {
        role: profile.fillers.get(role, frozenset()) | profile.unnamed_fillers.get(role, frozenset())
        for role in roles
    }
    return {role: fillers for role, fillers in both.items() if fillers}


def _are_independent(one: EventProfile, other: EventProfile) -> bool:
    """Whether two claims are of two articles, or are attributed to two speakers."""
    return one.article != other.article or one.attributed_to != other.attributed_to


def _disputed_roles(one: EventProfile, other: EventProfile, weights: Weights) -> set[str]:
    """The roles that two accounts of one event may fill differently.

    Of states only the agent: somebody holds several posts, in several bodies. And not even that of states that many
    agents share.
    """
    roles = set(one.fillers.keys() & other.fillers.keys())
    classes = {one.event_class, other.event_class}
    if classes & weights.shared_classes:
        return set() if classes & weights.state_classes else roles - {AGENT}
    return roles & {AGENT} if classes & weights.state_classes else roles


def _role_disputes(one: EventProfile, other: EventProfile, roles: Iterable[str]) -> Iterator[Dispute]:
    """Roles whose named fillers are of one family, and differ."""
    for role in sorted(roles):
        if are_other_fillers(one.fillers[role], other.fillers[role]):
            yield Dispute(kind="disputes", about=role, first=one.local_id, second=other.local_id)
