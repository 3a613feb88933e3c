"""The words of `ontology/titles.yaml`, and the patterns that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.ontology.checked_yaml import Block, read_yaml
from kg.ontology.files import ontology_file

# Names of lists that are used as they are
LISTS = ("times", "agents", "places", "reflexives", "relatives", "openers", "particles", "plurals")

NEAR = 80  # characters between a word of accusation and a verb


@dataclass(frozen=True, slots=True, eq=False)
class TitleWords:
    """Word lists as the file has them, and patterns of others; the file says what each is for."""

    times: frozenset[str]
    agents: frozenset[str]
    places: frozenset[str]
    reflexives: frozenset[str]
    relatives: frozenset[str]
    openers: frozenset[str]
    particles: frozenset[str]
    plurals: frozenset[str]
    singulars: tuple[str, ...]
    roles: Mapping[str, frozenset[str]]
    # Any preposition
    preposition: re.Pattern[str]
    # Words, a preposition, and up to three words before the name of what fills a role: " weapons to the Syrian "
    leading: re.Pattern[str]
    # " at him and ": what leads to the second item of a list; not "by", behind which another clause may follow
    in_list: re.Pattern[str]
    # A preposition with a noun before what it is about: " on suspicion of "
    phrase: re.Pattern[str]
    # A clause without its subject
    unfinished: re.Pattern[str]
    # At the beginning of words: a clause behind a verb, what is said, a subject of a clause, a determiner
    clause: re.Pattern[str]
    report: re.Pattern[str]
    subject: re.Pattern[str]
    determiner: re.Pattern[str]
    first_person: re.Pattern[str]
    negative: re.Pattern[str]
    demonstrative: re.Pattern[str]
    # Words of accusation, at the end of words: what follows has happened, if at all
    accusing: re.Pattern[str]
    # A possessive with up to two words behind it, at the end of words
    possessive: re.Pattern[str]
    # A noun phrase with a determiner or number, up to what cannot belong to it; its words are group 1
    noun_phrase: re.Pattern[str]
    # At the beginning of words: of one, of several, of a part
    single: re.Pattern[str]
    several: re.Pattern[str]
    partitive: re.Pattern[str]
    # What follows the head of a noun phrase
    after_head: re.Pattern[str]


@cache
def title_words() -> TitleWords:
    """Read once per process. Raises OntologyError where the file cannot be used."""
    block = read_yaml(ontology_file("titles.yaml"))
    prepositions, roles = _either(block.texts("prepositions")), block.part("roles")
    return TitleWords(
        **{name: block.words(name) for name in LISTS},
        singulars=block.texts("singulars"),
        roles={name: roles.words(name) for name in roles.data},
        preposition=re.compile(rf"\b{prepositions}\b"),
        leading=re.compile(
            rf"(?P<words>.*?)\s(?:(?P<preposition>{prepositions})\s)?"
            rf"(?:(?!(?:{prepositions}|and|or|that)\b)[\w’'-]+\s){{0,3}}",
            re.DOTALL,
        ),
        in_list=re.compile(rf"\s(?!by\b){prepositions}\s(?:[\w’'-]+\s){{1,3}}(?=(?:and|or)\s$)"),
        phrase=re.compile(rf"\s({prepositions} (?:an? |the )?[\w-]+ (?:of|with|to)) (?:an? |the )?"),
        unfinished=re.compile(rf"{_either(block.texts('unfinished'))}\b[^?]*$"),
        clause=re.compile(rf"[\"“'‘]|{_either(block.texts('clauses'))}\b", re.IGNORECASE),
        report=_begins(block, "reports"),
        subject=re.compile(rf"{_either(block.texts('subjects'))}\b ", re.IGNORECASE),
        determiner=_begins(block, "determiners"),
        first_person=_first_person(block),
        negative=_begins(block, "negatives"),
        demonstrative=re.compile(rf"^{_either(block.texts('demonstratives'))} (?=\w)", re.IGNORECASE),
        accusing=_accusing(block),
        possessive=re.compile(
            rf"(?:['’]s?|\b{_either(block.texts('possessives'))})\s(?:[\w-]+\s){{0,2}}$", re.IGNORECASE
        ),
        noun_phrase=_noun_phrase(block, prepositions),
        single=_begins(block, "single"),
        several=_several(block),
        partitive=re.compile(
            rf"(?:{_either(block.texts('partitives'))}|\d[\d.,]*(?: percent|%)?) of ", re.IGNORECASE
        ),
        after_head=re.compile(rf",| {_either(block.texts('ends'))}\b"),
    )


def _accusing(block: Block) -> re.Pattern[str]:
    open_yet = rf"\b{_either(block.texts('uncertain_yet'))}\b"
    accusation = rf"\b{_either(block.texts('accusations'))}\b"
    no_condition = rf"^(?!.*\b{_either(block.texts('conditions'))}\b)"
    near = rf"(?:(?!{open_yet})[^;:]){{0,{NEAR}}}$"
    return re.compile(rf"{no_condition}.*{accusation}{near}", re.IGNORECASE | re.DOTALL)


def _either(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


def _begins(block: Block, name: str) -> re.Pattern[str]:
    """One of the words of a list, in large or small letters."""
    return re.compile(rf"{_either(block.texts(name))}\b", re.IGNORECASE)


def _first_person(block: Block) -> re.Pattern[str]:
    """Its pronouns, and "I", which is no "Elizabeth I"."""
    return re.compile(rf"\b{_either(block.texts('first_person'))}\b|(?:^|(?:^|\s)(?![A-Z])\S+\s)I\b")


def _several(block: Block) -> re.Pattern[str]:
    number = rf"(?:an? {_either(block.texts('counts'))} )?(?!1 )\d[\d,]*"
    group = f"an? {_either(block.texts('groups'))} of"
    return re.compile(rf"{_either((*block.texts('several'), number, group))}(?: |$)", re.IGNORECASE)


def _noun_phrase(block: Block, prepositions: str) -> re.Pattern[str]:
    other = rf"\b{_either(block.texts('conjunctions'))}\b"
    quantifier = rf"(?:{_either(block.texts('quantifiers'))}|\d[\d,.]*)"
    end = rf"(?=\s*(?:[.,;:!?()“”\"—–]|$|{other}|\b{prepositions}\b))"
    word = rf"(?:\s(?!{other}|\b{prepositions}\b)[\w’'-]+)"
    return re.compile(rf"\s({quantifier}{word}{{1,4}}?){end}", re.IGNORECASE)
