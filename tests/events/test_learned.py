"""Event heads with weights written by hand: "shelled" is an Attack, and the subject beside it the agent."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.events.find import find_events
from kg.events.learned.evidence import actor_decision, decision
from kg.events.learned.features import PairFeatures, WordFeatures, may_evoke
from kg.events.learned.heads import EventHeads, RolePair
from kg.events.learned.tree_paths import TreePaths
from kg.grammar.parsed import Parsed, join
from kg.grammar.read_tree import read_tree
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.language import load_language
from kg.records import Article, Event, Section
from tests.parses import parsed

SIZE = 2  # of a word state; a trained head has 384
TABLE = """
Rebels|rebel    NNS  2:nsubj
raked|rake      VBD  0:root
Vessa|vessa     NNP  2:obj
"""
TEXT = "Rebels raked Vessa"


def save_heads(folder: Path) -> None:
    """Heads that look only at the lemma of a word and at the path between a trigger and a candidate."""
    words = {name: [""] for name in WordFeatures._fields} | {"lemma": ["", "rake"]}
    pairs = {name: [""] for name in PairFeatures._fields} | {"path": ["", "subject"]}
    labels = {
        "classes": ["", "Attack"], "roles": ["", "agent"], "factualities": ["actual"], "words": words, "pairs": pairs,
    }  # fmt: skip
    (folder / "event_heads.json").write_text(json.dumps(labels), encoding="utf-8")
    arrays = {f"word.{i}.weight": np.zeros((len(v), 1)) for i, v in enumerate(words.values())}
    arrays |= {f"pair.{i}.weight": np.zeros((len(v), 1)) for i, v in enumerate(pairs.values())}
    arrays["word.0.weight"][1] = arrays["pair.0.weight"][1] = 5
    shapes = {
        "article": (1, SIZE), "hidden": (1, 2 * SIZE + len(words) + 1), "classes": (2, 1), "factuality": (1, 1),
        "trust": (3, 1),
        "pair_features": (1, len(pairs) + 1), "trigger_side": (1, SIZE), "filler_side": (1, SIZE),
        "pair_hidden": (1, 4), "of_trigger": (1, 1), "of_filler": (1, 1), "pair_context": (1, 5), "roles": (2, 1),
    }  # fmt: skip
    for name, shape in shapes.items():
        arrays[f"{name}.weight"], arrays[f"{name}.bias"] = np.zeros(shape), np.zeros(shape[0])
    arrays["event_class.weight"] = np.zeros((2, 1))
    arrays["hidden.weight"][0, 2 * SIZE] = arrays["pair_features.weight"][0, 0] = 1
    arrays["pair_hidden.weight"][0, 0] = 1
    for name in ("classes", "roles"):
        arrays[f"{name}.weight"][:, 0], arrays[f"{name}.bias"] = (0, 1), np.array([2, 0])
    np.savez(folder / "event_heads.npz", **arrays)


@pytest.fixture
def heads(tmp_path: Path) -> EventHeads:
    save_heads(tmp_path)
    return EventHeads(tmp_path)


def read() -> Parsed:
    section = Section(0, len(TEXT), "body")
    found = join(Article("a.txt", "0" * 64, TEXT, (section,)), [(section, parsed(TABLE))], load_language())
    assert found is not None
    return replace(found, states=np.ones((3, 2 * SIZE), np.float32))


def events(article: Parsed, heads: EventHeads | None) -> tuple[Event, ...]:
    resolution = resolve(article, find_mentions(article))
    return find_events(article, resolution, load_lexicon(), heads)


def test_heads_see_an_event_that_the_rules_take_for_a_plain_one(heads):
    article = read()
    assert [event.event_class for event in events(article, None)] == ["Event"]
    (event,) = events(article, heads)
    assert (event.event_class, event.trigger, event.predicate) == ("Attack", 1, "rake")
    assert event.evidence and event.evidence.values["this_class"] == pytest.approx(3, abs=0.001)


def test_heads_fill_roles_within_the_ranges_of_the_class(heads):
    (event,) = events(read(), heads)
    assert [(filler.role, filler.text) for filler in event.fillers] == [("agent", "Rebels")]


@pytest.mark.parametrize(
    ("beside", "other", "shares_it"),
    [
        ("of_trigger", (0, 2), True),
        ("of_trigger", (1, 2), False),
        ("of_filler", (1, 1), True),
        ("of_filler", (1, 2), False),
    ],
)
def test_a_pair_is_seen_with_those_of_its_trigger_and_of_its_filler(tmp_path, beside, other, shares_it):
    save_heads(tmp_path)
    arrays = dict(np.load(tmp_path / "event_heads.npz"))
    arrays[f"{beside}.weight"] = np.ones((1, 1))
    arrays["pair_context.weight"][0, 1 if beside == "of_trigger" else 3] = 1  # the greatest of the group
    np.savez(tmp_path / "event_heads.npz", **arrays)
    heads, states = EventHeads(tmp_path), np.ones((3, SIZE), np.float32)
    plain = PairFeatures(**dict.fromkeys(PairFeatures._fields, ""))
    pairs = [RolePair(0, 1, "Attack", plain), RolePair(*other, "Attack", plain._replace(path="subject"))]
    alone, among = (heads.read_pairs(states, pairs[:size])[0] for size in (1, 2))
    assert (among[1] > alone[1] + 0.1) == shares_it


def test_without_word_states_the_rules_decide(heads):
    assert [event.event_class for event in events(replace(read(), states=None), heads)] == ["Event"]


def test_white_space_evokes_nothing(heads):
    states = np.ones((2, 2 * SIZE), np.float32)
    states[1] = 0
    rows = [WordFeatures(lemma="rake", pos="", slot="", label="", rule="", first="", second="")] * 2
    assert heads.read_words(states, [0, 1], rows).classes[:, 1] == pytest.approx([0.953, 0], abs=0.001)


def test_only_words_that_may_evoke_something_are_scored(heads):
    states = np.ones((3, 2 * SIZE), np.float32)
    rows = [WordFeatures(lemma="rake", pos="", slot="", label="", rule="", first="", second="")]
    assert heads.read_words(states, [1], rows).classes[:, 1] == pytest.approx([0, 0.953, 0], abs=0.001)
    assert heads.read_words(states, [], []).classes[:, 1].tolist() == [0, 0, 0]


def test_words_that_may_evoke_something_are_of_open_classes_or_triggers_of_the_rules():
    table = """
    The|the           DT   2:det
    raid|raid         NN   4:nsubj
    was|be            VBD  4:cop
    over|over         IN   0:root
    """
    tree = read_tree(parsed(table), load_language())
    assert may_evoke(tree, []) == [1]
    assert may_evoke(tree, [Event("Event", "over", trigger=3, anchor=3, fillers=())]) == [1, 3]


def test_a_class_that_the_rules_name_gets_a_bonus(tmp_path):
    save_heads(tmp_path)
    arrays = dict(np.load(tmp_path / "event_heads.npz"))
    arrays["trust.bias"] = np.array([3.0, 0, 0])
    np.savez(tmp_path / "event_heads.npz", **arrays)
    labels = json.loads((tmp_path / "event_heads.json").read_text(encoding="utf-8"))
    rows = [WordFeatures("", "", "", "", rule=rule, first="", second="") for rule in ("", "Attack")]
    labels["words"]["rule"] = ["", "Attack"]
    arrays["word.4.weight"] = np.zeros((2, 1))
    np.savez(tmp_path / "event_heads.npz", **arrays)
    (tmp_path / "event_heads.json").write_text(json.dumps(labels), encoding="utf-8")
    states = np.ones((2, 2 * SIZE), np.float32)
    without, named = EventHeads(tmp_path).read_words(states, [0, 1], rows).classes[:, 1]
    assert np.log(named / (1 - named)) - np.log(without / (1 - without)) == pytest.approx(3, abs=0.001)


@pytest.mark.parametrize(
    "role, symmetric, probability",
    [
        ("agent", False, 0.5),
        ("patient", False, 0.35),
        ("topic", False, 0.35),
        ("instrument", False, 0.25),
        ("", False, 0.25),
        ("agent", True, 0.85),
        ("patient", True, 0.85),
    ],
)
def test_probability_that_a_candidate_is_right_in_its_role(role, symmetric, probability):
    roles = ("", "agent", "patient", "topic", "instrument")
    row = [0.1, 0.5, 0.25, 0.1, 0.05]
    assert decision(row, roles, role, symmetric=symmetric) == pytest.approx(probability, abs=0.001)


@pytest.mark.parametrize(
    "role, probability",
    [("agent", 0.5), ("patient", 0.35), ("topic", 0.5), ("place", 0.5), ("instrument", 0.25), ("", 0.25)],
)
def test_a_place_or_topic_is_wrong_only_if_it_is_the_agent(role, probability):
    roles = ("", "agent", "patient", "topic", "instrument")
    row = [0.1, 0.5, 0.25, 0.1, 0.05]
    assert actor_decision(row, roles, role, symmetric=False) == pytest.approx(probability, abs=0.001)


@pytest.mark.parametrize(
    "start, end, steps",
    [(1, 0, ["subject"]), (0, 1, ["^subject"]), (0, 2, ["^subject", "object"])],
    ids=["down", "up", "up and down"],
)
def test_path_between_two_words(start, end, steps):
    assert TreePaths(read().tree).between(start, end) == steps
