"""Responses and errors of the REST interface over a small store."""

import pytest

from kg.records import article_id
from tests.serving import ARLEY, SCRIPT, TRIAL, VENN, client, later

LATER = article_id(later().article)
MEETING = f"{LATER}:Meeting,15"


@pytest.fixture(scope="module")
def asked(served_store):
    """A function that requests a path and returns the JSON."""
    store = served_store
    with client(store) as found:

        def get(path, status=200, **parameters):
            answer = found.get(path, params=parameters or None)
            assert answer.status_code == status, answer.text[:300]
            return answer.json()

        yield get


def labels(answer):
    return [item["label"] for item in answer["items"]]


# --- entities


def test_entities_come_with_the_most_mentioned_first(asked):
    found = asked("/entities", limit=2)
    assert (found["total"], labels(found)) == (5, ["Tom Arley", "Orla Venn"])


@pytest.mark.parametrize(
    "parameters, expected",
    [
        ({"q": "arley"}, ["Tom Arley"]),
        ({"q": "Tom Arly"}, ["Tom Arley"]),
        ({"q": "orl"}, ["Orla Venn"]),
        ({"q": "Tom", "type": "Organization"}, []),
        ({"type": "City"}, ["Quito"]),
        ({"min_sources": 3}, ["Tom Arley"]),
        ({"named": "false", "type": "Group"}, ["people"]),
        ({"offset": 9}, []),
    ],
    ids=str,
)
def test_entities_are_found(asked, parameters, expected):
    assert labels(asked("/entities", **parameters)) == expected


def test_entity_has_names_place_positions_and_edges(asked):
    venn = asked(f"/entities/{VENN}")
    assert venn["names"] == ["Venn"]
    assert [(each["class"], each["title"]) for each in venn["positions"]] == [("holdsPosition", "President")]
    assert venn["by_factuality"] == {"actual": 3, "planned": 1}
    assert (venn["first"], venn["last"]) == ("2024-03-06", "2024-03-09")
    assert {(each["class"], each["factuality"]) for each in venn["neighbours"]} == {
        ("Meeting", "actual"),
        ("Meeting", "planned"),
    }
    assert asked("/entities/quito")["latitude"] == -0.22985


def test_claims_carry_sentence_words_and_who_says_so(asked):
    planned = asked(f"/entities/{VENN}/claims", factuality="planned")["items"]
    assert len(planned) == 1
    told = planned[0]
    text = asked(f"/articles/{told['article']['id']}")["text"]
    for stretch in (told["trigger"], told["sentence"], *told["fillers"], *told["attributed_to"]):
        assert text[stretch["begin"] : stretch["end"]] == stretch["text"]
    assert [filler["entity"]["id"] for filler in told["attributed_to"]] == ["palace"]
    assert told["time"] == {
        "begins": "2024-03-08",
        "ends": "2024-03-08",
        "granularity": "day",
        "words": "Friday",
    }


def test_quantities_are_told(asked):
    (killing,) = asked("/claims", **{"class": "Killing"})["items"]
    assert killing["quantities"] == [{"name": "killed", "value": 12.0, "unit": None, "modifier": "at least"}]
    assert killing["fillers"][0]["event"]["class"] == "Attack"


@pytest.mark.parametrize(
    "parameters, number",
    [
        ({}, 9),
        ({"class": "Meeting"}, 4),
        ({"class": ["Meeting", "Release"]}, 6),
        ({"class": "holdsPosition"}, 1),
        ({"family": "Justice"}, 2),
        ({"factuality": "planned"}, 1),
        ({"attributed_to": "palace"}, 1),
        ({"attributed_to": "none"}, 8),
        ({"source": "The Copyist"}, 2),
        ({"source": LATER}, 2),
        ({"min_sources": 2}, 0),
        ({"from": "2024-03-07"}, 5),
        ({"to": "2024-03-07"}, 3),
        ({"from": "2024-03-08", "to": "2024-03-08"}, 1),
        ({"from": "2030-01-01"}, 0),
    ],
    ids=str,
)
def test_claims_are_filtered(asked, parameters, number):
    assert asked("/claims", **parameters)["total"] == number


def test_claims_of_two_entities(asked):
    found = asked(f"/entities/{VENN}/claims", **{"with": ARLEY})
    assert (found["total"], {claim["class"] for claim in found["items"]}) == (3, {"Meeting"})


def test_claims_are_got_by_id(asked):
    found = asked("/claims", id=[MEETING, "nothing:Meeting,1"])
    assert [claim["id"] for claim in found["items"]] == [MEETING]


def test_timeline_goes_by_day(asked):
    found = asked(f"/entities/{VENN}/timeline")["items"]
    assert [(each["day"], each["is_told"]) for each in found] == [
        ("2024-03-06", False),
        ("2024-03-08", True),
        ("2024-03-09", False),
    ]


# --- the network


