"""The explorer in a browser, over two meetings from three articles, and a hostile article."""

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from tests.serving import ARLEY, SCRIPT, VENN

pytestmark = pytest.mark.slow

EGO = f"/?at={ARLEY}&show=entity:{ARLEY}"
CAPTION = 46  # pixels of the title above a saved picture
SVG = "{http://www.w3.org/2000/svg}"


def ready(page, name):
    page.wait_for_selector(f"#details h2:has-text('{name}')")
    page.wait_for_selector("#list tbody tr", state="attached")
    return page


def listed(page):
    """Names of the drawn entities, from the list."""
    return {text.strip() for text in page.locator("#list tbody th a:first-of-type").all_text_contents()}


def downloaded(page, tmp_path, choice):
    """The file downloaded for a choice in the dialog."""
    page.click("#download")
    with page.expect_download() as download:
        page.click(f"#downloads {choice}")
    page.keyboard.press("Escape")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def saved_svg(page, tmp_path):
    return ElementTree.parse(downloaded(page, tmp_path, "#save-svg")).getroot()


def node_place(page, tmp_path, name):
    """The position of a node on the screen, from the saved picture."""
    picture = saved_svg(page, tmp_path)
    disc = next(disc for disc in picture.iter(f"{SVG}circle") if disc.findtext(f"{SVG}title") == name)
    box = page.locator("#canvas").bounding_box()
    return box["x"] + float(disc.get("cx")), box["y"] + float(disc.get("cy")) - CAPTION


# --- search


def test_search_suggests_and_opens(opened):
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("orla ven")
    page.wait_for_selector("#search-place [role=option]:has-text('Orla Venn')")
    page.keyboard.press("ArrowDown")
    assert page.locator("#search").get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    ready(page, "Orla Venn")
    assert f"at={VENN}" in page.url


def test_a_chosen_suggestion_stays_chosen_when_later_ones_arrive(opened):
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("orla")
    page.wait_for_selector("#search-place [role=option]:has-text('Orla Venn')")
    with page.expect_response(lambda answer: "/articles?q=orla+ven" in answer.url):
        page.keyboard.type(" ven")
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)  # the suggestions are drawn
    assert page.locator("#search-place [aria-selected=true]").inner_text().startswith("Orla Venn")
    page.keyboard.press("Enter")
    ready(page, "Orla Venn")


def test_search_says_that_nothing_is_found(opened):
    page = opened()
    page.fill("#search", "zzzzzz")
    page.wait_for_selector("#search-place .none:has-text('No matches')")


def test_search_leads_to_the_sentence_in_its_article(opened):
    page = opened()
    page.fill("#search", "raid killed people")
    page.click("#search-place [role=option][data-kind=sentence]")
    page.wait_for_selector("#details mark.here-sentence")
    assert "show=article" in page.url
    page.wait_for_function(
        "() => { const at = document.querySelector('mark.here-sentence').getBoundingClientRect();"
        " return at.top >= 0 && at.bottom <= innerHeight }"
    )


def test_results_of_a_search_stand_in_the_address_and_are_saved(opened):
    page = opened()
    page.fill("#search", "raid")
    page.wait_for_selector("#search-place [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2:has-text('raid')")
    assert "q=raid" in page.url
    assert page.locator("#details mark").first.text_content().lower() == "raid"
    page.click("#details button:has-text('Save search')")
    page.click("#details button:has-text('Back')")
    page.click("#details .saved a:has-text('raid')")
    page.wait_for_selector("#details h2:has-text('raid')")


# --- the front page and the contradictions


def test_front_page_tells_the_news_in_words(opened):
    page = opened()
    page.wait_for_selector("#details .news li")
    titles = page.locator("#details .news li a").all_text_contents()
    assert any("Orla Venn to meet Tom Arley" in title for title in titles)
    page.wait_for_selector("#details h3:has-text('Where accounts differ')")


def test_contradictions_are_listed_and_dismissed_by_a_command(opened, violations):
    page = opened("/?view=disputes")
    page.wait_for_selector(".desk-list li")
    assert violations(page) == []
    assert page.locator(".desk .chips button").first.text_content() == "All"
    page.click(".desk-list h3 a")
    page.wait_for_selector("#details .versus")
    page.click("#details .versus summary:has-text('Dismiss')")
    command = page.locator("#details .command").first
    assert command.text_content().startswith("kg reject 'http")
    page.fill("#details [name=why] >> nth=0", "he's dead")
    assert command.text_content().endswith("""' --why 'he'\\''s dead'""")


# --- the network


