"""Takes from states those of whom they are not said: "President *Brandt*'s aide, Ada Lunt", "a village near *Oslo*"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cache

from kg.events.checks.states.post_titles import COMPLEMENTS, IN_TITLE
from kg.events.context import EventContext
from kg.events.relations.scored_pairs import (
    LEADS,
    LOCATED,
    MEMBERSHIP,
    OWNED,
    POSTS,
)
from kg.grammar.noun_phrases import PLURAL_TAGS, appositives, core, titles
from kg.grammar.tree import Tree, conjuncts, is_parted, preposition
from kg.ontology.folding import folded
from kg.ontology.geonames import cities_by_name, us_states
from kg.records import PLACE_TYPES, Entity, Event, Filler


def without_others(context: EventContext, event: Event) -> Event:
    """A state without places that lie beside it, and a post without others than whom its words name."""
    return event.with_fillers(
        each
        for each in event.fillers
        if not (
            _is_beside(context, event, each)
            or _is_other_state(context, event, each)
            or _is_of_another(context, event, each)
            or _is_of_other_subject(context, event, each)
            or _is_beside_body(context, event, each)
            or _is_of_title(context, event, each)
            or _is_half_of_word(context, event, each)
            or _is_of_one_holder(context, event, each)
            or _is_party_apart(context, event, each)
            or _is_led_by_another(context, event, each)
            or _is_of_another_item(context, event, each)
        )
    )


def _is_of_another_item(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for *Holm* and the post of "Lunt, the mayor of Vessa; *Holm*, a baker"; of "mayors" it may be both."""
    tree, token = context.parsed.tree, event.trigger
    is_single = tree.pos[token] == "NOUN" and tree.tags[token] not in PLURAL_TAGS
    return is_single and filler.token >= 0 and is_parted(tree, filler.token, token)


