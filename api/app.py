"""The application: routes, errors, headers and pages over one store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from kg.api.dataset import dataset_router
from kg.api.downloads.routes import downloads_router
from kg.api.edit.jobs import Jobs
from kg.api.edit.routes import Editing, edit_router, page_router
from kg.api.fast_path import FastPath
from kg.api.feed import feed_router
from kg.api.http.answer_cache import AnswerCache
from kg.api.http.cors import allow_origins
from kg.api.http.docs_page import docs_router
from kg.api.http.etags import NotModified
from kg.api.http.headers import SafeHeaders
from kg.api.http.hosts import KnownHosts, allowed_names
from kg.api.http.problems import add_problems, document_problems
from kg.api.reconcile import reconcile_router
from kg.api.rest.routes import rest_router
from kg.api.sparql.describe import iri_router
from kg.api.sparql.pool import Limits, ProcessPool
from kg.api.sparql.routes import sparql_router
from kg.api.tables.open_build import Builds, CurrentBuild, StoredBuilds
from kg.api.tables.remote_build import LoadedBuilds, Remote
from kg.endpoint.forward import Forward

FILES = {"/static": Path(__file__).parent / "static", "/pages": Path(__file__).parent / "pages"}
ROUTERS = (
    rest_router,
    downloads_router,
    feed_router,
    sparql_router,
    reconcile_router,
    docs_router,
    dataset_router,
    iri_router,
)
# Threads that compute answers: Python runs one at a time, so more would only wait for each other.
THREADS = 4
ABOUT = """News articles as a graph: every claim with its sentence, its article, its source, and its factuality:
actual, planned, possible or negated. Read-only. The same data answers SPARQL 1.1 at `/sparql`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a store is served."""

    store: Path
    # The public address of the server, with which the IRIs of the data then begin.
    base: str | None = None
    cors_origins: Sequence[str] = ()
    host: str = "127.0.0.1"  # the listening address
    allowed_hosts: Sequence[str] = ()  # further names of the server
    limits: Limits = field(default_factory=Limits)
    remote: Remote | None = None  # a SPARQL server that holds the graph instead of the store
    edit_token: str | None = None  # lets those who have it edit the graph


class Api(FastAPI):
    """An application whose OpenAPI document describes errors as they are returned."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            document_problems(super().openapi())
        return super().openapi()


def make_app(settings: Settings) -> FastAPI:
    """The application over a store, which must hold a complete build.

    Raises StoreError, or KgError if an allowed host is not a host name.
    """
    names = allowed_names(settings.host, settings.base, settings.allowed_hosts)
    current = CurrentBuild(_builds(settings))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        async with ProcessPool(settings.limits) as pool:
            app.state.pool = pool
            async with (
                Forward(settings.limits.seconds, settings.limits.size) as app.state.forward,
                _working(app),
            ):
                yield
        current.close()

    app = Api(
        title="kg",
        summary="News as a graph whose every statement leads back to its sentence",
        description=ABOUT,
        version="1",
        docs_url=None,  # FastAPI's page loads scripts from other servers
        redoc_url=None,
        lifespan=lifespan,
        servers=[{"url": settings.base}] if settings.base else None,
    )
    app.state.current = current
    app.state.base = settings.base
    add_problems(app)
    _add_routes(app, settings)
    _add_middleware(app, settings, names)
    return app


def _builds(settings: Settings) -> Builds:
    """Where the builds come from: a store, or a SPARQL server."""
    if settings.remote:
        return LoadedBuilds(settings.remote, settings.base)
    return StoredBuilds(settings.store, settings.base)


def _add_routes(app: FastAPI, settings: Settings) -> None:
    for router in ROUTERS:
        app.include_router(router)
    if settings.edit_token:
        app.state.edit_token = settings.edit_token
        app.state.editing = Editing(settings.store, Jobs())
        app.include_router(edit_router)
        app.include_router(page_router)
    for path, folder in FILES.items():
        app.mount(path, StaticFiles(directory=folder), name=path)


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    """Works off the jobs of editors meanwhile, if there can be any."""
    editing: Editing | None = getattr(app.state, "editing", None)
    task = asyncio.create_task(editing.jobs.run(app.state.current.is_latest)) if editing else None
    yield
    if task:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _add_middleware(app: FastAPI, settings: Settings, names: frozenset[str]) -> None:
    """The last one is the first that a request reaches."""
    current: CurrentBuild = app.state.current
    app.add_middleware(FastPath, current=current)
    app.add_middleware(SafeHeaders, current=current)
    app.add_middleware(AnswerCache, current=current)
    app.add_middleware(NotModified)
    allow_origins(app, settings.cors_origins)
    app.add_middleware(KnownHosts, names=names)
