"""Events of the REST interface: what two accounts differ on, and where an event is."""

from dataclasses import replace

import pytest

from kg.api.rest.entities import positions
from kg.api.rest.events import EventQuery, event_detail, list_events
from kg.api.rest.filters import Filters
from kg.api.rest.places import event_map
from kg.api.tables.open_build import open_graph
from kg.records import Dispute, Extraction, Quantity, article_id
from tests.extractions import article, claim, entity, filler, linked, mention, sentence
from tests.serving import build


def killing(words: str, number: int | None, *, is_name: bool = False) -> Extraction:
    """An article that says who was killed."""
    text = f"A raid killed {words} in Tolvaz on Sunday."
    where = sentence(text, text)
    whom = entity(words, [mention(where, words, "Person" if is_name else "Group", is_name=is_name)])
    told = claim("Killing", where, "killed", [filler("patient", where, words, entity=words)])
    quantities = (Quantity("killed", number),) if number else ()
    return Extraction(
        article(text, source=f"{words}.txt"), (where,), (whom,), (replace(told, quantities=quantities),)
    )


@pytest.mark.parametrize(
    "one, other, about",
    [
        (killing("12 sailors", 12), killing("31 people", 31), ["killed"]),
        (killing("Bo Dahl", None, is_name=True), killing("Tom Arley", None, is_name=True), ["patient"]),
        (killing("Bo Dahl", 1, is_name=True), killing("31 people", 31), ["killed"]),
    ],
    ids=["numbers", "names", "a name and a number"],
)
def test_those_counted_do_not_differ_beside_their_number(tmp_path, one, other, about):
    ids = [article_id(each.article) for each in (one, other)]
    keys = [(id, each.claims[0].key) for id, each in zip(ids, (one, other), strict=True)]
    links = replace(
        linked(one, other),
        events=dict.fromkeys(keys, "killing"),
        disputes=(Dispute("disputes", "killed", *keys),),
    )
    with open_graph(build(tmp_path, one, other, told=links)) as graph:
        (dispute,) = event_detail(graph, "killing").disputes
    assert dispute.about == about


def test_an_event_says_which_role_locates_it(served_store):
    with open_graph(served_store) as graph:
        events = list_events(graph, EventQuery(), Filters(), limit=20, offset=0).items
    located = {event.located_by for event in events if event.latitude is not None}
    assert located == {"place"}
    assert all(event.located_by is None for event in events if event.latitude is None)


@pytest.mark.parametrize(
    "words, first",
    [
        ("arley met venn", "event-Meeting"),
        ("venn released dahl", None),
        ("who freed bo dahl", "event-Release"),
        ("freed dalh", "event-Release"),
        ("arley attacked venn yesterday", None),
    ],
)
def test_an_event_is_found_by_its_participants_and_most_of_the_words(served_store, words, first):
    with open_graph(served_store) as graph:
        found = list_events(graph, EventQuery(words), Filters(), limit=20, offset=0).items
    assert [event.id for event in found][:1] == [first][: first is not None]


def told_of(text, event_class, trigger, **roles):
    """An article of one sentence with a claim; a role's word has a capital if it is the name of a place or person."""
    where = sentence(text, text)
    types = {"Estria": "Country", "Quito": "City"}
    entities = [
        entity(word, [mention(where, word, types.get(word, "Person"))])
        for word in roles.values()
        if word[0].isupper()
    ]
    fillers = [
        filler(role, where, word, entity=word if word[0].isupper() else None) for role, word in roles.items()
    ]
    return Extraction(
        article(text, source=f"{trigger}.txt"),
        (where,),
        tuple(entities),
        (claim(event_class, where, trigger, fillers),),
    )


def test_a_state_is_not_on_the_map_unless_its_class_is_asked_for(tmp_path):
    post = told_of(
        "Venn is the envoy of Estria.",
        "holdsPosition",
        "envoy",
        agent="Venn",
        patient="Estria",
        title="envoy",
    )
    met = told_of(
        "Arley and Dahl met in Estria.", "Meeting", "met", agent="Arley", patient="Dahl", place="Estria"
    )
    with open_graph(build(tmp_path, post, met, told=linked(post, met))) as graph:
        assert [event_map(graph, each).total for each in (Filters(), Filters(families=("State",)))] == [1, 1]
        assert event_map(graph, Filters(classes=("Meeting", "holdsPosition"))).total == 2


@pytest.mark.parametrize(
    ("state", "words"), [("formerlyHeldPosition", "formerly envoy"), ("holdsPosition", None)]
)
def test_a_former_position_is_told_as_former(tmp_path, state, words):
    post = told_of(
        "Venn, the envoy of Estria, slept.", state, "envoy", agent="Venn", patient="Estria", title="envoy"
    )
    with open_graph(build(tmp_path, post, told=linked(post))) as graph:
        [(id,)] = graph.table.rows("SELECT id FROM entity WHERE label = 'Venn'")
        assert [(each.title, each.words) for each in positions(graph, id)] == [("envoy", words)]


def test_a_state_beside_nobody_with_a_name_is_told_in_words(tmp_path):
    leads = told_of("Venn heads a delegation.", "leads", "heads", agent="Venn", patient="a delegation")
    with open_graph(build(tmp_path, leads, told=linked(leads))) as graph:
        [(id,)] = graph.table.rows("SELECT id FROM entity WHERE label = 'Venn'")
        assert [each.words for each in positions(graph, id)] == ["Venn leads a delegation"]
