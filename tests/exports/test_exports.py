import io
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

import kg.exports.nq
from kg.exports import FORMATS
from kg.exports.claims import claim_lines
from kg.exports.nq import sorted_nquads
from kg.ontology.classes.lexicon import Lexicon
from kg.ontology.classes.read_ontology import load_lexicon
from kg.rdf.article_quads import article_quads
from kg.rdf.quads import default_quads
from kg.rdf.sorted_lines import sorted_lines
from kg.records import Extraction, Quantity, article_id
from kg.store.read_build import Store, open_store
from kg.store.write_build import publish
from kg.vocab import BASE
from tests.extractions import article, claim, entity, filler, linked, mention, sentence, small

NAME = article_id(small().article)
PARSED = {
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "turtle": RdfFormat.TURTLE,
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def built(path: Path, lexicon: Lexicon, *extractions: Extraction) -> Path:
    links = linked(*extractions)
    found = chain.from_iterable(article_quads(each, links, lexicon) for each in extractions)
    publish(path, chain(found, default_quads(extractions, links, lexicon)))
    return path


@pytest.fixture(scope="module")
def store(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(built(tmp_path_factory.mktemp("store"), lexicon, small())) as found:
        yield found


def written(store: Store, name: str) -> bytes:
    output = io.BytesIO()
    FORMATS[name].write(store, output)
    return output.getvalue()


def lines(store: Store, kind: str) -> list[dict[str, Any]]:
    return [line for line in claim_lines(store) if line["kind"] == kind]


def person(name: str, label: str) -> dict[str, Any]:
    return {"id": f"{BASE}entity/{name}", "label": label, "aliases": [label], "type": "Person", "text": label}


QUITO = {
    "id": f"{BASE}entity/quito",
    "label": "Quito",
    "aliases": ["Quito"],
    "type": "Place",
    "text": "Quito",
}


# --- claims


def test_an_event_line_has_all_that_the_claim_says(store: Store) -> None:
    palace = {**person("palace", "the palace"), "type": "Organization"}
    plan = small().sentences[0]
    assert lines(store, "event")[0] == {
        "kind": "event",
        "event": f"{BASE}event/{NAME[:8]}-51",
        "claim": f"{BASE}article/{NAME}#claim=Meeting,51",
        "class": ["Meeting", "DiplomacyEvent", "Event"],
        "predicate": "meet",
        "trigger": "meet",
        "trigger_begin": 51,
        "trigger_end": 55,
        "roles": {
            "agent": [person("venn", "Orla Venn")],
            "patient": [person("arley", "Tom Arley")],
            "place": [QUITO],
        },
        "date": {"from": "2024-03-08", "to": "2024-03-08"},
        "factuality": "planned",
        "attributed_to": [palace],
        "confidence": 0.9,
        "uncertain": False,
        "inferred": None,
        "killed": None,
        "injured": None,
        "article": {"id": f"{BASE}article/{NAME}", "source": "venn.txt"},
        "sentence": {
            "id": f"{BASE}article/{NAME}#char={plan.begin},{plan.end}",
            "begin": plan.begin,
            "end": plan.end,
            "text": plan.text,
        },
    }


def test_an_event_that_fills_a_role_is_told_in_the_words_of_the_sentence(store: Store) -> None:
    killing = lines(store, "event")[2]
    raid = {
        "id": f"{BASE}event/{NAME[:8]}-105",
        "label": "A raid",
        "aliases": [],
        "type": "Event",
        "text": "A raid",
    }
    assert (killing["roles"]["agent"], killing["killed"], killing["injured"]) == ([raid], 12, None)


def test_claims_stand_in_the_order_of_the_text(store: Store) -> None:
    assert [line["class"][0] for line in lines(store, "event")] == ["Meeting", "Attack", "Killing"]


def test_a_state_with_only_a_title_has_it_as_its_object(store: Store) -> None:
    (found,) = lines(store, "relation")
    parts = {key: found[key] for key in ("subject", "relation", "object", "title", "factuality")}
    assert parts == {
        "subject": person("venn", "Orla Venn"),
        "relation": "holdsPosition",
        "object": {"value": "President"},
        "title": "President",
        "factuality": "actual",
    }


def test_every_entity_of_the_default_graph_has_a_line(store: Store) -> None:
    found = [(line["label"], line["type"]) for line in lines(store, "entity")]
    assert found == [
        ("Tom Arley", "Person"),
        ("Quito", "Place"),
        ("Orla Venn", "Person"),
    ]


def vessa() -> Extraction:
    """Two states, told with a short name and a pronoun."""
    text = "Vessa has 220,000 inhabitants. Port Vessa, part of Estria, is its harbour."
    first, second = (
        sentence(text, "Vessa has 220,000 inhabitants."),
        sentence(text, "Port Vessa, part of Estria, is its harbour."),
    )
    people = claim("population", first, "inhabitants", [filler("agent", first, "Vessa", entity="vessa")])
    people = replace(people, quantities=(Quantity("population", 220000.0),))
    part = claim(
        "partOf",
        second,
        "part",
        [
            filler("agent", second, "its", entity="vessa"),
            filler("patient", second, "Estria", entity="estria"),
        ],
    )
    entities = (
        entity(
            "vessa", [mention(first, "Vessa", "City"), mention(second, "its", "City")], label="Port Vessa"
        ),
        entity("estria", [mention(second, "Estria", "Country")]),
    )
    return Extraction(article(text), (first, second), entities, (people, part))


def test_a_number_is_the_object_of_a_state_without_another(tmp_path: Path, lexicon: Lexicon) -> None:
    with open_store(built(tmp_path, lexicon, vessa())) as store:
        population, part = lines(store, "relation")
    assert (population["relation"], population["object"]) == ("population", {"value": "220000"})
    assert (part["subject"]["label"], part["subject"]["text"]) == ("Port Vessa", "its")
    assert (part["object"]["label"], part["object"]["type"], part["title"]) == ("Estria", "Place", None)


# --- N-Quads and the others


def test_nquads_are_sorted_and_hold_every_quad(store: Store) -> None:
    found = written(store, "nq").decode().splitlines()
    assert found == sorted(set(found))
    assert set(parse("\n".join(found), format=RdfFormat.N_QUADS)) == set(store.graph)


@pytest.mark.parametrize("name", ["nq", "trig", "jsonld"])
def test_a_format_of_all_graphs_comes_back_whole(store: Store, name: str) -> None:
    assert set(parse(written(store, name), format=PARSED[name])) == set(store.graph)


def test_turtle_has_the_default_graph(store: Store) -> None:
    assert set(parse(written(store, "turtle"), format=RdfFormat.TURTLE)) == set(store.default_quads())


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_store_is_the_same_bytes(store: Store, name: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="needs pyarrow: pip install '.[exports]'")
    assert written(store, name) == written(store, name) != b""


@pytest.mark.parametrize("run", [1, 2, 3, 100])
def test_lines_are_sorted_on_disk_as_in_memory(run: int) -> None:
    lines = ["b", "ä", "a\r", "b", "", "c\u2028d", "a", "c", "b"]
    assert list(sorted_lines(lines, run=run)) == sorted(set(lines))


def test_words_with_line_ends_stay_on_their_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    told = replace(
        small(), article=replace(small().article, headline='Two\nlines\r "quoted" \\ and \u2028 more')
    )
    quads = list(article_quads(told, linked(told), load_lexicon()))
    monkeypatch.setattr(kg.exports.nq, "sorted_lines", lambda lines: sorted_lines(lines, run=5))
    assert set(parse("\n".join(sorted_nquads(quads)), format=RdfFormat.N_QUADS)) == set(quads)


def test_claims_are_json_lines(store: Store) -> None:
    found = written(store, "claims").decode().split("\n")
    assert found.pop() == ""
    assert [json.loads(line)["kind"] for line in found] == [line["kind"] for line in claim_lines(store)]
