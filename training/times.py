"""Evaluates time expressions: which event a time belongs to, and which days it denotes.

    python -m training.times [--corpora DIR] [--verbose]

`sentences`: tests/eval/sentences.yaml with gold triggers: the correct day, month or year (recall over events with a
time; precision over predicted times where `when` is annotated). `propbank`: PropBank-EWT dev with gold predicates: the
share of times inside an ARGM-TMP, without a predicate of their own, that are attached to its predicate. `ecbplus`: the
share of annotated dates and durations that are read; of durations it should be low.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml
from spacy.language import Language
from spacy.tokens import Doc

from kg.events.slots import find_predicates
from kg.grammar.parsed import Parsed, join
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.language import load_language
from kg.parse.finish_names import finish_names
from kg.parse.load_pipeline import load_pipeline
from kg.records import Article, Event, Interval, Section
from kg.times.attach import time_of
from kg.times.expressions import find_times
from training.convert import CORPORA
from training.gold import guess_spaces
from training.predict import read_words

language = cache(load_language)
SENTENCES = Path(__file__).parents[1] / "tests/eval/sentences.yaml"
SOME_DAY = date(2005, 1, 12)  # any: only which time is whose is scored
AUXILIARIES = frozenset(["have.01", "be.03", "do.01", "be.01"])


@dataclass(slots=True)
class Tally:
    """Right, found and true of one measure, and its faults."""

    name: str
    right: int = 0
    found: int = 0
    true: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, *, right: bool, found: bool, true: bool, fault: str) -> None:
        self.right += right
        self.found += found
        self.true += true
        if (found or true) and not right:
            self.faults.append(fault)

    def __str__(self) -> str:
        precision, recall = (self.right / n if n else 0.0 for n in (self.found, self.true))
        return f"{self.name:24} precision {precision:.3f} ({self.found})  recall {recall:.3f} ({self.true})"


def parsed_words(nlp: Language, words: Sequence[str], published: date | None) -> Parsed:
    """An article of one sentence, tokens as given."""
    return parsed_doc(read_words(nlp, words, guess_spaces(words), starts=[0], names=True), published)


def parsed_doc(doc: Doc, published: date | None) -> Parsed:
    section = Section(0, len(doc.text), "body")
    finish_names([doc], language().names)
    parsed = join(
        Article("x", "0" * 64, doc.text, (section,), published=published), [(section, doc)], language()
    )
    assert parsed is not None
    return parsed


def event_at(token: int, anchor: int | None = None) -> Event:
    return Event("Event", "", token, token if anchor is None else anchor, ())


# Our own sentences


def score_sentences(nlp: Language, lexicon: Lexicon) -> Iterator[Tally]:
    data = yaml.safe_load(SENTENCES.read_text("utf-8"))
    whose, days = Tally("sentences, which time"), Tally("sentences, days")
    for gold in data["sentences"]:
        parsed = parsed_doc(nlp(gold["text"]), gold.get("published", data["published"]))
        times = find_times(parsed)
        anchors = {p.token: p.anchor for p in find_predicates(parsed, lexicon)}
        for event in gold["events"]:
            token = trigger_token(parsed, event["trigger"])
            if token is not None:
                found = time_of(event_at(token, anchors.get(token)), parsed, times)
                count_event(event, found, whose, days, gold["text"])
    yield from (whose, days)


def trigger_token(parsed: Parsed, trigger: str) -> int | None:
    """The first occurrence of the trigger's last content word; a particle is not its head."""
    words = [token.text for token in parsed.doc]
    wanted = trigger.split()
    for start in range(len(words)):
        if words[start : start + len(wanted)] == wanted:
            inside = range(start, start + len(wanted))
            return next((t for t in inside if parsed.tree.heads[t] not in inside), start)
    return next((t for t, word in enumerate(words) if word == wanted[0]), None)


