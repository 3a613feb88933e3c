"""How well what articles tell differently is found: precision and recall of the pairs of sentences of `disputes.yaml`.

    python -m tests.eval.disputes [--verbose] [--pin]

All groups are linked as one collection, so that a pair across groups is a fault as well. README.md says what is right;
`--pin` writes the figures, less a little, to `disputes.json`, which `test_disputes.py` holds us to.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from kg.link import link
from kg.pipeline import Knowledge, extract, load
from kg.records import Article, Extraction, Links, Section, article_id

HERE = Path(__file__).parent
FLOORS = HERE / "disputes.json"
PARTS = ("groups", "kept")
KINDS = ("disputes", "refines")

Gold = Mapping[str, Any]
Sides = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences of which both cannot hold, or of which the second says more; `about` lists what may differ."""

    group: str
    kind: str
    about: frozenset[str]
    sides: Sides

    def is_told_by(self, found: Pair) -> bool:
        """Whether what is found is this: of its kind and matter, and its sentences; of a dispute in any order."""
        if found.kind != self.kind or not found.about <= self.about:
            return False
        sides = [found.sides, found.sides[::-1]] if self.kind == "disputes" else [found.sides]
        return any(self.sides[0] in first and self.sides[1] in second for first, second in sides)

    def __str__(self) -> str:
        return f"{self.group}: {self.kind} {'/'.join(sorted(self.about))}: {' <> '.join(self.sides)}"


@dataclass(frozen=True, slots=True)
class Tally:
    """Pairs that are told and that are found, by part of the file and kind."""

    told: tuple[Pair, ...]
    found: tuple[Pair, ...]

    def right(self) -> list[Pair]:
        return [pair for pair in self.found if any(told.is_told_by(pair) for told in self.told)]

    def missed(self) -> list[Pair]:
        return [told for told in self.told if not any(told.is_told_by(pair) for pair in self.found)]

    def of_kind(self, kind: str) -> Tally:
        return Tally(*(tuple(pair for pair in side if pair.kind == kind) for side in (self.told, self.found)))

    @property
    def precision(self) -> float:
        return len(self.right()) / len(self.found) if self.found else 0.0

    @property
    def recall(self) -> float:
        return 1 - len(self.missed()) / len(self.told) if self.told else 0.0


def data() -> Any:
    return yaml.load((HERE / "disputes.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)


def measure(known: Knowledge) -> dict[str, Tally]:
    """Link all groups as one collection; what is told and found, by part of the file."""
    read = {part: [(group, list(_extractions(group, known))) for group in data()[part]] for part in PARTS}
    everything = [
        (group, e) for groups in read.values() for group, extractions in groups for e in extractions
    ]
    found = found_pairs([extraction for _, extraction in everything], link(e for _, e in everything))
    group_of = {article_id(extraction.article): group["id"] for group, extraction in everything}
    pairs = [
        Pair("+".join(sorted({group_of[article] for article in articles})), kind, frozenset((about,)), sides)
        for articles, kind, about, sides in found
    ]
    names = {part: {group["id"] for group, _ in groups} for part, groups in read.items()}
    return {
        part: Tally(
            tuple(told for group in data()[part] for told in told_pairs(group)),
            tuple(pair for pair in pairs if pair.group.split("+")[0] in names[part]),
        )
        for part in PARTS
    }


def told_pairs(group: Gold) -> Iterator[Pair]:
    for kind, about, first, second in group["told"]:
        yield Pair(group["id"], kind, frozenset(about.split(" | ")), (first, second))


def found_pairs(
    extractions: Sequence[Extraction], links: Links
) -> list[tuple[tuple[str, str], str, str, Sides]]:
    """What is found: articles, kind, matter and the two sentences; once, however many claims of them differ."""
    sentences = {
        (article_id(e.article), claim.key): claim.sentence.text for e in extractions for claim in e.claims
    }
    return sorted(
        {
            ((d.first[0], d.second[0]), d.kind, d.about, (sentences[d.first], sentences[d.second]))
            for d in links.disputes
        }
    )


def _extractions(group: Gold, known: Knowledge) -> Iterator[Extraction]:
    for number, written in enumerate(group["articles"]):
        yield extract(article(f"{group['id']}-{number}", written), known)


def article(name: str, written: Gold) -> Article:
    """An article of paragraphs, of an outlet of its own."""
    text = "\n\n".join(written["text"])
    digest = sha256(f"{name} {text}".encode()).hexdigest()
    sections = tuple(_sections(written["text"]))
    return Article(name, digest, text, sections, published=written["day"], publisher=written.get("outlet"))


def _sections(paragraphs: Sequence[str]) -> Iterator[Section]:
    begin = 0
    for paragraph in paragraphs:
        yield Section(begin, begin + len(paragraph), "body")
        begin += len(paragraph) + 2


# The report


def figures(tallies: Mapping[str, Tally]) -> dict[str, float]:
    """Precision and recall of each kind, by part."""
    found = {}
    for part, tally in tallies.items():
        for kind in KINDS:
            found[f"{part} {kind} precision"] = tally.of_kind(kind).precision
            found[f"{part} {kind} recall"] = tally.of_kind(kind).recall
    return found


def report(tallies: Mapping[str, Tally]) -> Iterator[str]:
    for part, tally in tallies.items():
        for kind in KINDS:
            of_kind = tally.of_kind(kind)
            right, found, told = len(of_kind.right()), len(of_kind.found), len(of_kind.told)
            yield (
                f"{part:7} {kind:9} precision {of_kind.precision:.3f} {right:3}/{found:<3}"
                f" recall {of_kind.recall:.3f} {told - len(of_kind.missed()):3}/{told}"
            )


def faults(tallies: Mapping[str, Tally]) -> Iterator[str]:
    for tally in tallies.values():
        right = tally.right()
        yield from (f"missed  {pair}" for pair in tally.missed())
        yield from (f"wrong   {pair}" for pair in tally.found if pair not in right)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.eval.disputes", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "--verbose", action="store_true", help="list every miss and every fault of the first part"
    )
    parser.add_argument("--pin", action="store_true", help="write the figures to disputes.json")
    options = parser.parse_args(arguments)
    tallies = measure(load())
    if options.verbose:
        sys.stdout.writelines(f"{line}\n" for line in faults({"groups": tallies["groups"]}))
    sys.stdout.writelines(f"{line}\n" for line in report(tallies))
    if options.pin:
        floors = {
            name: max(0.0, int(1000 * (value - 0.03)) / 1000) for name, value in figures(tallies).items()
        }
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