def test_neighbourhood_has_an_edge_for_each_class_and_factuality(asked):
    found = asked(f"/entities/{VENN}/neighbourhood")
    assert found["nodes"][0]["id"] == VENN
    edges = {(edge["target"], edge["class"], edge["factuality"]): edge for edge in found["edges"]}
    actual = [edge for (_, kind, stance), edge in edges.items() if (kind, stance) == ("Meeting", "actual")]
    assert [(edge["claims"], edge["articles"], edge["sources"]) for edge in actual] == [(2, 2, 1)]
    assert actual[0]["label"] == "met"
    assert not actual[0]["directed"]
    assert MEETING in actual[0]["claim_ids"]


def test_edges_say_what_happened_and_places_never_act(asked):
    edges = asked(f"/entities/{VENN}/neighbourhood", between="true")["edges"]
    labels = {edge["label"] for edge in edges if edge["target"] == "quito" and edge["class"] == "Meeting"}
    assert labels >= {"to be met in"} or labels >= {"to meet in"}
    assert all(label.endswith(" in") for label in labels)


def test_neighbours_with_a_name_alone_on_request(asked):
    every = asked("/entities/dahl/neighbourhood", plain="true")
    named = asked("/entities/dahl/neighbourhood", plain="true", named="true")
    unnamed = {node["id"] for node in every["nodes"] if not node["is_named"] and node["size"] is None}
    assert len(unnamed) == every["unnamed"] == named["unnamed"]
    assert {node["id"] for node in named["nodes"]} == {node["id"] for node in every["nodes"]} - unnamed


def test_neighbourhood_is_filtered_and_cut(asked):
    assert asked(f"/entities/{VENN}/neighbourhood", factuality="negated")["edges"] == []
    assert asked(f"/entities/{VENN}/neighbourhood", min_sources=2)["edges"] == []
    one = asked(f"/entities/{VENN}/neighbourhood", limit=1)
    assert (len(one["nodes"]), one["total"], one["truncated"]) == (2, 2, True)


def test_edges_among_neighbours_come_when_asked_for(asked):
    pairs = [
        {edge[end] for end in ("source", "target")}
        for edge in asked(f"/entities/{VENN}/neighbourhood", between="true")["edges"]
    ]
    assert {ARLEY, "quito"} in pairs


def test_path_has_evidence_at_every_hop(asked):
    (way,) = asked("/paths", **{"from": VENN, "to": "evil"})["paths"]
    assert [node["id"] for node in way["nodes"]] == [VENN, ARLEY, "evil"]
    assert all(hop["edges"] for hop in way["hops"])


def test_no_path_where_filters_break_it(asked):
    assert asked("/paths", **{"from": VENN, "to": "evil", "factuality": "planned"})["paths"] == []


def test_overview_joins_those_that_have_edges(asked):
    found = asked("/overview")
    assert found["nodes"][0]["id"] == ARLEY
    assert found["has_positions"]
    assert all(-1 <= node[axis] <= 1 for node in found["nodes"] for axis in "xy")
    assert found["communities"][0]["size"] >= 2
    assert {ARLEY, VENN} in [{tie["source"], tie["target"]} for tie in found["edges"]]
    assert asked("/overview", limit=1)["truncated"]


# --- events, articles


def test_columns_of_the_overview_say_what_its_objects_do(asked):
    objects, columns = asked("/overview"), asked("/overview/columns")
    nodes, edges = columns["nodes"], columns["edges"]
    assert nodes["id"] == [node["id"] for node in objects["nodes"]]
    assert [columns["types"][kind] for kind in nodes["type"]] == [node["type"] for node in objects["nodes"]]
    assert nodes["x"] == [round(node["x"] * 10_000) for node in objects["nodes"]]
    ends = zip(edges["source"], edges["target"], edges["claims"], strict=True)
    assert [(nodes["id"][one], nodes["id"][other], claims) for one, other, claims in ends] == [
        (tie["source"], tie["target"], tie["claims"]) for tie in objects["edges"]
    ]


def test_overview_of_one_has_no_edges(asked):
    columns = asked("/overview/columns", limit=1)
    assert (len(columns["nodes"]["id"]), columns["edges"]["source"]) == (1, [])


@pytest.mark.parametrize(
    "words, labels, exact",
    [("orla venn", ["Orla Venn"], True), ("arlley", ["Tom Arley"], False), ("xqzw", [], False)],
)
def test_names_close_to_the_words_are_marked_as_such(asked, words, labels, exact):
    found = asked("/entities", q=words)
    assert [item["label"] for item in found["items"]] == labels
    assert found["exact"] is exact


@pytest.mark.parametrize(
    "parameters, events",
    [
        ({}, {"2024-03-06": 3, "2024-03-08": 1, "2024-03-09": 2}),
        ({"entity": VENN}, {"2024-03-06": 1, "2024-03-08": 1, "2024-03-09": 1}),
        ({"factuality": "planned"}, {"2024-03-08": 1}),
    ],
    ids=str,
)
def test_days_count_events(asked, parameters, events):
    assert asked("/days", **parameters)["events"] == events


def test_event_shows_its_claims_side_by_side(asked):
    event = asked("/events/event-Meeting")
    assert (event["claims"], event["articles"], event["sources"], event["disputed"]) == (2, 2, 1, True)
    assert [claim["article"]["publisher"] for claim in event["told"]].count("The Copyist") == 1
    assert [each["kind"] for each in event["disputes"]] == ["disputes"]


