"""Evaluates entity coreference across articles, on ECB+ (Cybulska and Vossen 2014) and re3d.

    python -m training.coref_entities [--corpora DIR] [--cache DIR] [--topics 21-35] [--errors]

Only entities with a name that a gold mention ends with are scored. In ECB+, gold entities are the chains of people,
organisations and places; since they are annotated per topic, pairs across topics count on neither side. re3d has no
identities but values, and synonyms within a document: the same name is the same entity in all documents, and
`re3d_names.tsv` lists by hand which names are synonyms. The baseline merges entities of the same kind and full name.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

from kg.link import link
from kg.link.engine.spellings import words
from kg.link.entities.profiles import family
from kg.pipeline import Knowledge, extract, load
from kg.records import Article, Entity, Extraction, LocalId, Mention, Section, article_id
from training.convert import CORPORA
from training.coref_events import chains_of, extractions_of, joined, topics_between
from training.coref_scores import METRICS, as_clusters
from training.json_lines import read_json_lines

KINDS = ("HUMAN_PART_PER", "HUMAN_PART_ORG", "HUMAN_PART_GPE", "LOC_GEO", "LOC_FAC")
TYPES = ("Person", "Organisation", "Location")
NAMES = Path(__file__).parent / "re3d_names.tsv"
OTHER_HEAD = re.compile(r"(?:\b(?:in|at|on|near|from|to|for|and|of|with)|,)\s+(?:the\s)?$")
KIND_OF = re.compile(r"\b(?:city|town|village|area|province|island) of\s+(?:the\s)?$")
ARTICLE = re.compile(r"^(?:the|a|an)\s", re.IGNORECASE)

Labels = dict[Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article of a topic with gold's mentions: where each ends -> where it begins and which entity it is."""

    topic: str
    extraction: Extraction
    gold: Mapping[int, tuple[int, str]]

    def entity(self, mention: Mention) -> str | None:
        """The entity of gold's mention that ends with this one; not of "the police of X", which is not X."""
        begin, chain = self.gold.get(mention.end, (mention.end, None))
        before = self.extraction.article.text[begin : mention.begin]
        return None if OTHER_HEAD.search(before) and not KIND_OF.search(before) else chain


def read_ecb(folder: Path, cache: Path | None, known: Callable[[], Knowledge]) -> Iterator[GoldArticle]:
    """A topic of ECB+ with its chains of people, organisations and places that stand in several articles."""
    for annotated, extraction in extractions_of(folder, cache, known):
        root = ElementTree.parse(folder / annotated.name).getroot()
        _, spans = joined(root.iter("token"))
        chains = dict(chains_of(root, annotated.name))
        gold = {}
        for markable in root.find("Markables") or ():
            places = [spans[anchor.get("t_id", "")] for anchor in markable.findall("token_anchor")]
            if places and markable.tag in KINDS and markable.get("m_id", "") in chains:
                begin, end = min(place[0] for place in places), max(place[1] for place in places)
                gold[end] = begin, chains[markable.get("m_id", "")]
        yield GoldArticle(folder.name, extraction, gold)


def read_re3d(corpora: Path, known: Callable[[], Knowledge]) -> Iterator[GoldArticle]:
    """The documents of re3d with the entities that their capitalised values name; the longest at each end."""
    names = dict(_table())
    for folder in sorted(corpora.glob("re3d/*/")):
        values: defaultdict[str, dict[int, tuple[int, str]]] = defaultdict(dict)
        for row in read_json_lines(folder / "entities.json"):
            if row["type"] in TYPES and re.search("[A-Z]", row["value"]) and row["confidence"]:
                told = row["begin"], names.get(_plain(row["value"]), _plain(row["value"]))
                of_end = values[row["documentId"]]
                of_end[row["end"]] = min(told, of_end.get(row["end"], told))
        for row in read_json_lines(folder / "documents.json"):
            yield GoldArticle("re3d", extract(_article(row["_id"], row["text"]), known()), values[row["_id"]])


def _table() -> Iterator[tuple[str, str]]:
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = line.split("\t")
            yield from ((_plain(name), _plain(first)) for name in (first, *others))


def _plain(value: str) -> str:
    return ARTICLE.sub("", " ".join(value.replace("’", "'").split())).lower()


