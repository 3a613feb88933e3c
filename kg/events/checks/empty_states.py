"""Takes from states what says nothing: posts that are none, parts of titles, pronouns of nobody known."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache, partial

from kg.events.checks.former_posts import is_of_then, is_over, is_past, words_before
from kg.events.checks.post_titles import (
    is_in_title,
    sure,
    with_complement,
    with_first_word,
    with_whole_titles,
)
from kg.events.context import EventContext
from kg.events.fillers import filler_of, holds_required
from kg.events.relations.scored_pairs import (
    FORMER_POST,
    KINSHIP,
    LEADS,
    LOCATED,
    MEMBERSHIP,
    OWNED,
    POST,
    POSTS,
)
from kg.grammar.noun_phrases import PLURAL_TAGS, appositives, core, titles
from kg.grammar.tree import Tree, conjuncts, preposition
from kg.ontology.folding import folded
from kg.ontology.geonames import cities_by_name, us_states
from kg.records import PLACE_TYPES, Entity, Event, Filler

SURE = 0.5  # probability of a post that decides over another reading of its words
COMPLEMENTS = frozenset({"of", "for"})  # prepositions that a title goes on with
PARTIES = ("R-", "D-", "I-")  # Republican, Democratic, independent; before the state of a member of Congress
IN_TITLE = frozenset({"compound", "adjective"})  # slots of what stands before a title
BEFORE_NOUNS = IN_TITLE | {"title", "flat", "possessive"}


def without_empty_states(context: EventContext, events: Iterable[Event]) -> Iterator[Event]:
    """The events, and those of the states that say something of somebody.

    Who leads nothing that has a name holds a post, if its title says more than "leader".
    """
    events = list(events)
    posts = {event.trigger for event in events if event.event_class in POSTS and sure(event) >= SURE}
    states: dict[tuple[str, int], Event] = {}
    for event in events:
        if not context.lexicon.is_state_name(event.event_class):
            yield event
        elif checked := _checked(context, event, posts):
            key = checked.event_class, checked.trigger
            states[key] = max(states.get(key, checked), checked, key=sure)
    current = _without_former_leaders(list(states.values()))
    yield from with_whole_titles(context, _with_own_bodies(context, current))


def _without_former_leaders(states: Sequence[Event]) -> list[Event]:
    """The states, without the leadership of a body in which a post of the same person is over."""
    over = {pair for state in states if state.event_class == FORMER_POST for pair in _pairs(state)}
    return [state for state in states if state.event_class != LEADS or over.isdisjoint(_pairs(state))]


def _pairs(state: Event) -> Iterator[tuple[str, str]]:
    """The entities of holder and body."""
    bodies = [each.entity for each in state.fillers_of("patient") if each.entity]
    yield from ((each.entity, body) for each in state.fillers_of("agent") if each.entity for body in bodies)


def _with_own_bodies(context: EventContext, states: Sequence[Event]) -> Iterator[Event]:
    """The states, without the body of another post: "a nurse and director of *the Kell Centre*" is no nurse there."""
    titles_of: defaultdict[str | None, set[int]] = defaultdict(set)
    for state in states:
        if state.event_class in POSTS:
            for holder in state.fillers_of("agent"):
                titles_of[holder.entity].add(state.trigger)
    for state in states:
        others = {t for holder in state.fillers_of("agent") for t in titles_of[holder.entity]}
        kept = tuple(
            each
            for each in state.fillers
            if each.role != "patient"
            or state.event_class not in POSTS
            or _shares_body(context, state.trigger, _title_above(context, each.token, others))
        )
        yield replace(state, fillers=kept) if len(kept) < len(state.fillers) else state


def _title_above(context: EventContext, body: int, titles: Set[int]) -> int | None:
    """The title in whose phrase a body stands."""
    tree = context.parsed.tree
    while body >= 0 and tree.heads[body] != body:
        body = tree.heads[body]
        if body in titles:
            return body
    return None


def _shares_body(context: EventContext, title: int, other: int | None) -> bool:
    """True for the *chairman* of "the chairman and chief executive of Kell Mills"."""
    tree = context.parsed.tree
    if other is None or other == title:
        return True
    if other not in conjuncts(tree, title) and title not in conjuncts(tree, other):
        return False
    return any(
        each.event_class == POST for each in context.lexicon.triggers(tree.lemmas[title].lower(), "noun")
    )


def _checked(context: EventContext, event: Event, posts: Set[int]) -> Event | None:
    fillers = tuple(
        _without_article(context, _as_relative(context, event, each))
        for each in event.fillers
        if not (
            _is_nobody(context, each) or is_in_title(context, event, each) or _is_person(context, event, each)
        )
    )
    event = _of_own_relative(context, with_first_word(context, replace(event, fillers=fillers)))
    event = _without_others(context, event)
    event_class = context.lexicon.classes[event.event_class]
    is_number = bool(event_class.quantities) and event_class.role("patient") is None
    if not holds_required(event_class.roles, event.fillers) or (is_number and not event.quantities):
        return None  # "a population like Oslo's" is of no number
    if event.event_class == LEADS:
        return _of_leader(context, event, posts)
    was_held = event.event_class in (POST, MEMBERSHIP) and is_past(context, event.trigger)
    is_then = not event.fillers_of("title") and is_of_then(context, event.trigger)
    is_then |= event.event_class == MEMBERSHIP and any(
        map(partial(_is_left, context), event.fillers_of("patient"))
    )
    if event_class.former and (was_held or is_then):
        event = replace(event, event_class=event_class.former)
        return event if is_then else with_complement(context, event)
    return _of_post(context, with_complement(context, event)) if event.event_class in POSTS else event


def _is_left(context: EventContext, party: Filler) -> bool:
    """True for the party of "then-*Liberal* Ada Lunt", "a former *Liberal*" and "*Liberal*-turned-independent Lunt".

    Not of "the former *Liberal* mayor, Ada Lunt": only the post is over.
    """
    if context.parsed.article.text[party.end :].startswith("-turned"):
        return True
    former = context.lexicon.stance.lists["former"]
    is_of_member = _is_member_noun(context, party) or _person_behind(context, party) is not None
    return is_of_member and not former.isdisjoint(words_before(context, party.begin))


def _is_member_noun(context: EventContext, party: Filler) -> bool:
    """True for a party's adjective that stands for a member: "a *Liberal*", not "a *Liberal* mayor"."""
    tree, token = context.parsed.tree, party.token
    is_alone = token >= 0 and tree.slots[token] not in BEFORE_NOUNS and not preposition(tree, token)
    return is_alone and tree.tags[token] not in PLURAL_TAGS


