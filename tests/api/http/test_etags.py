"""A tag identifies one representation at one address, and 304 is sent only for what a client really has."""

import pytest

from tests.serving import VENN

TABLE = {"accept": "text/csv"}
JSON = {"accept": "application/json"}
LABELS = "SELECT ?name { ?p a kg:Person ; rdfs:label ?name } ORDER BY ?name"


def tag_of(http, path, **options):
    return http.get(path, **options).headers["etag"]


@pytest.mark.parametrize("path", ["/nothing-here", "/entities/nobody", "/entity/nobody", "/ontology/Nothing"])
@pytest.mark.parametrize("known", ["of another page", "*"])
def test_missing_pages_are_missing_whatever_the_client_has(http, path, known):
    tag = tag_of(http, "/stats") if known == "of another page" else known
    assert http.get(path, headers={"if-none-match": tag}).status_code == 404


def test_tags_differ_by_address(http):
    paths = ("/stats", "/entities", "/entities?limit=1", "/entities?limit=2", f"/entities/{VENN}")
    tags = [tag_of(http, path) for path in paths]
    assert len(set(tags)) == len(paths)
    assert http.get("/stats", headers={"if-none-match": tags[1]}).status_code == 200


def test_tags_differ_by_media_type(http):
    asked = {"params": {"query": LABELS}}
    table = http.get("/sparql", **asked, headers=TABLE)
    other = http.get("/sparql", **asked, headers={**JSON, "if-none-match": table.headers["etag"]})
    assert (other.status_code, other.headers["content-type"]) == (200, "application/sparql-results+json")
    assert other.headers["etag"] != table.headers["etag"]
    again = http.get("/sparql", **asked, headers={**TABLE, "if-none-match": table.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("form", ["{}", '"other", {}', "*"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_known_response_is_not_sent_again(http, form, method):
    tag = tag_of(http, "/stats")
    answer = http.request(method, "/stats", headers={"if-none-match": form.format(tag)})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    assert "content-length" not in answer.headers


def test_part_of_a_tag_is_another_tag(http):
    tag = tag_of(http, "/stats")
    assert http.get("/stats", headers={"if-none-match": f'"x{tag[3:]}'}).status_code == 200


def test_table_that_is_streamed_is_not_sent_again(http):
    tag = tag_of(http, "/claims.csv")
    assert http.get("/claims.csv", headers={"if-none-match": tag}).status_code == 304


def test_result_that_changes_has_no_tag(http):
    answer = http.get("/sparql", params={"query": "SELECT (RAND() AS ?n) {}"}, headers=TABLE)
    assert (answer.status_code, "etag" in answer.headers) == (200, False)
