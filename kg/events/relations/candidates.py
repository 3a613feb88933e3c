"""The pairs of words of a sentence that may be the two ends of a relation, or a person and a post."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kg.grammar.parsed import Parsed
from kg.records import Entity, Resolution

Kind = Literal["ends", "title", "body"]
MAX_DISTANCE = 40  # tokens; 2 of 2,010 annotated relations of one sentence are farther apart
MAX_ENDS = 40  # mentions; a sentence with more is a list or a table
NEVER = frozenset({"i", "me", "my", "you", "your", "we", "us", "our", "it", "its"})


@dataclass(frozen=True, slots=True)
class End:
    """A mention that may be one end of a relation. Tokens [start, stop) of the doc are its words."""

    token: int
    start: int
    stop: int
    entity: Entity
    kind: str  # name, noun, pronoun


class Pair(NamedTuple):
    """Two tokens: both ends of a relation, a person and a title, or a title and the body that the post is in."""

    kind: Kind
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """The mentions of an article by head token, and the tokens that may be the title of a post."""

    ends: Mapping[int, End]
    titles: frozenset[int]
    pairs: Sequence[Pair]


def find_candidates(parsed: Parsed, resolution: Resolution, title_lemmas: frozenset[str]) -> Candidates:
    """All pairs of an article; `title_lemmas` are nouns that may be titles, as may any that names a person."""
    ends = {end.token: end for end in _ends(parsed, resolution)}
    inside_names = {
        token for end in ends.values() if end.kind == "name" for token in range(end.start, end.stop)
    }
    titles = frozenset(
        token
        for token, pos in enumerate(parsed.tree.pos)
        if pos in ("NOUN", "PROPN", "ADJ")
        and token not in inside_names
        and _may_be_title(parsed, token, title_lemmas)
    )
    by_sentence: defaultdict[int, list[End]] = defaultdict(list)
    for end in ends.values():
        by_sentence[parsed.sentence_of[end.token]].append(end)
    title_by_sentence: defaultdict[int, list[int]] = defaultdict(list)
    for title in sorted(titles):
        title_by_sentence[parsed.sentence_of[title]].append(title)
    pairs = [
        pair
        for sentence, here in by_sentence.items()
        if len(here) <= MAX_ENDS
        for pair in _pairs(parsed, here, title_by_sentence[sentence])
        if abs(pair.first - pair.second) <= MAX_DISTANCE
    ]
    return Candidates(ends, titles, pairs)


def _may_be_title(parsed: Parsed, token: int, lemmas: frozenset[str]) -> bool:
    lemma = parsed.tree.lemmas[token].lower()
    return lemma in lemmas or parsed.language.nouns.types.get(lemma) == "Person"


def _ends(parsed: Parsed, resolution: Resolution) -> Iterator[End]:
    mentions = ((mention, entity) for entity in resolution.entities.values() for mention in entity.mentions)
    for mention, entity in sorted(mentions, key=lambda each: each[0].head):
        is_unknown = mention.kind == "pronoun" and mention.text.lower() in NEVER  # "us", not "US"
        if mention.head < 0 or is_unknown:
            continue
        start = bisect_left(parsed.begins, mention.begin)
        stop = max(bisect_left(parsed.begins, mention.end), mention.head + 1)
        yield End(mention.head, min(start, mention.head), stop, entity, mention.kind)


def _pairs(parsed: Parsed, ends: Sequence[End], titles: Sequence[int]) -> Iterator[Pair]:
    """Of "US", which training took for "us", the body of posts alone."""
    known = [end for end in ends if parsed.tree.words[end.token] not in NEVER]
    for first in known:
        for second in known:
            if first.entity.key != second.entity.key and "name" in (first.kind, second.kind):
                yield Pair("ends", first.token, second.token)
    for end in ends:
        for title in titles:
            if end.entity.type in ("Person", "Group") and title != end.token:
                yield Pair("title", end.token, title)
            if end.entity.type != "Person" and end.kind != "noun" and title != end.token:
                yield Pair("body", title, end.token)
