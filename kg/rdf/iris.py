"""Mints IRIs. Every IRI is computed from what it names, so a second run writes the same ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.errors import BaseError
from kg.ids import LINK_SEPARATOR, short_hash
from kg.vocab import BASE, GEONAMES, JUDGEMENTS, PREFIXES, WIKIDATA

QID = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class Iris:
    """The IRIs of the data, below one base."""

    base: str = BASE

    def article(self, article: str) -> str:
        return f"{self.base}article/{article}"

    def entity(self, entity: str) -> str:
        return f"{self.base}entity/{entity}"

    def event(self, event: str) -> str:
        return f"{self.base}event/{event}"

    def characters(self, article: str, begin: int, end: int) -> str:
        """Characters [begin, end) of an article, after RFC 5147."""
        return f"{self.base}article/{article}#char={begin},{end}"

    def claim(self, article: str, key: str) -> str:
        """The IRI of a claim; its key "Meeting@1204" becomes `#claim=Meeting,1204`."""
        return f"{self.base}article/{article}#claim={key.replace('@', ',')}"

    def edge(self, source: str, name: str, target: str) -> str:
        """The IRI of a short-cut between two entities' IRIs; its id is the same under every base."""
        first, last = (BASE + iri.removeprefix(self.base) for iri in (source, target))
        return f"{self.base}edge/{short_hash(first, name, last)}"

    @staticmethod
    def implied(subject: str, role: str, filler: str) -> str:
        """The IRI of an implied filler of a claim or an event, by their IRIs."""
        document, _, claim = subject.partition("#claim=")
        parts = [claim, role, filler.rpartition("/")[2]]
        return f"{document}#implied={','.join(part for part in parts if part)}"

    @staticmethod
    def first_event(claim: str) -> str:
        """The IRI of the event whose first claim is this one, by the claim's IRI: its first claim names an event."""
        document, _, key = claim.partition("#claim=")
        base, _, article = document.rpartition("article/")
        name, _, begin = key.rpartition(",")
        return f"{base}event/{short_hash(article, f'{name}@{begin}', separator=LINK_SEPARATOR)}"

    @property
    def judgements(self) -> str:
        """The graph of judgements."""
        return self.base + JUDGEMENTS


def offsets_of(characters: str) -> tuple[int, int]:
    """The offsets in the IRI of a sentence or mention, end exclusive: (12, 20) of "...#char=12,20"."""
    begin, _, end = characters.rpartition("#char=")[2].partition(",")
    return int(begin), int(end)


def checked_base(base: str) -> str:
    """The base itself if data can have it. Raises BaseError."""
    try:
        NamedNode(base)
    except ValueError as error:
        raise BaseError(f"'{base}' is not an absolute IRI; write https://example.org/news/") from error
    if "#" in base or "?" in base or not base.endswith("/"):
        raise BaseError(f"'{base}' must end in '/', without '?' or '#': sentences are fragments of articles")
    for namespace in PREFIXES.values():
        if namespace.startswith(base) or base.startswith(namespace):
            raise BaseError(
                f"'{base}' overlaps with the vocabulary {namespace}; choose an address of your own"
            )
    return base


def address_of(id_: str) -> str | None:
    """The IRI of an id of a list: of a QID of Wikidata, of "geonames:123", of an address; None of other ids."""
    if QID.fullmatch(id_):
        return WIKIDATA + id_
    scheme, _, number = id_.partition(":")
    if scheme == "geonames" and number.isdigit():
        return f"{GEONAMES}{number}/"
    return id_ if scheme in ("http", "https") else None
