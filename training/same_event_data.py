"""Pairs of event mentions that annotated articles join or keep apart, as the product sees them at reading."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from kg.build.fingerprints import EXTRACTION_CODE, code_hash
from kg.claims.same_event.mentions import EventMention
from kg.claims.same_event.pair_features import ArticleMentions
from kg.claims.same_event.scorer import FILES, Pair, SameEventScorer
from kg.pipeline import Knowledge, Source, extract, load
from kg.read.clean import clean
from kg.records import RawArticle
from training.annotations import annotated_articles
from training.json_lines import read_json_lines

# Class pairs that are compatible: those with at least this many annotated pairs of one event
LEAST_CLASS_PAIRS = 3


@dataclass(slots=True)
class AnnotatedMentions:
    """The mentions that `kg` reads in one article, their states, and the annotated events of the article."""

    name: str
    mentions: list[EventMention]
    states: dict[int, np.ndarray]
    events: list[dict[str, Any]]

    def annotated_at(self) -> dict[str, list[int]]:
        """By mention, the numbers of the annotated events at its trigger; those of its class only, if any are."""
        at: defaultdict[int, list[int]] = defaultdict(list)
        for number, event in enumerate(self.events):
            for character in range(event["begin"], event["end"]):
                at[character].append(number)
        found = {}
        for mention in self.mentions:
            here = at.get(begin_of(mention), [])
            right = [n for n in here if mention.event_class in classes_of(self.events[n])]
            if here:
                found[mention.key] = right or here
        return found

    def is_same(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Whether the annotated events of two mentions are one happening, or one annotated event."""
        groups = [{self.events[n]["same"] for n in each} - {None} for each in (one, other)]
        return bool(groups[0] & groups[1]) or set(one) == set(other)

    def same_pairs(self) -> set[tuple[int, int]]:
        """The numbers of all annotated events that are one happening, in pairs."""
        groups: defaultdict[Any, list[int]] = defaultdict(list)
        for number, event in enumerate(self.events):
            if event["same"]:
                groups[event["same"]].append(number)
        return {pair for group in groups.values() for pair in combinations(group, 2)}


def begin_of(mention: EventMention) -> int:
    """Where the trigger begins, as the key of its claim gives it: "Meeting@1204"."""
    return int(mention.key.rpartition("@")[2])


def classes_of(event: dict[str, Any]) -> set[str]:
    return {event["class"], *event["also"]}


class Recorder(SameEventScorer):
    """Takes the scorer's place in the pipeline, keeps the mentions of the last article and joins none."""

    def __init__(self) -> None:
        self.threshold = 0.0
        self.last: ArticleMentions | None = None

    def scores(self, article: ArticleMentions) -> dict[Pair, float]:
        self.last = article
        return {}


def read_split(pipeline: Path, corpora: Path, split: str, work: Path) -> list[AnnotatedMentions]:
    """The annotated articles of a split as a pipeline reads them, cached by the pipeline's checksums."""
    path = work / f"same_event_{split}_{_version(pipeline)}.pickle"
    if path.exists():
        cached: list[AnnotatedMentions] = pickle.loads(path.read_bytes())
        return cached
    source = corpora / "news_events" / f"{split}.jsonl"
    annotated = list(read_json_lines(source))
    if split == "train":
        annotated += annotated_articles(corpora)
    articles = read_articles(annotated, load(Source(str(pipeline))))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(articles))
    return articles


def read_articles(annotated: Iterable[dict[str, Any]], known: Knowledge) -> list[AnnotatedMentions]:
    recorder = Recorder()
    known = replace(known, same_event=recorder)
    return [_read(article, known, recorder) for article in annotated]


def _read(annotated: dict[str, Any], known: Knowledge, recorder: Recorder) -> AnnotatedMentions:
    text = annotated["text"]
    raw = RawArticle(annotated["id"], hashlib.sha256(text.encode()).hexdigest(), text)
    recorder.last = None
    with known.nlp.memory_zone():
        extract(clean(raw, known.boilerplate), known)
    read = recorder.last or ArticleMentions((), {})
    states = {token: state.astype(np.float16) for token, state in read.states.items()}
    return AnnotatedMentions(annotated["id"], list(read.mentions), states, annotated["events"])


def _version(pipeline: Path) -> str:
    """A hash of the pipeline's files without those of the scorer itself, and of the code that reads."""
    sums = json.loads((pipeline / "news_encoder" / "checksums.json").read_text("utf-8"))
    kept = {name: value for name, value in sums.items() if name not in FILES}
    read_by = json.dumps([kept, code_hash(EXTRACTION_CODE)], sort_keys=True)
    return hashlib.sha256(read_by.encode()).hexdigest()[:12]


def class_pairs(articles: Iterable[AnnotatedMentions]) -> list[list[str]]:
    """The pairs of two classes that annotation often enough joins."""
    counts: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for article in articles:
        for one, other in article.same_pairs():
            classes = {article.events[one]["class"], article.events[other]["class"]}
            counts[tuple(sorted(classes))] += 1
    return [list(pair) for pair, n in sorted(counts.items()) if len(pair) == 2 and n >= LEAST_CLASS_PAIRS]
