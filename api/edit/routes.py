"""The routes of `kg serve --edit`. What a person decides goes into the graph of judgements, with name, time and reason.

GET  /edit/queue?about=&limit=   uncertain links and claims, as `kg review` asks for them
POST /edit/judgements            accept, reject, same, different, rename
POST /edit/articles?name=        an article, in any format that `kg build` reads, as the body
GET  /edit/jobs                  what waits, runs, is done or has failed
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from kg.api.edit.guard import check_editor
from kg.api.edit.jobs import Job, Jobs, output_of
from kg.api.rest.claims import ClaimReader
from kg.api.rest.events import is_event, summary
from kg.api.tables.open_build import CurrentBuild, Graph
from kg.errors import KgError

PAGE = Path(__file__).parents[1] / "pages" / "review" / "review.html"
LARGEST = 50_000_000  # bytes of an upload
# The end of the IRI of an entity, an event or a claim.
SUBJECT = re.compile(
    r"/(?:entity/(?P<entity>[\w-]+)|event/(?P<event>[\w-]+)|article/(?P<article>[\w-]+)#claim=(?P<claim>[^/]+))$"
)
UNSAFE = re.compile(r"[^\w .()-]+")
# Articles of a file, also of one that holds several: "news.csv#line=2", "news.zip/a.txt".
ADDED = """SELECT id, headline FROM article WHERE SUBSTR(source, 1, LENGTH(?1) + 1) IN (?1, ?1 || '#', ?1 || '/')
ORDER BY source LIMIT 5"""
SUBJECTS = {"accept": 1, "reject": 1, "same": 2, "different": 2, "rename": 1}  # of each judgement
page_router = APIRouter(include_in_schema=False)
edit_router = APIRouter(prefix="/edit", tags=["edit"], dependencies=[Depends(check_editor)])
Iri = Annotated[str, Field(min_length=1, max_length=500)]


class Decision(BaseModel):
    """A judgement: IRIs of a claim, of one entity to rename, or of two entities or events; who decides, and why."""

    model_config = ConfigDict(extra="forbid")

    verb: Literal["accept", "reject", "same", "different", "rename"]
    subjects: Annotated[list[Iri], Field(min_length=1, max_length=2)]
    by: Annotated[str, Field(min_length=1, max_length=100)]
    why: Annotated[str, Field(max_length=1000)] = ""
    name: Annotated[str, Field(max_length=200, description="The new label, of rename.")] = ""


@dataclass(frozen=True, slots=True)
class Editing:
    """What the routes need of the server."""

    store: Path
    jobs: Jobs


@page_router.get("/review")
def review_page() -> FileResponse:
    """The page with the review queue; it asks for the token."""
    return FileResponse(PAGE, media_type="text/html; charset=utf-8")


@edit_router.get("/queue")
async def get_queue(
    request: Request,
    about: Literal["links", "claims"] | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> list[dict[str, Any]]:
    """Open questions: each with its `verbs`, `sides` and lines of text."""
    chosen = ["--about", about] if about else []
    arguments = [
        "review",
        "--format",
        "json",
        "--limit",
        str(limit),
        *chosen,
        "--by",
        "web",
        *_store(request),
    ]
    try:
        found = await output_of(arguments)
    except KgError as error:
        why = str(error).removeprefix("kg: ").replace(f"{_editing(request).store}/", "")
        raise HTTPException(503, f"the review queue cannot be read: {why}") from error
    questions: list[dict[str, Any]] = json.loads(found)
    return questions


@edit_router.post("/judgements", status_code=202)
def post_judgement(request: Request, decision: Decision) -> dict[str, Any]:
    """Records a judgement and builds the graph with it, in the background."""
    if len(decision.subjects) != SUBJECTS[decision.verb]:
        raise HTTPException(422, f"{decision.verb} needs {SUBJECTS[decision.verb]} subjects")
    named = [decision.name] if decision.verb == "rename" else []
    reason = ["--by", decision.by, "--why", decision.why]
    arguments = [decision.verb, *_store(request), *reason, "--", *decision.subjects, *named]
    current: CurrentBuild = request.app.state.current
    with current.use() as graph:
        about = " | ".join(_title(graph, subject) for subject in decision.subjects)
    return as_json(_editing(request).jobs.add(f"{decision.verb}: {about}", arguments))


def _title(graph: Graph, subject: str) -> str:
    """What the explorer calls an entity or event, or the event of a claim; other words as they are."""
    found = SUBJECT.search(subject)
    if not found or not graph.table.file.done():
        return subject
    if found["entity"]:
        return str(graph.table.value("SELECT label FROM entity WHERE id = ?", [found["entity"]]) or subject)
    claim = f"{found['article']}:{found['claim']}"
    event = found["event"] or graph.table.value("SELECT event FROM claim WHERE id = ?", [claim])
    return summary(ClaimReader(graph), event).title if event and is_event(graph, event) else subject


@edit_router.post("/articles", status_code=202)
async def post_article(
    request: Request, name: Annotated[str, Query(min_length=1, max_length=200)]
) -> dict[str, Any]:
    """Adds the article in the body to the store, in the background."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(413, f"is larger than {LARGEST:,} bytes")
    folder = TemporaryDirectory(prefix="kg-upload-", ignore_cleanup_errors=True)
    file = UNSAFE.sub("_", Path(name).name).lstrip(".") or "article"
    (Path(folder.name) / file).write_bytes(body)
    arguments = ["build", "--add", "--progress", *_store(request), "--"]
    return as_json(_editing(request).jobs.add(f"add {file}", arguments, folder.cleanup, [file], folder.name))


@edit_router.get("/jobs")
def get_jobs(request: Request) -> list[dict[str, Any]]:
    """The last jobs, the newest first, with the articles that they have added."""
    current: CurrentBuild = request.app.state.current
    jobs = list(reversed(_editing(request).jobs.listed))
    with current.use() as graph:
        return [{**as_json(job), "articles": list(_added(graph, job))} for job in jobs]


def _added(graph: Graph, job: Job) -> Iterator[dict[str, str]]:
    """Ids and titles of the first articles of the files of a job that is done."""
    for file in job.files if job.state == "done" else ():
        rows = graph.table.rows(ADDED, [file])
        for id, headline in rows:
            yield {"id": id, "title": headline or file}


def as_json(job: Job) -> dict[str, Any]:
    names = ("number", "title", "state", "message", "seconds")
    return {name: getattr(job, name) for name in names}


def _editing(request: Request) -> Editing:
    editing: Editing = request.app.state.editing
    return editing


def _store(request: Request) -> list[str]:
    return ["--store", str(_editing(request).store)]
