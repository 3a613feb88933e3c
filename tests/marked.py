"""Texts with *marked* words, parsed by the shipped pipeline: what claims are tested on."""

from __future__ import annotations

from datetime import date
from functools import cache

from kg.grammar.parsed import Parsed, join
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.ontology.language import Language, load_language
from kg.parse.finish_names import finish_names
from kg.pipeline import load
from kg.records import Article, Section, SectionKind

WEDNESDAY = date(2024, 5, 15)


@cache
def language() -> Language:
    return load_language()


@cache
def lexicon() -> Lexicon:
    return load_lexicon()


def read(
    text: str, *, kind: SectionKind = "body", published: date | None = WEDNESDAY
) -> tuple[Parsed, list[int]]:
    """The parse of a text of paragraphs, one a line, and the tokens that were marked in it."""
    parts = text.split("*")
    plain = "".join(parts)
    sections, begin, nlp = [], 0, load().nlp
    for paragraph in plain.split("\n"):
        sections.append(Section(begin, begin + len(paragraph), kind))
        begin += len(paragraph) + 1
    docs = [nlp(plain[section.begin : section.end]) for section in sections]
    finish_names(docs, language().names)
    found = join(
        Article("test", "0" * 64, plain, tuple(sections), published=published),
        zip(sections, docs, strict=True),
        language(),
    )
    assert found is not None
    begins = ["".join(parts[:number]) for number in range(1, len(parts), 2)]
    return found, [list(found.begins).index(len(before)) for before in begins]
