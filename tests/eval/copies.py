"""How well wire copies are told from other reports: precision and recall on pairs made of the sample articles.

    python -m tests.eval.copies [--verbose] [--pin]

Copies are made by what desks do to a wire story: cut, reordered, with another headline and lead, in other words, with
another dateline, inside text of their own, and reworded by hand (`copies.yaml`). No copies are the other sample
articles, other reporters' articles on the same events, and two samples that share a page.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from kg.link import find_copies
from kg.pipeline import Knowledge, load, parse
from kg.read.clean import clean
from kg.read.files import read_articles
from kg.records import Extraction, RawArticle, article_id

HERE = Path(__file__).parent
FLOORS = HERE / "copies.json"
EXAMPLES = HERE.parents[1] / "examples"
LEAST = 5  # paragraphs of an article that can be cut and reordered
DATELINE = re.compile(r"^[A-Z][\w/, ]+ \(\w+\) [-–] ")

Paragraphs = Sequence[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, how they came about, and whether one copies the other."""

    how: str
    first: Extraction
    second: Extraction
    is_copy: bool

    def __str__(self) -> str:
        return f"{self.how}: {self.first.article.source} {self.second.article.source}"


def data() -> Any:
    return yaml.load((HERE / "copies.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


def pairs(known: Knowledge) -> Iterator[Pair]:
    """The pairs to judge: those of the samples as they are, and those that are made."""
    raw = {article.source: article for article in _samples()}
    samples = {source: _sentences(article, known) for source, article in raw.items()}
    yield from _among_samples(samples)
    for name, how in WAYS.items():
        for source, article in raw.items():
            paragraphs = _body(samples[source])
            if len(paragraphs) >= LEAST:
                made = _made(article, name, how(paragraphs, data()))
                yield Pair(name, samples[source], _sentences(made, known), True)
    for how, is_copy in (("reworded", True), ("independent", False)):
        for written in data()[how]:
            made = _made(raw[written["file"]], how, written["text"][1:], written["text"][0])
            yield Pair(how, samples[written["file"]], _sentences(made, known), is_copy)


def _samples() -> Iterator[RawArticle]:
    for found in read_articles([EXAMPLES / "articles"]):
        if isinstance(found, RawArticle):
            yield found


def _sentences(article: RawArticle, known: Knowledge) -> Extraction:
    """An article with its sentences, which are all that wire copies are recognized by."""
    parsed = parse(clean(article, known.boilerplate), known)
    assert parsed is not None, article.source
    return Extraction(article=parsed.article, sentences=tuple(parsed.sentences), entities=(), claims=())


def _among_samples(samples: Mapping[str, Extraction]) -> Iterator[Pair]:
    facts = yaml.load((EXAMPLES / "facts.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    copies = {frozenset(pair) for pair in facts["copies"]}
    for first, second in combinations(samples, 2):
        is_copy = {Path(first).name, Path(second).name} in copies
        yield Pair("samples", samples[first], samples[second], is_copy)


def _body(extraction: Extraction) -> Paragraphs:
    """The paragraphs of the body, without what was cut as boilerplate."""
    article = extraction.article
    body = (article.text[s.begin : s.end] for s in article.sections if s.kind == "body")
    return [part.strip() for text in body for part in text.split("\n") if part.strip()]


def _made(article: RawArticle, how: str, paragraphs: Paragraphs, headline: str | None = None) -> RawArticle:
    """An article of another outlet on the day after."""
    title = headline or ("Other news" if how == "new lead" else article.headline)
    text = "\n\n".join([*([title] if title else ()), *paragraphs])
    day = article.published and article.published + timedelta(days=1)
    digest = sha256(f"{how} {article.source}".encode()).hexdigest()
    return replace(
        article,
        source=f"{article.source} {how}",
        sha256=digest,
        text=text,
        published=day,
        headline=title,
        url=None,
    )


# What desks do


def _cut(paragraphs: Paragraphs, _: Any) -> Paragraphs:
    return paragraphs[:3]


def _reordered(paragraphs: Paragraphs, _: Any) -> Paragraphs:
    return [paragraphs[0], *reversed(paragraphs[1:])]


def _new_lead(paragraphs: Paragraphs, data: Any) -> Paragraphs:
    return [data["lead"], *paragraphs[1:]]


def _other_words(paragraphs: Paragraphs, data: Any) -> Paragraphs:
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, data['synonyms']))})\b")
    return [pattern.sub(lambda found: str(data["synonyms"][found[1]]), paragraph) for paragraph in paragraphs]


def _other_dateline(paragraphs: Paragraphs, _: Any) -> Paragraphs:
    return [f"OSLO (Reuters) - {DATELINE.sub('', paragraphs[0])}", *paragraphs[1:-1]]


def _inside(paragraphs: Paragraphs, data: Any) -> Paragraphs:
    """As many paragraphs of its own as of the wire."""
    own = data["background"]
    return [own[0], *paragraphs[: len(own)], *own[1:]]


WAYS = {
    "cut": _cut,
    "reordered": _reordered,
    "new lead": _new_lead,
    "other words": _other_words,
    "other dateline": _other_dateline,
    "inside own text": _inside,
}


# The report


@dataclass(frozen=True, slots=True)
class Judged:
    """What is called a copy, of all pairs."""

    pairs: tuple[Pair, ...]
    called: tuple[Pair, ...]

    @property
    def precision(self) -> float:
        return sum(pair.is_copy for pair in self.called) / len(self.called)

    @property
    def recall(self) -> float:
        return sum(pair.is_copy for pair in self.called) / sum(pair.is_copy for pair in self.pairs)


def judge(found: Sequence[Pair]) -> Judged:
    return Judged(tuple(found), tuple(pair for pair in found if _is_called(pair)))


def _is_called(pair: Pair) -> bool:
    sources = find_copies([pair.first, pair.second])
    return sources[article_id(pair.first.article)] == sources[article_id(pair.second.article)]


def report(judged: Judged) -> Iterator[str]:
    """Of each kind of pair how many are called copies; then precision and recall."""
    for how in dict.fromkeys(pair.how for pair in judged.pairs):
        for is_copy in (True, False):
            of_kind = [pair for pair in judged.pairs if (pair.how, pair.is_copy) == (how, is_copy)]
            called = sum(pair in judged.called for pair in of_kind)
            if of_kind:
                yield f"{how:16} {'copies' if is_copy else 'others':7} {len(of_kind):4} called copies {called:4}"
    yield f"precision {judged.precision:.3f}  recall {judged.recall:.3f}"


def faults(judged: Judged) -> Iterator[str]:
    for pair in judged.pairs:
        is_called = pair in judged.called
        if is_called != pair.is_copy:
            yield f"{'wrong ' if is_called else 'missed'} {pair}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.eval.copies", description=__doc__.splitlines()[0])
    parser.add_argument("--verbose", action="store_true", help="list every miss and every fault")
    parser.add_argument("--pin", action="store_true", help="write the figures to copies.json")
    options = parser.parse_args(arguments)
    judged = judge(list(pairs(load())))
    if options.verbose:
        sys.stdout.writelines(f"{line}\n" for line in faults(judged))
    sys.stdout.writelines(f"{line}\n" for line in report(judged))
    if options.pin:
        floors = {name: int(1000 * (getattr(judged, name) - 0.01)) / 1000 for name in ("precision", "recall")}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
