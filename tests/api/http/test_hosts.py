"""Only requests for a name of the server are answered, and answers name no other host."""

import pytest

from kg.api.http.hosts import allowed_names
from kg.api.serve import exposure
from kg.errors import KgError
from tests.serving import client

NEWS = "https://news.example:8443/graph/"


@pytest.fixture(scope="module")
def http(served_store):
    with client(served_store, host="graph.example") as found:
        yield found


def get(http, host, path="/reconcile"):
    return http.get(path, headers={"host": host})


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "LOCALHOST.",
        "127.0.0.1:8000",
        "[::1]:8000",
        "graph.example",
        "testserver",
    ],
)
def test_own_names_are_answered(http, host):
    assert get(http, host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:8000",
        "localhost:80@evil.example",
        "localhost/evil",
        "192.0.2.7",
        "[2001:db8::7]",
        "",
    ],
)
def test_foreign_names_are_refused(http, host):
    answer = get(http, host)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert "evil.example" not in get(http, "localhost").text


def test_refusal_says_what_allows_the_name(http):
    assert "--allowed-host evil.example" in get(http, "evil.example").json()["detail"]


def test_two_host_headers_are_refused(http):
    assert http.get("/stats", headers=[("host", "localhost"), ("host", "evil.example")]).status_code == 400


def test_each_host_gets_links_to_itself(http):
    for host in ("localhost:8000", "127.0.0.1:9000"):
        assert get(http, host).json()["view"]["url"].startswith(f"http://{host}/")
        described = http.get("/sparql", headers={"host": host, "accept": "text/turtle"}).text
        assert f"<http://{host}/sparql>" in described


def test_names_of_the_base_and_of_options_are_allowed(served_store):
    more = ("Extra.Example.", "bücher.example", "[2001:db8::7]")
    with client(served_store, base=NEWS, allowed_hosts=more) as http:
        hosts = ("news.example", "extra.example:80", "xn--bcher-kva.example", "[2001:db8::7]:8000")
        assert [get(http, host).status_code for host in hosts] == [200] * 4
        assert get(http, "evil.example").status_code == 400


def test_star_allows_any_name(served_store):
    with client(served_store, allowed_hosts=["*"]) as http:
        assert get(http, "any.example").status_code == 200


@pytest.mark.parametrize("name", ["https://news.example/", "news.example:80", "two names", ""])
def test_option_must_be_a_host_name(name):
    with pytest.raises(KgError, match="--allowed-host"):
        allowed_names("127.0.0.1", None, [name])


def test_listening_for_other_machines_is_warned_of():
    assert [exposure(host) for host in ("127.0.0.1", "::1", "localhost", "127.0.0.9")] == [None] * 4
    for host in ("0.0.0.0", "::", "192.0.2.7"):
        assert exposure(host).startswith(f"kg: with --host {host}, ")
        assert "\n" not in exposure(host)
