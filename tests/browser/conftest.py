"""A real browser over a real server: Debian's Chromium, driven by Playwright. Skipped where either is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving import server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# the first draws no window of its own: twice as quick
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
DRAWS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]  # WebGL without a graphics card
# Visible elements that stand beyond the window, or of which a part is cut off; the page itself if it scrolls aside
BEYOND = """() => [...document.querySelectorAll('html, body *')].filter((each) => {
  if (each.matches('html')) return each.scrollWidth > innerWidth;
  const isDrawn = each.closest('svg, canvas, .hidden, .skip, .canvas, .suggestions, #yasgui, #swagger-ui');
  if (isDrawn || !each.checkVisibility({ visibilityProperty: true })) return false;
  const { right, width } = each.getBoundingClientRect();
  const { overflowX, clipPath } = getComputedStyle(each);
  const hides = ['hidden', 'clip'].includes(overflowX) && clipPath === 'none' && !each.matches('body, html, .picture');
  return width > 0 && (right > innerWidth + 1 || (hides && each.scrollWidth > each.clientWidth + 1));
}).map((each) => each.outerHTML.slice(0, 120))"""
SLOWEST = 60_000  # milliseconds that a step may take on a busy machine


@pytest.fixture(scope="module")
def address(served_store: Path) -> Iterator[str]:
    """The address of a server over a small store with hostile articles."""
    with server(served_store) as found:
        yield found


@pytest.fixture(scope="module")  # not longer: Playwright keeps an event loop of its own running
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed: apt-get install chromium-headless-shell")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is missing: pip install .[browser]"
    )
    with playwright.sync_playwright() as running:
        found = running.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-sync", *QUIET, *DRAWS]
        )
        yield found
        found.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A function that opens an address of the server; at the end, no page may have reported an error."""
    pages, wrong = [], []

    def open_page(path: str = "/", *, width: int = 1280, height: int = 800, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(SLOWEST)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda said: said.type == "error" and wrong.append(f"console: {said.text}"))
        page.on("request", lambda asked: wrong.extend(_elsewhere(asked.url, address)))
        pages.append(context)
        page.goto(address + path)
        page.wait_for_selector(".card h2", state="attached")
        return page

    yield open_page
    for context in pages:
        context.close()
    assert wrong == []


@pytest.fixture
def chosen(opened: Callable[..., Page]) -> Callable[[str], Page]:
    """A function that opens a page, searches for a name and chooses it with the keys."""

    def choose(name: str) -> Page:
        page = opened()
        page.fill("#search", name)
        page.wait_for_selector(f"#search-place [role=option]:has-text('{name}')")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        return page

    return choose


def _elsewhere(url: str, address: str) -> list[str]:
    """Requests of a page to other servers."""
    return [] if url.startswith((address, "data:", "blob:")) else [f"asked {url}"]


@pytest.fixture
def violations() -> Callable[..., list[str]]:
    """The violations that axe-core finds in the current state of a page; with names of rules, only of these."""
    source = AXE.read_text(encoding="utf-8")

    def find(page: Page, *rules: str) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(source)
        options = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
        found = page.evaluate("(options) => axe.run(options)", options)["violations"]
        return [
            f"{each['id']}: {node['target']} {node['html'][:160]}" for each in found for node in each["nodes"]
        ]

    return find


@pytest.fixture
def faults(violations: Callable[..., list[str]]) -> Callable[[Page], list[str]]:
    """The faults of an open page, 1280 wide and light, in every look.

    Everything that axe-core knows, wide and on a phone; the contrast of colours, which alone differ, in the dark; and
    elements beyond the window, or cut off, on a phone and at 200 %, which is a window of half the width. `sizes_only`:
    in the other looks only these elements, for a long page whose styles a short one shares.
    """

    def find(page: Page, *, sizes_only: bool = False) -> list[str]:
        found = violations(page)
        if not sizes_only:
            page.emulate_media(color_scheme="dark")
            found += [f"dark: {each}" for each in violations(page, "color-contrast")]
            page.emulate_media(color_scheme="light")
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 640})
            page.evaluate("() => new Promise(requestAnimationFrame)")
            found += [f"{width} wide: {each}" for each in page.evaluate(BEYOND)]
        return found + [f"320 wide: {each}" for each in ([] if sizes_only else violations(page))]

    return find
