"""How far two claims tell one happening: named strengths, which `ontology/link.yaml` weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kg.link.disputes import is_other
from kg.link.happenings import Happening
from kg.link.story import Stories
from kg.link.weights import Parts, Weights

AGAIN = 14  # days between articles, after which an undated event is hardly the same one
MOST = 2  # roles that count
DEATHS = "killed"
LATE = 7  # days that a plan may be late
# With one of these, two claims are not one event
AGAINST = frozenset({"other time", "other course", "content", "other word"})
Stretch = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Compares claims: what is known of their articles, and the weights."""

    weights: Weights
    stories: Stories
    sources: Mapping[str, str]
    partners: Mapping[tuple[str, str], frozenset[tuple[int, int]]]

    def parts(self, one: Happening, other: Happening) -> Parts:
        """The parts of a score; none if the two cannot be one."""
        strengths = {name: value for name, value in self.strengths(one, other) if value}
        if not strengths or not AGAINST.isdisjoint(strengths):
            return ()
        weigh = self.weights.events
        scored = ((name, round(weigh[name] * value, 3)) for name, value in strengths.items())
        return (("base", weigh["base"]), *(part for part in scored if part[1]))

    def strengths(self, one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
        """Names and strengths; nothing of claims of different kinds."""
        kinds = list(_kinds(one, other, self.weights))
        if not any(value for name, value in kinds if name != "repeated"):
            return
        yield from kinds
        yield from _roles(one, other)
        yield from _courses(one, other)
        yield from _places(one, other)
        yield from _times(one, other)
        yield from _quantities(one, other)
        yield from _words(one, other)
        yield from self._articles(one, other)

    def _articles(self, one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
        if one.article == other.article:
            first, second = sorted((one, other), key=lambda claim: claim.begin)
            yield "article", 1.0
            yield "sentence", float(one.sentence == other.sentence)
            yield (
                "definite",
                float(second.is_definite and second.sentence != first.sentence and not second.who),
            )
            yield (
                "headline",
                float(first.section == "headline" and (second.is_first or second.section == "headline")),
            )
            return
        are_copies = self.sources[one.article] == self.sources[other.article]
        yield "story", 0.0 if are_copies else min(1.0, self.stories.alike(one.article, other.article))
        yield "copies", float(are_copies)
        yield "partners", float(self._are_partners(one, other))
        yield "headline", float(one.section == other.section == "headline")
        yield "apart", float(_is_apart(one, other))

    def _are_partners(self, one: Happening, other: Happening) -> bool:
        """Whether the sentences of two copies are one, reworded."""
        if other.article < one.article:
            one, other = other, one
        pairs = self.partners.get((one.article, other.article), frozenset())
        return (one.sentence, other.sentence) in pairs


def _kinds(one: Happening, other: Happening, weights: Weights) -> Iterator[tuple[str, float]]:
    is_known = "Event" not in (one.event_class, other.event_class)
    is_same = one.event_class == other.event_class
    yield "class", float(is_known and is_same)
    yield "compatible class", float(frozenset((one.event_class, other.event_class)) in weights.compatible)
    yield "predicate", float(bool(one.lemmas & other.lemmas) and (is_same or not is_known))
    yield "repeated", float(is_same and one.event_class in weights.repeated)


def _roles(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    """Fillers of one role that are the same or another; and one entity in two roles, as in "met" and "were met"."""
    named = [(one.who[role], other.who[role]) for role in one.who.keys() & other.who.keys()]
    local = [(one.local[role], other.local[role]) for role in one.local.keys() & other.local.keys()]
    same = sum(bool(ours & theirs) for ours, theirs in named)
    ours, theirs = (frozenset().union(*claim.who.values()) | claim.where for claim in (one, other))
    yield "filler", float(min(MOST, same))
    others = sum(is_other(ours, theirs) for ours, theirs in named)
    yield "other filler", float(min(MOST, others))
    yield "entity", float(bool(ours & theirs) and not same)
    alike = sum(bool(ours & theirs) for ours, theirs in local)
    is_class = one.event_class == other.event_class  # the killed are not whom a raid is on
    yield "local filler", float(min(MOST, alike))
    yield "other local filler", float(min(MOST, len(local) - alike)) if is_class else 0.0
    if one.article != other.article:
        yield "names", float(min(MOST, len((one.near & other.near) - (ours & theirs))))
        yield "news", float(one.is_news and other.is_news and not others)


def _courses(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    """What is no single happening is no other claim's event, unless both give one number.

    Within an article a noun that points back goes on with what was told, and what no date places is one told before.
    """
    first, second = sorted((one, other), key=lambda claim: claim.begin)
    courses = {first.course, second.course}
    is_back = False
    if one.article == other.article:
        is_content = one.own[1] in other.contents or other.own[1] in one.contents
        yield "content", float(is_content)
        yield "other word", float(one.sentence == other.sentence and not one.lemmas & other.lemmas)
        courses = {"once" if course == "unplaced" else course for course in courses}
        is_back = second.is_definite and "once" not in courses
    is_one = courses == {"once"} or is_back or ("once" not in courses and _same_numbers(one, other))
    yield "other course", float(not is_one)


def _same_numbers(one: Happening, other: Happening) -> bool:
    return bool(
        {(q.name, q.unit, q.value) for q in one.quantities}
        & {(q.name, q.unit, q.value) for q in other.quantities}
    )


def _places(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    if not one.where or not other.where:
        return
    yield "place", float(bool(one.where & other.where))
    within = one.are_lands != other.are_lands and (
        not one.lands or not other.lands or one.lands & other.lands
    )
    yield "other place", float(not one.where & other.where and not within)


def _times(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    if one.interval is None or other.interval is None:
        yield "sentence's day", float(_sentences_agree(one, other))
        return
    gap = _gap((one.interval.begin, one.interval.end), (other.interval.begin, other.interval.end))
    if one.is_planned != other.is_planned and 0 < gap <= LATE:
        yield "late", 1.0
        return
    days = one.interval.granularity == other.interval.granularity == "day"
    yield "day", float(gap == 0 and days)
    yield "time", float(gap == 0 and not days)
    yield "next day", float(gap == 1 and days)
    yield "other time", float(gap > 1 or (gap == 1 and not days))


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


def _gap(one: Stretch, other: Stretch) -> int:
    """Days between two stretches of time; 0 if they overlap."""
    for (_, end), (begin, _) in ((one, other), (other, one)):
        if end and begin and end < begin:
            return (begin - end).days
    return 0


def _quantities(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    ours = {(quantity.name, quantity.unit): quantity.value for quantity in one.quantities}
    theirs = {(quantity.name, quantity.unit): quantity.value for quantity in other.quantities}
    both = ours.keys() & theirs.keys()
    is_class = one.event_class == other.event_class
    yield "deaths", float(not is_class and any(name == DEATHS for name, _ in both))
    yield "quantity", float(any(ours[name] == theirs[name] for name in both))
    yield "other quantity", float(bool(both) and not any(ours[name] == theirs[name] for name in both))


def _words(one: Happening, other: Happening) -> Iterator[tuple[str, float]]:
    shorter = min(len(one.terms), len(other.terms))
    yield (
        "words",
        len(one.terms & other.terms) / shorter if shorter and one.sentence != other.sentence else 0.0,
    )


def _is_apart(one: Happening, other: Happening) -> bool:
    if one.published is None or other.published is None or (one.interval and other.interval):
        return False
    return abs((one.published - other.published).days) > AGAIN
