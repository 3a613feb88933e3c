"""Corrections in the page with `kg serve --edit`: rename, split, reject, and the review queue."""

import json
import re

import pytest

from tests.serving import ARLEY, server

pytestmark = pytest.mark.slow

CARD = f"/?at={ARLEY}&show=entity:{ARLEY}"

QUESTION = {
    "lines": [
        "Are these two names of the same entity?",
        "  A  Orla Venn  http://127.0.0.1:8000/entity/venn",
        "     Venn, who met Tom Arley in Quito, left on the day on which the court freed Bo Dahl.",
        "  B  O. Venn",
    ],
    "verbs": ["same", "different"],
    "sides": [{"iri": "http://127.0.0.1:8000/entity/venn"}, {"iri": "http://127.0.0.1:8000/entity/arley"}],
}


@pytest.fixture(scope="module")
def address(served_store):
    with server(served_store, edit_token="secret") as found:
        yield found


@pytest.fixture
def editing(opened):
    """A page whose tab has the token, and the decisions that it sends; they are answered as if carried out."""
    page = opened(CARD)
    page.evaluate("sessionStorage.setItem('kg token', 'secret')")
    sent = []

    def judged(route):
        sent.append((json.loads(route.request.post_data), route.request.headers["authorization"]))
        route.fulfill(status=202, json={"number": 1, "state": "waiting"})

    page.route("**/edit/judgements", judged)
    page.route("**/edit/jobs", lambda route: route.fulfill(json=[{"number": 1, "state": "done"}]))
    page.reload()
    page.wait_for_selector("#details h2:has-text('Tom Arley')")
    return page, sent


def test_without_a_token_nothing_can_be_edited(opened):
    page = opened(CARD)
    page.wait_for_selector("#details .claim")
    assert page.locator(".edit, summary:has-text('Reject')").count() == 0


def test_an_entity_is_renamed_with_name_and_reason(editing):
    page, sent = editing
    page.click(".edit summary")
    page.fill("#edit-name", "Thomas Arley")
    page.fill("#edit-by", "ann")
    page.fill("#edit-why", "passport")
    page.click(".edit button:has-text('Rename')")
    page.wait_for_selector(".edit button:has-text('Show the new graph')")
    ((decision, authorization),) = sent
    assert authorization == "Bearer secret"
    assert re.search(rf"/entity/{ARLEY}$", decision["subjects"][0])
    assert {**decision, "subjects": []} == {
        "verb": "rename", "subjects": [], "name": "Thomas Arley", "by": "ann", "why": "passport",
    }  # fmt: skip


def test_an_entity_is_merged_with_one_that_is_chosen_by_its_name(editing, violations):
    page, sent = editing
    done = [{"number": 1, "state": "done", "message": "kg: Tom Arley (Person) and Bo Dahl (Place) differ"}]
    page.route("**/edit/jobs", lambda route: route.fulfill(json=done))
    page.click(".edit summary")
    page.fill("#edit-same", "Bo Da")
    page.wait_for_selector("#edit-matches option", state="attached")
    page.click(".edit button:has-text('Merge')")  # nobody is chosen yet
    page.fill("#edit-same", page.get_attribute("#edit-matches option", "value"))
    assert violations(page) == []
    page.click(".edit button:has-text('Merge')")
    page.wait_for_selector(".edit button:has-text('Show the new graph')")
    assert page.inner_text(".edit .problem") == "Tom Arley (Person) and Bo Dahl (Place) differ."
    ((decision, _),) = sent
    assert decision["verb"] == "same"
    assert [iri.rpartition("/")[2] for iri in decision["subjects"]] == [ARLEY, "dahl"]


def test_an_entity_is_split_by_two_of_its_names(editing, violations):
    page, sent = editing
    page.click("#details .rows a:has-text('Orla Venn')")
    page.wait_for_selector("#details h2:has-text('Orla Venn')")
    page.click(".edit summary")
    assert violations(page) == []
    page.select_option("#edit-other", "Venn")
    page.click(".edit button:has-text('Split')")
    page.wait_for_selector(".edit button:has-text('Show the new graph')")
    assert (sent[0][0]["verb"], sent[0][0]["subjects"]) == ("different", ["Orla Venn", "Venn"])


def test_a_claim_is_rejected_beside_its_sentence_with_a_reason(editing):
    page, sent = editing
    page.click("#details .claim summary:has-text('Reject this claim') >> nth=0")
    page.fill("#details .claim [open] input", "withdrawn")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details .claim button:has-text('Show the new graph')")
    assert (sent[0][0]["verb"], sent[0][0]["why"]) == ("reject", "withdrawn")
    assert "#claim=" in sent[0][0]["subjects"][0]


