"""The map in a browser: marks, groups of near places, and what it counts."""

import re
from xml.etree import ElementTree

import pytest

from tests.browser.test_explorer import downloaded

pytestmark = pytest.mark.slow

LOCATED = """PREFIX kg: <https://w3id.org/kg-news/ns#> PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
SELECT (COUNT(DISTINCT ?event) AS ?n) { ?event kg:place|kg:destination|kg:origin ?where . ?where geo:lat ?lat }"""
NEAR = [
    (0.0, 1, 1),
    (1.0, 2, 1),
]  # degrees to the east of the first place, its events, and those that happened there


def opened_map(opened, *places, **size):
    """The map of a page that shows the place of the store, or several beside it."""
    page = opened("/", **size)

    def several(route):
        answer = route.fetch()
        body = answer.json()
        if places:
            (first,) = body["places"]
            body["places"] = [
                {**first, "id": f"{first['id']}{index}", "longitude": first["longitude"] + east}
                | {"events": events, "at": at}
                for index, (east, events, at) in enumerate(places)
            ]
        route.fulfill(response=answer, json=body)

    page.route(re.compile(r"/map(\?|$)"), several)
    page.click("[data-view=map]")
    page.wait_for_selector("#map .mark")
    return page


def test_a_mark_lists_the_events_of_its_place_and_escape_closes_the_list(opened, violations):
    page = opened_map(opened)
    page.locator("#map .mark").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#map .here:not([hidden]) h2:has-text('Quito')")
    page.wait_for_selector("#map .here li a:has-text('Quito')")
    assert page.locator("#map .land path").count() > 150
    assert violations(page) == []


def test_near_places_share_a_mark_that_zooms_in(opened):
    page = opened_map(opened, *NEAR, (-100.0, 1, 1))
    assert sorted(page.locator("#map .number").all_text_contents()) == ["1", "3"]
    assert page.locator("#map .several .name").text_content() == "Quito + 1"
    page.locator("#map .mark.several").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => !document.querySelector('#map .mark.several')")
    assert sorted(page.locator("#map .number").all_text_contents()) == ["1", "1", "2"]
    assert page.evaluate("document.activeElement.matches('#map .mark')")


def test_names_of_places_at_the_edge_stay_in_the_picture(opened):
    page = opened_map(opened, (-70.0, 1, 1), (0.0, 1, 1), (70.0, 1, 1))
    beyond = """() => { const whole = document.querySelector('#map svg').getBoundingClientRect();
      return [...document.querySelectorAll('#map .name')].filter((each) => each.checkVisibility())
        .map((each) => each.getBoundingClientRect().right - whole.right).filter((pixels) => pixels > 0) }"""
    assert page.locator("#map .name").count() == 3
    assert page.evaluate(beyond) == []


def test_a_place_that_takes_part_has_a_hollow_mark(opened):
    page = opened_map(opened, (0.0, 1, 1), (60.0, 1, 0))
    assert page.locator("#map .part .number").all_text_contents() == ["1"]
    page.wait_for_selector("#summary:has-text('1 where they happened, 1 at a place that takes part')")


def test_the_map_counts_the_located_events_of_the_graph_and_says_what_it_leaves_out(opened):
    page = opened_map(opened)
    page.wait_for_selector("#summary:has-text('on the map')")
    answer = page.request.get(
        "/sparql".join((page.url.split("/?")[0], "")),
        params={"query": LOCATED},
        headers={"Accept": "application/sparql-results+json"},
    )
    located = answer.json()["results"]["bindings"][0]["n"]["value"]
    marked = sum(int(number) for number in page.locator("#map .number").all_text_contents())
    words = page.text_content("#summary")
    assert f"{located} where they happened" in words
    assert words.startswith(f"{marked} event")
    assert re.search(r"Left out: \d+ without a known place", words)


def test_a_saved_map_has_title_legend_and_source(opened, tmp_path):
    page = opened_map(opened)
    page.click("#download")
    with page.expect_download() as download:
        page.click("#downloads #save-svg")
    download.value.save_as(tmp_path / "map.svg")
    picture = ElementTree.parse(tmp_path / "map.svg").getroot()
    words = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert any("on the map" in each for each in words)
    assert {"Events where they happened", "The place takes part"} <= set(words)
    assert any(each.startswith("Source: 127.0.0.1") for each in words)


def test_the_map_has_room_on_a_phone_and_its_names_are_whole(opened):
    page = opened_map(opened, (-100.0, 1, 1), (0.0, 1, 1), (70.0, 1, 1), width=320, height=640)
    page.wait_for_selector("#summary:has-text('on the map')")
    whole = page.locator("#map").bounding_box()
    assert whole["height"] > 150
    places = [page.locator(f".timeline label:has-text('{name}')").bounding_box() for name in ("From", "to")]
    assert places[0]["y"] == places[1]["y"]
    for name in page.locator("#map .name:visible").all():
        box = name.bounding_box()
        assert box["x"] >= whole["x"]
        assert box["x"] + box["width"] <= whole["x"] + whole["width"] + 1


WIDEST = """(svg) => {
  document.body.insertAdjacentHTML('beforeend', `<div id="saved-picture">${svg}</div>`);
  const boxes = [...document.querySelectorAll('#saved-picture text')].map((each) => each.getBBox());
  return Math.max(...boxes.map(({ x, width }) => x + width));
}"""


@pytest.mark.parametrize("width", [1280, 420])
def test_the_title_of_a_saved_map_is_whole(opened, tmp_path, width):
    page = opened_map(opened, *NEAR, width=width)
    page.wait_for_selector("#summary:has-text('on the map')")
    svg = ElementTree.fromstring(downloaded(page, tmp_path, "#save-svg").read_text(encoding="utf-8"))
    for part in [each for each in svg if not each.tag.endswith("}text")]:
        svg.remove(part)
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    caption = ElementTree.tostring(svg, encoding="unicode")
    assert page.evaluate(WIDEST, caption) <= float(svg.attrib["width"])
    assert " ".join(page.inner_text("#summary").split()) in " ".join(svg.itertext())
