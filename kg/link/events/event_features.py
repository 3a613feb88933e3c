"""Features of two event profiles, each a name with a strength above 0: class, fillers, places, quantities, words."""

from __future__ import annotations

from collections.abc import Iterator

from kg.link.engine.weights import Weights
from kg.link.events.disputes import are_other_fillers
from kg.link.events.event_profiles import UNKNOWN_CLASS, EventProfile
from kg.link.events.time_features import Feature

# Roles that count
MAX_ROLES = 2
DEATHS = "killed"
MONEY = "amount"
# Two sums of money are two payments if the larger is more than this many times the smaller
OTHER_PAYMENT = 1.5


def compare_classes(one: EventProfile, other: EventProfile, weights: Weights) -> Iterator[Feature]:
    is_known = UNKNOWN_CLASS not in (one.event_class, other.event_class)
    is_same = one.event_class == other.event_class
    if is_known and is_same:
        yield "class", 1.0
    elif is_known and frozenset((one.event_class, other.event_class)) in weights.compatible_classes:
        yield "compatible class", 1.0
    if (is_same or not is_known) and not one.trigger_stems.isdisjoint(other.trigger_stems):
        yield "predicate", 1.0
    if is_same and one.event_class in weights.speech_classes:
        yield "repeated", 1.0


def compare_occurrences(one: EventProfile, other: EventProfile) -> Iterator[Feature]:
    """Features that exclude a merge: only single events have coreferent claims, unless both give one number.

    Within an article a definite noun continues an event that lasts or repeats, and an undated event is one that the
    article has reported.
    """
    occurrences = {one.occurrence, other.occurrence}
    is_anaphoric = False
    if one.article == other.article:
        if one.local_id[1] in other.content_claims or other.local_id[1] in one.content_claims:
            yield "content", 1.0
        if one.sentence == other.sentence and one.trigger_stems.isdisjoint(other.trigger_stems):
            yield "other word", 1.0
        occurrences = {"single" if each == "undated" else each for each in occurrences}
        is_anaphoric = max((one, other), key=lambda profile: profile.begin).is_definite
    if occurrences == {"single"}:
        return
    if "single" in occurrences or not (is_anaphoric or _share_quantity(one, other)):
        yield "other occurrence", 1.0


def compare_subjects(one: EventProfile, other: EventProfile, weights: Weights) -> Iterator[Feature]:
    """Excludes a merge of states that many share: that a mill is in a town does not say where a bank is."""
    ours, theirs = (each.fillers.get("agent", frozenset()) for each in (one, other))
    is_shared = one.event_class == other.event_class and one.event_class in weights.shared_classes
    if is_shared and ours and theirs and ours.isdisjoint(other.entities) and theirs.isdisjoint(one.entities):
        yield "other subject", 1.0


def compare_fillers(one: EventProfile, other: EventProfile) -> Iterator[Feature]:
    """The same or other fillers of a role, or the same entity in two roles, as in "met" and "were met"."""
    fillers = [(ours, other.fillers[role]) for role, ours in one.fillers.items() if role in other.fillers]
    same = sum([not ours.isdisjoint(theirs) for ours, theirs in fillers])
    different = sum([are_other_fillers(ours, theirs) for ours, theirs in fillers])
    are_strangers = one.entities.isdisjoint(other.entities)
    if same:
        yield "filler", float(min(MAX_ROLES, same))
    elif not are_strangers:
        yield "entity", 1.0
    if different:
        yield "other filler", float(min(MAX_ROLES, different))
    if different and are_strangers:
        yield "strangers", 1.0
    yield from _compare_unnamed_fillers(one, other)
    if one.article != other.article:
        yield from _compare_sentences(one, other)
        if one.is_news and other.is_news and not different:
            yield "news", 1.0


def compare_places(one: EventProfile, other: EventProfile) -> Iterator[Feature]:
    """The same or other places; a country and a place within it agree."""
    if not one.places or not other.places:
        return
    if one.places & other.places:
        yield "place", 1.0
        return
    is_within = one.are_countries != other.are_countries and (
        not one.countries or not other.countries or one.countries & other.countries
    )
    if not is_within:
        yield "other place", 1.0


