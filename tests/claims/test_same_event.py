"""The claims of one article that report one event: mentions, features of pairs, the scorer, clusters."""

import json
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from kg.claims.same_event.groups import LARGEST, cluster
from kg.claims.same_event.mentions import EventMention, RoleFillers, event_mentions
from kg.claims.same_event.pair_features import (
    HALF,
    ArticleMentions,
    compare_details,
    compare_fillers,
    compare_nouns,
    compare_position,
    compare_syntax,
    compare_triggers,
)
from kg.claims.same_event.scorer import FILES, NEAREST, SameEventScorer
from kg.records import Claim, Entity, Filler, Interval, Resolution
from tests.marked import read


def mention(key: str = "Attack@0", **fields) -> EventMention:
    values = {
        "key": key,
        "event_class": key.partition("@")[0],
        "token": int(key.partition("@")[2]),
        "lemma": "attack",
        "is_verb": False,
        "is_plural": False,
        "determiner": "the",
        "modifiers": frozenset(),
        "sentence": 0,
        "paragraph": 0,
        "is_headline": False,
        "fillers": {},
        "content": frozenset(),
        "time": None,
        "factuality": "actual",
        "sources": frozenset(),
        "quantities": {},
        "governors": (),
        "sentence_entities": frozenset(),
        "context": frozenset(),
    }
    return EventMention(**(values | fields))


def fillers(*names: str, unnamed: tuple[str, ...] = (), heads: tuple[str, ...] = ()) -> RoleFillers:
    return RoleFillers(frozenset(names), frozenset(unnamed), frozenset(heads), ())


def on(*days: str) -> Interval:
    return Interval(date.fromisoformat(days[0]), date.fromisoformat(days[-1]), "day", "then")


CASES = {
    "one class": (compare_triggers, {}, {}, {"same class", "class Attack", "same lemma"}),
    "two classes": (compare_triggers, {}, {"event_class": "Killing"}, {"classes Attack+Killing"}),
    "verb and noun": (
        compare_triggers,
        {"lemma": "invest", "is_verb": True},
        {"lemma": "investment"},
        {"kinds verb+noun", "same beginning"},
    ),
    "this after a": (
        compare_nouns,
        {"determiner": "a"},
        {"determiner": "this"},
        {"first determiner a", "second determiner this"},
    ),
    "other modifiers": (
        compare_nouns,
        {"modifiers": frozenset({"car"})},
        {"modifiers": frozenset({"rocket"})},
        {"other modifiers"},
    ),
    "headline": (compare_position, {"is_headline": True}, {"sentence": 1}, {"headline", "sentences 1"}),
    "same name": (
        compare_fillers,
        {"fillers": {"agent": fillers("voss")}},
        {"fillers": {"agent": fillers("voss", "renn")}},
        {"agent same name", "shared entities"},
    ),
    "other names": (
        compare_fillers,
        {"fillers": {"patient": fillers("voss")}},
        {"fillers": {"patient": fillers("renn")}},
        {"patient other names", "no shared entity"},
    ),
    "same noun": (
        compare_fillers,
        {"fillers": {"place": fillers(heads=("market",))}},
        {"fillers": {"place": fillers(heads=("market",))}},
        {"place same noun"},
    ),
    "same days": (compare_details, {"time": on("2024-03-04")}, {"time": on("2024-03-04")}, {"time same"}),
    "next day": (compare_details, {"time": on("2024-03-04")}, {"time": on("2024-03-05")}, {"time next day"}),
    "other time": (compare_details, {"time": on("2024-03-04")}, {"time": on("2024-03-09")}, {"time other"}),
    "overlap": (
        compare_details,
        {"time": on("2024-03-04")},
        {"time": on("2024-03-01", "2024-03-31")},
        {"time overlaps"},
    ),
    "other toll": (
        compare_details,
        {"quantities": {("killed", None): 4.0}},
        {"quantities": {("killed", None): 9.0}},
        {"other quantity"},
    ),
    "content": (compare_syntax, {"content": frozenset({"Attack@5"})}, {}, {"second is content"}),
    "governed": (compare_syntax, {}, {"governors": ((0, "object"),)}, {"path down object"}),
}


@pytest.mark.parametrize(("compare", "first", "second", "expected"), CASES.values(), ids=CASES)
def test_features_of_a_pair(compare, first, second, expected):
    features = dict(compare(mention(**first), mention("Attack@5", **second)))
    assert expected <= {name for name, value in features.items() if value}


def test_an_article_may_have_no_events():
    assert ArticleMentions([], {}).features([]) == []


def test_only_some_mentions_of_a_class_lie_between():
    mentions = [mention("Attack@0"), mention("Meeting@3"), mention("Attack@5"), mention("Attack@9")]
    article = ArticleMentions(mentions, np.ones((10, 2 * HALF), dtype=np.float32))
    near, far = article.features([(mentions[0], mentions[other]) for other in (2, 3)])
    assert near["next of its class"] and "next of its class" not in far
    assert near["base states"] == pytest.approx(1.0)


def test_the_states_of_a_role_are_those_of_the_fillers_that_are_most_alike():
    states = np.zeros((6, 2 * HALF), dtype=np.float32)
    states[[2, 4], HALF] = states[[3, 5], HALF + 1] = 1
    several = replace(fillers(), tokens=(2, 3))
    mentions = [mention("Attack@0", fillers={"agent": several})]
    mentions += [
        mention(f"Attack@1{n}", token=1, fillers={"agent": replace(fillers(), tokens=(n,))}) for n in (4, 5)
    ]
    article = ArticleMentions(mentions, states)
    found = article.features(
        [(mentions[0], mentions[1]), (mentions[0], mentions[2]), (mentions[1], mentions[2])]
    )
    assert [each.get("agent states") for each in found] == [1.0, 1.0, None]


