"""The explorer without a mouse: stops on the way to the evidence, visible focus, Escape."""

import re

import pytest

from tests.serving import ARLEY

pytestmark = pytest.mark.slow

EGO = f"/?at={ARLEY}&show=entity:{ARLEY}"
RINGED = """() => { const style = getComputedStyle(document.activeElement);
  return document.activeElement.matches('#map .mark')
    || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 }"""
IN_VIEW = """() => { const at = document.activeElement.querySelector('blockquote').getBoundingClientRect();
  return at.top >= 0 && at.bottom <= innerHeight }"""


def searched(page, words, name):
    """The number of keys, besides the letters, that open the first match."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.wait_for_selector(f"#search-place [role=option]:has-text('{name}')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#details h2:has-text('{name}')")
    page.wait_for_function("() => document.activeElement.closest('#details')")
    return 3


def test_a_search_leads_to_the_evidence_in_under_ten_stops(opened):
    page = opened()
    stops = searched(page, "tom arl", "Tom Arley")
    while page.evaluate("document.activeElement.textContent") != "Evidence" and stops < 20:
        page.keyboard.press("Tab")
        stops += 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.evidence .claim')")
    assert page.evaluate(IN_VIEW)
    assert stops + 1 < 10


def test_a_sentence_that_was_searched_for_has_the_focus(opened):
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("raid killed people")
    page.wait_for_selector("#search-place [data-kind=sentence]")
    while page.locator("#search-place [data-kind=sentence][aria-selected=true]").count() == 0:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.matches('mark.here-sentence')")


@pytest.mark.parametrize("path", ["/", EGO, "/?view=map", "/?view=overview", "/?view=disputes"])
def test_focus_is_seen_at_every_stop(opened, path):
    page = opened(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement.blur()")
    unseen = []
    for _ in range(45):
        page.keyboard.press("Tab")
        if not page.evaluate(RINGED):
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
    assert [each for each in unseen if not each.startswith("<body")] == []


def test_escape_closes_the_panel_and_the_focus_goes_back(opened):
    page = opened()
    searched(page, "tom arl", "Tom Arley")
    page.keyboard.press("Escape")
    page.wait_for_selector("#details h2:has-text('In the news')")
    assert "show=" not in page.url
    assert page.evaluate("document.activeElement.id") == "search"


def test_escape_closes_suggestions_before_the_panel(opened):
    page = opened(EGO)
    page.wait_for_selector("#details h2:has-text('Tom Arley')")
    page.fill("#search", "raid")
    page.wait_for_selector("#search-place [role=option]")
    page.focus("#search")
    page.keyboard.press("Escape")
    assert "show=entity" in page.url
    page.wait_for_selector("#search-place .suggestions", state="hidden")


@pytest.mark.parametrize(
    "path, pane",
    [("/", ".panel"), ("/?q=raid", ".panel"), ("/?show=event:event-Meeting", ".panel"), (EGO, ".picture")],
)
def test_a_link_opens_on_a_phone_what_it_is_about(opened, path, pane):
    page = opened(path, width=320, height=640)
    page.wait_for_selector(pane)
    assert [each for each in (".picture", ".panel", ".filters") if page.is_visible(each)] == [pane]


@pytest.mark.parametrize("path", ["/", EGO, "/?view=map", "/?view=disputes", "/?q=raid"])
def test_a_page_at_twice_the_size_scrolls_down_and_not_aside(opened, path):
    page = opened(path, width=640, height=400)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.locator(".work").bounding_box()["height"] >= 400
    page.locator(".panes").scroll_into_view_if_needed()
    assert page.locator(".panes").bounding_box()["y"] < 400


def test_escape_on_the_map_closes_the_list_of_a_place(opened):
    page = opened("/?view=map")
    page.wait_for_selector("#map .mark")
    page.locator("#map .mark").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#map .here:not([hidden])")
    page.keyboard.press("Escape")
    page.wait_for_selector("#map .here", state="hidden")
    assert re.search("view=map", page.url)
