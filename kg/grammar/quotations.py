"""Quotations: the text between quotation marks, paragraph by paragraph, and the speakers beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

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
PAUSES = frozenset({",", ".", "!", "?"})  # before the mark that closes what somebody says
# Double marks by their characters, whatever the tagger makes of them.
CHARACTERS = Marks(opening=frozenset("“«„") | STRAIGHT, closing=frozenset("”»") | STRAIGHT)
# Marks by their tags: also single ones, which the tagger distinguishes from apostrophes.
TAGS = Marks(opening=frozenset({"``"}), closing=frozenset({"''"}))


def find_quotations(parsed: Parsed, marks: Marks = CHARACTERS) -> Iterator[Quotation]:
    """Yield quotations in text order; one without a closing mark ends with its paragraph.

    It goes on in the next paragraph where the first mark is a closing one: some papers leave out the opening one.

    Attribution uses `CHARACTERS`: words in single marks often quote nobody. Coreference uses `TAGS`: where speech is
    in single marks, as in some British and Australian news, "I" still refers to its speaker.
    """
    texts = parsed.tree.tags if marks is TAGS else parsed.tree.words
    start: int | None = None
    for _, group in groupby(range(len(texts)), key=parsed.sections.__getitem__):
        paragraph = list(group)
        places = [token for token in paragraph if texts[token] in marks.opening | marks.closing]
        is_continued = start is not None and places and _closes(parsed, places[0], texts, marks)
        start = paragraph[0] if is_continued else None
        for place in places:
            if start is None:
                start = place if texts[place] in marks.opening else None
            elif texts[place] in marks.closing:
                yield Quotation(start, place + 1)
                start = None
        if start is not None:
            yield Quotation(start, paragraph[-1] + 1)


def _closes(parsed: Parsed, mark: int, texts: Sequence[str], marks: Marks) -> bool:
    """True for a closing mark behind a comma or full stop of its own paragraph."""
    is_behind = parsed.sections[mark - 1] == parsed.sections[mark] and parsed.tree.words[mark - 1] in PAUSES
    return is_behind and texts[mark] in marks.closing


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