def compare_quantities(one: EventProfile, other: EventProfile) -> Iterator[Feature]:
    if not one.numbers or not other.numbers:
        return
    ours, theirs = one.quantities, other.quantities
    both = ours.keys() & theirs.keys()
    if not both:
        return
    is_same = any(ours[name] == theirs[name] for name in both)
    yield ("quantity" if is_same else "other quantity"), 1.0
    sums = [sorted((ours[each], theirs[each])) for each in both if each[0] == MONEY]
    if not is_same and any(more > OTHER_PAYMENT * less for less, more in sums):
        yield "other sum", 1.0
    if one.event_class != other.event_class and any(name == DEATHS for name, _ in both):
        yield "deaths", 1.0


def compare_numbering(one: EventProfile, other: EventProfile) -> Iterator[Feature]:
    """One is a further event ("a second bomb") and the other is not, unless both give one number."""
    if one.is_further != other.is_further and not _share_quantity(one, other):
        yield "another", 1.0


def compare_background(one: EventProfile, other: EventProfile) -> Iterator[Feature]:
    """One happened in an earlier year, nothing says when the other did, and they name nobody in common."""
    earlier = [each for each in (one, other) if each.is_background]
    others = [each for each in (one, other) if not each.is_background and each.time is None]
    if len(earlier) == len(others) == 1 and one.entities.isdisjoint(other.entities):
        yield "background", 1.0


def compare_words(one: EventProfile, other: EventProfile) -> Iterator[Feature]:
    """The share of the shorter sentence's words that are in the other."""
    shorter = min(len(one.sentence_stems), len(other.sentence_stems))
    shared = len(one.sentence_stems & other.sentence_stems)
    if shared and (one.sentence != other.sentence or one.article != other.article):
        yield "words", shared / shorter


def compare_within_article(first: EventProfile, second: EventProfile) -> Iterator[Feature]:
    """Features of two claims of one article, in order."""
    if first.sentence == second.sentence:
        yield "sentence", 1.0
    elif second.is_definite and not second.fillers:
        yield "definite", 1.0
    if first.section == "headline" and (second.is_first or second.section == "headline"):
        yield "headline", 1.0


def are_same_unique_event(one: EventProfile, other: EventProfile, weights: Weights) -> bool:
    """Whether two articles report an event that does not happen twice within days: the arrest of one man."""
    if one.event_class != other.event_class or one.event_class not in weights.unique_classes:
        return False
    roles = one.fillers.keys() & other.fillers.keys()
    both = [(one.fillers[role], other.fillers[role]) for role in roles]
    return one.article != other.article and bool(both) and all(ours & theirs for ours, theirs in both)


def _compare_sentences(one: EventProfile, other: EventProfile) -> Iterator[Feature]:
    """What the sentences of both name, apart from the participants of both."""
    shared = one.sentence_entities & other.sentence_entities
    if shared and (others := shared - (one.entities & other.entities)):
        yield "names", float(min(MAX_ROLES, len(others)))


def _compare_unnamed_fillers(one: EventProfile, other: EventProfile) -> Iterator[Feature]:
    """The same or other head words in a role. Others count within a class only: a raid hits a house and kills a man."""
    heads = [
        (ours, other.unnamed_fillers[role])
        for role, ours in one.unnamed_fillers.items()
        if role in other.unnamed_fillers
    ]
    same = sum(not ours.isdisjoint(theirs) for ours, theirs in heads)
    if same:
        yield "local filler", float(min(MAX_ROLES, same))
    if same < len(heads) and one.event_class == other.event_class:
        yield "other local filler", float(min(MAX_ROLES, len(heads) - same))


def _share_quantity(one: EventProfile, other: EventProfile) -> bool:
    if not one.numbers or not other.numbers:
        return False
    theirs = other.quantities
    return any(theirs.get(name) == value for name, value in one.quantities.items())
