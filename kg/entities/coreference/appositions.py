"""Nouns with the name of their entity beside them: "the party's head, Ali Bek", "the town of Raqa"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from kg.entities.coreference.candidates import are_compatible
from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.descriptions import has_definite_determiner
from kg.entities.coreference.discourse import Discourse
from kg.grammar.noun_phrases import PLURAL_TAGS, appositives, first_conjunct, titles, with_phrases
from kg.grammar.tree import NOMINAL, preposition
from kg.records import PLACE_TYPES, Mention

TITLE_POS = frozenset({"NOUN", "PROPN", "ADJ", "ADP", "DET", "CCONJ", "PART"})  # what a title has after "of"


def cluster_beside(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The entity of the name beside a noun."""
    return (
        _in_apposition(discourse, mention)
        or _beside_first(discourse, mention)
        or _after_title(discourse, mention)
        or _before(discourse, mention)
        or _after_of(discourse, mention)
        or _given_name(discourse, mention)
        or _said_to_be(discourse, mention)
    )


def _in_apposition(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The entity of the name in apposition: "the party's head, Ali Bek"; "Acme, a maker of toys"."""
    tree, head = discourse.tree, mention.head
    if discourse.is_distributive(head):
        return None
    own = _own_name(discourse, head)
    for other in (
        *(appositives(tree, head) if own is None else (own,)),
        *_right_after_second(discourse, mention),
        *_attached_lower(discourse, mention),
    ):
        cluster = discourse.cluster_at.get(other)
        # "in Rome, the port and the hills", "two states, France and Spain"
        is_list = tree.get(max(other, head), "conjunct") or (
            tree.slots[other] == "conjunct" and tree.tags[head] == "NNS"
        )
        is_named = cluster is not None and cluster.is_named and not _names_other(discourse, head, other)
        is_one = other == own or not is_list
        if cluster and is_named and is_one and _may_be(discourse, mention, cluster):
            return cluster
    return None


def _own_name(discourse: Discourse, head: int) -> int | None:
    """The name behind a relative or aide of somebody, in lists too: "Ada Lunt, her *husband* Ivo and their son"."""
    tree = discourse.tree
    if tree.tags[head] != "NN" or not tree.get(head, "possessive"):
        return None
    names = (kid for kid in tree.get(head, "apposition") if discourse.parsed.labels[kid] == "PERSON")
    return next(names, None)


def _right_after_second(discourse: Discourse, mention: Mention) -> Iterator[int]:
    """Ada in "another clerk, former *envoy* Ada Lunt": right after a second noun, beside which the parse has it."""
    tree = discourse.tree
    for noun in tree.get(mention.head, "apposition") if mention.type == "Person" else ():
        if _is_second_title(discourse, noun, mention.head):
            yield from (name for name in tree.get(noun, "apposition") if name == noun + 1)


def _is_second_title(discourse: Discourse, noun: int, first: int) -> bool:
    """True for "a clerk, *envoy* Ada Lunt"; not in lists: "the clerk, *his aide* Ada Lunt and a guard"."""
    tree = discourse.tree
    is_beside = tree.pos[noun] == "NOUN" and tree.slots[noun] == "apposition" and tree.heads[noun] == first
    return is_beside and not tree.get(noun, "determiner", "possessive", "conjunct")


def _beside_first(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The entity of the name beside the first of two nouns: "the founder and *president*, Ali Bek"."""
    tree, head = discourse.tree, mention.head
    first = first_conjunct(tree, head)
    cluster = discourse.cluster_at.get(first)
    is_pair = tree.tags[first] == tree.tags[head] == "NN" and not tree.get(head, "determiner")
    if cluster is None or not cluster.is_named or not is_pair or "," in tree.words[first:head]:
        return None
    is_beside = any(discourse.cluster_at.get(other) is cluster for other in appositives(tree, first))
    return cluster if is_beside and _may_be(discourse, mention, cluster) else None


def _may_be(discourse: Discourse, mention: Mention, cluster: Cluster) -> bool:
    """Whether a noun can be said of an entity: an *owner* is a person or a firm."""
    tree, head = discourse.tree, mention.head
    is_either = tree.lemmas[head] in discourse.references.people_or_bodies
    first = min([head, *(kid for kid in tree.get(head, "determiner", "possessive", "adjective", "compound"))])
    is_beside_comma = "," in (tree.words[first - 1], *tree.words[head + 1 : head + 2])
    is_body = is_either or (mention.type == "Thing" and is_beside_comma)  # "Orrin, a social *network*"
    return are_compatible(mention.type, cluster.type) or (is_body and cluster.type == "Organization")


def _names_other(discourse: Discourse, head: int, name: int) -> bool:
    """True for *Ada* in "the lawyer of the victim Ada Lunt": right before it stands the noun of another person."""
    tree = discourse.tree
    before = name - 1
    if not head < before or tree.pos[before] != "NOUN" or _is_second_title(discourse, before, head):
        return False
    return discourse.nouns.type_of(tree.words[before], tree.lemmas[before], plural=False) == "Person"


def _after_title(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The person of the name in "the Minister of Trade *Ada Lunt*"; not in "a friend of the actor *Ada Lunt*"."""
    tree, head = discourse.tree, mention.head
    if (
        mention.type != "Person"
        or tree.tags[head] in PLURAL_TAGS
        or tree.words[head + 1 : head + 2] != ["of"]
    ):
        return None
    for token in range(head + 2, len(tree.heads)):
        cluster = discourse.cluster_at.get(_head_of_name(discourse, token))
        if cluster and cluster.type == "Person" and cluster.is_named:
            return cluster if _ends_title(discourse, token - 1) else None
        if tree.pos[token] not in TITLE_POS:
            return None
    return None


def _head_of_name(discourse: Discourse, token: int) -> int:
    """The head of the name that a token is in, the token itself if it is in none."""
    if not discourse.parsed.labels[token]:
        return token
    names = discourse.parsed.doc[token].sent.ents
    return next((name.root.i for name in names if name.start <= token < name.end), token)


def _ends_title(discourse: Discourse, token: int) -> bool:
    """True for a name, and for a noun that names no people: *Trade* in "Minister of Trade Ada Lunt"."""
    tree = discourse.tree
    while tree.slots[token] == "title" and tree.words[token].endswith("."):
        token -= 1
    kind = discourse.nouns.type_of(tree.words[token], tree.lemmas[token], plural=False)
    is_named = discourse.parsed.doc[token].text[0].isupper()
    return (
        tree.pos[token] in NOMINAL
        and kind != "Person"
        and (is_named or kind in ("Organization", "Group", "Place", "Country"))
    )


def _attached_lower(discourse: Discourse, mention: Mention) -> Iterator[int]:
    """Ole in "the president of the party's youth wing, *Ole Dahl*,", whom the parse attaches to the wing."""
    tree, nouns = discourse.tree, discourse.nouns
    for noun in with_phrases(tree, mention.head)[1:] if mention.type == "Person" else ():
        if nouns.type_of(tree.words[noun], tree.lemmas[noun], plural=False) != "Person":
            for name in tree.get(noun, "apposition"):
                first = min([name, *titles(tree, name)])  # "the Mayor of Orrin, Dr *Ada* Lunt,"
                if discourse.parsed.labels[name] == "PERSON" and tree.words[first - 1] == ",":
                    yield name


def _before(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The entity of the name in "the Islamic State group"."""
    tree, head, at = discourse.tree, mention.head, discourse.cluster_at
    if tree.lemmas[head] not in discourse.references.collective_nouns or tree.tags[head] != "NN":
        return None
    named = [at[kid] for kid in tree.get(head, "compound") if kid in at]
    bodies = [cluster for cluster in named if cluster.key and cluster.key[0] == "other"]
    return bodies[-1] if bodies and not tree.get(head, "adjective") else None


def _after_of(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The place of the name in "the Syrian town of *Raqa*"; not in "the old district of Lyon", a part of it."""
    tree, head, references = discourse.tree, mention.head, discourse.references
    determiners = {tree.words[kid] for kid in tree.get(head, "determiner")}
    if tree.tags[head] != "NN" or determiners - references.determiners["definite"]:
        return None
    for kid in tree.get(head, "nominal"):
        cluster = discourse.cluster_at.get(kid)
        if cluster and cluster.is_named and preposition(tree, kid) == "of":
            patterns = ("countries",) if cluster.type == "Country" else _place_patterns(discourse, head)
            is_place_noun = any(tree.lemmas[head] in references.place_nouns[each] for each in patterns)
            if is_place_noun and cluster.type in PLACE_TYPES:
                return cluster
    return None


def _place_patterns(discourse: Discourse, head: int) -> tuple[str, ...]:
    """The lists of `placed` whose nouns the name after "of" may name, given the words before the noun."""
    tree = discourse.tree
    manner = "described" if tree.get(head, "adjective", "compound", "possessive") else "bare"
    has_name = any(tree.tags[kid] == "NNP" for kid in tree.get(head, "compound"))
    return ("plain", manner) if has_name else ("plain", manner, "unnamed")


def _given_name(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The entity of the name in "a man named *X*", "identified the suspect as *X*", "who goes by the name *X*"."""
    tree, head = discourse.tree, mention.head
    if tree.tags[head] != "NN":
        return None
    given = (
        _names_given(discourse, verb, head) for verb in (*tree.get(head, "noun_clause"), tree.heads[head])
    )
    for name in (*chain.from_iterable(given), *_names_borne(discourse, head)):
        cluster = discourse.cluster_at.get(name)
        if cluster and cluster.is_named and are_compatible(mention.type, cluster.type):
            return cluster
    return None


def _names_borne(discourse: Discourse, head: int) -> Iterator[int]:
    """The names in "a porter who goes by *X*", "who went by the name of *X*"."""
    tree, references = discourse.tree, discourse.references
    for verb in tree.get(head, "relative"):
        frame = discourse.parsed.frames.get(verb)
        if frame is None or tree.lemmas[verb] not in references.bearing_verbs or frame.negated:
            continue
        for oblique in frame.obliques:
            if oblique.preposition == "by":
                is_word = tree.lemmas[oblique.token] in references.name_nouns
                yield from tree.get(oblique.token, "apposition", "nominal") if is_word else (oblique.token,)


def _names_given(discourse: Discourse, verb: int, head: int) -> Iterator[int]:
    """The names that a verb such as "identify" gives to a noun."""
    tree, frame = discourse.tree, discourse.parsed.frames.get(verb)
    if frame is None or tree.lemmas[verb] not in discourse.references.naming_verbs:
        return
    is_called = head in frame.undergoer or tree.heads[verb] == head
    if is_called and not frame.negated and not frame.form.modals:
        yield from (oblique.token for oblique in frame.obliques if oblique.preposition == "as")
        yield from tree.get(verb, "open_complement")


def _said_to_be(discourse: Discourse, mention: Mention) -> Cluster | None:
    """The person of the name in "her lawyer is *Ada Lunt*"; not in what others say: "they claim the killer is Lunt"."""
    tree, head = discourse.tree, mention.head
    frame = discourse.parsed.frames.get(tree.heads[head])
    if frame is None or frame.kind != "copular" or frame.subject != (head,) or mention.type != "Person":
        return None
    name = frame.predicate
    is_open = (
        frame.negated or bool(frame.form.modals) or bool(frame.preposition or tree.get(name, "conjunct"))
    )
    is_known = has_definite_determiner(tree, head) or bool(tree.get(head, "possessive"))
    is_one = discourse.parsed.labels[name] == "PERSON" and tree.tags[head] == "NN"
    return discourse.cluster_at.get(name) if is_one and is_known and not is_open else None
