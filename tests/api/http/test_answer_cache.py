"""Responses are cached while their build is current, up to a limit on memory."""

import pytest

from kg.api.http.answer_cache import AnswerCache
from tests.serving import finished


class Build:
    """A stand-in for the current build."""

    def __init__(self):
        self.etag, self.base = "one", None

    def look(self):
        pass


def asked(answers, path="/a", *, method="GET", query=b"", **headers):
    """Status and body of a response."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    finished(answers(scope, None, send))
    return sent[0]["status"], b"".join(message["body"] for message in sent[1:])


@pytest.fixture
def made():
    """An application that counts requests, behind a cache."""
    calls = []

    async def app(scope, receive, send):
        calls.append(scope["path"])
        status = 404 if scope["path"] == "/none" else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * 1000, "more_body": True})
        await send({"type": "http.response.body", "body": scope["query_string"]})

    return calls, AnswerCache(app, Build(), size=10_000)


def test_same_question_is_made_once(made):
    calls, answers = made
    assert asked(answers, query=b"q=1") == asked(answers, query=b"q=1") == (200, b"x" * 1000 + b"q=1")
    assert len(calls) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"query": b"q=2"},
        {"accept": "text/html"},
        {"method": "POST"},
        {"path": "/b"},
        {"host": "news.example"},
    ],
    ids=str,
)
def test_other_questions_are_made(made, other):
    calls, answers = made
    asked(answers)
    asked(answers, **other)
    assert len(calls) == 2


def test_next_build_answers_anew(made):
    calls, answers = made
    asked(answers)
    answers.current.etag = "two"
    asked(answers)
    assert len(calls) == 2


@pytest.mark.parametrize(
    "path, query",
    [
        ("/none", b""),
        ("/health", b""),
        ("/static/a.js", b""),
        ("/sparql", b"query=SELECT%20(NOW()%20AS%20?t)%20{}"),
        ("/sparql", b"query=SELECT+(R%41ND()+AS+?t)+{}"),
        ("/sparql", b"query=SELECT+(\\u004eOW()+AS+?t)+{}"),
    ],
)
def test_some_answers_are_not_kept(made, path, query):
    calls, answers = made
    asked(answers, path, query=query)
    asked(answers, path, query=query)
    assert len(calls) == 2


def test_oldest_is_forgotten(made):
    calls, answers = made
    for number in (1, 2, 3, 1, 4, 1, 2):
        asked(answers, f"/{number}")
    assert calls == ["/1", "/2", "/3", "/4", "/2"]


def test_under_a_base_no_answer_depends_on_the_host(made):
    calls, answers = made
    answers.current.base = "https://news.example/"
    asked(answers, host="one.example")
    asked(answers, host="two.example")
    assert len(calls) == 1


def test_answer_that_breaks_off_is_not_kept():
    """The client leaves midway, which ends a streamed answer without an error."""

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})

    answers = AnswerCache(app, Build())
    asked(answers)
    assert not answers._answers
