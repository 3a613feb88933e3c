"""Claims below the threshold of a build stay in their article's graph; the default graph has nothing of them."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg.api
from kg.cli.main import main
from kg.cli.uncertain_claims import ROLE_WORDS, roles_of, uncertain_claims
from kg.exports.claims import claim_lines
from kg.exports.tables import write_csv
from kg.query import rows
from kg.query.check import check
from kg.query.network.claim_network import claim_network
from kg.records import Extraction, article_id
from kg.store.read_build import ClaimSelection, open_store
from tests.extractions import small
from tests.serving import client
from tests.stores import build, lexicon, nquads

KILLING = "Killing"
UNSURE = {"Killing": 0.4, "Meeting": 0.55}


def unsure() -> Extraction:
    """The small article; its meeting and its killing are read with less confidence than the other claims."""
    whole = small()
    claims = [replace(each, confidence=UNSURE.get(each.event_class, 0.9)) for each in whole.claims]
    return replace(whole, claims=tuple(claims))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    build(tmp_path / "store", [unsure()], certain=0.6)
    return tmp_path / "store"


def run(store: Path, *arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments, "--store", str(store)], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def killing_iri() -> str:
    key = next(each.key for each in small().claims if each.event_class == KILLING)
    return f"http://127.0.0.1:8000/article/{article_id(small().article)}#claim={key.replace('@', ',')}"


def test_an_uncertain_claim_is_marked_and_makes_no_event_or_entity(store: Path) -> None:
    with open_store(store) as graph:
        assert {row.classes for row in rows.events(graph)} == {"holdsPosition", "Attack"}
        assert "people" not in {row.label for row in rows.entities(graph)}
        answer = graph.query("SELECT ?claim { GRAPH ?article { ?claim kg:uncertain true } }")
        assert len(list(answer)) == 2
        assert not list(check(graph, lexicon()))


def test_an_entity_without_a_node_has_its_label_in_its_article(store: Path) -> None:
    who = "?claim a kg:Killing ; kg:patient ?who . ?who a kg:Group ; rdfs:label ?label"
    assert "people" in run(store, "query", f"SELECT ?label {{ GRAPH ?article {{ {who} }} }}")


@pytest.mark.parametrize(
    "selection, classes",
    [
        (ClaimSelection(), {"Attack", "holdsPosition"}),
        (ClaimSelection(uncertain=True), {"Attack", "holdsPosition", "Killing", "Meeting"}),
        (ClaimSelection(uncertain=True, certain=0.5), {"Attack", "holdsPosition", "Meeting"}),
        (ClaimSelection(certain=0.95), set()),
    ],
    ids=["certain", "all", "all from a half on", "hardly any"],
)
def test_exports_have_the_selected_claims(store: Path, selection: ClaimSelection, classes: set[str]) -> None:
    with open_store(store) as graph:
        selected = graph.selecting(selection)
        assert {row.event_class for row in rows.claims(selected)} == classes
        lines = [line for line in claim_lines(selected) if line["kind"] == "event"]
        assert {line["class"][0] for line in lines} == classes - {"holdsPosition"}
        assert all(line["uncertain"] is (line["class"][0] in UNSURE) for line in lines)
        write_csv(selected, BytesIO())


def test_a_network_has_edges_of_uncertain_claims_on_request(store: Path) -> None:
    with open_store(store) as graph:
        assert not claim_network(graph).edges
        every = claim_network(graph.selecting(ClaimSelection(uncertain=True)))
        assert {fields["event_class"] for *_, fields in every.edges(data=True)} == {"Meeting"}
        assert all(fields["uncertain"] for *_, fields in every.edges(data=True))


def test_export_takes_all_or_fewer_claims(store: Path) -> None:
    def classes(*options: str) -> set[str]:
        lines = map(json.loads, run(store, "export", "claims", *options).splitlines())
        return {line["class"][0] for line in lines if line["kind"] == "event"}

    assert classes() == {"Attack"}
    assert classes("--all") == {"Attack", "Killing", "Meeting"}
    assert classes("--all", "--certain", "0.5") == {"Attack", "Meeting"}


def test_show_marks_uncertain_claims(store: Path) -> None:
    assert "Meeting, PLANNED, uncertain: by Orla Venn" in run(store, "show", "Orla Venn")


def test_the_threshold_can_change_and_back(store: Path, tmp_path: Path) -> None:
    before = nquads(store)
    build(store, [unsure()], certain=0.5)
    with open_store(store) as graph:
        assert {row.classes for row in rows.events(graph)} == {"holdsPosition", "Attack", "Meeting"}
    build(store, [unsure()], certain=0.6)
    assert nquads(store) == before


def test_an_accepted_claim_is_certain_and_later_uncertain_again(store: Path) -> None:
    before = [line for line in nquads(store) if "/judgement" not in line]
    run(store, "accept", killing_iri(), "--by", "ana")
    with open_store(store) as graph:
        assert "Killing" in {row.classes for row in rows.events(graph)}
    run(store, "reject", killing_iri(), "--by", "ana")
    assert [line for line in nquads(store) if "/judgement" not in line] == before


def test_review_offers_claims_about_named_actors_first(store: Path) -> None:
    with open_store(store) as graph:
        offered = list(uncertain_claims(graph, ()))
        roles = list(roles_of(graph, offered[0].iri))
    assert [each.confidence for each in offered] == [0.55, 0.4]
    assert roles == ["who: Orla Venn", "whom or what: Tom Arley", "where: Quito"]
    listed = run(store, "review", "--about", "claims")
    assert "1 of 2  Does the sentence say this?" in listed
    assert "  Orla Venn to meet Tom Arley in Quito  http" in listed
    run(store, "reject", killing_iri(), "--by", "ana")
    assert "1 of 1  Does the sentence say this?" in run(store, "review")


# --- over HTTP


def test_lists_have_uncertain_claims_on_request(store: Path) -> None:
    with client(store) as http:

        def classes(path: str, **parameters: str) -> list[str]:
            items = http.get(path, params=parameters).json()["items"]
            return sorted(item["class"] for item in items)

        assert classes("/claims") == classes("/events") == ["Attack", "holdsPosition"]
        every = ["Attack", "Killing", "Meeting", "holdsPosition"]
        assert classes("/claims", uncertain="true") == classes("/events", uncertain="true") == every
        assert http.get("/stats").json()["counts"]["uncertain claims"] == 2
        claims = http.get("/claims", params={"uncertain": "true"}).json()["items"]
        assert {item["class"] for item in claims if item["uncertain"]} == set(UNSURE)


def test_neighbours_by_uncertain_claims_come_on_request(store: Path) -> None:
    with client(store) as http:
        assert http.get("/entities/venn").status_code == 404
        venn = http.get("/entities", params={"q": "Orla Venn"}).json()["items"][0]["id"]
        near = f"/entities/{venn}/neighbourhood"
        assert http.get(near).json()["total"] == 0
        assert http.get(near, params={"uncertain": "true"}).json()["total"] == 2


def test_pages_of_what_only_an_article_knows(store: Path) -> None:
    with client(store) as http:
        killing = http.get("/claims", params={"uncertain": "true", "class": "Killing"}).json()["items"][0]
        assert killing["event"]["label"] == "Killing: A raid, people"
        event = http.get(f"/events/{killing['event']['id']}").json()
        assert [claim["class"] for claim in event["told"]] == ["Killing"]
        people = next(each["entity"] for each in killing["fillers"] if each["entity"])
        assert (people["label"], people["type"]) == ("people", "Group")
        page = http.get(f"/entities/{people['id']}").json()
        assert (page["is_named"], page["mentions"], page["claims"]) == (False, 1, 0)
        for path in (f"/entity/{people['id']}", f"/event/{event['id']}"):
            assert http.get(path, headers={"Accept": "text/turtle"}).status_code == 200
        article = http.get(f"/articles/{article_id(small().article)}").json()
        assert sum(claim["uncertain"] for claim in article["told"]) == 2


def test_roles_are_called_what_the_explorer_calls_them():
    page = (Path(kg.api.__file__).parent / "static/js/passage.js").read_text(encoding="utf-8")
    words = page.partition("ROLE_WORDS = {")[2].partition("}")[0]
    of_page = dict(re.findall(r'(\w+): "([^"]+)"', words))
    assert of_page.pop("attributedTo")
    assert of_page == ROLE_WORDS
