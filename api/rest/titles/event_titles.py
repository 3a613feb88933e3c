"""Titles of events in words: "Orla Venn met Tom Arley in Quito", "12 people were killed in Tolvaz"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kg.api import models
from kg.api.rest.titles.edge_labels import Gaps
from kg.api.rest.titles.state_titles import state_title
from kg.api.rest.titles.title_fillers import Filler, fillers_by_role, listed
from kg.api.rest.titles.title_parts import CLAUSE, Title
from kg.api.rest.titles.title_sentences import circumstances, has_subject, sentence
from kg.api.tables.ontology import ClassInfo
from kg.api.tables.open_build import Graph
from kg.query.edge_words import NOUN, Verb, names_event
from kg.query.phrases.prepositions import noun_preposition

READ = 30  # claims of an event that its title is made from
VERB_WEIGHT = 2.5  # a verb makes a sentence; a noun stands for an event only if it is much more frequent
WORDS = (
    'SELECT c.predicate, v.past, v.participle, c."trigger", c.id FROM claim c '
    "LEFT JOIN verb v USING (class, predicate) "
    f"WHERE c.event = ? ORDER BY c.uncertain, c.id LIMIT {READ}"
)


def event_title(graph: Graph, id: str, info: ClassInfo, fields: Mapping[str, object]) -> str:
    """What happened, by whom, to whom and where, in the words of most of its claims.

    `fields` are those of models.EventSummary, and `post` of a position. Pronouns and disputed numbers are left out.
    """
    verb, noun, claim, trigger = _words(graph, id)
    participants: Sequence[models.Participant] = fields["participants"]  # type: ignore[assignment]  # as models.EventSummary has it
    fillers = fillers_by_role(graph, participants, claim.partition(":")[0])
    factuality = str(fields["factuality"])
    if info.is_state:
        return _first_upper(state_title(info, fillers, fields))
    numbers = [_number(each, known=not fields["disputed"]) for each in fields["quantities"]]  # type: ignore[attr-defined]
    noun = noun if verb is None and noun and names_event(noun) else info.label.lower()
    title = Title(info, verb, noun, claim, trigger, fillers, numbers, factuality, Gaps(graph))
    is_sentence = verb is not None and has_subject(title)
    parts = list(sentence(title) if is_sentence else _noun_phrase(title))
    return _first_upper(
        " ".join(part for part in (*parts, *circumstances(title, is_sentence=is_sentence)) if part)
        .replace(" : ", ": ")
        .replace(" , ", ", ")
    )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(graph: Graph, id: str) -> tuple[Verb | None, str, str, str]:
    """The most frequent word of its claims, a verb or the trigger of a noun, with a claim that has it, and its trigger.

    The claim is the first of those in which a verb has a form that no noun has, or else the first.
    """
    rows = graph.table.rows(WORDS, [id])
    words = [
        ((Verb(*row[:3]), "") if row[1] else (None, str(row[3])), str(row[4]), str(row[3])) for row in rows
    ]
    counts = Counter(word for word, *_ in words)
    best = max(counts, key=lambda each: counts[each] * (VERB_WEIGHT if each[0] else 1), default=(None, ""))
    found = [(claim, trigger) for word, claim, trigger in words if word == best]
    of_verb = [each for each in found if best[0] and each[1] in best[0][1:]]
    return *best, *next(iter(of_verb or found), ("", ""))


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
