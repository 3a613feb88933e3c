"""The articles that are annotated here, with their text from the corpus."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.corpus_text import article_text

ANNOTATIONS = Path(__file__).parent / "annotations" / "news.jsonl"


def annotated_articles(corpora: Path) -> Iterator[dict[str, Any]]:
    """Articles in the form of `news_events`; raises ValueError if a text is not the one that was annotated."""
    for line in ANNOTATIONS.open(encoding="utf-8"):
        article = json.loads(line)
        text = article_text(corpora, article["id"])
        if hashlib.sha256(text.encode()).hexdigest() != article["sha256"]:
            raise ValueError(f"{article['id']}: its text in {corpora} is not the one that was annotated")
        events = [_event(event, text) for event in article["events"]]
        yield {"id": article["id"], "text": text, "events": events, "relations": article["relations"]}


def _event(event: dict[str, Any], text: str) -> dict[str, Any]:
    roles = {
        role: [{"begin": begin, "end": end, "text": text[begin:end]} for begin, end, *_ in fillers]
        for role, fillers in event["roles"].items()
    }
    return {"also": [], "factuality": "actual", "doubtful": False, "same": None, **event, "roles": roles}
