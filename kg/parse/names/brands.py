"""Names that end in a possessive: "Lowe's opened 12 stores" is about Lowe's, not about Lowe."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from kg.ontology.name_rules import AMOUNTS
from kg.parse.names.doc_words import DocWords
from kg.parse.names.evidence import LISTED
from kg.parse.names.votes import Scores, best

Spans = Mapping[tuple[int, int], Scores]
POSSESSIVES = frozenset({"'s", "\u2019s"})
FINITE = frozenset(
    {"VBD", "VBZ", "MD"}
)  # tags of verbs; a possessive before one belongs to its subject's name


def with_brands(
    texts: Sequence[DocWords], scores_of_docs: Sequence[Spans], prepositions: Collection[str]
) -> list[Spans]:
    """The spans of each doc of an article; a name that owns nothing before a verb has its possessive everywhere.

    Not after a preposition: "a friend of Lowe's said".
    """
    docs = list(zip(texts, scores_of_docs, strict=True))
    brands = {name for text, scores in docs for name in _brands(text, scores, prepositions)}
    return [_extended(text, scores, brands) if brands else scores for text, scores in docs]


def _brands(text: DocWords, scores: Spans, prepositions: Collection[str]) -> Iterator[tuple[str, ...]]:
    for start, end in _before_possessive(text, scores):
        verb = next(iter(text.tags[end + 1 : end + 2]), "")
        is_after = start > 0 and text.words[start - 1] in prepositions
        if not is_after and (verb == "VBD" or (text.tags[end] == "POS" and verb in FINITE)):
            yield tuple(text.words[start:end])


def _extended(text: DocWords, scores: Spans, brands: set[tuple[str, ...]]) -> Spans:
    extended = {
        (start, end): tuple(text.words[start:end]) in brands
        for start, end in _before_possessive(text, scores)
    }
    return {
        (start, end + 1) if extended.get((start, end)) else (start, end): (
            {**each, "ORG": each.get("ORG", 0.0) + LISTED} if extended.get((start, end)) else each
        )
        for (start, end), each in scores.items()
    }


def _before_possessive(text: DocWords, scores: Spans) -> Iterator[tuple[int, int]]:
    """The names right before a possessive."""
    for (start, end), each in scores.items():
        is_name = best(each) not in AMOUNTS and text.words[end - 1][:1].isupper()
        if is_name and end < len(text.words) and text.words[end] in POSSESSIVES:
            yield start, end