def _article(name: str, text: str) -> Article:
    return Article(name, hashlib.sha256(name.encode()).hexdigest(), text, (Section(0, len(text), "body"),))


# What is clustered


def gold_of(articles: Iterable[GoldArticle]) -> dict[LocalId, tuple[str, str]]:
    """Topic and entity of gold by our article's entity: what most of its names end with, then the first by name."""
    found = {}
    for article in articles:
        for entity in article.extraction.entities:
            names = (mention for mention in entity.mentions if mention.kind == "name")
            counts = Counter(chain for mention in names if (chain := article.entity(mention)))
            if counts:
                best = min(counts, key=lambda chain: (-counts[chain], chain))
                found[article_id(article.extraction.article), entity.key] = (article.topic, best)
    return found


def by_link(articles: Sequence[GoldArticle]) -> Mapping[LocalId, Hashable]:
    return dict(link(article.extraction for article in articles).entities)


def by_name(articles: Sequence[GoldArticle]) -> Mapping[LocalId, Hashable]:
    """The baseline: entities of one kind and one name."""
    return {
        (article_id(article.extraction.article), entity.key): (family(entity), *words(entity.label))
        for article in articles
        for entity in article.extraction.entities
    }


def report(name: str, gold: Labels, system: Labels) -> None:
    """One line: precision, recall and F of each metric and of pairs, then the mean F of the metrics."""
    scores = {metric: score(as_clusters(gold), as_clusters(system)) for metric, score in METRICS.items()}
    cells = [f"{metric} {s.precision:5.1f} {s.recall:5.1f} {s.f:5.1f}" for metric, s in scores.items()]
    ours, theirs = pairs(system), pairs(gold)
    right = len(ours & theirs)
    precision, recall = 100 * right / max(1, len(ours)), 100 * right / max(1, len(theirs))
    mean = sum(s.f for s in scores.values()) / len(scores)
    print(f"{name:16} {'   '.join(cells)}   pairs {precision:5.1f} {recall:5.1f}   mean {mean:5.1f}")


def pairs(labels: Labels) -> set[frozenset[Hashable]]:
    return {frozenset(pair) for cluster in as_clusters(labels) for pair in combinations(cluster, 2)}


def print_errors(articles: Sequence[GoldArticle], gold: Labels, system: Labels) -> None:
    """The names of clusters that are wrong or apart, by topic."""
    entities = {
        (article_id(article.extraction.article), entity.key): entity
        for article in articles
        for entity in article.extraction.entities
    }
    for what, clusters, others in (
        ("joined", as_clusters(system), gold),
        ("apart", as_clusters(gold), system),
    ):
        for cluster in clusters:
            split: defaultdict[Hashable, list[Entity]] = defaultdict(list)
            for local_id in sorted(cluster, key=str):
                split[others[local_id]].append(entities[local_id])  # type: ignore[index]  # the keys of labels are local ids
            if len(split) > 1:
                told = (sorted({f"{e.label} ({e.type})" for e in group}) for group in split.values())
                print(f"{what:7} {' | '.join(', '.join(group) for group in told)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--corpora", type=Path, default=CORPORA)
    options.add_argument("--cache", type=Path, help="folder that keeps what the pipeline finds")
    options.add_argument("--topics", default="1-35", help="numbers of the first and the last topic of ECB+")
    options.add_argument("--errors", action="store_true", help="print the clusters that differ from gold's")
    chosen = options.parse_args()
    loaded: list[Knowledge] = []

    def known() -> Knowledge:
        loaded.extend([] if loaded else [load()])
        return loaded[0]

    folders = topics_between(chosen.corpora, chosen.topics)
    ecb = [article for folder in folders for article in read_ecb(folder, chosen.cache, known)]
    for name, articles in (("ECB+", ecb), ("re3d", list(read_re3d(chosen.corpora, known)))):
        told = gold_of(articles)
        gold: Labels = dict(told)
        for way, linker in (("same name", by_name), ("link", by_link)):
            ids = linker(articles)
            system: Labels = {local_id: (topic, ids[local_id]) for local_id, (topic, _) in told.items()}
            report(f"{name} {way}", gold, system)
        if chosen.errors:
            print_errors(articles, gold, system)


if __name__ == "__main__":
    main()
