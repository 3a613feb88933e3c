"""An article of an export of a press database, as all readers of such exports return it."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """An article of an export and what its head says; `date` in the words of the export."""

    text: str
    headline: str | None = None
    publisher: str | None = None
    date: str | None = None
