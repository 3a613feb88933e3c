"""Who fills the roles of an event, as the trained heads and the rules see it together.

The class file's roles and ranges are hard limits. An actor is in one role of an event only.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.events.context import EventContext
from kg.events.fillers import filler_of, owners_of
from kg.events.learned.evidence import ACTORS, actor_decision, decision
from kg.events.learned.features import PairFeatures
from kg.events.learned.tree_paths import TreePaths
from kg.grammar.noun_phrases import PLURAL_TAGS, appositives
from kg.grammar.tree import Tree
from kg.ontology.classes.lexicon import EventClass
from kg.records import Filler

# Least probabilities, tuned on articles that the heads were not trained on.
LEAST_ROLE = 0.4  # of any role
LEAST_WITH_RULE = 0.15  # where the rules give the candidate the same role
LEAST_SECOND = 0.7  # of a second actor in one role, unless it is in a list with the first
LEAST_PRONOUN = 0.1  # the same of a pronoun: annotation resolves most of them to names elsewhere
LEAST_ABSTRACT = 0.8  # of an abstract noun as agent, which may name a body: "the press"
RULE_BONUS = 0.3  # what a role that the rules give adds where candidates compete for it
ALIKE = (("patient", "recipient", "topic"), ("place", "origin", "destination"))
UNDERGOING = frozenset({"patient", "recipient"})
LIFELESS = frozenset({"Abstract", "Occasion"})  # "the benefits", "the game": no actors, whatever else
COUNTS = ("Number", "Percent")  # kinds of what may count people
ALONE = UNDERGOING | {"agent"}  # roles of one actor or one list; not of those who meet each other
BESIDE = frozenset({"conjunct", "apposition", "flat"})  # slots of what is an actor as its head is
# Where a class has no such role, the first of these that it has; annotation and class files differ there.
INSTEAD = {
    "patient": ("recipient", "topic"),
    "recipient": ("patient", "topic", "destination"),
    "topic": ("patient",),
    "destination": ("place", "patient", "recipient"),
    "origin": ("place",),
    "place": ("destination", "patient"),
    "position": ("topic",),
}


class Candidate(NamedTuple):
    """A token that may fill a role of an event, with the probability of each role."""

    token: int
    features: PairFeatures
    roles: Sequence[float]


@dataclass(frozen=True, slots=True)
class Candidates:
    """An article's candidates for the roles of its events, by trigger; `roles` are those that the heads know."""

    context: EventContext
    roles: tuple[str, ...]
    by_trigger: Mapping[int, Sequence[Candidate]]
    paths: TreePaths


class Ranked(NamedTuple):
    """A filler with the probability that its role is right; `is_given`: by the rules, or as the event's owner."""

    is_given: bool
    right: float
    filler: Filler

    @property
    def weight(self) -> float:
        return self.right + RULE_BONUS * self.is_given


def choose_fillers(
    candidates: Candidates, trigger: int, event_class: EventClass, given: Mapping[int, str]
) -> tuple[list[Filler], list[float]]:
    """The words of the sentence that fill a role of an event, by the heads and in the role's range.

    `given` are the roles of the rules by token. With the fillers, for every candidate, the probability that its role
    is right.
    """
    context, symmetric = candidates.context, event_class.is_symmetric
    owners = frozenset(owners_of(context.parsed, trigger))
    ranked = _ranked(candidates, trigger, event_class, owners)
    joined = list(_joined(candidates, ranked, owners, alone=UNDERGOING if symmetric else ALONE))
    fillers = list(_without_listed(context, _whole(context, trigger, joined, given)))
    if symmetric:
        fillers += _other_sides(context, fillers)
    return fillers, list(_decisions(candidates, trigger, fillers, symmetric=symmetric))


