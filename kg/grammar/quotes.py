"""Quotations of an article: which tokens stand inside one, and who says it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kg.grammar.parsed import Parsed

OPENING, CLOSING = "``", "''"  # tags


def find_quotations(parsed: Parsed) -> Sequence[int | None]:
    """The number of the quotation that each token is in; one ends with its paragraph at the latest."""
    found: list[int | None] = []
    number, is_open = 0, False
    for token, tag in enumerate(parsed.tree.tags):
        if token and parsed.sections[token] != parsed.sections[token - 1]:
            is_open = False
        if tag == OPENING and not is_open:
            is_open, number = True, number + 1
        found.append(number if is_open else None)
        if tag == CLOSING:
            is_open = False
    return found


def find_speakers(
    parsed: Parsed, quotations: Sequence[int | None], speaking: Collection[str]
) -> Mapping[int, int]:
    """Quotation -> the subject of the verb of saying that stands outside it in one of its sentences."""
    spoken: dict[int, list[int]] = {}
    for token, number in enumerate(quotations):
        numbers = spoken.setdefault(parsed.sentence_of[token], [])
        if number is not None and number not in numbers:
            numbers.append(number)
    found: dict[int, int] = {}
    for token, frame in parsed.frames.items():
        if frame.lemma in speaking and quotations[token] is None:
            for subject in frame.subject[:1]:
                for number in spoken[parsed.sentence_of[token]] if quotations[subject] is None else ():
                    found.setdefault(number, subject)
    return found
