"""The patterns of `ontology/boilerplate.yaml`, compiled."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.ontology.checked_yaml import read_yaml
from kg.ontology.files import OntologyFiles
from kg.read.date_stamps import DateWords, read_date_words

SECTIONS = (
    *("parts", "lines", "tails", "picture credits", "cuts", "lists", "edges", "bylines", "stamps", "updates"),
    *("release notes", "release contacts", "release ends", "about"),
    *("comments", "comment heads", "comment marks", "datelines", "holders"),
)


@dataclass(frozen=True, slots=True)
class BoilerplateRules:
    """The patterns of `ontology/boilerplate.yaml`. Most of them match a whole line.

    `updates`, `comment_marks`, `dateline` and `holder` match a part of one.
    """

    lines: tuple[tuple[str, re.Pattern[str]], ...]
    edges: tuple[tuple[str, re.Pattern[str]], ...]
    bylines_before: re.Pattern[str]
    bylines_named: re.Pattern[str]
    bylines_after: re.Pattern[str]
    stamps: Mapping[str, re.Pattern[str]]
    updates: re.Pattern[str]  # at the beginning of a line
    comments: re.Pattern[str]
    comment_heads: re.Pattern[str]
    comment_marks: re.Pattern[str]
    release_notes: re.Pattern[str]
    release_contacts: re.Pattern[str]
    release_ends: re.Pattern[str]
    about: re.Pattern[str]
    dateline: re.Pattern[str]
    lists: re.Pattern[str]
    tails: re.Pattern[str]  # the end of a paragraph, after a sentence
    picture_credits: re.Pattern[str]  # the same, after several sentences
    cut_off: re.Pattern[str]  # the end of a text, after an unfinished sentence
    name: re.Pattern[str]
    holder: re.Pattern[str]
    dates: DateWords


def read_rules(path: Path, dates: DateWords) -> BoilerplateRules:
    """Raises OntologyError where the file cannot be used."""
    data = read_yaml(path, sections=SECTIONS, texts_only=True).data
    parts = data["parts"]

    def one_of(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile(
            "|".join(f"(?:{_with_parts(pattern, parts)})" for pattern in patterns), re.IGNORECASE
        )

    def after_sentence(key: str) -> re.Pattern[str]:
        tail = one_of(data[key]).pattern
        return re.compile(rf"(?<=[.!?…\"”’'»)\]])\s+(?P<tail>{tail})\s*$", re.IGNORECASE)

    return BoilerplateRules(
        lines=tuple((reason, one_of(patterns)) for reason, patterns in data["lines"].items()),
        edges=tuple((reason, one_of(patterns)) for reason, patterns in data["edges"].items() if patterns),
        bylines_before=one_of(data["bylines"]["before"]),
        bylines_named=one_of(data["bylines"]["named"]),
        bylines_after=one_of(data["bylines"]["after"]),
        stamps={name: one_of(patterns) for name, patterns in data["stamps"].items()},
        updates=one_of(data["updates"]),
        comments=one_of(data["comments"]),
        comment_heads=one_of(data["comment heads"]),
        comment_marks=one_of(data["comment marks"]),
        release_notes=one_of(data["release notes"]),
        release_contacts=one_of(data["release contacts"]),
        release_ends=one_of(data["release ends"]),
        about=one_of(data["about"]),
        dateline=one_of(data["datelines"]),
        lists=one_of(data["lists"]),
        tails=after_sentence("tails"),
        picture_credits=after_sentence("picture credits"),
        cut_off=re.compile(rf"(?:{one_of(data['cuts']).pattern})\s*$", re.IGNORECASE),
        name=one_of(["<name>"]),
        holder=one_of(data["holders"]),
        dates=dates,
    )


def load_boilerplate(*folders: Path) -> BoilerplateRules:
    """The rules of the shipped ontology, or of the files that these folders replace."""
    path = OntologyFiles(folders)
    return read_rules(path("boilerplate.yaml"), read_date_words(path("dates.yaml")))


def _with_parts(pattern: str, parts: Mapping[str, Any]) -> str:
    """The pattern with each <part> replaced, also inside parts."""
    while "<" in (expanded := re.sub(r"(?<![?P])<([a-z]+)>", lambda part: f"(?:{parts[part[1]]})", pattern)):
        if expanded == pattern:
            break
        pattern = expanded
    return expanded
