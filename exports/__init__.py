"""The store as files: a table of formats, each written to a binary stream."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from exports.claims import write_claims
from exports.dumps import write_jsonld, write_trig, write_turtle
from exports.nq import write_nq
from kg.store import Store


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: the end of their names, their media type, what writes one."""

    suffix: str
    media_type: str
    write: Callable[[Store, IO[bytes]], None]


FORMATS = {
    "claims": Format(".jsonl", "application/jsonl", write_claims),
    "nq": Format(".nq", "application/n-quads", write_nq),
    "trig": Format(".trig", "application/trig", write_trig),
    "turtle": Format(".ttl", "text/turtle", write_turtle),
    "jsonld": Format(".jsonld", "application/ld+json", write_jsonld),
}
