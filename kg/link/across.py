"""Joins the steps across articles: copies, then entities, then events, then where the claims of an event differ.

    extractions -> sources -> kinds of names -> entities -> events -> disputes

The result does not depend on the order of the articles. Every step looks things up by keys that are hashes of content
(rows of words, names, class with filler or day), compares only what shares a key, and clusters components that do not
touch each other. Adding an article is: its keys, the things that share them, and their components anew; the ids of the
other components stay.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.link.copies import find_copies
from kg.link.entities import link_entities
from kg.link.events import link_events
from kg.link.votes import agreed
from kg.link.weights import Weights, load_weights
from kg.records import Extraction, Links, article_id


def link(extractions: Iterable[Extraction], weights: Weights | None = None) -> Links:
    """Which entity and event of the graph each article's own are, which articles are one source, and why."""
    known = weights or load_weights()
    ordered = sorted(extractions, key=lambda extraction: article_id(extraction.article))
    copies = find_copies(ordered, known)
    ordered = agreed(ordered, copies.sources, known)
    entities = link_entities(ordered, copies.sources, known)
    events = link_events(ordered, entities.ids, copies, known)
    return Links(
        entities.ids,
        events.ids,
        copies.sources,
        (*copies.reasons, *entities.reasons, *events.reasons),
        events.disputes,
    )
