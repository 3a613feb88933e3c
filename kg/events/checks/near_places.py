"""Takes from events and locations the places that they are merely near: "40 km from *Oslo*", "in the *Oslo* region"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.events.context import EventContext
from kg.events.relations.scored_pairs import LOCATED
from kg.grammar.tree import preposition
from kg.records import PLACE_ROLES, Event, Filler

PLEADED = frozenset({"object", "oblique", "complement", "open_complement", "nominal", "conjunct"})
MEASURE = re.compile(r"\d[\d.,]*(km|m|mi|ft|miles)")  # "400m"


def without_near_places(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events without places at a distance, and without a city whose region has its name; no such location."""
    for event in events:
        kept = event.with_fillers(each for each in event.fillers if not _is_near(context, event, each))
        if kept is event or event.event_class != LOCATED:
            yield kept


def _is_near(context: EventContext, event: Event, filler: Filler) -> bool:
    if filler.token < 0 or filler.role not in (*PLACE_ROLES, "patient"):
        return False
    is_other = _is_in_region(context, event, filler) or _is_topic(context, event, filler)
    is_other |= filler.role == "place" and _is_people(context, filler.token)
    if filler.role == "place":
        is_other |= _is_home(context, event, filler) or _is_of_hearing(context, event, filler)
    return is_other or _is_at_distance(context, event, filler)


def _is_people(context: EventContext, token: int) -> bool:
    """True for "we" and "him", which are no places."""
    tree = context.parsed.tree
    pronoun = context.parsed.language.nouns.pronouns.get(tree.words[token])
    is_person = pronoun is not None and pronoun.types == {"Person"}
    return tree.pos[token] == "PRON" and (is_person or tree.words[token] in context.words.personal)


def _is_home(context: EventContext, event: Event, place: Filler) -> bool:
    """True for *Estria* in "met envoys from Norland and *Estria*": where the participants are from."""
    tree, first = context.parsed.tree, place.token
    while tree.slots[first] == "conjunct":
        first = tree.heads[first]
    is_from = tree.slots[first] == "nominal" and preposition(tree, first) == "from"
    return is_from and any(
        each.token == tree.heads[first] and each.role not in PLACE_ROLES for each in event.fillers
    )


def _is_of_hearing(context: EventContext, event: Event, place: Filler) -> bool:
    """True for the court of "denied *murder* at Orrin Crown Court", in which only the plea was heard."""
    tree, event_class = context.parsed.tree, context.lexicon.classes.get(event.event_class)
    if event_class is None or event_class.family not in context.words.tried_families:
        return False
    if tree.lemmas[place.token] not in context.words.courts or tree.pos[place.token] != "PROPN":
        return False
    above = event.trigger
    while tree.heads[above] != above and tree.slots[above] in PLEADED:
        above = tree.heads[above]
        if tree.lemmas[above] in context.words.pleading:
            return True
    return False


def _is_topic(context: EventContext, event: Event, place: Filler) -> bool:
    """True for the country of "talks in Oslo on *Norland*", in which Oslo does not lie."""
    entity = context.entity(place.token)
    is_country = entity is not None and entity.type == "Country"
    return (
        event.event_class == LOCATED and is_country and preposition(context.parsed.tree, place.token) == "on"
    )


def _is_at_distance(context: EventContext, event: Event, place: Filler) -> bool:
    """True for the city of "exploded 40 km from *Oslo*"; not of "marched 40 km from *Oslo*", "a ride from *Oslo*"."""
    tree = context.parsed.tree
    if preposition(tree, place.token) != "from":
        return False
    before = tree.get(place.token, "case")[0] - 1
    is_distance = tree.words[before] in context.words.distances or MEASURE.fullmatch(tree.words[before])
    if not is_distance or before in (event.trigger, event.anchor):
        return False
    above = tree.heads[place.token]
    verb = above if tree.is_verb(above) else tree.heads[above]
    return place.role != "origin" or verb not in (event.trigger, event.anchor)


def _is_in_region(context: EventContext, event: Event, place: Filler) -> bool:
    """True for the city of "the *Oslo* region", which is another place, where that is a participant or all there is."""
    tree, entity = context.parsed.tree, context.entity(place.token)
    region = tree.heads[place.token]
    is_before = tree.slots[place.token] == "compound" and tree.lemmas[region] in context.words.regions
    if not is_before or entity is None or entity.type != "City":
        return False
    return event.event_class == LOCATED or any(each.token == region for each in event.fillers)
