"""Titles of events in words: "Orla Venn met Tom Arley in Quito", "12 people were killed in Tolvaz"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.api import models
from kg.api.rest.edge_labels import POST
from kg.api.rest.filters import is_in
from kg.api.tables.ontology import ClassInfo
from kg.api.tables.open_build import Graph
from kg.query.edge_words import NOUN, PREPOSITIONS, STATE, Verb, pronouns, verb_words

READ = 30  # claims of an event that its title is made from
VERB_WEIGHT = 2.5  # a verb makes a sentence; a noun stands for an event only if it is much more frequent
LISTED = 2  # names of a role; of more, the others are counted
ARTICLES = ("a ", "an ", "the ")
# What a clause begins with that follows a verb as it is: "charged with theft", "said that", "asked whether".
CLAUSE = re.compile(
    r"[\"“'‘]|(about|after|against|as|at|by|for|from|how|if|in|into|of|on|over|that|to|what|when|whether|who|why|with)\b",
    re.IGNORECASE,
)
PLACES = frozenset({"Place", "City", "Country"})
SPEECH = "Communication"  # the family of classes whose topics are clauses
LONGEST = 70  # characters of a filler
WORDS = (
    'SELECT c.predicate, v.past, v.participle, c."trigger" FROM claim c LEFT JOIN verb v USING (class, predicate) '
    f"WHERE c.event = ? ORDER BY c.uncertain, c.id LIMIT {READ}"
)


@dataclass(frozen=True, slots=True)
class Filler:
    """The filler of a role in words."""

    text: str
    is_named: bool
    is_plural: bool
    is_place: bool
    is_text: bool  # only words, such as a clause


def event_title(graph: Graph, id: str, info: ClassInfo, fields: Mapping[str, object]) -> str:
    """What happened, by whom, to whom and where, in the words of most of its claims.

    `fields` are those of models.EventSummary, and `post` of a position. Pronouns and disputed numbers are left out.
    """
    fillers = _fillers(graph, fields["participants"])  # type: ignore[arg-type]  # as models.EventSummary has it
    factuality = str(fields["factuality"])
    if info.is_state:
        return _first_upper(_state(info, fillers, factuality, fields.get("post")))
    verb, trigger = _words(graph, id)
    numbers = [_number(each, known=not fields["disputed"]) for each in fields["quantities"]]  # type: ignore[attr-defined]
    said = {filler.text for role in ("agent", "patient", "recipient") for filler in fillers.get(role, ())}
    is_speech = info.family == SPEECH and verb is not None
    parts = (
        *_parts(verb, trigger or info.label.lower(), fillers, numbers, factuality),
        *_circumstances(fillers, said, is_speech=is_speech),
    )
    return _first_upper(" ".join(part for part in parts if part))


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- fillers


def _fillers(graph: Graph, participants: Sequence[models.Participant]) -> dict[str, list[Filler]]:
    """What fills each role: those with a name, or else the one that says most. No pronouns."""
    ids = [each.entity.id for each in participants if each.entity]
    where, values = is_in("id", ids)
    rows = graph.table.rows(f"SELECT id, named, size FROM entity WHERE {where}", values)
    known = {id: (bool(named), size) for id, named, size in rows}
    by_role: dict[str, list[Filler]] = {}
    for each in participants:
        filler = _filler(each, *known.get(each.entity.id if each.entity else "", (False, None)))
        if filler is not None:
            by_role.setdefault(each.role, []).append(filler)
    return {role: _telling(fillers) for role, fillers in by_role.items()}


def _filler(participant: models.Participant, is_named: bool, size: float | None) -> Filler | None:
    text = participant.text
    if participant.event:
        text = participant.event.label.partition(":")[0].lower()
    elif not is_named:
        if text.lower() in pronouns() or not any(letter.isalpha() for letter in text):
            return None
        if text.lower().startswith(ARTICLES):
            text = text[0].lower() + text[1:]
    is_plural = (size or 0) > 1 or bool(participant.entity and participant.entity.type == "Group")
    return Filler(
        text=_cut(text),
        is_named=is_named,
        is_plural=is_plural,
        is_place=participant.entity is not None and participant.entity.type in PLACES,
        is_text=participant.entity is None and participant.event is None,
    )


def _telling(fillers: list[Filler]) -> list[Filler]:
    named = [filler for filler in fillers if filler.is_named]
    return named or [max(fillers, key=lambda filler: (filler.is_plural, len(filler.text)))]


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition(" ")[0].rstrip(",;: ") + " …"


def _listed(fillers: Sequence[Filler]) -> str:
    names = [filler.text for filler in fillers]
    if len(names) > LISTED + 1:
        return f"{', '.join(names[:LISTED])} and {len(names) - LISTED} others"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


# --- words


def _words(graph: Graph, id: str) -> tuple[Verb | None, str]:
    """The most frequent word of its claims: a verb, or the trigger of a noun."""
    rows = graph.table.rows(WORDS, [id])
    words = Counter((Verb(*row[:3]), "") if row[1] else (None, str(row[3])) for row in rows)
    return max(words, key=lambda each: words[each] * (VERB_WEIGHT if each[0] else 1), default=(None, ""))


def _number(quantity: models.Quantity, *, known: bool) -> tuple[str, str]:
    """The name of a quantity, and its number with "people": "at least 12 people"; "people" alone if it is not known."""
    words = (quantity.modifier, f"{quantity.value:,.10g}", quantity.unit) if known else ()
    return quantity.name, " ".join(word for word in (*words, "people") if word)


def _parts(
    verb: Verb | None,
    trigger: str,
    fillers: dict[str, list[Filler]],
    numbers: list[tuple[str, str]],
    factuality: str,
) -> Iterator[str]:
    agent, patient = fillers.get("agent", []), fillers.get("patient") or fillers.get("recipient") or []
    counted = next((number for name, number in numbers if verb and name == verb.participle), "")
    if verb is None:
        people = _listed([*agent, *patient])
        yield NOUN[factuality].format(trigger) + (f": {people}" if people else "")
    elif agent:
        yield from (_listed(agent), verb_words(verb, "agent", factuality), _listed(patient) or counted)
    elif patient and patient[0].is_place:
        yield f"{trigger}: {_listed(patient)}"
    elif patient or counted:
        words = verb_words(verb, "patient", factuality)
        is_counted = counted and not (patient and patient[0].is_named)
        if is_counted or len(patient) > 1 or patient[0].is_plural:
            words = words.replace("was ", "were ", 1)
        yield from (counted if is_counted else _listed(patient), words)
    else:
        yield verb.participle


def _circumstances(fillers: dict[str, list[Filler]], said: set[str], *, is_speech: bool) -> Iterator[str]:
    """Where it happened, and about what."""
    for role, preposition in PREPOSITIONS.items():
        texts = [filler for filler in fillers.get(role, []) if filler.text not in said]
        if texts and role != "recipient":
            said.add(texts[0].text)
            is_clause = role == "topic" and (is_speech or CLAUSE.match(texts[0].text))
            yield texts[0].text if texts[0].is_text and is_clause else f"{preposition} {texts[0].text}"


def _state(info: ClassInfo, fillers: dict[str, list[Filler]], factuality: str, title: object) -> str:
    label = POST.sub(str(title) if title else r"\g<0>", info.shortcut_label or info.label)
    agent, patient = (_listed(fillers.get(role, [])) for role in ("agent", "patient"))
    return " ".join(part for part in (agent, STATE[factuality].format(label), patient) if part)
