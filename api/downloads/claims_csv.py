"""Claims as a CSV table: one row per claim, with its sentence and source."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.api import models
from kg.api.rest.claims import ClaimReader, claim_ids
from kg.api.rest.filters import Filters, Page
from kg.api.tables.open_build import Graph
from kg.exports.tables import UTF8_MARK, cell

MAX_ROWS = 20_000  # the exports of the whole graph have no limit
BATCH = 200
COLUMNS = (
    *("published", "publisher", "headline", "sentence", "class", "factuality", "says", "roles", "begins", "ends"),
    *("when", "quantities", "article", "url", "event", "claim", "confidence", "uncertain"),
)  # fmt: skip


def claims_table(graph: Graph, filters: Filters, entities: Sequence[str]) -> Iterator[str]:
    """CSV in parts after a UTF-8 mark, the latest article's claims first."""
    yield UTF8_MARK + _lines([COLUMNS])
    ids = claim_ids(graph, filters, entities, Page(MAX_ROWS))
    for start in range(0, len(ids), BATCH):
        yield _lines(_row(claim) for claim in ClaimReader(graph).claims(ids[start : start + BATCH]))


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    output = io.StringIO()
    csv.writer(output).writerows([cell(value) for value in row] for row in rows)
    return output.getvalue()


def _row(claim: models.Claim) -> tuple[Any, ...]:
    article, time = claim.article, claim.time or models.Time()
    return (
        article.published,
        article.publisher,
        article.headline,
        claim.sentence.text,
        claim.class_,
        claim.factuality,
        _joined(_name(filler) for filler in claim.attributed_to),
        _joined(f"{filler.role}: {_name(filler)}" for filler in claim.fillers),
        time.begins,
        time.ends,
        time.words,
        _joined(_amount(quantity) for quantity in claim.quantities),
        article.iri,
        article.url,
        claim.event.iri,
        claim.iri,
        claim.confidence,
        claim.uncertain,
    )


def _name(filler: models.Filler) -> str:
    return filler.entity.label if filler.entity else filler.text


def _amount(quantity: models.Quantity) -> str:
    words = (quantity.name, quantity.modifier, f"{quantity.value:.15g}", quantity.unit)
    return " ".join(word for word in words if word)


def _joined(words: Iterable[str]) -> str:
    """Words without repetitions, separated by semicolons."""
    return "; ".join(dict.fromkeys(words))
