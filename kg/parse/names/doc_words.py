"""The words of a doc in plain lists: making spaCy's tokens again and again took most of the time of the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from spacy.tokens import Doc

HEADLINE = 0.6  # share of capitals from which a sentence is a headline: there capitals do not mark names
SHORTEST_HEADLINE = 5  # words


@dataclass(frozen=True, slots=True)
class DocWords:
    """Words, tags, and whether each word starts a sentence."""

    words: Sequence[str]
    tags: Sequence[str]
    is_first: Sequence[bool]

    @classmethod
    def of(cls, doc: Doc) -> "DocWords":
        first = [start == 1 for start in doc.to_array("SENT_START").tolist()]
        return cls(_strings(doc, "ORTH"), _strings(doc, "TAG"), [True, *first[1:]] if first else [])

    def headlines(self) -> list[tuple[int, int]]:
        """The sentences in capitals or Title Case, as words [start, end)."""
        capitals = list(accumulate((word[:1].isupper() for word in self.words), initial=0))
        letters = list(accumulate((word[:1].isalpha() for word in self.words), initial=0))
        starts = [i for i, is_first in enumerate(self.is_first) if is_first]
        return [
            (start, end)
            for start, end in zip(starts, [*starts[1:], len(self.words)], strict=True)
            if letters[end] - letters[start] >= SHORTEST_HEADLINE
            and capitals[end] - capitals[start] > HEADLINE * (letters[end] - letters[start])
        ]


def character_offsets(doc: Doc, words: Sequence[str]) -> tuple[str, dict[int, int], dict[int, int]]:
    """The text, and where its words start (character -> word) and end (character -> the word after)."""
    spaces = doc.to_array("SPACY").tolist()
    text = "".join([word + " " if space else word for word, space in zip(words, spaces, strict=True)])
    starts, ends, at = {}, {}, 0
    for i, (word, space) in enumerate(zip(words, spaces, strict=True)):
        starts[at] = i
        at += len(word)
        ends[at] = i + 1
        at += int(space)
    return text, starts, ends


def _strings(doc: Doc, attribute: str) -> list[str]:
    codes = doc.to_array(attribute).tolist()
    names = {code: doc.vocab.strings[code] if code else "" for code in set(codes)}
    return [names[code] for code in codes]
