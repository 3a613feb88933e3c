"""Each client gets the reply to its own query, independent of other queries."""

import asyncio
import os
import signal

import pytest

from kg.api.sparql.child import UNREADABLE
from kg.api.sparql.pool import BUSY, CANNOT_START, TOO_MANY, Limits, ProcessPool
from kg.store.processes import command as children
from kg.store.processes.machine_memory import machine_memory
from tests.extractions import small
from tests.serving import build, finished

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"

SLOW = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 1000000 } }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    return str(build(tmp_path_factory.mktemp("pool") / "store", small()) / "build-1" / "graph")


def question(graph, query):
    return {
        "build": graph,
        "query": query,
        "default_graph": None,
        "named_graphs": None,
        "accept": ["text/csv"],
    }


def with_workers(use, **limits):
    async def run():
        async with ProcessPool(Limits(**limits)) as pool:
            return await use(pool)

    return finished(run())


def numbers(graph, pool, count, client=""):
    """Queries, each for another number."""
    return [pool.ask(question(graph, f"SELECT ({n} AS ?n) {{}}"), client) for n in range(count)]


def endless(graph, pool, count, client):
    """Queries that do not end, as tasks."""
    return [asyncio.create_task(pool.ask(question(graph, ENDLESS), client)) for _ in range(count)]


def cancel(tasks):
    for task in tasks:
        task.cancel()


def expected(count):
    return [f"n\r\n{n}\r\n".encode() for n in range(count)]


def test_each_gets_the_own_answer(graph):
    async def use(pool):
        return [reply.body for reply in await asyncio.gather(*numbers(graph, pool, 100))]

    assert with_workers(use, processes=2) == expected(100)


def test_nobody_waits_for_queries_that_do_not_end(graph):
    """As many endless queries as processes, with others behind them."""

    async def use(pool):
        endless = [asyncio.create_task(pool.ask(question(graph, ENDLESS))) for _ in range(2)]
        others = await asyncio.gather(*numbers(graph, pool, 20))
        assert not any(task.done() for task in endless)
        for task in endless:
            task.cancel()
        return [reply.body for reply in others]

    assert with_workers(use, processes=2, seconds=60, wait=60) == expected(20)


@pytest.mark.slow
def test_query_is_not_gone_on_with_that_is_answered_by_another_process(graph):
    """An endless query behind a slow one: both processes get it, and one of them is killed."""

    async def use(pool):
        asked = [asyncio.create_task(pool.ask(question(graph, query))) for query in (SLOW, ENDLESS)]
        assert (await asked[0]).status == 200
        await until(lambda: [len(process.pending) for process in pool.processes() if process.pending] == [1])
        asked[1].cancel()

    with_workers(use, processes=2, seconds=60, wait=60)


def test_query_that_does_not_end_is_stopped_and_those_behind_are_answered(graph):
    async def use(pool):
        endless, *others = await asyncio.gather(pool.ask(question(graph, ENDLESS)), *numbers(graph, pool, 3))
        assert (endless.status, endless.detail) == (503, "took longer than 0.3 seconds and was stopped")
        return [reply.body for reply in others]

    assert with_workers(use, processes=1, long=0, seconds=0.3, wait=60) == expected(3)


def test_one_client_has_few_long_queries_at_once(graph):
    """As many endless queries of one client as there are processes: the others are stopped."""

    async def use(pool):
        runaway = endless(graph, pool, 6, "a")
        await until(lambda: sum(task.done() for task in runaway) == 4)
        others = await asyncio.gather(*numbers(graph, pool, 20, "b"))
        stopped = [task.result() for task in runaway if task.done()]
        cancel(runaway)
        return stopped, others

    stopped, others = with_workers(use, processes=2, long=4, long_per_client=2, seconds=60, wait=60)
    assert [(reply.status, reply.detail[:23]) for reply in stopped] == [(429, "2 long queries of yours")] * 4
    assert [reply.body for reply in others] == expected(20)


def test_other_clients_do_not_wait_for_a_flood_of_endless_queries(graph):
    async def use(pool):
        runaway = endless(graph, pool, 40, "a")
        await until(lambda: any(task.done() for task in runaway))
        others = await asyncio.gather(*numbers(graph, pool, 5, "b"))
        waiting = sum(not task.done() for task in runaway)
        cancel(runaway)
        return others, waiting

    others, waiting = with_workers(use, processes=2, seconds=60, wait=60)
    assert [reply.body for reply in others] == expected(5)
    assert waiting > 20


def test_long_queries_without_a_place_are_stopped_when_others_wait(graph):
    """Each of another client: as many as there are places, and as many as there are processes."""

    async def use(pool):
        runaway = [task for client in "abc" for task in endless(graph, pool, 1, client)]
        await until(lambda: sum(process.is_overdue for process in pool.processes()) == 2)
        assert not any(task.done() for task in runaway)
        others = await asyncio.gather(*numbers(graph, pool, 5, "d"))
        stopped = [task.result() for task in runaway if task.done()]
        cancel(runaway)
        return stopped, others

    stopped, others = with_workers(use, processes=2, long=1, seconds=60, wait=60)
    assert stopped
    assert all(reply is TOO_MANY for reply in stopped)
    assert [reply.body for reply in others] == expected(5)


def test_all_processes_together_get_half_of_the_memory():
    limits = Limits()
    assert limits.memory * (limits.processes + limits.long) <= machine_memory() / 2


def test_too_many_long_queries_are_busy(graph):
    async def use(pool):
        endless = asyncio.create_task(pool.ask(question(graph, ENDLESS)))
        await until(lambda: pool.processes() and pool.processes()[0].is_late)
        other = await pool.ask(question(graph, "ASK {}"))
        endless.cancel()
        return other

    assert with_workers(use, processes=1, long=0, seconds=60, wait=0.1) is BUSY


def test_process_that_dies_takes_one_question_with_it(graph):
    async def use(pool):
        asked = [
            asyncio.create_task(pool.ask(question(graph, ENDLESS))),
            *map(asyncio.create_task, numbers(graph, pool, 3)),
        ]
        await until(lambda: pool.processes() and pool.processes()[0].pending)
        os.kill(pool.processes()[0].pid, signal.SIGKILL)
        first, *others = await asyncio.gather(*asked)
        assert (first.status, "memory" in first.detail) == (503, True)
        return [reply.body for reply in others]

    assert with_workers(use, processes=1) == expected(3)


@pytest.mark.parametrize("program", ["false", "no-such-program"])
def test_no_process_at_all_is_told(graph, monkeypatch, program):
    async def use(pool):
        return await pool.ask(question(graph, "ASK {}"))

    monkeypatch.setattr(children.sys, "executable", program)
    assert with_workers(use) is CANNOT_START


async def until(condition):
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


def test_a_query_that_is_nested_too_deeply_is_refused_and_the_next_one_answered(graph):
    async def use(pool):
        deep = await pool.ask(question(graph, "SELECT * " + "{" * 20_000 + "}" * 20_000))
        return deep, await pool.ask(question(graph, "SELECT (1 AS ?n) {}"))

    deep, next_one = with_workers(use, processes=1)
    assert (deep.status, "nested too deeply" in deep.detail) == (400, True)
    assert (next_one.status, next_one.body) == (200, b"n\r\n1\r\n")


def test_error_names_no_path_of_the_server(graph, tmp_path, capfd):
    async def use(pool):
        return await pool.ask(question(str(tmp_path / "missing"), "ASK {}"))

    reply = with_workers(use, processes=1)
    assert (reply.status, reply.detail) == (503, UNREADABLE)
    assert str(tmp_path) in capfd.readouterr().err
