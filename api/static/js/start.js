// The first view: what the latest articles report, who is new, and where accounts differ.

import * as api from "./api.js";
import { tolls } from "./disputes.js";
import { h } from "./dom.js";
import { factualityBadge } from "./evidence.js";
import { savedSearches } from "./saved.js";
import { count, dateWords, timeWords, typeOf } from "./words.js";

export async function startCard({ link, about, filters }) {
  const [top, latest, disputed] = await Promise.all([api.topEntities(), api.news(), api.disputes(filters, { limit: 5 })]);
  const { counts, first, last } = about.stats;
  return [
    h("header.card-head", {},
      h("h2", { tabindex: -1 }, "In the news"),
      h("p", {}, `${count(counts.claims, "claim")} from ${count(counts.articles, "article")} about ${count(counts.entities, "person, place or thing", "people, places and things")}. Every line leads to its sentences.`),
      first && h("p.quiet", {}, `Articles published ${period(first, last)}`)),
    h("section.news", {}, h("h3", {}, latest.since ? `Top events, ${period(latest.since, latest.until)}` : "Top events"), eventList(latest.events, link),
      !latest.events.length && h("p.quiet", {}, "No events yet.")),
    disputed.total > 0 && h("section", {}, h("h3", {}, "Where accounts differ"), h("ul.rows", {}, disputed.items.map((event) => dispute(event, link))),
      h("p", {}, h("a", { href: link({ view: "disputes", show: null, path: null }) }, `All contradictions (${disputed.total.toLocaleString("en")})`))),
    latest.new.length > 0 && h("section", {}, h("h3", {}, `New since ${dateWords(latest.since)}`), chips(latest.new, link)),
    h("section", {}, h("h3", {}, "Most mentioned"), chips(top.items, link)),
    savedSearches(link),
  ];
}

const period = (first, last) => (first === last ? dateWords(first) : `${dateWords(first)} – ${dateWords(last)}`);

const chips = (entities, link) =>
  h("ul.chips", {}, entities.map((one) =>
    h("li", {}, h("a.chip", { href: link({ view: "network", at: one.id, open: [], show: `entity:${one.id}` }) }, h("span.sign", { data: { type: typeOf(one.type) }, "aria-hidden": "true" }), one.label))));

const dispute = (event, link) =>
  h("li", {}, h("a", { href: link({ show: `event:${event.id}` }) }, event.title), tolls(event, link),
    h("span.quiet", {}, count(event.sources, "source")));

/** Events as links with their time and their number of sources. */
export function eventList(events, link) {
  return h("ul.rows", {}, events.map((event) =>
    h("li", {}, h("a", { href: link({ show: `event:${event.id}` }) }, event.title),
      event.factuality !== "actual" && factualityBadge(event.factuality),
      event.disputed && h("span.badge.disputed", {}, "Accounts differ"),
      h("span.quiet", {}, [timeWords(event.time ?? {}), count(event.sources, "source")].filter(Boolean).join(" · ")))));
}
