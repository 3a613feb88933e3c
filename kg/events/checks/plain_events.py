"""An event of a named class as a plain one."""

from __future__ import annotations

from dataclasses import replace

from kg.events.context import EventContext
from kg.records import Event


def as_plain(context: EventContext, event: Event) -> Event:
    """The event without its class, with the fillers of the roles that a plain event has."""
    roles = {role.name for role in context.words.plain_roles}
    fillers = tuple(filler for filler in event.fillers if filler.role in roles)
    return replace(event.without_class(), fillers=fillers)