def _is_beside(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for the city of "an airport *near* Oslo" and "a village *north of* Oslo", which lie in no such city."""
    if event.event_class != LOCATED or filler.role != "patient" or filler.token < 0:
        return False
    tree, words = context.parsed.tree, context.words.beside
    link = preposition(tree, filler.token)
    return link in words or (link == "of" and tree.words[tree.heads[filler.token]] in words)


def _is_other_state(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for Ohio in "Iowa, *Ohio*": two states of a list, unless a city of Ohio has the name of the first."""
    if event.event_class != LOCATED or filler.role != "patient":
        return False
    outer = _state_of(context, filler)
    return outer is not None and any(
        inner not in (None, outer) and not _is_city_of(context, each, outer)
        for each in event.fillers_of("agent")
        if (inner := _state_of(context, each))
    )


def _state_of(context: EventContext, filler: Filler) -> str | None:
    """The postal code of a US state."""
    entity = context.entity_of(filler)
    at = entity.coordinates if entity else None
    return _state_codes().get(at.geonames) if at and at.geonames else None


def _is_city_of(context: EventContext, filler: Filler, state: str) -> bool:
    entity = context.entity_of(filler)
    cities = cities_by_name().get(folded(entity.label), ()) if entity else ()
    return any((city.country, city.region) == ("US", state) for city in cities)


@cache
def _state_codes() -> Mapping[int, str]:
    """By GeoNames number."""
    return {row.geonames: code for code, row in us_states().items()}


def _is_half_of_word(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for Kell in "a *Kell*-linked school in Oslo", and for the state of "*state*-owned firms"."""
    if filler.role != "agent" or not context.parsed.article.text[filler.end :].lstrip().startswith("-"):
        return False
    is_noun = filler.token >= 0 and context.parsed.tree.pos[filler.token] == "NOUN"
    return event.event_class == LOCATED or (event.event_class == OWNED and is_noun)


def _is_of_one_holder(context: EventContext, event: Event, body: Filler) -> bool:
    """True for Estria in "archbishops Ada Lunt of *Estria* and Ivo Brandt": nobody says that it is Brandt's, too."""
    holders = event.fillers_of("agent")
    if event.event_class not in POSTS or body.role != "patient" or body.token < 0 or len(holders) < 2:
        return False
    return context.parsed.tree.heads[body.token] in {holder.token for holder in holders}


def _is_party_apart(context: EventContext, event: Event, party: Filler) -> bool:
    """True for those in "two *Democrats* back Lunt's bill", who stand beside no name that is theirs."""
    tree, token = context.parsed.tree, party.token
    if event.event_class != MEMBERSHIP or party.role != "patient" or tree.tags[token] not in PLURAL_TAGS:
        return False
    heads, types = [token], context.parsed.language.nouns.types
    while tree.slots[heads[-1]] == "nominal":
        noun = tree.lemmas[tree.heads[heads[-1]]].lower()
        if noun not in context.words.ones and types.get(noun) != "Person":
            break
        heads.append(tree.heads[heads[-1]])  # "*one* of the Democrats", "a *member* of the Greens"
    near = {tree.heads[heads[-1]], token + 1}
    for each in heads:
        frame = context.parsed.frames.get(each)
        near |= {
            *appositives(tree, each),
            *tree.get(each, "nominal", "conjunct"),
            *(frame.subject if frame else ()),
        }
    members = {name for each in near for name in conjuncts(tree, each)}
    return token >= 0 and members.isdisjoint(each.token for each in event.fillers_of("agent"))


def _is_of_title(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for the Chief of "Editor-in-*Chief*", which is no body."""
    is_after_hyphen = context.parsed.article.text[filler.begin - 1 : filler.begin] == "-"
    titles = event.fillers_of("title") if filler.role == "patient" else ()
    return is_after_hyphen and any(title.begin < filler.begin < title.end for title in titles)


def _is_beside_body(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for "*one of the firms*" in "director of Kell Mills, one of the firms": that is the body itself."""
    if event.event_class not in (*POSTS, MEMBERSHIP) or filler.role != "agent":
        return False
    entity = context.entity_of(filler)
    text = context.parsed.article.text
    is_beside = any(
        text[body.end : filler.begin].strip() == ","
        for body in event.fillers_of("patient")
        if body.end < filler.begin
    )
    is_unnamed = entity is None or not entity.is_named
    return is_unnamed and is_beside and len(event.fillers_of("agent")) > 1


def _is_of_another(context: EventContext, event: Event, filler: Filler) -> bool:
    """True for Lunt as president and Brandt as aide in "President *Brandt*'s aide, Ada *Lunt*".

    Also for Lunt as chairman in "Ada *Lunt*, chairman Ivo *Brandt*", as lawyer in "the lawyer of Ada *Lunt*", for
    Brandt as a Liberal in "*Brandt*'s Liberal rival", and for a place or an organisation that holds a post.
    """
    if filler.role == "agent" and event.fillers_of("title") and _is_place(context, filler):
        return True
    if event.event_class not in (*POSTS, MEMBERSHIP) or filler.role != "agent" or filler.token < 0:
        return False
    tree, word = context.parsed.tree, event.trigger
    if event.event_class == MEMBERSHIP:
        heads = {tree.heads[each.token] for each in event.fillers_of("patient") if each.token >= 0}
        is_owner = tree.slots[filler.token] == "possessive" and tree.heads[filler.token] in heads
        return is_owner or _is_before_another(context, event.fillers_of("patient"), filler)
    if tree.slots[word] == "possessive" and tree.heads[filler.token] != word:
        return True  # "the *president's* envoy, Ada Lunt"
    if _is_before_another(context, event.fillers_of("title"), filler):
        return True
    is_of_other = filler.token in tree.get(word, "possessive")
    is_of_other |= filler.token in tree.get(word, "nominal") and _is_behind_preposition(tree, filler.token)
    is_of_other |= _is_title_of_another(context, word, filler.token)
    entity = context.entity_of(filler)
    return is_of_other or (entity is not None and entity.type == "Organization")


def _is_title_of_another(context: EventContext, word: int, holder: int) -> bool:
    """True for the mayor of "Ada Lunt, an aide to the *mayor*", and for "Ada Lunt of the coast *guard*"."""
    tree = context.parsed.tree
    while tree.slots[word] == "compound":
        word = tree.heads[word]  # "to the *Secretary* General"
    is_phrase = tree.slots[word] == "nominal" and tree.words[core(tree, word)[0] - 1] in (*COMPLEMENTS, "to")
    if not is_phrase or holder == word + 1:  # "an aide to Mayor *Ada* Lunt"
        return False
    above = tree.heads[word]
    is_person = context.parsed.language.nouns.types.get(tree.lemmas[above].lower()) == "Person"
    return above == holder or (is_person and holder not in appositives(tree, word))


def _is_led_by_another(context: EventContext, event: Event, body: Filler) -> bool:
    """True for the Senate and Lunt in "Ada Lunt, an aide to *Senate* leader Ivo Brandt"."""
    tree, token = context.parsed.tree, body.token
    if event.event_class != LEADS or body.role != "patient" or tree.slots[token] not in IN_TITLE:
        return False
    return any(
        _is_title_of_another(context, tree.heads[token], each.token) for each in event.fillers_of("agent")
    )


def _is_behind_preposition(tree: Tree, name: int) -> bool:
    """True for Lunt in "lawyer of Dr *Ada* Lunt"; not in "Clerk of the Court *Ada* Lunt"."""
    first = min([name, *titles(tree, name)])
    return tree.words[first - 1] in COMPLEMENTS


def _is_of_other_subject(context: EventContext, event: Event, holder: Filler) -> bool:
    """True for Lunt in "Lunt, whose sister, Ada, *was president*": that is said of the sister."""
    frame = context.parsed.frames.get(event.trigger)
    if holder.role != "agent" or event.event_class not in POSTS:
        return False
    if frame is None or frame.kind != "copular" or frame.subject_source != "own":
        return False
    subjects = {entity.key for token in frame.subject if (entity := context.entity(token))}
    is_known = bool(subjects) and holder.entity is not None
    return is_known and holder.token not in frame.subject and holder.entity not in subjects


def _is_place(context: EventContext, filler: Filler) -> bool:
    entity = context.entity_of(filler)
    return entity is not None and entity.type in PLACE_TYPES


def _is_before_another(context: EventContext, words: Iterable[Filler], holder: Filler) -> bool:
    """True for a title or party right before the name of another; "Presidents Lunt and Brandt" are of several."""
    tree = context.parsed.tree
    for each in words:
        is_of_several = each.token < 0 or tree.tags[each.token] in PLURAL_TAGS
        entity = None if is_of_several else person_behind(context, each)
        if entity and holder.entity not in (None, entity.key):
            return True
    return False


def person_behind(context: EventContext, words: Filler) -> Entity | None:
    """The person whose name stands right behind a phrase."""
    parsed = context.parsed
    name = bisect_left(parsed.begins, words.end)
    if name >= len(parsed.tree.words) or parsed.labels[name] != "PERSON":
        return None
    return context.entity(name) or context.entity(parsed.tree.heads[name])
