from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.query.hints import unknown_names
from kg.query.sparql_answers import ask
from kg.store.read_build import Store, open_store
from kg.vocab import KG
from tests.extractions import small
from tests.stores import build


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path: Path = tmp_path_factory.mktemp("hints") / "store"
    build(path, [small()])
    with open_store(path) as opened:
        yield opened


HINTS = {
    "SELECT ?a { ?a kg:meet ?b }": "the graph has no kg:meet; did you mean kg:met, ",
    "SELECT ?a { ?a rdfs:lable ?b }": "the graph has no rdfs:lable; did you mean rdfs:label?",
    "SELECT ?a { ?a a kg:Persn }": "the graph has no kg:Persn; did you mean kg:Person",
    f"PREFIX kg: <{KG}> SELECT ?a {{ ?a kg:meet ?b }}": "the graph has no kg:meet; did you mean kg:met, ",
    "SELECT ?a { ?a kg:xqzwv ?b }": "the graph has no kg:xqzwv",
}
SILENT = {
    "right": "SELECT ?a { ?a kg:met ?b ; rdfs:label ?c }",
    "in a text": "SELECT ?a { ?a rdfs:label 'kg:meet' }",
    "in a comment": "SELECT ?a { ?a rdfs:label ?c } # kg:meet",
    "in an IRI": "SELECT ?a { ?a <http://example.org/kg:meet> ?b }",
    "of another vocabulary": "PREFIX kg: <http://example.org/> SELECT ?a { ?a kg:meet ?b }",
    "a datatype": "SELECT ?a { ?a ?b ?c FILTER(?c > '2'^^xsd:integer) }",
}


@pytest.mark.parametrize("sparql, hint", HINTS.items(), ids=list(HINTS))
def test_a_name_that_the_graph_lacks_is_named_with_the_nearest(store: Store, sparql: str, hint: str) -> None:
    [said] = unknown_names(store, sparql)
    assert said.startswith(hint)


@pytest.mark.parametrize("sparql", SILENT.values(), ids=SILENT)
def test_right_queries_get_no_hint(store: Store, sparql: str) -> None:
    assert list(unknown_names(store, sparql)) == []


def test_an_undeclared_prefix_is_the_error(store: Store) -> None:
    with pytest.raises(QueryError, match="'foo:bar' has a prefix that is not declared: add PREFIX foo: <"):
        ask(store, "SELECT ?a { ?a foo:bar ?b }")
