"""Grows extractions of real articles to as many as wanted, each with its own names, words and days, without parsing.

    kg extract PATH... --to REAL --shard 1/1
    python -m benchmarks.scale.grow REAL --to GROWN --articles 10000
    kg build --extractions GROWN --store STORE

An article keeps the sentences, claims and offsets of a real one. Its names are drawn so that few are in many articles
and most in one; three of ten stories are in several articles, some of which are wire copies; days lie within ten years.
"""

from __future__ import annotations

import argparse
import random
import sys
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.scale.templates import Template, name_words, ordinary_words, template
from kg.build.extraction.shard_files import ShardFolder, ShardManifest
from kg.build.made_with import made_with, open_extractions, shard_made_with
from kg.errors import KgError
from kg.link import load_weights
from kg.pipeline import Source
from kg.read.sources.shards import Shard
from kg.records import Extraction, RawArticle
from kg.store.json_records import from_json
from kg.store.packed.extractions import Extractions
from kg.store.packed.records import packed

# The rank of a name is Pareto distributed: the most frequent of a kind has 1.2 % of the draws, ranks over 100,000 12 %
EXPONENT, OFFSET = 0.25, 20.0
# Ranks of places that stay as they are, with their numbers of GeoNames
KNOWN_PLACES = 400
# Numbers of other places begin here; GeoNames has fewer
NEW_PLACES = 100_000_000
# The most frequent words, and the share of them that stay: articles of one template share few runs of words
FUNCTION_WORDS, KEPT = 60, 0.7
# How many articles a story has, and the share of stories that have at most so many
STORY_SIZES = ((0.7, 1), (0.85, 2), (0.92, 4), (0.98, 8), (1.0, 20))
# The share of words that another article of a story has otherwise, and the share of articles that are wire copies
REWORDED, COPIES, COPY_REWORDED = 0.5, 0.2, 0.05
FIRST_DAY, DAYS = date(2012, 1, 1), 3650
PUBLISHERS = 500


