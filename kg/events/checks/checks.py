"""The checks of an article's events, in order: each with an example and the reason for its place.

To add a check, write its function in a module beside this one and add a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.events.checks.fiction import without_fiction
from kg.events.checks.messages import with_senders
from kg.events.checks.near_places import without_near_places
from kg.events.checks.non_agents import without_non_agents
from kg.events.checks.other_clauses import without_other_clauses
from kg.events.checks.other_senses import without_other_senses
from kg.events.checks.other_slots import with_roles_of_slots
from kg.events.checks.own_positions import with_own_positions
from kg.events.checks.price_quotes import without_price_quotes
from kg.events.checks.states.empty_states import without_empty_states
from kg.events.context import EventContext
from kg.records import Event


@dataclass(frozen=True, slots=True)
class Check:
    """One check: a text with the word marked whose event it corrects, and why it runs where it does."""

    apply: Callable[[EventContext, Iterable[Event]], Iterable[Event]]
    example: str
    order: str


CHECKS = (
    Check(
        apply=without_empty_states,
        example="Ada Lunt, the *then* mayor of Vessa, resigned in May.",
        order="first: states are said of entities and change no event",
    ),
    Check(
        apply=without_near_places,
        example="A lorry *exploded* 40 km from Vessa.",
        order="beside the states, of which it takes locations",
    ),
    Check(
        apply=without_price_quotes,
        example="The pound *bought* 1.25 dollars on Friday.",
        order="before agents: an event of no class is not checked for them",
    ),
    Check(
        apply=without_non_agents,
        example="Police foiled a *bombing* of the station in Vessa.",
        order="after price quotes",
    ),
    Check(
        apply=with_roles_of_slots,
        example="Ada Lunt *cited* Kestrel Bank as the likely buyer.",
        order="after agents, which it does not change",
    ),
    Check(
        apply=with_senders,
        example="Ada Lunt received a letter *saying* that she had won.",
        order="after the roles of slots",
    ),
    Check(
        apply=with_own_positions,
        example="Ada Lunt *became* the party's nominee.",
        order="after the roles of slots: it asks for the other participants",
    ),
    Check(
        apply=without_other_senses,
        example="Parliament *killed* the bill on Friday.",
        order="after the participants are corrected: the senses of the class files ask for them",
    ),
    Check(
        apply=without_fiction,
        example="In the novel a spy *poisons* a bishop.",
        order="after other senses, which may give a word another class",
    ),
    Check(
        apply=without_other_clauses,
        example="She *died* when rebels shelled a camp in Vessa.",
        order="last: it asks for the class of no event",
    ),
)


def checked(context: EventContext, events: Iterable[Event]) -> list[Event]:
    """The events after all checks."""
    for check in CHECKS:
        events = list(check.apply(context, events))
    return list(events)
