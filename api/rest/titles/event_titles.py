"""Titles of events in words: "Orla Venn met Tom Arley in Quito", "12 people were killed in Tolvaz"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.api import models
from kg.api.rest.claims import ClaimReader
from kg.api.rest.filters import is_in
from kg.api.rest.titles.claim_texts import ClaimTexts
from kg.api.rest.titles.state_titles import state_title
from kg.api.rest.titles.title_claims import SIDES, title_claim
from kg.api.rest.titles.title_fillers import EventFacts, fillers_by_role
from kg.api.rest.titles.title_nouns import is_of_noun, noun_phrase, with_modifier
from kg.api.rest.titles.title_parts import Title, is_speech
from kg.api.rest.titles.title_quotes import excerpt, is_bare, is_cut, is_first_person, spoken
from kg.api.rest.titles.title_sentences import circumstances, has_subject, sentence
from kg.api.tables.ontology import ClassInfo
from kg.api.tables.open_build import Graph
from kg.query.phrases.edge_words import names_event, pronouns
from kg.query.phrases.prepositions import agent_preposition, subject_role

PLACE = "place"
SPEAKER = re.compile("[,?!][^,?!]*$")  # at the end of what stands before a verb of speech
INTERRUPTED = re.compile(
    r"\s*(?:,(?!\s\w+ing\b)\s*|(?=[\"“]))[\"“]?(.+)", re.DOTALL
)  # the rest of what is said
OTHER_SIDE = {
    "to": "destination",
    "from": "origin",
}  # of an act that is told from its other side, by preposition
TOWNS = frozenset({"City", "Country"})  # stand after "in", whatever the sentence has


def event_title(reader: ClaimReader, id: str, info: ClassInfo, facts: EventFacts) -> str:
    """What happened, by whom, to whom and where, in the words of one of its claims; the place may be of others.

    Pronouns and disputed numbers are left out.
    """
    graph, participants = reader.graph, facts.participants
    claim = title_claim(graph, id, facts.factuality)
    if info.is_state or claim is None:
        return _first_upper(state_title(info, fillers_by_role(graph, participants, ""), facts))
    own = list(_participants(reader, claim.id))
    fillers = fillers_by_role(
        graph, [*own, *_places(graph, id, own, participants)], claim.id.partition(":")[0]
    )
    numbers = [_number(each, known=not facts.disputed) for each in facts.quantities]
    is_noun = claim.verb is None and bool(claim.trigger) and names_event(claim.trigger)
    noun = claim.trigger if is_noun else info.label.lower()
    title = Title(
        info=info,
        verb=claim.verb,
        noun=noun,
        claim=claim.id,
        trigger=claim.trigger,
        fillers=fillers,
        numbers=numbers,
        factuality=facts.factuality,
        texts=ClaimTexts(graph),
    )
    verbal = _with_subject(title)
    is_sentence = claim.verb is not None and has_subject(verbal) and not is_of_noun(verbal)
    title = verbal if is_sentence else with_modifier(title)
    parts = [
        *(sentence(title) if is_sentence else noun_phrase(title)),
        *circumstances(title, is_sentence=is_sentence),
    ]
    if (is_cut if is_sentence else is_bare)(title, parts):
        parts.append(f": {excerpt(title)}")
    words = " ".join(filter(None, parts)).replace(" : ", ": ").replace(" , ", ", ")
    if not is_first_person(words):
        return _first_upper(words)
    return spoken(_first_upper(words), None if is_speech(title) else _speaker(reader, claim.id))


def _speaker(reader: ClaimReader, claim: str) -> str | None:
    """Who makes the statement of a claim; None of a pronoun, and of "a statement"."""
    told = reader.claim(claim)
    speakers = told.attributed_to if told else ()
    names = (each.entity.label if each.entity else each.text for each in speakers)
    return next((name for name in names if name[0].isupper() and name.lower() not in pronouns()), None)


def _with_subject(title: Title) -> Title:
    """The title with the subject of its verb as agent: the seller of "sold", whom the class has as the origin."""
    role = _subject(title)
    if title.verb is None or role in ("agent", "patient"):
        return title
    fillers = {name: found for name, found in title.fillers.items() if name not in ("agent", role)}
    if role in title.fillers:
        fillers["agent"] = title.fillers[role]
    agents = title.fillers.get("agent", [])
    before = next(filter(None, map(title.preposition, agents)), None)
    other = OTHER_SIDE.get(before or agent_preposition(title.info.name, title.verb.lemma) or "")
    if other and agents:
        fillers[other] = agents
    return replace(title, fillers=fillers)


def _subject(title: Title) -> str:
    """The role of the subject of a verb; that of who stands before it where the agent follows "to" or "from"."""
    if title.verb is None or title.may_be_noun:
        return "agent"
    agents = title.fillers.get("agent", [])
    if not all(map(title.is_behind, agents)):
        return "agent"
    if any(title.preposition(each) in OTHER_SIDE for each in agents):
        roles = ((role, title.fillers.get(role, [])) for role in ("recipient", "origin"))
        before = [role for role, found in roles if found and not any(map(title.is_behind, found))]
        if before:
            return before[0]
    return subject_role(title.info.name, title.verb.lemma)


def _participants(reader: ClaimReader, claim: str) -> Iterator[models.Participant]:
    """What fills the roles of a claim in its own words, in their order; nothing that nobody says."""
    told = reader.claim(claim)
    seen: set[tuple[str, str]] = set()
    for each in told.fillers if told else ():
        key = (each.role, each.entity.id if each.entity else each.text)
        is_inferred = each.implied is not None and each.implied.kind == "inferred"
        if told and key not in seen and not is_inferred and not _is_modifier(each, told.fillers):
            seen.add(key)
            event = each.event if each.begin is None else None  # its words say more than "the launch"
            words = _without_speaker(each, told.trigger)
            yield models.Participant(role=each.role, text=words, entity=each.entity, event=event)


def _is_modifier(filler: models.Filler, fillers: Sequence[models.Filler]) -> bool:
    """Whether a filler is part of the name of the next word, which fills the role, too: "Orrin" of "Orrin regime"."""
    return any(
        other.role == filler.role
        and other.begin is not None
        and other.begin - 1 == filler.end
        and other.entity is not None
        and filler.entity is not None
        and other.entity.label.startswith(filler.entity.label)
        for other in fillers
    )


def _without_speaker(filler: models.Filler, trigger: models.TextRange) -> str:
    """A clause without who says it: "rain fell" of "rain fell, she said" and of "rain, she said, fell"."""
    begin, end = filler.begin, filler.end
    if filler.entity or begin is None or end is None or not begin < trigger.begin < end:
        return filler.text
    before = SPEAKER.search(filler.text[: trigger.begin - begin])
    if not before:
        return filler.text
    after = INTERRUPTED.match(filler.text[trigger.end - begin :])
    return f"{filler.text[: before.start() + 1].rstrip(',')} {after[1] if after else ''}".strip()


def _places(
    graph: Graph, event: str, own: Sequence[models.Participant], all_: Sequence[models.Participant]
) -> Iterator[models.Participant]:
    """The town or country where other claims say that it happened, if the claim itself does not.

    Where the claim names who took part, only claims that name one of them are asked: an event may be of several.
    """
    if any(each.role == PLACE for each in own):
        return
    where, values = is_in("id", [each.entity.id for each in own if each.entity and each.role in SIDES])
    named = [id for (id,) in graph.table.rows(f"SELECT id FROM entity WHERE named AND {where}", values)]
    known = _places_beside(graph, event, named) if named else None
    for each in all_:
        is_town = each.role == PLACE and each.entity and each.entity.type in TOWNS
        if is_town and each.entity and (known is None or each.entity.id in known):
            yield each


def _places_beside(graph: Graph, event: str, entities: Sequence[str]) -> set[str]:
    """Where an event happened by those of its claims that name one of the entities as who takes part."""
    where, values = is_in("side.entity", entities)
    rows = graph.table.rows(
        "SELECT place.entity FROM claim c JOIN fills place ON place.claim = c.id JOIN fills side ON side.claim = c.id "
        f"WHERE c.event = ? AND place.role = ? AND {where}",
        (event, PLACE, *values),
    )
    return {id for (id,) in rows}


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(quantity: models.Quantity, *, known: bool) -> tuple[str, str]:
    """The name of a quantity, and its number with "people": "at least 12 people"; "people" alone if it is not known."""
    words = (quantity.modifier, f"{quantity.value:,.10g}", quantity.unit) if known else ()
    people = "person" if known and quantity.value == 1 else "people"
    return quantity.name, " ".join(word for word in (*words, people) if word)
