"""The query page in a browser: examples, results, and scripts of articles, which stay text."""

from urllib.parse import quote

import pytest

from tests.serving import SCRIPT, VENN, server

pytestmark = pytest.mark.slow

HOSTILE = """SELECT ?a ?b WHERE { ?x rdfs:label ?a . FILTER(CONTAINS(?a, "script"))
  BIND("<img src=x onerror=alert(2)>"^^rdf:HTML AS ?b) }"""

CLAIMS = """PREFIX kg: <https://w3id.org/kg-news/ns#>
SELECT ?who ?whom ?begins ?claim ?class { GRAPH ?article {
  ?claim a ?class ; kg:agent ?who ; kg:patient ?whom ; kg:begins ?begins } FILTER(?class != kg:Claim) }"""


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
    page.wait_for_selector(f"text={SCRIPT}")
    page.wait_for_timeout(300)
    assert page.alerts == []


def asked(page, address, query):
    page.goto(f"{address}/sparql?query={quote(query)}")
    page.wait_for_selector(".readable td")
    return page


def test_results_have_names_dates_sentences_and_links_instead_of_addresses(page, address):
    asked(page, address, CLAIMS)
    page.wait_for_selector(".readable a:has-text('Orla Venn')")
    heads = page.locator(".readable th").all_text_contents()
    assert heads == ["who", "whom", "begins", "claim", "class"]
    cells = [
        cell.strip() for cell in page.locator(".readable tbody tr").first.locator("td").all_text_contents()
    ]
    assert cells[:3] == ["Orla Venn", "Tom Arley", "8 Mar 2024"]
    assert cells[3].endswith(".") and "Arley" in cells[3]
    assert cells[4] == "meeting"
    links = page.evaluate(
        "[...document.querySelectorAll('.readable tbody tr:first-child a')].map((each) => each.pathname)"
    )
    assert links[0] == f"/entity/{VENN}" and links[-1] == "/ontology/Meeting"
    page.click(".readable a.sentence")
    page.wait_for_selector("#details mark.here-sentence")


def test_a_misspelt_name_is_hinted_at_and_the_usual_prefixes_are_declared(page, address):
    page.goto(f"{address}/sparql?query={quote('SELECT ?x { GRAPH ?g { ?x kg:agnt ?y } }')}")
    page.wait_for_selector("text=The graph has no kg:agnt; did you mean kg:agent")
    assert page.locator(".parseErrorIcon").count() == 0
    assert "PREFIX kg:" in page.locator(".yasqe .CodeMirror-code").inner_text()


def test_the_table_and_the_answer_itself_are_a_click_away(page, address):
    asked(page, address, CLAIMS)
    page.click("button.select_response")
    page.wait_for_selector(".yasr_results .CodeMirror")


@pytest.mark.parametrize(
    "query, words",
    [
        ("SELECT * { ?a ?b ?c", ["Line 1, column 20", "the query ends here", "1 closing } missing"]),
        ("SELECT * { ?a foo:met ?c }", ["foo: is not declared", "Add missing prefixes"]),
        ("SELECT * {\n?a ?b . }", ["Line 2", "three parts"]),
    ],
    ids=["unfinished", "prefix", "two parts"],
)
def test_errors_say_where_and_what_is_wrong(page, address, query, words):
    page.goto(f"{address}/sparql?query={quote(query)}")
    page.wait_for_selector(".query-problem")
    shown = page.locator(".query-problem").inner_text()
    assert all(each in shown for each in words), shown
    assert '"detail"' not in shown


@pytest.mark.parametrize("path", ["/sparql", "/docs", "/ontology", "/ontology/Meeting"])
def test_axe_finds_nothing_and_nothing_scrolls_aside(browser, address, faults, path):
    context = browser.new_context(viewport={"width": 1280, "height": 640}, color_scheme="light")
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    # the page of all classes is long, and has the styles of the page of one
    assert faults(page, sizes_only=path == "/ontology") == []
    context.close()


def test_links_are_readable_in_the_dark(browser, address):
    """The editor's colours are turned over: a light accent would be dark."""
    context = browser.new_context(color_scheme="dark")
    page = asked(context.new_page(), address, CLAIMS)
    colour = page.evaluate("getComputedStyle(document.querySelector('.readable a')).color")
    assert max(int(part) for part in colour[4:-1].split(",")) < 128
    context.close()


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
    page.click(".readable a")
    page.wait_for_selector(f"text={heading}")
    assert page.url == address + path
