"""Connections are limited: the size of a request's head, the time it takes to arrive, and how slowly a client reads."""

import logging
import socket
from time import monotonic

import pytest

from kg.api.http import protocol
from tests.serving import server

POST = b"POST /sparql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/sparql-query\r\n"
GET = b"GET /health HTTP/1.1\r\nhost: localhost\r\n"


@pytest.fixture(scope="module")
def port(served_store):
    with server(served_store) as address:
        yield int(address.rpartition(":")[2])


@pytest.fixture
def connection(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as found:
        yield found


def everything(connection) -> bytes:
    """All that the server sends until it closes the connection."""
    parts = []
    try:
        while part := connection.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def send_until_refused(connection, parts) -> int:
    """The number of bytes that were sent."""
    sent = 0
    try:
        for part in parts:
            connection.sendall(part)
            sent += len(part)
    except (BrokenPipeError, ConnectionResetError):
        pass
    return sent


@pytest.mark.parametrize(
    "start, part",
    [
        (GET + b"x: ", b"a" * 65_536),
        (GET, b"x: a\r\n" * 10_000),
        (b"GET /", b"a" * 65_536),
        (b"", b"\r\n" * 32_768),
        (POST + b"transfer-encoding: chunked\r\n\r\n0\r\nx: ", b"a" * 65_536),
    ],
    ids=["long value", "many headers", "long address", "empty lines", "trailers"],
)
def test_long_head_is_refused_early(connection, port, start, part):
    began = monotonic()
    size = 64 << 20
    sent = send_until_refused(connection, [start, *(part for _ in range(size // len(part)))])
    assert sent < size / 4
    with socket.create_connection(("127.0.0.1", port), timeout=20) as other:
        other.sendall(GET + b"connection: close\r\n\r\n")
        assert everything(other).startswith(b"HTTP/1.1 200 ")
    assert monotonic() - began < 5


def test_refusal_of_a_long_head_says_why(connection):
    connection.sendall(GET + b"x: " + b"a" * (protocol.MAX_HEAD + 10_000))
    answer = everything(connection)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"application/problem+json" in answer
    assert b"must not exceed 65,536 bytes" in answer


def test_large_body_is_not_a_long_head(connection):
    body = b"ASK {}" + b" " * 400_000
    connection.sendall(POST + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(body))
    for start in range(0, len(body), 1000):
        connection.sendall(body[start : start + 1000])
    assert everything(connection).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "sent, status",
    [
        (b"", b""),
        (b"\r\n", b"HTTP/1.1 408 "),
        (GET, b"HTTP/1.1 408 "),
        (POST + b"content-length: 9\r\n\r\nASK", b""),
        (GET + b"\r\n" + GET, b"HTTP/1.1 200 "),
    ],
    ids=["nothing", "an empty line", "half a head", "half a body", "a whole one and a half"],
)
def test_connection_that_waits_for_a_request_is_closed(connection, monkeypatch, caplog, sent, status):
    monkeypatch.setattr(protocol, "ARRIVAL", 0.3)
    with socket.create_connection(connection.getpeername(), timeout=20) as fresh:
        fresh.sendall(sent)
        answer = everything(fresh)
    assert answer.startswith(status)
    assert bool(answer) == bool(status)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_response_that_takes_longer_than_a_request_may_is_sent(connection, monkeypatch, served_store):
    monkeypatch.setattr(protocol, "ARRIVAL", 0.1)
    query = b"SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 500000 } }"
    with socket.create_connection(connection.getpeername(), timeout=20) as fresh:
        fresh.sendall(POST + b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(query) + query)
        assert everything(fresh).startswith(b"HTTP/1.1 200 ")