def _of_leader(context: EventContext, event: Event, posts: Set[int]) -> Event | None:
    """A leadership; a post where it is over or leads nothing that is named; None where a post says it better."""
    title = next(iter(event.fillers_of("title")), None)
    has_body = bool(event.fillers_of("patient"))
    if title is None:
        is_past = is_of_then(context, event.trigger)
        event = replace(event, event_class=FORMER_POST) if is_past else event
        return event if has_body else None  # "the *rebel*-led attack" names nothing that is led
    is_post = " " in title.text
    if is_over(context, event, title):
        return replace(event, event_class=FORMER_POST)
    if is_post and event.trigger in posts:  # "the party's policy chief" leads no party
        return None
    if not has_body and is_post:
        return _of_post(context, with_complement(context, replace(event, event_class=POST)))
    return event if has_body else None


def _of_post(context: EventContext, event: Event) -> Event | None:
    """A post, which is over if its own word says so; None for "Dame", and for what somebody is to another person."""
    tree, words = context.parsed.tree, context.words
    for title in event.fillers_of("title"):
        token = title.token if title.token >= 0 else event.trigger
        if tree.lemmas[token].lower() in words.no_posts or title.text.lower() in words.honorifics:
            return None
        if tree.heads[token] != token and _is_sought(context, token):
            return None
        if _is_of_things(context, event, title):
            return None
        if is_over(context, event, title):
            return replace(event, event_class=FORMER_POST, fillers=_without_then(context, event.fillers))
    return event


def _without_then(context: EventContext, fillers: Iterable[Filler]) -> tuple[Filler, ...]:
    """The title "President" of "*then-*President Ada Lunt"."""
    former, found = context.lexicon.stance.lists["former"], []
    for each in fillers:
        first, hyphen, rest = each.text.partition("-")
        is_said = each.role == "title" and hyphen and f"{first.lower()}-" in former
        found.append(replace(each, begin=each.end - len(rest), text=rest) if is_said else each)
    return tuple(found)


def _is_of_things(context: EventContext, event: Event, title: Filler) -> bool:
    """True for the *heads* of "I had 45 cattle heads": one person holds no post of a plural behind them."""
    tree, holders = context.parsed.tree, event.fillers_of("agent")
    is_plural = title.token >= 0 and tree.tags[title.token] in PLURAL_TAGS
    return (
        is_plural
        and len(holders) == 1
        and 0 <= holders[0].token < title.token
        and _is_one(context, holders[0])
    )


def _is_one(context: EventContext, filler: Filler) -> bool:
    tree = context.parsed.tree
    pronoun = context.parsed.language.nouns.pronouns.get(tree.words[filler.token])
    is_alone = tree.slots[filler.token] != "conjunct" and not tree.get(filler.token, "conjunct")
    return pronoun.number == "one" if pronoun else is_alone


def _is_sought(context: EventContext, title: int) -> bool:
    """True for a post that somebody stands for: "candidate for *mayor*", "backed Lunt for *president*"."""
    tree, above = context.parsed.tree, context.parsed.tree.heads[title]
    is_bare = tree.pos[above] == "VERB" and not tree.get(title, "determiner", "possessive")
    is_candidates = tree.lemmas[above].lower() in context.words.candidates
    return preposition(tree, title) == "for" and (is_bare or is_candidates)


