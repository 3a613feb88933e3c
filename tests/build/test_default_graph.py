"""Plain claims and unnamed things stay with their article: found by search and on request, and in no picture."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from kg.cli.main import main
from kg.query import rows
from kg.query.check import check
from kg.query.network.claim_network import claim_network
from kg.records import article_id
from kg.store.read_build import open_store
from tests.extractions import PLEA, arrest, small
from tests.serving import client
from tests.stores import build, lexicon


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plain") / "store"
    build(path, [small(), arrest()])
    return path


@pytest.fixture(scope="module")
def http(store: Path) -> Iterator[TestClient]:
    with client(store) as found:
        yield found


def items(http: TestClient, path: str, **parameters: str) -> list[dict[str, Any]]:
    answer = http.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def entity(http: TestClient, name: str) -> str:
    return str(items(http, "/entities", q=name)[0]["id"])


def test_the_default_graph_has_named_and_counted_things_and_events_of_named_classes(store: Path) -> None:
    with open_store(store) as graph:
        assert {row.classes for row in rows.events(graph)} == {
            "Arrest",
            "Attack",
            "Killing",
            "Meeting",
            "holdsPosition",
        }
        labels = {row.label for row in rows.entities(graph)}
        assert labels == {"Orla Venn", "Tom Arley", "Quito", "Bo Dahl", "12 sailors", "guards"}
        sizes = graph.query("SELECT ?size { ?group kg:size ?size }")
        assert [row["size"].value for row in sizes] == ["12"]  # type: ignore[union-attr]
        assert not list(check(graph, lexicon()))


def test_claims_of_articles_are_all_there(store: Path) -> None:
    with open_store(store) as graph:
        assert "Event" in {row.event_class for row in rows.claims(graph)}
        words = {row.words: (row.entity, row.event) for row in rows.fillers(graph)}
        assert words["anyone"] == words["mercy"] == (None, None)


def test_a_network_has_no_edge_of_a_plain_claim(store: Path) -> None:
    with open_store(store) as graph:
        network = claim_network(graph)
        assert "Event" not in {fields["event_class"] for *_, fields in network.edges(data=True)}
        labels = {fields["label"] for _, fields in network.nodes(data=True)}
        assert {"guards", "12 sailors"} <= labels and not labels & {"anyone", "mercy"}


def test_lists_have_plain_claims_on_request(http: TestClient) -> None:
    assert "Event" not in {each["class"] for each in items(http, "/claims")}
    assert "Event" not in {each["class"] for each in items(http, "/events")}
    assert [each["class"] for each in items(http, "/claims", **{"class": "Event"})] == ["Event"]
    assert "Event" in {each["class"] for each in items(http, "/claims", plain="true")}
    assert [each["label"] for each in items(http, "/events", family="Other")] == ["begged: He"]


def test_a_search_of_sentences_finds_plain_claims(http: TestClient) -> None:
    (hit,) = items(http, "/sentences", q="mercy")
    assert hit["text"] == PLEA
    (claim,) = items(http, "/claims", id=hit["claim_ids"][0])
    assert claim["class"] == "Event"
    begin = PLEA.index("mercy") + claim["sentence"]["begin"]
    (mercy,) = (each for each in claim["fillers"] if each["text"] == "mercy")
    assert (mercy["begin"], mercy["end"], mercy["entity"]) == (begin, begin + len("mercy"), None)


def test_neighbours_are_of_named_classes(http: TestClient) -> None:
    near = http.get(f"/entities/{entity(http, 'Bo Dahl')}/neighbourhood").json()
    assert {edge["class"] for edge in near["edges"]} == {"Arrest"}
    assert {node["label"] for node in near["nodes"]} == {"Bo Dahl", "guards", "12 sailors"}


def test_a_page_of_an_article_has_all_its_claims(http: TestClient) -> None:
    page = http.get(f"/articles/{article_id(arrest().article)}").json()
    assert [claim["class"] for claim in page["told"]] == ["Arrest", "Event"]


def test_an_entity_that_only_its_article_knows_is_listed_among_the_unnamed(http: TestClient) -> None:
    unnamed = {each["label"] for each in items(http, "/entities", named="false")}
    assert unnamed == {"guards", "12 sailors", "the palace", "people"}
    assert not unnamed & {each["label"] for each in items(http, "/entities", named="true")}


@pytest.mark.parametrize(
    "name, line",
    [
        ("Bo Dahl", "- Event: Bo Dahl «begged»"),
        (
            "Orla Venn",
            "- Meeting, PLANNED: by Orla Venn, with Tom Arley, in Quito, Friday (2024-03-08); "
            "according to the palace",
        ),
    ],
)
def test_show_lists_plain_claims_and_names_unnamed_speakers(store: Path, name: str, line: str) -> None:
    shown = CliRunner().invoke(main, ["show", name, "--store", str(store)]).stdout
    assert line in " ".join(shown.split())
