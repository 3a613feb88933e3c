"""Derived fillers: whoever leads or belongs to a group takes part in what the group does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.claims.implied.memberships import GroupReader, Membership, find_memberships
from kg.grammar.parsed import Parsed
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
        roles = event_class.members if event_class else ()
        if roles and members and claim.factuality in ("actual", "planned"):
            found = {each.filler.entity: each for each in _derived(claim, roles, members, reader)}
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
