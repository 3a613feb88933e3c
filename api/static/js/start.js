// The first view: what the graph holds, whom the news is about, and where accounts differ.

import * as api from "./api.js";
import { h } from "./dom.js";
import { factualityBadge } from "./evidence.js";
import { count, dateWords, timeWords, typeOf } from "./words.js";

export async function startCard({ link, about, filters }) {
  const [top, latest] = await Promise.all([api.topEntities(), api.events(filters, { type: "event", limit: 100 })]);
  const { counts, first, last } = about.stats;
  const disputed = latest.items.filter((event) => event.disputed);
  const strong = latest.items.filter((event) => !event.disputed).sort((one, other) => other.sources - one.sources);
  return [
    h("header.card-head", {},
      h("h2", { tabindex: -1 }, "The news as a graph"),
      h("p", {}, `${count(counts.claims, "claim")} from ${count(counts.articles, "article")} on ${count(counts.entities, "person, place or thing", "people, places and things")}. Every line in the picture leads to the sentences it stands on.`),
      first && h("p.quiet", {}, `Published ${dateWords(first)} – ${dateWords(last)}`)),
    h("section", {}, h("h3", {}, "Most in the news"), h("ul.chips", {}, top.items.map((one) =>
      h("li", {}, h("a.chip", { href: link({ at: one.id, open: [], show: `entity:${one.id}` }) }, h("span.sign", { data: { type: typeOf(one.type) }, "aria-hidden": "true" }), one.label))))),
    disputed.length > 0 && h("section", {}, h("h3", {}, "Where accounts differ"), eventList(disputed.slice(0, 6), link)),
    h("section", {}, h("h3", {}, "Events"), eventList(strong.slice(0, 12), link)),
  ];
}

/** Events as links with when they are and how well they are supported. */
export function eventList(events, link) {
  return h("ul.rows", {}, events.map((event) =>
    h("li", {}, h("a", { href: link({ show: `event:${event.id}` }) }, event.label),
      event.factuality !== "actual" && factualityBadge(event.factuality),
      event.disputed && h("span.badge.disputed", {}, "Accounts differ"),
      h("span.quiet", {}, [timeWords(event.time ?? {}), count(event.sources, "source")].filter(Boolean).join(" · ")))));
}
