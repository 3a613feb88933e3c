"""What the trained scorer sees of a mention, and of a mention with an entity that it may refer to.

Training and reading call the same functions, so a feature means the same in both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import log1p
from typing import NamedTuple

from kg.entities.coreference.candidates import are_compatible, fits_noun, score_candidates
from kg.entities.coreference.clusters import Cluster, Position
from kg.entities.coreference.discourse import Discourse
from kg.entities.learned.anaphors import TYPES, Anaphor, one_hot, predicate_lemma

SENTENCES = (0, 1, 2, 3, 5, 8)  # distances in sentences told apart, each up to this number
STEPS = [one_hot(step, tuple(range(len(SENTENCES) + 1))) for step in range(len(SENTENCES) + 1)]
# The last one is of all further ranks
RANKS = [one_hot(rank, tuple(range(4))) for rank in range(5)]
SALIENCES = {each: one_hot(each, (0.0, 1.0, 1.5, 2.0, 3.0)) for each in (0.0, 1.0, 1.5, 2.0, 3.0)}
KINDS = {each: one_hot(each, TYPES) for each in TYPES}
NO_NOUN = (0.0,) * 13


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
    last = max((cluster.last_spoke for cluster in candidates), default=-1)
    place = _Place.of(discourse, anaphor)
    rows = []
    for number, cluster in enumerate(candidates):
        has_spoken = cluster.last_spoke >= 0
        spoke_last = has_spoken and cluster.last_spoke == last
        rows.append(
            [
                *_distance(anaphor, cluster, len(candidates) - 1 - number),
                *_salience(discourse, anaphor, cluster, place),
                *_kind(anaphor, cluster),
                *_description(discourse, anaphor, cluster),
                float(has_spoken),
                float(spoke_last),
                float(spoke_last and anaphor.speaks),
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
        *STEPS[bisect_left(SENTENCES, sentences)],
        log1p(max(here.token - last.token, 0)) / 5,
        log1p(since_name) / 4,
        float(last.section == here.section),
        float(here.section - last.section == 1),
        *RANKS[min(rank, len(RANKS) - 1)],
        log1p(rank) / 3,
    ]


class _Place(NamedTuple):
    """What the words around a mention give for all of its candidates."""

    slot: str
    predicate: str
    described: frozenset[Cluster | None]  # what a copular clause calls by this noun: "Lunt is the *leader*"
    speaker: Cluster | None

    @classmethod
    def of(cls, discourse: Discourse, anaphor: Anaphor) -> _Place:
        head, here = anaphor.mention.head, anaphor.here
        frame = discourse.parsed.frames.get(head)
        subjects = frame.subject if frame and frame.kind == "copular" else ()
        return cls(
            slot=discourse.tree.slots[here.token],
            predicate=predicate_lemma(discourse, here),
            described=frozenset(discourse.cluster_at.get(subject) for subject in subjects),
            speaker=discourse.speaker(here),
        )


def _salience(discourse: Discourse, anaphor: Anaphor, cluster: Cluster, place: _Place) -> list[float]:
    here, last = anaphor.here, cluster.positions[-1]
    recent, is_subject_before = _recent(here, cluster)
    return [
        *SALIENCES[last.salience],
        float(here.salience == last.salience == 3.0),
        float(place.slot == discourse.tree.slots[last.token]),
        float(place.predicate == predicate_lemma(discourse, last) != ""),
        log1p(len(cluster.positions)) / 3,
        log1p(recent) / 2,
        log1p(cluster.subjects) / 3,
        float(is_subject_before),
        float(cluster.in_first_section),
        float(cluster.positions[0].sentence <= 1),
        float(last.quotation is not None),
        float(last.quotation is not None and last.quotation == here.quotation),
        float(here.quotation is not None and last.quotation is None),
        float(here.predicate is not None and here.predicate == last.predicate),
        float(cluster is place.speaker),
        float(cluster in place.described),
    ]


def _recent(here: Position, cluster: Cluster) -> tuple[int, bool]:
    """How often the last two sentences and this one mention an entity; whether it is a subject in the last one."""
    number, is_subject_before = 0, False
    for position in reversed(cluster.positions):
        back = here.sentence - position.sentence
        if back > 2:
            break
        number += 1
        is_subject_before |= back == 1 and position.salience == 3.0
    return number, is_subject_before


def _kind(anaphor: Anaphor, cluster: Cluster) -> list[float]:
    last = cluster.mentions[-1]
    return [
        *KINDS[cluster.type],
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


def _description(discourse: Discourse, anaphor: Anaphor, cluster: Cluster) -> Sequence[float]:
    """How the words of a noun agree with what is known of an entity; zeros for a pronoun."""
    if anaphor.word:
        return NO_NOUN
    tree, head = discourse.tree, anaphor.mention.head
    known = [
        word in cluster.modifiers or word in cluster.name_words or word in cluster.nouns
        for word in anaphor.modifiers
    ]
    homes = (cluster.home, cluster.country)
    is_at_home = anaphor.country is not None and anaphor.country in homes
    return [
        float(anaphor.lemma in cluster.nouns),
        float(anaphor.lemma in cluster.head_words),
        float(anaphor.lemma in cluster.name_words),
        float(fits_noun(cluster, anaphor.lemma, tree.words[head], discourse.references)),
        float(are_compatible(anaphor.mention.type, cluster.type)),
        float(any(known)),
        float(not all(known)),
        float(not anaphor.modifiers),
        float(bool(cluster.nouns)),
        float(is_at_home),
        float(anaphor.country is not None and any(homes) and not is_at_home),
        float(tree.slots[head] == "compound" and tree.lemmas[tree.heads[head]] in cluster.contexts),
        float(anaphor.is_plural == cluster.plural),
    ]
