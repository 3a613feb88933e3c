// The map: events where they happened, on outlines of countries that come with the program.

import * as api from "./api.js";
import { announce, failed, fill, h, loading, svg } from "./dom.js";
import { grouped, isAt, markName, markWords, placesOf, zoomOf } from "./places.js";
import { eventList } from "./start.js";
import { count } from "./words.js";

const [WIDTH, HEIGHT] = [960, 500];
const NARROWEST = 3; // units of the picture, about one degree
const PAGE = 30; // events of a place that are listed at once
const MOST_IDS = 50; // places of a request
const script = (path) => new URL(`../vendor/${path}`, import.meta.url).href;

/** A map in an element; `show` puts places on it, with the filters that their events pass. */
export async function createMap(element, { link }) {
  for (const path of ["d3-array/d3-array.min.js", "d3-geo/d3-geo.min.js", "topojson-client/topojson-client.min.js", "supercluster/supercluster.min.js"]) await import(script(path));
  const outlines = await (await fetch(script("world-atlas/countries-50m.json"))).json();
  const countries = topojson.feature(outlines, outlines.objects.countries).features;
  const projection = d3.geoEqualEarth().fitExtent([[8, 8], [WIDTH - 8, HEIGHT - 8]], { type: "Sphere" });
  const path = d3.geoPath(projection);
  const land = svg("g.land", {}, countries.map((country) => svg("path", { d: path(country) }, svg("title", {}, country.properties.name))));
  const marks = svg("g.marks");
  const words = svg("g.words", { "aria-hidden": "true" });
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": "Map of events" },
    svg("path.sea", { d: path({ type: "Sphere" }) }), svg("path.grid", { d: path(d3.geoGraticule10()) }), land, marks, words);
  const here = h("div.here", { hidden: true, role: "region", "aria-label": "Events at this place" });
  fill(element, picture, here);
  const map = { box: { x: 0, y: 0, width: WIDTH, height: HEIGHT }, picture, marks, words, here, projection, link, places: [], marked: [], groups: () => [], close: () => {} };
  movable(map);
  new ResizeObserver(() => view(map, map.box)).observe(element);
  return Object.assign(map, {
    show: (places, filters) => show(map, places, filters),
    zoom: (ratio) => zoomed(map, ratio),
    pan: (x, y) => moved(map, x * map.box.width * 0.1, -y * map.box.height * 0.1),
    fit: () => fitted(map),
    letGo: () => !here.hidden && (map.close(), true),
  });
}

function show(map, places, filters) {
  map.filters = filters;
  map.places = placesOf(places, map.projection);
  map.groups = map.places.length ? grouped(map.places, map.projection) : () => [];
  map.drawnAt = null;
  map.here.hidden = true;
  fitted(map);
}

/** Draws the marks of a zoom; one that has the focus keeps it. */
function drawMarks(map, zoom) {
  if (zoom === map.drawnAt) return;
  map.drawnAt = zoom;
  const focused = map.marks.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  map.marked = map.groups(zoom).sort((one, other) => other.number - one.number);
  fill(map.marks, map.marked.map((mark) => markElement(map, mark)));
  fill(map.words, map.marked.map((mark) => svg(`g${classes(mark)}`, {}, svg("text.number", { x: mark.x, y: mark.y }, mark.number), svg("text.name", { x: mark.x, y: mark.y }, markName(mark)))));
  if (focused) [...map.marks.children].find((one) => one.dataset.key === focused)?.focus();
}

const classes = (mark) => `${mark.places.length > 1 ? ".several" : ""}${mark.at ? "" : ".part"}`;

function markElement(map, mark) {
  const words = markWords(mark);
  const open = () => (mark.places.length > 1 ? nearer(map, mark) : opened(map, mark.places[0]));
  return svg(`g.mark${classes(mark)}`, { tabindex: 0, role: "button", "aria-label": words, data: { key: mark.key, number: mark.number }, onclick: open, onkeydown: (event) => ["Enter", " "].includes(event.key) && open() },
    svg("circle.ring", { cx: mark.x, cy: mark.y }), svg("circle", { cx: mark.x, cy: mark.y }), svg("title", {}, words));
}

/** Shows the places of a mark apart. */
function nearer(map, mark) {
  map.here.hidden = true;
  around(map, mark.places, Math.max(NARROWEST, map.box.width / 12));
  const keys = new Set(mark.places.map((place) => place.key));
  const first = [...map.marks.children].find((one) => keys.has(one.dataset.key.split(",")[0]));
  first?.focus();
  announce(`Zoomed in to ${count(mark.places.length, "place")}`);
}

/** Lists the events of a place, a page at a time. */
function opened(map, place) {
  const close = () => {
    map.here.hidden = true;
    [...map.marks.children].find((one) => one.dataset.key === place.key)?.focus();
  };
  const list = h("div", {}, loading());
  fill(map.here, h("div.head", {}, h("h2", { tabindex: -1 }, place.name), h("button.link", { type: "button", onclick: close }, "Close")), list);
  map.close = close;
  listed(map, place, list, []);
  map.here.hidden = false;
  map.here.querySelector("h2").focus({ preventScroll: true });
}

