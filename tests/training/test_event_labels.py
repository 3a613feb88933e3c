"""How annotation that resolves pronouns becomes labels of the words in the sentence."""

from __future__ import annotations

from typing import Any

import pytest

from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.events.context import EventContext
from kg.events.find import rule_events
from kg.events.learned.features import PairContext
from kg.pipeline import Source, load, parse
from kg.read.clean import clean
from kg.records import RawArticle
from training.event_labels import pairs_of, token_places

pytestmark = pytest.mark.model


def labels(text: str, trigger: str, **roles: str) -> dict[str, str | None]:
    """The labels by word that differ from "no role", for an event with one filler a role."""
    known = load(Source())
    parsed = parse(clean(RawArticle("a", "a", text), known.boilerplate), known)
    assert parsed is not None
    resolution = resolve(parsed, find_mentions(parsed))
    rules = rule_events(EventContext(parsed, resolution, known.lexicon))
    event = {
        **_span(text, trigger),
        "class": "Departure",
        "also": [],
        "factuality": "actual",
        "doubtful": False,
    }
    event |= {"same": None, "roles": {role: [_span(text, words)] for role, words in roles.items()}}
    place = token_places(parsed)
    context = PairContext.of(parsed, resolution, frozenset({place[event["begin"]]}))
    pairs = pairs_of(context, rules, [event], place)
    return {parsed.doc[pair.token].text: pair.role for pair in pairs if pair.role != ""}


def _span(text: str, words: str) -> dict[str, Any]:
    begin = text.index(words)
    return {"begin": begin, "end": begin + len(words), "text": words}


def test_a_pronoun_gets_the_role_of_the_name_it_was_resolved_to() -> None:
    text = "Ada Lunt said on Monday that she had left the party."
    found = labels(text, "left", agent="Ada Lunt", patient="party")
    assert found == {"Ada": None, "she": "agent", "party": "patient"}


def test_the_subject_keeps_its_role_beside_a_pronoun() -> None:
    text = "Ada Lunt left the party after her brother had called."
    found = labels(text, "left", agent="Ada Lunt", patient="party")
    assert sorted(map(str, found.values())) == ["agent", "patient"]
    assert "her" not in found


def test_a_noun_that_rules_give_the_role_of_a_name_stays_open() -> None:
    text = "Ada Lunt spoke first. The minister left the party, said Bo Hale of the Ferry Union."
    found = labels(text, "left", agent="Ada Lunt", patient="party")
    assert found["minister"] in ("agent", None)
    assert "Hale" not in found
