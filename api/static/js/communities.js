// The overview in words: its communities, each named after its most connected members.

import { h } from "./dom.js";
import { count, typeOf } from "./words.js";

const LEAST = 3; // members of a community that is listed
const NAMED = 3; // members that a name consists of
const SHOWN = 200; // members that a card lists

/** The communities of an overview, the largest first: number, name, and members, the most connected first. */
export function communities(graph) {
  const members = new Map();
  graph.forEachNode((id, node) => node.community !== undefined && members.set(node.community, [...(members.get(node.community) ?? []), id]));
  return [...members].map(([number, ids]) => community(graph, number, ids)).sort((one, other) => other.members.length - one.members.length || one.number - other.number);
}

function community(graph, number, ids) {
  const inside = new Set(ids);
  const ties = (id) => graph.filterNeighbors(id, (other) => inside.has(other)).length;
  const members = ids.map((id) => ({ id, ties: ties(id), size: graph.getNodeAttribute(id, "size"), ...graph.getNodeAttribute(id, "entity") }));
  members.sort((one, other) => other.ties - one.ties || other.size - one.size || one.label.localeCompare(other.label));
  return { number, members, name: members.slice(0, NAMED).map((one) => one.label).join(", ") };
}

const swatch = (number) => h("span.swatch", { "aria-hidden": "true", style: { "--hue": `var(--community-${number % 12})` } });

/** What the panel lists beside the overview. */
export function communitiesCard(graph, { link }) {
  const all = communities(graph);
  const listed = all.filter((one) => one.members.length >= LEAST);
  const rest = all.length - listed.length;
  return [
    h("header.card-head", {}, h("h2", { tabindex: -1 }, "Communities"),
      h("p", {}, "Groups that the articles connect more closely with one another than with others. Each is named after its most connected members and is a disc of one colour in the picture."),
      h("p.quiet", {}, `${count(listed.length, "community", "communities")} of at least ${LEAST}${rest ? `; ${rest.toLocaleString("en")} smaller ones are not listed` : ""}.`)),
    h("ol.rows.communities", {}, listed.map((one) => h("li", {}, h("span", {}, swatch(one.number), " ", h("a", { href: link({ show: `group:${one.number}` }) }, one.name)),
      h("span.quiet", {}, count(one.members.length, "member"))))),
  ];
}

/** The members of one community. */
export function communityCard(graph, number, { link }) {
  const found = communities(graph).find((one) => one.number === number);
  if (!found) return [h("h2", { tabindex: -1 }, "No such community"), h("p", {}, "It may belong to an earlier build.")];
  return [
    h("header.card-head", {}, h("p.kind", {}, swatch(number), "Community"), h("h2", { tabindex: -1 }, found.name),
      h("p.quiet", {}, count(found.members.length, "member"), found.members.length > SHOWN && `, the ${SHOWN} most connected listed`)),
    h("ol.rows", {}, found.members.slice(0, SHOWN).map((one) => h("li", {},
      h("span", {}, h("span.sign", { data: { type: typeOf(one.type) }, "aria-hidden": "true" }), " ", h("a", { href: link({ view: "network", at: one.id, open: [], show: `entity:${one.id}` }) }, one.label)),
      h("span.quiet", {}, `${count(one.ties, "connection")} inside`)))),
  ];
}
