"""The picture of the network: words that cover nothing, and parts of the page that cover no part of it."""

import re

import pytest

from tests.browser.test_explorer import EGO, downloaded, ready

pytestmark = pytest.mark.slow

# Pairs of words in a saved picture whose boxes meet, two pixels smaller: by the separating axis theorem
OVERLAPS = """(svg) => {
  document.body.insertAdjacentHTML('beforeend', `<div id="saved-picture">${svg}</div>`);
  const corners = (text) => {
    const { x, y, width, height } = text.getBBox();
    const all = [[x + 2, y + 2], [x + width - 2, y + 2], [x + width - 2, y + height - 2], [x + 2, y + height - 2]];
    return all.map(([left, top]) => new DOMPoint(left, top).matrixTransform(text.getCTM()));
  };
  const texts = [...document.querySelectorAll('#saved-picture text')];
  const words = texts.map((text) => ({ text: text.textContent, at: corners(text) }));
  const axes = (at) => [0, 1].map((side) => ({ x: at[side + 1].x - at[side].x, y: at[side + 1].y - at[side].y }));
  const reach = (at, axis) => at.map(({ x, y }) => x * axis.x + y * axis.y);
  const apart = (one, other) => [...axes(one.at), ...axes(other.at)].some((axis) => {
    const [first, second] = [reach(one.at, axis), reach(other.at, axis)];
    return Math.max(...first) < Math.min(...second) || Math.max(...second) < Math.min(...first);
  });
  const pairs = words.flatMap((one, index) => words.slice(index + 1).map((other) => [one, other]));
  const met = pairs.filter(([one, other]) => !apart(one, other));
  return { words: words.length, met: met.map(([one, other]) => `${one.text} / ${other.text}`) };
}"""


def crowded(page, copies):
    """Makes the neighbourhood of a page as many times as large, with long words on its edges."""

    def several(route):
        answer = route.fetch()
        body = answer.json()
        first = next(node for node in body["nodes"] if node["id"] != body["center"])
        edge = next(edge for edge in body["edges"] if first["id"] in (edge["source"], edge["target"]))
        for number in range(copies):
            id = f"copy{number}"
            body["nodes"].append({**first, "id": id, "label": f"{first['label']} the {number}th"})
            ends = {"source": body["center"], "target": id}
            body["edges"].append({**edge, **ends, "id": f"edge{number}", "label": "sent reinforcements to"})
        route.fulfill(response=answer, json=body)

    page.route(re.compile("/neighbourhood"), several)


@pytest.mark.parametrize("width", [1280, 420])
def test_words_in_a_saved_picture_cover_no_others(opened, tmp_path, width):
    page = opened("/?view=disputes", width=width)
    crowded(page, 40)
    page.goto(page.url.split("/?")[0] + EGO.split("&")[0])
    page.wait_for_selector("#summary:has-text('neighbour')")
    page.wait_for_selector("#list tbody tr", state="attached")
    svg = downloaded(page, tmp_path, "#save-svg").read_text(encoding="utf-8")
    found = page.evaluate(OVERLAPS, svg)
    assert found["met"] == []
    assert found["words"] > 15


def test_a_saved_picture_says_what_its_lines_mean_where_words_have_no_room(opened, tmp_path):
    page = ready(opened(EGO), "Tom Arley")
    svg = downloaded(page, tmp_path, "#save-svg").read_text(encoding="utf-8")
    assert "<title>Orla Venn</title>" in svg
    assert re.search(r"<title>(Tom Arley|Orla Venn) \S.* (Tom Arley|Orla Venn)</title>", svg)


# The nodes of a saved picture, with how far below the middle of each its name is, and how far below others it is
NAMES = """(svg) => {
  const picture = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const nodes = [...picture.querySelectorAll('circle')].filter((each) => each.querySelector('title'));
  const at = (each, name) => Number(each.getAttribute(name));
  return nodes.map((node) => {
    const name = [...picture.querySelectorAll('text')].find((each) => each.textContent === node.textContent);
    const others = nodes.filter((each) => each !== node).map((each) => at(node, 'cy') - at(each, 'cy'));
    return name && { name: at(name, 'y') - at(node, 'cy'), others };
  }).filter(Boolean);
}"""


def test_a_name_is_over_a_node_whose_lines_come_from_below(opened, tmp_path):
    page = ready(opened(EGO), "Tom Arley")
    svg = downloaded(page, tmp_path, "#save-svg").read_text(encoding="utf-8")
    found = page.evaluate(NAMES, svg)
    highest = min(found, key=lambda each: max(each["others"]))
    lowest = max(found, key=lambda each: min(each["others"]))
    assert highest["name"] < 0 < lowest["name"]


@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_stands_over_the_picture(opened, width):
    page = opened(EGO, width=width, height=640)
    page.wait_for_selector("#list tbody tr", state="attached")
    page.click("#summary:has-text('neighbour')")
    box = page.locator("#canvas").bounding_box()
    for part in (".controls", "#summary", "#timeline"):
        other = page.locator(part).bounding_box()
        is_above, is_below = other["y"] + other["height"] <= box["y"], other["y"] >= box["y"] + box["height"]
        assert is_above or is_below, part
    sizes = page.evaluate(
        "[...document.querySelectorAll('#canvas canvas')].map((each) => each.getBoundingClientRect().height)"
    )
    assert max(sizes) <= box["height"] + 1


LANES = """async () => {
  const { lanes } = await import("/static/js/lanes.js");
  const edge = (label, ...other_labels) =>
    ({ id: label, source: "a", target: "b", sources: other_labels.length, label, other_labels });
  return lanes([edge("met", "praised"), edge("sued"), edge("paid"), edge("left")], () => 1).get("met").label;
}"""


def test_a_line_of_many_edges_has_one_number_for_all_that_it_leaves_out(opened):
    assert opened("/").evaluate(LANES) == "met +4"
