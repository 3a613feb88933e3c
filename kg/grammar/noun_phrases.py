"""Noun phrases: their extent, appositions and titles, and the frames of event nouns."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.grammar.frames import RELATIONS, Clause, Oblique
from kg.grammar.relative_clauses import Relatives, names_actor, read_relatives
from kg.grammar.tree import Tree, conjuncts, coordinated_clauses, marker, preposition
from kg.ontology.label_schemes import Slot

CORE: tuple[Slot, ...] = ("title", "compound", "flat", "adjective", "number", "determiner", "possessive")
WHOLE: tuple[Slot, ...] = (*CORE, "nominal", "bare")
BESIDE: frozenset[Slot] = frozenset({"relative", "noun_clause", "apposition", "parataxis", "other"})
YEAR = re.compile(r"1\d\d\d|20\d\d")
PLURAL_TAGS = ("NNS", "NNPS")


@dataclass(frozen=True, slots=True)
class NounFrame:
    """An event noun with the parts of its phrase: "Russia's *delivery* of missiles to Syria last week".

    Slots hold the head tokens of all conjuncts. `head` is the head of the phrase and `slot` its slot there: the object
    of "paid" in "paid a visit"; `preposition` precedes it. A second conjunct has the possessives of the
    first.
    """

    predicate: int
    lemma: str
    plural: bool
    negated: bool
    possessives: tuple[int, ...]
    compounds: tuple[int, ...]
    adjectives: tuple[int, ...]
    numbers: tuple[int, ...]
    determiners: tuple[int, ...]
    obliques: tuple[Oblique, ...]
    clauses: tuple[Clause, ...]
    head: int | None
    slot: Slot
    preposition: str


def noun_frame(tree: Tree, token: int, relatives: Relatives | None = None) -> NounFrame:
    """The frame of an event noun. Give `relatives` (`read_relatives(tree)`) when asking for many of a doc."""
    antecedents = (relatives or read_relatives(tree)).antecedents
    first = first_conjunct(tree, token)
    owners = tree.get(token, "possessive") or tree.get(first, "possessive")
    slot = tree.slots[first]
    return NounFrame(
        predicate=token,
        lemma=tree.lemmas[token],
        plural=tree.tags[token] in PLURAL_TAGS,
        negated=is_negative(tree, token),
        possessives=tuple(antecedents.get(owner, owner) for kid in owners for owner in conjuncts(tree, kid)),
        compounds=_coordinated(tree, token, "compound"),
        adjectives=_coordinated(tree, token, "adjective"),
        numbers=tuple(tree.get(token, "number")),
        determiners=tuple(tree.get(token, "determiner")),
        obliques=tuple(_obliques(tree, token, antecedents)),
        clauses=tuple(_clauses(tree, token)),
        head=None if slot == "root" else tree.heads[first],
        slot=slot,
        preposition=preposition(tree, token) or preposition(tree, first),
    )


def first_conjunct(tree: Tree, token: int) -> int:
    """The first of the nouns that this one is coordinated with; itself if there is no other."""
    while tree.slots[token] == "conjunct":
        token = tree.heads[token]
    return token


def appositives(tree: Tree, token: int) -> tuple[int, ...]:
    """The nouns in apposition: "Ali Bek, *head* of the party", and from head back to Ali."""
    nouns = [other for kid in tree.get(token, "apposition") for other in conjuncts(tree, kid)]
    if tree.slots[token] == "apposition":
        nouns.append(tree.heads[token])
    return tuple(sorted(nouns))


def with_phrases(tree: Tree, noun: int) -> list[int]:
    """A noun and the nouns of its phrases, and of theirs: head, party and town in "head of the party of the town"."""
    nouns = [noun]
    for each in nouns:  # grows while it is read
        nouns += tree.get(each, "nominal")
    return nouns


def titles(tree: Tree, token: int) -> tuple[int, ...]:
    """The heads of titles before a name: "Foreign *Minister* Ali Bek", "*spokesman* Ali Bek".

    CLEAR attaches titles and first names alike to the last name; there a capitalised title of one word
    ("President") looks like a first name, and only named entities tell them apart.
    """
    heads = tree.get(token, "title")
    for kid in tree.get(token, "compound") if tree.pos[token] == "PROPN" else []:
        if tree.pos[kid] == "NOUN" or tree.get(kid, "compound", "adjective"):
            heads.append(kid)
    return tuple(sorted(heads))


def is_negative(tree: Tree, token: int) -> bool:
    """True for "no ships", "nobody", "neither side nor its allies" and "not all ships"; not for "the 'no' vote"."""
    words = tree.language.words
    named = {tree.words[word] for word in (token, *tree.get(token, "determiner"))}
    if tree.get(token, "negation") and not named.isdisjoint(words.universal_quantifiers):
        return True
    determiners = (named - {tree.words[token]}) | {tree.words[kid] for kid in tree.get(token, "coordinator")}
    if not determiners.isdisjoint(words.articles):
        determiners -= {"no"}
    return tree.words[token] in words.negative_pronouns or not determiners.isdisjoint(
        words.negative_determiners
    )


def is_year(tree: Tree, token: int) -> bool:
    """True for "a *1998* quake": of one thing a number this high is the year."""
    noun = tree.heads[token]
    is_before = tree.slots[token] in ("number", "compound") and token < noun and tree.tags[noun] == "NN"
    return is_before and YEAR.fullmatch(tree.words[token]) is not None


def can_act(tree: Tree, noun: int) -> bool:
    """True for a name, and for a noun that names people, bodies or countries."""
    return tree.pos[noun] == "PROPN" or names_actor(tree, noun)


def phrase(tree: Tree, token: int) -> tuple[int, int]:
    """First token and end of the noun phrase with its prepositional phrases: "the delivery of arms to Syria".

    Excludes its preposition, relative clauses, appositions and coordinated phrases.
    """
    return _span(tree, token, WHOLE)


def core(tree: Tree, token: int) -> tuple[int, int]:
    """First token and end of the noun with its name and the words before it: "the delivery"."""
    return _span(tree, token, CORE)


def _span(tree: Tree, token: int, slots: tuple[Slot, ...]) -> tuple[int, int]:
    inside = {token, *(part for kid in tree.get(token, *slots) for part in _parts(tree, kid))}
    start = end = token
    for before in range(token - 1, -1, -1):
        if before in inside:
            start = before
        elif tree.slots[before] != "punctuation":
            break
    for after in range(token + 1, len(tree.heads)):
        if after in inside:
            end = after
        elif tree.slots[after] != "punctuation":
            break
    return start, end + 1


def _parts(tree: Tree, token: int) -> list[int]:
    parts = [token]
    for part in parts:  # grows while it is read
        parts += [kid for slot, kids in tree.kids[part].items() if slot not in BESIDE for kid in kids]
    return parts


def _coordinated(tree: Tree, token: int, slot: Slot) -> tuple[int, ...]:
    return tuple(sorted(part for kid in tree.get(token, slot) for part in conjuncts(tree, kid)))


def _obliques(tree: Tree, token: int, antecedents: Mapping[int, int]) -> Iterator[Oblique]:
    for kid in sorted(tree.get(token, "nominal", "oblique", "agent", "bare")):
        for filler in conjuncts(tree, kid):
            before = preposition(tree, filler) or preposition(tree, kid)
            yield Oblique(before, antecedents.get(filler, filler))


def _clauses(tree: Tree, token: int) -> Iterator[Clause]:
    slots: tuple[Slot, ...] = ("relative", "noun_clause", "complement", "open_complement")
    for slot in slots:
        for kid in tree.get(token, slot):
            for clause in coordinated_clauses(tree, kid):
                yield Clause(RELATIONS[slot], marker(tree, clause) or marker(tree, kid), clause)
