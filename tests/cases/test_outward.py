"""Names as people type them into OpenRefine, and an article that reports the same events over and over."""

import json
import sys

import pytest

from kg.link import link
from kg.pipeline import extract_parsed, parse
from kg.read.clean import clean
from kg.records import RawArticle
from tests.cases.facts import read
from tests.reading import known
from tests.serving import build, client

BRIEFS = (
    "The Ministry for Mines, Ports and Fisheries fined Orrin Holdings plc on Monday.",
    "Vessa College of Arts & Crafts opened a library in Lima on Monday.",
    "Doctors Without Frontiers left Goma on Monday, its director Moira O\u2019Shea said.",
    "The Lac d\u2019Or Bank bought Black & Thornton Ltd on Monday.",
    "President Jean-Marc Br\u00e9mond met the World Seed Council in Geneva on Monday.",
    "Sheikh Tariq bin Faisal al-Mansouri visited Muscat on Monday.",
    "The poet Stanis\u0142awa \u0141ozi\u0144ska was arrested in Wroc\u0142aw on Monday.",
)
TYPED = {  # query -> the name of the graph
    "The Ministry for Mines, Ports and Fisheries": "Ministry for Mines, Ports and Fisheries",
    "Vessa College of Arts and Crafts": "Vessa College of Arts & Crafts",
    "Ms Moira O\u2019Shea": "Moira O\u2019Shea",
    "Black and Thornton": "Black & Thornton Ltd",
    "Black & Thornton Limited": "Black & Thornton Ltd",
    "President Jean-Marc Br\u00e9mond": "Jean-Marc Br\u00e9mond",
    "World Seed Council (WSC)": "World Seed Council",
    "Shaikh Tariq bin Faisal al-Mansouri": "Tariq bin Faisal al-Mansouri",
}
FOLDED = {"Stanislawa Lozinska": "Stanis\u0142awa \u0141ozi\u0144ska", "Wroclaw": "Wroc\u0142aw"}
DAY = (
    "Premier Ilsa Marn met miners in Orrin on Monday. Piet Lunt rejected the offer on Tuesday and sued the mill. "
    "Police arrested nine miners near the pit on Tuesday. "
)


@pytest.fixture(scope="module")
def candidates(tmp_path_factory):
    """The best candidate of each query, with its score."""
    found = [read(text) for text in BRIEFS]
    store = build(tmp_path_factory.mktemp("briefs") / "store", *found, told=link(found))
    queries = {query: {"query": query} for query in (*TYPED, *FOLDED)}
    with client(store) as http:
        answers = http.post("/reconcile", data={"queries": json.dumps(queries)}).json()
    return {query: next(iter(each["result"]), None) for query, each in answers.items()}


@pytest.mark.model
@pytest.mark.parametrize("query", TYPED, ids=str)
def test_a_name_with_a_word_more_or_less_is_a_candidate_with_a_lower_score(candidates, query):
    assert candidates[query]["name"] == TYPED[query]
    assert 30 < candidates[query]["score"] < 100


@pytest.mark.model
@pytest.mark.parametrize("query", FOLDED, ids=str)
def test_letters_without_their_marks_are_the_same(candidates, query):
    assert (candidates[query]["name"], candidates[query]["match"]) == (FOLDED[query], True)


def calls(times: int) -> int:
    """The calls of Python functions that it takes to read and link an article with the same events so many times."""
    raw = RawArticle("a.txt", f"{times:064}", DAY * times)
    parsed = parse(clean(raw, known().boilerplate), known())
    assert parsed is not None
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        link([extract_parsed(parsed, known())])
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.model
def test_the_same_events_n_times_cost_n_times_as_much():
    calls(1)  # fills caches
    assert calls(24) < 2.7 * calls(12)  # 538,000 and 206,000; pairs of claims cost 4 times as much
