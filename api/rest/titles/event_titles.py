"""Titles of events in words: "Orla Venn met Tom Arley in Quito", "12 people were killed in Tolvaz"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.api import models
from kg.api.rest.titles.edge_labels import Gaps, state_words
from kg.api.rest.titles.title_fillers import THAT, Filler, fillers_by_role, listed
from kg.api.tables.ontology import ClassInfo
from kg.api.tables.open_build import Graph
from kg.query.edge_words import (
    NOUN,
    PREPOSITIONS,
    STATE,
    Verb,
    is_of_undergoers,
    names_event,
    noun_preposition,
    preposition_in,
    verb_words,
)

READ = 30  # claims of an event that its title is made from
VERB_WEIGHT = 2.5  # a verb makes a sentence; a noun stands for an event only if it is much more frequent
SPEECH = "Communication"  # the family of classes whose topics are clauses
# What a clause begins with that follows a verb as it is: "charged with theft", "said that", "asked whether".
CLAUSE = re.compile(
    r"[\"“'‘]|(about|after|against|as|at|by|for|from|how|if|in|into|of|on|over|that|to|what|when|whether|who|why|with)\b",
    re.IGNORECASE,
)
LOCATING = {  # prepositions that the sentence may have before what fills a role
    "place": {"in", "at", "on", "near", "inside", "outside", "around", "across", "off", "over", "under", "through"},
    "destination": {"to", "into", "toward", "towards", "onto", "for"},
    "origin": {"from", "of"},
    "instrument": {"with", "by"},
    "topic": {"about", "on", "over", "for", "of", "against", "after", "in", "with", "from", "to", "at"},
}  # fmt: skip
WORDS = (
    'SELECT c.predicate, v.past, v.participle, c."trigger", c.id FROM claim c '
    "LEFT JOIN verb v USING (class, predicate) "
    f"WHERE c.event = ? ORDER BY c.uncertain, c.id LIMIT {READ}"
)


@dataclass(frozen=True, slots=True)
class _Title:
    """What a title is made of; `claim` is the id of the claim whose sentence has its word."""

    info: ClassInfo
    verb: Verb | None
    noun: str
    claim: str
    fillers: Mapping[str, list[Filler]]
    numbers: Sequence[tuple[str, str]]
    factuality: str
    gaps: Gaps

    @property
    def agent(self) -> list[Filler]:
        """Who does it, without those to whom it is done by another account."""
        agents = self.fillers.get("agent", [])
        undergoing = {each.entity for each in self.patient if each.entity}
        return [each for each in agents if each.entity not in undergoing] or agents

    @property
    def patient(self) -> list[Filler]:
        return self.fillers.get("patient") or self.fillers.get("recipient") or []

    def preposition(self, filler: Filler) -> str | None:
        """The preposition before a filler in the sentence, "" for none; None if other words are between."""
        if filler.entity:
            gap = self.gaps.between(self.claim, filler.entity)
        else:
            gap = self.gaps.before(self.claim, filler.source)
        return None if gap is None else preposition_in(gap)


def event_title(graph: Graph, id: str, info: ClassInfo, fields: Mapping[str, object]) -> str:
    """What happened, by whom, to whom and where, in the words of most of its claims.

    `fields` are those of models.EventSummary, and `post` of a position. Pronouns and disputed numbers are left out.
    """
    verb, noun, claim = _words(graph, id)
    participants: Sequence[models.Participant] = fields["participants"]  # type: ignore[assignment]  # as models.EventSummary has it
    fillers = fillers_by_role(graph, participants, claim.partition(":")[0])
    factuality = str(fields["factuality"])
    if info.is_state:
        return _first_upper(_state(info, fillers, factuality, fields.get("post")))
    numbers = [_number(each, known=not fields["disputed"]) for each in fields["quantities"]]  # type: ignore[attr-defined]
    noun = noun if verb is None and noun and names_event(noun) else info.label.lower()
    title = _Title(info, verb, noun, claim, fillers, numbers, factuality, Gaps(graph))
    parts = list(_sentence(title) if verb and _has_subject(title) else _noun_phrase(title))
    return _first_upper(
        " ".join(part for part in (*parts, *_circumstances(title)) if part).replace(" : ", ": ")
    )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- words


def _words(graph: Graph, id: str) -> tuple[Verb | None, str, str]:
    """The most frequent word of its claims, a verb or the trigger of a noun, with the first claim that has it."""
    rows = graph.table.rows(WORDS, [id])
    words = [((Verb(*row[:3]), "") if row[1] else (None, str(row[3])), str(row[4])) for row in rows]
    counts = Counter(word for word, _ in words)
    best = max(counts, key=lambda each: counts[each] * (VERB_WEIGHT if each[0] else 1), default=(None, ""))
    return *best, next((claim for word, claim in words if word == best), "")


def _number(quantity: models.Quantity, *, known: bool) -> tuple[str, str]:
    """The name of a quantity, and its number with "people": "at least 12 people"; "people" alone if it is not known."""
    words = (quantity.modifier, f"{quantity.value:,.10g}", quantity.unit) if known else ()
    return quantity.name, " ".join(word for word in (*words, "people") if word)


def _is_speech(title: _Title) -> bool:
    return title.info.family == SPEECH and title.verb is not None


# --- sentences


def _counted(title: _Title) -> str:
    """The number of those whom the verb names: "12 people" of "killed"."""
    return next(
        (number for name, number in title.numbers if title.verb and name == title.verb.participle), ""
    )


def _has_subject(title: _Title) -> bool:
    """Whether a verb makes a sentence with what fills the roles; "X said" alone is none."""
    if title.agent:
        return not _is_speech(title) or bool(title.patient or title.fillers.get("topic"))
    topics = title.fillers.get("topic", [])
    if _is_speech(title) and not title.patient:
        return bool(topics) and bool(THAT.match(topics[0].text))
    return bool(title.patient or _counted(title)) and not (title.patient and title.patient[0].is_place)


def _sentence(title: _Title) -> Iterator[str]:
    assert title.verb is not None
    counted = _counted(title)
    if title.agent:
        yield from (listed(title.agent), verb_words(title.verb, "agent", title.factuality))
        yield from (_with_preposition(title), listed(title.patient)) if title.patient else (counted,)
        return
    if not (title.patient or counted):
        yield from ("it", verb_words(title.verb, "patient", title.factuality))  # "it was said that"
        return
    is_active = is_of_undergoers(title.info.name, title.verb.lemma)
    words = verb_words(title.verb, "agent" if is_active else "patient", title.factuality)
    is_counted = bool(counted) and not (title.patient and title.patient[0].is_named)
    if is_counted or len(title.patient) > 1 or title.patient[0].is_plural:
        words = words.replace("was ", "were ", 1)
    yield from (counted if is_counted else listed(title.patient), words)
    if title.patient and not is_counted and not is_active:
        yield _with_preposition(title)


def _with_preposition(title: _Title) -> str:
    """What stands before the object in the sentence: "worked *with*"; nothing where other words do."""
    return title.preposition(title.patient[0]) or ""


def _circumstances(title: _Title) -> Iterator[str]:
    """Where it happened, and about what."""
    said = [
        filler.text for role in ("agent", "patient", "recipient") for filler in title.fillers.get(role, ())
    ]
    for role, default in PREPOSITIONS.items():
        texts = [
            each for each in title.fillers.get(role, []) if not any(each.text in other for other in said)
        ]
        if not texts or role == "recipient":
            continue
        said.append(texts[0].text)
        is_clause = role == "topic" and (_is_speech(title) or CLAUSE.match(texts[0].text))
        if texts[0].is_text and is_clause:
            yield f": {texts[0].text}" if texts[0].text.startswith("“") and not said[:-1] else texts[0].text
        else:
            yield f"{_leading(title, role, texts[0], default)} {texts[0].text}".strip()


def _leading(title: _Title, role: str, filler: Filler, default: str) -> str:
    """The preposition of the sentence before what fills a role, if it is one of the role's."""
    found = title.preposition(filler)
    if found == "" and title.verb and not title.patient and role != "instrument":
        return ""  # "demanded justice"
    return found if found in LOCATING[role] else default


