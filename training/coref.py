"""Evaluates coreference within an article: links against GUM, names against re3d.

    python -m training.coref [--genres news bio court]

A link is correct if the previous mention of the predicted entity is in the same gold chain. Mentions are aligned by
their heads. For pronouns, precision is over all that are resolved, recall over all with a gold antecedent.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from spacy.language import Language

from kg.entities.mentions import find_mentions
from kg.entities.resolve import resolve
from kg.grammar.parsed import Parsed, join
from kg.ontology.language import load_language
from kg.parse.finish_names import finish_names
from kg.parse.load_pipeline import load_pipeline
from kg.records import Article, Mention, Resolution, Section
from training.convert import CORPORA
from training.json_lines import read_json_lines

language = cache(load_language)
GENRES = ("news", "bio", "court", "voyage", "interview")
DEFINITE = ("the ", "this ", "that ", "these ", "those ")
BRACKETS = re.compile(r"\([^()]*\)|\([^()]*|[^()]*\)")


@dataclass(frozen=True, slots=True)
class Chained:
    """A gold mention: where its head begins, its chain, and how it is worded."""

    begin: int
    chain: str
    kind: str


@dataclass(frozen=True, slots=True)
class Token:
    """A gold token; `head` is its head's number in the document, -1 of a root."""

    begin: int
    form: str
    tag: str
    head: int
    entity: str


def read_gum(path: Path) -> tuple[str, list[Chained]]:
    """The text of a GUM document, paragraph by paragraph, and its mentions in text order."""
    parts: list[str] = []
    length = 0
    tokens: list[Token] = []
    for sentence in path.read_text("utf-8").split("\n\n"):
        lines = sentence.splitlines()
        text = next((line[9:] for line in lines if line.startswith("# text = ")), "")
        if not text:
            continue
        gap = "\n\n" if any(line.startswith("# newpar") and "block" not in line for line in lines) else " "
        gap = gap if parts else ""
        tokens += _tokens(lines, text, length + len(gap), first=len(tokens) - 1)
        parts += [gap, text]
        length += len(gap) + len(text)
    return "".join(parts), list(_chained(tokens))


def _tokens(lines: Sequence[str], text: str, at: int, *, first: int) -> Iterator[Token]:
    cursor = 0
    for line in lines:
        cells = line.split("\t")
        if line.startswith("#") or not cells[0].isdigit():
            continue
        cursor = max(text.find(cells[1], cursor), cursor)
        entity = next((cell[7:] for cell in cells[9].split("|") if cell.startswith("Entity=")), "")
        yield Token(at + cursor, cells[1], cells[4], first + int(cells[6]) if cells[6] != "0" else -1, entity)
        cursor += len(cells[1])


def _chained(tokens: Sequence[Token]) -> Iterator[Chained]:
    """Mentions by their head; where two have one head, as "Ali" and "Ali and Omar" do, the narrower."""
    opened: dict[str, list[int]] = defaultdict(list)
    found: dict[int, tuple[int, Chained]] = {}
    for number, token in enumerate(tokens):
        for bracket in BRACKETS.findall(token.entity):
            chain = re.match(r"\(?(\d+)", bracket)
            if chain is None:
                continue
            if bracket.startswith("("):
                opened[chain[1]].append(number)
            if bracket.endswith(")") and opened[chain[1]]:
                start = opened[chain[1]].pop()
                head = next(
                    (n for n in range(start, number + 1) if not start <= tokens[n].head <= number), start
                )
                if head not in found or found[head][0] > number - start:
                    found[head] = number - start, _mention(tokens[head], tokens[start], chain[1])
    yield from (found[head][1] for head in sorted(found))


def _mention(head: Token, first: Token, chain: str) -> Chained:
    if head.tag in ("PRP", "PRP$"):
        return Chained(head.begin, chain, "pronoun " + head.form.lower())
    if head.tag.startswith("NNP"):
        return Chained(head.begin, chain, "name")
    return Chained(head.begin, chain, "definite" if f"{first.form.lower()} " in DEFINITE else "noun")


def parse_text(text: str, nlp: Language) -> Parsed:
    """The text as an article of paragraphs."""
    sections = []
    at = 0
    for part in text.split("\n\n"):
        sections.append(Section(at, at + len(part), "body"))
        at += len(part) + 2
    docs = [nlp(text[section.begin : section.end]) for section in sections]
    finish_names(docs, language().names)
    parsed = join(
        Article("gum", "", text, tuple(sections)), list(zip(sections, docs, strict=True)), language()
    )
    assert parsed is not None
    return parsed


