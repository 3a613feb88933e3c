"""Arguments of the predicates of an article: their salience, those of verbs for governments, predicate nouns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from kg.grammar.parsed import Parsed


def arguments(parsed: Parsed) -> dict[int, tuple[int, float]]:
    """Token -> its predicate and its salience: 3 for a subject, 2 for an object, 1.5 for an agent, 1 for others."""
    found: dict[int, tuple[int, float]] = {}
    for frame in parsed.frames.values():
        for oblique in frame.obliques:
            found.setdefault(oblique.token, (frame.predicate, 1.0))
        found |= {token: (frame.predicate, 2.0) for token in (*frame.object, *frame.indirect)}
        found |= {token: (frame.predicate, 1.5) for token in frame.agent}
    for frame in parsed.frames.values():
        if frame.subject_source in ("own", "conjunct"):
            found |= {token: (frame.predicate, 3.0) for token in frame.subject}
    return found


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
    found: dict[int, list[int]] = defaultdict(list)
    for token, frame in parsed.frames.items():
        is_noun = frame.kind == "copular" and parsed.tree.tags[token] == "NN" and not frame.preposition
        if is_noun and not frame.negated and len(frame.subject) == 1:
            found[frame.subject[0]].append(token)
    return found
