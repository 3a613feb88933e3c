"""Evaluates event coreference across articles, on ECB+ (Cybulska and Vossen 2014).

    python -m training.coref_events [--corpora DIR] [--cache DIR] [--topics 21-35] [--model DIR]

All topics are linked as one collection, without dates and headlines, which the corpus lacks. With gold mentions, every
annotated action is a claim: the one whose trigger it contains, or a plain `Event`. With predicted mentions, the claims
are those of the pipeline in annotated sentences. The baseline merges all claims of a topic with the same trigger lemma;
unlike `link`, it knows the topics.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from kg.link import link
from kg.pipeline import Knowledge, Source, extract, load
from kg.records import Article, Claim, Extraction, LocalId, Section, Sentence, article_id
from training.convert import CORPORA
from training.coref_scores import METRICS, Score, as_clusters

CLOSING = frozenset(". , ; : ? ! ) ] 's n't ' % ” ’ ’s ''".split())
OPENING = frozenset("( [ $ “ `` - /".split())
Labels = dict[Hashable, Hashable]
Pick = Callable[["Annotated", Extraction], tuple[Extraction, dict[str, Hashable]]]
Linker = Callable[[Mapping[str, Sequence[Extraction]]], Mapping[LocalId, Hashable]]


@dataclass(frozen=True, slots=True)
class Action:
    """A gold mention of an event: characters [begin, end) of the text, and its chain."""

    begin: int
    end: int
    chain: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """One article of ECB+: its text, its actions, and the spans of its annotated sentences."""

    name: str
    text: str
    actions: tuple[Action, ...]
    sentences: tuple[tuple[int, int], ...]


def read_ecb(path: Path) -> Annotated:
    """An article with its tokens joined as they are written, sentences as paragraphs."""
    root = ElementTree.parse(path).getroot()
    text, spans = joined(root.iter("token"))
    actions = []
    chains = dict(chains_of(root, path.name))
    annotated: set[int] = set()
    for markable in root.find("Markables") or ():
        places = [spans[anchor.get("t_id", "")] for anchor in markable.findall("token_anchor")]
        annotated.update(sentence for *_, sentence in places)
        if places and "ACTION" in markable.tag:
            chain = chains.get(markable.get("m_id", ""), f"{path.name}/{markable.get('m_id')}")
            actions.append(Action(min(p[0] for p in places), max(p[1] for p in places), chain))
    ordered = sorted(actions, key=lambda action: (action.begin, action.end))
    return Annotated(path.name, text, tuple(ordered), tuple(_stretches(spans.values(), annotated)))


def joined(tokens: Iterable[ElementTree.Element]) -> tuple[str, dict[str, tuple[int, int, int]]]:
    """The text, and (begin, end, sentence) of each token."""
    text = ""
    spans = {}
    last, is_open = -1, True
    for token in tokens:
        word, sentence = token.text or "", int(token.get("sentence", "0"))
        if last not in (-1, sentence):
            text += "\n\n"
        elif text and not is_open and word not in CLOSING:
            text += " "
        spans[token.get("t_id", "")] = (len(text), len(text) + len(word), sentence)
        text += word
        last, is_open = sentence, word in OPENING
    return text, spans


def chains_of(root: ElementTree.Element, name: str) -> Iterator[tuple[str, str]]:
    """The chain of each mention: across articles by its note, within one by its target."""
    for relation in root.find("Relations") or ():
        target = relation.find("target")
        own = f"{name}/{target.get('m_id')}" if target is not None else name
        chain = relation.get("note") or own if relation.tag == "CROSS_DOC_COREF" else own
        for source in relation.findall("source"):
            yield source.get("m_id", ""), chain


def _stretches(spans: Iterable[tuple[int, int, int]], annotated: set[int]) -> Iterator[tuple[int, int]]:
    ordered = list(spans)
    for sentence in sorted(annotated):
        places = [(begin, end) for begin, end, number in ordered if number == sentence]
        yield places[0][0], places[-1][1]


# What is linked


def on_gold(article: Annotated, extraction: Extraction) -> tuple[Extraction, dict[str, Hashable]]:
    """The extraction with one claim for each action, and the action (article, begin, end) of each claim's key."""
    claims: dict[str, Claim] = {}
    mentions: dict[str, Hashable] = {}
    for action in article.actions:
        inside = [c for c in extraction.claims if c.begin < action.end and action.begin < c.end]
        best = min(inside, key=lambda claim: (claim.event_class == "Event", claim.begin), default=None)
        claim = best if best and best.key not in claims else _plain(article, action, extraction.sentences)
        claims[claim.key] = claim
        mentions[claim.key] = (article.name, action.begin, action.end)
    return replace(extraction, claims=tuple(claims.values())), mentions


