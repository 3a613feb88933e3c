"""The contradictions desk in a browser, over accounts that differ on a number, on whether, and on who."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from kg.records import Claim, Dispute, Extraction, Interval, Quantity, Sentence, article_id
from tests.extractions import article, claim, entity, filler, linked, mention, sentence
from tests.serving import build, server

pytestmark = pytest.mark.slow

TOLLS = {  # day of March, number killed
    "alpha.txt": (6, 12),
    "beta.txt": (7, 27),
    "zeta.txt": (7, 25),
    "gamma.txt": (9, 31),
}


TUESDAY = date(2024, 3, 12)
MONDAY = Interval(None, None, "day", "Monday")


def report(text: str, source: str, day: int, told: Claim, where: Sentence, *names: str) -> Extraction:
    """An article of one sentence with one claim about people who are named."""
    entities = tuple(entity(name, [mention(where, name, "Person")]) for name in names)
    published = article(text, source=source, published=date(2024, 3, day))
    return Extraction(replace(published, publisher=source.split(".")[0]), (where,), entities, (told,))


def flood(source: str, day: int, number: int) -> Extraction:
    text = f"A flood killed {number} people in Tolvaz on Sunday."
    where = sentence(text, text)
    told = claim("Killing", where, "killed", [filler("patient", where, f"{number} people")])
    return report(text, source, day, replace(told, quantities=(Quantity("killed", number),)), where)


def visit(source: str, who: str, *, happened: bool) -> Extraction:
    text = f"{who} {'visited' if happened else 'did not visit'} Tolvaz on Sunday."
    where = sentence(text, text)
    told = claim(
        "Visit",
        where,
        "visit",
        [filler("agent", where, who, entity=who)],
        factuality="actual" if happened else "negated",
    )
    return report(text, source, 8, told, where, who)


def fire(source: str, time: Interval) -> Extraction:
    text = f"A fire destroyed a mill in Tolvaz on {time.words}."
    where = sentence(text, text)
    told = claim("Disaster", where, "destroyed", [filler("patient", where, "a mill")])
    return report(text, source, 14, replace(told, time=time), where)


def accounts() -> tuple[list[Extraction], list[list[int]]]:
    """Articles, and which of them report one event."""
    floods = [flood(source, *values) for source, values in TOLLS.items()]
    whether = [visit("delta.txt", "Orla Venn", happened=True), visit("eta.txt", "Orla Venn", happened=False)]
    who = [visit("iota.txt", "Bo Dahl", happened=True), visit("kappa.txt", "Tom Arley", happened=True)]
    when = [fire("mu.txt", Interval(TUESDAY, TUESDAY, "day", "12 March")), fire("nu.txt", MONDAY)]
    return [*floods, *whether, *who, *when], [[0, 1, 2, 3], [4, 5], [6, 7], [8, 9]]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    found, events = accounts()
    keys = [(article_id(each.article), each.claims[0].key) for each in found]
    disputes = tuple(
        Dispute("disputes", "killed", keys[one], keys[other])
        for event in events
        for one, other in pairwise(event)
    )
    same = {keys[number]: f"event{event[0]}" for event in events for number in event}
    store = build(
        tmp_path_factory.mktemp("desk"),
        *found,
        told=replace(linked(*found), events=same, disputes=disputes),
    )
    with server(store) as running:
        yield running


@pytest.fixture
def desk(opened):
    page = opened("/?view=disputes")
    page.wait_for_selector(".desk-list li")
    return page


def titles(page):
    return page.locator(".desk-list h3").all_text_contents()


def test_the_desk_lists_every_contradiction(desk, violations):
    assert len(titles(desk)) == 4
    assert violations(desk) == []


def test_the_desk_is_printed_and_not_the_start_page_beside_it(desk):
    desk.emulate_media(media="print")
    assert desk.is_visible(".desk-list h3") and not desk.is_visible("#details")
    assert desk.evaluate("getComputedStyle(document.querySelector('.desk-place')).position") == "static"


def test_the_desk_is_filtered_by_what_the_accounts_differ_on(desk):
    chips = desk.locator(".desk .chips button").all_text_contents()
    assert sorted(chips) == ["All", "killed (1)", "when (1)", "whether it happened (1)", "who (1)"]
    desk.click(".desk .chips button:has-text('whether it happened')")
    desk.wait_for_function("() => document.querySelectorAll('.desk-list li').length === 1")
    assert "Orla Venn" in titles(desk)[0]
    assert "differ=factuality" in desk.url
    desk.wait_for_selector(".desk [role=status]:has-text('1 of 4')")
    assert desk.locator(".desk .chips [aria-pressed=true]").text_content().startswith("whether")
    desk.reload()
    desk.wait_for_selector(".desk-list li")
    assert len(titles(desk)) == 1
    desk.click(".desk .chips button:has-text('All')")
    desk.wait_for_function("() => document.querySelectorAll('.desk-list li').length === 4")


def test_the_desk_is_narrowed_by_the_filters_beside_it(desk):
    desk.check("#filter-source-delta")
    desk.wait_for_function("() => document.querySelectorAll('.desk-list li').length === 1")
    assert "Orla Venn" in titles(desk)[0]


def test_the_card_of_a_toll_has_its_numbers_in_a_table_and_not_as_participants(desk):
    desk.click(".desk-list li:has(.toll) h3 a")
    desk.wait_for_selector("#details .card-head .facts dt:has-text('killed')")
    assert "people" not in desk.text_content("#details .card-head .facts")
    assert desk.locator("#details table:has-text('27')").count() == 1


def test_a_toll_is_told_over_time_with_the_numbers_of_one_day_together_and_leads_to_its_sentences(desk):
    desk.click(".desk .chips button:has-text('killed')")
    desk.wait_for_function("() => document.querySelectorAll('.desk-list li').length === 1")
    entry = desk.locator(".desk-list li")
    assert entry.locator(".toll").all_text_contents() == ["killed: 12 → 25 or 27 → 31"]
    assert "whom" not in entry.text_content()
    entry.locator(".toll a:has-text('27')").click()
    desk.wait_for_selector("#details mark.here-sentence:has-text('27 people')")


def test_days_are_told_by_their_words_where_no_date_is_known(desk):
    desk.click(".desk .chips button:has-text('when')")
    desk.wait_for_function("() => document.querySelectorAll('.desk-list li').length === 1")
    words = desk.locator(".desk-list .toll").text_content()
    assert sorted(words.removeprefix("when: ").split(" / ")) == ["12 Mar 2024", "Monday"]


def test_a_toll_is_a_table_by_day_and_source(desk):
    desk.click(".desk .chips button:has-text('killed')")
    desk.wait_for_function("() => document.querySelectorAll('.desk-list li').length === 1")
    desk.click(".desk-list h3 a")
    desk.wait_for_selector("#details .tolls")
    rows = [row.locator("td").all_text_contents() for row in desk.locator("#details .tolls tbody tr").all()]
    assert sorted((day, number, publisher) for day, number, _, publisher in rows) == [
        ("6 Mar 2024", "12", "alpha"),
        ("7 Mar 2024", "25", "zeta"),
        ("7 Mar 2024", "27", "beta"),
        ("9 Mar 2024", "31", "gamma"),
    ]


def test_a_class_that_is_its_family_is_named_once(desk):
    desk.click(".desk .chips button:has-text('when')")
    desk.wait_for_function("() => document.querySelectorAll('.desk-list li').length === 1")
    desk.click(".desk-list h3 a")
    desk.wait_for_selector("#details h2:has-text('destroyed')")
    assert desk.locator("#details .kind").first.text_content() == "Disaster"


def test_the_table_of_a_toll_fits_on_a_phone(desk, faults):
    desk.click(".desk .chips button:has-text('killed')")
    desk.wait_for_function("() => document.querySelectorAll('.desk-list li').length === 1")
    address = desk.locator(".desk-list h3 a").get_attribute("href")
    event = address.partition("show=event")[2].removeprefix("%3A").removeprefix(":").partition("&")[0]
    desk.goto(desk.url.partition("/?")[0] + f"/event/{event}")
    desk.wait_for_selector(".tolls td")
    cell = "document.querySelector('.tolls td:nth-child(2)')"
    desk.evaluate(f"{cell}.textContent = 'more than one hundred thousand'")
    assert faults(desk, sizes_only=True) == []
