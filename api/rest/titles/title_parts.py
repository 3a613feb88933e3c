"""What the title of an event is made of: its word, the fillers of its roles, and their prepositions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.api.rest.titles.claim_texts import ClaimTexts
from kg.api.rest.titles.title_fillers import POSITION, Filler
from kg.api.tables.ontology import ClassInfo
from kg.query.phrases.edge_words import Verb, preposition_in
from kg.query.phrases.prepositions import takes
from kg.query.phrases.title_words import title_words

SPEECH = "Communication"  # the family of classes whose topics are clauses
AS = re.compile(r"\bas (?:an? |the )?$")
QUOTES = "\"“‘'"


@dataclass(frozen=True, slots=True)
class Title:
    """What a title is made of; `claim` is the id of the claim whose sentence has its word."""

    info: ClassInfo
    verb: Verb | None
    noun: str
    claim: str
    trigger: str
    fillers: Mapping[str, list[Filler]]
    numbers: Sequence[tuple[str, str]]
    factuality: str
    texts: ClaimTexts

    @property
    def agent(self) -> list[Filler]:
        """Who does it, without those to whom it is done by another account."""
        undergoing = {each.entity for each in self.patient if each.entity}
        return [each for each in self.fillers.get("agent", []) if each.entity not in undergoing]

    @property
    def patient(self) -> list[Filler]:
        return self.fillers.get("patient") or self.fillers.get("recipient") or []

    @property
    def factuality_of_verb(self) -> str:
        """Of "no one" the verb is not denied once more; what somebody is accused of has happened, if at all."""
        first = next(iter((*self.agent, *self.patient)), None)
        is_denied = (
            self.factuality == "negated"
            and first is not None
            and bool(title_words().negative.match(first.text))
        )
        return "actual" if is_denied else self.texts.factuality(self.claim, self.factuality)

    def preposition(self, filler: Filler) -> str | None:
        """The preposition before a filler in the sentence, "" for none; None if other words are between."""
        gap = self.gap(filler)
        if gap is not None and AS.search(gap) and filler in self.fillers.get(POSITION, ()):
            return "as"
        return None if gap is None else preposition_in(gap)

    def is_behind(self, filler: Filler) -> bool:
        """Whether a filler stands behind the trigger, and not before it."""
        if filler.entity:
            return self.texts.is_behind(self.claim, filler.entity)
        return self.gap(filler) is not None and filler.source not in self.texts.preceding(self.claim)

    def gap(self, filler: Filler) -> str | None:
        """The text from the verb, with its particle, to a filler; None if that does not follow."""
        if filler.entity:
            gap = self.texts.between(self.claim, filler.entity)
        else:
            gap = self.texts.before(self.claim, filler.source)
        return None if gap is None else self._without_particle(gap).rstrip(QUOTES)

    @property
    def rest(self) -> str:
        """The rest of the sentence after the verb with its particle."""
        return self._without_particle(self.texts.after(self.claim))

    def _without_particle(self, text: str) -> str:
        particle = self.verb.lemma.partition(" ")[2] if self.verb else ""
        return text.removeprefix(f" {particle}") if particle else text

    @property
    def may_be_noun(self) -> bool:
        """Whether the sentence may have the noun of the verb: "a visit to", "charges of"."""
        return self.verb is not None and self.trigger in (self.verb.lemma, f"{self.verb.lemma}s")

    @property
    def object_preposition(self) -> str | None:
        """The same for the patient of a verb; None if the sentence may have the noun instead: "the murder of"."""
        assert self.verb is not None
        found = self.preposition(self.patient[0])
        is_noun = self.may_be_noun and self.factuality == "actual"
        if not found or not is_noun or takes(self.info.name, self.verb.lemma, self.patient_role, found):
            return found
        return None

    @property
    def patient_role(self) -> str:
        return "patient" if self.fillers.get("patient") else "recipient"


def is_speech(title: Title) -> bool:
    return title.info.family == SPEECH and title.verb is not None
