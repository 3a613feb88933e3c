"""How much of the checked bodies of real news pages survives reading, and how much else is read.

Usage: python -m benchmarks.kept_text FUNDUS [--worst N] [--page NAME]

FUNDUS is a checkout of https://github.com/flairNLP/fundus (MIT), whose tests contain saved pages of publishers with
checked bodies; nothing of it is part of this project. A page's *kept* share is the longest common subsequence of the
words of the body and of the sections that `kg` would parse, divided by the words of the body. *Extra* is the share of
the parsed words that are neither of the body nor of its headline, standfirst and subheadings.
"""

import argparse
import gzip
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import LCSseq

from kg.ontology.files import ontology_file
from kg.read.boilerplate.rules import load_boilerplate
from kg.read.clean import clean, prose
from kg.read.files import read_articles
from kg.read.language import is_english, read_english
from kg.records import Skipped

FEWEST_WORDS = 60  # shorter bodies are of previews and videos


class Score(NamedTuple):
    """The shares of one page, and its words that were lost or added."""

    page: str
    kept: float
    extra: float
    lost: list[str]
    added: list[str]


def main() -> None:
    """Print the mean shares and the worst pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fundus", type=Path)
    parser.add_argument("--worst", type=int, default=15)
    parser.add_argument("--page")
    options = parser.parse_args()
    scores = sorted(_scores(options.fundus, options.page), key=lambda score: score.kept)
    for score in scores[: options.worst]:
        print(f"{score.page:44} kept {score.kept:.3f} extra {score.extra:.3f}")
    if options.page:
        for score in scores:
            print(f"\n=== {score.page}\n--- lost", *score.lost, "--- added", *score.added, sep="\n")
    means = [sum(column) / len(scores) for column in ([s.kept for s in scores], [s.extra for s in scores])]
    low = sum(score.kept < 0.93 for score in scores)
    print(f"{len(scores)} pages: kept {means[0]:.4f}, extra {means[1]:.4f}, {low} below .93")


def _scores(fundus: Path, wanted: str | None) -> Iterator[Score]:
    common = read_english(ontology_file("english.yaml"))
    for page, record in _pages(fundus / "tests/resources/parser/test_data"):
        sections = record.get("body", {}).get("sections", [])
        body = " ".join(text for section in sections for text in section["paragraphs"])
        if (
            (not wanted or wanted in page.name)
            and len(_words(body)) > FEWEST_WORDS
            and is_english(body, common)
        ):
            yield _score(page, record, body)


def _pages(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Pair each checked record with the saved page that has most of its words."""
    for path in sorted(folder.glob("*/*.json")):
        records = json.loads(path.read_text(encoding="utf-8"))
        pages = sorted(path.parent.glob(f"{path.stem}_[0-9]*.html.gz"))
        bodies = {
            page: set(_words(gzip.decompress(page.read_bytes()).decode("utf-8", "replace"))) for page in pages
        }
        for record in records.values():
            page = max(pages, key=lambda page: _hits(record, bodies[page]), default=None)
            if page and _hits(record, bodies[page]):
                yield page, record


def _hits(record: dict[str, Any], page: set[str]) -> int:
    sections = record.get("body", {}).get("sections", [])
    words = {word for section in sections for text in section["paragraphs"] for word in _words(text)}
    return len(words & page)


def _score(page: Path, record: dict[str, Any], body: str) -> Score:
    sections = record["body"]["sections"]
    around = [record.get("title") or "", *record["body"]["summary"]]
    whole = [*around, *(text for s in sections for text in [*s["headline"], *s["paragraphs"]])]
    texts = _read(page)
    read, known = _words(" ".join(texts)), _words(" ".join(whole))
    kept = LCSseq.similarity(_words(body), read) / len(_words(body))
    extra = 1 - LCSseq.similarity(known, read) / len(read) if read else 0.0
    lost = [text for s in sections for text in s["paragraphs"] if not _inside(text, texts)]
    return Score(page.name, kept, extra, lost, [text for text in texts if not _inside(text, whole)])


def _inside(text: str, others: list[str]) -> bool:
    return "".join(_words(text)) in "".join(_words(" ".join(others)))


def _read(page: Path) -> list[str]:
    """The parsed sections of a saved page, without its headline in front."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, page.name.removesuffix(".gz"))
        path.write_bytes(gzip.decompress(page.read_bytes()))
        found = next(read_articles([path]))
    if isinstance(found, Skipped):
        return []
    article = clean(found, load_boilerplate())
    return [article.text[s.begin : s.end] for s in prose(article)]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


if __name__ == "__main__":
    main()
