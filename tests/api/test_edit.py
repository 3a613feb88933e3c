"""Editing in the browser: who may, what a judgement, a rename and an upload do, and that it is off by default."""

import asyncio
import time
from pathlib import Path
from shutil import copytree

import pytest
from fastapi.testclient import TestClient

from kg.api.app import Settings, make_app
from kg.api.edit.jobs import Job, Jobs, _last_line
from kg.build.build import Settings as BuildSettings
from kg.build.build import build
from kg.pipeline import Source
from kg.read.files import read_articles

HEADERS = {"Authorization": "Bearer secret"}
TEXT = "Oslo, 6 March 2024. Ilsa Marn met Teodor Brenn in Oslo on Monday."
MORE = b"Bergen, 7 March 2024. Ilsa Marn resigned in Bergen on Thursday."


def opened(store: Path, token: str | None) -> TestClient:
    return TestClient(make_app(Settings(store, edit_token=token)), base_url="http://127.0.0.1:8000")


def test_without_edit_there_is_nothing(served_store):
    with opened(served_store, None) as client:
        assert client.get("/review").status_code == 404
        assert client.post("/edit/judgements", headers=HEADERS, json={}).status_code in (404, 405)


REFUSED = {
    "no token": ({}, 401),
    "wrong token": ({"Authorization": "Bearer secre"}, 401),
    "page elsewhere": ({**HEADERS, "Origin": "http://evil.example"}, 403),
    "same host, other port": ({**HEADERS, "Origin": "http://127.0.0.1:9000"}, 403),
    "cross-site": ({**HEADERS, "Sec-Fetch-Site": "cross-site"}, 403),
}


@pytest.mark.parametrize("headers, status", REFUSED.values(), ids=REFUSED)
def test_requests_without_the_token_or_from_elsewhere_are_refused(served_store, headers, status):
    decision = {"verb": "accept", "subjects": ["x"], "by": "ann"}
    with opened(served_store, "secret") as client:
        assert client.post("/edit/judgements", headers=headers, json=decision).status_code == status
        assert client.post("/edit/articles?name=a.txt", headers=headers, content=b"x").status_code == status
        assert client.get("/edit/queue", headers=headers).status_code == status
        assert client.get("/edit/jobs", headers=headers).status_code == status


def test_a_judgement_needs_its_number_of_subjects(served_store):
    with opened(served_store, "secret") as client:
        decision = {"verb": "same", "subjects": ["x"], "by": "ann"}
        assert client.post("/edit/judgements", headers=HEADERS, json=decision).status_code == 422


@pytest.mark.parametrize("kind", ["claim", "event", "entity"])
def test_a_job_is_named_as_the_explorer_names_its_subject(served_store, tmp_path, kind):
    with opened(copytree(served_store, tmp_path / "store"), "secret") as client:
        claim = client.get("/claims?limit=1").json()["items"][0]
        entity = client.get("/entities?limit=1").json()["items"][0]
        title = client.get(f"/events/{claim['event']['id']}").json()["title"]
        iri, name = {
            "claim": (claim["iri"], title),
            "event": (claim["event"]["iri"], title),
            "entity": (entity["iri"], entity["label"]),
        }[kind]
        decision = {"verb": "reject", "subjects": [iri], "by": "ann"}
        job = client.post("/edit/judgements", headers=HEADERS, json=decision).json()
    assert job["title"] == f"reject: {name}"


def ended(client: TestClient) -> dict:
    """The last job, when it is over."""
    for _ in range(1200):
        job = client.get("/edit/jobs", headers=HEADERS).json()[0]
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.25)
    raise AssertionError(job)


def test_a_queue_that_cannot_be_read_says_why(served_store, tmp_path):
    with opened(copytree(served_store, tmp_path / "store"), "secret") as client:
        answer = client.get("/edit/queue", headers=HEADERS)
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("/edit/queue: the review queue cannot be read: ")
    assert str(tmp_path) not in answer.text


def test_the_message_of_a_job_is_the_last_line_of_a_progress_bar():
    assert _last_line(b"kg: read\n\rReading 10 %\r\x1b[32mReading  40 % \x1b[0m") == "Reading  40 %"
    assert _last_line(b"\r\n") == ""