def test_first_picture_has_a_neighbour(opened):
    page = opened()
    page.wait_for_selector("#summary:has-text('Tom Arley')")

    def alone(route):
        answer = route.fetch()
        route.fulfill(response=answer, json={**answer.json(), "total": 0})

    page.route(re.compile(f"/entities/{ARLEY}/neighbourhood.*limit=1&"), alone)
    page.reload()
    page.wait_for_selector("#summary:has-text('neighbour'):not(:has-text('Tom Arley'))")


def test_ego_network_shows_neighbours_in_picture_and_list(opened, tmp_path):
    page = ready(opened(EGO), "Tom Arley")
    assert listed(page) >= {"Tom Arley", "Orla Venn"}
    drawn = {text.text for text in saved_svg(page, tmp_path).iter(f"{SVG}text")}
    assert drawn >= {"Tom Arley", "Orla Venn"}


def test_node_is_chosen_opened_and_folded_by_clicks(opened, tmp_path):
    page = ready(opened(EGO), "Tom Arley")
    page.wait_for_timeout(600)  # two clicks within it are a double click
    place = node_place(page, tmp_path, "Orla Venn")
    page.mouse.click(*place)
    ready(page, "Orla Venn")
    page.wait_for_timeout(600)
    page.mouse.click(*place)
    page.wait_for_url(re.compile(f"open={VENN}"))
    assert page.locator(".actions [aria-pressed=true]").text_content() == "Collapse"
    page.click(".actions [aria-pressed=true]")
    page.wait_for_function("() => !location.search.includes('open=')")


def test_filter_narrows_what_is_drawn_and_stands_in_the_address(opened):
    page = ready(opened(EGO), "Tom Arley")
    before = page.locator("#list td li").count()
    page.check("#filter-factuality-planned")
    page.wait_for_function(f"() => document.querySelectorAll('#list td li').length < {before}")
    assert "factuality=planned" in page.url
    words = page.locator("#list td li").all_text_contents()
    assert words and all("planned" in each for each in words)
    page.click("#chips .chip")
    page.wait_for_function(f"() => document.querySelectorAll('#list td li').length === {before}")


def test_type_filter_keeps_the_middle(opened):
    page = ready(opened(EGO), "Tom Arley")
    page.check("#filter-type-Place")
    page.wait_for_function("() => document.querySelectorAll('#list tbody tr').length === 2")
    assert listed(page) == {"Tom Arley", "Quito"}


def test_edges_have_the_verb_and_unnamed_neighbours_are_added(opened):
    page = ready(opened(EGO), "Tom Arley")
    words = page.locator("#list td li").all_text_contents()
    assert any("met" in each for each in words) and not any(
        "Quito" in each and " in " not in each for each in words
    )
    page.check("#filter-unnamed")
    page.wait_for_url(re.compile("unnamed=true"))


def test_the_claims_are_not_asked_for_with_the_filters_of_the_picture(opened):
    ready(opened(f"{EGO}&type=Person&unnamed=true"), "Tom Arley")


def test_dates_are_brushed(opened):
    page = ready(opened(EGO), "Tom Arley")
    bars = page.locator("#timeline svg").bounding_box()
    page.mouse.move(bars["x"] + 2, bars["y"] + 20)
    page.mouse.down()
    page.mouse.move(bars["x"] + 8, bars["y"] + 20, steps=3)
    page.mouse.up()
    page.wait_for_url(re.compile("from=2024-03-.*to=2024-03-"))
    assert page.input_value("#timeline-from").startswith("2024-03-")
    page.click("#timeline button:has-text('All dates')")
    page.wait_for_function("() => !location.search.includes('from=')")


# --- evidence


def test_edge_tells_its_sentences_with_marked_words(opened):
    page = ready(opened(EGO), "Tom Arley")
    page.click("#list-tab")
    page.click("#list a:has-text('met'):near(:text('planned'))")
    page.wait_for_selector("#details h2:has-text(' met ')")  # before it, the claims of Tom Arley stand there
    claim = page.locator("#details .claim").first
    assert claim.locator("mark[data-role=trigger]").text_content() in {"meet", "met"}
    assert claim.locator("mark[data-role=agent]").count()
    claim.locator("summary").click()
    page.wait_for_selector("#details .around mark[data-role=sentence]")


def test_planned_meeting_says_who_says_so_and_when(opened):
    page = ready(opened(f"{EGO}&factuality=planned"), "Tom Arley")
    claim = page.locator("#details .claim").first
    assert "Planned" in claim.locator(".badge").first.text_content()
    assert "According to the palace" in claim.locator(".says").text_content()
    assert "8 Mar 2024" in claim.locator(".facts").text_content()


