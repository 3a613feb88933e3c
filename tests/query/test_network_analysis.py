"""The network of actors: who is tied to whom and how strongly, who matters, where they are drawn."""

from dataclasses import replace
from datetime import date
from math import hypot

import networkx as nx
import pytest

from kg.build.judgements import Judgement
from kg.build.rebuild import judge
from kg.cli.lookup import Lookup
from kg.errors import StoreError
from kg.query.network.analysis import IN_ONE_SENTENCE, open_analysis
from kg.query.network.paths import find_paths
from kg.query.network.write_analysis import write_analysis
from kg.query.search import open_search
from kg.records import Extraction, Interval
from kg.store.read_build import open_store
from kg.store.write_build import publish
from tests.extractions import article, claim, entity, filler, mention, sentence
from tests.stores import build

NAMES = ["Ana Berg", "Boris Cole", "Cora Dahl", "Dora Eck", "Egon Falk", "Fay Gray"]


def met(who: tuple[str, ...], source: str, *, day: int = 6, factuality="actual") -> Extraction:
    """An article in which two met in words of its own; a third is only named."""
    one, other, also = (*who, "")[:3]
    text = f"In {source} hall {one} met {other}{f', not {also}' if also else ''}, {source} {source} reported."
    where = sentence(text, text)
    people = [entity(name, [mention(where, name, "Person")]) for name in (one, other, also) if name]
    fillers = [filler("agent", where, one, entity=one), filler("patient", where, other, entity=other)]
    told = replace(
        claim("Meeting", where, "met", fillers, factuality=factuality),
        time=Interval(date(2024, 3, day), date(2024, 3, day), "day", "then"),
    )
    own = article(text, source=f"{source}.txt", published=date(2024, 3, day))
    return Extraction(own, (where,), tuple(people), (told,))


def articles() -> list[Extraction]:
    """A chain of meetings from Ana to Dora, the first link told twice; Egon denied, Fay only named."""
    return [
        met((NAMES[0], NAMES[1]), "Alder"),
        met((NAMES[0], NAMES[1]), "Birch", day=20),
        met((NAMES[1], NAMES[2]), "Cedar", day=8),
        met((NAMES[2], NAMES[3], NAMES[5]), "Doddar", day=4),
        met((NAMES[3], NAMES[4]), "Elmen", factuality="negated"),
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("analysis") / "store"
    build(path, articles())
    return path


@pytest.fixture(scope="module")
def opened(store):
    with open_store(store) as graph, open_analysis(graph.path) as analysis, open_search(graph.path) as search:
        yield graph, analysis, {name: search.names(name)[0].entity for name in NAMES}


def test_ties_count_claims_and_independent_sources(opened):
    _, analysis, iris = opened
    told = analysis.tie(iris["Boris Cole"], iris["Ana Berg"])
    assert (told.claims, told.claim_sources, told.sentences, told.sentence_sources) == (2, 2, 2, 2)


def test_what_is_denied_ties_by_its_sentence_alone(opened):
    _, analysis, iris = opened
    told = analysis.tie(iris["Dora Eck"], iris["Egon Falk"])
    assert (told.claims, told.sentences) == (0, 1)
    assert analysis.tie(iris["Ana Berg"], iris["Dora Eck"]) is None


def test_importance_has_the_mean_of_one(opened):
    _, analysis, _ = opened
    found = analysis.actors()
    assert sum(each.importance for each in found) / len(found) == pytest.approx(1, abs=0.001)
    assert [each.importance for each in found] == sorted((each.importance for each in found), reverse=True)
    assert {found[0].label, found[1].label} == {"Boris Cole", "Cora Dahl"} or found[0].ties >= 2


def test_communities_are_named_after_their_first(opened):
    _, analysis, _ = opened
    found = analysis.communities()
    assert sum(each.size for each in found) == len(NAMES)
    assert [each.size for each in found] == sorted((each.size for each in found), reverse=True)
    for each in found:
        members = analysis.actors(community=each.community)
        assert (members[0].label, len(members)) == (each.label, each.size)


def test_everybody_has_a_place_of_their_own(opened):
    _, analysis, _ = opened
    places = {(each.x, each.y) for each in analysis.actors()}
    assert len(places) == len(NAMES)
    assert all(hypot(x, y) <= 1.001 for x, y in places)


def test_the_tied_are_nearer_than_the_untied(opened):
    _, analysis, iris = opened
    ana, boris, dora = (analysis.actor(iris[name]) for name in ("Ana Berg", "Boris Cole", "Dora Eck"))
    assert hypot(ana.x - boris.x, ana.y - boris.y) < hypot(ana.x - dora.x, ana.y - dora.y)


def test_two_builds_have_the_same_network(store, tmp_path):
    build(tmp_path / "other", articles()[::-1])
    with open_store(store) as one, open_store(tmp_path / "other") as other:
        assert (one.path / "analysis.sqlite").read_bytes() == (other.path / "analysis.sqlite").read_bytes()


def test_paths_lead_over_claims_each_hop_with_its_sentence(opened):
    graph, analysis, iris = opened
    (way,) = find_paths(graph, analysis, iris["Ana Berg"], iris["Dora Eck"])
    assert [hop.labels for hop in way] == [(NAMES[0], NAMES[1]), (NAMES[1], NAMES[2]), (NAMES[2], NAMES[3])]
    assert [each.text[:13] for each in way[0].evidence] == ["In Alder hall", "In Birch hall"]
    assert {(each.event_class, each.factuality) for hop in way for each in hop.evidence} == {
        ("Meeting", "actual")
    }


def test_no_path_leads_over_denials_or_mere_names(opened):
    graph, analysis, iris = opened
    assert find_paths(graph, analysis, iris["Ana Berg"], iris["Egon Falk"]) == []
    assert find_paths(graph, analysis, iris["Ana Berg"], iris["Fay Gray"]) == []
    assert find_paths(graph, analysis, iris["Ana Berg"], "http://127.0.0.1:8000/entity/none") == []


def test_a_rejected_claim_ties_nobody(store, tmp_path):
    build(tmp_path, articles())
    with open_store(tmp_path) as graph, Lookup(graph.path, ()) as lookup, open_search(graph.path) as search:
        side = lookup.claim("In Cedar hall")
        ends = [search.names(name)[0].entity for name in ("Boris Cole", "Cora Dahl")]
    judge(tmp_path, [Judgement("reject", (side,), "ana", "2024-01-01T00:00:00Z")])
    with open_store(tmp_path) as graph, open_analysis(graph.path) as analysis:
        assert analysis.tie(*ends).claims == 0


def test_networkx_has_the_same_network(opened):
    _, analysis, iris = opened
    network = analysis.network
    assert sorted(label for _, label in network.nodes(data="label")) == NAMES
    edge = network.edges[iris["Ana Berg"], iris["Boris Cole"]]
    assert edge["weight"] == 2 + IN_ONE_SENTENCE * 2
    assert nx.shortest_path_length(network, iris["Ana Berg"], iris["Egon Falk"]) == 4


def test_a_graph_of_nobody_has_an_empty_network(tmp_path):
    found = publish(tmp_path / "store", [])
    with open_store(tmp_path / "store") as graph:
        write_analysis(graph.graph, tmp_path)
    with open_analysis(tmp_path) as analysis:
        assert (analysis.actors(), analysis.communities()) == ([], [])
    with pytest.raises(StoreError, match=r"has no analysis\.sqlite: run kg build again"):
        open_analysis(found)
