"""The query page in a browser: examples, results, and scripts of articles, which stay text."""

from urllib.parse import quote

import pytest

from tests.serving import SCRIPT, server

pytestmark = pytest.mark.slow

HOSTILE = """SELECT ?a ?b WHERE { ?x rdfs:label ?a . FILTER(CONTAINS(?a, "script"))
  BIND("<img src=x onerror=alert(2)>"^^rdf:HTML AS ?b) }"""


@pytest.fixture(scope="module")
def address(served_store):
    with server(served_store) as found:
        yield found


@pytest.fixture
def page(browser):
    context = browser.new_context()
    found = context.new_page()
    found.alerts = []
    found.on("dialog", lambda dialog: (found.alerts.append(dialog.message), dialog.dismiss()))
    found.asked = []
    found.on("request", lambda request: found.asked.append(request.url))
    yield found
    context.close()


def test_example_is_answered(page, address):
    page.goto(f"{address}/sparql")
    page.select_option("#examples", label="Who holds what office, and where?")
    page.wait_for_selector("text=President")
    assert all(url.startswith((address, "data:")) for url in page.asked), page.asked


def test_scripts_in_results_stay_text(page, address):
    page.goto(f"{address}/sparql?query={quote(HOSTILE)}")
    page.click("button.yasqe_queryButton")
    page.wait_for_selector(f"text={SCRIPT}")
    page.wait_for_timeout(300)
    assert page.alerts == []


@pytest.mark.parametrize(
    "term, path, heading",
    [
        ("kg:Meeting", "/ontology/Meeting", "Meeting"),
        ("<http://127.0.0.1:8000/entity/venn>", "/entity/venn", "Orla Venn"),
    ],
    ids=["vocabulary", "data"],
)
def test_iris_of_results_open_on_this_server(page, address, term, path, heading):
    query = f"SELECT ?term {{ VALUES ?term {{ {term} }} }}"
    page.goto(f"{address}/sparql?query={quote(query)}")
    page.click("button.yasqe_queryButton")
    with page.context.expect_page() as opened:
        page.click(".yasr_results a")
    opened.value.wait_for_selector(f"text={heading}")
    assert opened.value.url == address + path
