"""The tools of the MCP server return sentences that an assistant can cite."""

import json

import pytest

from kg.api.http.problems import UNREADABLE
from kg.errors import StoreError
from tests.serving import finished

pytest.importorskip("mcp", reason="the extra mcp is not installed")
mcp_server = pytest.importorskip("kg.api.mcp_server")


@pytest.fixture(scope="module")
def call(served_store):
    """A function that calls a tool and returns whether it failed, and its result."""
    from mcp import Client

    from kg.api.mcp_server import make_server

    server = make_server(served_store)

    async def called(name, arguments):
        async with Client(server) as client:
            return await client.call_tool(name, arguments)

    def get(name, **arguments):
        found = finished(called(name, arguments))
        text = found.content[0].text
        return found.is_error, text if found.is_error else json.loads(text)

    return get


def test_name_leads_to_claims_with_their_sentences(call):
    _, found = call("find_entities", query="orla ven")
    failed, claims = call("get_claims", entity=found["items"][0]["id"], factuality="planned")
    assert not failed
    (told,) = claims["items"]
    assert told["sentence"]["text"].startswith("President Orla Venn was due to meet")
    assert (told["article"]["headline"], told["factuality"]) == ("Venn to meet Arley", "planned")
    assert told["attributed_to"][0]["text"] == "the palace"


@pytest.mark.parametrize(
    "tool, arguments, key",
    [
        ("get_entity", {"id": "venn"}, "positions"),
        ("find_paths", {"source": "venn", "target": "evil"}, "paths"),
        ("get_event", {"id": "event-Meeting"}, "disputes"),
        ("list_classes", {}, "families"),
        ("find_sentences", {"query": "court freed"}, "items"),
    ],
)
def test_tools_answer(call, tool, arguments, key):
    failed, found = call(tool, **arguments)
    assert not failed
    assert found[key]


@pytest.mark.parametrize(
    "tool, arguments, message",
    [
        ("get_entity", {"id": "nobody"}, "nothing in the graph has the id nobody; find_entities returns ids"),
        ("get_entity", {"id": "../../etc"}, "should match pattern"),
        ("get_claims", {"entity": "venn", "event_class": "Nonsense"}, "Nonsense"),
        ("find_sentences", {"query": "a" * 301}, "at most 300 characters"),
    ],
)
def test_bad_input_is_an_error_in_words(call, tool, arguments, message):
    failed, text = call(tool, **arguments)
    assert failed
    assert message in text


def test_error_of_the_store_is_for_the_log(call, served_store, monkeypatch, caplog):
    def fail(*arguments):
        raise StoreError(f"{served_store}: is damaged")

    monkeypatch.setattr(mcp_server.articles, "classes", fail)
    failed, text = call("list_classes")
    assert (failed, str(served_store) in text, UNREADABLE in text) == (True, False, True)
    assert str(served_store) in caplog.text
