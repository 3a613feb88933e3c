"""Arguments of the predicates of an article: their salience, those of verbs for governments, predicate nouns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.grammar.parsed import Parsed


class Argument(NamedTuple):
    """The predicate of a token, and how salient its slot makes it."""

    predicate: int
    salience: float  # 3 for a subject, 2 for an object, 1.5 for an agent, 1 for others


def arguments(parsed: Parsed) -> dict[int, Argument]:
    """The argument that each token is, if it is one; a subject rather than an object."""
    by_token: dict[int, Argument] = {}
    for frame in parsed.frames.values():
        for oblique in frame.obliques:
            by_token.setdefault(oblique.token, Argument(frame.predicate, 1.0))
        by_token |= {token: Argument(frame.predicate, 2.0) for token in (*frame.object, *frame.indirect)}
        by_token |= {token: Argument(frame.predicate, 1.5) for token in frame.agent}
    for frame in parsed.frames.values():
        if frame.subject_source in ("own", "conjunct"):
            by_token |= {token: Argument(frame.predicate, 3.0) for token in frame.subject}
    return by_token


def acting_tokens(parsed: Parsed, acting: Mapping[str, frozenset[str]]) -> Iterator[int]:
    """Arguments of verbs that take governments as subject or object."""
    for frame in parsed.frames.values():
        lemma = frame.lemma.partition(" ")[0]
        if frame.kind == "verb" and lemma in acting["subject"]:
            yield from frame.doer
        if lemma in acting["object"]:
            yield from (*frame.undergoer, *frame.indirect)


def predicate_nouns(parsed: Parsed) -> Mapping[int, Sequence[int]]:
    """Subject -> the nouns that copular clauses say of it: "banker" in "is a banker"."""
    nouns: dict[int, list[int]] = defaultdict(list)
    for token, frame in parsed.frames.items():
        is_noun = frame.kind == "copular" and parsed.tree.tags[token] == "NN" and not frame.preposition
        if is_noun and not frame.negated and len(frame.subject) == 1:
            nouns[frame.subject[0]].append(token)
    return nouns