def _ranked(
    candidates: Candidates, trigger: int, event_class: EventClass, owners: Container[int]
) -> list[Ranked]:
    """The fillers, likeliest first: each entity as an actor in one role only, rather that of the rules."""
    context, roles, symmetric = candidates.context, candidates.roles, event_class.is_symmetric
    found = candidates.by_trigger.get(trigger, ())
    entities = {each.token: entity.key for each in found if (entity := context.entity(each.token))}
    ruled = {entities[token]: each.rule for token, each, _ in found if token in entities and each.rule}
    likeliest: dict[tuple[str, str], Ranked] = {}
    for token, each, row in found:
        name = _role_name(roles, row, each, symmetric=symmetric)
        if not name:
            continue
        if not each.rule:
            name = ruled.get(entities.get(token, ""), name)
        right = decision(row, roles, name, symmetric=symmetric)
        is_sure = name == "agent" and right >= LEAST_ABSTRACT
        role = _fitting_role(context, event_class, name, token, is_sure=is_sure)
        if role is None:
            continue
        if role != name:
            right = decision(row, roles, role, symmetric=symmetric)
        filler = filler_of(context, role, token)
        key = (filler.entity or str(token), "" if role in ACTORS else role)
        ranked = Ranked(bool(each.rule) or token in owners, right, filler)
        if key not in likeliest or ranked[:2] > likeliest[key][:2]:
            likeliest[key] = ranked
    return sorted(likeliest.values(), key=lambda each: each.weight, reverse=True)


def _decisions(
    candidates: Candidates, trigger: int, fillers: Iterable[Filler], *, symmetric: bool
) -> Iterator[float]:
    """For every candidate the probability that the actors are right about it.

    Of the words for one entity only the chosen one counts. Whoever belongs to an actor's description may have the
    actor's role or none: "a delegation led by *Ada Lunt*".
    """
    context, roles = candidates.context, candidates.roles
    role_of = {each.token: each.role for each in fillers}
    actors = {token: role for token, role in role_of.items() if role in ACTORS}
    known = {entity.key for token in actors if (entity := context.entity(token))}
    for token, _, row in candidates.by_trigger.get(trigger, ()):
        entity = context.entity(token)
        if token in role_of or entity is None or entity.key not in known:
            above = None if token in role_of else _head_of_description(context, trigger, token, actors)
            right = actor_decision(row, roles, role_of.get(token, ""), symmetric=symmetric)
            beside = decision(row, roles, actors[above], symmetric=symmetric) if above is not None else 0.0
            yield min(1.0, right + beside)


def _other_sides(context: EventContext, fillers: Sequence[Filler]) -> Iterator[Filler]:
    """The first of two sides whose names a hyphen joins: *Polish* in "Polish-German talks"."""
    tree, taken = context.parsed.tree, {each.token for each in fillers}
    for each in fillers:
        other = each.token - 2
        if (
            each.role in ACTORS
            and each.token > 1
            and other not in taken
            and tree.words[each.token - 1] == "-"
        ):
            entity = context.entity(other)
            is_side = entity is not None and entity.is_named and entity.type != "Thing"
            if is_side and tree.heads[other] in (each.token, tree.heads[each.token]):
                yield filler_of(context, each.role, other)


def _joined(
    candidates: Candidates, ranked: Iterable[Ranked], owners: Container[int], *, alone: Container[str]
) -> Iterator[Filler]:
    """The fillers, likeliest first, without actors that only the heads see beside others in a role of `alone`.

    "A message from Ada Lunt contributed to his death" has one victim: a second one stands in a list with the first
    ("the deaths of A and B") or is likely by itself. "Ada Lunt was shot when two men entered" has the men as agents,
    however likely she is as another. Whom the rules give stays unless the first is much likelier: in "they set up a
    commission to investigate the fire" the commission does. Whose event a noun is stays beside whoever does it.
    """
    tree = candidates.context.parsed.tree
    first: dict[str, tuple[int, float]] = {}
    for each in ranked:
        filler = each.filler
        own = filler.token, each.right
        other, best = first.setdefault(filler.role, own) if filler.role in alone else own
        is_listed = filler.role != "agent" or _may_be_listed(tree, other, filler.token)
        is_likely = each.right >= LEAST_SECOND and is_listed
        is_left = filler.token in owners or (each.is_given and each.weight >= best)
        if is_left or is_likely or _in_one_list(candidates.paths, other, filler.token):
            yield filler


def _in_one_list(paths: TreePaths, token: int, other: int) -> bool:
    path = paths.between(token, other)
    return token == other or (bool(path) and {slot.removeprefix("^") for slot in path} <= BESIDE)


