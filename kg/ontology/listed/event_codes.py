"""Codes of political event data for classes of events, in `ontology/event_codes.tsv`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kg.errors import OntologyError

HEAD = ("class", "plover", "cameo", "quad")


class EventCodes(NamedTuple):
    """PLOVER's event type, the root code of CAMEO, and PLOVER's quad class; each "" where none agrees."""

    plover: str = ""
    cameo: str = ""
    quad: str = ""


def read_event_codes(path: Path) -> Mapping[str, EventCodes]:
    """The codes by class name. Raises OntologyError if the table cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        head, *rows = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
        codes = {name: EventCodes(*cells) for name, *cells in rows}
    except (OSError, ValueError, TypeError) as error:
        raise OntologyError(f"{path.name}: cannot be read as {' <tab> '.join(HEAD)}: {error}") from error
    if head != HEAD:
        raise OntologyError(f"{path.name}: the first line that is no comment must be {' <tab> '.join(HEAD)}")
    return codes
