"""Why two entities or events may be the same, in words: the parts of the scores of `ontology/link.yaml`."""

from __future__ import annotations

from collections.abc import Iterable

SETTINGS = frozenset({"merge", "review", "base"})  # thresholds, and what every pair of events has
ENTITIES = {
    "same name": "they have the same name",
    "alias": "an article uses both names for one entity",
    "transliteration": "the names may be two spellings of one name",
    "acronym": "one name may be an abbreviation of the other",
    "kind of place": "the names differ only in the kind of place",
    "part of name": "one name is a shorter form of the other",
    "surname": "one name is the surname of the other",
    "generation": "one name has Jr, Sr or a number that the other lacks",
    "only": "no other person in these articles has the surname",
    "well known": "several articles have the full name",
    "context": "their articles mention the same other names",
    "copies": "their articles are versions of one wire story",
    "country": "they belong to the same country",
    "other country": "they belong to different countries",
    "position": "they hold the same position",
    "other position": "they hold different positions",
    "decades": "they are a generation apart",
    "together": "one article mentions both",
}
EVENTS = {
    "class": "they are of the same class",
    "compatible class": "they are of different, related classes",
    "predicate": "they are reported with the same word",
    "repeated": "articles report many events of this class",
    "filler": "they have the same participant in the same role",
    "entity": "they have the same participant in another role",
    "local filler": "an unnamed participant is described with the same word",
    "other filler": "they have different participants in the same role",
    "strangers": "they have no named participant in common",
    "other local filler": "an unnamed participant is described differently",
    "names": "their sentences mention the same names",
    "place": "they are in the same place",
    "other place": "they are in different places",
    "day": "they are on the same day",
    "time": "their dates overlap",
    "next day": "they are a day apart",
    "other day": "they are on different days",
    "other time": "they are at different times",
    "sentence's day": "another claim of the sentence is on the day of the other",
    "late": "a plan and an act are within a week",
    "background": "one is of an earlier year, the other has no date, and they name nobody in common",
    "deaths": "both count the dead",
    "quantity": "they have the same number",
    "other quantity": "they have different numbers",
    "other sum": "they have different sums of money",
    "another": 'one of them is called "another" or "a second"',
    "words": "their sentences have words in common",
    "story": "their articles are about the same story",
    "copies": "their articles are versions of one wire story",
    "partners": "their sentences are versions of one sentence",
    "article": "one article reports both",
    "sentence": "one sentence reports both",
    "definite": "one is mentioned as already known",
    "headline": "a headline reports one of them or both",
    "news": "both are the main news of their articles",
    "apart": "their articles are weeks apart and one event has no date",
    "other occurrence": "one is not a single event",
    "content": "one is the content of the other",
    "other word": "one sentence reports them with different words",
    "other subject": "they are about two subjects",
    "same group": "the model that compares claims within an article joins them",
    "other group": "the model that compares claims within an article separates them",
}
WORDS = {"entity": ENTITIES, "event": EVENTS}


def reasons(kind: str, parts: Iterable[tuple[str, float]]) -> tuple[list[str], list[str]]:
    """What speaks for and against a link of this kind, each with the strongest reason first."""
    words = WORDS.get(kind, {})
    ranked = sorted((part for part in parts if part[0] not in SETTINGS), key=lambda part: -abs(part[1]))
    pro = [words.get(name, name) for name, value in ranked if value > 0]
    return pro, [words.get(name, name) for name, value in ranked if value < 0]
