"""Quotations: the text between quotation marks, paragraph by paragraph, and the speakers beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.grammar.parsed import Parsed


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens [start, stop) of one paragraph in quotation marks, the marks included."""

    start: int
    stop: int

    def __contains__(self, token: int) -> bool:
        return self.start <= token < self.stop

    def distance(self, token: int) -> int:
        return max(self.start - token, token - self.stop + 1, 0)


@dataclass(frozen=True, slots=True)
class Marks:
    """The words or tags that open and close a quotation; a straight mark does both."""

    opening: frozenset[str]
    closing: frozenset[str]


STRAIGHT = frozenset({'"', "``", "''"})
# Double marks by their characters, whatever the tagger makes of them.
CHARACTERS = Marks(opening=frozenset("“«„") | STRAIGHT, closing=frozenset("”»") | STRAIGHT)
# Marks by their tags: also single ones, which the tagger distinguishes from apostrophes.
TAGS = Marks(opening=frozenset({"``"}), closing=frozenset({"''"}))


def find_quotations(parsed: Parsed, marks: Marks = CHARACTERS) -> Iterator[Quotation]:
    """Yield quotations in text order; one without a closing mark ends with its paragraph.

    Attribution uses `CHARACTERS`: words in single marks often quote nobody. Coreference uses `TAGS`: where speech is
    in single marks, as in some British and Australian news, "I" still refers to its speaker.
    """
    texts = parsed.tree.tags if marks is TAGS else parsed.tree.words
    start: int | None = None
    for token, text in enumerate(texts):
        if start is not None and parsed.sections[token] != parsed.sections[start]:
            yield Quotation(start, token)
            start = None
        if start is None:
            start = token if text in marks.opening else None
        elif text in marks.closing:
            yield Quotation(start, token + 1)
            start = None
    if start is not None:
        yield Quotation(start, len(texts))


def quotation_numbers(quotations: Iterable[Quotation], length: int) -> Sequence[int | None]:
    """For each token of a doc the number of the quotation that it is in, or None."""
    numbers: list[int | None] = [None] * length
    for number, quotation in enumerate(quotations):
        for token in range(quotation.start, quotation.stop):
            numbers[token] = number
    return numbers


def find_speakers(
    parsed: Parsed, quotations: Sequence[int | None], speaking: Collection[str]
) -> Mapping[int, int]:
    """Quotation number -> the subject of the verb of saying outside it, in one of its sentences."""
    in_sentence: dict[int, list[int]] = {}
    for token, number in enumerate(quotations):
        numbers = in_sentence.setdefault(parsed.sentence_of[token], [])
        if number is not None and number not in numbers:
            numbers.append(number)
    speakers: dict[int, int] = {}
    for token, frame in parsed.frames.items():
        if frame.lemma in speaking and quotations[token] is None:
            for subject in frame.subject[:1]:
                for number in in_sentence[parsed.sentence_of[token]] if quotations[subject] is None else ():
                    speakers.setdefault(number, subject)
    return speakers