def test_a_decision_that_fails_says_why(editing):
    page, _ = editing
    failed = [{"number": 1, "state": "failed", "message": "rename: no entity has this address"}]
    page.route("**/edit/jobs", lambda route: route.fulfill(json=failed))
    page.click(".edit summary")
    page.click(".edit button:has-text('Rename')")
    page.wait_for_selector(".edit .problem:has-text('no entity has this address')")


def test_an_upload_shows_how_far_it_and_its_build_are(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    job = {"number": 1, "title": "add a.txt", "state": "running", "seconds": 3.0}
    job |= {"message": "Reading articles  40 % of the input |####      | 2 articles [00:03]"}
    sent = []
    page.route("**/edit/queue*", lambda route: route.fulfill(json=[]))
    page.route("**/edit/jobs", lambda route: route.fulfill(json=[job] if sent else []))

    def upload(route):
        sent.append(route.request.post_data)
        route.fulfill(status=202, json=job)

    page.route("**/edit/articles*", upload)
    page.goto(f"{address}/review#token=secret")
    page.set_input_files(
        "#files", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"Oslo. Venn met Arley."}
    )
    page.wait_for_selector("#jobs progress")
    assert page.evaluate("document.querySelector('#jobs progress').value") == 40
    assert sent == ["Oslo. Venn met Arley."]
    context.close()


def test_a_job_that_failed_stands_out(browser, address):
    context = browser.new_context()
    page = context.new_page()
    job = {
        "number": 1,
        "title": "reject: Venn met Arley",
        "seconds": 1.0,
        "message": "kg: the store is locked",
    }
    jobs = [{**job, "state": "failed"}, {**job, "state": "done"}]
    page.route("**/edit/queue*", lambda route: route.fulfill(json=[]))
    page.route("**/edit/jobs", lambda route: route.fulfill(json=jobs))
    page.goto(f"{address}/review#token=secret")
    page.wait_for_selector("#jobs tr")
    colours = "[...document.querySelectorAll('#jobs tr')].map((row) => getComputedStyle(row).backgroundColor)"
    failed, done = page.evaluate(colours)
    assert failed != done
    context.close()


def test_axe_finds_nothing_in_the_review_queue(browser, address, faults):
    context = browser.new_context(viewport={"width": 1280, "height": 640}, color_scheme="light")
    page = context.new_page()
    page.route("**/edit/queue*", lambda route: route.fulfill(json=[QUESTION]))
    page.goto(f"{address}/review#token=secret")
    page.wait_for_selector("#verbs button")
    assert faults(page) == []
    context.close()


def test_a_question_is_broken_where_the_window_ends(browser, address):
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.route("**/edit/queue*", lambda route: route.fulfill(body=json.dumps([QUESTION])))
    page.goto(f"{address}/review#token=secret")
    page.wait_for_selector("#verbs button")
    assert page.locator("#question p").all_inner_texts()[1:] == [
        "Are these two names of the same entity?",
        "A Orla Venn open",
        "Venn, who met Tom Arley in Quito, left on the day on which the court freed Bo Dahl.",
        "B O. Venn",
    ]
    assert page.locator("#question a").get_attribute("href") == "/entity/venn"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_why_nothing_can_be_decided_is_said_once_and_articles_can_be_added(browser, address):
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    detail = "/edit/queue: the review queue cannot be read: the ontology of kg has changed"
    page.route("**/edit/queue*", lambda route: route.fulfill(status=503, json={"detail": detail}))
    page.goto(f"{address}/review#token=secret")
    page.wait_for_selector("#question p:has-text('the ontology of kg has changed')")
    assert page.locator("#question p").all_inner_texts() == [
        "Nothing can be decided now.", "the review queue cannot be read: the ontology of kg has changed",
    ]  # fmt: skip
    assert page.locator("#verbs button").count() == 0
    assert page.locator("#files").is_visible()
    page.context.close()


def test_a_wrong_token_is_asked_for_again(browser, address):
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/review#token=wrong")
    page.wait_for_selector("#login p:has-text('needs the token')")
    assert not page.locator("#work").is_visible()
    page.context.close()


def test_an_upload_that_is_done_leads_to_its_articles(browser, address):
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    job = {"number": 1, "title": "add a.txt", "state": "done", "seconds": 3.0, "message": "1 article"}
    job["articles"] = [{"id": "one", "title": "Orla Venn left Quito"}]
    page.route("**/edit/queue*", lambda route: route.fulfill(json=[]))
    page.route("**/edit/jobs", lambda route: route.fulfill(json=[job]))
    page.goto(f"{address}/review#token=secret")
    page.wait_for_selector("#jobs a:has-text('Orla Venn left Quito')")
    assert page.locator("#jobs a").get_attribute("href") == "/article/one"
    page.context.close()
