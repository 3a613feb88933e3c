"""Random requests, most of them invalid: the server never fails, and always returns JSON or RDF."""

import os
import random
from urllib.parse import quote

import pytest

from kg.api.sparql.pool import Limits
from tests.serving import client

NUMBER = int(os.environ.get("KG_FUZZ", "600"))  # of requests each; 3,000 of each found nothing more
WORDS = [
    "", " ", "venn", "arley", "event-Meeting", "Meeting", "holdsPosition", "Diplomacy", "actual", "none",
    "0", "-1", "1", "999999999999999999999", "1e309", "NaN", "2024-03-08", "0000-00-00", "9999-12-31",
    "2024-02-30", "\x00", "\ud7ff", "\U0010ffff", "é", "e\u0301", "'", '"', '"a', '" OR "', "a*", "*",
    "NEAR(", "a AND", "%", "_", "\\", "../..", "//", "a" * 299, "a " * 140, "<script>",
    "'; DROP TABLE claim; --", "{}", "[]", "null", "true", "\r\nX: y", "\u202e", "\u200b", "^a:b", "-",
]  # fmt: skip
PATHS = [
    "/entities", "/entities/{}", "/entities/{}/claims", "/entities/{}/timeline",
    "/entities/{}/neighbourhood", "/claims", "/events", "/events/{}", "/articles", "/articles/{}",
    "/sentences", "/paths", "/overview", "/classes", "/stats", "/entity/{}", "/event/{}", "/article/{}",
    "/edge/{}", "/ontology", "/reconcile", "/reconcile/preview", "/{}", "/static/{}",
    "/reconcile/suggest/entity", "/reconcile/properties", "/queries",
]  # fmt: skip
NAMES = [
    "q", "type", "limit", "offset", "class", "family", "from", "to", "factuality", "attributed_to",
    "source", "min_sources", "with", "id", "named", "between", "max_hops", "since", "until", "publisher",
    "queries", "extend", "prefix",
]  # fmt: skip
TOKENS = [
    "SELECT", "*", "?s", "?p", "?o", "WHERE", "{", "}", ".", ";", ",", "ASK", "CONSTRUCT", "DESCRIBE",
    "GRAPH", "OPTIONAL", "FILTER", "(", ")", "COUNT", "AS", "LIMIT", "10", "ORDER BY", "GROUP BY", "UNION",
    "MINUS", "VALUES", "BIND", "a", "kg:Person", "kg:", "rdfs:label", "<http://127.0.0.1:8000/entity/venn>",
    "<", ">", "'x'", '"', "1e400", "-", "FROM", "NAMED", "SERVICE", "INSERT DATA", "REGEX", "'(a+)+$'", "/",
    "+", "^", "|", "!", "^^", "@en", "\\u0000", "#", "\n", "REDUCED", "EXISTS", "REPLACE", "PREFIX", "BASE",
    "<a:b>", "UNDEF",
]  # fmt: skip
ACCEPTS = [
    "*/*",
    "application/json",
    "text/turtle",
    "text/html",
    "",
    ";;;",
    "a/b;q=x",
    "text/csv",
    "application/ld+json",
]
BROKEN = 500
HAVOC = {500, 501, 502}


@pytest.fixture(scope="module")
def http(served_store):
    store = served_store
    with client(store, limits=Limits(seconds=1, rows=1000, size=100_000)) as found:
        yield found


@pytest.mark.slow
def test_rest_never_fails(http):
    chance = random.Random(1)
    documented = http.get("/openapi.json").json()["paths"]
    for _ in range(NUMBER):
        pattern = chance.choice(PATHS)
        path = pattern.format(quote(chance.choice(WORDS), safe=chance.choice(["", "/."])))
        route = documented.get(pattern.replace("{}", "{id}"), {}).get("get", {})
        known = [each["name"] for each in route.get("parameters", []) if each["in"] == "query"]
        names = chance.choices(known or NAMES, k=chance.randrange(5))
        parameters = [(name, chance.choice(WORDS)) for name in names]
        answer = http.get(path, params=parameters, headers={"accept": chance.choice(ACCEPTS)})
        assert answer.status_code < BROKEN, (path, parameters, answer.text[:300])
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.slow
def test_every_parameter_takes_any_value(http):
    """Parameters by the OpenAPI document, each with each value, in random order as far as NUMBER goes."""
    paths = http.get("/openapi.json").json()["paths"]
    cases = [
        (path, parameter, value)
        for path, methods in paths.items()
        for parameter in methods.get("get", {}).get("parameters", [])
        for value in WORDS
    ]
    for path, parameter, value in random.Random(4).sample(cases, min(NUMBER, len(cases))):
        name = parameter["name"]
        is_in_path = parameter["in"] == "path"
        address = path.replace(f"{{{name}}}", quote(value, safe="")) if is_in_path else path
        address = address.replace("{", "").replace("}", "")
        answer = http.get(address, params={} if is_in_path else {name: value})
        assert answer.status_code not in HAVOC, (address, name, value, answer.text[:300])


@pytest.mark.slow
def test_sparql_never_fails(http):
    chance = random.Random(2)
    for _ in range(NUMBER):
        query = " ".join(chance.choices(TOKENS, k=chance.randrange(1, 25)))
        if chance.random() < 0.5:
            query = "SELECT * WHERE { ?s ?p ?o . " + query
        answer = http.get("/sparql", params={"query": query}, headers={"accept": chance.choice(ACCEPTS)})
        assert answer.status_code not in HAVOC, (query, answer.text[:300])


def test_bodies_never_break_it(http):
    chance = random.Random(3)
    kinds = [
        "application/x-www-form-urlencoded",
        "application/sparql-query",
        "application/json",
        "multipart/form-data",
        "",
    ]
    for _ in range(NUMBER // 2):
        body = chance.randbytes(chance.randrange(200))
        path = chance.choice(["/sparql", "/reconcile", "/entities"])
        answer = http.post(path, content=body, headers={"content-type": chance.choice(kinds)})
        assert answer.status_code not in HAVOC, (path, body, answer.text[:300])
