"""Candidate antecedents: which clusters a noun or pronoun may refer to, and how near each of them is.

The grammar of a sentence keeps some entities apart: "*she* fears that Ada Lunt", "Lunt regretted *her* death".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.entities.coreference.clusters import Cluster, Position
from kg.entities.coreference.descriptions import is_deputy, is_told_dead
from kg.entities.coreference.discourse import Discourse
from kg.grammar.noun_phrases import PLURAL_TAGS
from kg.grammar.tree import Tree, marker, preposition
from kg.ontology.nouns import Pronoun
from kg.ontology.reference_rules import Kind, References
from kg.records import FillerType

FAR = 2  # sentences that a pronoun looks back
SAME_KIND = 3  # sentences that a noun looks back for an entity of its kind: "the company"
SAME_HEAD = 12  # sentences that a noun looks back for an unnamed entity that it describes: "the delegation"
# What distance costs, against 3 for a subject: a sentence, a token, another paragraph, another quotation.
SENTENCE, TOKEN, PARAGRAPH, QUOTATION = 2.0, 0.03, 1.0, 1.0
LAST = 8  # mentions of an entity that are scored
OFTEN = 0.3  # what each mention adds, up to four
ALIKE = ({"Person"}, {"Organization", "Group"}, {"Place", "City", "Country"}, {"Product", "Thing"})
COMPATIBLE = frozenset((one, other) for types in ALIKE for one in types for other in types)

# slots of words that are beside a clause, not within it
BESIDE = frozenset({"conjunct", "parataxis", "root"})
LOOSE = frozenset({"relative", "apposition"})  # slots of phrases in which a name may be that of the subject


def is_of_kind(cluster: Cluster, kind: Kind) -> bool:
    """True by the type of an entity, the words of its names, the list of the kind, and the nouns that describe it."""
    if cluster.type not in kind.types:
        return False
    if kind.by_type and (cluster.type != "Place" or "GPE" in cluster.labels):
        return True
    names = cluster.names | {cluster.key[1]} if cluster.key else cluster.names
    words = {word for name in names for word in name.split()}
    return bool(words & kind.words or names & kind.names or cluster.nouns & kind.nouns)


def fits_noun(cluster: Cluster, lemma: str, word: str, references: References) -> bool:
    """True if a noun can refer to the entity: it describes it, is a word of its name, or names its kind."""
    if not cluster.is_named and lemma not in cluster.nouns:
        return False
    if cluster.is_described_by(lemma):
        return True
    named = (kind for kind in references.kinds.values() if lemma in kind.nouns or word in kind.nouns)
    return any(is_of_kind(cluster, kind) for kind in named)


def fits_pronoun(cluster: Cluster, pronoun: Pronoun) -> bool:
    """True if type, number and gender agree."""
    if cluster.type not in pronoun.types and not (cluster.type == "Event" and "Thing" in pronoun.types):
        return False
    if pronoun.gender and not cluster.may_have_gender(pronoun.gender):
        return False
    if cluster.type == "Organization" and cluster.is_named:
        return True
    if pronoun.number == "many":
        return cluster.plural or cluster.type == "Group"
    return not cluster.plural


def are_compatible(noun: FillerType, entity: FillerType) -> bool:
    """True if a noun of one type can refer to an entity of the other: "the group" to an organisation."""
    return (noun, entity) in COMPATIBLE


def is_in_reach(cluster: Cluster, here: Position, *, is_described: bool, has_modifiers: bool) -> bool:
    """True if a definite noun can still refer to the entity; longer if it describes it or has the same modifiers."""
    back = here.sentence - cluster.positions[-1].sentence
    if not is_described:
        return back <= SAME_KIND
    return cluster.is_named or has_modifiers or back <= SAME_HEAD


def score_candidates(
    clusters: Iterable[Cluster], here: Position, *, far: int = FAR, without: int = -1
) -> list[tuple[float, Cluster]]:
    """Clusters with a mention before a position, at most `far` sentences back, each with its score.

    With a sentence as `without`, mentions in it and in quotations do not count.
    """
    scored = []
    for cluster in clusters:
        last = cluster.positions[-LAST:]
        near = [each for each in last if each.token < here.token and here.sentence - each.sentence <= far]
        if without >= 0:
            near = [each for each in near if each.sentence != without and each.quotation is None]
        if near:
            score = max([_score(each, here) for each in near])
            scored.append((score + OFTEN * min(len(near), 4), cluster))
    return scored


def _score(there: Position, here: Position) -> float:
    score = there.salience - SENTENCE * (here.sentence - there.sentence) - TOKEN * (here.token - there.token)
    if there.section != here.section:
        score -= PARAGRAPH
    if there.quotation is not None and there.quotation != here.quotation:
        score -= QUOTATION
    return score


def is_named_below(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for Ada Lunt and the subject of "*she* fears that Ada Lunt left": a name stands within its clause."""
    parsed, argument = discourse.parsed, discourse.arguments.get(head)
    frame = parsed.frames.get(argument.predicate) if argument else None
    if frame is None or head not in frame.subject:
        return False
    sentence = parsed.sentence_of[head]
    for token in range(frame.predicate + 1, len(parsed.doc)):
        if parsed.sentence_of[token] != sentence:
            return False
        if discourse.cluster_at.get(token) is not cluster or _is_title(discourse, token):
            continue
        if _is_within(discourse, token, frame.predicate):
            return True
    return False


