"""The labels of the event heads: annotation aligned with the tokens and the candidates of an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kg.events.learned.choose_fillers import are_alike
from kg.events.learned.features import PairContext, PairFeatures, rule_roles
from kg.grammar.parsed import Parsed
from kg.records import Entity, Event
from training.event_records import Pair, Trigger

ACTOR_TYPES = frozenset({"Person", "Group", "Organization", "Country"})
BESIDE_NOUN = frozenset({"apposition", "flat", "compound"})


def token_places(parsed: Parsed) -> dict[int, int]:
    """The token at each character of the article."""
    return {
        character: token
        for token, begin in enumerate(parsed.begins)
        for character in range(begin, begin + len(parsed.doc[token]))
    }


def tokens_in(begin: int, end: int, place: dict[int, int]) -> list[int]:
    return sorted({place[character] for character in range(begin, end) if character in place})


def head_of(parsed: Parsed, tokens: Sequence[int]) -> int:
    """The token of a span whose head lies outside it."""
    inside, heads = set(tokens), parsed.tree.heads
    return next((t for t in tokens if heads[t] == t or heads[t] not in inside), tokens[-1])


def trigger_of(parsed: Parsed, event: dict[str, Any], place: dict[int, int]) -> Trigger | None:
    """An annotated event; None where its words were cut as boilerplate."""
    tokens = tokens_in(event["begin"], event["end"], place)
    if not tokens:
        return None
    classes = [event["class"], *event["also"]]
    return Trigger(
        head_of(parsed, tokens), tokens, classes, event["factuality"], event["doubtful"], event["same"]
    )


def pairs_of(
    pairs: PairContext, rules: Sequence[Event], annotated: Sequence[dict[str, Any]], place: dict[int, int]
) -> Iterator[Pair]:
    """Every pair of a trigger and a candidate of its sentence."""
    given = rule_roles(rules)
    for event in {(event["begin"], event["end"]): event for event in annotated}.values():
        trigger = trigger_of(pairs.parsed, event, place)
        if trigger is None or trigger.doubtful:
            continue
        rule = given.get(trigger.head, {})
        tokens = pairs.candidates(trigger.head)
        features = {token: pairs.features(trigger.head, token, rule) for token in tokens}
        roles = local_roles(pairs, event, trigger.head, features, place)
        for token in tokens:
            yield Pair(trigger.head, token, roles.get(token, ""), features[token])


def local_roles(
    pairs: PairContext,
    event: dict[str, Any],
    trigger: int,
    features: dict[int, PairFeatures],
    place: dict[int, int],
) -> dict[int, str | None]:
    """The role of each filler's head token in the trigger's sentence, None where it is not known.

    Annotation resolves pronouns and descriptions to names. The local word is then the mention of that entity which is
    nearest in the tree, or a pronoun to which the rules give the role; the name itself is left open where it is in
    the same sentence. For a name of another sentence, it may also be a noun to which the rules give the role; if there
    is neither, any pronoun or noun may be it.
    """
    parsed = pairs.parsed
    roles: dict[int, str | None] = {}
    elsewhere: list[tuple[str, str]] = []
    for role, fillers in event["roles"].items():
        for filler in fillers:
            tokens = tokens_in(filler["begin"], filler["end"], place)
            if tokens and parsed.sentence_of[tokens[0]] != parsed.sentence_of[trigger]:
                elsewhere.append((role, filler["text"]))
            elif tokens:
                roles.setdefault(head_of(parsed, tokens), role)
    for token, known in list(roles.items()):
        assert known is not None
        roles |= resolved(pairs, known, token, features, roles)
    for role, text in elsewhere:
        if (stands := stand_in(pairs, role, text, features, roles)) is not None:
            roles[stands] = role
        else:
            roles |= {t: None for t, f in features.items() if may_refer(f) and t not in roles}
    return roles


def resolved(
    pairs: PairContext, role: str, token: int, features: dict[int, PairFeatures], taken: dict[int, str | None]
) -> dict[int, str | None]:
    """What changes where the name at a token was annotated for a nearer word, and may have been for a noun."""
    if token not in features or is_given(features[token], role):
        return {}
    if (other := nearer_mention(pairs, role, token, features, taken)) is not None:
        return {token: None, other: role}
    return {t: None for t, f in features.items() if t not in taken and may_describe(f, role)}


def nearer_mention(
    pairs: PairContext, role: str, token: int, features: dict[int, PairFeatures], taken: dict[int, str | None]
) -> int | None:
    """The word of the sentence that is meant by a name to which annotation resolved it, None if it is the name itself.

    In "Ada Lunt said that she had left", who left is "she" for the trees, and Ada Lunt for the annotation.
    """
    entity = pairs.resolution.entity(token)
    steps, above = int(features[token].steps), set(described_by(pairs, token))
    nearer = [
        (not is_given(other, role), int(other.steps), number)
        for number, other in features.items()
        if number not in taken
        and (
            (is_given(other, role) and (other.pos == "PRON" or number in above))
            or (
                entity is not None
                and is_mention(pairs, number, entity)
                and (is_given(other, role) or int(other.steps) < steps)
            )
        )
    ]
    return min(nearer)[2] if nearer else None


def described_by(pairs: PairContext, token: int) -> Iterator[int]:
    """The nouns that a name stands beside: *representative* for Bo Lind in "a representative, Bo Lind"."""
    tree = pairs.parsed.tree
    while tree.slots[token] in BESIDE_NOUN:
        token = int(tree.heads[token])
        yield token


def may_describe(features: PairFeatures, role: str) -> bool:
    """Whether a noun to which the rules give a role may describe who is named for it elsewhere in the sentence."""
    return is_given(features, role) and features.kind == "noun" and features.type in ACTOR_TYPES


def is_mention(pairs: PairContext, token: int, entity: Entity) -> bool:
    """Whether a token is the head word of a mention of an entity."""
    above = int(pairs.parsed.tree.heads[token])
    keys = [each.key if (each := pairs.resolution.entity(t)) else "" for t in (token, above)]
    return keys[0] == entity.key and (above == token or keys[1] != entity.key)


def is_given(features: PairFeatures, role: str) -> bool:
    """Whether the rules give a candidate this role, or one that annotation often names instead."""
    return features.rule == role or are_alike(features.rule, role)


def stand_in(
    pairs: PairContext, role: str, text: str, features: dict[int, PairFeatures], taken: dict[int, str | None]
) -> int | None:
    """The local word for a filler that is named in another sentence, None if it is not known."""
    free = [token for token in features if taken.get(token) is None]
    same = {t for t in free if (entity := pairs.resolution.entity(t)) and has_name(entity, text)}
    fitting = [t for t in free if t in same or (features[t].rule == role and may_refer(features[t]))]
    # First what the rules give the role: a word that resolution knows to be the same, or may have missed
    return min(
        fitting,
        key=lambda t: (features[t].rule != role, t not in same, int(features[t].steps) if t in same else 0),
        default=None,
    )


def may_refer(features: PairFeatures) -> bool:
    return features.pos in ("PRON", "DET") or features.kind == "noun"


def has_name(entity: Entity, text: str) -> bool:
    """Whether an entity has a name that holds a text, or the other way round."""
    wanted = f" {text.lower().removeprefix('the ')} "
    names = (f" {name.lower().removeprefix('the ')} " for name in entity.names)
    return any(wanted in name or name in wanted for name in names)
