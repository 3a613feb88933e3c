"""Titles of states: "Orrin is in Karvelia", "Irena Sollas is Foreign Minister of Karvelia"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.api import models
from kg.api.rest.titles.edge_labels import state_words
from kg.api.rest.titles.title_fillers import EventFacts, Filler, listed
from kg.api.tables.ontology import ClassInfo
from kg.query.phrases.edge_words import STATE
from kg.query.phrases.states import state_phrase


def state_title(info: ClassInfo, fillers: Mapping[str, list[Filler]], facts: EventFacts) -> str:
    """A state as a sentence."""
    factuality, title = facts.factuality, facts.post or None
    agents, patients = (fillers.get(role, []) for role in ("agent", "patient"))
    if title and patients and _names_relative(agents, title):
        return f"{STATE[factuality].format(title)} of {listed(patients)}"
    is_plural = len(agents) > 1 or any(each.is_plural for each in agents)
    value = listed(patients) or _number(facts.quantities)
    if title and not (value or is_plural):
        title = _with_article(title)
    phrase = state_phrase(info.name, factuality, is_plural=is_plural, title=title, has_patient=bool(value))
    if not agents or phrase is None:
        label = STATE[factuality].format(state_words(info.shortcut_label or info.label, title))
        return " ".join(part for part in (listed(agents), label, value) if part)
    if title and phrase.endswith(title):
        is_named = any(each.text in title for each in patients)
        return f"{listed(agents)} {phrase}{f' of {value}' if value and not is_named else ''}"
    return " ".join(part for part in (listed(agents), phrase, value) if part)


def _names_relative(agents: list[Filler], title: str) -> bool:
    """Whether the only words for somebody say already whose relative it is: "her mother"."""
    return (
        len(agents) == 1 and not agents[0].is_named and agents[0].text.lower().endswith(f" {title.lower()}")
    )


def _number(quantities: Sequence[models.Quantity]) -> str:
    return next((f"{each.modifier or ''} {each.value:,.10g}".strip() for each in quantities), "")


def _with_article(title: str) -> str:
    """One word in small letters with its article: "a painter"; "district commander" and "Judge" need none."""
    if " " in title or not title.islower():
        return title
    return f"{'an' if title[0] in 'aeiou' else 'a'} {title}"