def test_contradictions_stand_side_by_side(opened):
    page = opened("/event/event-Meeting")
    page.wait_for_selector(".versus")
    sides = [side.bounding_box() for side in page.locator(".versus .claim").all()]
    assert len(sides) == 2
    assert sides[0]["y"] == sides[1]["y"] and sides[0]["x"] < sides[1]["x"]


def test_path_shows_evidence_of_every_hop(opened):
    page = ready(opened(f"/?at={VENN}&show=entity:{VENN}"), "Orla Venn")
    page.click("#find-path")
    assert page.locator("#details [aria-label='From']").input_value() == "Orla Venn"
    page.fill("#details [aria-label='To']", SCRIPT[:7])
    page.click("[role=option]:has-text('group')")
    page.click("button:has-text('Find connection')")
    page.wait_for_selector("#details .hops .claim")
    hops = page.locator("#details .way").first.locator(".hops > li")
    assert hops.count() == 2
    for hop in hops.all():
        hop.locator("mark[data-role=trigger]").first.wait_for()


# --- views


def test_overview_shows_the_whole_graph(opened):
    page = opened("/?view=overview")
    page.wait_for_selector("#summary:has-text('Colours show communities')")
    page.wait_for_selector("#list tbody tr", state="attached")
    assert listed(page) >= {"Tom Arley", "Orla Venn", "Bo Dahl"}


def test_pictures_are_saved(opened, tmp_path):
    page = ready(opened(EGO), "Tom Arley")
    assert downloaded(page, tmp_path, "#save-png").read_bytes().startswith(b"\x89PNG")
    lines = list(saved_svg(page, tmp_path).iter(f"{SVG}line"))
    assert any(line.get("stroke-dasharray") for line in lines)  # the planned meeting
    assert any(not line.get("stroke-dasharray") for line in lines)


def test_a_saved_picture_has_title_legend_and_source(opened, tmp_path):
    page = ready(opened(EGO), "Tom Arley")
    words = [text.text for text in saved_svg(page, tmp_path).iter(f"{SVG}text")]
    assert any("Tom Arley" in each and "neighbour" in each for each in words)
    assert {"Happened", "Planned"} <= set(words)
    assert "Possible" not in words  # only what the picture shows
    assert {"People", "Diplomacy"} <= set(words)  # what the colours of nodes and lines mean
    assert "Products" not in words
    assert any(each.startswith("Source: 127.0.0.1") for each in words)


def test_names_that_only_resemble_the_words_come_after_what_has_them(opened):
    page = opened()

    def similar(route):
        answer = route.fetch(url=route.request.url.replace("q=raid", "q=venn"))
        route.fulfill(response=answer, json={**answer.json(), "exact": False})

    page.route("**/entities?q=raid*", similar)
    page.fill("#search", "raid")
    page.wait_for_selector("#search-place [role=option][data-kind=entity]")
    kinds = page.eval_on_selector_all(
        "#search-place [role=option]", "all => all.map((one) => one.dataset.kind)"
    )
    assert kinds[0] != "entity" and kinds[-1] == "entity"
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2:has-text('raid')")
    parts = page.locator("#details section h3").all_inner_texts()
    assert parts[-1].startswith("People") and not parts[0].startswith("People")


def test_the_search_field_has_the_words_of_the_results_that_are_shown(opened):
    page = opened()
    page.fill("#search", "raid")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2:has-text('raid')")
    page.go_back()
    page.wait_for_selector("#details h2:has-text('In the news')")
    assert page.input_value("#search") == ""
    page.go_forward()
    page.wait_for_selector("#details h2:has-text('raid')")
    assert page.input_value("#search") == "raid"


def test_a_page_that_does_not_exist_says_so(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/entity/nobody")
    page.wait_for_selector("h1:has-text('Page not found')")
    page.click("main a")
    page.wait_for_selector("#search")
    page.close()


def test_graph_is_downloaded_for_other_programs(opened, tmp_path):
    page = ready(opened(EGO), "Tom Arley")
    path = downloaded(page, tmp_path, "a:has-text('GraphML')")
    assert path.name == "kg.graphml"
    assert {"Tom Arley", "Orla Venn"} <= set(nx.get_node_attributes(nx.read_graphml(path), "label").values())


def test_claims_are_downloaded_as_the_filters_leave_them(opened, tmp_path):
    page = ready(opened(f"{EGO}&factuality=planned"), "Tom Arley")
    path = downloaded(page, tmp_path, "a:has-text('Claims of Tom Arley')")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["factuality"], row["says"]) for row in rows] == [("planned", "the palace")]


@pytest.mark.parametrize("choice", ["Claims, CSV", "Turtle", "JSON-LD", "N-Quads"])
def test_card_leads_to_data_of_its_entity(opened, tmp_path, choice):
    page = ready(opened(EGO), "Tom Arley")
    with page.expect_download() as download:
        page.click(f"#details .identity a:has-text('{choice}')")
    assert b"Arley" in Path(download.value.path()).read_bytes()


