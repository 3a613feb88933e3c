"""How much of the checked bodies of real news pages survives reading, and how much else is read.

Usage: python -m benchmarks.kept_text FOLDER [--worst N] [--page NAME]

FOLDER is a checkout of https://github.com/flairNLP/fundus (MIT), whose tests contain saved pages of publishers with
checked bodies, or of https://github.com/scrapinghub/article-extraction-benchmark (MIT), which has pages of news and
blogs; nothing of them is part of this project. A page's *kept* share is the longest common subsequence of the words
of the body and of the paragraphs that `kg` would parse, with their datelines, divided by the words of the body.
*Extra* is the share of those words that are neither of the body nor of its headline, standfirst and subheadings.
Posts of social networks and tables of figures, which `kg` leaves out, count as lost.
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
from kg.read.clean import clean
from kg.read.files import read_articles
from kg.read.language import is_english, read_english
from kg.records import Skipped

FEWEST_WORDS = 60  # shorter bodies are of previews and videos


class Checked(NamedTuple):
    """A saved page, the paragraphs of its checked body, and those with headline, standfirst and subheadings."""

    page: Path
    body: list[str]
    whole: list[str]


class Score(NamedTuple):
    """The shares of one page, and its paragraphs that were lost or added."""

    page: str
    kept: float
    extra: float
    lost: list[str]
    added: list[str]


def main() -> None:
    """Print the mean shares and the worst pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=15)
    parser.add_argument("--page")
    options = parser.parse_args()
    scores = sorted(_scores(options.folder, options.page), key=lambda score: score.kept)
    for score in scores[: options.worst]:
        print(f"{score.page:44} kept {score.kept:.3f} extra {score.extra:.3f}")
    if options.page:
        for score in scores:
            print(f"\n=== {score.page}\n--- lost", *score.lost, "--- added", *score.added, sep="\n")
    means = [sum(column) / len(scores) for column in ([s.kept for s in scores], [s.extra for s in scores])]
    low, high = sum(score.kept < 0.93 for score in scores), sum(score.extra > 0.1 for score in scores)
    print(
        f"{len(scores)} pages: kept {means[0]:.4f}, extra {means[1]:.4f}, {low} below .93, {high} with extra above .1"
    )


def _scores(folder: Path, wanted: str | None) -> Iterator[Score]:
    common = read_english(ontology_file("english.yaml"))
    for checked in find_checked(folder):
        body = " ".join(checked.body)
        if (
            (not wanted or wanted in checked.page.name)
            and len(_words(body)) > FEWEST_WORDS
            and is_english(body, common)
        ):
            yield score_page(checked)


def find_checked(folder: Path) -> Iterator[Checked]:
    """Yield the pages of a checkout of either source."""
    truth = folder / "ground-truth.json"
    if truth.exists():
        for name, record in sorted(json.loads(truth.read_text(encoding="utf-8")).items()):
            body = record["articleBody"].split("\n\n")
            yield Checked(folder / f"html/{name}.html.gz", body, body)
    else:
        yield from _fundus_pages(folder / "tests/resources/parser/test_data")


def _fundus_pages(folder: Path) -> Iterator[Checked]:
    """Pair each checked record with the saved page that has most of its words."""
    for path in sorted(folder.glob("*/*.json")):
        records = json.loads(path.read_text(encoding="utf-8"))
        pages = sorted(path.parent.glob(f"{path.stem}_[0-9]*.html.gz"))
        words = {
            page: set(_words(gzip.decompress(page.read_bytes()).decode("utf-8", "replace"))) for page in pages
        }
        for record in records.values():
            checked = _checked(record)
            known = set(_words(" ".join(checked.body)))
            page = max(pages, key=lambda page: len(known & words[page]), default=None)
            if page and known & words[page]:
                yield checked._replace(page=page)


def _checked(record: dict[str, Any]) -> Checked:
    body = record.get("body") or {"summary": [], "sections": []}
    around = [record.get("title") or "", *body["summary"]]
    whole = [*around, *(text for s in body["sections"] for text in [*s["headline"], *s["paragraphs"]])]
    return Checked(Path(), [text for s in body["sections"] for text in s["paragraphs"]], whole)


def score_page(checked: Checked) -> Score:
    """The shares of a page."""
    texts = _read(checked.page)
    body, read = _words(" ".join(checked.body)), _words(" ".join(texts))
    kept = LCSseq.similarity(body, read) / len(body)
    extra = 1 - LCSseq.similarity(_words(" ".join(checked.whole)), read) / len(read) if read else 0.0
    lost = [text for text in checked.body if not _inside(text, texts)]
    return Score(
        checked.page.name, kept, extra, lost, [text for text in texts if not _inside(text, checked.whole)]
    )


def _inside(text: str, others: list[str]) -> bool:
    return "".join(_words(text)) in "".join(_words(" ".join(others)))


def _read(page: Path) -> list[str]:
    """The paragraphs of a saved page that are parsed, with datelines and without its headline."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, page.name.removesuffix(".gz"))
        path.write_bytes(gzip.decompress(page.read_bytes()))
        found = next(read_articles([path]))
    if isinstance(found, Skipped):
        return []
    article = clean(found, load_boilerplate())
    return [article.text[s.begin : s.end] for s in article.sections if s.kind in ("dateline", "body")]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


if __name__ == "__main__":
    main()
