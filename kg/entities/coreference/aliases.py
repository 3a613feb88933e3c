"""Second names that a text gives to somebody named: "Ali Bek, better known as *Samo*"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.entities.coreference.discourse import Discourse
from kg.entities.name_forms import Key
from kg.grammar.frames import Frame
from kg.records import Mention

BETWEEN = frozenset({",", "(", '"', "“", "'", "‘", ":"})


def aliases(discourse: Discourse, mentions: Sequence[Mention], keys: Sequence[Key]) -> dict[Key, Key]:
    """The key of each second name with that of the first."""
    by_head = {mention.head: key for mention, key in zip(mentions, keys, strict=True)}
    types = {mention.head: mention.type for mention in mentions}
    found: dict[Key, Key] = {}
    for first, second in (*_called(discourse, by_head), *_beside(discourse, mentions)):
        one, other = by_head.get(first), by_head.get(second)
        if one and other and one != other and types[first] == types[second] and one not in found:
            found.setdefault(other, one)
    return found


def _called(discourse: Discourse, by_head: dict[int, Key]) -> Iterator[tuple[int, int]]:
    """The heads of both names in "*Ali Bek*, also known as *Samo*", "*Ali Bek* is called *Samo*"."""
    tree = discourse.tree
    for token, frame in discourse.parsed.frames.items():
        if tree.lemmas[token] in discourse.references.aliasing_verbs and _is_said(frame):
            named = [noun for noun in frame.undergoer if noun in by_head]
            second = [o.token for o in frame.obliques if o.preposition == "as"]
            second += tree.get(token, "open_complement", "object")
            for noun in named:
                yield from (
                    (noun, name)
                    for name in second
                    if name > token and name != noun and not _is_likened(discourse, name)
                )


def _is_likened(discourse: Discourse, name: int) -> bool:
    """True for a name that says whom somebody is like: "called a *Lunt* of the left", "the new *Lunt*"."""
    tree = discourse.tree
    indefinite = discourse.references.determiners["indefinite"]
    words = {tree.words[kid] for kid in tree.get(name, "determiner")}
    return bool(words & indefinite or tree.get(name, "adjective", "nominal"))


def _is_said(frame: Frame) -> bool:
    return frame.is_passive and not frame.negated and not frame.form.modals


def _beside(discourse: Discourse, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """The heads of both names in "*Ali Bek* alias *Samo*", "*Ali Bek* (aka *Samo*)"."""
    ends = {max(discourse.tokens(mention)): mention.head for mention in mentions}
    words, marks = discourse.tree.words, discourse.references.aliasing_words
    for mention in mentions:
        at = _skip(words, min(discourse.tokens(mention)) - 1)
        if at > 0 and words[at] in marks:
            first = ends.get(_skip(words, at - 1))
            if first is not None:
                yield first, mention.head


def _skip(words: Sequence[str], at: int) -> int:
    """The next token to the left that is no comma, bracket or quotation mark."""
    while at > 0 and words[at] in BETWEEN:
        at -= 1
    return at
