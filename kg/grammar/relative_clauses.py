"""Relative clauses: the antecedents of "who", "which" and "where", and the gaps of "the town they took"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kg.grammar.tree import SUBJECTS, Tree, has_subject
from kg.ontology.label_schemes import Slot

WH_TAGS = frozenset({"WDT", "WP", "WP$", "WRB"})
ACTORS = frozenset({"Person", "Organization", "Group", "Country"})
PERSONAL = frozenset({"who", "whom"})
WITHIN: frozenset[Slot] = frozenset(
    {"nominal", "object", "oblique", "relative"}
)  # of what stands inside a noun phrase


@dataclass(frozen=True, slots=True)
class Gap:
    """The slot of a predicate that the noun before its relative clause fills."""

    slot: Literal["subject", "object", "oblique"]
    preposition: str
    token: int


@dataclass(frozen=True, slots=True)
class Relatives:
    """Relative words with their antecedents, and predicates with the slot that their antecedent fills."""

    antecedents: Mapping[int, int]
    gaps: Mapping[int, Gap]


def read_relatives(tree: Tree) -> Relatives:
    """The relative words and gaps of a doc. The first relative word of a clause is the one that counts."""
    clauses = _nearest_relative_clauses(tree)
    antecedents: dict[int, int] = {}
    filled = set()
    for word, clause in clauses.items():
        noun = tree.heads[clause]
        is_relative = (
            tree.tags[word] in WH_TAGS and tree.words[word] not in tree.language.words.non_relative_words
        )
        if is_relative and noun < word and clause not in filled:
            antecedents[word] = _person(tree, noun, word) if tree.words[word] in PERSONAL else noun
            filled.add(clause)
    empty = [clause for clause in set(clauses.values()) if clause not in filled]
    gaps = dict(gap for clause in sorted(empty) if (gap := _gap(tree, clause)))
    return Relatives(antecedents, gaps)


def _person(tree: Tree, noun: int, word: int) -> int:
    """Whom "who" means behind a noun: the noun, unless it is of a thing; then the person above it or in its phrase."""
    if tree.pos[noun] != "NOUN" or names_actor(tree, noun):
        return noun
    above = _person_above(tree, noun)
    return above if above != noun else _name_within(tree, noun, word)


def _name_within(tree: Tree, noun: int, word: int) -> int:
    """The last name in the phrases of a noun: "a portrait of *Ada Lunt*, who"; the noun itself if there is none."""
    names = [kid for kid in tree.get(noun, "nominal") if kid < word and tree.pos[kid] == "PROPN"]
    return max(names, default=noun)


def _person_above(tree: Tree, noun: int) -> int:
    """The owner in "the *owner* of a shop that sells hats who declined": no shop or hat is "who"."""
    above = noun
    while tree.pos[above] == "VERB" or (tree.pos[above] == "NOUN" and not names_actor(tree, above)):
        if tree.slots[above] not in WITHIN:
            return noun
        above = tree.heads[above]
    return above if tree.pos[above] == "NOUN" else noun


def names_actor(tree: Tree, noun: int) -> bool:
    """True for a common noun that names people, bodies or countries."""
    is_plural = tree.tags[noun] == "NNS"
    return tree.language.nouns.type_of(tree.words[noun], tree.lemmas[noun], plural=is_plural) in ACTORS


def _nearest_relative_clauses(tree: Tree) -> dict[int, int]:
    """Every token inside a relative clause with the predicate of that clause, in text order."""
    clauses: dict[int, int] = {}
    for token in tree.order:
        if tree.slots[token] == "relative":
            clauses[token] = token
        elif tree.heads[token] in clauses:
            clauses[token] = clauses[tree.heads[token]]
    return dict(sorted(clauses.items()))


def _gap(tree: Tree, clause: int) -> tuple[int, Gap] | None:
    """Where the noun belongs: "the man police say *(he)* fled", "arms they hoped to sell *(them)*"."""
    noun, site = tree.heads[clause], clause
    while has_subject(tree, site) or tree.slots[site] == "open_complement":
        below = _clause_below(tree, site)
        if below is None:
            return _gap_at(tree, site, clause)
        site = below
    return site, Gap("subject", "", noun)


def _clause_below(tree: Tree, site: int) -> int | None:
    open_complements = [kid for kid in tree.get(site, "open_complement") if tree.is_verb(kid)]
    without_subject = [kid for kid in tree.get(site, "complement") if SUBJECTS.isdisjoint(tree.kids[kid])]
    return next(iter(open_complements + without_subject), None)


def _gap_at(tree: Tree, site: int, clause: int) -> tuple[int, Gap] | None:
    noun = tree.heads[clause]
    stranded = [word for word in tree.get(noun, "case") if word > clause]
    stranded += [word for word in tree.get(site, "preposition", "oblique") if tree.pos[word] == "ADP"]
    if stranded:
        return site, Gap("oblique", tree.words[stranded[0]], noun)
    if tree.lemmas[noun] in tree.language.words.adverbial_nouns:
        return site, Gap("oblique", "", noun)
    if tree.is_verb(site) and not tree.get(site, "object", "copula", "passive_auxiliary"):
        return site, Gap("object", "", noun)
    return None
