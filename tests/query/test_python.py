import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import kg
from kg.errors import ExportError, QueryError, ReadError, StoreError
from kg.query.python import SHOWN, Graph, Rows
from kg.records import article_id
from kg.vocab import PREFIXES
from tests.extractions import small
from tests.serving import ARLEY, SCRIPT, VENN, extractions, later

EVENT = "http://127.0.0.1:8000/event/event-Meeting"
ENTITY = "http://127.0.0.1:8000/entity/"


@pytest.fixture(scope="module")
def graph(served_store: Path) -> Iterator[Graph]:
    with kg.open(served_store) as found:
        yield found


def test_importing_kg_loads_nothing() -> None:
    code = "import sys, kg, kg.records; print([m for m in ('rdflib', 'networkx', 'pyoxigraph') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


def test_kg_has_no_other_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'close'"):
        kg.close  # type: ignore[attr-defined]  # noqa: B018


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not a kg store"):
        kg.open(tmp_path)


# --- SPARQL


def test_rows_have_values_of_python(graph: Graph) -> None:
    found = graph.sparql(
        "SELECT ?label ?mentions ?lat ?named ?nothing { ?e rdfs:label ?label ; geo:lat ?lat ; "
        "kg:mentions ?mentions ; kg:isNamed ?named }"
    )
    assert list(found) == [{"label": "Quito", "mentions": 2, "lat": -0.22985, "named": True, "nothing": None}]
    assert found.columns == ("label", "mentions", "lat", "named", "nothing")


def test_days_are_dates(graph: Graph) -> None:
    found = graph.sparql("SELECT DISTINCT ?day { ?event kg:begins ?day }")
    assert [row["day"] for row in found] == [date(2024, 3, 8)]


def test_a_question_has_one_row(graph: Graph) -> None:
    assert list(graph.sparql("ASK { ?a kg:met ?b }")) == [{"answer": True}]


def test_constructed_triples_are_rows(graph: Graph) -> None:
    found = graph.sparql(
        "CONSTRUCT { ?a kg:met ?b } WHERE { ?a kg:met ?b FILTER(?a = <%s>) }" % (ENTITY + VENN)
    )
    assert list(found) == [
        {
            "subject": ENTITY + VENN,
            "predicate": "https://w3id.org/kg-news/ns#met",
            "object": ENTITY + ARLEY,
        }
    ]


def test_a_wrong_query_is_told_where(graph: Graph) -> None:
    with pytest.raises(QueryError, match="line 1, column"):
        graph.sparql("SELECT nothing")


def test_rows_become_a_frame(graph: Graph) -> None:
    pytest.importorskip("pandas", reason="needs pandas: pip install '.[exports]'")
    found = graph.sparql("SELECT ?label ?n { ?e rdfs:label ?label ; kg:mentions ?n } ORDER BY ?label")
    frame = found.frame()
    assert (list(frame.columns), list(frame["n"])) == (["label", "n"], [row["n"] for row in found])


def test_a_frame_without_pandas_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ExportError, match="pip install"):
        Rows(["a"], [[1]]).frame()


# --- the same data


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib warns of its own calls
def test_rdflib_has_the_same_quads(graph: Graph) -> None:
    data = graph.rdflib()
    assert sum(1 for _ in data.quads((None, None, None, None))) == graph.store.counts["quads"]
    asked = "SELECT ?t { GRAPH ?g { ?c a kg:Claim ; kg:factuality kg:Planned ; prov:wasDerivedFrom/nif:anchorOf ?t } }"
    (row,) = data.query(asked, initNs=PREFIXES)
    assert str(row[0]) == small().sentences[0].text


def test_networkx_has_an_edge_for_each_claim(graph: Graph) -> None:
    found = graph.networkx().get_edge_data(ENTITY + VENN, ENTITY + ARLEY)
    assert sorted((own["factuality"], own["text"]) for own in found.values()) == [
        ("actual", later().sentences[0].text),
        ("actual", later().sentences[0].text),
        ("planned", small().sentences[0].text),
    ]


# --- look-ups


def test_a_misspelt_name_is_found(graph: Graph) -> None:
    assert graph.entity("Orla Ven").iri == ENTITY + VENN
    assert [hit.label for hit in graph.search("arl")] == ["Tom Arley"]


def test_an_entity_has_its_claims_by_day(graph: Graph) -> None:
    found = graph.entity(ENTITY + VENN)
    assert [(claim.event_class, claim.published) for claim in found.claims] == [
        ("holdsPosition", "2024-03-06"),
        ("Meeting", "2024-03-06"),
        ("Meeting", "2024-03-09"),
        ("Meeting", "2024-03-09"),
    ]
    assert found.claims[1].text == small().sentences[0].text


def test_an_event_has_its_claims_side_by_side(graph: Graph) -> None:
    found = graph.event(EVENT)
    assert (found.row.claims, found.row.sources, found.roles["agent"]) == (2, 1, (ENTITY + VENN,))
    assert {claim.publisher for claim in found.claims} == {"The Orrin Post", "The Copyist"}
    assert [dispute.kind for dispute in found.disputes] == ["disputes", "disputes"]


def test_events_of_an_entity_stand_by_day(graph: Graph) -> None:
    found = graph.events("Orla Venn")
    assert (found[0].classes, found[0].begins) == ("Meeting", "2024-03-08")
    assert EVENT in [row.event for row in found]


def test_offsets_count_the_characters_of_the_text(graph: Graph) -> None:
    for claim in graph.entity(ENTITY + VENN).claims:
        assert graph.text(claim.article)[claim.begin : claim.end] == claim.trigger


def test_articles_are_listed(graph: Graph) -> None:
    assert {row.sha256[:16] for row in graph.articles() if row.sha256} == {
        article_id(each.article) for each in extractions()
    }


@pytest.mark.parametrize("name", ["nobody of this name", "", "http://[", EVENT])
def test_nobody_of_a_name_is_told(graph: Graph, name: str) -> None:
    with pytest.raises(ReadError, match="no entity is named"):
        graph.entity(name)


@pytest.mark.parametrize("iri", ["x", "http://[", ENTITY + VENN])
def test_what_is_no_event_is_told(graph: Graph, iri: str) -> None:
    with pytest.raises(ReadError, match="no event"):
        graph.event(iri)


# --- notebooks


def test_a_notebook_shows_words_as_words(graph: Graph) -> None:
    evil = graph.entity(ENTITY + "evil")
    shown = [
        evil._repr_html_(),
        graph.events("Tom Arley")[0].label,
        graph.event(graph.events(evil.iri)[0].event)._repr_html_(),
        graph.sparql("SELECT ?label { ?e rdfs:label ?label }")._repr_html_(),
        graph._repr_html_(),
    ]
    assert not any("<script" in html for html in shown)
    assert SCRIPT.replace("<", "&lt;").replace(">", "&gt;") in shown[0]


def test_a_notebook_shows_so_many_rows() -> None:
    html = Rows(["n"], ([number] for number in range(SHOWN + 1)))._repr_html_()
    assert (html.count("<tr>"), f"{SHOWN + 1} rows" in html) == (SHOWN + 1, True)
