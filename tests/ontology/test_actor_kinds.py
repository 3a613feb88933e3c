"""Kinds of actors that conditions of class files name."""

import pytest

from kg.ontology.reference_rules import Kind
from kg.ontology.words.actor_kinds import ActorKind

EMPTY: frozenset[str] = frozenset()
NAMES = frozenset({"halden", "orrin rovers", "hcc", "wolves"})
KINDS = {"team": Kind(nouns=EMPTY, words=EMPTY, names=NAMES, types=EMPTY, by_type=False)}
TEAM = ActorKind(nouns=frozenset({"club"}), words=frozenset({"United"}), kinds=("team",))
STORM = ActorKind(nouns=frozenset({"gale"}), first_words=frozenset({"Storm"}))


@pytest.mark.parametrize(
    "name, is_team",
    [
        ("Halden", True),
        ("Orrin Rovers", True),
        ("Vessa United", True),
        ("United", False),
        ("HCC", False),
        ("Wolves", False),
        ("Vessa", False),
    ],
)
def test_a_name_is_of_the_kind_if_it_is_listed_and_nobody_elses(name, is_team):
    assert TEAM.has_name((name,), KINDS) is is_team


def test_a_name_may_begin_like_its_kind():
    assert STORM.has_name(("Storm Ada",), KINDS) and not STORM.has_name(("Ada Storm",), KINDS)


def test_a_noun_is_of_the_kind():
    assert TEAM.has_noun({"club"}) and not TEAM.has_noun({"side"})
