"""Chooses the entity that a pronoun or a noun refers to with the trained scorer, within the limits of agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kg.entities.coreference.candidates import (
    dies,
    fits_pronoun,
    has_died,
    is_named_around,
    is_somebody_else,
)
from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.descriptions import restrictive_clauses
from kg.entities.coreference.discourse import Discourse
from kg.entities.coreference.pronouns import is_excluded, is_possessed
from kg.entities.learned.anaphors import Anaphor, anaphor_features, anaphor_of
from kg.entities.learned.antecedents import AntecedentScorer
from kg.entities.learned.features import candidate_features, candidate_states
from kg.layers import Array
from kg.ontology.label_schemes import Slot
from kg.records import Mention

FAR = 10  # sentences that a pronoun looks back
MANY = 24  # candidates, the most recent ones
FARTHEST = 60  # sentences that a noun looks back
LEAST = 0.5  # probability of the best candidate
# Of a noun for which the rules find nobody: "the mayor" is not just anyone named before. training/README.md has the
# figures that it was chosen by. A plain description such as "the studio" needs less to mean one of several named.
LEAST_BEYOND_RULES = 0.85
LEAST_OF_PLAIN = 0.8
SILENT = frozenset({"Place", "City", "Product", "Thing", "Event"})  # never say anything, but a report may
ACTORS = frozenset({"Person", "Organization", "Group"})


class Chooser(Protocol):
    """What decides among candidates: the trained scorer, or gold chains while its training data is made."""

    def choose(
        self, discourse: Discourse, anaphor: Anaphor, candidates: Sequence[Cluster], rules: Cluster | None
    ) -> Cluster | None: ...


class TrainedChooser:
    """The candidate with the highest probability, None if nobody known is likelier or it is too low."""

    def __init__(self, scorer: AntecedentScorer, states: Array) -> None:
        """`states` are those of an article's words below the trained layers [tokens, 384]."""
        self.scorer, self.words = scorer, scorer.read(states)
        self.probabilities: dict[int, float] = {}  # of what was chosen, by the head of the mention

    def choose(
        self, discourse: Discourse, anaphor: Anaphor, candidates: Sequence[Cluster], rules: Cluster | None
    ) -> Cluster | None:
        scores = self.scorer.probabilities(
            self.words,
            anaphor.mention.head,
            anaphor_features(discourse, anaphor, len(candidates)),
            [candidate_states(discourse, cluster) for cluster in candidates],
            candidate_features(discourse, anaphor, candidates, rules),
        )
        best = int(scores.argmax())
        if not best or scores[best] < _least(discourse, anaphor, candidates, rules, candidates[best - 1]):
            return None
        self.probabilities[anaphor.mention.head] = float(scores[best])
        return candidates[best - 1]


def _least(
    discourse: Discourse,
    anaphor: Anaphor,
    candidates: Sequence[Cluster],
    rules: Cluster | None,
    best: Cluster,
) -> float:
    """The probability from which on the best candidate is chosen."""
    if anaphor.word or rules:
        return LEAST
    is_one_of_many = best.is_named and len(candidates) > 1
    return LEAST_OF_PLAIN if is_one_of_many and _is_plain(discourse, anaphor) else LEAST_BEYOND_RULES


def _is_plain(discourse: Discourse, anaphor: Anaphor) -> bool:
    """True for "the studio" and "the former champion", where nothing behind the noun tells which one is meant."""
    tree, head = discourse.tree, anaphor.mention.head
    determiners = {tree.words[kid] for kid in tree.get(head, "determiner")}
    behind = tree.get(head, "nominal", "conjunct", "possessive", "copula", "number", "apposition")
    return determiners == {"the"} and not behind and not restrictive_clauses(tree, head)


def antecedent(
    chooser: Chooser, discourse: Discourse, mention: Mention, rules: Cluster | None
) -> Cluster | None:
    """The entity that a mention refers to; `rules` is the choice of the rules, which is evidence."""
    anaphor = anaphor_of(discourse, mention)
    near = discourse.recent(anaphor.here, FARTHEST if mention.kind == "noun" else FAR)
    fits = _fits_noun if mention.kind == "noun" else _fits_pronoun
    fitting = [
        cluster
        for cluster in near
        if fits(discourse, anaphor, cluster) and not _is_silent(discourse, anaphor, cluster)
    ][-MANY:]
    if rules and _is_silent(discourse, anaphor, rules):
        rules = None
    if rules and rules not in fitting:
        fitting.insert(0, rules)
    found = chooser.choose(discourse, anaphor, fitting, rules) if fitting else None
    if found and anaphor.gender and dies(discourse, mention.head) and not has_died(discourse, found):
        dead = [cluster for cluster in fitting if has_died(discourse, cluster)]
        return chooser.choose(discourse, anaphor, dead, rules if rules in dead else None) if dead else found
    return found


def _is_silent(discourse: Discourse, anaphor: Anaphor, cluster: Cluster) -> bool:
    """True, of whoever speaks, for somebody dead who has not spoken before, and for whom the speech names."""
    is_dead = cluster.is_dead and cluster.last_spoke < 0
    if is_dead and _is_subject_of_speech(discourse, anaphor.mention.head):
        return True
    return anaphor.speaks and (
        is_dead or _is_named_in_speech(cluster, anaphor) or _is_spoken_of(discourse, cluster, anaphor)
    )


