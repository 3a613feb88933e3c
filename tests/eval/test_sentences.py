"""The sentences to measure against are whole: known classes, triggers and fillers that stand in their text."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

DATA = yaml.load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
SENTENCES = DATA["sentences"]
ROLES = {"agent", "patient", "recipient", "place", "origin", "destination", "topic", "instrument", "position"}
KEYS = {"class", "trigger", "roles", "factuality", "by", "when", "date", "quantities", "optional"}
FACTUALITY = {"actual", "planned", "possible", "negated"}


def listed(value: Any) -> list[Any]:
    """A value that may stand alone, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def names(value: Any) -> list[str]:
    """Every name in a filler or a list of fillers, alternatives (`a | b`) apart."""
    return [name for filler in listed(value) for name in str(filler).split(" | ")]


def holds(text: str, words: str) -> bool:
    """True when `text` holds these words whole."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def events() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every event with the text of its sentence."""
    return ((sentence["text"], event) for sentence in SENTENCES for event in sentence["events"])


def states() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every state with the text of its sentence."""
    return ((sentence["text"], state) for sentence in SENTENCES for state in sentence.get("states", []))


def is_known(event: dict[str, Any]) -> bool:
    """True when the event's keys, classes, roles and factuality are of those that README.md names."""
    return (
        set(event) <= KEYS
        and set(listed(event["class"])) <= set(DATA["classes"])
        and set(event.get("roles", {})) <= ROLES
        and set(listed(event.get("factuality"))) <= FACTUALITY
    )


def words_of(event: dict[str, Any]) -> list[str]:
    """The stretches of its sentence that an event names."""
    fillers = [name for value in event.get("roles", {}).values() for name in names(value)]
    return [event["trigger"], *fillers, *names(event.get("by")), *listed(event.get("when"))]


def test_events_have_known_classes_roles_and_factuality():
    assert [(text, event) for text, event in events() if not is_known(event)] == []


def test_words_of_events_stand_in_their_sentence():
    assert [(text, w) for text, event in events() for w in words_of(event) if not holds(text, w)] == []


def test_states_are_known_and_stand_in_their_sentence():
    assert [state for _, state in states() if state["relation"] not in DATA["relations"]] == []
    ends = ((text, str(state[end])) for text, state in states() for end in ("subject", "object"))
    assert [(text, words) for text, words in ends if not holds(text, words)] == []


def test_dates_of_weekdays_are_that_day():
    days = [(str(event.get("when")), event["date"]) for _, event in events() if "date" in event]
    named = [(re.findall(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", words), day) for words, day in days]
    assert [(found, day) for found, day in named if found and f"{day:%A}" not in found] == []


def test_same_roles_name_known_classes_and_roles():
    for name, roles in DATA["same_roles"].items():
        assert name == "any" or name in DATA["classes"]
        assert {role for one, others in roles.items() for role in [one, *others]} <= ROLES


def test_no_sentence_stands_twice():
    assert [text for text, count in Counter(s["text"] for s in SENTENCES).items() if count > 1] == []


def test_every_class_has_at_least_three_events():
    counts = Counter(name for _, event in events() for name in listed(event["class"]))
    assert not {name for name in DATA["classes"] if counts[name] < 3}