def count_event(
    event: Mapping[str, Any], found: Interval | None, whose: Tally, days: Tally, text: str
) -> None:
    when, day = event.get("when"), event.get("date")
    fault = (
        f"{event['trigger']}: want {when!r} {day}, got {found and (found.words, str(found.begin))} in: {text}"
    )
    overlaps = bool(when and found and words_of(found.words) & words_of(when))
    whose.add(right=overlaps, found=found is not None, true=when is not None, fault=fault)
    right = bool(day and found and str(found.begin).startswith(str(day)))
    days.add(
        right=right,
        found=found is not None and (day is not None or when is None),
        true=day is not None,
        fault=fault,
    )


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - {
        "the",
        "on",
        "in",
        "of",
        "a",
        "at",
        "last",
        "this",
        "next",
    } or {text.lower()}


# PropBank


def score_propbank(nlp: Language, corpora: Path) -> Iterator[Tally]:
    verbs, nouns = Tally("propbank, verbs"), Tally("propbank, nouns")
    for line in (corpora / "propbank_ewt/ewt_propbank_dev.jsonl").open(encoding="utf-8"):
        sentence = json.loads(line)
        parsed = parsed_words(nlp, sentence["tokens"], SOME_DAY)
        times = find_times(parsed)
        if not times:
            continue
        places = {p["i"] for p in sentence["preds"] if p["sense"] not in AUXILIARIES}
        for p in sentence["preds"]:
            if p["sense"] in AUXILIARIES:
                continue
            spans = [(a, b) for role, a, b in p["args"] if role == "ARGM-TMP"]
            plain = [(a, b) for a, b in spans if not any(a <= i <= b for i in places)]
            gold = [times[t] for t in times if any(a <= t <= b for a, b in plain)]
            found = time_of(event_at(p["i"]), parsed, times)
            wanted, word = [g.words for g in gold], sentence["tokens"][p["i"]]
            fault = f"{word}: want {wanted}, got {found and found.words} in: {parsed.doc.text}"
            tally = verbs if parsed.tree.is_verb(p["i"]) else nouns
            tally.add(
                right=any(found is g for g in gold), found=found is not None, true=bool(gold), fault=fault
            )
    yield from (verbs, nouns)


# ECB+


def score_ecbplus(
    nlp: Language, corpora: Path, topics: Iterable[int] = (1, 5, 13, 22, 30)
) -> Iterator[Tally]:
    """Dates that were read, and durations that were not to be: `right` counts the read ones of both."""
    dates, durations = Tally("ecbplus, dates read"), Tally("ecbplus, durations read")
    for topic in topics:
        for path in sorted((corpora / f"ecbplus/{topic}").glob("*.xml")):
            for words, marked in ecb_sentences(path):
                parsed = parsed_words(nlp, words, SOME_DAY)
                times = find_times(parsed)
                for label, span in marked:
                    hit = any(t in span for t in times)
                    tally = {"TIME_DATE": dates, "TIME_DURATION": durations}[label]
                    fault = f"{' '.join(words[i] for i in sorted(span))} | {' '.join(words)}"
                    tally.add(right=hit, found=hit, true=True, fault=fault)
    yield from (dates, durations)


def ecb_sentences(path: Path) -> Iterator[tuple[list[str], list[tuple[str, set[int]]]]]:
    """The sentences with a marked date or duration: words, and (label, places)."""
    root = ElementTree.parse(path).getroot()
    tokens = {t.get("t_id"): t for t in root.iter("token")}
    by_sentence: dict[str, list[str]] = {}
    for t_id, token in tokens.items():
        by_sentence.setdefault(token.get("sentence") or "", []).append(t_id or "")
    marks = [
        (m.tag, [a.get("t_id") or "" for a in m.iter("token_anchor")])
        for m in root.iter()
        if m.tag in ("TIME_DATE", "TIME_DURATION")
    ]
    for ids in by_sentence.values():
        inside = [(label, {ids.index(a) for a in anchors if a in ids}) for label, anchors in marks]
        if found := [(label, span) for label, span in inside if span]:
            yield [tokens[i].text or "" for i in ids], found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--verbose", action="store_true", help="list the faults")
    arguments = parser.parse_args()
    nlp, lexicon = load_pipeline(), load_lexicon()
    for tallies in (
        score_sentences(nlp, lexicon),
        score_propbank(nlp, arguments.corpora),
        score_ecbplus(nlp, arguments.corpora),
    ):
        for tally in tallies:
            print(tally)
            for fault in tally.faults if arguments.verbose else ():
                print("   ", fault)


if __name__ == "__main__":
    main()
