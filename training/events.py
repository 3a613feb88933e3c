"""Evaluates event extraction: `python -m training.events [--corpora DIR] [--limit 60]`.

Data: WikiEvents (articles) and RAMS dev (five sentences around one event). An event is found if a claim of a class that
`class_map.yaml` maps to its type has its trigger within the gold trigger, "nearby" if the claim is in the same
sentence. An argument is found if a filler of that claim overlaps it, "in its role" if also its role is one of `ROLES`.
Precision is not measured: neither corpus annotates all events. Articles that the event heads learn from are left out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from kg.pipeline import Knowledge, extract, load
from kg.records import Article, Claim, Section
from training.annotations import ANNOTATIONS
from training.convert import CORPORA
from training.json_lines import read_json_lines

CLASS_MAP = Path(__file__).parent / "class_map.yaml"
# The corpora's role names, in small letters, in our core roles; what is not here is met in any role.
ROLES: Mapping[str, frozenset[str]] = {
    "agent": frozenset(
        "attacker killer injurer jailer detainer transporter communicator participant demonstrator investigator"
        " prosecutor judgecourt giver victor employer investigatorcrime violator".split()
    ),
    "patient": frozenset(
        "target victim detainee passengerartifact artifact defendant recipient investigated crime".split()
    ),
    "place": frozenset(["place", "destination", "origin"]),
}
SAME: Mapping[str, frozenset[str]] = {
    "patient": frozenset(["patient", "recipient", "topic"]),
    "place": frozenset(["place", "destination", "origin"]),
    "agent": frozenset(["agent", "patient"]),
}
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated event: its type, its trigger and its arguments' words with their roles; offsets are of the text."""

    kind: str
    trigger: Span
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    events: tuple[Gold, ...]


def read_wikievents(folder: Path) -> Iterator[Text]:
    learnt = {article["id"] for article in read_json_lines(ANNOTATIONS)}
    for data in read_json_lines(folder / "train.jsonl"):
        if f"wikievents/{data['docid']}" in learnt:
            continue
        text, spans = _joined(data["tokens"])
        events = [
            Gold(
                event["event_type"],
                _span(spans, event["trigger"]["start_idx"], event["trigger"]["end_idx"]),
                tuple((argument["role"], argument["text"]) for argument in event["arguments"]),
            )
            for event in data["event_mentions"]
        ]
        yield Text(text, tuple(events))


def read_rams(folder: Path) -> Iterator[Text]:
    for data in read_json_lines(folder / "dev.jsonlines"):
        text, spans = _joined([word for sentence in data["sentences"] for word in sentence])
        (begin, end, kinds), *_ = data["evt_triggers"]
        arguments = tuple(
            (role.partition("arg")[2][2:], text[slice(*_span(spans, first, last + 1))])
            for _, (first, last), role in data["gold_evt_links"]
        )
        yield Text(text, (Gold(kinds[0][0], _span(spans, begin, end + 1), arguments),))


READERS = {"wikievents": read_wikievents, "rams": read_rams}


def _joined(words: list[str]) -> tuple[str, list[Span]]:
    spans, at = [], 0
    for word in words:
        spans.append((at, at + len(word)))
        at += len(word) + 1
    return " ".join(words), spans


def _span(spans: list[Span], start: int, end: int) -> Span:
    return spans[start][0], spans[end - 1][1]


def score(texts: list[Text], classes: Mapping[str, list[str]], known: Knowledge) -> Counter[str]:
    """Counts of gold events and arguments, and of those met."""
    counts: Counter[str] = Counter()
    for number, gold in enumerate(texts):
        article = Article(str(number), f"{number:064}", gold.text, (Section(0, len(gold.text), "body"),))
        claims = extract(article, known).claims
        for event in gold.events:
            wanted = _classes(classes, event.kind)
            if wanted:
                _count(counts, event, [claim for claim in claims if claim.event_class in wanted])
    return counts


def _classes(classes: Mapping[str, list[str]], kind: str) -> list[str]:
    names = [name for name in classes if kind.startswith(name)]
    return classes[max(names, key=len)] if names else []


def _count(counts: Counter[str], event: Gold, claims: list[Claim]) -> None:
    counts["events"] += 1
    counts["nearby"] += any(_overlap((c.sentence.begin, c.sentence.end), event.trigger) for c in claims)
    met = [claim for claim in claims if _overlap((claim.begin, claim.end), event.trigger)]
    counts["met"] += bool(met)
    if not met:
        return
    for role, words in event.arguments:
        if words in met[0].sentence.text:
            counts["arguments"] += 1
            roles = {filler.role for filler in met[0].fillers if words in filler.text or filler.text in words}
            counts["fillers"] += bool(roles)
            counts["in role"] += _is_in_role(role, roles)


def _is_in_role(role: str, roles: set[str]) -> bool:
    core = next((name for name, names in ROLES.items() if role.lower() in names), None)
    return bool(roles & SAME[core]) if core else bool(roles)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--limit", type=int, default=60, help="texts of each corpus")
    options = parser.parse_args()
    known = load()
    class_map = yaml.safe_load(CLASS_MAP.read_text("utf-8"))
    for name, read in READERS.items():
        texts = [text for text, _ in zip(read(options.corpora / name), range(options.limit), strict=False)]
        counts = score(texts, class_map[name], known)
        events, arguments = counts["events"], counts["arguments"]
        print(
            f"{name}: {len(texts)} texts, {events} events of our classes: met {counts['met'] / events:.3f}, "
            f"nearby {counts['nearby'] / events:.3f}; {arguments} arguments in the sentence of a met event: "
            f"filler {counts['fillers'] / arguments:.3f}, in role {counts['in role'] / arguments:.3f}"
        )


if __name__ == "__main__":
    main()
