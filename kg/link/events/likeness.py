"""How far two claims tell one happening: named strengths, which `ontology/link.yaml` weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kg.link.engine.weights import Parts, Weights
from kg.link.engine.wire_copies import WireCopies
from kg.link.events.disputes import is_other
from kg.link.events.happenings import Happening
from kg.link.events.stories import Stories

AGAIN = 14  # days between articles, after which an undated event is hardly the same one
MOST = 2  # roles that count
DEATHS = "killed"
SUM = "amount"
SUMS = 1.5  # times by which the larger of two sums of money is another payment
WEEK = 7
LATE = 7  # days that a plan may be late
FEW_DAYS = 3  # by which reports of what is not done twice may differ
# With one of these, two claims are not one event
AGAINST = frozenset({"other time", "other course", "content", "other word"})
Stretch = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Compares claims: what is known of their articles, and the weights."""

    weights: Weights
    stories: Stories
    copies: WireCopies

    def parts(self, strengths: Mapping[str, float]) -> Parts:
        """The parts of a score; none if the two cannot be one."""
        if not strengths or not AGAINST.isdisjoint(strengths):
            return ()
        weigh = self.weights.events
        scored = ((name, round(weigh[name] * value, 3)) for name, value in strengths.items())
        return (("base", weigh["base"]), *(part for part in scored if part[1]))

    def strengths(self, one: Happening, other: Happening) -> Mapping[str, float]:
        """Strengths by name, those that are not 0; none of claims of different kinds.

        What excludes that the two are one is looked at first, and of such a pair nothing more.
        """
        found = dict(_kinds(one, other, self.weights))
        if not found or found.keys() == {"repeated"}:
            return {}
        for rule in (_courses, self._times):
            found.update(strength for strength in rule(one, other) if strength[1])
            if not AGAINST.isdisjoint(found):
                return found
        for rule in (_roles, _places, _quantities, _further, _words, self._articles):
            found.update(strength for strength in rule(one, other) if strength[1])
        return found

    def _times(self, one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
        gap = _days_apart(one, other)
        if gap is None:
            yield "sentence's day", float(_sentences_agree(one, other))
            return
        if one.is_planned != other.is_planned and 0 < gap <= LATE:
            yield "late", 1.0
            return
        days = one.weekday is not None and other.weekday is not None
        yield "day", float(gap == 0 and days)
        yield "time", float(gap == 0 and not days)
        yield "next day", float(gap == 1 and days)
        is_open = days and 1 < gap <= FEW_DAYS and self._is_single(one, other)
        yield "other day", float(is_open)
        yield "other time", float(not is_open and (gap > 1 or (gap == 1 and not days)))

    def _is_single(self, one: Happening, other: Happening) -> bool:
        """Whether two articles tell what is not done twice within days, of the same: the arrest of one man."""
        if one.event_class != other.event_class or one.event_class not in self.weights.single:
            return False
        both = [(one.who[role], other.who[role]) for role in one.who.keys() & other.who.keys()]
        return one.article != other.article and bool(both) and all(ours & theirs for ours, theirs in both)

    def _articles(self, one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
        if one.article == other.article:
            yield "article", 1.0
            yield from _in_one(*((one, other) if one.begin <= other.begin else (other, one)))
            return
        if self.copies.source(one.article) == self.copies.source(other.article):
            yield "copies", 1.0
            if self._are_partners(one, other):
                yield "partners", 1.0
        else:
            yield "story", min(1.0, self.stories.alike(one.article, other.article))
        if one.section == other.section == "headline":
            yield "headline", 1.0
        if _is_apart(one, other):
            yield "apart", 1.0

    def _are_partners(self, one: Happening, other: Happening) -> bool:
        """Whether the sentences of two copies are one, reworded."""
        if other.article < one.article:
            one, other = other, one
        return (one.sentence, other.sentence) in self.copies.aligned(one.article, other.article)


def _in_one(first: Happening, second: Happening) -> Iterator[tuple[str, float]]:
    """Of two claims of one article, in order."""
    if first.sentence == second.sentence:
        yield "sentence", 1.0
    elif second.is_definite and not second.who:
        yield "definite", 1.0
    if first.section == "headline" and (second.is_first or second.section == "headline"):
        yield "headline", 1.0


def _kinds(one: Happening, other: Happening, weights: Weights) -> Iterator[tuple[str, float]]:
    is_known = "Event" not in (one.event_class, other.event_class)
    is_same = one.event_class == other.event_class
    if is_known and is_same:
        yield "class", 1.0
    elif is_known and frozenset((one.event_class, other.event_class)) in weights.compatible:
        yield "compatible class", 1.0
    if (is_same or not is_known) and not one.lemmas.isdisjoint(other.lemmas):
        yield "predicate", 1.0
    if is_same and one.event_class in weights.repeated:
        yield "repeated", 1.0


def _roles(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    """Fillers of one role that are the same or another; and one entity in two roles, as in "met" and "were met"."""
    named = [(ours, other.who[role]) for role, ours in one.who.items() if role in other.who]
    same = sum(not ours.isdisjoint(theirs) for ours, theirs in named)
    others = sum(is_other(ours, theirs) for ours, theirs in named)
    if same:
        yield "filler", float(min(MOST, same))
    elif not one.named.isdisjoint(other.named):
        yield "entity", 1.0
    if others:
        yield "other filler", float(min(MOST, others))
        yield "strangers", float(one.named.isdisjoint(other.named))
    yield from _local(one, other)
    if one.article != other.article:
        yield "names", float(min(MOST, len((one.near & other.near) - (one.named & other.named))))
        yield "news", float(one.is_news and other.is_news and not others)


def _local(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    """Fillers that have no name, by their heads; whom a raid is on are not whom a killing is of."""
    local = [(ours, other.local[role]) for role, ours in one.local.items() if role in other.local]
    alike = sum(not ours.isdisjoint(theirs) for ours, theirs in local)
    if alike:
        yield "local filler", float(min(MOST, alike))
    if alike < len(local) and one.event_class == other.event_class:
        yield "other local filler", float(min(MOST, len(local) - alike))


def _courses(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    """What is no single happening is no other claim's event, unless both give one number.

    Within an article a noun that points back goes on with what was told, and what no date places is one told before.
    """
    courses = {one.course, other.course}
    is_back = False
    if one.article == other.article:
        if one.own[1] in other.contents or other.own[1] in one.contents:
            yield "content", 1.0
        if one.sentence == other.sentence and one.lemmas.isdisjoint(other.lemmas):
            yield "other word", 1.0
        courses = {"once" if course == "unplaced" else course for course in courses}
        is_back = max((one, other), key=lambda claim: claim.begin).is_definite
    if courses == {"once"}:
        return
    if "once" in courses or not (is_back or _same_numbers(one, other)):
        yield "other course", 1.0


def _same_numbers(one: Happening, other: Happening) -> bool:
    return any(other.numbers.get(name) == value for name, value in one.numbers.items())


def _places(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    if not one.where or not other.where:
        return
    yield "place", float(bool(one.where & other.where))
    within = one.are_lands != other.are_lands and (
        not one.lands or not other.lands or one.lands & other.lands
    )
    yield "other place", float(not one.where & other.where and not within)


def _sentences_agree(one: Happening, other: Happening) -> bool:
    """Whether the day that the sentence of one gives is in the time of the other, or its sentence's day."""
    ours, theirs = _stretch(one), _stretch(other)
    if one.article == other.article or ours is None or theirs is None:
        return False
    return _gap(ours, theirs) == 0


def _stretch(claim: Happening) -> Stretch | None:
    """The first and the last day of its time, or of its sentence's."""
    if claim.interval is None:
        return (claim.day, claim.day) if claim.day else None
    return claim.interval.begin, claim.interval.end


def _days_apart(one: Happening, other: Happening) -> int | None:
    """Between their times; of days of the week that no date fixes, those between the two that are nearest."""
    if one.interval and other.interval:
        return _gap((one.interval.begin, one.interval.end), (other.interval.begin, other.interval.end))
    if one.weekday is None or other.weekday is None:
        return None
    gap = abs(one.weekday - other.weekday)
    return min(gap, WEEK - gap)


def _gap(one: Stretch, other: Stretch) -> int:
    """Days between two stretches of time; 0 if they overlap."""
    for (_, end), (begin, _) in ((one, other), (other, one)):
        if end and begin and end < begin:
            return (begin - end).days
    return 0


def _quantities(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    both = one.numbers.keys() & other.numbers.keys()
    if not both:
        return
    is_same = any(one.numbers[name] == other.numbers[name] for name in both)
    yield ("quantity" if is_same else "other quantity"), 1.0
    sums = [sorted((one.numbers[each], other.numbers[each])) for each in both if each[0] == SUM]
    yield "other sum", float(not is_same and any(more > SUMS * less for less, more in sums))
    if one.event_class != other.event_class and any(name == DEATHS for name, _ in both):
        yield "deaths", 1.0


def _further(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    """One is told as another beside the first, unless both give one number."""
    yield "another", float(one.is_further != other.is_further and not _same_numbers(one, other))


def _words(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    shorter = min(len(one.terms), len(other.terms))
    if shorter and (one.sentence != other.sentence or one.article != other.article):
        yield "words", len(one.terms & other.terms) / shorter


def _is_apart(one: Happening, other: Happening) -> bool:
    if one.published is None or other.published is None or (one.interval and other.interval):
        return False
    return abs((one.published - other.published).days) > AGAIN