def _is_subject_of_speech(discourse: Discourse, head: int) -> bool:
    """True for "*she* said", also where other verbs follow: "*she* said so and left"."""
    tree = discourse.tree
    verb = tree.heads[head]
    return (
        tree.slots[head] == "subject"
        and tree.lemmas[verb] in discourse.references.government_verbs["speaking"]
    )


def _is_spoken_of(discourse: Discourse, cluster: Cluster, anaphor: Anaphor) -> bool:
    """True for Lunt and "he" in 'Voss said "Lunt lied. I did not," *he* added': only who spoke last names him.

    Also where that is the sentence before without a quotation: "Voss said that Lunt lied. *He* added".
    """
    token, last = discourse.last_spoke
    pronoun = discourse.nouns.pronouns.get(anaphor.word)
    is_quoted = anaphor.here.quotation is not None
    if last is None or last is cluster or is_quoted or pronoun is None or not pronoun.gender:
        return False
    is_near = anaphor.here.sentence - discourse.parsed.sentence_of[token] <= FAR
    since = [each for each in cluster.positions if token < each.token < anaphor.here.token]
    fits = last.type == "Person" and last.may_have_gender(pronoun.gender)
    is_next = anaphor.here.sentence - discourse.parsed.sentence_of[token] == 1
    are_reported = all(
        each.quotation is not None or (is_next and _is_reported(discourse, each.token, token))
        for each in since
    )
    return is_near and fits and bool(since) and are_reported


def _is_reported(discourse: Discourse, token: int, speaker: int) -> bool:
    """True for Lunt in "Voss said that Lunt lied"."""
    tree, verb = discourse.tree, discourse.tree.heads[speaker]
    while tree.heads[token] not in (verb, token):
        token = tree.heads[token]
    return tree.heads[token] == verb and tree.slots[token] == "complement" and speaker < verb < token


def may_refer(discourse: Discourse, mention: Mention) -> bool:
    """True for a noun that may refer to an entity mentioned before: not "a man", "three men", "men", "other men"."""
    tree, head, references = discourse.tree, mention.head, discourse.references
    determiners = {tree.words[kid] for kid in tree.get(head, "determiner")}
    if mention.type == "Event" or discourse.is_distributive(head) or _is_ranked(discourse, head):
        return False
    if determiners & references.determiners["definite"] or "both" in determiners:
        return True
    if determiners or tree.get(head, "number"):
        return False
    owned: tuple[Slot, ...] = ("possessive",)
    return mention.type in ACTORS and (bool(tree.get(head, *owned)) or tree.tags[head] == "NN")


def _is_ranked(discourse: Discourse, head: int) -> bool:
    """True for "the other studio" and "the first woman", nobody mentioned before; not in "she is the first woman"."""
    tree = discourse.tree
    words = {tree.words[kid] for kid in tree.get(head, "adjective")}
    return bool(words & discourse.references.ranking) and not tree.get(head, "copula")


def _fits_pronoun(discourse: Discourse, anaphor: Anaphor, cluster: Cluster) -> bool:
    pronoun = discourse.nouns.pronouns[anaphor.word]
    if not fits_pronoun(cluster, pronoun) or not cluster.is_salient:
        return False
    if anaphor.speaks and cluster.type in SILENT and cluster.last_spoke < 0:
        return False
    return not is_excluded(discourse, cluster, anaphor.mention.head, anaphor.here)


def _is_named_in_speech(cluster: Cluster, anaphor: Anaphor) -> bool:
    """True for Ada Lunt and "he" in '"Ada Lunt lied," *he* said': few speak of themselves by name."""
    here = anaphor.here
    return any(
        mention.kind == "name" and there.quotation is not None and there.sentence == here.sentence
        for mention, there in zip(cluster.mentions, cluster.positions, strict=True)
        if there.token < here.token and here.quotation is None
    )


def _is_of(discourse: Discourse, person: Cluster, noun: int) -> bool:
    """True for Ada Lunt and the noun of "Ada Lunt *pal*", "Ada Lunt's *pal*" or "Ada Lunt, whose *pal*"."""
    antecedents = discourse.parsed.relatives.antecedents
    beside = discourse.tree.get(noun, "compound", "possessive")
    return any(discourse.cluster_at.get(antecedents.get(token, token)) is person for token in beside)


def _fits_noun(discourse: Discourse, anaphor: Anaphor, cluster: Cluster) -> bool:
    """A person for a person, a plural for a plural, no other gender, no other slot of the same verb."""
    if (anaphor.mention.type == "Person") != (cluster.type == "Person") or cluster.type == "Event":
        return False
    if anaphor.gender and not cluster.may_have_gender(anaphor.gender):
        return False
    is_one = cluster.is_named and cluster.type == "Person"
    if (is_one and anaphor.is_plural) or (not cluster.is_named and cluster.plural != anaphor.is_plural):
        return False
    head = anaphor.mention.head
    is_owner = discourse.tree.slots[head] == "possessive" and is_possessed(discourse, cluster, head)
    if cluster.type == "Person" and (is_owner or _is_of(discourse, cluster, head)):
        return False
    if discourse.is_coargument(cluster, anaphor.here) or is_named_around(discourse, cluster, head):
        return False
    return not is_somebody_else(discourse, cluster, head)
