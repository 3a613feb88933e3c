"""The sources of claims: who says what an article attributes to somebody, the outermost first.

Speech is found by its grammar, and where a quotation runs on over sentences by its quotation marks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.claims.quoted_speech import Spoken, headlines, speakers_of
from kg.claims.speech_grammar import by_grammar
from kg.claims.stances import Stances
from kg.grammar.quotations import find_quotations


@dataclass(frozen=True, slots=True)
class Speech:
    """One article's words of saying, and its quotations with their speakers."""

    stances: Stances
    quotations: Mapping[int, Sequence[Spoken]]  # by each of their tokens

    def speakers(self, token: int) -> tuple[int, ...]:
        """The head tokens of the sources of the clause of a token, the outermost first."""
        found = by_grammar(self.stances, token)
        for quotation, speakers in self.quotations.get(token, ()):
            if all(speaker in quotation for speaker in found):
                found = (*speakers, *found)
        return tuple(dict.fromkeys(found))


def read_speech(stances: Stances) -> Speech:
    """The quotations of an article with their speakers, each of which may be that of the one before."""
    found: list[Spoken] = []
    for quotation in find_quotations(stances.parsed):
        before = found[-1] if found else None
        found.append((quotation, speakers_of(stances, quotation, before)))
    at: dict[int, list[Spoken]] = defaultdict(list)
    for quotation, speakers in (*headlines(stances), *found):
        for token in range(quotation.start, quotation.stop):
            at[token].append((quotation, speakers))
    return Speech(stances, at)
