"""The workspace: pinned and hidden entities, in the picture and in the address."""

import pytest

from tests.serving import ARLEY, VENN

pytestmark = pytest.mark.slow


def listed(page):
    """Names of the drawn entities, from the list."""
    return {text.strip() for text in page.locator("#list tbody th a:first-of-type").all_text_contents()}


def shows(page, *names):
    page.wait_for_function(
        "(count) => document.querySelectorAll('#list tbody tr').length === count", arg=len(names)
    )
    assert listed(page) == set(names)


def test_pins_and_hidden_entities_stay_in_the_picture_and_in_the_address(opened, violations):
    page = opened(f"/?at=evil&show=entity:{VENN}")
    page.wait_for_selector("#list tbody tr", state="attached")
    assert "Orla Venn" not in listed(page)
    page.click(".actions button:has-text('Pin')")
    page.wait_for_selector("#list tbody th:has-text('Orla Venn')", state="attached")
    page.wait_for_selector("#chips button:has-text('Pinned: Orla Venn')")
    assert page.evaluate("document.activeElement.textContent") == "Unpin"
    page.goto(page.url.replace(f"entity%3A{VENN}", f"entity:{ARLEY}"))
    page.click(".actions button:has-text('Hide')")
    page.wait_for_selector("#chips button:has-text('Hidden: Tom Arley')")
    page.wait_for_function("!document.querySelector('#list').textContent.includes('Tom Arley')")
    assert violations(page) == []
    page.reload()
    page.wait_for_selector("#list tbody th:has-text('Orla Venn')", state="attached")
    assert "Tom Arley" not in listed(page)
    page.click("#chips button:has-text('Hidden: Tom Arley')")
    page.wait_for_selector("#list tbody th:has-text('Tom Arley')", state="attached")


def test_a_pin_keeps_the_picture_of_an_address_without_a_middle(opened):
    page = opened(f"/?show=entity:{VENN}")
    page.wait_for_selector("#list tbody tr", state="attached")
    before = listed(page)
    page.click(".actions button:has-text('Pin')")
    page.wait_for_selector("#chips button:has-text('Pinned: Orla Venn')")
    shows(page, *(before | {"Orla Venn"}))


def test_a_workspace_shows_only_what_is_pinned_and_how_it_is_connected(opened):
    page = opened(f"/?at=evil&pin={ARLEY}&pin={VENN}")
    page.click("#chips a:has-text('Show only pinned')")
    page.wait_for_selector("#summary:has-text('2 pinned entities')")
    shows(page, "Tom Arley", "Orla Venn")
    assert "met Tom Arley" in page.text_content("#list tbody")
    page.click("#chips button:has-text('Save workspace')")
    page.click("a.brand")
    page.click("#details .saved a:has-text('Tom Arley, Orla Venn')")
    shows(page, "Tom Arley", "Orla Venn")


def test_a_pin_of_an_earlier_build_is_left_out(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/?pin=gone&pin={ARLEY}")
    page.wait_for_selector("#list tbody th:has-text('Tom Arley')", state="attached")
    context.close()