# --- noun phrases


def _noun_phrase(title: _Title) -> Iterator[str]:
    """ "Attack on Orrin by rebels", "talks between A and B", "planned elections"."""
    yield NOUN[title.factuality].format(title.noun)
    agents, patients = (_nominal(fillers) for fillers in (title.agent, title.patient))
    if title.info.symmetric and (agents or patients):
        people = [*agents, *patients]
        yield f"{'between' if len(people) > 1 else 'involving'} {listed(people)}"
        return
    if patients:
        role = "patient" if title.fillers.get("patient") else "recipient"
        is_trigger = title.noun != title.info.label.lower()
        before = title.preposition(patients[0]) if is_trigger else None
        yield f"{before or noun_preposition(title.info.name, role)} {listed(patients)}"
    if agents:
        yield f"by {listed(agents)}"


def _nominal(fillers: Sequence[Filler]) -> list[Filler]:
    """The fillers that can follow a preposition; no clauses."""
    return [each for each in fillers if not (each.is_text and CLAUSE.match(each.text))]


def _state(info: ClassInfo, fillers: Mapping[str, list[Filler]], factuality: str, title: object) -> str:
    """ "Sollas, Foreign Minister of Karvelia", "Orrin located in Karvelia"; a post may name its body."""
    label = STATE[factuality].format(
        state_words(info.shortcut_label or info.label, str(title) if title else None)
    )
    agent, patient = (listed(fillers.get(role, [])) for role in ("agent", "patient"))
    if title and agent:
        bodies = [each.text for each in fillers.get("patient", []) if each.text in label]
        return f"{agent}, {label}{f' of {patient}' if patient and not bodies else ''}"
    return " ".join(part for part in (agent, label, patient) if part)
