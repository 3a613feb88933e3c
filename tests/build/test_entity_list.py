"""A build with a user's list of entities: recognised, joined, identified, kept apart; what is read again."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.build.build import Settings, build
from kg.cli.main import main
from kg.pipeline import Source
from kg.read.files import read_articles
from kg.store.read_build import open_store

pytestmark = pytest.mark.model

ARTICLES = {
    "a": "Ostrel will close its yard in Bergen, the company said on Monday. Tova Lindqvist leads Ostrel.",
    "b": "The port of Bergen fined OSX Marine for an oil spill on Tuesday, and the minister Tova Lindqvist praised it.",
    "c": "OSX Media bought a newspaper in Oslo on Friday. The printer OSX Marine sued the buyer.",
    "d": "A court in Vienna sentenced the banker Otto Hrast to four years in prison on Monday.",
}  # fmt: skip
LIST = """name,aliases,type,id,never_merge_with
Ostrel,OSX Marine,Organization,Q42|NO-918,OSX Media
"""


def built(folder: Path, store: Path, entities: str = ""):
    source = Source()
    if entities:
        path = folder / "mine.csv"
        path.write_text(entities, encoding="utf-8")
        source = Source(entities=(path,))
    articles = folder / "articles"
    articles.mkdir(exist_ok=True)
    for name, text in ARTICLES.items():
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
    return build(read_articles([str(articles)]), store, Settings(source), sizes={}, processes=1)


def subjects(store: Path, query: str) -> list[tuple[str, ...]]:
    with open_store(store) as graph:
        rows = graph.trusted_query(query)
        return sorted(tuple(value.value for value in row) for row in rows)


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("listed")
    built(folder, folder / "store", LIST)
    return folder / "store"


def test_a_listed_entity_is_one_across_articles_with_its_ids(store):
    query = """SELECT ?same ?id ?articles { ?e rdfs:label "Ostrel" ; skos:altLabel "OSX Marine" ;
        owl:sameAs ?same ; schema:identifier ?id ; kg:articles ?articles }"""
    assert subjects(store, query) == [("http://www.wikidata.org/entity/Q42", "NO-918", "3")]


def test_what_it_never_merges_with_stays_apart(store):
    assert subjects(store, 'SELECT ?n { ?e rdfs:label "OSX Media" ; kg:articles ?n }') == [("1",)]


def test_a_changed_list_reads_again_only_articles_with_its_names(tmp_path):
    store = tmp_path / "store"
    built(tmp_path, store)
    assert built(tmp_path, store, LIST).cached == 1  # "d" has no listed name
    assert built(tmp_path, store, LIST + "Otto Hrast,,Person,Q7,\n").cached == 3
    assert built(tmp_path, store, LIST + "Otto Hrast,,Person,Q7,\nMara Teg,,Person,,\n").cached == 4


def test_countries_have_the_ids_of_territories(tmp_path):
    (tmp_path / "articles").mkdir()
    texts = {
        "e": "Germany sent a minister to Bavaria and two envoys to France. Germany fined a bank in Munich.",
        "f": "Pakistan sent a minister to Punjab on Monday.",
    }
    for name, text in texts.items():
        (tmp_path / f"articles/{name}.txt").write_text(text, encoding="utf-8")
    store = tmp_path / "store"
    built(tmp_path, store)
    query = "SELECT ?label ?same { ?e owl:sameAs ?same ; rdfs:label ?label FILTER(CONTAINS(STR(?same), 'wikidata')) }"
    assert subjects(store, query) == [
        ("Bavaria", "http://www.wikidata.org/entity/Q980"),
        ("France", "http://www.wikidata.org/entity/Q142"),
        ("Germany", "http://www.wikidata.org/entity/Q183"),
        ("Pakistan", "http://www.wikidata.org/entity/Q843"),
    ]


def test_explain_names_the_rows_that_it_cannot_use(tmp_path):
    (tmp_path / "mine.csv").write_text("name,type\nOstrel,Firm\n", encoding="utf-8")
    said = CliRunner().invoke(main, ["explain", "Ostrel left.", "--entities", str(tmp_path / "mine.csv")])
    assert "mine.csv, line 2: type is 'Firm'" in said.stderr
