"""Titles of events in words: "Orla Venn met Tom Arley in Quito", "12 people were killed in Tolvaz"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.api import models
from kg.api.rest.claims import ClaimReader
from kg.api.rest.titles.edge_labels import Gaps
from kg.api.rest.titles.state_titles import state_title
from kg.api.rest.titles.title_claims import title_claim
from kg.api.rest.titles.title_fillers import Filler, fillers_by_role, listed
from kg.api.rest.titles.title_parts import CLAUSE, Title
from kg.api.rest.titles.title_sentences import circumstances, has_subject, sentence
from kg.api.tables.ontology import ClassInfo
from kg.query.edge_words import NOUN, names_event
from kg.query.phrases.prepositions import noun_preposition

PLACE = "place"


def event_title(reader: ClaimReader, id: str, info: ClassInfo, fields: Mapping[str, object]) -> str:
    """What happened, by whom, to whom and where, in the words of one of its claims; the place may be of others.

    `fields` are those of models.EventSummary, and `post` of a position. Pronouns and disputed numbers are left out.
    """
    graph, factuality = reader.graph, str(fields["factuality"])
    claim = title_claim(graph, id, factuality)
    participants: Sequence[models.Participant] = fields["participants"]  # type: ignore[assignment]  # as models.EventSummary has it
    if info.is_state or claim is None:
        return _first_upper(state_title(info, fillers_by_role(graph, participants, ""), fields))
    own = list(_participants(reader, claim.id))
    fillers = fillers_by_role(graph, [*own, *_places(own, participants)], claim.id.partition(":")[0])
    numbers = [_number(each, known=not fields["disputed"]) for each in fields["quantities"]]  # type: ignore[attr-defined]
    is_noun = claim.verb is None and bool(claim.trigger) and names_event(claim.trigger)
    noun = claim.trigger if is_noun else info.label.lower()
    title = Title(info, claim.verb, noun, claim.id, claim.trigger, fillers, numbers, factuality, Gaps(graph))
    is_sentence = claim.verb is not None and has_subject(title)
    parts = list(sentence(title) if is_sentence else _noun_phrase(title))
    return _first_upper(
        " ".join(part for part in (*parts, *circumstances(title, is_sentence=is_sentence)) if part)
        .replace(" : ", ": ")
        .replace(" , ", ", ")
    )


def _participants(reader: ClaimReader, claim: str) -> Iterator[models.Participant]:
    """What fills the roles of a claim in its own words, in their order; nothing that nobody says."""
    told = reader.claim(claim)
    seen: set[tuple[str, str]] = set()
    for each in told.fillers if told else ():
        key = (each.role, each.entity.id if each.entity else each.text)
        if key not in seen and not (each.implied and each.implied.kind == "inferred"):
            seen.add(key)
            event = each.event if each.begin is None else None  # its words say more than "the launch"
            yield models.Participant(role=each.role, text=each.text, entity=each.entity, event=event)


def _places(
    own: Sequence[models.Participant], all_: Sequence[models.Participant]
) -> Iterator[models.Participant]:
    """Where other claims say that it happened, if the claim itself does not."""
    if not any(each.role == PLACE for each in own):
        yield from (each for each in all_ if each.role == PLACE)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(quantity: models.Quantity, *, known: bool) -> tuple[str, str]:
    """The name of a quantity, and its number with "people": "at least 12 people"; "people" alone if it is not known."""
    words = (quantity.modifier, f"{quantity.value:,.10g}", quantity.unit) if known else ()
    return quantity.name, " ".join(word for word in (*words, "people") if word)


def _noun_phrase(title: Title) -> Iterator[str]:
    """ "Attack on Orrin by rebels", "talks between A and B", "planned elections"."""
    yield NOUN[title.factuality].format(title.noun)
    agents, patients = (_nominal(fillers) for fillers in (title.agent, title.patient))
    if title.info.symmetric and (agents or patients):
        people = [*agents, *patients]
        yield f"{'between' if len(people) > 1 else 'involving'} {listed(people)}"
        return
    if patients:
        is_trigger = title.noun != title.info.label.lower()
        before = title.preposition(patients[0]) if is_trigger else None
        yield f"{before or noun_preposition(title.info.name, title.patient_role, title.noun)} {listed(patients)}"
    if agents:
        yield f"by {listed(agents)}"


def _nominal(fillers: Sequence[Filler]) -> list[Filler]:
    """The fillers that can follow a preposition; no clauses."""
    return [each for each in fillers if not (each.is_text and CLAUSE.match(each.text))]