# --- links, pages, keys


def test_link_opens_the_same_view(opened):
    page = ready(opened(EGO), "Tom Arley")
    page.check("#filter-factuality-planned")
    page.wait_for_url(re.compile("factuality=planned"))
    other = ready(opened("/" + page.url.split("/", 3)[3]), "Tom Arley")
    assert other.is_checked("#filter-factuality-planned")
    assert listed(other) == listed(page)


def test_way_back_leads_back(opened):
    page = ready(opened(EGO), "Tom Arley")
    page.click("#details .rows a:has-text('Orla Venn')")
    ready(page, "Orla Venn")
    page.go_back()
    ready(page, "Tom Arley")


@pytest.mark.parametrize(
    "path, name", [(f"/entity/{VENN}", "Orla Venn"), ("/event/event-Meeting", "Orla Venn")]
)
def test_things_have_pages_of_their_own(opened, path, name):
    page = opened(path)
    page.wait_for_selector(f"main h2:has-text('{name}')")
    assert name in page.title()
    page.click("a:has-text('Open in explorer')")
    ready(page, name)


def test_picture_is_moved_by_keys(opened, tmp_path):
    page = ready(opened(EGO), "Tom Arley")
    before = node_place(page, tmp_path, "Tom Arley")
    page.focus("#stage")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(200)
    after = node_place(page, tmp_path, "Tom Arley")
    assert after[0] > before[0] + 5


def test_focus_goes_to_what_is_opened(opened):
    page = ready(opened(EGO), "Tom Arley")
    page.focus("#details .rows a:has-text('Orla Venn')")
    page.keyboard.press("Enter")
    ready(page, "Orla Venn")
    page.wait_for_function("() => document.activeElement.textContent === 'Orla Venn'")


# --- looks


def test_dark_is_chosen_and_kept(opened):
    page = opened()
    page.wait_for_selector("#details h2")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.reload()
    page.wait_for_selector("#theme[aria-pressed=true]")


def test_system_that_is_dark_is_followed(opened):
    page = opened(scheme="dark")
    page.wait_for_selector("#theme[aria-pressed=true]")


@pytest.mark.parametrize("path", [EGO, "/?view=map", f"/entity/{VENN}", "/event/event-Meeting"])
def test_phone_shows_all_without_scrolling_aside(opened, path):
    page = opened(path, width=320, height=640)
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_phone_shows_one_pane_at_a_time(opened):
    page = opened(EGO, width=320, height=640)
    for name, pane in (("Details", ".panel"), ("Filters", ".filters"), ("Picture", ".picture")):
        page.click(f".panes button:has-text('{name}')")
        assert [each for each in (".picture", ".panel", ".filters") if page.is_visible(each)] == [pane]


# --- hostile text, and people who hear or key


def test_scripts_of_articles_are_words(opened):
    page = opened("/?at=evil&show=entity:evil")
    page.wait_for_selector("#details h2:has-text('<script>')")
    assert page.locator("#details script").count() == 0
    page.click("#details .byline a")
    page.wait_for_selector(f"#details h2:has-text('{SCRIPT}')")
    assert page.locator("a[href^='javascript']").count() == 0


PAGES = [
    "/",
    EGO,
    "/?view=map",
    "/?view=overview",
    "/?view=disputes",
    "/?q=raid",
    "/?show=event:event-Meeting",
    "/?show=article:",
    f"/?path={VENN}~evil",
    f"/entity/{VENN}",
    "/event/event-Meeting",
    "/article/",
]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_aside(opened, faults, path):
    page = opened("/" if path.endswith(("article:", "article/")) else path)
    if path.endswith(("article:", "article/")):
        article = page.evaluate("fetch('/articles?limit=1').then((answer) => answer.json())")["items"][0]
        page.goto(page.url.rstrip("/") + path + article["id"])
    page.wait_for_selector(".card h2", state="attached")
    page.wait_for_load_state("networkidle")
    assert faults(page) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_in_the_dialog_of_downloads(opened, violations, width):
    page = opened(EGO, width=width)
    page.click("#download")
    page.wait_for_selector("#downloads a")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_on_a_phone(opened, violations):
    page = opened(EGO, width=320, height=640)
    for name in ("Details", "Filters", "Picture"):
        page.click(f".panes button:has-text('{name}')")
        assert violations(page) == []


def test_axe_would_find_something(opened, violations):
    page = opened()
    page.evaluate("document.body.append(document.createElement('img'), document.createElement('input'))")
    assert {found.split(":")[0] for found in violations(page)} >= {"image-alt", "label"}
