// The map: events where they happened, on outlines of countries that come with the program.

import { fill, h, svg } from "./dom.js";
import { eventList } from "./start.js";
import { count } from "./words.js";

const [WIDTH, HEIGHT] = [960, 500];
const script = (path) => new URL(`../vendor/${path}`, import.meta.url).href;

/** A map in an element; `show` puts events on it. */
export async function createMap(element, { link }) {
  for (const path of ["d3-array/d3-array.min.js", "d3-geo/d3-geo.min.js", "topojson-client/topojson-client.min.js"]) await import(script(path));
  const outlines = await (await fetch(script("world-atlas/countries-50m.json"))).json();
  const countries = topojson.feature(outlines, outlines.objects.countries).features;
  const projection = d3.geoEqualEarth().fitExtent([[8, 8], [WIDTH - 8, HEIGHT - 8]], { type: "Sphere" });
  const path = d3.geoPath(projection);
  const land = svg("g.land", {}, countries.map((country) => svg("path", { d: path(country) }, svg("title", {}, country.properties.name))));
  const marks = svg("g.marks");
  const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": "Map of events" },
    svg("path.sea", { d: path({ type: "Sphere" }) }), svg("path.grid", { d: path(d3.geoGraticule10()) }), land, marks);
  const here = h("div.here", { hidden: true, role: "region", "aria-label": "Events at this place" });
  fill(element, picture, here);
  const map = { box: { x: 0, y: 0, width: WIDTH, height: HEIGHT }, picture, marks, here, projection, link, places: [] };
  movable(map);
  return Object.assign(map, {
    show: (events) => show(map, events),
    zoom: (ratio) => zoomed(map, ratio),
    pan: (x, y) => moved(map, x * map.box.width * 0.1, -y * map.box.height * 0.1),
    fit: () => fitted(map),
    letGo: () => { here.hidden = true; },
  });
}

function show(map, events) {
  map.places = placed(events, map.projection);
  map.here.hidden = true;
  fill(map.marks, map.places.map((place) => {
    const words = `${place.name}: ${count(place.events.length, "event")}`;
    const open = () => opened(map, place);
    return svg("g.mark", { tabindex: 0, role: "button", "aria-label": words, onclick: open, onkeydown: (event) => ["Enter", " "].includes(event.key) && open() },
      svg("circle", { cx: place.x, cy: place.y, data: { number: place.events.length } }), svg("text", { x: place.x, y: place.y }, place.name), svg("title", {}, words));
  }));
  fitted(map);
}

/** Events by the place where they are, each place with its point on the picture. */
function placed(events, projection) {
  const found = new Map();
  for (const event of events) {
    if (event.latitude === null || event.longitude === null) continue;
    const key = `${event.latitude} ${event.longitude}`;
    const point = projection([event.longitude, event.latitude]);
    if (!found.has(key)) found.set(key, { x: point[0], y: point[1], name: nameOf(event), events: [] });
    found.get(key).events.push(event);
  }
  return [...found.values()].sort((one, other) => other.events.length - one.events.length);
}

const nameOf = (event) =>
  event.participants.find((one) => ["place", "destination", "origin"].includes(one.role) && one.entity)?.entity.label
  ?? event.participants.find((one) => ["Place", "City", "Country"].includes(one.entity?.type))?.entity.label ?? "Place";

function opened(map, place) {
  fill(map.here, h("div.head", {}, h("h2", {}, place.name), h("button.link", { type: "button", onclick: () => { map.here.hidden = true; } }, "Close")), eventList(place.events, map.link));
  map.here.hidden = false;
}

/** Marks keep their size on the screen whatever the zoom; names show where they do not cover each other. */
function sized(map, scale) {
  const taken = [];
  map.places.forEach((place, index) => {
    const [circle, text] = map.marks.children[index].children;
    const radius = (5 + 2.2 * Math.sqrt(place.events.length)) * scale;
    circle.setAttribute("r", radius);
    circle.style.setProperty("stroke-width", `${1.5 * scale}px`);
    const box = { left: place.x, right: place.x + radius + 7.5 * scale * place.name.length, top: place.y - 8 * scale, bottom: place.y + 8 * scale };
    const isFree = !taken.some((one) => box.left < one.right && box.right > one.left && box.top < one.bottom && box.bottom > one.top);
    if (isFree) taken.push(box);
    text.style.setProperty("display", isFree ? "" : "none");
    text.style.setProperty("font-size", `${12.5 * scale}px`);
    text.style.setProperty("stroke-width", `${3 * scale}px`);
    text.setAttribute("dx", radius + 3 * scale);
    text.setAttribute("dy", 4 * scale);
  });
}

/** Shows a part of the world, as wide as is asked and as high as the element's shape makes it. */
function view(map, box) {
  const shown = map.picture.getBoundingClientRect();
  const shape = shown.width ? shown.height / shown.width : HEIGHT / WIDTH;
  const width = Math.min(Math.max(WIDTH, HEIGHT / shape), Math.max(12, box.width));
  const height = width * shape;
  map.box = { width, height, x: within(box.x, width, WIDTH), y: within(box.y, height, HEIGHT) };
  map.picture.setAttribute("viewBox", `${map.box.x} ${map.box.y} ${map.box.width} ${map.box.height}`);
  sized(map, shown.width ? width / shown.width : 1);
}

const within = (at, size, whole) => (size >= whole ? (whole - size) / 2 : Math.min(whole - size, Math.max(0, at)));

function zoomed(map, ratio, at = { x: map.box.x + map.box.width / 2, y: map.box.y + map.box.height / 2 }) {
  const { x, y, width } = map.box;
  const wide = Math.min(2 * WIDTH, Math.max(12, width * ratio));
  const kept = wide / width;
  view(map, { width: wide, x: at.x - (at.x - x) * kept, y: at.y - (at.y - y) * kept });
}

const moved = (map, x, y) => view(map, { ...map.box, x: map.box.x + x, y: map.box.y + y });

/** Shows all marks with some room round them. */
function fitted(map) {
  if (!map.places.length) return view(map, { x: 0, y: 0, width: WIDTH });
  const { width, height } = map.picture.getBoundingClientRect();
  const [xs, ys] = ["x", "y"].map((side) => map.places.map((place) => place[side]));
  const [wide, high] = [xs, ys].map((all) => Math.max(...all) - Math.min(...all));
  const asked = Math.max(90, 1.4 * Math.max(wide, (high * width) / (height || 1)));
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