def _may_be_listed(tree: Tree, token: int, other: int) -> bool:
    """Whether commas and no verb are between two tokens: the parse cuts up long lists of people with titles."""
    between = range(min(token, other) + 1, max(token, other))
    is_joined = any(tree.slots[each] == "coordinator" or tree.words[each] == "," for each in between)
    return is_joined and not any(tree.is_verb(each) for each in between)


def _whole(
    context: EventContext, trigger: int, fillers: Sequence[Filler], given: Mapping[int, str]
) -> Iterator[Filler]:
    """The fillers, with the noun itself for an actor that is only part of its description.

    *Ada Lunt* of "a delegation led by Ada Lunt" takes no part, as far as this sentence says, but the delegation does.
    """
    actors = {each.token for each in fillers if each.role in ACTORS}
    ruled = {token for token, role in given.items() if role in ACTORS}
    for each in fillers:
        above = None if each.token in given else _described(context, trigger, each, actors | ruled)
        if above is None:
            yield each
        elif above not in actors:
            actors.add(above)
            yield filler_of(context, given[above], above)


def _without_listed(context: EventContext, fillers: Iterable[Filler]) -> Iterator[Filler]:
    """The fillers without groups whose members are all actors by name: "the three *judges*, A, B and C"."""
    fillers = tuple(fillers)
    named = {
        each.token
        for each in fillers
        if each.role in ACTORS and (entity := context.entity(each.token)) and entity.is_named
    }
    tree = context.parsed.tree
    for each in fillers:
        members = set(appositives(tree, each.token)) if tree.tags[each.token] in PLURAL_TAGS else set()
        if each.token in named or len(members) < 2 or not members <= named:
            yield each


def _described(context: EventContext, trigger: int, filler: Filler, actors: Container[int]) -> int | None:
    """The actor whose description an actor is part of, None if it stands by itself.

    Whoever depends on the trigger does: "the suspect in the killing of *Ada Lunt*".
    """
    if filler.role not in ACTORS:
        return None
    return _head_of_description(context, trigger, filler.token, actors)


def _head_of_description(
    context: EventContext, trigger: int, token: int, actors: Container[int]
) -> int | None:
    tree, slots = context.parsed.tree, set[str]()
    while token != trigger and tree.heads[token] != token:
        slots.add(tree.slots[token])
        token = tree.heads[token]
        if token in actors:
            return None if slots <= BESIDE else token
    return None


def _role_name(
    roles: tuple[str, ...], row: Sequence[float], features: PairFeatures, *, symmetric: bool
) -> str:
    """The role that a candidate fills, "" for none: the likeliest, or that of the rules where it is likely enough.

    Annotation and class files name some roles differently, and it makes no difference who met whom: then the name is
    that of the rules.
    """
    is_any = 1 - row[0] >= LEAST_ROLE
    chosen = roles[max(range(1, len(row)), key=row.__getitem__)] if is_any else ""
    if not features.rule or features.rule not in roles:
        return chosen
    least = LEAST_PRONOUN if features.pos == "PRON" else LEAST_WITH_RULE
    is_likely = row[roles.index(features.rule)] >= least
    is_same = are_alike(features.rule, chosen) or (symmetric and {features.rule, chosen} <= set(ACTORS))
    return features.rule if is_likely or is_same else chosen


def are_alike(role: str, other: str) -> bool:
    """Whether annotation often names one of two roles where the class file names the other."""
    return any(role in group and other in group for group in ALIKE)


def _fitting_role(
    context: EventContext, event_class: EventClass, name: str, token: int, *, is_sure: bool
) -> str | None:
    """The role of a class that takes a token for the annotation's role, None if none does.

    What word lists do not know may be of any type, and an abstract noun where the heads are sure; a number or a share
    may count people: "38 % agreed".
    """
    kind = context.kind(token)
    is_open = kind == "Thing" and (is_sure or not context.is_of_noun(token, LIFELESS))
    for each in (name, *INSTEAD.get(name, ())):
        role = event_class.role(each)
        counts_people = role and kind in COUNTS and context.lexicon.fits("Group", role.types)
        if role and (is_open or counts_people or context.fits(token, role.types)):
            return each
    return None
