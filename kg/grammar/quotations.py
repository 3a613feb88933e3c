"""What stands between quotation marks, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.grammar.parsed import Parsed

OPENING, CLOSING, STRAIGHT = frozenset("“«„"), frozenset("”»"), frozenset(['"', "``", "''"])


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens [start, stop) of one paragraph in quotation marks, the marks among them."""

    start: int
    stop: int

    def __contains__(self, token: int) -> bool:
        return self.start <= token < self.stop

    def distance(self, token: int) -> int:
        return max(self.start - token, token - self.stop + 1, 0)


def find_quotations(parsed: Parsed) -> Iterator[Quotation]:
    """In text order. What is not closed runs on to the end of its paragraph."""
    start: int | None = None
    words = parsed.tree.doc
    for token, word in enumerate(words):
        if start is not None and parsed.sections[token] != parsed.sections[start]:
            yield Quotation(start, token)
            start = None
        if start is None:
            start = token if word.text in OPENING or word.text in STRAIGHT else None
        elif word.text in CLOSING or word.text in STRAIGHT:
            yield Quotation(start, token + 1)
            start = None
    if start is not None:
        yield Quotation(start, len(words))
