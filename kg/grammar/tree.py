"""The dependency tree of a doc, in slots that are the same for every label scheme, and questions to it.

The tree has the shape of Universal Dependencies: content words are heads, a preposition depends on its noun,
"was" on its complement. In addition "is going to" and "have to" are auxiliaries of their verb.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.ontology.label_schemes import Slot
from kg.ontology.language import Language

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
VERBAL = frozenset({"VERB", "AUX"})
AUXILIARIES: frozenset[Slot] = frozenset({"auxiliary", "passive_auxiliary"})
SUBJECTS: frozenset[Slot] = frozenset({"subject", "passive_subject", "clausal_subject", "outer_subject"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
PAST = ("VBD", "VBN")  # tags that taggers confuse


Kids = dict[Slot, list[int]]  # the dependents of one token


@dataclass(frozen=True, slots=True)
class Tree:
    """A doc's parse in slots. Tokens are indexes into `doc`; a root is its own head.

    `order` has every token after its head; `kids[token][slot]` are dependents in text order.
    """

    doc: Doc
    language: Language
    heads: list[int]
    slots: list[Slot]
    kids: list[Kids]
    order: list[int]
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    pos: list[str]

    def get(self, token: int, slot: Slot, *others: Slot) -> list[int]:
        """The dependents of a token in these slots, in text order within each slot."""
        kids = self.kids[token]
        if not others:  # nine of ten calls, of which there are 13,000 an article
            return [*kids.get(slot, ())]
        return [kid for each in (slot, *others) if each in kids for kid in kids[each]]

    def is_verb(self, token: int) -> bool:
        return self.pos[token] in VERBAL or (not self.pos[token] and self.tags[token].startswith("VB"))


def preposition(tree: Tree, token: int) -> str:
    """The preposition before a noun, its words in lower case: "of", "because of", ""."""
    return _joined(tree, [case for case in tree.kids[token].get("case", ()) if case < token])


def marker(tree: Tree, token: int) -> str:
    """What introduces a clause: "that", "to", "after", "in order to", "when", or ""."""
    end = min([token, *tree.get(token, "auxiliary", "passive_auxiliary", "copula")])
    wh = [adverb for adverb in tree.get(token, "adverb") if tree.tags[adverb] == "WRB"]
    words = sorted([*tree.get(token, "marker", "case"), *wh])
    return _joined(tree, [word for word in words if word < end])


def has_subject(tree: Tree, token: int) -> bool:
    """True for a predicate with a subject of its own."""
    return not SUBJECTS.isdisjoint(tree.kids[token])


def conjuncts(tree: Tree, token: int) -> list[int]:
    """A noun with the nouns coordinated with it, in text order; not the last of "France but not Spain".

    Of "members Ali Bek and Ove Lund" the names after the first, too.
    """
    nouns = [token]
    for conjunct in nouns:  # grows while it is read
        nouns += [
            kid
            for kid in (*tree.get(conjunct, "conjunct"), *_named_with(tree, conjunct))
            if not _is_second_calling(tree, conjunct, kid)
            if not has_subject(tree, kid) and tree.is_verb(kid) <= tree.is_verb(token)
            if not tree.get(kid, "negation")
        ]
    return sorted(nouns)


def coordinated_clauses(tree: Tree, token: int) -> list[int]:
    """A clause with all clauses coordinated with it."""
    clauses = [token]
    for clause in clauses:  # grows while it is read
        clauses += tree.get(clause, "conjunct")
    return sorted(clauses)


def leftmost(tree: Tree, token: int) -> int:
    """The first token of the subtree below a token."""
    before = [kid for kids in tree.kids[token].values() for kid in kids if kid < token]
    return leftmost(tree, min(before)) if before else token


def is_set_apart(tree: Tree, clause: int) -> bool:
    """True for a clause behind a semicolon, no part of what it says: "they left; *she said* he wept"."""
    first = leftmost(tree, clause)
    return ";" in tree.words[max(first - 1, 0) : first + 1]


def is_parted(tree: Tree, token: int, other: int) -> bool:
    """True if a semicolon stands between two words."""
    return ";" in tree.words[min(token, other) : max(token, other)]


def _is_second_calling(tree: Tree, first: int, second: int) -> bool:
    """True for translator in "the writer and *translator* Ali Bek", who is one."""
    names = (*tree.get(first, "apposition", "flat"), *tree.get(second, "apposition", "flat"))
    is_named = tree.tags[second] == "NN" and second + 1 in names and tree.pos[second + 1] == "PROPN"
    return is_named and tree.tags[first] == "NN" and not tree.get(second, "determiner")


def _named_with(tree: Tree, noun: int) -> list[int]:
    """The names that are coordinated with the one right after a plural; and those after a comma that say who they are.

    "Members Ali Bek and *Ove Lund*", "two of the directors, *Ali Bek* and *Ove Lund*,".
    """
    if tree.tags[noun] not in ("NNS", "CD"):
        return []
    inside = [noun, *(tree.get(noun, "nominal") if tree.tags[noun] == "CD" else ())]
    names = [name for each in inside for name in tree.get(each, "apposition") if tree.pos[name] == "PROPN"]
    members = []
    for name in names:
        others = [kid for kid in tree.get(name, "conjunct") if tree.pos[kid] == "PROPN"]
        members += [name, *others] if others and name != noun + 1 else others
    return members


def _joined(tree: Tree, tokens: Sequence[int]) -> str:
    return " ".join([tree.words[part] for token in tokens for part in (token, *tree.get(token, "fixed"))])
