"""Derived fillers: members take part in what their group does, and each of several in what is said of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from kg.claims.implied.memberships import BELONGS, GroupReader, Membership, find_memberships
from kg.grammar.noun_phrases import core, noun_frame
from kg.grammar.parsed import Parsed
from kg.grammar.tree import conjuncts, preposition
from kg.ontology.classes.lexicon import Lexicon
from kg.records import Claim, Filler, Implied, Resolution


def with_derived(
    claims: Iterable[Claim], parsed: Parsed, resolution: Resolution, lexicon: Lexicon
) -> Iterator[Claim]:
    """The claims, with the members of groups that take part in what they report."""
    claims = list(claims)
    reader = GroupReader(parsed, resolution, claims)
    absent = _absent(claims, lexicon)
    members = [each for each in find_memberships(reader) if each.member not in absent]
    for claim in claims:
        event_class = lexicon.classes.get(claim.event_class)
        if event_class and claim.factuality in ("actual", "planned"):
            derived = chain(
                _named_among(claim, event_class.each, reader),
                _derived(claim, event_class.members, members, reader),
            )
            found = {each.filler.entity: each for each in derived}
            named = (
                each
                for each in claim.fillers
                if each.entity not in found or not _is_within(each, claim, reader)
            )
            claim = replace(claim, fillers=tuple(named), implied=(*claim.implied, *found.values()))
        yield claim


def _absent(claims: Iterable[Claim], lexicon: Lexicon) -> set[str | None]:
    """Those of whom the article says that they did not meet, visit or travel."""
    taking_part = {name for name, each in lexicon.classes.items() if each.members} | {"Event"}
    return {
        filler.entity
        for claim in claims
        if claim.factuality == "negated" and claim.event_class in taking_part
        for filler in claim.fillers_of("agent")
    }


def _named_among(claim: Claim, roles: Iterable[str], reader: GroupReader) -> Iterator[Implied]:
    """Those whom the words for several name: "killed nine people, including the mayor, *Ada Lunt*"."""
    named = {filler.entity for filler in claim.fillers}
    for filler in [filler for role in roles for filler in claim.fillers_of(role)]:
        for token, key in reader.persons(_among(filler.token, reader)):
            if key not in named:
                yield Implied(
                    kind="derived",
                    rule=BELONGS,
                    filler=reader.parsed.filler(
                        filler.role, core(reader.parsed.tree, token), token, entity=key
                    ),
                    sentences=(claim.sentence,),
                    confidence=claim.confidence,
                )


def _among(token: int, reader: GroupReader) -> Iterator[int]:
    """The members that the phrase of a plural noun lists, or the list in which a member is."""
    if token < 0:
        return
    tree, including = reader.parsed.tree, reader.words.including
    if preposition(tree, token) in including:
        yield from conjuncts(tree, token)
    elif tree.tags[token] == "NNS":
        for oblique in noun_frame(tree, token, reader.parsed.relatives).obliques:
            if oblique.preposition in including:
                yield from conjuncts(tree, oblique.token)


def _derived(
    claim: Claim, roles: Iterable[str], members: Iterable[Membership], reader: GroupReader
) -> Iterator[Implied]:
    """The members of the claim's groups that fill no role by words of their own; the best reason comes last."""
    named = {filler.entity for filler in claim.fillers if not _is_within(filler, claim, reader)}
    for role in roles:
        for filler in claim.fillers_of(role):
            near = [each for each in members if each.group == filler.entity and each.member not in named]
            for each in sorted(near, key=lambda each: each.sentence == claim.sentence):
                if _applies(each, claim, filler, reader):
                    yield Implied(
                        kind="derived",
                        rule=each.rule,
                        filler=replace(each.words, role=role),
                        sentences=(each.sentence,),
                        confidence=round(min(each.confidence, claim.confidence), 3),
                    )


def _is_within(filler: Filler, claim: Claim, reader: GroupReader) -> bool:
    """True for the *minister* of "a delegation led by the minister", where the delegation is a filler."""
    groups = {each.token for each in claim.fillers if each.entity in reader.groups}
    heads, token = reader.parsed.tree.heads, filler.token
    while token >= 0 and heads[token] != token:
        token = heads[token]
        if token in groups:
            return True
    return False


def _applies(each: Membership, claim: Claim, filler: Filler, reader: GroupReader) -> bool:
    """False where another group of the article may be meant, or the person is only to become a member."""
    if each.is_planned and claim.factuality != "planned":
        return False
    return each.sentence == claim.sentence or not _is_ambiguous(filler, reader)


def _is_ambiguous(filler: Filler, reader: GroupReader) -> bool:
    """True for "the delegation" in an article of several delegations."""
    tree = reader.parsed.tree
    lemmas = {tree.lemmas[token] for token in reader.groups[filler.entity or ""]}
    others = [token for key, tokens in reader.groups.items() if key != filler.entity for token in tokens]
    has_rival = any(tree.lemmas[token] in lemmas for token in others)
    return has_rival and not tree.get(filler.token, "adjective", "compound", "possessive", "nominal")
