"""The phrases of a text that name days, found by the patterns of `ontology/time_phrases.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.ontology.words.time_patterns import TimePatterns


@dataclass(frozen=True, slots=True)
class Phrase:
    """Characters [begin, end) that name days; `core` is where their own words begin, after "early in"."""

    begin: int
    end: int
    core: int
    kind: str
    part: str
    groups: Mapping[str, str]


def find_phrases(text: str, patterns: TimePatterns) -> Iterator[Phrase]:
    """Yield the phrases of a sentence that name days, in text order; none for durations ("three years")."""
    for match in patterns.any.finditer(text) if patterns.may_match(text) else ():
        kind = match.lastgroup
        assert kind is not None  # every alternative is a group
        begin = match.start(kind)
        inner = patterns.kinds[kind].match(text, begin)
        assert inner is not None
        groups = {name: value for name, value in inner.groupdict().items() if value}
        part = " ".join(re.sub(r"\b(?:the)\b|-", " ", (match["part"] or "").lower()).split())
        core = inner.start("core") if groups.get("core") else match.start() if part.endswith(" of") else begin
        yield Phrase(
            begin=min(match.start(), core) if part else core,
            end=inner.end(),
            core=core,
            kind=kind,
            part=part,
            groups=groups,
        )
