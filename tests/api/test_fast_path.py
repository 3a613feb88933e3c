"""The fast path returns the same as the routes, and a response is sent in one write."""

import asyncio

import pytest

from kg.api.http.buffered_transport import BufferedTransport
from kg.api.rest.filters import Filters
from kg.api.rest.network import all_edges_of, edges_of
from kg.api.tables.open_build import open_graph
from tests.serving import ARLEY, VENN, finished


def headers_of(answer):
    """The headers without the tag, which depends on the address."""
    return {name: value for name, value in answer.headers.items() if name != "etag"}


@pytest.mark.parametrize("id", [VENN, ARLEY, "quito", "evil", "nobody", "-" * 64])
def test_card_is_that_of_the_route(http, id):
    direct, routed = http.get(f"/entities/{id}"), http.get(f"/entities/{id}?&")
    assert (direct.status_code, direct.json()) == (routed.status_code, routed.json())
    assert headers_of(direct) == headers_of(routed)


def test_card_is_not_changed_if_its_build_is_known(http):
    tag = http.get(f"/entities/{VENN}").headers["etag"]
    assert http.get(f"/entities/{VENN}", headers={"if-none-match": tag}).status_code == 304


def test_head_tells_of_the_card_alone(http):
    answer = http.head(f"/entities/{VENN}")
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 100


def test_sums_are_what_the_claims_come_to(store):
    """Edges and totals computed for all entities at once equal those computed for each."""
    with open_graph(store) as graph:
        for id in (id for (id,) in graph.table.rows("SELECT id FROM entity")):
            assert all_edges_of(graph, id) == edges_of(graph, [id], Filters())
            claims = graph.table.rows(
                "SELECT c.class, c.factuality, MAX(f.role != 'attributedTo') FROM claim c JOIN fills f "
                "ON f.claim = c.id WHERE f.entity = ? GROUP BY c.id",
                [id],
            )
            told = graph.table.rows(
                "SELECT class, factuality, claims FROM claim_totals WHERE entity = ?", [id]
            )
            assert {row[:2] for row in told} == {row[:2] for row in claims}
            assert sum(row[2] for row in told) == sum(row[2] for row in claims)


class Transport:
    """A transport that records what is written to it."""

    def __init__(self):
        self.written = []

    def write(self, data):
        self.written.append(data)

    def close(self):
        self.written.append("closed")

    def is_closing(self):
        return "closed" in self.written


def test_what_is_written_in_one_turn_leaves_in_one_piece():
    async def write():
        inner = Transport()
        outer = BufferedTransport(inner, asyncio.get_running_loop())
        outer.write(b"head ")
        outer.write(b"body")
        assert inner.written == []
        await asyncio.sleep(0)
        outer.write(b"last")
        outer.close()
        await asyncio.sleep(0)
        assert outer.is_closing()
        return inner.written

    assert finished(write()) == [b"head body", b"last", "closed"]
