"""Trained antecedents on parses written by hand: what may be chosen, and what a choice changes."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from kg.entities.cluster_mentions import cluster_mentions
from kg.entities.coreference.clusters import Cluster
from kg.entities.coreference.discourse import Discourse
from kg.entities.learned.anaphors import Anaphor, anaphor_features
from kg.entities.learned.antecedents import FILE, AntecedentScorer
from kg.entities.learned.choose import TrainedChooser
from kg.entities.learned.features import CandidateStates, candidate_features, candidate_states
from kg.entities.mentions import find_mentions
from tests.articles import article

MEETING = """
    Mrs.           NNP  2:compound
    Marn           NNP  3:nsubj
    met|meet       VBD  0:root
    Mr.            NNP  5:compound
    Dahl           NNP  3:obj
    in             IN   7:case
    Tolby          NNP  3:obl
    .              .    3:punct
    He             PRP  10:nsubj
    left|leave     VBD  0:root
    .              .    10:punct
    The            DT   13:det
    minister       NN   14:nsubj
    smiled|smile   VBD  0:root
    .              .    14:punct
    Then           RB   18:advmod
    it             PRP  18:nsubj
    said|say       VBD  0:root
    so             RB   18:advmod
    .              .    18:punct
"""
NAMES = {"Marn": "PERSON", "Dahl": "PERSON", "Tolby": "GPE"}
QUOTATION = """
    "              ``   3:punct
    I              PRP  3:nsubj
    won|win        VBD  7:ccomp
    ,              ,    7:punct
    "              ''   3:punct
    Marn           NNP  7:nsubj
    said|say       VBD  0:root
    .              .    7:punct
    "              ``   11:punct
    I              PRP  11:nsubj
    waited|wait    VBD  0:root
    .              .    11:punct
    "              ''   11:punct
"""
Choice = Callable[[Sequence[Cluster]], Cluster | None]


class Picking:
    """Answers by position among the candidates, and keeps whom each mention could have meant."""

    def __init__(self, pick: Choice) -> None:
        self.pick, self.offered = pick, {}

    def choose(
        self, discourse: Discourse, anaphor: Anaphor, candidates: Sequence[Cluster], rules: Cluster | None
    ) -> Cluster | None:
        self.offered[anaphor.mention.text] = sorted(min(each.names) for each in candidates if each.names)
        return self.pick(candidates)


def read(table: str, names: dict[str, str], chooser: Picking) -> Discourse:
    parsed = article(table, names)
    return cluster_mentions(parsed, find_mentions(parsed), chooser)


def test_only_those_that_agree_are_candidates():
    chooser = Picking(lambda candidates: None)
    read(MEETING, NAMES, chooser)
    assert chooser.offered["He"] == ["dahl"]
    assert chooser.offered["The minister"] == ["dahl", "marn"]


def test_a_place_that_says_nothing_does_not_speak():
    chooser = Picking(lambda candidates: None)
    read(MEETING, NAMES, chooser)
    assert "it" not in chooser.offered


def test_with_nobody_known_a_pronoun_is_in_no_cluster_and_a_noun_in_one_of_its_own():
    discourse = read(MEETING, NAMES, Picking(lambda candidates: None))
    assert 8 not in discourse.cluster_at
    assert [mention.text for mention in discourse.cluster_at[12].mentions] == ["The minister"]


def test_the_chosen_entity_has_the_mention():
    discourse = read(MEETING, NAMES, Picking(lambda candidates: candidates[0]))
    assert [mention.text for mention in discourse.cluster_at[1].mentions] == ["Marn", "The minister"]
    assert [mention.text for mention in discourse.cluster_at[4].mentions] == ["Dahl", "He"]


def test_i_is_the_speaker_who_follows_and_speaks_on():
    discourse = read(QUOTATION, {"Marn": "PERSON"}, Picking(lambda candidates: None))
    assert discourse.cluster_at[1] is discourse.cluster_at[5] is discourse.cluster_at[9]


@pytest.fixture(scope="module")
def scorer(tmp_path_factory):
    """Two networks of random weights, of the sizes that the features need."""
    folder, random = tmp_path_factory.mktemp("pipeline"), np.random.default_rng(7)
    own, features = sizes()
    parts = len(CandidateStates._fields)
    shapes = {"anaphor": (4, 8), **{name: (4, 8) for name in CandidateStates._fields}}
    shapes |= {"hidden": (6, features + own + 4 * parts), "second": (5, 6), "score": (1, 5)}
    shapes |= {"alone": (3, 8), "nobody_hidden": (4, own + 3), "nobody": (1, 4)}
    weights = {
        f"{number}.{name}.{part}": random.normal(size=shape if part == "weight" else shape[:1])
        for number in range(2)
        for name, shape in shapes.items()
        for part in ("weight", "bias")
    }
    np.savez(folder / FILE, **weights)
    return AntecedentScorer(folder)


def sizes() -> tuple[int, int]:
    seen = []

    class Counting(Picking):
        def choose(self, discourse, anaphor, candidates, rules):
            rows = candidate_features(discourse, anaphor, candidates, rules)
            seen.append((len(anaphor_features(discourse, anaphor, 1)), *{len(row) for row in rows}))

    read(MEETING, NAMES, Counting(lambda candidates: None))
    assert len(set(seen)) == 1
    return seen[0]


def test_probabilities_are_of_nobody_and_of_each_candidate(scorer):
    class Scoring(Picking):
        def choose(self, discourse, anaphor, candidates, rules):
            found.append(
                scorer.probabilities(
                    scorer.read(np.ones((20, 8), np.float32)),
                    anaphor.mention.head,
                    anaphor_features(discourse, anaphor, len(candidates)),
                    [candidate_states(discourse, cluster) for cluster in candidates],
                    candidate_features(discourse, anaphor, candidates, rules),
                )
            )

    found: list[np.ndarray] = []
    read(MEETING, NAMES, Scoring(lambda candidates: None))
    assert [len(each) for each in found] == [2, 3]
    assert np.allclose([each.sum() for each in found], 1)


class Fixed:
    """A scorer that gives the last candidate one probability, whatever it sees."""

    def __init__(self, probability: float) -> None:
        self.probability = probability

    def read(self, states):
        return []

    def probabilities(self, words, anaphor, own, candidates, features):
        rest = (1 - self.probability) / len(candidates)
        return np.array([*[rest] * len(candidates), self.probability])


@pytest.mark.parametrize(
    ("word", "by_rules", "among", "probability", "is_chosen"),
    [
        ("He", False, 1, 0.6, True),
        ("The minister", True, 1, 0.6, True),
        ("The minister", False, 1, 0.9, True),
        ("The minister", False, 1, 0.8, False),
        ("The minister", False, 2, 0.82, True),
        ("The minister", False, 2, 0.75, False),
    ],
)
def test_a_noun_refers_to_whom_the_rules_do_not_find_only_if_that_is_likely(
    word, by_rules, among, probability, is_chosen
):
    class Asking(Picking):
        def choose(self, discourse, anaphor, candidates, rules):
            if anaphor.mention.text == word:
                trained = TrainedChooser(Fixed(probability), np.ones((20, 8), np.float32))
                choice = candidates[-1] if by_rules else None
                found.append(
                    trained.choose(discourse, anaphor, candidates[-among:], choice) is candidates[-1]
                )

    found: list[bool] = []
    read(MEETING, NAMES, Asking(lambda candidates: None))
    assert found == [is_chosen]
