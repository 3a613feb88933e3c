"""The SPARQL endpoint: protocol, third-party clients, and errors."""

import json
import re
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg.api.sparql import routes as sparql
from kg.api.sparql.child import BoundedBuffer, TooLargeError
from kg.api.sparql.pool import Limits
from kg.records import article_id
from kg.vocab import BASE, KG, PREFIXES
from tests.serving import client, later, server

ARTICLE = f"{BASE}article/{article_id(later().article)}"
PEOPLE = "SELECT ?name WHERE { ?p a kg:Person ; rdfs:label ?name } ORDER BY ?name"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


@pytest.fixture(scope="module")
def http(store):
    with client(store, limits=Limits(seconds=1.5, rows=1000, size=200_000, processes=2)) as found:
        yield found


@pytest.fixture(scope="module")
def address(store):
    with server(store, Limits(seconds=2, processes=2)) as found:
        yield found


def ask(http, query, accept="*/*"):
    return http.get("/sparql", params={"query": query}, headers={"accept": accept})


# --- the protocol


def test_the_query_page_gets_the_prefixes_that_the_server_knows(http):
    assert http.get("/queries/prefixes").json() == PREFIXES


@pytest.mark.parametrize(
    "send",
    [
        lambda http: http.get("/sparql", params={"query": PEOPLE}),
        lambda http: http.post("/sparql", data={"query": PEOPLE}),
        lambda http: http.post("/sparql", content=PEOPLE, headers={"content-type": DIRECT}),
        lambda http: http.post(
            "/sparql", content=PEOPLE, headers={"content-type": DIRECT + "; charset=UTF-8"}
        ),
    ],
    ids=["get", "form", "direct", "direct with charset"],
)
def test_queries_come_in_three_ways(http, send):
    answer = send(http)
    assert answer.headers["content-type"] == "application/sparql-results+json"
    names = [row["name"]["value"] for row in answer.json()["results"]["bindings"]]
    assert names == ["Bo Dahl", "Orla Venn", "Tom Arley"]


@pytest.mark.parametrize(
    "accept, kind",
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
    ],
)
def test_rows_come_as_liked(http, accept, kind):
    answer = ask(http, PEOPLE, accept)
    assert (answer.headers["content-type"], answer.headers["vary"]) == (kind, "Accept")
    assert "Tom Arley" in answer.text


def test_browser_gets_the_query_page(http):
    answer = ask(http, PEOPLE, "text/html,*/*;q=0.1")
    assert answer.headers["content-type"].startswith("text/html")
    assert "Arley" not in answer.text


@pytest.mark.filterwarnings("default")  # of rdflib's own parser for JSON-LD
@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_triples_come_as_liked(http, accept):
    answer = ask(http, "CONSTRUCT { ?p rdfs:label ?n } WHERE { ?p a kg:Person ; rdfs:label ?n }", accept)
    assert answer.headers["content-type"].startswith(accept)
    form = {"application/ld+json": "json-ld", "application/rdf+xml": "xml", "application/n-triples": "nt"}
    assert len(rdflib.Graph().parse(data=answer.text, format=form.get(accept, "turtle"))) == 3


@pytest.mark.parametrize("accept", ["application/json", "application/sparql-results+xml", "text/csv"])
def test_yes_and_no(http, accept):
    assert "true" in ask(http, "ASK { ?p a kg:Person }", accept).text


@pytest.mark.parametrize(
    "parameters, number",
    [
        ({}, 0),
        ({"default-graph-uri": ARTICLE}, 2),
        ({"named-graph-uri": ARTICLE}, 0),
        ({"default-graph-uri": [ARTICLE, ARTICLE]}, 2),
    ],
    ids=str,
)
def test_dataset_of_the_protocol(http, parameters, number):
    query = "SELECT (COUNT(?c) AS ?n) { ?c a kg:Claim }"
    answer = http.get("/sparql", params={"query": query, **parameters}).json()
    assert answer["results"]["bindings"][0]["n"]["value"] == str(number)


def test_dataset_of_the_protocol_goes_before_that_of_the_query(http):
    query = f"SELECT (COUNT(?c) AS ?n) FROM <{BASE}article/none> {{ ?c a kg:Claim }}"
    assert ask(http, query).status_code == 400
    query = f"SELECT (COUNT(?c) AS ?n) FROM NAMED <{ARTICLE}> {{ ?c a kg:Claim }}"
    answer = http.get("/sparql", params={"query": query, "default-graph-uri": ARTICLE}).json()
    assert answer["results"]["bindings"][0]["n"]["value"] == "2"


