"""The requests of the W3C tests of the SPARQL 1.1 Protocol, by name, over graphs of this server.

http://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ : where they ask for the data of their authors, two of
our articles stand; updates, which they expect to be carried out, are refused here.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient

from kg.records import article_id
from kg.vocab import BASE
from tests.serving import extractions

DATA1, DATA2, DATA3 = (f"{BASE}article/{article_id(each.article)}" for each in extractions()[:3])
ASK = "ASK {}"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
ROWS = {"application/sparql-results+xml", "application/sparql-results+json"}
TABLES = ROWS | {"text/csv", "text/tab-separated-values"}
TRIPLES = {"application/rdf+xml", "text/turtle"}
BOTH = f"{{ <{DATA1}> ?p ?o . <{DATA2}> ?p ?o }}"
EACH = f"{{ GRAPH ?g1 {{ <{DATA1}> a ?type }} GRAPH ?g2 {{ <{DATA2}> a ?type }} }}"
WITH = "WITH <http://example/addresses> DELETE { ?x <a:b> 1 } INSERT { ?x <a:b> 2 } WHERE { ?x <a:b> 1 }"


@dataclass(frozen=True)
class Case:
    """A request with the allowed media types of its response; none if it must be refused."""

    method: str
    address: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] | None = None
    body: bytes | None = None
    type: str | None = None
    types: frozenset[str] = frozenset()


def get(*address: tuple[str, str], types: set[str] | None = None) -> Case:
    return Case("GET", address, types=frozenset(types or ()))


def form(*fields: tuple[str, str], types: set[str] | None = None) -> Case:
    return Case("POST", form=fields, types=frozenset(types or ()))


def post(
    text: str | bytes, kind: str | None, *address: tuple[str, str], types: set[str] | None = None
) -> Case:
    body = text.encode() if isinstance(text, str) else text
    return Case("POST", address, body=body, type=kind, types=frozenset(types or ()))


def default(*graphs: str) -> list[tuple[str, str]]:
    return [("default-graph-uri", graph) for graph in graphs]


def named(*graphs: str) -> list[tuple[str, str]]:
    return [("named-graph-uri", graph) for graph in graphs]


CASES = {
    "bad_query_method": Case("PUT", (("query", ASK),)),
    "bad_multiple_queries": get(("query", ASK), ("query", "SELECT * {}")),
    "bad_query_wrong_media_type": post(ASK, "text/plain"),
    "bad_query_missing_form_type": post("query=ASK%20%7B%7D", None),
    "bad_query_missing_direct_type": post(ASK, None),
    "bad_query_non_utf8": post(ASK.encode("utf-16"), f"{DIRECT}; charset=UTF-16"),
    "bad_query_non_utf8 without a mark": post(ASK.encode("utf-16-le"), f"{DIRECT}; charset=UTF-16"),
    "bad_query_non_utf8 in ASCII": post(ASK, f'{DIRECT}; charset="ISO-8859-1"'),
    "bad_query_syntax": get(("query", "ASK {")),
    "bad_update_get": get(("update", "CLEAR ALL")),
    "bad_multiple_updates": form(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT")),
    "bad_update_wrong_media_type": post("CLEAR NAMED", "text/plain"),
    "bad_update_missing_form_type": post("update=CLEAR%20NAMED", None),
    "bad_update_non_utf8": post("CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16"),
    "bad_update_syntax": form(("update", "CLEAR XYZ")),
    "bad_update_dataset_conflict": form(("using-named-graph-uri", "http://example/people"), ("update", WITH)),
    "query_get": get(("query", ASK), types=ROWS),
    "query_post_form": form(("query", ASK), types=ROWS),
    "query_post_direct": post(ASK, DIRECT, types=ROWS),
    "query_post_direct in upper case": post(ASK, f"{DIRECT.upper()};CHARSET=utf-8", types=ROWS),
    "query_dataset_default_graph": post(f"ASK {{ <{DATA1}> ?p ?o }}", DIRECT, *default(DATA1), types=ROWS),
    "query_dataset_default_graphs_get": get(("query", f"ASK {BOTH}"), *default(DATA1, DATA2), types=ROWS),
    "query_dataset_default_graphs_post": post(f"ASK {BOTH}", DIRECT, *default(DATA1, DATA2), types=ROWS),
    "query_dataset_named_graphs_get": get(("query", f"ASK {EACH}"), *named(DATA1, DATA2), types=ROWS),
    "query_dataset_named_graphs_post": post(
        "ASK { GRAPH ?g { ?s ?p ?o } }", DIRECT, *named(DATA1, DATA2), types=ROWS
    ),
    "query_dataset_full": post(
        "SELECT ?g ?x ?s { ?x ?y ?o GRAPH ?g { ?s ?p ?o } } LIMIT 5",
        DIRECT,
        *default(DATA3),
        *named(DATA1, DATA2),
        types=ROWS,
    ),
    "query_dataset in a form": form(("query", f"ASK {BOTH}"), *default(DATA1, DATA2), types=ROWS),
    "query_multiple_dataset": post(
        f"ASK FROM <{DATA1}> {{ <{DATA2}> ?p ?o }}", DIRECT, *default(DATA2), types=ROWS
    ),
    "query_content_type_select": post("SELECT (1 AS ?value) {}", DIRECT, types=TABLES),
    "query_content_type_ask": post(ASK, DIRECT, types=ROWS),
    "query_content_type_describe": post("DESCRIBE <http://example.org/>", DIRECT, types=TRIPLES),
    "query_content_type_construct": post("CONSTRUCT { <a:s> <a:p> 1 } WHERE {}", DIRECT, types=TRIPLES),
    "update_post_form": form(("update", "CLEAR ALL")),
    "update_post_direct": post("CLEAR ALL", UPDATE),
    "update_dataset_default_graph": post("CLEAR ALL", UPDATE, ("using-graph-uri", DATA1)),
    "update_base_uri": form(("update", "CLEAR GRAPH <http://example.org/> ; INSERT DATA { <> <a:b> 1 }")),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_w3c_request(http: TestClient, case: Case) -> None:
    kind = FORM if case.form else case.type
    answer = http.request(
        case.method,
        "/sparql",
        params=list(case.address),
        headers={"content-type": kind} if kind else {},
        content=urlencode(case.form, quote_via=quote) if case.form else case.body,
    )
    found = answer.headers["content-type"].partition(";")[0]
    if not case.types:
        assert (answer.status_code // 100, found) == (4, "application/problem+json")
        return
    assert (answer.status_code, found in case.types) == (200, True), answer.text
    if found.endswith("+json"):
        assert answer.json().get("boolean", True)
