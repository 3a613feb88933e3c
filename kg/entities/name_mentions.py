"""Mentions that are names: the named entities of the pipeline, with their type."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.grammar.noun_phrases import appositives
from kg.grammar.parsed import Parsed
from kg.ontology.folding import folded
from kg.ontology.name_rules import AMOUNTS
from kg.records import FillerType, Mention

if TYPE_CHECKING:
    from spacy.tokens import Span


def find_names(parsed: Parsed) -> tuple[list[Mention], set[int]]:
    """The names in text order, and the tokens inside them."""
    names: list[Mention] = []
    tokens: set[int] = set()
    surnames = _surnames(parsed)
    for ent in parsed.doc.ents:
        head = _head(parsed, ent.start, ent.end)
        is_common = ent.text.islower() and parsed.tree.tags[head] in ("NN", "NNS")  # "jihadists"
        if ent.label_ in AMOUNTS or is_common:
            continue
        end = _end(ent)
        head = head if head < end else _head(parsed, ent.start, end)
        type_ = _type(parsed, ent, head, surnames)
        names.append(parsed.mention((ent.start, end), head, "name", type_, ent.label_))
        tokens.update(range(ent.start, end))
    return names, tokens


def _end(ent: Span) -> int:
    """The end of a name, without the common noun after that of a product: "Mirage" of "Mirage fighter jets"."""
    end = ent.end
    while ent.label_ in ("PRODUCT", "WEAPON") and end - 1 > ent.start and ent.doc[end - 1].text.islower():
        end -= 1
    return end


def _head(parsed: Parsed, start: int, end: int) -> int:
    heads = parsed.tree.heads
    return next((t for t in range(start, end) if not start <= heads[t] < end or heads[t] == t), end - 1)


def _type(parsed: Parsed, ent: Span, head: int, surnames: Collection[str]) -> FillerType:
    """The type of a name: its label's, but a Country for names and adjectives of countries, a City for cities."""
    nouns, tree = parsed.language.nouns, parsed.tree
    type_, name = nouns.labels.get(ent.label_, "Thing"), folded(ent.text)
    if ent.label_ == "NORP":
        is_adjective = tree.slots[head] in ("adjective", "compound")
        is_people = tree.tags[head] in ("NNS", "NNPS") or not is_adjective
        return type_ if is_people or name not in nouns.atlas.demonyms else "Country"
    # the name of a place that is also the surname of somebody in the article
    if ent.label_ == "GPE" and ent.text in surnames and _is_described_as_person(parsed, head):
        return "Person"
    if ent.label_ == "GPE" and nouns.atlas.is_country(name, ent.kb_id_):
        return "Country"
    if ent.label_ == "GPE" and ent.kb_id_ and ent.kb_id_ not in nouns.atlas.states:
        return "City"
    return type_


def _surnames(parsed: Parsed) -> frozenset[str]:
    """The ends of people's names: "van Dahl" and "Dahl" of "Ole van Dahl"."""
    words = [ent.text.split(" ") for ent in parsed.doc.ents if ent.label_ == "PERSON"]
    return frozenset(" ".join(name[start:]) for name in words for start in range(1, len(name)))


def _is_described_as_person(parsed: Parsed, head: int) -> bool:
    """True for "Jordan, the former *player*"."""
    tree, nouns = parsed.tree, parsed.language.nouns
    beside = [noun for noun in appositives(tree, head) if tree.tags[noun] == "NN" and noun > head]
    return any(
        nouns.type_of(tree.words[noun], tree.lemmas[noun], plural=False) == "Person" for noun in beside
    )