def score(gold: Sequence[Chained], parsed: Parsed, resolution: Resolution) -> Counter[tuple[str, str]]:
    """Counts of links by kind: ours, right, and those of gold."""
    counts: Counter[tuple[str, str]] = Counter()
    by_begin = {mention.begin: mention for mention in gold}
    seen: set[str] = set()
    for mention in gold:
        if mention.chain in seen:
            counts[_kind(mention), "gold"] += 1
        seen.add(mention.chain)
    for entity in resolution.entities.values():
        aligned = [found for mention in entity.mentions if (found := _aligned(mention, parsed, by_begin))]
        for before, mention in pairwise(aligned):
            counts[_kind(mention), "ours"] += 1
            counts[_kind(mention), "right"] += before.chain == mention.chain
    return counts


def _aligned(mention: Mention, parsed: Parsed, gold: dict[int, Chained]) -> Chained | None:
    tokens = [mention.head]
    if mention.kind == "name":
        tokens += [t for t in range(max(0, mention.head - 12), min(len(parsed.doc), mention.head + 12))
                   if mention.begin <= parsed.begins[t] < mention.end]  # fmt: skip
    return next((gold[parsed.begins[token]] for token in tokens if parsed.begins[token] in gold), None)


def _kind(mention: Chained) -> str:
    word = mention.kind.partition(" ")[2]
    groups = {
        "he": ("he", "him", "his", "she", "her", "himself", "herself"),
        "it": ("it", "its", "itself"),
        "they": ("they", "them", "their"),
    }
    for name, words in groups.items():
        if word in words:
            return name
    return "other pronouns" if word else mention.kind


def report(counts: Counter[tuple[str, str]]) -> None:
    for kind in ("name", "definite", "noun", "he", "it", "they", "other pronouns"):
        ours, right, gold = (counts[kind, what] for what in ("ours", "right", "gold"))
        precision, recall = right / ours if ours else 0.0, right / gold if gold else 0.0
        print(
            f"{kind:15} links of gold {gold:5}  ours {ours:5}  precision {precision:.3f}  recall {recall:.3f}"
        )


def score_re3d(corpora: Path, nlp: Language) -> None:
    """Of re3d's people, organisations and places, how many have an entity of their type."""
    wanted = {
        "Person": ("Person",),
        "Organisation": ("Organization", "Group"),
        "Location": ("Place", "City", "Country"),
    }
    counts: Counter[tuple[str, str]] = Counter()
    for folder in sorted(corpora.glob("re3d/*/")):
        texts = {row["_id"]: row["text"] for row in read_json_lines(folder / "documents.json")}
        gold = defaultdict(list)
        for row in read_json_lines(folder / "entities.json"):
            gold[row["documentId"]].append(row)
        for document, text in texts.items():
            parsed = parse_text(text, nlp)
            resolution = resolve(parsed, find_mentions(parsed))
            ends = {parsed.begins[t] + len(parsed.doc[t]): t for t in range(len(parsed.doc))}
            for row in gold[document]:
                if row["type"] in wanted and row["value"][:1].isupper():
                    entity = resolution.entity(ends.get(row["end"], -1))
                    counts[row["type"], "gold"] += 1
                    counts[row["type"], "known"] += entity is not None
                    counts[row["type"], "typed"] += entity is not None and entity.type in wanted[row["type"]]
    for kind in wanted:
        total = counts[kind, "gold"]
        known, typed = counts[kind, "known"] / total, counts[kind, "typed"] / total
        print(f"re3d {kind:13} {total:5}  known {known:.3f}  of its type {typed:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--genres", nargs="*", default=GENRES)
    parser.add_argument("--errors", action="store_true", help="print the links that are wrong")
    parser.add_argument("--no-re3d", action="store_true")
    options = parser.parse_args()
    nlp = load_pipeline()
    for genre in options.genres:
        counts: Counter[tuple[str, str]] = Counter()
        for path in sorted(options.corpora.glob(f"gum/GUM_{genre}_*.conllu")):
            text, gold = read_gum(path)
            parsed = parse_text(text, nlp)
            resolution = resolve(parsed, find_mentions(parsed))
            counts += score(gold, parsed, resolution)
            if options.errors:
                print_errors(path.stem, gold, parsed, resolution)
        print(f"-- GUM {genre}")
        report(counts)
    if not options.no_re3d:
        score_re3d(options.corpora, nlp)


def print_errors(name: str, gold: Sequence[Chained], parsed: Parsed, resolution: Resolution) -> None:
    by_begin = {mention.begin: mention for mention in gold}
    chains = {mention.chain: parsed.article.text[mention.begin :][:25] for mention in reversed(gold)}
    for entity in resolution.entities.values():
        pairs = [(m, found) for m in entity.mentions if (found := _aligned(m, parsed, by_begin))]
        for (before, one), (mention, other) in pairwise(pairs):
            if one.chain != other.chain:
                where = f"{mention.text!r} in {mention.sentence.text[:150]!r}"
                print(f"{name}: [{entity.label}] {before.text!r} <- {where}; gold {chains[other.chain]!r}")


if __name__ == "__main__":
    main()
