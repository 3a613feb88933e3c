"""A small store to serve: two meetings in three articles, one of them a copy, and an article with scripts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from time import sleep
from typing import Any, TypeVar

import uvicorn
from fastapi.testclient import TestClient

from kg.api.app import Settings, make_app
from kg.api.serve import server_config
from kg.api.sparql.pool import Limits
from kg.ontology.classes.read_ontology import load_lexicon
from kg.query.network.write_analysis import write_analysis
from kg.query.search_index import write_search
from kg.rdf.article_quads import article_quads
from kg.rdf.quads import default_quads
from kg.records import Dispute, Extraction, Links, article_id
from kg.store.write_build import writing
from tests.extractions import article, claim, entity, filler, linked, mention, sentence, small

TRIAL = "Venn met Tom Arley in Quito, and the court freed Bo Dahl."
SCRIPT = "<script>alert(1)</script>"
EVIL = f"The {SCRIPT} group met Tom Arley."
VENN, ARLEY = "venn", "arley"
T = TypeVar("T")


def later(*, source: str = "later.txt", publisher: str | None = "The Orrin Post") -> Extraction:
    """An article of the next day, in which the meeting took place."""
    text = f"They met\n\n{TRIAL} It is {source}."
    where = sentence(text, TRIAL)
    entities = (
        entity(VENN, [mention(where, "Venn", "Person")], label="Orla Venn"),
        entity(ARLEY, [mention(where, "Tom Arley", "Person")]),
        entity("dahl", [mention(where, "Bo Dahl", "Person")]),
        entity("court", [mention(where, "the court", "Organization", is_name=False)]),
    )
    met = claim(
        "Meeting",
        where,
        "met",
        [filler("agent", where, "Venn", entity=VENN), filler("patient", where, "Tom Arley", entity=ARLEY)],
    )
    freed = claim(
        "Release",
        where,
        "freed",
        [
            filler("agent", where, "the court", entity="court"),
            filler("patient", where, "Bo Dahl", entity="dahl"),
        ],
    )
    told = replace(
        article(text, source=source, published=date(2024, 3, 9)), headline="They met", publisher=publisher
    )
    return Extraction(told, (where,), entities, (met, freed))


def hostile() -> Extraction:
    """An article with scripts as headline, name and address."""
    text = f"{SCRIPT}\n\n{EVIL}"
    where = sentence(text, EVIL)
    names = (
        entity("evil", [mention(where, f"{SCRIPT} group", "Organization")]),
        entity(ARLEY, [mention(where, "Tom Arley", "Person")]),
    )
    met = claim(
        "Meeting",
        where,
        "met",
        [
            filler("agent", where, f"{SCRIPT} group", entity="evil"),
            filler("patient", where, "Tom Arley", entity=ARLEY),
        ],
    )
    told = replace(
        article(text, source="evil.txt", published=None),
        headline=SCRIPT,
        publisher=SCRIPT,
        url="javascript:alert(1)",
    )
    return Extraction(told, (where,), names, (met,))


def extractions() -> tuple[Extraction, ...]:
    return small(), later(), later(source="copy.txt", publisher="The Copyist"), hostile()


def links(*found: Extraction) -> Links:
    """Links: the two later articles are copies with one meeting and one release; their claims dispute each other."""
    own = linked(*found)
    met = {(article_id(x.article), c.key): f"event-{c.event_class}" for x in found[1:3] for c in x.claims}
    ids = [article_id(each.article) for each in found]
    sources = {ids[1]: ids[1], ids[2]: ids[1]} if len(ids) > 2 else {}
    dispute = Dispute("disputes", "place", (ids[1], found[1].claims[0].key), (ids[2], found[2].claims[0].key))
    return replace(own, events={**own.events, **met}, sources=sources, disputes=(dispute,))


def build(path: Path, *found: Extraction, told: Links | None = None, ontology: tuple[Path, ...] = ()) -> Path:
    """A store of these extractions, or the next build of it; `told` are links other than the usual ones."""
    told, lexicon = told or (links(*found) if len(found) > 2 else linked(*found)), load_lexicon(*ontology)
    quads = chain.from_iterable(article_quads(each, told, lexicon) for each in found)
    texts = [(article_id(each.article), each.article.text) for each in found]
    with writing(path) as writer:
        writer.publish(
            chain(quads, default_quads(found, told, lexicon)),
            texts=texts,
            tables=(write_search, write_analysis),
        )
    return path


def finished(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, run in a thread: a browser test may keep the event loop of this thread running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


@contextmanager
def client(store: Path, **settings: object) -> Iterator[TestClient]:
    """A client of the application in this process."""
    with TestClient(make_app(Settings(store, **settings)), raise_server_exceptions=False) as found:  # type: ignore[arg-type]
        yield found


@contextmanager
def server(store: Path, limits: Limits | None = None, edit_token: str | None = None) -> Iterator[str]:
    """The address of a real server on a free port."""
    settings = Settings(store, limits=limits or Limits(), edit_token=edit_token)
    running = uvicorn.Server(server_config(make_app(settings), settings, 0, log_level="warning"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        sleep(0.05)
    port = running.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        thread.join(10)
