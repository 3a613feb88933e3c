"""The last word on names and amounts: the pipeline's entities, mended by forms, lists and a vote in the article.

Labels: PERSON ORG GPE LOC FAC NORP EVENT PRODUCT WEAPON WORK DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL, and
MISC for laws, awards, languages and other names. "the", titles ("President") and directions ("northern") do not
belong to a name; modifiers ("more than") do belong to an amount.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.ontology.files import OntologyFiles
from kg.ontology.name_rules import NameRules, read_name_rules
from kg.ontology.word_patterns import Patterns, Stretch, longest
from kg.parse.name_votes import AMOUNTS, NameMention, Passage, Scores, best, find_missed, join_mentions, vote

# Weights against the pipeline's own probabilities, which sum to one: a name in a list, a form ("... Airport"), an
# unsure name in a list, the last word, a known place, "Mr" before it.
LISTED, FORMED, POSSIBLE, HEADED, PLACED, TITLED = 2.0, 1.5, 0.6, 0.8, 1.0, 1.5
HEADLINE = 0.6  # share of capitals from which a sentence is a headline: capitals no longer tell names there
SHORTEST_HEADLINE = 5  # words
EDGES = frozenset("'\"`,;:!?([]-/|*\u201c\u201d\u2018\u2019\u2013\u2014\u2026") | {
    "'s",
    "\u2019s",
    "''",
    "``",
    "--",
}
PREPOSITIONS = frozenset({"of", "for", "on", "in", "to", "against", "at", "from"})
HONORIFICS = frozenset({"Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr."})


class NewsNames:
    """The pipeline component `news_names`, for an article that is one doc, with the rules of the shipped ontology."""

    def __call__(self, doc: Doc) -> Doc:
        finish_names([doc], self._rules)
        return doc

    @cached_property
    def _rules(self) -> NameRules:
        return read_name_rules(OntologyFiles())

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None: ...

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> "NewsNames":
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "NewsNames":
        return self


@Language.factory("news_names")
def make_names(nlp: Language, name: str) -> NewsNames:
    """The component; its rules are read when it is first called, as `kg.pipeline` calls `finish_names` itself."""
    return NewsNames()


def finish_names(docs: Sequence[Doc], rules: NameRules) -> None:
    """Rewrite `doc.ents` of the docs of one article: mended, completed, voted on together, places with GeoNames ids."""
    passages = [Passage.of(doc) for doc in docs]
    found = [score_names(doc, passage, rules) for doc, passage in zip(docs, passages, strict=True)]
    mentions = join_mentions(passages, found, LISTED)
    mentions += list(find_missed(passages, mentions))
    mentions.sort(key=lambda mention: (mention.doc, mention.start))
    labels = vote(mentions)
    names = [" ".join(passages[m.doc].words[m.start : m.end]) for m in mentions]
    near = {rules.places.countries.get(name, "") for name in names}
    spans: list[list[Span]] = [[] for _ in docs]
    for i, (mention, label) in enumerate(zip(mentions, labels, strict=True)):
        place = ""
        if label in ("GPE", "LOC"):
            region = _after_comma(i, mentions, names, passages[mention.doc].words)
            place = rules.places.iri(names[i], region=region, near=near)
        spans[mention.doc].append(
            Span(docs[mention.doc], mention.start, mention.end, label=label, kb_id=place)
        )
    for doc, own in zip(docs, spans, strict=True):
        doc.set_ents(own)


def _after_comma(i: int, mentions: Sequence[NameMention], names: Sequence[str], words: Sequence[str]) -> str:
    """What follows a place and a comma: "Texas" in "Paris, Texas"."""
    here, at = mentions[i], mentions[i].end + 1
    if at >= len(words) or words[at - 1] != ",":
        return ""
    is_name = i + 1 < len(mentions) and (mentions[i + 1].doc, mentions[i + 1].start) == (here.doc, at)
    return names[i + 1] if is_name else words[at]


def score_names(doc: Doc, passage: Passage, rules: NameRules) -> dict[tuple[int, int], Scores]:
    """Stretches of the doc that do not overlap, in text order, with a score for each label that speaks for itself."""
    words, tags = passage.words, passage.tags
    scores: dict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for start, end, name in rules.lists.find(doc.text, *_characters(doc, words)):
        for entry in rules.lists.entries(name):
            scores[start, end][entry.label] += LISTED if entry.is_sure else POSSIBLE
    for start, end, label in _formed(passage, rules.forms):
        scores[start, end][label] += FORMED
    for start, end, label in longest(rules.amounts.find(rules.amounts.line(words, tags))):
        scores[start, end][label] += 1.0
    for ent in doc.ents:
        span, evidence = _mended(ent, words, rules)
        for label, score in evidence:
            scores[span][label] += score
    kept = longest(Stretch(start, end, "") for start, end in scores)
    return {(start, end): dict(scores[start, end]) for start, end, _ in kept}


def _mended(
    ent: Span, words: Sequence[str], rules: NameRules
) -> tuple[tuple[int, int], list[tuple[str, float]]]:
    """The pipeline's entity: its trimmed extent; its probabilities and what speaks for other labels."""
    key: Any = ("ner_scores", ent.start, ent.end)
    probabilities: Scores = ent.doc.user_data.get(key, {ent.label_: 1.0})
    own = [(rules.labels.get(label, label), score) for label, score in probabilities.items()]
    top = best(dict(own))
    if top in AMOUNTS:
        return (ent.start, ent.end), own
    start, end = _trimmed(words, ent.start, ent.end, rules.trimmed)
    while top == "PERSON" and start < end - 1 and words[start] in rules.titles:
        start += 1
    while top in ("GPE", "LOC") and start and words[start - 1] in rules.place_first:
        start -= 1
    return (start, end), own + _evidence(words, start, end, top, rules)


