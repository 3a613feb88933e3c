// Events by place, and near places as one mark: supercluster, which groups points by the zoom of the map.

import * as api from "./api.js";
import { count } from "./words.js";

const WHERE = ["place", "destination", "origin"]; // roles that say where an event is; other places take part in it
const RADIUS = 44; // pixels within which places share a mark
const WORLD = 512; // pixels of the world at zoom 0, as supercluster counts
export const CLOSEST = 9; // from this zoom on every place has a mark of its own

export const isAt = (event) => WHERE.includes(event.located_by);

/** Places of events: name, coordinates, the point on the picture, the events there, and how many happened there. */
export function placesOf(events, projection) {
  const places = new Map();
  for (const event of events) {
    if (event.latitude === null || event.longitude === null) continue;
    const key = `${event.latitude} ${event.longitude}`;
    if (!places.has(key)) {
      const [x, y] = projection([event.longitude, event.latitude]);
      places.set(key, { key, x, y, longitude: event.longitude, latitude: event.latitude, name: nameOf(event), events: [], at: 0 });
    }
    places.get(key).events.push(event);
    places.get(key).at += isAt(event);
  }
  return [...places.values()].sort((one, other) => other.events.length - one.events.length);
}

const nameOf = (event) =>
  event.participants.find((one) => one.role === event.located_by && ["Place", "City", "Country"].includes(one.entity?.type))?.entity.label ?? "Place";

/** A function from the zoom to marks: each with its places, the largest first, its point and its number of events. */
export function grouped(places, projection) {
  const index = new Supercluster({ radius: RADIUS, extent: WORLD, maxZoom: CLOSEST - 1, minPoints: 2 });
  index.load(places.map((place) => ({ type: "Feature", properties: place, geometry: { type: "Point", coordinates: [place.longitude, place.latitude] } })));
  return (zoom) => index.getClusters([-180, -90, 180, 90], zoom).map((found) =>
    markOf(found.properties.cluster ? index.getLeaves(found.properties.cluster_id, Infinity).map((leaf) => leaf.properties) : [found.properties], found, projection));
}

function markOf(places, found, projection) {
  const [x, y] = projection(found.geometry.coordinates);
  const sum = (name) => places.reduce((all, place) => all + name(place), 0);
  const ranked = [...places].sort((one, other) => other.events.length - one.events.length || one.name.localeCompare(other.name));
  return { key: ranked.map((place) => place.key).join(), x, y, places: ranked, number: sum((place) => place.events.length), at: sum((place) => place.at) };
}

/** The zoom of a map whose whole world is so many pixels wide. */
export const zoomOf = (pixels) => Math.min(CLOSEST, Math.max(0, Math.round(Math.log2(pixels / WORLD))));

/** "Quito", or of several places "Quito + 3". */
export const markName = ({ places }) => (places.length > 1 ? `${places[0].name} + ${places.length - 1}` : places[0].name);

/** The same for people who hear the page. */
export const markWords = ({ places, number }) =>
  places.length > 1 ? `${count(number, "event")} at ${places.length} places near ${places[0].name}: zoom in` : `${places[0].name}: ${count(number, "event")}`;

/** How many events the map shows, and what it leaves out. */
export function mapWords(items, total) {
  const placed = items.filter((event) => event.latitude !== null && event.longitude !== null);
  const at = placed.filter(isAt).length;
  const number = (value, words) => value > 0 && `${value.toLocaleString("en")} ${words}`;
  const shown = [number(at, "where they happened"), number(placed.length - at, "at a place that takes part (hollow marks)")].filter(Boolean);
  const left = [number(items.length - placed.length, "without a known place"), number(total - items.length, "earlier ones not loaded")].filter(Boolean);
  return `${count(placed.length, "event")} on the map${shown.length ? `: ${shown.join(", ")}` : ""}.${left.length ? ` Left out: ${left.join(", ")}.` : ""}`;
}

const PAGE = 500;
const MOST_EVENTS = 5000; // on the map

/** All events that pass the filters, the latest first, at most so many; `tell` gets how far it is. */
export async function everyEvent(filters, isWanted, tell) {
  const items = [];
  let total = 1;
  while (items.length < Math.min(total, MOST_EVENTS) && isWanted()) {
    const page = await api.events(filters, { limit: PAGE, offset: items.length });
    total = page.total;
    items.push(...page.items);
    if (!page.items.length) break;
    tell(`Loading events: ${items.length.toLocaleString("en")} of ${total.toLocaleString("en")}`);
  }
  return { items, total };
}