SCORES = {
    "no pair": ({}, [("a",), ("b",), ("c",)]),
    "below the threshold": ({("a", "b"): 0.4}, [("a",), ("b",), ("c",)]),
    "a pair": ({("a", "c"): 2.0}, [("a", "c"), ("b",)]),
    "the mean is too low": ({("a", "b"): 2.0, ("b", "c"): 1.0, ("a", "c"): -3.0}, [("a", "b"), ("c",)]),
    "the mean suffices": ({("a", "b"): 2.0, ("b", "c"): 2.0, ("a", "c"): -0.5}, [("a", "b", "c")]),
    "classes that are not compatible": ({("a", "b"): 2.0, ("b", "c"): 2.0}, [("a", "b"), ("c",)]),
}


@pytest.mark.parametrize(("scores", "expected"), SCORES.values(), ids=SCORES)
def test_claims_are_clustered_by_the_mean_score(scores, expected):
    assert cluster(["a", "b", "c"], scores, 0.5) == tuple(expected)


def scorer(folder, features: dict[str, float], classes=()) -> SameEventScorer:
    """A scorer whose score is the sum of these weights."""
    size = len(features)
    arrays = {
        "states.weight": np.zeros((1, 2, HALF)),
        "states.bias": np.zeros((1, 2)),
        "hidden.weight": np.zeros((1, 3, size + 4)),
        "hidden.bias": np.zeros((1, 3)),
        "out.weight": np.zeros((1, 1, 3)),
        "out.bias": np.zeros((1, 1)),
        "direct.weight": np.array([[list(features.values())]]),
        "direct.bias": np.zeros((1, 1)),
    }
    np.savez(folder / FILES[0], **{name: array.astype(np.float16) for name, array in arrays.items()})
    labels = {"threshold": 0.5, "classes": list(classes), "features": list(features)}
    (folder / FILES[1]).write_text(json.dumps(labels), encoding="utf-8")
    return SameEventScorer(folder)


def test_the_scorer_adds_up_features_of_pairs_of_compatible_classes(tmp_path):
    weighed = scorer(tmp_path, {"same class": 1.0, "same lemma": 0.5}, [["Attack", "Killing"]])
    mentions = [
        mention("Attack@0"),
        mention("Killing@1", lemma="kill"),
        mention("Meeting@2"),
        mention("Attack@3"),
    ]
    scores = weighed.scores(ArticleMentions(mentions, np.ones((4, 2 * HALF), dtype=np.float32)))
    assert scores == {
        ("Attack@0", "Killing@1"): 0.0,
        ("Attack@0", "Attack@3"): 1.5,
        ("Killing@1", "Attack@3"): 0.0,
    }
    assert weighed.scores(ArticleMentions(mentions[:1], np.ones((4, 2 * HALF), dtype=np.float32))) == {}


def test_a_mention_is_compared_with_those_nearest_before_it(tmp_path):
    weighed = scorer(tmp_path, {"same class": 1.0}, [["Attack", "Killing"]])
    mentions = [
        mention(f"{name}@{number}") for number in range(200) for name in ("Attack", "Meeting", "Killing")
    ]
    pairs = [(one.key, other.key) for one, other in weighed.candidates(mentions)]
    of_last = [one for one, other in pairs if other == "Killing@199"]
    assert len(of_last) == NEAREST
    assert of_last[0] == f"Killing@{199 - NEAREST // 2}" and of_last[-1] == "Attack@199"
    assert len(pairs) < 600 * NEAREST


def test_a_group_of_very_many_claims_is_divided():
    keys = [str(number) for number in range(2 * LARGEST)]
    groups = cluster(keys, {pair: 2.0 for pair in combinations(keys, 2)}, 0.5)
    assert groups == (tuple(keys[:LARGEST]), tuple(keys[LARGEST:]))


@pytest.mark.model
def test_mentions_of_events_with_their_words():
    parsed, (word,) = read("Rebels launched this second rocket *attack* on Orrin.")
    begin, end = parsed.span(word, word + 1)
    patient = Filler("patient", 0, 1, "Orrin", entity="orrin", token=word + 2)
    named = {"event_class": "Attack", "predicate": "attack", "factuality": "actual", "fillers": (patient,)}
    place = {"sentence": parsed.sentence(word), "begin": begin, "end": end, "trigger": "attack"}
    claims = [
        Claim(key=f"Attack@{begin}", **named, **place),
        Claim(key=f"Event@{begin}", **(named | {"event_class": "Event"}), **place),
        Claim(key=f"locatedIn@{begin}", **(named | {"event_class": "locatedIn"}), **place),
    ]
    orrin = Entity("orrin", "Place", "Orrin", ("Orrin",), True, ())
    (only,) = event_mentions(claims, parsed, Resolution({"orrin": orrin}, {word + 2: "orrin"}))
    assert (only.determiner, only.is_verb, only.is_plural) == ("this", False, False)
    assert only.modifiers == {"second", "rocket"}
    assert only.fillers["patient"].named == only.sentence_entities == {"orrin"}