def _is_title(discourse: Discourse, token: int) -> bool:
    """True for the name of 'she became "Queen Ada" overnight': marks around a phrase without a verb quote nobody."""
    numbers, frames = discourse.quotations, discourse.parsed.frames
    start = stop = token
    while start > 0 and numbers[start - 1] == numbers[token]:
        start -= 1
    while stop < len(numbers) and numbers[stop] == numbers[token]:
        stop += 1
    return numbers[token] is not None and not any(each in frames for each in range(start, stop))


def _is_within(discourse: Discourse, token: int, predicate: int) -> bool:
    tree = discourse.tree
    while token != predicate:
        is_beside = tree.slots[token] in BESIDE and tree.heads[token] == predicate
        if is_beside or tree.slots[token] in LOOSE or tree.heads[token] == token:
            return False
        token = tree.heads[token]
    return True


def is_named_around(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for a person whose name stands within the clause of a noun, or is the subject of those around it.

    Ada Lunt is not *the mayor* in "the mayor hopes that Ada Lunt will leave" or "Ada Lunt hopes that the mayor will
    leave". Firms are: "Kell Mills hopes that the firm will grow".
    """
    if cluster.type != "Person" or not cluster.is_named:
        return False
    is_above = any(discourse.cluster_at.get(each) is cluster for each in _subjects_above(discourse, head))
    return is_above or is_named_below(discourse, cluster, head)


def _subjects_above(discourse: Discourse, head: int) -> Iterator[int]:
    """The subjects, by name, of the verbs that take the clause of a noun: "*Lunt* hopes", "*Lunt* has hopes that"."""
    tree, frames = discourse.tree, discourse.parsed.frames
    argument = discourse.arguments.get(head)
    clause = argument.predicate if argument else None
    while clause is not None and (verb := _verb_above(tree, clause)) is not None:
        frame = frames.get(verb)
        yield from (each for each in (frame.subject if frame else ()) if tree.pos[each] == "PROPN")
        clause = verb


def _verb_above(tree: Tree, clause: int) -> int | None:
    """The predicate that a clause completes, or whose object it completes; None for other clauses."""
    above = tree.heads[clause]
    if tree.slots[clause] in ("complement", "open_complement"):
        return above
    is_content = tree.slots[clause] == "noun_clause" and marker(tree, clause) == "that"
    return tree.heads[above] if is_content and tree.slots[above] == "object" else None


def regrets_death(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for Lunt and the pronoun of "Lunt called *his* death a loss": who speaks of a death is alive.

    Not in "Lunt said so before his death" and "Lunt foretold his own death".
    """
    tree, references = discourse.tree, discourse.references
    token = tree.heads[head]
    if tree.lemmas[token] not in references.deaths["nouns"] or tree.get(token, "adjective", "nominal"):
        return False
    speaking = references.government_verbs["speaking"] | discourse.parsed.language.words.judging
    while tree.heads[token] != token and preposition(tree, token) not in references.deaths["before"]:
        token = tree.heads[token]
        frame = discourse.parsed.frames.get(token)
        subjects = frame.subject if frame and frame.lemma in speaking else ()
        if any(discourse.cluster_at.get(each) is cluster for each in subjects):
            return True
    return False


def dies(discourse: Discourse, head: int) -> bool:
    """True for *her* in "she died", "she was killed", "her death", "the murder of Ada Lunt"; not in "she may die"."""
    deaths = discourse.references.deaths
    return is_told_dead(discourse, head, deaths["nouns"] | deaths["killings"], deaths["dying"])


def has_died(discourse: Discourse, cluster: Cluster) -> bool:
    """Whether the article has told of somebody's death."""
    return cluster.type == "Person" and (
        cluster.is_dead or any(dies(discourse, mention.head) for mention in cluster.mentions)
    )


def is_somebody_else(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for an entity that a noun cannot mean, by what the article says of it."""
    bars = (is_deputy, is_victim, is_one_of_several, serves_another)
    return any(bar(discourse, cluster, head) for bar in bars)


def is_one_of_several(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for Acme and "the *companies*": a plural of a noun for a body or place is not one of them.

    Not for Syrian Democratic Forces and "the *forces*", whose name has the word.
    """
    tree = discourse.tree
    lemma, is_plural = tree.lemmas[head], tree.tags[head] in PLURAL_TAGS
    if not is_plural or not cluster.is_named or not cluster.name_words.isdisjoint((lemma, tree.words[head])):
        return False
    return discourse.nouns.type_of(lemma, lemma, plural=False) in ("Organization", "Place")


def serves_another(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for Ada Lunt, "*Halden's* mayor", and "*Orrin's* mayor": each is of another body or place."""
    if cluster.type != "Person":
        return False
    own = set(_bodies(discourse, head))
    others = {body for noun in cluster.noun_tokens for body in _bodies(discourse, noun)}
    return bool(own and others) and own.isdisjoint(others)


def _bodies(discourse: Discourse, noun: int) -> Iterator[Cluster]:
    """The named bodies and places whose somebody is: "*Halden's* mayor", "the mayor of *Halden*"."""
    tree = discourse.tree
    of = (kid for kid in tree.get(noun, "nominal") if preposition(tree, kid) == "of")
    for word in (*tree.get(noun, "possessive", "compound", "adjective"), *of):
        body = discourse.cluster_at.get(word)
        if body is not None and body.is_named and body.type != "Person":
            yield body


def is_victim(discourse: Discourse, cluster: Cluster, head: int) -> bool:
    """True for Ada Lunt and the *gunman* of "Ada Lunt was shot. The gunman fled"."""
    tree, violence = discourse.tree, discourse.references.violence
    if tree.lemmas[head] not in violence["offenders"] or not cluster.nouns.isdisjoint(violence["offenders"]):
        return False
    return any(_suffers(tree, mention.head, violence) for mention in cluster.mentions)


def _suffers(tree: Tree, token: int, violence: Mapping[str, frozenset[str]]) -> bool:
    """True for the object of a verb of violence, and the noun behind "the murder *of*" or before "'s murder"."""
    above = tree.lemmas[tree.heads[token]]
    if tree.slots[token] in ("object", "passive_subject"):
        return above in violence["verbs"]
    is_owner = tree.slots[token] == "possessive" or preposition(tree, token) == "of"
    return is_owner and above in violence["nouns"]
