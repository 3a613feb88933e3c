"""Downloads: the whole graph in each export format, written by a child process while it is sent; claims as CSV."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from tempfile import TemporaryDirectory
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Query, Request
from fastapi import Path as InPath
from fastapi.responses import Response, StreamingResponse
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from kg.api import models
from kg.api.downloads.claims_csv import claims_table
from kg.api.http.etags import entity_tag, has_tag
from kg.api.http.hosts import client_of
from kg.api.http.problems import problem
from kg.api.rest import entities
from kg.api.rest.filters import Filters
from kg.api.rest.parameters import OnlyKnownParameters
from kg.api.rest.routes import PROBLEMS, Filtered, OneId, Open, existing
from kg.api.tables.open_build import CurrentBuild
from kg.endpoint.remote_store import RemoteStore
from kg.exports import FORMATS, file_name
from kg.store.processes.child_process import child_process
from kg.store.processes.command import command, environment
from kg.store.processes.machine_memory import machine_memory

log = logging.getLogger(__name__)
MAX_RUNNING = 3  # concurrent exports: each reads the whole graph
PER_CLIENT = 2  # of these
SECONDS = 900.0  # time limit of an export, including a slow client
MEMORY = min(4 << 30, machine_memory() // 8)  # bytes of address space of an export
BLOCK = 1 << 16  # bytes of one read
OK = 200
NO_HEAD = '{"status": 503, "detail": "the export stopped before it started: the graph is too large for this server"}'
NOT_HERE = "the graph is on a SPARQL server, which this server does not export: use kg export with a store"
HERE = {name: format for name, format in FORMATS.items() if format.is_here}
downloads_router = APIRouter(tags=["downloads"], responses=PROBLEMS, route_class=OnlyKnownParameters)
Name = Annotated[str, InPath(max_length=20, examples=["claims"], json_schema_extra={"enum": list(HERE)})]
BUSY = {"model": models.Problem, "description": "Too many exports are running: try again later."}
FILES = {each.media_type.partition(";")[0]: {"schema": {"type": "string"}} for each in HERE.values()}


@downloads_router.get("/exports")
def get_exports(graph: Open) -> list[models.ExportFormat]:
    """The export formats of the whole graph, and the use of each; none if a SPARQL server holds it."""
    if isinstance(graph.store, RemoteStore):
        return []
    return [
        models.ExportFormat(
            name=name,
            title=each.title,
            use=each.use,
            media_type=each.media_type,
            file=file_name(name),
            href=f"/exports/{name}",
        )
        for name, each in HERE.items()
    ]


@downloads_router.get(
    "/exports/{name}",
    response_class=Response,
    responses={200: {"description": "The file.", "content": FILES}, 503: BUSY},
)
async def get_export(request: Request, name: Name) -> Response:
    """The whole graph as a file, sent while it is written; the connection is closed early if writing fails."""
    if name not in HERE:
        raise HTTPException(404, f"there is no such format; there are {', '.join(HERE)}")
    return Export(request.app.state.current, name)


@downloads_router.get(
    "/claims.csv",
    response_class=Response,
    responses={200: {"description": "The table.", "content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def get_claims_table(
    request: Request,
    graph: Open,
    of: Filtered,
    entity: Annotated[
        tuple[OneId, ...], Query(max_length=2, description="Claims with all of these entities.")
    ] = (),
) -> Response:
    """The claims that pass the filters as a table with their sentences: up to 20,000, the latest first."""
    for id in entity:
        existing(graph, entities.is_entity, id)
    of.where(graph.ontology)  # raises errors before the response starts
    rows = _table(request.app.state.current, of, entity)
    return StreamingResponse(rows, media_type="text/csv", headers=_attached("kg-claims.csv"))


def _table(current: CurrentBuild, of: Filters, ids: tuple[str, ...]) -> Iterator[str]:
    with current.use() as graph:
        yield from claims_table(graph, of, ids)


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


# --- exports by a child process


class Export(Response):
    """A response that a child process writes."""

    running: ClassVar[Counter[str]] = Counter()  # by client

    def __init__(self, current: CurrentBuild, name: str) -> None:
        super().__init__(media_type=FORMATS[name].media_type, headers=_attached(file_name(name)))
        del self.headers["content-length"]
        self.current = current
        self.name = name
        with current.use() as graph:
            self.is_remote = isinstance(graph.store, RemoteStore)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        tag = entity_tag(self.current.etag, scope, self.headers["content-type"])
        if scope.get("is_head") or has_tag(scope, tag):
            await send({"type": "http.response.start", "status": OK, "headers": self.raw_headers})
            await send({"type": "http.response.body"})
        elif self.is_remote:
            await problem(501, NOT_HERE)(scope, receive, send)
        elif busy := _is_busy(client := client_of(scope)):
            await problem(503, f"{busy}: try again later", {"Retry-After": "30"})(scope, receive, send)
        else:
            Export.running[client] += 1
            try:
                await self._run(scope, receive, send)
            finally:
                Export.running -= Counter([client])

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs until the file is sent, the client disconnects, or the time limit is reached."""
        with self.current.use() as graph:  # keeps the build open
            async with _process(str(graph.store.path), self.name) as process:
                watching = asyncio.create_task(_kill_on_disconnect(process, receive))
                try:
                    async with asyncio.timeout(SECONDS):
                        await self._send(process, scope, receive, send)
                except TimeoutError:
                    log.warning("export took too long format=%s", self.name)
                finally:
                    watching.cancel()

    async def _send(self, process: Process, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the file or an error. Without a last message, the server closes the connection early."""
        assert process.stdout
        head: dict[str, Any] = json.loads(await process.stdout.readline() or NO_HEAD)
        if head["status"] != OK:
            await problem(head["status"], f"/exports/{self.name}: {head['detail']}")(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": OK, "headers": self.raw_headers})
        while part := await process.stdout.read(BLOCK):
            await send({"type": "http.response.body", "body": part, "more_body": True})
        if await process.wait():
            log.warning("export failed format=%s", self.name)
        else:
            await send({"type": "http.response.body"})


def _is_busy(client: str) -> str:
    """Why no further export of a client can run; empty if one can."""
    if Export.running.total() >= MAX_RUNNING:
        return f"{MAX_RUNNING} exports are running"
    return f"{PER_CLIENT} exports of yours are running" if Export.running[client] >= PER_CLIENT else ""


async def _kill_on_disconnect(process: Process, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    with suppress(ProcessLookupError):
        process.kill()


@asynccontextmanager
async def _process(build: str, name: str) -> AsyncIterator[Process]:
    """A process that writes a build in a format; killed at the end. Its temporary files are removed."""
    with TemporaryDirectory(prefix="kg-export-", ignore_cleanup_errors=True) as folder:
        child = command("kg.api.downloads.child", build, name, str(MEMORY), str(os.getpid()))
        async with child_process(*child, stdout=PIPE, env={**environment(), "TMPDIR": folder}) as process:
            yield process
