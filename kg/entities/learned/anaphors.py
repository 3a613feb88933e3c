"""A mention that is to be resolved, and what the trained scorer sees of it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log1p

from kg.entities.coreference.clusters import Position
from kg.entities.coreference.descriptions import country_before, modifiers, restrictive_clauses
from kg.entities.coreference.discourse import Discourse
from kg.grammar.noun_phrases import PLURAL_TAGS
from kg.ontology.nouns import Gender
from kg.records import Mention

PRONOUNS = tuple("he him his she her hers it its they them their theirs".split())
TYPES = ("Person", "Group", "Organization", "Place", "Country", "City", "Product", "Thing", "Event")
SLOTS = ("subject", "passive_subject", "object", "possessive", "oblique", "nominal", "compound", "conjunct")
DETERMINERS = ("the", "this", "that", "these", "those", "both")


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A mention to be resolved, and what many features of its candidates need."""

    mention: Mention
    here: Position
    word: str  # of a pronoun
    lemma: str
    gender: Gender | None
    is_plural: bool
    modifiers: frozenset[str]
    country: str | None  # of "the Norlandic president"
    speaks: bool  # the subject of a verb of saying


def anaphor_of(discourse: Discourse, mention: Mention) -> Anaphor:
    tree, head = discourse.tree, mention.head
    is_noun, here = mention.kind == "noun", discourse.position(head)
    pronoun = None if is_noun else discourse.nouns.pronouns[tree.words[head]]
    restricting = set(modifiers(discourse, head)) - discourse.references.non_restrictive if is_noun else set()
    return Anaphor(
        mention=mention,
        here=here,
        word="" if is_noun else tree.words[head],
        lemma=tree.lemmas[head],
        gender=pronoun.gender if pronoun else discourse.references.genders.get(tree.words[head]),
        is_plural=pronoun.number == "many" if pronoun else is_plural(discourse, head),
        modifiers=frozenset(restricting),
        country=country_before(discourse, head) if is_noun else None,
        speaks=discourse.speaks(here),
    )


def is_plural(discourse: Discourse, head: int) -> bool:
    """True for a plural noun and for "people", "police"."""
    return (
        discourse.tree.tags[head] in PLURAL_TAGS
        or discourse.tree.words[head] in discourse.references.plural_nouns
    )


def anaphor_features(discourse: Discourse, anaphor: Anaphor, candidates: int) -> list[float]:
    """The features of a mention by itself, given how many candidates it has."""
    tree, head, here = discourse.tree, anaphor.mention.head, anaphor.here
    determiners = {tree.words[kid] for kid in tree.get(head, "determiner")}
    frame = discourse.parsed.frames.get(tree.heads[head])
    return [
        *one_hot(anaphor.word, PRONOUNS),
        *one_hot(anaphor.mention.type if not anaphor.word else "", TYPES),
        *one_hot(tree.slots[head], SLOTS),
        *(float(word in determiners) for word in DETERMINERS),
        float(bool(tree.get(head, "possessive"))),
        float(bool(tree.get(head, "nominal"))),
        float(bool(tree.get(head, "apposition"))),
        float(bool(restrictive_clauses(tree, head))),
        float(bool(tree.get(head, "number"))),
        float(bool(tree.get(head, "copula"))),
        float(anaphor.is_plural),
        float(anaphor.gender is not None),
        float(anaphor.speaks),
        min(len(anaphor.modifiers), 3) / 3,
        float(here.quotation is not None),
        float(here.section == 0),
        log1p(here.sentence) / 4,
        log1p(candidates) / 4,
        float(frame is not None and bool(frame.complements)),
        float(frame is not None and frame.kind == "copular"),
        float(discourse.parsed.sentence_of[max(head - 1, 0)] != here.sentence),
    ]


def predicate_lemma(discourse: Discourse, position: Position) -> str:
    return "" if position.predicate is None else discourse.tree.lemmas[position.predicate]


@cache
def one_hot(value: str | float, values: tuple[str | float, ...]) -> tuple[float, ...]:
    """A 1 at the place of a value among these, all 0 for another value."""
    return tuple(float(value == each) for each in values)
