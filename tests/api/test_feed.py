"""The feeds of claims: Atom and JSON Feed, their filters, and what is new since a build."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from kg.api.app import Settings, make_app
from kg.api.feed import ATOM

NAMES = {"a": ATOM}


@pytest.fixture
def client(served_store: Path) -> Iterator[TestClient]:
    with TestClient(make_app(Settings(served_store)), base_url="http://127.0.0.1:8000") as client:
        yield client


def test_atom_entries_have_the_sentence_the_class_and_the_day(client):
    answer = client.get("/feed?limit=3")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(answer.content).findall("a:entry", NAMES)
    claims = client.get("/claims?limit=3").json()["items"]
    assert [each.findtext("a:id", namespaces=NAMES) for each in entries] == [each["iri"] for each in claims]
    assert [each.findtext("a:summary", namespaces=NAMES) for each in entries] == [
        " ".join(each["sentence"]["text"].split()) for each in claims
    ]


def test_the_json_feed_is_filtered_by_class_and_entity(client):
    items = client.get("/feed.json?class=Meeting").json()["items"]
    assert items and {tag for item in items for tag in item["tags"]} == {"Meeting"}
    entity = items[0]["_kg"]["fillers"][0]["entity"]["id"]
    assert client.get(f"/feed.json?entity={entity}").json()["items"]
    assert client.get("/feed.json?entity=none").status_code == 404


def test_the_title_of_an_entry_is_that_of_the_event_in_words(client):
    items = client.get("/feed.json?class=Meeting").json()["items"]
    events = [client.get(f"/events/{item['_kg']['event']['id']}").json()["title"] for item in items]
    assert [item["title"].partition(" (")[0] for item in items] == events


def test_a_build_that_the_history_does_not_know_is_refused(client):
    answer = client.get("/feed.json?since=9")
    assert (answer.status_code, "does not have that build" in answer.text) == (400, True)


def test_an_entry_leads_to_the_server_that_was_asked_and_names_only_a_publisher_as_author(served_store):
    with TestClient(make_app(Settings(served_store)), base_url="http://127.0.0.1:8765") as client:
        feed = ElementTree.fromstring(client.get("/feed?limit=1").content)
        (item,) = client.get("/feed.json?limit=1").json()["items"]
        page = client.get(item["url"].partition("#")[0], headers={"accept": "text/html"})
    link = feed.find("a:entry/a:link", NAMES).attrib
    assert item["id"].startswith("http://127.0.0.1:8000/article/")
    assert link["href"] == item["url"] == item["id"].replace(":8000", ":8765")
    assert link["title"] == item["_kg"]["article"]["title"]
    assert page.status_code == 200
    authors = [each.text for each in feed.iter(f"{{{ATOM}}}name")]
    assert authors == ["kg", *filter(None, [item["_kg"]["article"]["publisher"]])]
