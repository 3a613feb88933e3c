// Events by place, and near places as one mark: supercluster, which groups points by the zoom of the map.

import { count } from "./words.js";

const WHERE = ["place", "destination", "origin"]; // roles that say where an event is; other places take part in it
const RADIUS = 44; // pixels within which places share a mark
const WORLD = 512; // pixels of the world at zoom 0, as supercluster counts
export const CLOSEST = 9; // from this zoom on every place has a mark of its own

export const isAt = (event) => WHERE.includes(event.located_by);

/** Places with their point on the picture; those with the same coordinates, such as a city and its state, are one. */
export function placesOf(found, projection) {
  const places = new Map();
  for (const { id, label, latitude, longitude, events, at } of found) {
    const key = `${latitude} ${longitude}`;
    if (!places.has(key)) {
      const [x, y] = projection([longitude, latitude]);
      places.set(key, { key, x, y, longitude, latitude, names: [], ids: [], number: 0, at: 0 });
    }
    const place = places.get(key);
    place.ids.push(id);
    place.names.push(label);
    place.number += events;
    place.at += at;
  }
  return [...places.values()].map((place) => ({ ...place, name: place.names.slice(0, 2).join(", ") }))
    .sort((one, other) => other.number - one.number);
}

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
  const ranked = [...places].sort((one, other) => other.number - one.number || one.name.localeCompare(other.name));
  return { key: ranked.map((place) => place.key).join(), x, y, places: ranked, number: sum((place) => place.number), at: sum((place) => place.at) };
}

/** The zoom of a map whose whole world is so many pixels wide. */
export const zoomOf = (pixels) => Math.min(CLOSEST, Math.max(0, Math.round(Math.log2(pixels / WORLD))));

/** "Quito", or of several places "Quito + 3". */
export const markName = ({ places }) => (places.length > 1 ? `${places[0].name} + ${places.length - 1}` : places[0].name);

/** The same for people who hear the page. */
export const markWords = ({ places, number }) =>
  places.length > 1 ? `${count(number, "event")} at ${places.length} places near ${places[0].name}: zoom in` : `${places[0].name}: ${count(number, "event")}`;

/** How many events the map shows, and what it leaves out. */
export function mapWords({ places, total }) {
  const sum = (name) => places.reduce((all, place) => all + place[name], 0);
  const [placed, at] = [sum("events"), sum("at")];
  const number = (value, words) => value > 0 && `${value.toLocaleString("en")} ${words}`;
  const shown = [number(at, "where they happened"), number(placed - at, "at a place that takes part (hollow marks)")].filter(Boolean);
  const left = number(total - placed, "without a known place");
  return `${count(placed, "event")} on the map${shown.length ? `: ${shown.join(", ")}` : ""}.${left ? ` Left out: ${left}.` : ""}`;
}
