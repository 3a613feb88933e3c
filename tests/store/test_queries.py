"""A query that a person wrote reaches nothing but the store, and cannot end the process that asks it."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples

from kg.errors import QueryError
from kg.query.python import open_graph
from kg.query.sparql_answers import WRITERS, ask
from kg.store.processes.command import command, environment
from kg.store.processes.refuse_service import refuse_services
from kg.store.read_build import Store, open_store
from kg.store.write_build import publish

S, P = NamedNode("http://news.example/s"), NamedNode("http://news.example/p")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("queries") / "store"
    publish(path, [Quad(S, P, Literal("one\n\u2028two", language="en")), Quad(S, P, Literal("3"))])
    with open_store(path) as opened:
        yield opened


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """The address of a server, and the connections that it has accepted."""
    accepted: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            while True:
                try:
                    connection, address = server.accept()
                except OSError:
                    return
                accepted.append(address)
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/", accepted
        server.shutdown(socket.SHUT_RDWR)


SERVICES = {
    "plain": "SELECT * { SERVICE <URL> { ?a ?b ?c } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?a ?b ?c } }",
    "after a number": "SELECT * { ?x ?y 7SERVICE<URL>{ ?a ?b ?c } }",
    "after a decimal": "SELECT * { ?x ?y 1.5sErViCe<URL>{ ?a ?b ?c } }",
    "after a boolean": "SELECT * { ?x ?y trueSERVICE<URL>{ ?a ?b ?c } }",
    "after a term": "SELECT * { ?x ?y <http://e.example/SERVICE>SERVICE<URL>{ ?a ?b ?c } }",
    "after a semicolon": "PREFIX SERVICE: <URL> PREFIX : <URL> SELECT * { ?x ?y ?z ; SERVICE :q { ?a ?b ?c } }",
    "after a sign of comparison": "SELECT * { ?x ?y ?z FILTER(?x<'>'||1=1) SERVICE <URL> { ?a ?b 'c' } }",
    "between signs of comparison": "SELECT * { ?x ?y ?z FILTER(1<?z&&2>1)SERVICE<URL>{ ?a ?b ?c } }",
    "after a comment": "SELECT * { # it's\n SERVICE # '\n SILENT <URL> { ?a ?b ?c } }",
    "after a long text": "SELECT * { ?x ?y '''it's \"\"\" ''' SERVICE <URL> { ?a ?b ?c } }",
    "with a prefix": "PREFIX p:<URL> SELECT * { SERVICE p: { ?a ?b ?c } }",
    "with a prefix of that name": "PREFIX service:<URL> SELECT * { SERVICE service:x { ?a ?b ?c } }",
    "with a variable": "SELECT * { VALUES ?service { <URL> } SERVICE ?service { ?a ?b ?c } }",
    "in a subquery": "SELECT * { { SELECT * { OPTIONAL { SERVICE <URL> { ?a ?b ?c } } } } }",
    "in EXISTS": "ASK { ?x ?y ?z FILTER EXISTS { SERVICE <URL> { ?a ?b ?c } } }",
    "in MINUS": "ASK { ?x ?y ?z MINUS { SERVICE SILENT <URL> { ?x ?b ?c } } }",
    "in an answer of triples": "CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <URL> { ?a ?b ?c } }",
    "in a description": "DESCRIBE ?a { SERVICE <URL> { ?a ?b ?c } }",
    "with the other letters taken": "SELECT * { ?zervice ?zzervice 5SERVICE<URL>{ ?a ?b ?c } }",
}


@pytest.mark.parametrize("sparql", SERVICES.values(), ids=SERVICES)
def test_a_service_is_refused_before_it_is_asked(
    store: Store, listener: tuple[str, list[object]], sparql: str
) -> None:
    url, accepted = listener
    with pytest.raises(QueryError, match="SERVICE is not allowed") as error:
        store.query(sparql.replace("URL", url))
    assert "\n" not in str(error.value) and not accepted


@pytest.mark.filterwarnings(
    "ignore:.*is deprecated:DeprecationWarning"
)  # rdflib's query uses what rdflib deprecates
@pytest.mark.parametrize("sparql", list(SERVICES.values())[:3], ids=list(SERVICES)[:3])
def test_rdflib_asks_no_service(store: Store, listener: tuple[str, list[object]], sparql: str) -> None:
    url, accepted = listener
    with open_graph(store.path.parent) as graph, pytest.raises(QueryError, match="SERVICE is not allowed"):
        list(graph.rdflib().query(sparql.replace("URL", url)))
    assert not accepted


@pytest.mark.parametrize(
    "sparql",
    [
        "ASK { ?service ?Service \"SERVICE <x> {\", '''a\nservice'''@x-service . ?s ?p <http://a.example/SERVICE> }",
        "PREFIX service: <http://e.example/> ASK { service:service service:SERVICE ?s } # SERVICE <x> { }",
        "PREFIX SERVICE: <http://e.example/> ASK { ?a ?b SERVICE:x { ?c ?d ?e } }",
        "SELECT (COUNT(*) AS ?services) { ?a ?b ?c ; SERVICE:p _:service }",
    ],
    ids=["texts", "prefix", "object", "other names"],
)
def test_the_letters_of_service_may_be_used(store: Store, sparql: str) -> None:
    if "SERVICE:p" in sparql:
        sparql = f"PREFIX SERVICE: <http://e.example/> {sparql}"
    refuse_services(sparql)
    store.query(sparql)


def test_a_child_opens_no_connection_even_where_nothing_is_refused(
    listener: tuple[str, list[object]],
) -> None:
    url, accepted = listener
    code = (
        "import sys, pyoxigraph; from kg.store.processes.sandbox import forbid_network\n"
        "forbid_network() or sys.exit(7)\n"
        "pyoxigraph.Store().query(sys.argv[1])"
    )
    sparql = f"ASK {{ SERVICE <{url}> {{ ?a ?b ?c }} }}"
    done = subprocess.run(
        [sys.executable, "-c", code, sparql], capture_output=True, check=False, env=environment()
    )
    if done.returncode == 7:
        pytest.skip("this system has no seccomp")
    assert b"ermission" in done.stderr and not accepted


DEEP = {
    "braces": "SELECT * " + "{" * 20_000 + "}" * 20_000,
    "brackets": "ASK { ?a ?b " + "[ ?c " * 20_000 + "]" * 20_000 + "}",
    "parentheses": "ASK { FILTER" + "(" * 20_000 + "1" + ")" * 20_000 + "}",
    "signs": "ASK { FILTER(" + "!" * 200_000 + "true) }",
    "paths": "ASK { ?a " + "(" * 20_000 + "<x:y>" + ")*" * 20_000 + " ?b }",
}


@pytest.mark.parametrize("sparql", DEEP.values(), ids=DEEP)
def test_deep_nesting_ends_the_query_and_not_the_program(store: Store, sparql: str) -> None:
    with pytest.raises(QueryError) as error:
        ask(store, sparql)
    assert len(str(error.value)) < 300 and "\n" not in str(error.value)


def test_answers_come_back_as_they_were(store: Store) -> None:
    rows = store.query("SELECT ?o ?unbound { ?s ?p ?o } ORDER BY ?o")
    assert isinstance(rows, QuerySolutions)
    assert [variable.value for variable in rows.variables] == ["o", "unbound"]
    assert {row["o"] for row in rows} == {Literal("one\n\u2028two", language="en"), Literal("3")}
    triples = store.query(
        "CONSTRUCT { ?o <http://e.example/of> ?s } WHERE { ?s ?p ?x BIND(IRI('x:y') AS ?o) }"
    )
    assert isinstance(triples, QueryTriples)
    assert [str(triple.subject) for triple in triples] == ["<x:y>"]
    assert bool(store.query("ASK { ?s ?p '3' }")) and not bool(store.query("ASK { ?s ?p '4' }"))
    assert WRITERS["csv"](ask(store, "SELECT (1 AS ?n) {}")) == "n\r\n1\r\n"


def test_a_damaged_graph_is_an_error_of_the_query(tmp_path: Path) -> None:
    build = publish(tmp_path / "store", [Quad(S, P, Literal(str(number))) for number in range(10_000)])
    with open_store(tmp_path / "store") as opened:
        for path in (build / "graph").glob("*.sst"):
            data = bytearray(path.read_bytes())
            data[100:-200] = bytes(len(data) - 300)
            path.write_bytes(data)
        with pytest.raises(QueryError, match="cannot be answered"):
            opened.query("SELECT * { ?s ?p ?o }")


def test_a_child_ends_with_its_parent(store: Store) -> None:
    endless = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c ; ?p ?q"
        + "".join(f" . ?a{n} ?b{n} ?c{n}" for n in range(60))
        + "}"
    )
    question = json.dumps({"graph": str(store.path / "graph"), "query": endless, "prefixes": {}})
    code = (
        "import subprocess, sys, os\n"
        "child = subprocess.Popen([*sys.argv[2:], str(os.getpid())], stdin=subprocess.PIPE)\n"
        "child.stdin.write(sys.argv[1].encode()); child.stdin.close(); print(child.pid, flush=True)\n"
        "sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code, question, *command("kg.store.processes.query_child")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(),
    )  # fmt: skip
    with parent:
        child = int(cast(Any, parent.stdout).readline())
        assert is_running(child)
        parent.kill()
    for _ in range(100):
        if not is_running(child):
            return
        threading.Event().wait(0.05)
    os.kill(child, 9)
    pytest.fail("the child goes on")


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
