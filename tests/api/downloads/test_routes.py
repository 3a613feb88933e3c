"""Exports over HTTP: complete or visibly incomplete, and within the limits of the server."""

import codecs
import csv
import io
import json
import sys
import zipfile
from collections import Counter
from http.client import IncompleteRead
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

import pytest

from kg.api.downloads import routes as downloads
from kg.api.http import protocol
from kg.exports import FORMATS, file_name
from kg.store.read_build import open_store
from tests.serving import ARLEY, SCRIPT, VENN, server

HEAD = """echo '{"status": 200}'; """


@pytest.fixture(scope="module")
def address(store):
    with server(store) as found:
        yield found


def test_formats_are_listed_with_what_each_is_for(http):
    found = {each["name"]: each for each in http.get("/exports").json()}
    assert found.keys() == {name for name, each in FORMATS.items() if each.is_here}
    assert found["graphml"] == {
        "name": "graphml",
        "title": "Network, GraphML",
        "use": "For Cytoscape, yEd, igraph and networkx",
        "media_type": "application/graphml+xml",
        "file": "kg.graphml",
        "href": "/exports/graphml",
    }


def test_files_have_names_that_differ_and_end_as_their_format():
    names = [file_name(name) for name in FORMATS]
    assert len(set(names)) == len(names)
    assert all(file.endswith(each.suffix) for file, each in zip(names, FORMATS.values(), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["claims", "nq", "html"])
def test_download_is_what_the_command_writes(http, store, name):
    answer, written = http.get(f"/exports/{name}"), io.BytesIO()
    with open_store(store) as graph:
        FORMATS[name].write(graph, written)
    assert answer.content == written.getvalue()
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[name].media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{file_name(name)}"'
    assert answer.headers["etag"]


def test_zip_is_whole_though_it_is_sent_while_it_is_written(http):
    with zipfile.ZipFile(io.BytesIO(http.get("/exports/csv").content)) as files:
        assert files.testzip() is None
        assert "claims.csv" in files.namelist()


def test_head_writes_nothing(http, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert http.head("/exports/nq").headers["content-type"] == "application/n-quads"


def test_file_that_the_client_has_is_not_written_again(http, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere")
    tag = http.head("/exports/nq").headers["etag"]
    assert http.get("/exports/nq", headers={"if-none-match": tag}).status_code == 304


def test_unknown_format_names_those_there_are(http):
    answer = http.get("/exports/docx")
    assert answer.status_code == 404
    assert "graphml" in answer.json()["detail"]


@pytest.mark.parametrize(
    "running, detail",
    [({"a": 1, "b": 1, "c": 1}, "3 exports are running"), ({"testclient": 2}, "2 exports of yours")],
    ids=["all", "one client"],
)
def test_no_more_exports_run_at_once_than_may(http, monkeypatch, running, detail):
    monkeypatch.setattr(downloads.Export, "running", Counter(running))
    answer = http.get("/exports/nq")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert detail in answer.json()["detail"]


def test_one_client_leaves_room_for_others(http, monkeypatch):
    monkeypatch.setattr(downloads.Export, "running", Counter({"other": downloads.PER_CLIENT}))
    assert http.get("/exports/nq").status_code == 200
    assert downloads.Export.running == {"other": downloads.PER_CLIENT}


def test_error_names_no_path_of_the_server(http, store, monkeypatch, capfd):
    """The store is moved while it is served, so that the process of an export cannot read it."""
    away = store.rename(store.with_name("away"))
    try:
        answer = http.get("/exports/nq")
    finally:
        away.rename(store)
    assert (answer.status_code, str(store.parent) in answer.text) == (503, False)
    assert "log" in answer.json()["detail"]
    assert str(store.parent) in capfd.readouterr().err


def test_graph_that_needs_too_much_memory_is_told(http, monkeypatch):
    monkeypatch.setattr(downloads, "MEMORY", 1 << 20)
    answer = http.get("/exports/nq")
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("/exports/nq: the ")


# --- a process that ends, hangs, or is not waited for


def program(folder: Path, code: str) -> str:
    """A shell script in place of the process that writes an export."""
    path = folder / "export"
    path.write_text(f"#!/bin/sh\necho $$ > {folder}/pid\n{code}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def ends(folder: Path) -> bool:
    """True if the program ends within seconds."""
    number, start = (folder / "pid").read_text(encoding="utf-8").strip(), monotonic()
    while Path(f"/proc/{number}").exists() and monotonic() < start + 10:
        sleep(0.05)
    return not Path(f"/proc/{number}").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_what_breaks_off_is_no_whole_file(address, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", program(tmp_path, HEAD + "echo part; exit 1"))
    with pytest.raises(IncompleteRead), urlopen(f"{address}/exports/nq") as answer:
        answer.read()
    assert not downloads.Export.running


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
@pytest.mark.parametrize(
    "code", [HEAD + "exec sleep 60", HEAD + "echo part; exec yes"], ids=["slow", "endless"]
)
def test_export_ends_when_its_receiver_leaves(address, tmp_path, monkeypatch, code):
    monkeypatch.setattr(sys, "executable", program(tmp_path, code))
    urlopen(f"{address}/exports/nq").close()
    assert ends(tmp_path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_export_ends_when_its_time_is_up(address, tmp_path, monkeypatch):
    monkeypatch.setattr(downloads, "SECONDS", 0.5)
    monkeypatch.setattr(sys, "executable", program(tmp_path, HEAD + "exec yes"))
    with urlopen(f"{address}/exports/nq"):  # and nothing is read
        assert ends(tmp_path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
@pytest.mark.parametrize("bytes_each", [0, 100], ids=["nothing", "a little"])
def test_export_ends_when_its_receiver_hardly_reads(address, tmp_path, monkeypatch, bytes_each):
    monkeypatch.setattr(protocol, "PACE", 0.3)
    monkeypatch.setattr(sys, "executable", program(tmp_path, HEAD + "exec yes"))
    with urlopen(f"{address}/exports/nq") as answer:
        for _ in range(10):
            answer.read(bytes_each)
            sleep(0.1)
        assert ends(tmp_path)
    assert not downloads.Export.running


# --- claims as a table


def table(http, **parameters):
    answer = http.get("/claims.csv", params=parameters)
    assert answer.headers["content-disposition"] == 'attachment; filename="kg-claims.csv"'
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_table_begins_with_a_mark_for_excel(http):
    assert http.get("/claims.csv").content.startswith(codecs.BOM_UTF8 + b"published,")


def test_claims_are_a_table_with_their_sentences(http):
    (row,) = table(http, factuality="planned")
    names = ("published", "publisher", "headline", "class", "factuality", "says", "begins", "when")
    assert [row[name] for name in names] == [
        "2024-03-06",
        "The Vessa Courier",
        "Venn to meet Arley",
        "Meeting",
        "planned",
        "the palace",
        "2024-03-08",
        "Friday",
    ]
    assert "Orla Venn" in row["roles"]


def test_table_is_of_the_entities_that_are_asked_for(http):
    rows = table(http, entity=[VENN, ARLEY])
    asked = http.get(f"/entities/{VENN}/claims", params={"with": ARLEY}).json()
    assert [row["claim"] for row in rows] == [claim["iri"] for claim in asked["items"]]


def test_cells_are_text_whatever_an_article_says(http):
    rows = table(http, entity="evil")
    assert {row["headline"] for row in rows} == {SCRIPT}
    assert {row["url"] for row in rows} == {""}  # a script is no address


@pytest.mark.parametrize(
    "parameters, status", [({"entity": "nobody"}, 404), ({"class": "Nothing"}, 400)], ids=str
)
def test_table_that_cannot_be_is_told_as_a_problem(http, parameters, status):
    answer = http.get("/claims.csv", params=parameters)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert json.loads(answer.text)["status"] == status