@pytest.mark.parametrize(
    "send, status",
    [
        (lambda http: http.get("/sparql", params={"query": "SELECT"}), 400),
        (lambda http: http.get("/sparql", params={"query": ["ASK {}", "ASK {}"]}), 400),
        (lambda http: http.get("/sparql", params={"query": "ASK {}", "update": "CLEAR ALL"}), 403),
        (lambda http: http.get("/sparql", params={"update": "CLEAR ALL"}), 403),
        (lambda http: http.post("/sparql", data={"update": "CLEAR ALL"}), 403),
        (lambda http: http.get("/sparql", params={"query": "INSERT DATA { <a:b> <a:c> 1 }"}), 400),
        (lambda http: http.post("/sparql", content="CLEAR ALL", headers={"content-type": DIRECT}), 400),
        (lambda http: http.post("/sparql", content="ASK {}"), 415),
        (lambda http: http.post("/sparql", content="ASK {}", headers={"content-type": "text/plain"}), 415),
        (lambda http: http.post("/sparql", content="x", headers={"content-type": "application/sparql-update"}), 415),
        (lambda http: http.post("/sparql", data={"other": "ASK {}"}), 400),
        (lambda http: http.post("/sparql", content=b"ASK {\xff}", headers={"content-type": DIRECT}), 400),
        (lambda http: http.post("/sparql", content="query=ASK%20%7B%FF%7D", headers={"content-type": FORM}), 400),
        (lambda http: http.post("/sparql", content="#" * 1_100_000, headers={"content-type": DIRECT}), 413),
        (lambda http: http.put("/sparql", content="ASK {}"), 405),
        (lambda http: http.delete("/sparql"), 405),
        (lambda http: ask(http, "ASK {}", "image/png"), 406),
        (lambda http: ask(http, "ASK {}", "text/turtle"), 406),
        (lambda http: ask(http, "CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"), 406),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "request",
)  # fmt: skip
def test_refusals_are_problems(http, send, status):
    answer = send(http)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    "query, fault",
    {
        "SELECT * { ?a ?b": "is not valid SPARQL: line 1, column 17: unexpected end of query, a } is missing",
        "SELCT * { ?a ?b ?c }": "is not valid SPARQL: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE",
        "SELECT * {\n?a ?b . }": "is not valid SPARQL: line 2, column 9: unexpected '}'",
        "DROP ALL": "is an update, and the graph is only read: write SELECT, ASK, CONSTRUCT or DESCRIBE",
    }.items(),
)
def test_a_fault_of_a_query_is_one_clear_line(http, query, fault):
    assert ask(http, query).json()["detail"] == f"/sparql: {fault}"


def test_a_prefix_that_is_not_declared_is_named(http):
    detail = ask(http, "SELECT * { ?a foo:met ?c }").json()["detail"]
    assert detail.startswith(
        "/sparql: 'foo:met' has a prefix that is not declared: add PREFIX foo: <...>, or use "
    )


def test_methods_that_may_be_are_named(http):
    assert http.put("/sparql").headers["allow"] == "GET, POST, HEAD"
    assert http.post("/stats").headers["allow"] == "GET, HEAD"


def test_service_describes_itself(http):
    found = rdflib.Graph().parse(
        data=http.get("/sparql", headers={"accept": "text/turtle"}).text, format="turtle"
    )
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    (service,) = found.subjects(rdflib.RDF.type, sd.Service)
    assert found.value(service, sd.supportedLanguage) == sd.SPARQL11Query
    assert list(found.objects(None, void.triples))


# --- what a query may not


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:9/data.ttl> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1:9/data.ttl> { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX x: <http://127.0.0.1:9/> SELECT * FROM x:data { ?s ?p ?o }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
    ],
)
def test_queries_reach_nothing_else(http, query):
    assert ask(http, query).status_code == 400


def test_worker_can_open_no_connection():
    code = "from kg.store.processes.sandbox import forbid_network as f; import socket; print(f()); socket.socket()"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root()
    )
    assert ended.stdout.strip() == "True"
    assert "PermissionError" in ended.stderr


def test_what_the_server_uses_widens_no_bound_of_a_process_that_it_starts():
    code = (
        "import resource; from kg.store.processes.sandbox import bound_memory; bound_memory(1 << 20);"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    used = bytearray(512 << 20)
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root()
    )
    assert int(told.stdout) < len(used)


