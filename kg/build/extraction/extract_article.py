"""The extraction of one article, or the reason why it is skipped."""

from __future__ import annotations

from kg.errors import KgError
from kg.pipeline import Knowledge, extract
from kg.read.clean import clean
from kg.read.guard import describe, reason_of
from kg.read.limits import SECONDS, OverTimeError, limited
from kg.records import Extraction, RawArticle, Skipped

SLOWEST = 500  # characters a second; a slower article is skipped: articles of any length have 5,000 or more


def extract_article(raw: RawArticle, known: Knowledge) -> Extraction | Skipped:
    """The extraction of an article. The memory zone forgets words that only this article has: no doc survives it."""
    try:
        with limited(seconds_for(raw)), known.nlp.memory_zone():
            extraction = extract(clean(raw, known.boilerplate), known)
    except (KgError, MemoryError, RecursionError, OverTimeError) as error:
        return Skipped(raw.source, reason_of(error))
    except Exception as error:  # noqa: BLE001  # a bug that this article triggers must not stop the others
        return Skipped(raw.source, f"causes an internal error, please report it: {describe(error)}")
    if not extraction.sentences:
        return Skipped(raw.source, "has no headline or body: all of it is boilerplate or comments")
    return extraction


def seconds_for(raw: RawArticle) -> float:
    """The processor time that an article may take."""
    return SECONDS + len(raw.text) / SLOWEST
