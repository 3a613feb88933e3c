"""What one claim's sentence says of its event, as the record that the scorer of pairs compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.grammar.noun_phrases import core
from kg.grammar.parsed import Parsed
from kg.records import Claim, Factuality, Filler, Interval, Resolution

# Roles that annotation and class files do not keep apart count as one.
ROLE_GROUPS: Mapping[str, str] = {
    "agent": "agent",
    "patient": "patient",
    "recipient": "patient",
    "place": "place",
    "origin": "place",
    "destination": "place",
    "topic": "topic",
    "position": "topic",
}
CONTENT_POS = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
# Words of a trigger's sentence before and after it that are its context
CONTEXT = 8


@dataclass(frozen=True, slots=True)
class RoleFillers:
    """The fillers of a group of roles: keys of named and of other entities, head lemmas, head tokens."""

    named: frozenset[str]
    unnamed: frozenset[str]
    heads: frozenset[str]
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EventMention:
    """One claim with what its words say of the event. Tokens are indexes into the article's doc."""

    key: str
    event_class: str
    token: int
    lemma: str
    is_verb: bool
    is_plural: bool
    # Of a noun: its article or another determiner, "possessive", "number", or ""
    determiner: str
    # Lemmas of the words that modify a noun
    modifiers: frozenset[str]
    # Indexes of its sentence and its paragraph, and whether that is the headline
    sentence: int
    paragraph: int
    is_headline: bool
    fillers: Mapping[str, RoleFillers]
    # Keys of the claims that fill its roles
    content: frozenset[str]
    time: Interval | None
    factuality: Factuality
    sources: frozenset[str]
    quantities: Mapping[tuple[str, str | None], float]
    # The words that govern its trigger and the slots of the steps to them, from below
    governors: tuple[tuple[int, str], ...]
    # Named entities of the sentence; lemmas of content words around the trigger
    sentence_entities: frozenset[str]
    context: frozenset[str]
    # Keys of all entities that fill its roles
    entities: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        entities = frozenset[str]().union(*(each.named | each.unnamed for each in self.fillers.values()))
        object.__setattr__(self, "entities", entities)


def event_mentions(claims: Iterable[Claim], parsed: Parsed, resolution: Resolution) -> list[EventMention]:
    """The mentions of events of named classes, in text order."""
    article = _ArticleWords(parsed, resolution)
    return [article.mention(claim) for claim in claims if _is_named_event(claim)]


def _is_named_event(claim: Claim) -> bool:
    """Whether a claim is of a named event class: states begin with a small letter, plain events are `Event`."""
    return claim.event_class[0].isupper() and claim.event_class != "Event"


class _ArticleWords:
    """An article's words and entities, as the mentions of its events need them."""

    def __init__(self, parsed: Parsed, resolution: Resolution) -> None:
        self._parsed, self._resolution = parsed, resolution
        self._token_at = {begin: token for token, begin in enumerate(parsed.begins)}
        named: defaultdict[int, set[str]] = defaultdict(set)
        for token, key in resolution.at.items():
            if resolution.entities[key].is_named:
                named[parsed.sentence_of[token]].add(key)
        self._named = named

    def mention(self, claim: Claim) -> EventMention:
        parsed, token = self._parsed, self._token_at[claim.begin]
        tree, sentence = parsed.tree, parsed.sentence_of[token]
        is_verb = tree.is_verb(token)
        return EventMention(
            key=claim.key,
            event_class=claim.event_class,
            token=token,
            lemma=tree.lemmas[token].lower(),
            is_verb=is_verb,
            is_plural=tree.tags[token] in ("NNS", "NNPS"),
            determiner="" if is_verb else self._determiner(token),
            modifiers=frozenset() if is_verb else self._modifiers(token),
            sentence=sentence,
            paragraph=parsed.sections[token],
            is_headline=claim.sentence.section == "headline",
            fillers=self._fillers(claim.fillers),
            content=frozenset(filler.claim for filler in claim.fillers if filler.claim),
            time=claim.time if claim.time and claim.time.is_known else None,
            factuality=claim.factuality,
            sources=frozenset(f.entity or f.text.lower() for f in claim.attributed_to),
            quantities={(each.name, each.unit): each.value for each in claim.quantities},
            governors=tuple(self._governors(token)),
            sentence_entities=frozenset(self._named.get(sentence, ())),
            context=self._context(token),
        )

    def _determiner(self, noun: int) -> str:
        tree = self._parsed.tree
        for kid in tree.get(noun, "determiner"):
            return tree.lemmas[kid].lower()
        if tree.get(noun, "possessive"):
            return "possessive"
        return "number" if tree.get(noun, "number") else ""

    def _modifiers(self, noun: int) -> frozenset[str]:
        tree = self._parsed.tree
        start, stop = core(tree, noun)
        words = (token for token in range(start, stop) if token != noun)
        return frozenset(tree.lemmas[t].lower() for t in words if tree.pos[t] in CONTENT_POS)

    def _fillers(self, fillers: Iterable[Filler]) -> dict[str, RoleFillers]:
        groups: defaultdict[str, list[Filler]] = defaultdict(list)
        for filler in fillers:
            if filler.role in ROLE_GROUPS and filler.token >= 0 and filler.event is None:
                groups[ROLE_GROUPS[filler.role]].append(filler)
        return {group: self._role_fillers(each) for group, each in sorted(groups.items())}

    def _role_fillers(self, fillers: Sequence[Filler]) -> RoleFillers:
        lemmas, entities = self._parsed.tree.lemmas, self._resolution.entities
        keys = [filler.entity for filler in fillers if filler.entity]
        named = frozenset(key for key in keys if key in entities and entities[key].is_named)
        return RoleFillers(
            named=named,
            unnamed=frozenset(keys) - named,
            heads=frozenset(lemmas[filler.token].lower() for filler in fillers),
            tokens=tuple(filler.token for filler in fillers),
        )

    def _governors(self, token: int) -> Iterator[tuple[int, str]]:
        tree = self._parsed.tree
        while tree.heads[token] != token:
            yield tree.heads[token], tree.slots[token]
            token = tree.heads[token]

    def _context(self, token: int) -> frozenset[str]:
        tree, sentence_of = self._parsed.tree, self._parsed.sentence_of
        near = range(max(0, token - CONTEXT), min(len(tree.heads), token + CONTEXT + 1))
        return frozenset(
            tree.lemmas[each].lower()
            for each in near
            if each != token and sentence_of[each] == sentence_of[token] and tree.pos[each] in CONTENT_POS
        )
