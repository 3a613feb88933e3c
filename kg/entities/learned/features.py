"""What the trained scorer sees of a mention, and of a mention with an entity that it may refer to.

Training and reading call the same functions, so a feature means the same in both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile
from math import log1p
from typing import NamedTuple

from kg.entities.coreference.candidates import are_compatible, fits_noun, score_candidates
from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.discourse import Discourse
from kg.entities.learned.anaphors import TYPES, Anaphor, one_hot, predicate_lemma

SENTENCES = (0, 1, 2, 3, 5, 8)  # distances in sentences told apart, each up to this number
STEPS, RANKS = tuple(range(len(SENTENCES) + 1)), tuple(range(4))
SALIENCES = (0.0, 1.0, 1.5, 2.0, 3.0)


class CandidateStates(NamedTuple):
    """Tokens whose states describe an entity.

    Its last mention, the first and last word of its fullest name, the last noun that describes it.
    """

    last: int
    first_name: int
    surname: int
    described: int


def candidate_features(
    discourse: Discourse, anaphor: Anaphor, candidates: Sequence[Cluster], rules: Cluster | None
) -> list[list[float]]:
    """A row of features for each candidate, the least recent first; `rules` is the choice of the rules."""
    scores = {cluster: score for score, cluster in score_candidates(candidates, anaphor.here, far=99)}
    spoke = {cluster: cluster.last_spoke for cluster in candidates}
    last = max(spoke.values(), default=-1)
    rows = []
    for number, cluster in enumerate(candidates):
        rank = len(candidates) - 1 - number
        rows.append(
            [
                *_distance(anaphor, cluster, rank),
                *_salience(discourse, anaphor, cluster),
                *_kind(anaphor, cluster),
                *_description(discourse, anaphor, cluster),
                float(spoke[cluster] >= 0),
                float(spoke[cluster] >= 0 and spoke[cluster] == last),
                float(spoke[cluster] >= 0 and spoke[cluster] == last and anaphor.speaks),
                float(anaphor.speaks and cluster.positions[-1].quotation is not None),
                float(cluster is rules),
                max(scores.get(cluster, -30.0), -30.0) / 10,
            ]
        )
    best = max((row[-1] for row in rows), default=0.0)
    for row in rows:
        row.append(row[-1] - best)
    return rows


def candidate_states(discourse: Discourse, cluster: Cluster) -> CandidateStates:
    """The tokens whose states describe a cluster; those of its last mention where it has no name."""
    last = cluster.mentions[-1].head
    described = cluster.noun_tokens[-1] if cluster.noun_tokens else last
    if cluster.fullest is None:
        first = cluster.mentions[0].head
        return CandidateStates(last, first, first, described)
    tokens = discourse.tokens(cluster.fullest)
    return CandidateStates(last, tokens[0], tokens[-1], described)


def _distance(anaphor: Anaphor, cluster: Cluster, rank: int) -> list[float]:
    here, last = anaphor.here, cluster.positions[-1]
    sentences = here.sentence - last.sentence
    since_name = here.sentence - cluster.last_name.sentence if cluster.last_name else 40
    return [
        *one_hot(bisect_left(SENTENCES, sentences), STEPS),
        log1p(max(here.token - last.token, 0)) / 5,
        log1p(since_name) / 4,
        float(last.section == here.section),
        float(here.section - last.section == 1),
        *one_hot(rank, RANKS),
        log1p(rank) / 3,
    ]


def _salience(discourse: Discourse, anaphor: Anaphor, cluster: Cluster) -> list[float]:
    tree, here, last = discourse.tree, anaphor.here, cluster.positions[-1]
    slot, last_slot = tree.slots[here.token], tree.slots[last.token]
    backwards = reversed(cluster.positions)
    recent = list(takewhile(lambda position: here.sentence - position.sentence <= 2, backwards))
    before = [position for position in recent if here.sentence - position.sentence == 1]
    return [
        *one_hot(last.salience, SALIENCES),
        float(here.salience == last.salience == 3.0),
        float(slot == last_slot),
        float(predicate_lemma(discourse, here) == predicate_lemma(discourse, last) != ""),
        log1p(len(cluster.positions)) / 3,
        log1p(len(recent)) / 2,
        log1p(cluster.subjects) / 3,
        float(any(position.salience == 3.0 for position in before)),
        float(cluster.in_first_section),
        float(cluster.positions[0].sentence <= 1),
        float(last.quotation is not None),
        float(last.quotation is not None and last.quotation == here.quotation),
        float(here.quotation is not None and last.quotation is None),
        float(here.predicate is not None and here.predicate == last.predicate),
        float(discourse.is_speaker(cluster, here)),
        float(_has_predicate_noun(discourse, anaphor, cluster)),
    ]


def _kind(anaphor: Anaphor, cluster: Cluster) -> list[float]:
    last = cluster.mentions[-1]
    return [
        *one_hot(cluster.type, TYPES),
        float(cluster.is_named),
        float(cluster.plural),
        float(last.kind == "name"),
        float(last.kind == "noun"),
        float(last.kind == "pronoun"),
        float(anaphor.word in cluster.pronouns),
        float(anaphor.gender is not None and anaphor.gender == cluster.gender),
        float(anaphor.gender is not None and cluster.gender is None),
        float(cluster.gender is not None),
        float(cluster.country is not None),
        float("PERSON" in cluster.labels),
    ]


def _description(discourse: Discourse, anaphor: Anaphor, cluster: Cluster) -> list[float]:
    """How the words of a noun agree with what is known of an entity; zeros for a pronoun."""
    if anaphor.word:
        return [0.0] * 13
    tree, head = discourse.tree, anaphor.mention.head
    known = cluster.modifiers | cluster.name_words | cluster.nouns
    shared, other = anaphor.modifiers & known, anaphor.modifiers - known
    homes = {country for country in (cluster.home, cluster.country) if country}
    return [
        float(anaphor.lemma in cluster.nouns),
        float(anaphor.lemma in cluster.head_words),
        float(anaphor.lemma in cluster.name_words),
        float(fits_noun(cluster, anaphor.lemma, tree.words[head], discourse.references)),
        float(are_compatible(anaphor.mention.type, cluster.type)),
        float(bool(shared)),
        float(bool(other)),
        float(not anaphor.modifiers),
        float(bool(cluster.nouns)),
        float(anaphor.country is not None and anaphor.country in homes),
        float(anaphor.country is not None and bool(homes) and anaphor.country not in homes),
        float(tree.slots[head] == "compound" and tree.lemmas[tree.heads[head]] in cluster.contexts),
        float(anaphor.is_plural == cluster.plural),
    ]


def _has_predicate_noun(discourse: Discourse, anaphor: Anaphor, cluster: Cluster) -> bool:
    """True for an entity that a copular clause calls by this noun: "Lunt is the *leader*"."""
    frame = discourse.parsed.frames.get(anaphor.mention.head)
    subjects = frame.subject if frame and frame.kind == "copular" else ()
    return any(discourse.cluster_at.get(subject) is cluster for subject in subjects)
