"""The text around the trigger of a claim, as its article has it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg import vocab
from kg.api.tables.open_build import Graph
from kg.query.facts import Facts, facts_of, number, sentence_offsets, trigger_begin, trigger_offsets
from kg.query.phrases.title_words import title_words

LONGEST_SENTENCE = 600  # characters after a trigger that may be of its sentence


@dataclass(frozen=True, slots=True)
class ClaimTexts:
    """Texts around the triggers of claims, which are given by id; those of articles are kept for one response."""

    graph: Graph
    _texts: dict[str, str] = field(default_factory=dict)

    def between(self, claim: str, entity: str) -> str | None:
        """The text from the trigger to the words of an entity; None if those do not follow."""
        end = trigger_offsets(self._facts(claim))[1]
        begin = min((each for each in self._begins(claim, entity) if each >= end), default=None)
        return None if begin is None else self._text(claim)[end:begin]

    def before(self, claim: str, words: str) -> str | None:
        """The text from the trigger to words of the sentence that name no entity; None if those do not follow."""
        end, text = trigger_offsets(self._facts(claim))[1], self._text(claim)
        found = text.find(words, end, end + LONGEST_SENTENCE)
        return None if found < 0 else text[end:found]

    def after(self, claim: str) -> str:
        """The text from the trigger to the end of the sentence."""
        facts = self._facts(claim)
        return self._text(claim)[trigger_offsets(facts)[1] : sentence_offsets(facts)[1]]

    def sentence(self, claim: str) -> tuple[str, int]:
        """The sentence, and where in it the trigger begins."""
        facts = self._facts(claim)
        begin, end = sentence_offsets(facts)
        return self._text(claim)[begin:end], trigger_offsets(facts)[0] - begin

    def preceding(self, claim: str) -> str:
        """The text from the beginning of the sentence to the trigger, after a space."""
        facts = self._facts(claim)
        return f" {self._text(claim)[sentence_offsets(facts)[0] : trigger_offsets(facts)[0]]}"

    def factuality(self, claim: str, factuality: str) -> str:
        """That of its verb: "alleged" if something possible is what somebody is accused of."""
        is_past = factuality == "possible" and title_words().accusing.search(self.preceding(claim))
        return "alleged" if is_past else factuality

    def leading(self, claim: str, entity: str) -> str:
        """The word before the first words of the sentence that mean an entity, in small letters."""
        words = self._text(claim)[: min(self._begins(claim, entity), default=0)].split()
        return words[-1].lower() if words else ""

    def is_behind(self, claim: str, entity: str) -> bool:
        """Whether all words for an entity follow the trigger."""
        begins = self._begins(claim, entity)
        return bool(begins) and min(begins) > trigger_begin(claim)

    def _begins(self, claim: str, entity: str) -> list[int]:
        """Where the words of the claim begin that mean an entity."""
        article, target = self._article(claim), self.graph.entity(entity)
        evidence = self._facts(claim).get(vocab.EVIDENCE, [])
        phrases = (facts_of(self.graph.store, each.value, article) for each in evidence)
        return [
            number(phrase, vocab.BEGIN)
            for phrase in phrases
            if any(meant.value == target for meant in phrase.get(vocab.REFERS_TO, []))
        ]

    def _article(self, claim: str) -> str:
        return self.graph.article(claim.partition(":")[0])

    def _facts(self, claim: str) -> Facts:
        return facts_of(self.graph.store, self.graph.claim(claim), self._article(claim))

    def _text(self, claim: str) -> str:
        article = self._article(claim)
        if article not in self._texts:
            self._texts[article] = self.graph.store.text(article)
        return self._texts[article]
