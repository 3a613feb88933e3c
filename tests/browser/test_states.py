"""What each part of the explorer shows while the server is slow, and after it has failed."""

import re

import pytest

from tests.serving import ARLEY

pytestmark = pytest.mark.slow

EGO = f"/?at={ARLEY}&show=entity:{ARLEY}"
PLACES = {"picture": "#summary", "panel": "#details", "dates": "#timeline", "filters": "#filters"}


@pytest.fixture
def page(browser):
    """A page whose errors are expected."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def test_every_part_says_that_it_is_loading(page, address):
    held = []
    page.route(
        re.compile(r"/(classes|stats|entities|days|news|disputes)\b"), lambda route: held.append(route)
    )
    page.goto(address + "/")
    for name, place in PLACES.items():
        assert page.text_content(f"{place} .loading").startswith("Loading"), name
    for route in held:
        route.continue_()
    page.unroute_all()
    page.wait_for_selector("#details h2")
    page.wait_for_selector("#timeline .dates")
    page.wait_for_function("!document.querySelector('.loading')")


@pytest.mark.parametrize(
    "path, asked, places",
    [
        (EGO, "/neighbourhood", ("#summary", "#list tbody tr")),
        (EGO, f"/entities/{ARLEY}$", ("#details", "#details h2")),
        (EGO, "/days", ("#timeline", "#timeline .dates")),
        ("/?view=map", r"/map(\?|$)", ("#summary", "#map .mark, #summary:has-text('on the map')")),
        ("/?view=disputes", "/disputes.*limit=20", ("#desk", "#desk .desk-list li")),
    ],
)
def test_a_part_that_failed_says_why_and_is_tried_again(page, address, path, asked, places):
    place, there = places
    page.route(re.compile(asked), lambda route: route.abort())
    page.goto(address + path)
    page.wait_for_selector(f"{place} [role=alert]:has-text('The server does not respond')")
    page.unroute_all()
    page.click(f"{place} button:has-text('Try again')")
    page.wait_for_selector(there, state="attached")
    assert page.locator(f"{place} [role=alert]").count() == 0


def test_a_server_that_never_answers_leaves_no_part_loading(page, address):
    page.route(re.compile("/stats"), lambda route: route.abort())
    page.goto(address + "/")
    page.wait_for_selector("#trouble:has-text('The server does not respond') button:has-text('Reload')")
    assert page.text_content("#details") == "Not loaded."


@pytest.mark.parametrize("theme", ["", "dark"], ids=["by the system", "by the button"])
def test_a_dark_page_is_printed_light(opened, theme):
    page = opened(f"/entity/{ARLEY}", scheme="light" if theme else "dark")
    page.evaluate("(theme) => theme && (document.documentElement.dataset.theme = theme)", theme)
    ink = "getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()"
    assert page.evaluate(ink) == "#ebe9e4"
    page.emulate_media(media="print")
    assert page.evaluate(ink) == "#1d1c1a"


def test_a_link_to_nothing_says_so_in_words(page, address):
    page.goto(f"{address}/?show=entity:zzz")
    page.wait_for_selector("#details [role=alert]:has-text('Nothing in this graph has this address')")
    assert page.locator("#details button:has-text('Try again')").count() == 0


def test_a_link_to_results_has_its_words_in_the_search_field(opened):
    page = opened("/?q=arley")
    assert page.input_value("#search") == "arley"
