"""Judgements without the words of an article that is removed: its names and sentences are labels of what was judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from kg.build.judgements import Judgement, Side
from kg.query.search_index import fold
from kg.records import Extraction, LocalId, article_id
from kg.store.ledger import Member

Members = Callable[[LocalId], Sequence[Member]]  # what the ledger has of a local id


def without_article(
    judgements: Iterable[Judgement], removed: Extraction, members: Members
) -> Iterator[Judgement]:
    """The judgements about what other articles have, too, with labels of theirs; those of the article alone go."""
    for judgement in judgements:
        sides = [_without(side, removed, members) for side in judgement.sides]
        if None not in sides:
            yield replace(judgement, sides=tuple(side for side in sides if side is not None))


def _without(side: Side, removed: Extraction, members: Members) -> Side | None:
    """The side as other articles have it; None if none does."""
    if side.kind == "external":
        return side
    article = article_id(removed.article)
    kept = tuple(local_id for local_id in side.members if local_id[0] != article)
    if len(kept) == len(side.members) and not _has_words_of(side, removed):
        return side
    others = [member for local_id in kept for member in members(local_id)]
    names = {name for member in others for name in (member.label, *member.names)}
    part = (
        side.id.partition("#")[2] if side.kind == "entity" else ""
    )  # the folded name of a part of an entity
    if not others or (part and part not in map(fold, names)):
        return None
    label = side.label if side.label in names else min(member.label for member in others)
    return replace(side, members=kept, label=label)


def _has_words_of(side: Side, removed: Extraction) -> bool:
    """Whether the label is a name or has a sentence of the article."""
    names = {name for entity in removed.entities for name in (entity.label, *entity.names)}
    sentences = (" ".join(sentence.text.split()) for sentence in removed.sentences)
    return side.label in names or any(sentence in side.label for sentence in sentences)