def _without_others(context: EventContext, event: Event) -> Event:
    """A state without places that lie beside it, and a post without others than whom its words name."""
    kept = tuple(
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
            or _is_state_of_another(context, event, each)
            or _is_of_one_holder(context, event, each)
            or _is_party_apart(context, event, each)
            or _is_led_by_another(context, event, each)
        )
    )
    return replace(event, fillers=kept) if len(kept) < len(event.fillers) else event


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


def _is_state_of_another(context: EventContext, event: Event, body: Filler) -> bool:
    """True for Norland in "Sens. Ada Lunt, D-Estria, and Ivo Brandt, R-*Norland*" as what Lunt is a senator of."""
    text = context.parsed.article.text
    is_coded = body.role == "patient" and text[: body.begin].endswith(PARTIES)
    if event.event_class not in POSTS or not is_coded:
        return False
    holders = event.fillers_of("agent")
    return len(holders) > 1 or any(text[each.end : body.begin - 2].strip() not in ",(" for each in holders)


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
    holder = tree.heads[word]
    if event.event_class == MEMBERSHIP:
        heads = {tree.heads[each.token] for each in event.fillers_of("patient") if each.token >= 0}
        is_owner = tree.slots[filler.token] == "possessive" and tree.heads[filler.token] in heads
        return is_owner or _is_before_another(context, event.fillers_of("patient"), filler)
    if tree.slots[word] == "possessive" and tree.heads[filler.token] != word:
        return True  # "the *president's* envoy, Ada Lunt"
    if _is_before_another(context, event.fillers_of("title"), filler):
        return True
    is_owners = tree.slots[holder] == "possessive" and word in titles(tree, holder)
    is_of_other = filler.token in tree.get(word, "possessive") or (is_owners and filler.token != holder)
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
        entity = None if is_of_several else _person_behind(context, each)
        if entity and holder.entity not in (None, entity.key):
            return True
    return False


def _person_behind(context: EventContext, words: Filler) -> Entity | None:
    """The person whose name stands right behind a phrase."""
    parsed = context.parsed
    name = bisect_left(parsed.begins, words.end)
    if name >= len(parsed.tree.words) or parsed.labels[name] != "PERSON":
        return None
    return context.entity(name) or context.entity(parsed.tree.heads[name])


def _is_nobody(context: EventContext, filler: Filler) -> bool:
    """True for a pronoun whose antecedent is unknown: "*our* reporter"."""
    entity = context.entity_of(filler)
    if filler.role == "title" or filler.token < 0:
        return False
    if entity is None:
        return context.parsed.tree.pos[filler.token] == "PRON"
    return not entity.is_named and all(mention.kind == "pronoun" for mention in entity.mentions)


def _is_person(context: EventContext, event: Event, body: Filler) -> bool:
    """True for a body that is one person by its noun: "chief executive of a mill and a *donor*"."""
    if event.event_class not in (*POSTS, MEMBERSHIP) or body.role != "patient" or body.token < 0:
        return False
    tree, types = context.parsed.tree, context.parsed.language.nouns.types
    return tree.tags[body.token] == "NN" and types.get(tree.lemmas[body.token].lower()) == "Person"


def _as_relative(context: EventContext, event: Event, filler: Filler) -> Filler:
    """The husband of "she and *her husband*, both teachers": the noun behind says what both are."""
    if event.event_class != KINSHIP or filler.role != "agent" or filler.token < 0:
        return filler
    tree, totals = context.parsed.tree, context.parsed.language.claims.totals
    is_of_both = any(tree.words[word] in totals for word in tree.get(filler.token, "determiner", "adjective"))
    is_other = is_of_both and filler.token != event.trigger and context.entity(event.trigger) is not None
    return filler_of(context, "agent", event.trigger) if is_other else filler


def _of_own_relative(context: EventContext, event: Event) -> Event:
    """A kinship with those alone whose relative the word says it is: "President Brandt freed *Lunt's* brother, Ole".

    Without anybody where that is no filler: "Ada Lunt, *her mother's* cousin", whose own relative is the mother.
    """
    tree = context.parsed.tree
    if event.event_class != KINSHIP:
        return event
    owners = {token for kid in tree.get(event.trigger, "possessive") for token in conjuncts(tree, kid)}
    keys = {entity.key for token in owners if (entity := context.entity(token))}
    own = {each for each in event.fillers_of("patient") if each.token in owners or each.entity in keys}
    kept = tuple(each for each in event.fillers if each.role != "patient" or each in own)
    return replace(event, fillers=kept) if own or keys else event


def _without_article(context: EventContext, filler: Filler) -> Filler:
    """A title without "a" and "the"."""
    first, _, rest = filler.text.partition(" ")
    determiners = context.parsed.language.references.determiners
    is_article = first.lower() in determiners["definite"] | determiners["indefinite"]
    if filler.role != "title" or not rest or not is_article:
        return filler
    return replace(filler, begin=filler.end - len(rest), text=rest)