def root() -> Path:
    return Path(__file__).parents[3]


def test_endless_query_is_killed_and_harms_nobody(http):
    start = monotonic()
    answer = ask(http, ENDLESS)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "1.5 seconds" in answer.json()["detail"]
    assert monotonic() - start < 6
    assert ask(http, PEOPLE).status_code == 200


def test_others_are_answered_while_one_query_does_not_end(address):
    endless = threading.Thread(target=fetch, args=(address, ENDLESS))
    endless.start()
    start = monotonic()
    for _ in range(5):
        assert len(fetch(address, PEOPLE)["results"]["bindings"]) == 3
    assert monotonic() - start < 2
    endless.join()


def fetch(address, query):
    from urllib.error import HTTPError
    from urllib.parse import urlencode
    from urllib.request import urlopen

    try:
        with urlopen(f"{address}/sparql?{urlencode({'query': query})}") as answer:
            return json.load(answer)
    except HTTPError as error:
        with error:
            return json.load(error)


@pytest.mark.parametrize(
    "accept",
    ["application/json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_rows_are_bounded(http, accept):
    query = "SELECT ?s ?t { ?s a ?x . ?t a ?y } LIMIT "
    assert ask(http, query + "500", accept).status_code == 200
    answer = ask(http, query + "1500", accept)
    assert answer.status_code == 413
    assert "add LIMIT" in answer.json()["detail"]


def test_triples_are_bounded(http):
    assert ask(http, "CONSTRUCT { ?s rdfs:seeAlso ?t } WHERE { ?s a ?x . ?t a ?y }").status_code == 413


def test_bytes_are_bounded(http):
    query = 'SELECT (CONCAT(STR(?s), "' + "x" * 1000 + '") AS ?long) { ?s ?p ?o } LIMIT 900'
    assert ask(http, query).status_code == 413


def test_rows_are_counted_over_the_parts_of_an_answer():
    output = BoundedBuffer(1000, 2, b"}},{")
    for part in (b"{{}}", b",{{}", b"},{{}}"):
        output.write(part)
    with pytest.raises(TooLargeError):
        output.write(b",{{}}")


@pytest.mark.parametrize(
    "query, graphs",
    [
        ("SELECT * { ?s ?p ?o }", []),
        ("SELECT * FROM <a:b> FROM NAMED <a:c> { ?s ?p ?o }", ["a:b", "a:c"]),
        ("SELECT * FROM kg:x { ?s ?p ?o }", [KG + "x"]),
        ('SELECT * { ?from ?p "FROM <a:b>" } # FROM <a:c>', []),
        ("PREFIX q: <a:> SELECT * FROM q:b { ?s q:from <a:c> }", ["a:b"]),
    ],
    ids=str,
)
def test_graphs_of_a_query_are_read_as_its_grammar_has_them(query, graphs):
    assert sparql.graphs_of(query) == graphs


# --- clients that others wrote


@pytest.mark.filterwarnings("default")
def test_sparqlwrapper(address):
    from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

    wrapped = SPARQLWrapper(f"{address}/sparql")
    wrapped.setQuery(f"PREFIX kg: <{KG}> SELECT ?p {{ ?p a kg:Person }}")
    for form in (JSON, XML, CSV):
        wrapped.setReturnFormat(form)
        assert wrapped.query().convert()
    wrapped.setMethod(POST)
    wrapped.setReturnFormat(JSON)
    assert len(wrapped.queryAndConvert()["results"]["bindings"]) == 3
    wrapped.setQuery(f"PREFIX kg: <{KG}> CONSTRUCT WHERE {{ ?p a kg:Person }}")
    wrapped.setReturnFormat(TURTLE)
    assert b"Person" in wrapped.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(address, method):
    found = rdflib.Graph(SPARQLStore(f"{address}/sparql", method=method))
    assert len(list(found.subjects(rdflib.RDF.type, rdflib.URIRef(KG + "Person")))) == 3
    rows = found.query(PEOPLE, initNs={"kg": KG, "rdfs": str(rdflib.RDFS)})
    assert [str(row.name) for row in rows] == ["Bo Dahl", "Orla Venn", "Tom Arley"]


# --- the examples

EXAMPLES = sorted((root() / "api" / "sparql" / "queries").glob("*.rq"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_is_titled_and_answered(http, path):
    text = path.read_text(encoding="utf-8")
    assert re.match(r"# [A-Z].*\?\n", text), "the first line is its question"
    assert ask(http, text).status_code == 200, ask(http, text).text
