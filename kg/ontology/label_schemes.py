"""The label schemes and closed word classes of `ontology/labels.yaml`: which label plays which slot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from kg.errors import OntologyError, ParseError
from kg.ontology.checked_yaml import Block, read_yaml

Slot = Literal[
    "root", "subject", "outer_subject", "passive_subject", "clausal_subject", "object", "indirect", "agent",
    "oblique", "bare", "nominal", "possessive", "title", "compound", "flat", "apposition", "adjective",
    "number", "determiner", "relative", "noun_clause", "adverbial", "open_complement", "complement",
    "auxiliary", "passive_auxiliary", "copula", "marker", "case", "fixed", "particle", "negation", "adverb",
    "expletive", "coordinator", "conjunct", "parataxis", "punctuation", "other", "agent_preposition",
    "preposition", "prepositional_object", "prepositional_clause", "attribute",
]  # fmt: skip
SLOTS = frozenset(get_args(Slot))


@dataclass(frozen=True, slots=True)
class Scheme:
    """A label scheme: label -> slot, and whether a copula heads its complement."""

    name: str
    slots: Mapping[str, Slot]
    copula_heads: bool

    def slot(self, label: str) -> Slot:
        return self.slots.get(label) or self.slots.get(label.partition(":")[0], "other")


@dataclass(frozen=True, slots=True)
class Words:
    """Closed word classes that grammar needs beside the labels; see `ontology/labels.yaml`."""

    negators: frozenset[str]
    focus_adverbs: frozenset[str]
    universal_quantifiers: frozenset[str]
    negative_determiners: frozenset[str]
    articles: frozenset[str]
    negative_pronouns: frozenset[str]
    denials: frozenset[str]
    negative_markers: frozenset[str]
    negative_governors: frozenset[str]
    infinitive_verbs: frozenset[str]
    time_nouns: frozenset[str]
    penalty_nouns: frozenset[str]
    range_words: frozenset[str]
    relative_adverbs: frozenset[str]
    reporting_verbs: frozenset[str]
    contrasts: frozenset[str]
    comments: frozenset[str]
    speech_conjuncts: frozenset[str]
    content_nouns: frozenset[str]
    participle_nouns: Mapping[str, str]
    harming: Mapping[str, str]
    told: frozenset[str]
    found_dead: frozenset[str]
    accusing: frozenset[str]
    reputed: frozenset[str]
    contrastive_conjunctions: frozenset[str]
    modals: Mapping[str, str]
    future_modals: frozenset[str]
    semi_modals: Mapping[str, str]
    future_semi_modals: frozenset[str]
    intransitive_verbs: frozenset[str]
    subject_control: frozenset[str]
    oblique_control: Mapping[str, frozenset[str]]
    uninvolved: frozenset[str]
    receiving: frozenset[str]
    attending: frozenset[str]
    observing: frozenset[str]
    clearing: frozenset[str]
    convicting: frozenset[str]
    implicating: frozenset[str]
    wronging: frozenset[str]
    judging: frozenset[str]
    results: frozenset[str]
    subject_control_for: frozenset[str]
    object_control_markers: frozenset[str]
    involving: frozenset[str]
    subjectless_markers: frozenset[str]
    subject_modifiers: frozenset[str]
    non_relative_words: frozenset[str]
    adverbial_nouns: frozenset[str]
    set_phrases: frozenset[str]


def scheme_of(
    labels: Iterable[str], schemes: Mapping[str, Scheme], *, name: str | None = None, where: str = "pipeline"
) -> Scheme:
    """The scheme that knows most of these labels: a doc's, or `nlp.meta["labels"]["parser"]`."""
    if name is not None:
        if name not in schemes:
            raise ParseError(f"label scheme '{name}' is not in labels.yaml; known are {', '.join(schemes)}")
        return schemes[name]
    distinct = set(labels) - {"ROOT", "dep", "punct", ""}
    best = max(schemes.values(), key=lambda scheme: len(distinct & scheme.slots.keys()))
    if len(distinct) > 2 and distinct.isdisjoint(best.slots):
        raise ParseError(
            f"'{where}' has labels {sorted(distinct)[:5]}; labels.yaml knows {', '.join(schemes)}"
        )
    return best


def read_schemes(path: Path) -> Mapping[str, Scheme]:
    """The label schemes of `labels.yaml`, in the file's order."""
    block = read_yaml(path, sections=("schemes", "words"))
    return {name: _scheme(name, inside) for name, inside in block.parts("schemes")}


def read_words(path: Path) -> Words:
    """The closed word classes of `labels.yaml`."""
    block = read_yaml(path, sections=("schemes", "words")).part("words")
    block.allow(*Words.__dataclass_fields__)
    values: dict[str, Any] = {name: _class(block, name) for name in Words.__dataclass_fields__}
    return Words(**values)


def _class(block: Block, name: str) -> Any:
    """A list of words, or what each word of a mapping has: one word or a list."""
    if not isinstance(block.data.get(name), dict):
        return block.words(name)
    inside = block.part(name)
    return {
        key: inside.words(key) if isinstance(value, list) else inside.text(key)
        for key, value in inside.data.items()
    }


def _scheme(name: str, block: Block) -> Scheme:
    block.allow("copula", "slots")
    inside = block.part("slots")
    unknown = sorted(inside.data.keys() - SLOTS)
    if unknown:
        raise OntologyError(
            f"{inside.where}: '{unknown[0]}' is no slot; known are {', '.join(sorted(SLOTS))}"
        )
    slots: dict[str, Any] = {label: slot for slot, label in inside.items_of_lists()}
    return Scheme(name, slots, block.text("copula") == "head")
