"""Measures how fast the explorer draws an ego network and the overview of 20,000 nodes in headless Chromium.

    python -m benchmarks.explorer [--people N] [--store DIR] [--rounds N]

Needs Playwright and Chromium (`pip install .[browser]`, `apt-get install chromium-headless-shell`). The first run
builds a store with that many people (a minute); `--store` keeps it. Each round starts a new browser, which starts WebGL
with its first picture. Prints wall seconds until all is drawn, and CPU seconds of the whole browser, which other
programs on the machine influence less. WebGL runs on the CPU; no graphics card is used.
"""

from __future__ import annotations

import argparse
import os
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright

from kg.records import Extraction
from tests.browser.conftest import CHROMIUM
from tests.extractions import article, claim, entity, filler, meetings, mention, sentence
from tests.serving import build, server

DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SETTLED = 1000  # milliseconds after which the last page draws no more
PATIENCE = 120_000  # milliseconds until a busy machine is given up
ROLES = ("agent", "patient", "recipient")
MET = 25  # sentences of an article
TICK = os.sysconf("SC_CLK_TCK")


def crowd(number: int, people: int) -> Extraction:
    """An article in which people of a crowd meet, three in each sentence."""
    chance = random.Random(number)
    groups = [chance.sample(range(people), 3) for _ in range(MET)]
    told = [f"Person {one} met person {other} and person {third}." for one, other, third in groups]
    text = f"Crowd {number}\n\n" + " ".join(told)
    spots = [sentence(text, words) for words in told]
    names, claims = defaultdict(list), []
    for spot, group in zip(spots, groups, strict=True):
        words = [f"{'person' if place else 'Person'} {who}" for place, who in enumerate(group)]
        for who, name in zip(group, words, strict=True):
            names[f"person-{who}"].append(mention(spot, name, "Person"))
        filled = zip(ROLES, words, group, strict=True)
        fillers = [filler(role, spot, name, entity=f"person-{who}") for role, name, who in filled]
        claims.append(claim("Meeting", spot, "met", fillers))
    own = article(text, source=f"crowd{number}.txt", published=date(2024, 1, 1 + number % 28))
    found = (entity(key, mentions, label=key.replace("-", " ")) for key, mentions in names.items())
    return Extraction(own, tuple(spots), tuple(found), tuple(claims))


class Measured:
    """What acts cost, by name."""

    def __init__(self) -> None:
        self.found: defaultdict[str, list[tuple[float, ...]]] = defaultdict(list)

    def measure(self, page: Page, name: str, act: Callable[[], object]) -> None:
        """Measure an action until its picture is drawn."""
        used, start = processor(), perf_counter()
        act()
        page.evaluate(DRAWN)
        self.found[name].append((perf_counter() - start, processor() - used))

    def tell(self) -> None:
        for name, rounds in self.found.items():
            wall, work = (median(column) for column in zip(*rounds, strict=True))
            print(f"{name:34} {wall:6.2f} s wall {work:6.2f} s of processor")


def processor() -> float:
    """Seconds that all processes of Chromium have worked, by /proc."""
    used = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text().partition(") ")
        except OSError:
            continue
        if "chrom" in name:
            used += sum(map(int, rest.split()[11:13]))
    return used / TICK


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, sync_playwright() as running:
        store = asked.store or Path(folder) / "store"
        if not store.exists():
            crowds = (crowd(number, asked.people) for number in range(2 * asked.people // MET // 3))
            build(store, *(meetings(number) for number in range(60)), *crowds)
        measured = Measured()
        with server(store) as address:
            for _ in range(asked.rounds):
                browser = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                draw(browser, address, measured)
                browser.close()
        measured.tell()


def draw(browser: Browser, address: str, measured: Measured) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto("about:blank")
    page.evaluate(DRAWN)

    def ego() -> None:
        page.goto(f"{address}/?at=Quito&size=150")
        page.wait_for_selector("#list tbody tr", state="attached")

    def another() -> None:
        page.click("#details .chip:has-text('envoy 1')")
        page.wait_for_selector("#list tbody tr:first-child:has-text('envoy 1')", state="attached")

    def all_of_it() -> None:
        page.click("[data-view=overview]")
        page.wait_for_selector("#summary:has-text('Colours')", state="attached")
        page.wait_for_selector("#list p:has-text(',')", state="attached")

    measured.measure(page, "ego network, a browser's first", ego)
    page.goto("about:blank")
    page.wait_for_timeout(SETTLED)
    measured.measure(page, "ego network", ego)
    measured.measure(page, "ego network, from a link in it", another)
    measured.measure(page, "overview", all_of_it)


if __name__ == "__main__":
    main()