def test_files_that_wait_are_added_by_one_command():
    jobs, add = Jobs(), ["build", "--add"]
    for title, arguments, files in (
        ("first", add, ["a.txt"]), ("second", add, ["b.txt"]), ("accept", ["accept"], []), ("third", add, ["c.txt"]),
        ("the name of one that waits", add, ["c.txt"]),
    ):  # fmt: skip
        jobs.add(title, arguments, files=files)
    batches = []

    async def gathered():
        following = []
        while following or not jobs._waiting.empty():
            batch = following or [await jobs._waiting.get()]
            following = await jobs._gather(batch)
            batches.append([job.title for job in batch])

    asyncio.run(gathered())
    assert batches == [["first", "second"], ["accept"], ["third"], ["the name of one that waits"]]


@pytest.mark.parametrize(
    "file, state, message",
    [
        ("a.txt", "done", "2 articles"),
        ("a.zip", "done", "skipped a.zip/b.txt: is empty; 2 articles"),
        ("a.png", "failed", "skipped a.png: is a PNG image, not text"),
    ],
)
def test_a_job_tells_what_was_skipped_of_its_own_files(file, state, message):
    lines = ["skipped a.zip/b.txt: is empty", "skipped a.png: is a PNG image, not text", "2 articles"]
    job = Job(1, "add", [], files=[file], message=lines[-1])
    job.end(lines, is_failed=False)
    assert (job.state, job.message) == (state, message)


@pytest.mark.model
def test_two_files_of_an_upload_are_one_build(tmp_path):
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire/a.txt").write_text(TEXT, encoding="utf-8")
    store = tmp_path / "store"
    build(read_articles([str(tmp_path / "wire")]), store, BuildSettings(Source()), sizes={}, processes=1)
    with opened(store, "secret") as client:
        for name, content in (("b.txt", MORE), ("c.txt", MORE.replace(b"Bergen", b"Vardal"))):
            client.post(f"/edit/articles?name={name}", headers=HEADERS, content=content)
        ended(client)
        jobs = client.get("/edit/jobs", headers=HEADERS).json()
    assert [(job["state"], len(job["articles"])) for job in jobs] == [("done", 1), ("done", 1)]
    assert (store / "current").read_text().strip() == "build-2"


@pytest.mark.model
def test_rename_reject_and_upload_change_the_graph_and_are_recorded(tmp_path):
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire/a.txt").write_text(TEXT, encoding="utf-8")
    store = tmp_path / "store"
    build(read_articles([str(tmp_path / "wire")]), store, BuildSettings(Source()), sizes={}, processes=1)
    with opened(store, "secret") as client:
        (person,) = client.get("/entities?q=Ilsa%20Marn&type=Person").json()["items"]
        rename = {
            "verb": "rename",
            "subjects": [person["iri"]],
            "name": "Ilsa K. Marn",
            "by": "ann",
            "why": "passport",
        }
        assert client.post("/edit/judgements", headers=HEADERS, json=rename).status_code == 202
        assert ended(client)["state"] == "done"
        claim = client.get("/claims").json()["items"][0]["iri"]
        reject = {"verb": "reject", "subjects": [claim], "by": "ann"}
        client.post("/edit/judgements", headers=HEADERS, json=reject)
        assert ended(client)["state"] == "done"
        client.post("/edit/articles?name=../b.txt", headers=HEADERS, content=MORE)
        job = ended(client)
        assert "2 articles" in job["message"]
        (added,) = job["articles"]
        assert client.get(f"/articles/{added['id']}").json()["source"] == "b.txt"  # served at once
        client.post("/edit/articles?name=c.png", headers=HEADERS, content=b"\x89PNG\r\n\x1a\n\0")
        job = ended(client)
        assert (job["state"], job["message"]) == ("failed", "skipped c.png: is a PNG image, not text")
    with opened(store, None) as client:
        (renamed,) = client.get("/entities?q=Ilsa%20Marn&type=Person").json()["items"]
        assert (renamed["id"], renamed["label"], renamed["articles"]) == (person["id"], "Ilsa K. Marn", 2)
        audit = client.get(
            "/sparql", params={"query": AUDIT}, headers={"Accept": "text/csv"}
        ).text.splitlines()
        ours = "https://w3id.org/kg-news/ns#"
        assert audit == ["kind,by,state", f"{ours}Rejected,ann,in force", f"{ours}Renamed,ann,in force"]


AUDIT = """SELECT ?kind ?by ?state { GRAPH <http://127.0.0.1:8000/judgements> {
    ?j a ?kind ; dcterms:creator ?by ; kg:state ?state } } ORDER BY ?kind"""