@dataclass(slots=True)
class Pool:
    """Words by length, with their frequencies."""

    words: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    sums: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Pool:
        pool, weights = cls(), defaultdict(list)
        for word, count in sorted(counts.items()):
            pool.words[len(word)].append(word)
            weights[len(word)].append(count)
        pool.sums = {length: list(accumulate(each)) for length, each in weights.items()}
        return pool

    def draw(self, word: str, choice: random.Random) -> str:
        """A word of the same length, by frequency."""
        words = self.words.get(len(word))
        if not words:
            return word
        sums = self.sums[len(word)]
        return words[bisect(sums, choice.random() * sums[-1])]

    def name(self, word: str, seed: str) -> str:
        """The name of the same length that belongs to a seed: one of the pool, or of two the begin and the end."""
        words = self.words.get(len(word))
        if not words:
            return word
        choice = random.Random(seed)
        first, second = choice.choice(words), choice.choice(words)
        return first if choice.random() < 0.5 else first[: len(word) // 2] + second[len(word) // 2 :]


@dataclass(frozen=True, slots=True)
class Real:
    """What is grown: templates of real articles, their names, and their words."""

    templates: Sequence[Template]
    names: Pool
    words: Pool
    kept: frozenset[str]

    @classmethod
    def of(cls, extractions: Sequence[Extraction]) -> Real:
        counts, atlas = ordinary_words(extractions), load_weights().atlas
        ordinary = frozenset(word for word, count in counts.items() if count > 1)
        templates = [template(each, ordinary, atlas) for each in extractions]
        names = Counter({word: n for word, n in name_words(extractions).items() if word not in ordinary})
        kept = frozenset(word for word, _ in counts.most_common(FUNCTION_WORDS))
        return cls(templates, Pool.of(names), Pool.of(counts), kept)


@dataclass(slots=True)
class Story:
    """An article of a story: its names, words and day."""

    real: Real
    template: Template
    day: date
    choice: random.Random
    other: dict[str, str] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)
    identity: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, words in self.template.places.items():
            rank = _rank(self.choice)
            self.places[place] = place if rank < KNOWN_PLACES else NEW_PLACES + rank
            if rank >= KNOWN_PLACES:
                self._name(words, rank)
        for words in sorted(self.template.names, key=len, reverse=True):
            self._name(words, _rank(self.choice))
        self.reword(1.0)

    def reword(self, share: float) -> None:
        """Draws other words for a share of those that are not in names."""
        for word in self.template.kinds:
            stays = word in self.real.kept and self.choice.random() < KEPT
            if not stays and self.choice.random() < share:
                self.other[word] = self.real.words.draw(word, self.choice)

    def _name(self, words: Sequence[str], rank: int) -> None:
        for number, word in enumerate(words):
            name = self.real.names.name(word, f"{rank} {number} {len(words)}")
            self.other.setdefault(word, name)

    def fill(self, gap: str) -> str:
        kind, rest = gap[0], gap[1:]
        if kind == "#":
            return self.identity[rest]
        if kind == "+":
            return str(self.places.get(int(rest), int(rest)))
        if kind == "@":
            return self._moved(date.fromisoformat(rest)).isoformat()
        other = self.other.get(gap.lower(), gap.lower())
        return other.upper() if gap.isupper() else other.capitalize() if gap[0].isupper() else other

    def _moved(self, day: date) -> date:
        return day + timedelta(days=(self.day - (self.template.published or FIRST_DAY)).days // 7 * 7)


def grow(extractions: Sequence[Extraction], articles: int, seed: int = 0) -> Iterator[str]:
    """The JSON of so many extractions; the same seed gives the same ones, and a smaller number the first of them."""
    return islice(_stories(Real.of(extractions), random.Random(seed)), articles)


def _stories(real: Real, choice: random.Random) -> Iterator[str]:
    number = 0
    while True:
        size, drawn = next(size for share, size in STORY_SIZES if share >= choice.random()), choice.random()
        day = FIRST_DAY + timedelta(days=int(drawn * DAYS))
        story = Story(real, choice.choice(real.templates), day, choice)
        for place in range(size):
            if place:
                story.reword(COPY_REWORDED if choice.random() < COPIES else REWORDED)
                story.day = day + timedelta(days=choice.randrange(7))
            number += 1
            story.identity = {
                "source": f"{number:08}.txt",
                "sha256": sha256(str(number).encode()).hexdigest(),
                "publisher": f"Publisher {_rank(choice) % PUBLISHERS}",
            }
            yield story.template.filled(story.fill)


def _rank(choice: random.Random) -> int:
    return int(OFFSET * ((1 - choice.random()) ** (-1 / EXPONENT) - 1))


def write(lines: Iterable[str], folder: str) -> int:
    """Writes extractions as `kg extract` would; returns their number."""
    source, count = Source(), 0
    with TemporaryDirectory() as temporary:
        store = open_extractions(Path(temporary), source, made_with(source))
        for line in lines:
            extraction = from_json(line, Extraction)
            store.put(_raw(extraction), packed(extraction))
            count += 1
        packs = store.packs()
        manifest = ShardManifest(shard_made_with(source), tuple(each.name for each in packs), count, ())
        ShardFolder(folder).write(Shard(1, 1), packs, manifest)
    return count


def read(folder: Path) -> list[Extraction]:
    """All extractions in a folder of packs."""
    store = Extractions(folder, "")
    return [store.read(header.key) for pack in store.packs() for header in store.adopt(pack)]


def _raw(extraction: Extraction) -> RawArticle:
    article = extraction.article
    return RawArticle(source=article.source, sha256=article.sha256, text=article.text)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        count = write(grow(read(options.extracted), options.articles), str(options.to))
    except KgError as error:
        print(f"grow: {error}", file=sys.stderr)
        return 1
    print(f"{count:,} articles in {options.to}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale.grow")
    parser.add_argument("extracted", type=Path, help="a folder of kg extract")
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    return parser


if __name__ == "__main__":
    sys.exit(main())
