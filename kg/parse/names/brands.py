"""Names that end in a possessive: "Lowe's opened 12 stores" is about Lowe's, not about Lowe."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from kg.ontology.name_rules import AMOUNTS
from kg.parse.names.doc_words import DocWords
from kg.parse.names.evidence import LISTED
from kg.parse.names.votes import Scores, best

Spans = Mapping[tuple[int, int], Scores]
POSSESSIVES = frozenset({"'s", "\u2019s"})
# tags of verbs; a possessive before one belongs to its subject's name
FINITE = frozenset({"VBD", "VBZ", "MD"})
PARTICIPLES = frozenset({"VBD", "VBN"})
OBJECTS = frozenset({"NNP", "NNPS", "DT", "PRP$", "PRP", "CD"})  # tags that begin the object of a verb
# Tags of what nobody owns
ENDS = frozenset({".", ",", ":", "IN", "TO", "CC", "RB", "WDT", "WP", "-RRB-", "''"})
COPULAS = frozenset({"is", "was", "are", "were", "be", "been"})
NAMING = frozenset({"NN", "JJ", "CD"})  # beginnings of the tags of what a country before it describes
SITES = frozenset({"at", "in", "by", "for"})  # before a body: "workers at Levi's"; not "larger than Orvex's"


def with_branches(text: DocWords, scores: Spans) -> Spans:
    """The spans of a doc, a body with the country behind it as one: "*Orvex Ireland* said", not "Orvex US sales"."""
    ends = {end: (start, end) for start, end in scores if best(scores[start, end]) == "ORG"}
    joined: dict[tuple[int, int], Scores] = {}
    for (start, end), each in scores.items():
        body = ends.get(start)
        after = next(iter(text.tags[end : end + 1]), "")
        is_country = best(each) == "GPE" and each["GPE"] >= LISTED
        if body in joined and is_country and text.tags[start] == "NNP" and after[:2] not in NAMING:
            joined[body[0], end] = joined.pop(body)
        else:
            joined[start, end] = each
    return joined


def with_brands(
    texts: Sequence[DocWords], scores_of_docs: Sequence[Spans], prepositions: Collection[str]
) -> list[Spans]:
    """The spans of each doc of an article; a name that owns nothing before a verb has its possessive everywhere.

    Not after a preposition: "a friend of Lowe's said".
    """
    docs = list(zip(texts, scores_of_docs, strict=True))
    brands = {name for text, scores in docs for name in _brands(text, scores, prepositions)}
    bare = {name for text, scores in docs for name in _without_possessive(text, scores)}
    likely = {name for text, scores in docs for name in (*_bodies(text, scores), *_subjects(text, scores))}
    brands |= likely - bare
    return [_extended(text, scores, brands) if brands else scores for text, scores in docs]


def _brands(text: DocWords, scores: Spans, prepositions: Collection[str]) -> Iterator[tuple[str, ...]]:
    for start, end in _before_possessive(text, scores):
        verb = next(iter(text.tags[end + 1 : end + 2]), "")
        is_after = start > 0 and text.words[start - 1] in prepositions
        if not is_after and (verb == "VBD" or (text.tags[end] == "POS" and verb in FINITE)):
            yield tuple(text.words[start:end])


def _bodies(text: DocWords, scores: Spans) -> Iterator[tuple[str, ...]]:
    """Bodies of no list whose possessive owns nothing: "Levi's *sued Orvex*", "bought Levi's *for 3 million euros*".

    Of others, "Orvex's" may leave out a word of before: "its profit was larger than Orvex's". Initials have no 's.
    """
    for start, end in _before_possessive(text, scores):
        each, before = scores[start, end], text.words[start - 1].lower() if start else ""
        is_open = not start or text.tags[start - 1] != "IN" or before in SITES
        is_body = best(each) == "ORG" and max(each.values()) < LISTED and not text.words[start].isupper()
        if (
            is_body
            and is_open
            and before != "the"
            and not _is_said_of(text, start)
            and _owns_nothing(text, end)
        ):
            yield tuple(text.words[start:end])


def _subjects(text: DocWords, scores: Spans) -> Iterator[tuple[str, ...]]:
    """Names before a verb with its object that is tagged as a participle: "Levi's *sued Orvex*".

    In quotations people shorten "has": "Ada's sued Orvex". Outside of them one phrase in all training articles does.
    """
    for start, end in _before_possessive(text, scores):
        tags = [*text.tags[end + 1 : end + 3], "", ""]
        if tags[0] in PARTICIPLES and tags[1] in OBJECTS and not _is_quoted(text, start):
            yield tuple(text.words[start:end])


def _is_quoted(text: DocWords, token: int) -> bool:
    before = text.words[:token]
    straight = sum(word in ('"', "``", "''") for word in before)
    return straight % 2 == 1 or sum((word == "\u201c") - (word == "\u201d") for word in before) > 0


def _is_said_of(text: DocWords, start: int) -> bool:
    """True after "be": "the house *is* Orvex's"."""
    return text.words[start - 1].lower() in COPULAS if start else False


def _owns_nothing(text: DocWords, possessive: int) -> bool:
    """True where a verb with its object, a preposition or the end of the sentence follows."""
    after = [*text.tags[possessive + 1 : possessive + 3], "", ""]
    is_last = possessive + 1 >= len(text.words) or text.is_first[possessive + 1]
    return (
        is_last or after[0] in ENDS or after[0] == "VBD" or (after[0] in PARTICIPLES and after[1] in OBJECTS)
    )


def _without_possessive(text: DocWords, scores: Spans) -> Iterator[tuple[str, ...]]:
    for start, end in scores:
        if end == len(text.words) or text.words[end] not in POSSESSIVES:
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