def _evidence(
    words: Sequence[str], start: int, end: int, top: str, rules: NameRules
) -> list[tuple[str, float]]:
    """What lists, the last word, places and "Mr" say of a name that the pipeline found and labelled `top`."""
    name = " ".join(words[start:end])
    entries = rules.lists.entries(name)
    weight = POSSIBLE / 2 if top == "PERSON" else POSSIBLE
    evidence = [(entry.label, weight) for entry in entries if not entry.is_sure]
    head = rules.heads.get(words[_head(words, start, end)]) if end - start > 1 else None
    if head and top != "PERSON":
        evidence.append((head, HEADED))
    if top in ("GPE", "LOC") and not entries and rules.places.is_known(name):
        evidence.append(("GPE", PLACED))
    if start and words[start - 1] in HONORIFICS and not head:
        evidence.append(("PERSON", TITLED))
    return evidence


def _head(words: Sequence[str], start: int, end: int) -> int:
    """The word that says what a name is: the last before a preposition ("Council for the Gulf"), or of all."""
    return next((i - 1 for i in range(start + 1, end) if words[i] in PREPOSITIONS), end - 1)


def _trimmed(words: Sequence[str], start: int, end: int, trimmed: Collection[str]) -> tuple[int, int]:
    """The name without articles, directions, quotes and the possessive at its ends."""
    while start < end - 1 and (words[start] in EDGES or words[start] in trimmed or words[start].isspace()):
        start += 1
    while start < end - 1 and (words[end - 1] in EDGES or words[end - 1].isspace()):
        end -= 1
    return start, end


def _formed(passage: Passage, forms: Patterns) -> list[Stretch]:
    """Names by their form, outside headlines."""
    found = longest(forms.find(forms.line(passage.words, passage.tags)))
    headlines = _headlines(passage) if found else []
    return [s for s in found if not any(start <= s.start < end for start, end in headlines)]


def _headlines(passage: Passage) -> list[tuple[int, int]]:
    """Sentences in capitals or Title Case."""
    words = passage.words
    capitals = list(accumulate((word[:1].isupper() for word in words), initial=0))
    letters = list(accumulate((word[:1].isalpha() for word in words), initial=0))
    starts = [i for i, is_first in enumerate(passage.is_first) if is_first]
    return [
        (start, end)
        for start, end in zip(starts, [*starts[1:], len(words)], strict=True)
        if letters[end] - letters[start] >= SHORTEST_HEADLINE
        and capitals[end] - capitals[start] > HEADLINE * (letters[end] - letters[start])
    ]


def _characters(doc: Doc, words: Sequence[str]) -> tuple[dict[int, int], dict[int, int]]:
    """Where words start (character -> word) and end (character -> word after it)."""
    spaces = doc.to_array("SPACY").tolist()
    starts, ends, at = {}, {}, 0
    for i, (word, space) in enumerate(zip(words, spaces, strict=True)):
        starts[at] = i
        at += len(word)
        ends[at] = i + 1
        at += int(space)
    return starts, ends