async function listed(map, place, list, before) {
  try {
    const { items, total } = await api.happened(map.filters, { at: place.ids.slice(0, MOST_IDS), limit: PAGE, offset: before.length });
    const events = [...before, ...items];
    const others = events.filter((event) => !isAt(event));
    fill(list, eventList(events.filter(isAt), map.link), others.length > 0 && [h("h3", {}, `${place.name} takes part`), eventList(others, map.link)],
      events.length < total && h("button.more", { type: "button", onclick: () => listed(map, place, list, events) }, `Show more (${(total - events.length).toLocaleString("en")})`));
  } catch (error) {
    fill(list, failed(error, () => listed(map, place, list, before)));
  }
}

/** Marks keep their size on the screen whatever the zoom; names show where they cover nothing. */
function sized(map, scale) {
  const boxes = map.marked.map((mark) => circleBox(mark, radiusOf(mark) * scale));
  const taken = [];
  map.marked.forEach((mark, index) => {
    const [ring, circle] = map.marks.children[index].children;
    const [number, name] = map.words.children[index].children;
    const radius = radiusOf(mark) * scale;
    circle.setAttribute("r", radius);
    ring.setAttribute("r", radius + 3.5 * scale);
    map.marks.children[index].style.setProperty("stroke-width", `${1.5 * scale}px`);
    number.style.setProperty("font-size", `${11 * scale}px`);
    number.setAttribute("dy", 4 * scale);
    const length = (8 + 7.5 * markName(mark).length) * scale;
    const isLeft = mark.x + radius + length > map.box.x + map.box.width; // a name would leave the picture on the right
    const from = isLeft ? mark.x - radius - length : mark.x + radius;
    const box = { left: from, right: from + length, top: mark.y - 8 * scale, bottom: mark.y + 8 * scale };
    const isWhole = from >= map.box.x;
    const isFree = isWhole && ![...taken, ...boxes.filter((_, other) => other !== index)].some((one) => covers(box, one));
    if (isFree) taken.push(box);
    name.style.setProperty("display", isFree ? "" : "none");
    name.style.setProperty("font-size", `${12.5 * scale}px`);
    name.style.setProperty("stroke-width", `${3 * scale}px`);
    name.setAttribute("text-anchor", isLeft ? "end" : "start");
    name.setAttribute("dx", (radius + 6 * scale) * (isLeft ? -1 : 1));
    name.setAttribute("dy", 4 * scale);
  });
}

const radiusOf = ({ number }) => Math.min(24, 8 + 1.8 * Math.sqrt(number));
const circleBox = ({ x, y }, radius) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
const covers = (one, other) => one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/** Shows a part of the world, as wide as is asked and as high as the element's shape makes it. */
function view(map, box) {
  const shown = map.picture.getBoundingClientRect();
  const shape = shown.width ? shown.height / shown.width : HEIGHT / WIDTH;
  const width = Math.min(Math.max(WIDTH, HEIGHT / shape), Math.max(NARROWEST, box.width));
  const height = width * shape;
  map.box = { width, height, x: within(box.x, width, WIDTH), y: within(box.y, height, HEIGHT) };
  map.picture.setAttribute("viewBox", `${map.box.x} ${map.box.y} ${map.box.width} ${map.box.height}`);
  const scale = shown.width ? width / shown.width : 1;
  drawMarks(map, zoomOf(WIDTH / scale));
  sized(map, scale);
}

const within = (at, size, whole) => (size >= whole ? (whole - size) / 2 : Math.min(whole - size, Math.max(0, at)));

function zoomed(map, ratio, at = { x: map.box.x + map.box.width / 2, y: map.box.y + map.box.height / 2 }) {
  const { x, y, width } = map.box;
  const wide = Math.min(2 * WIDTH, Math.max(NARROWEST, width * ratio));
  const kept = wide / width;
  view(map, { width: wide, x: at.x - (at.x - x) * kept, y: at.y - (at.y - y) * kept });
}

const moved = (map, x, y) => view(map, { ...map.box, x: map.box.x + x, y: map.box.y + y });

/** Shows all places with some room round them. */
function fitted(map) {
  if (!map.places.length) return view(map, { x: 0, y: 0, width: WIDTH });
  return around(map, map.places, 90);
}

/** Shows places with some room round them, at least so wide a part of the picture. */
function around(map, places, least) {
  const { width, height } = map.picture.getBoundingClientRect();
  const [xs, ys] = ["x", "y"].map((side) => places.map((place) => place[side]));
  const [wide, high] = [xs, ys].map((all) => Math.max(...all) - Math.min(...all));
  const asked = Math.max(least, 1.4 * Math.max(wide, (high * width) / (height || 1)));
  const middle = [xs, ys].map((all) => (Math.min(...all) + Math.max(...all)) / 2);
  return view(map, { width: asked, x: middle[0] - asked / 2, y: middle[1] - (asked * height) / (width || 1) / 2 });
}

function movable(map) {
  let held = null;
  const { picture } = map;
  const point = ({ clientX, clientY }) => new DOMPoint(clientX, clientY).matrixTransform(picture.getScreenCTM().inverse());
  picture.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomed(map, event.deltaY > 0 ? 1.2 : 1 / 1.2, point(event));
  }, { passive: false });
  picture.addEventListener("pointerdown", (event) => { held = event.target.closest(".mark") ? null : point(event); });
  picture.addEventListener("pointermove", (event) => {
    if (!held || !event.buttons) return;
    const now = point(event);
    moved(map, held.x - now.x, held.y - now.y);
  });
  window.addEventListener("pointerup", () => { held = null; });
}
