"""How soon the explorer draws: an ego network, and the overview of 20,000 nodes, in headless Chromium.

    python -m benchmarks.explorer [--nodes N] [--edges N]

Needs Playwright and a Chromium (`pip install .[browser]`). Prints wall seconds from asking to two frames after all is
drawn, and the seconds that the page's own thread worked, which other programs on the machine do not change. WebGL is
drawn by the processor, as no graphics card is asked for: a card draws sooner.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import CDPSession, Page, Route, sync_playwright

from tests.extractions import meetings
from tests.serving import build, server

DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
PATIENCE = 120_000  # milliseconds until a busy machine is given up


def overview(nodes: int, edges: int) -> str:
    """An overview as the server answers it, with places and communities."""
    chance = random.Random(7)
    names = [f"n{index}" for index in range(nodes)]
    told = [
        {
            "id": name, "iri": name, "label": f"Entity {name}", "type": "Person", "mentions": 1, "articles": 1,
            "sources": 1, "x": chance.gauss(0, 1), "y": chance.gauss(0, 1), "community": chance.randrange(30),
            "importance": chance.random() ** 3, "degree": 2,
        }
        for name in names
    ]  # fmt: skip
    ties = [
        {"source": chance.choice(names), "target": chance.choice(names), "family": "Conflict", "claims": 1}
        for _ in range(edges)
    ]
    communities = [{"number": 0, "size": nodes, "label": "All"}]
    whole = {"nodes": told, "edges": ties, "total": nodes, "communities": communities}
    return json.dumps({**whole, "truncated": False, "has_positions": True})


def measured(page: Page, session: CDPSession, name: str, act: Callable[[], object]) -> None:
    """Prints what an act costs until its picture stands."""
    before, start = worked(session), perf_counter()
    act()
    page.evaluate(DRAWN)
    wall = perf_counter() - start
    print(f"{name:34} {wall:6.2f} s wall {worked(session) - before:6.2f} s of the page's thread")


def worked(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nodes", type=int, default=20_000)
    parser.add_argument("--edges", type=int, default=40_000)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as running:
        store = build(Path(folder) / "store", *(meetings(number) for number in range(60)))
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        with server(store) as address:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(PATIENCE)
            draw(page, address, overview(asked.nodes, asked.edges))
        browser.close()


def draw(page: Page, address: str, whole: str) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def answer(route: Route) -> None:
        route.fulfill(body=whole, content_type="application/json")

    def ego(place: str) -> None:
        page.goto(address + place)
        page.wait_for_selector("#list tbody tr", state="attached")

    def another() -> None:
        page.click("#details .chip:has-text('envoy 1')")
        page.wait_for_selector("#list tbody tr:first-child:has-text('envoy 1')", state="attached")

    def all_of_it() -> None:
        page.click("[data-view=overview]")
        page.wait_for_selector("#list p:has-text(' entities and ')", state="attached")
        page.wait_for_selector("#summary:has-text('Colours')", state="attached")

    page.route("**/overview?*", answer)
    measured(page, session, "ego network, cold", lambda: ego("/?at=Quito&size=150"))
    measured(page, session, "ego network, from a link in it", another)
    measured(page, session, f"overview, {len(json.loads(whole)['nodes']):,} nodes", all_of_it)


if __name__ == "__main__":
    main()
