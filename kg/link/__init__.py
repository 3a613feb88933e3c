"""Linking: entity resolution and event coreference across articles, over extractions and never over text.

    profiles -> blocks -> candidate pairs -> scores -> clusters

A profile is the record of one entity, or of the event of one claim, in one article. Blocking keys put profiles that
may be one into a block, and only pairs within a block are scored. A score is the sum of named parts, which
`ontology/link.yaml` weighs. Pairs above a threshold merge their clusters, the strongest first; a cluster is an entity
or an event of the graph, and its id is a hash of what identifies it. Weaker pairs are offered to a person for review.

`linking` runs the steps in this order: wire copies (articles that are one source), type votes (the type of a name
where articles differ), entities, events, and disputes between the claims of one event.

Updates are incremental. Every step stores its blocks, scored pairs and clusters in `LinkTables`, which a build writes
and the next one reads. Removed, added and changed articles touch the blocks of their own profiles; only the pairs of
these blocks are scored, and only the components of these pairs are reclustered. The result is the same as linking
all articles at once. Only where the common names change, all scores do, and `StaleTables` asks for a full run.
"""

from kg.link.engine.changed_articles import ArticleChange
from kg.link.engine.tables import LinkTables
from kg.link.engine.weights import load_weights
from kg.link.engine.wire_copies import find_copies
from kg.link.entities.common_names import StaleTables
from kg.link.linking import Linking, Reasons, link, read_reasons

__all__ = [
    "ArticleChange",
    "LinkTables",
    "Linking",
    "Reasons",
    "StaleTables",
    "find_copies",
    "link",
    "load_weights",
    "read_reasons",
]
