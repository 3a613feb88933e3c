"""What a phrase of time is read against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kg.ontology.language import Language
from kg.ontology.words.time_words import TimeWords
from kg.times.periods import Days

Groups = Mapping[str, str]  # the parts of a phrase by name: "unit": "weeks"


@dataclass(frozen=True, slots=True)
class Clock:
    """What a phrase is read against: the article's day, whether its event lies ahead, the days named last before it."""

    language: Language
    today: date | None
    ahead: bool = False
    named: Days | None = None

    @property
    def words(self) -> TimeWords:
        return self.language.times
