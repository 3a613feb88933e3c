"""A third-party JavaScript client of a real server; SPARQLWrapper and rdflib are in sparql/test_routes.py."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.vocab import KG
from tests.serving import server

HERE = Path(__file__).parents[1] / "javascript"
PREFIXES = f"PREFIX kg: <{KG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
PEOPLE = "{ ?p a kg:Person ; rdfs:label ?name }"
NAMES = ["Bo Dahl", "Orla Venn", "Tom Arley"]


def test_fetch_sparql_endpoint(served_store):
    if shutil.which("node") is None or not (HERE / "node_modules").is_dir():
        pytest.skip("needs Node and fetch-sparql-endpoint: npm ci --prefix tests/javascript")
    queries = [
        f"{PREFIXES} SELECT ?name {PEOPLE} ORDER BY ?name",
        f"{PREFIXES} ASK {PEOPLE}",
        f"{PREFIXES} CONSTRUCT {{ ?p rdfs:label ?name }} WHERE {PEOPLE}",
    ]
    with server(served_store) as address:
        command = ["node", str(HERE / "ask.js"), f"{address}/sparql", *queries]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    answers = json.loads(ended.stdout)
    assert "415" in answers.pop("refused")  # an update
    read = {"rows": NAMES, "is_so": True, "triples": NAMES}
    assert answers == {"get": read, "form": read, "direct": read}
