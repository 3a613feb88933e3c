"""Evidence for the labels of names and amounts: the pipeline's probabilities, lists, patterns, heads and places."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any

from spacy.tokens import Doc, Span

from kg.ontology.name_rules import AMOUNTS, NameRules
from kg.ontology.word_patterns import LabelledSpan, Patterns, longest
from kg.parse.names.doc_words import DocWords, character_offsets
from kg.parse.names.votes import Scores, best

# Weights against the pipeline's own probabilities, which sum to one: a name in a list, a pattern ("... Airport"), an
# unsure name in a list, the head word, a known place, "Mr" before it.
LISTED, MATCHED, UNSURE, HEADED, PLACED, TITLED = 2.0, 1.5, 0.6, 0.8, 1.0, 1.5
PLACES = ("GPE", "LOC")
PARTIES = ("R-", "D-", "I-")  # Republican, Democratic, independent
EDGES = frozenset("'\"`,;:!?([]-/|*\u201c\u201d\u2018\u2019\u2013\u2014\u2026") | {
    "'s",
    "\u2019s",
    "''",
    "``",
    "--",
}


def score_names(doc: Doc, text: DocWords, rules: NameRules) -> dict[tuple[int, int], Scores]:
    """Spans of words that do not overlap, in text order, with a score for each label that has evidence."""
    words = text.words
    scores: dict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for start, end, name in rules.lists.find(*character_offsets(doc, words)):
        for entry in rules.lists.entries(name):
            scores[start, end][entry.label] += LISTED if entry.is_sure else UNSURE
    sure = set(scores)
    for start, end, label in _matches(text, rules.forms):
        start = _after_titles(words, start, end, rules.titles) if label == "PERSON" else start
        if (start, end) not in sure:  # "Russian Federation" is a country, whatever other federations are
            scores[start, end][label] += MATCHED
    for start, end, label in longest(rules.amounts.find(rules.amounts.line(words, text.tags))):
        scores[start, end][label] += 1.0
    for span, evidence in chain.from_iterable(_entities(ent, words, rules) for ent in doc.ents):
        for label, score in evidence:
            scores[span][label] += score
    kept = longest(LabelledSpan(start, end, "") for start, end in scores)
    return {(start, end): dict(scores[start, end]) for start, end, _ in kept}


def _matches(text: DocWords, forms: Patterns) -> list[LabelledSpan]:
    """The matches of name patterns outside headlines."""
    matches = longest(forms.find(forms.line(text.words, text.tags)))
    headlines = text.headlines() if matches else []
    return [match for match in matches if not any(start <= match.start < end for start, end in headlines)]


def _entities(
    ent: Span, words: Sequence[str], rules: NameRules
) -> Iterator[tuple[tuple[int, int], list[tuple[str, float]]]]:
    """A named entity of the pipeline: its words without those that belong to no name, and its evidence.

    A town and the state or country that it is in are two: "Brack, Norland". None is a party with a state, the country
    of an athlete, a title or a degree: "R-Ohio", "Ada Lunt (SUI)", "Ada Lunt, CFO", "Pvt. Ada Lunt", "Ada Lunt, PhD".
    """
    tag = "".join(words[ent.start : ent.end])
    is_of_party = tag.startswith(PARTIES) and tag[2:] in rules.places.states
    if is_of_party or (tag.isupper() and tag in rules.titles) or _is_nation(ent, tag, rules):
        return
    key: Any = ("ner_scores", ent.start, ent.end)
    probabilities: Scores = ent.doc.user_data.get(key, {ent.label_: 1.0})
    evidence = [(rules.labels.get(label, label), score) for label, score in probabilities.items()]
    top = best(dict(evidence))
    if tag in rules.post_nominals and ent.start and words[ent.start - 1] == ",":
        return
    if top != "PERSON" and not rules.titles.isdisjoint((tag, f"{tag}.")):
        return
    if top in AMOUNTS:
        yield (ent.start, ent.end), evidence
        return
    for start, end in (
        _at_commas(words, ent.start, ent.end, rules) if top in PLACES else [(ent.start, ent.end)]
    ):
        start, end = _trimmed(words, start, end, rules.trimmed)
        is_person = top == "PERSON"
        start = _after_titles(words, start, end, rules.titles) if is_person else start
        while is_person and start < end - 1 and words[end - 1] in rules.post_nominals:
            end -= 1
        while top in PLACES and start and words[start - 1] in rules.place_first:
            start -= 1
        yield (start, end), evidence + _evidence_of_rules(words[:end], start, top, rules)


def _is_nation(ent: Span, tag: str, rules: NameRules) -> bool:
    """True for a code of a country in brackets behind a person: "Ada Lunt (*SUI*)"."""
    if tag not in rules.nation_codes or ent.start < 2:
        return False
    return ent.doc[ent.start - 1].text == "(" and ent.doc[ent.start - 2].ent_type_ == "PERSON"


def _after_titles(words: Sequence[str], start: int, end: int, titles: Collection[str]) -> int:
    """The first word of a person's name behind the titles: "Lunt" of "*Justice* Lunt"."""
    while start < end - 1 and (words[start] in titles or words[start] == "."):
        start += 1
    return start