def _plain(article: Annotated, action: Action, sentences: Sequence[Sentence]) -> Claim:
    words = article.text[action.begin : action.end]
    around = next((s for s in sentences if s.begin <= action.begin < s.end), None)
    sentence = around or Sentence(action.begin, action.end, words, "body")
    key = f"Event@{action.begin}-{action.end}"
    return Claim(key, "Event", words.lower(), sentence, action.begin, action.end, words, (), "actual")


def on_predicted(article: Annotated, extraction: Extraction) -> tuple[Extraction, dict[str, Hashable]]:
    """Events that the pipeline finds in annotated sentences; one is the action that its trigger overlaps."""
    claims = []
    mentions: dict[str, Hashable] = {}
    taken = set()
    for claim in extraction.claims:
        if not claim.event_class[0].isupper() or not _is_within(claim, article.sentences):
            continue
        found = (a for a in article.actions if claim.begin < a.end and a.begin < claim.end and a not in taken)
        action = next(found, None)
        if action:
            taken.add(action)
        claims.append(claim)
        at = (action.begin, action.end) if action else (claim.begin, claim.end)
        mentions[claim.key] = (article.name, *at)
    return replace(extraction, claims=tuple(claims)), mentions


def _is_within(claim: Claim, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(begin <= claim.begin < end for begin, end in stretches)


# How


def by_link(topics: Mapping[str, Sequence[Extraction]]) -> Mapping[LocalId, Hashable]:
    return dict(link(extraction for extractions in topics.values() for extraction in extractions).events)


def by_lemma(topics: Mapping[str, Sequence[Extraction]]) -> Mapping[LocalId, Hashable]:
    """The baseline: one event per lemma and topic; it knows the topics."""
    return {
        (article_id(e.article), c.key): (topic, c.predicate.lower())
        for topic, extractions in topics.items()
        for e in extractions
        for c in e.claims
    }


def score_all(
    topics: Mapping[str, Sequence[tuple[Annotated, Extraction]]], pick: Pick, linker: Linker
) -> dict[str, Score]:
    """The metrics over all topics, linked as one collection."""
    gold: Labels = {
        (a.name, x.begin, x.end): x.chain for pairs in topics.values() for a, _ in pairs for x in a.actions
    }
    picked = {topic: [pick(*pair) for pair in pairs] for topic, pairs in topics.items()}
    ids = linker({topic: [extraction for extraction, _ in found] for topic, found in picked.items()})
    system: Labels = {
        mention: ids[article_id(extraction.article), key]
        for found in picked.values()
        for extraction, mentions in found
        for key, mention in mentions.items()
    }
    return {name: metric(as_clusters(gold), as_clusters(system)) for name, metric in METRICS.items()}


def topics_between(corpora: Path, topics: str) -> list[Path]:
    """The folders of topics, "1-20", in their order."""
    first, last = (int(number) for number in topics.split("-"))
    folders = (folder for folder in (corpora / "ecbplus").iterdir() if folder.is_dir())
    return sorted((f for f in folders if first <= int(f.name) <= last), key=lambda folder: int(folder.name))


def extractions_of(
    folder: Path, cache: Path | None, known: Callable[[], Knowledge]
) -> Iterator[tuple[Annotated, Extraction]]:
    """The articles of a topic with their extractions, from the cache if there is one."""
    for path in sorted(folder.glob("*.xml")):
        article = read_ecb(path)
        kept = cache / f"{path.stem}.pkl" if cache else None
        if kept and kept.exists():
            yield article, pickle.loads(kept.read_bytes())
            continue
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        section = Section(0, len(article.text), "body")
        extraction = extract(Article(path.name, sha256, article.text, (section,)), known())
        if kept:
            kept.write_bytes(pickle.dumps(extraction))
        yield article, extraction


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--corpora", type=Path, default=CORPORA)
    options.add_argument("--cache", type=Path, help="folder that keeps what the pipeline finds")
    options.add_argument("--topics", default="1-35", help="numbers of the first and the last topic")
    options.add_argument("--model", help="pipeline, ours if not given; a cache is of one pipeline")
    chosen = options.parse_args()
    loaded: list[Knowledge] = []

    def known() -> Knowledge:
        loaded.extend([] if loaded else [load(Source(chosen.model))])
        return loaded[0]

    topics = {
        folder.name: list(extractions_of(folder, chosen.cache, known))
        for folder in topics_between(chosen.corpora, chosen.topics)
    }
    for mentions, pick in (("gold", on_gold), ("predicted", on_predicted)):
        for way, linker in (("same lemma", by_lemma), ("link", by_link)):
            report(f"{mentions:10} {way:11}", score_all(topics, pick, linker))


def report(name: str, scores: Mapping[str, Score]) -> None:
    """One line: precision, recall and F of each metric, then the mean F."""
    cells = [f"{metric} {s.precision:5.1f} {s.recall:5.1f} {s.f:5.1f}" for metric, s in scores.items()]
    print(f"{name} {'   '.join(cells)}   mean {sum(s.f for s in scores.values()) / len(scores):5.1f}")


if __name__ == "__main__":
    main()
