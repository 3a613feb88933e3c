"""Every IRI of the data resolves, and no text of an article is returned as HTML."""

import io
import re

import pytest
from pyoxigraph import RdfFormat, parse

from kg.api.sparql.describe import ENDINGS, HERE
from kg.records import article_id
from kg.vocab import BASE, KG
from tests.serving import SCRIPT, client, later

ARTICLE = article_id(later().article)
DATA = ["/entity/venn", "/event/event-Meeting", f"/article/{ARTICLE}"]
IRIS = {
    **{path: BASE.rstrip("/") + path for path in DATA},
    "/ontology": KG.removesuffix("#"),
    "/ontology/Meeting": KG + "Meeting",
    "/ontology/agent": KG + "agent",
}
PATHS = list(IRIS)
FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/trig": RdfFormat.TRIG,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def get(store):
    with client(store) as found:
        yield lambda path, accept="*/*", **headers: found.get(path, headers={"accept": accept, **headers})


@pytest.mark.parametrize("accept", FORMATS)
@pytest.mark.parametrize("path", PATHS)
def test_iri_opens_as_rdf(get, path, accept):
    answer = get(path, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert "Accept" in answer.headers["vary"]
    subjects = {str(quad.subject.value) for quad in parse(io.BytesIO(answer.content), format=FORMATS[accept])}
    assert IRIS[path] in subjects


@pytest.mark.parametrize("ending, kind", ENDINGS.items())
def test_address_may_end_as_a_file_does(get, ending, kind):
    answer = get(f"/entity/venn.{ending}", "text/html")
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert answer.content == get("/entity/venn", kind).content


@pytest.mark.parametrize("path", [*PATHS, "/"])
def test_browser_gets_the_page_that_holds_nothing_of_the_data(get, path):
    answer = get(path, "text/html,application/xhtml+xml,*/*;q=0.8")
    assert answer.headers["content-type"].startswith("text/html")
    if not path.startswith("/ontology"):  # its own examples name a Venn
        assert "Venn" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_browser_reads_a_term_with_links_to_others_on_this_server(get):
    page = get("/ontology/Meeting", "text/html").text
    assert "<h1>Meeting</h1>" in page
    assert f"<td>{KG}Meeting</td>" in page
    assert '<a href="/ontology/DiplomacyEvent">kg:DiplomacyEvent</a>' in page
    assert ".<br>" in page and ".," not in page  # examples
    assert 'id="Meeting"' in get("/ontology", "text/html").text


def test_claims_come_with_their_sentence_in_their_graph(get):
    quads = list(
        parse(io.BytesIO(get("/entity/venn", "application/n-quads").content), format=RdfFormat.N_QUADS)
    )
    graphs = {
        str(quad.graph_name.value) for quad in quads if str(quad.subject.value).endswith("#claim=Meeting,15")
    }
    assert BASE + "article/" + ARTICLE in graphs
    assert any(quad.predicate.value.endswith("anchorOf") for quad in quads)


@pytest.mark.parametrize(
    "path, accept, status",
    [
        ("/entity/nobody", "*/*", 404),
        ("/entity/venn", "image/png", 406),
        ("/entity/a b", "*/*", 422),
        ("/entity/venn.docx", "*/*", 404),
        ("/entity/nobody.ttl", "*/*", 404),
        ("/article/" + "a" * 65, "*/*", 422),
        ("/static/../../pyproject.toml", "*/*", 404),
        ("/static/%2e%2e/%2e%2e/pyproject.toml", "*/*", 404),
        ("/static/..%2fapp.py", "*/*", 404),
    ],
)
def test_refusals(get, path, accept, status):
    answer = get(path, accept)
    assert answer.status_code == status
    assert answer.headers["content-type"].partition(";")[0] == "application/problem+json"


@pytest.mark.parametrize("path", ["/entity/nobody", "/ontology/Nothing"])
def test_browsers_get_a_page_for_what_is_not_there(get, path):
    answer = get(path, "text/html")
    assert answer.status_code == 404
    assert answer.headers["content-type"].partition(";")[0] == "text/html"
    assert "not found" in answer.text.lower()


@pytest.mark.parametrize(
    "path",
    [
        "/entity/evil",
        "/entities/evil",
        "/entities/evil/claims",
        "/entities?q=script",
        f"/entities?q={SCRIPT}",
        f"/entities/{SCRIPT}",
        "/articles",
        "/sentences?q=script",
        f"/claims?class={SCRIPT}",
        f"/sparql?query={SCRIPT}",
        "/sparql?query=SELECT * {?s rdfs:label ?o}",
        "/overview",
        f"/{SCRIPT}",
    ],
)
def test_scripts_of_articles_are_never_a_page(get, path):
    """With the Accept header of a browser, they come as data that browsers do not execute, or not at all."""
    answer = get(path, "text/html,*/*;q=0.8")
    kind = answer.headers["content-type"]
    assert SCRIPT not in answer.text or "html" not in kind
    assert answer.headers["x-content-type-options"] == "nosniff"
    if "html" not in kind:
        assert "sandbox" in answer.headers["content-security-policy"]


def test_head_answers_without_a_body(store):
    with client(store) as found:
        answer = found.head("/stats")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


def test_only_named_origins_may_ask(store):
    asked = {"origin": "https://news.example"}
    with client(store, cors_origins=("https://news.example",)) as found:
        assert (
            found.get("/stats", headers=asked).headers["access-control-allow-origin"]
            == "https://news.example"
        )
    with client(store) as found:
        assert "access-control-allow-origin" not in found.get("/stats", headers=asked).headers


def test_openapi_describes_every_route(get):
    found = get("/openapi.json").json()
    paths = {
        "/entities",
        "/entities/{id}",
        "/entities/{id}/claims",
        "/entities/{id}/timeline",
        "/sparql",
        "/paths",
    }
    assert paths <= found["paths"].keys()
    assert found["components"]["schemas"]["Claim"]["properties"]["class"]["examples"] == ["Meeting"]


def test_page_asks_at_once_for_every_module_of_the_explorer():
    """Otherwise the browser discovers each module only after it has read the previous one."""
    folder = HERE / "static" / "js"
    found, todo = set(), ["explorer.js", "network.js", "tip.js"]
    while todo:
        name = todo.pop()
        found.add(name)
        names = re.findall(
            r'^import .*?"\./([\w.]+)";', (folder / name).read_text(encoding="utf-8"), re.MULTILINE
        )
        todo += set(names) - found
    page = (HERE / "static" / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r'modulepreload" href="/static/js/([\w.]+)"', page)) == found