@pytest.mark.parametrize(
    "parameters, classes",
    [
        ({"type": "state"}, ["holdsPosition"]),
        ({"family": "Conflict", "q": "quito"}, ["Attack"]),
        ({"factuality": "planned"}, ["Meeting"]),
        ({"q": "nothing like it"}, []),
    ],
    ids=str,
)
def test_events_are_filtered(asked, parameters, classes):
    assert [event["class"] for event in asked("/events", **parameters)["items"]] == classes


def test_articles_are_listed_latest_first(asked):
    assert [item["published"] for item in asked("/articles")["items"]] == [
        "2024-03-09",
        "2024-03-09",
        "2024-03-06",
        None,
    ]
    assert asked("/articles", publisher="The Copyist")["total"] == 1
    assert asked("/articles", q="they met", to="2024-03-07")["total"] == 0


def test_article_says_what_its_words_refer_to(asked):
    found = asked(f"/articles/{LATER}")
    for stretch in (*found["spans"], *found["parts"]):
        assert found["text"][stretch["begin"] : stretch["end"]] == stretch["text"]
    assert "dahl" in [span["entity"]["id"] for span in found["spans"] if span["entity"]]
    assert [claim["class"] for claim in found["told"]] == ["Meeting", "Release"]


def test_sentences_are_found_with_their_claims(asked):
    found = asked("/sentences", q="court freed")
    assert [item["text"] for item in found["items"]] == [TRIAL]
    assert len(found["items"][0]["claim_ids"]) == 2
    assert asked("/sentences", q="court freed", **{"class": "Killing"})["items"] == []


def test_classes_have_family_and_colour(asked):
    found = asked("/classes")
    meeting = next(each for each in found["classes"] if each["name"] == "Meeting")
    assert (meeting["family"], meeting["shortcut"], meeting["symmetric"], meeting["claims"]) == (
        "Diplomacy",
        "met",
        True,
        4,
    )
    assert all(family["color"] != family["dark_color"] for family in found["families"])


def test_stats_count(asked):
    found = asked("/stats")
    assert (found["counts"]["articles"], found["counts"]["claims"], found["first"]) == (4, 9, "2024-03-06")


# --- refusals


@pytest.mark.parametrize(
    "path, status",
    [
        ("/entities/nobody", 404),
        ("/events/nothing", 404),
        ("/articles/none", 404),
        ("/entities/nobody/claims", 404),
        ("/paths?from=venn&to=nobody", 404),
        ("/entities/..%2f..%2fetc", 404),
        ("/entities/%27%20OR%201", 422),
        ("/entities?limit=0", 422),
        ("/entities?limit=501", 422),
        ("/entities?offset=-1", 422),
        ("/entities?q=" + "a" * 301, 422),
        ("/claims?class=Nonsense", 400),
        ("/claims?family=Nonsense", 400),
        ("/claims?factuality=perhaps", 422),
        ("/claims?from=yesterday", 422),
        ("/claims?from=0", 422),  # no seconds since 1970
        ("/paths?from=venn", 422),
        ("/nothing", 404),
    ],
)
def test_refusals_are_problems(asked, path, status):
    found = asked(path, status)
    assert found["status"] == status
    assert set(found) == {"type", "title", "status", "detail"}


def test_a_refusal_names_the_id_or_says_what_is_right(asked):
    assert (
        asked("/paths?from=venn&to=nobody", 404)["detail"]
        == "/paths: nothing in the graph has the id 'nobody'"
    )
    assert asked("/claims?from=yesterday", 422)["detail"] == "/claims: from: write it as 2024-03-31"


@pytest.mark.parametrize(
    "path, detail",
    [
        ("/stats?limit=1", "there is no parameter 'limit': it has none"),
        ("/news?limit=1&size=2", "there is no parameter 'size': there are limit"),
        ("/entities/venn?q=a", "there is no parameter 'q': it has none"),
        ("/events/event-Meeting?Uncertain=true", "there is no parameter 'Uncertain': there are uncertain"),
        (
            "/articles?class=Meeting",
            "there is no parameter 'class': there are from, limit, offset, publisher, q, to",
        ),
    ],
)
def test_unknown_parameters_are_refused(asked, path, detail):
    assert asked(path, 422)["detail"] == f"{path.partition('?')[0]}: {detail}"


@pytest.mark.parametrize("path", ["/claims", "/claims.csv", "/feed", "/feed.json", "/map", "/days"])
def test_a_misspelt_filter_is_refused(asked, path):
    detail = asked(f"{path}?event=event-Meeting", 422)["detail"]
    assert detail.startswith(f"{path}: there is no parameter 'event': there are ")
    assert {"attributed_to", "class", "from"} <= set(detail.partition("there are ")[2].split(", "))


def test_hostile_words_are_json_and_addresses_safe(asked):
    evil = asked("/entities/evil")
    assert SCRIPT in evil["label"]
    told = next(item for item in asked("/articles")["items"] if item["headline"] == SCRIPT)
    assert told["url"] is None