def _at_commas(words: Sequence[str], start: int, end: int, rules: NameRules) -> list[tuple[int, int]]:
    """The places between the commas of a name, if each after the first is a state or country."""
    commas = [i for i in range(start + 1, end - 1) if words[i] == ","]
    parts = list(zip([start, *(i + 1 for i in commas)], [*commas, end], strict=True))
    is_known = all(rules.places.is_region(" ".join(words[first:last])) for first, last in parts[1:])
    return parts if is_known else [(start, end)]


def _evidence_of_rules(
    words: Sequence[str], start: int, top: str, rules: NameRules
) -> list[tuple[str, float]]:
    """Evidence for the name at the end of these words, which the pipeline labels `top`."""
    name = " ".join(words[start:])
    entries = rules.lists.entries(name)
    weight = UNSURE / 2 if top == "PERSON" else UNSURE
    evidence = [(entry.label, weight) for entry in entries if not entry.is_sure]
    is_sure = any(entry.is_sure for entry in entries)
    has_head = len(words) - start > 1 and not is_sure
    head = rules.heads.get(_head(words[start:], rules.head_prepositions)) if has_head else None
    if head and top != "PERSON":
        evidence.append((head, HEADED))
    if top in PLACES and not entries and rules.places.is_known(name):
        evidence.append(("GPE", PLACED))
    is_titled = bool(start) and words[start - 1] in rules.honorifics
    if not head and (is_titled or _is_borne(words[:start], rules.personal_phrases)):
        evidence.append(("PERSON", TITLED))
    return evidence


def _is_borne(before: Sequence[str], phrases: Collection[tuple[str, ...]]) -> bool:
    """True after "goes by the name", with or without a quotation mark."""
    last = len(before) - (bool(before) and before[-1] in EDGES)
    return any(tuple(before[max(0, last - len(phrase)) : last]) == phrase for phrase in phrases)


def _head(name: Sequence[str], prepositions: Collection[str]) -> str:
    """The head word of a name: the last before a preposition ("*Council* for the Gulf"), or of all."""
    return next((name[i - 1] for i in range(1, len(name)) if name[i] in prepositions), name[-1])


def _trimmed(words: Sequence[str], start: int, end: int, trimmed: Collection[str]) -> tuple[int, int]:
    """The name without articles, directions, quotes and the possessive at its ends."""
    while start < end - 1 and (words[start] in EDGES or words[start] in trimmed or words[start].isspace()):
        start += 1
    while start < end - 1 and (words[end - 1] in EDGES or words[end - 1].isspace()):
        end -= 1
    return start, end
