"""What mentions say of their entity: nouns, modifiers, gender, a person's country."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.discourse import Discourse
from kg.grammar.noun_phrases import appositives, titles
from kg.grammar.tree import Tree, preposition
from kg.ontology.label_schemes import Slot
from kg.records import Mention

BEFORE: tuple[Slot, ...] = ("adjective", "compound", "possessive")


def describe(discourse: Discourse, cluster: Cluster, mention: Mention) -> None:
    """Add the nouns, modifiers, gender and country of a mention to its cluster."""
    tree, head = discourse.tree, mention.head
    if mention.kind == "pronoun":
        cluster.gender = cluster.gender or discourse.nouns.pronouns[tree.words[head]].gender
        return
    if tree.slots[head] in ("nominal", "possessive", "compound"):
        cluster.contexts.add(tree.lemmas[tree.heads[head]])
    before = titles(tree, head)
    cluster.is_dead |= any(_is_called_dead(discourse, noun) for noun in (head, *before))
    cluster.is_dead |= cluster.type == "Person" and _is_killed(discourse, head)
    for noun in [head] if mention.kind == "noun" else _nouns_of_name(discourse, cluster, head, before):
        _describe_by_noun(discourse, cluster, noun)
    if mention.kind == "name":
        cluster.add_name(mention.text, discourse.references.name_parts.prepositions)
        for word in cluster.head_words:
            discourse.by_noun[word].setdefault(cluster)
        first = min(discourse.tokens(mention))
        word = discourse.parsed.doc[first - 1].text if first else ""
        cluster.gender = cluster.gender or discourse.references.genders.get(word)


def _is_called_dead(discourse: Discourse, noun: int) -> bool:
    """True for "the late president" and "the late Professor Ada Lunt"."""
    tree = discourse.tree
    return any(tree.words[kid] in discourse.references.dead for kid in tree.get(noun, "adjective"))


def _is_killed(discourse: Discourse, head: int) -> bool:
    """True for *Ada Lunt* in "the murder of Ada Lunt", "Ada Lunt's killing" and "Ada Lunt was murdered"."""
    return is_told_dead(discourse, head, discourse.references.deaths["killings"], ())


def is_told_dead(discourse: Discourse, head: int, nouns: Container[str], dying: Container[str]) -> bool:
    """True for *Ada Lunt* where one of the nouns is hers, she was killed, or a verb of `dying` says that she did."""
    tree, above = discourse.tree, discourse.tree.heads[head]
    if tree.slots[head] == "possessive" or (
        tree.slots[head] == "nominal" and preposition(tree, head) == "of"
    ):
        return tree.lemmas[above] in nouns and not tree.get(above, "adjective")
    frame = discourse.parsed.frames.get(above)
    if frame is None or head not in frame.subject:
        return False
    verbs = discourse.references.deaths["killed"] if frame.is_passive else dying
    is_past = frame.form.tense == "past" and not frame.form.modals
    return frame.lemma in verbs and is_past and not frame.negated


def _describe_by_noun(discourse: Discourse, cluster: Cluster, noun: int) -> None:
    tree = discourse.tree
    cluster.nouns.add(tree.lemmas[noun])
    cluster.noun_tokens.append(noun)
    discourse.by_noun[tree.lemmas[noun]].setdefault(cluster)
    cluster.modifiers.update(modifiers(discourse, noun))
    cluster.gender = cluster.gender or discourse.references.genders.get(tree.words[noun])
    cluster.home = cluster.home or country_before(discourse, noun)


def _nouns_of_name(discourse: Discourse, cluster: Cluster, head: int, before: Iterable[int]) -> Iterator[int]:
    """The nouns that describe a name: titles `before` it, nouns right before it, appositions, "is a banker"."""
    tree = discourse.tree
    if cluster.type == "Person":
        yield from before
        for kid in tree.get(head, "compound", "adjective"):
            if tree.tags[kid] in ("NN", "NNS") and kid not in discourse.cluster_at:
                yield kid
    yield from (other for other in appositives(tree, head) if tree.tags[other] == "NN")
    yield from discourse.predicate_nouns.get(head, ())


def is_deputy(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for a vice president and "the *president*", who is somebody else."""
    tree, deputies = discourse.tree, discourse.references.deputies

    def is_called_deputy(noun: int) -> bool:
        return not deputies.isdisjoint(tree.words[kid] for kid in tree.get(noun, "adjective", "compound"))

    alike = [noun for noun in cluster.noun_tokens if tree.lemmas[noun] == tree.lemmas[head]]
    return bool(alike) and all(map(is_called_deputy, alike)) and not is_called_deputy(head)


def modifiers(discourse: Discourse, head: int) -> list[str]:
    """The words before a noun that restrict it, countries by code; the verb of the clause after it."""
    tree = discourse.tree
    parts = list(tree.get(head, "adjective", "compound"))
    if tree.slots[head] == "compound":
        parts += [kid for kid in tree.get(tree.heads[head], "adjective", "compound") if kid < head]
    for part in parts:  # grows while it is read
        parts += tree.get(part, "adjective", "compound", "bare", "oblique", "number")
    words = [country_of(discourse, part) or tree.lemmas[part] for part in sorted(parts) if part != head]
    return words + [tree.lemmas[clause] for clause in restrictive_clauses(tree, head)]


def restrictive_clauses(tree: Tree, head: int) -> list[int]:
    """Clauses after a noun without a comma, wherever they are attached: "the coalition *fighting* the rebels"."""
    clauses = tree.get(head, "relative", "noun_clause")
    if head + 1 < len(tree.slots) and tree.slots[head + 1] == "noun_clause":
        clauses.append(head + 1)
    return sorted({clause for clause in clauses if "," not in tree.words[head + 1 : clause]})


def country_of(discourse: Discourse, token: int) -> str | None:
    """The code of the country that a token names."""
    cluster = discourse.cluster_at.get(token)
    return cluster.country if cluster and cluster.type == "Country" else None


def country_before(discourse: Discourse, head: int) -> str | None:
    """The code of the country in "Russian president", "Russia's president", "Syria regime"."""
    tree = discourse.tree
    parts = tree.get(head, *BEFORE) or owners(tree, head)
    if tree.slots[head] in ("compound", "title"):
        parts += [kid for kid in tree.get(tree.heads[head], *BEFORE) if kid < head]
    codes = [code for part in parts if (code := country_of(discourse, part))]
    return codes[-1] if codes else None


def owners(tree: Tree, head: int) -> list[int]:
    """Possessors of a noun; also one right before it that the parse attaches elsewhere."""
    possessives = tree.get(head, "possessive")
    if possessives or head == 0 or tree.tags[head - 1] != "POS":
        return possessives
    return [tree.heads[head - 1]]


def has_definite_determiner(tree: Tree, head: int) -> bool:
    """True for "the coalition" and "this coalition"."""
    determiners = {tree.words[kid] for kid in tree.get(head, "determiner")}
    return not determiners.isdisjoint(tree.language.references.determiners["definite"])


def is_definite(tree: Tree, head: int) -> bool:
    """True for "the coalition" and for "coalition" before a noun; not with an owner or an of-phrase."""
    cases = {tree.words[case] for kid in tree.get(head, "nominal") for case in tree.get(kid, "case")}
    if owners(tree, head) or tree.get(head, "number") or "of" in cases:
        return False
    is_bare = tree.slots[head] == "compound" and not tree.get(head, "determiner")
    return is_bare or has_definite_determiner(tree, head)
