// What the panel tells of an entity and of an edge.

import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { editEntity } from "./edit.js";
import { evidence, factualityBadge, inferredBadge, uncertainBadge } from "./evidence.js";
import { sentenceList } from "./results.js";
import { count, dateWords, distinct, spaced, timeWords, typeOf } from "./words.js";

const PAGE = 10;
const READ = 50; // claims that are read to say what the hidden ones are of
const EXAMPLES = 3;

/** An entity: names, counts, positions, what it has to do with whom, and the sentences. */
export async function entityCard(id, { link, filters, actions }) {
  const [entity, hidden] = await Promise.all([api.entity(id), hiddenClaims(id, filters, link)]);
  const isUnclaimed = entity.claims === 0 && !hidden;
  return [
    heading(entity),
    hidden,
    actions && actions(entity),
    editEntity(entity),
    positions(entity, link),
    ties(entity, link),
    classes(entity),
    isUnclaimed && await mentions(entity, link),
    !isUnclaimed && h("section", {}, h("h3", {}, "Evidence"), await paged((offset) => (offset ? api.entityClaims(id, filters, { limit: PAGE, offset }) : firstClaims(id, filters)), link)),
    said(entity, link),
    identity(entity),
  ];
}

/** The first page of the evidence, which also counts all of it; asked for again, it is there already. */
const firstClaims = (id, filters) => api.entityClaims(id, filters, { limit: PAGE, offset: 0 });

/** How many claims about an entity the filters leave out only because they are uncertain, and the titles of the first ones. */
async function hiddenClaims(id, filters, link) {
  if (filters.uncertain) return null;
  const [all, certain] = await Promise.all([api.entityClaims(id, { ...filters, uncertain: "true" }, { limit: READ }), firstClaims(id, filters)]);
  const hidden = all.total - certain.total;
  if (hidden <= 0) return null;
  const telling = all.items.filter((claim) => claim.uncertain && isTelling(claim, id));
  const events = await Promise.all([...new Set(telling.map((claim) => claim.event.id))].slice(0, EXAMPLES).map(api.event));
  const examples = events.flatMap((event, at) => [at ? "; " : ": ", h("a", { href: link({ show: `event:${event.id}` }) }, event.title)]);
  return h("p.hidden-claims", {}, `${count(hidden, "more claim")} ${hidden === 1 ? "is" : "are"} uncertain and not shown`, examples, examples.length && hidden > EXAMPLES ? " … " : ". ",
    h("a", { href: link({ filter: { uncertain: "true" } }) }, "Show"));
}

/** Whether a claim is of a named class, and another person, body or country with a name is in it. */
function isTelling(claim, id) {
  const isOther = ({ entity }) => entity && entity.id !== id && ["Person", "Organization", "Country"].includes(entity.type) && /^\p{Lu}/u.test(entity.label);
  return claim.class !== "Event" && claim.fillers.some(isOther);
}

function heading(entity) {
  const dates = [entity.first, entity.last].filter(Boolean).map(dateWords);
  const spelling = (name) => name.toLowerCase().replaceAll("-", " ");
  const [, ...names] = distinct([entity.label, ...entity.names], spelling); // one of those that differ in capitals or hyphens
  return h("header.card-head", {},
    h("p.kind", {}, h("span.sign", { data: { type: typeOf(entity.type) }, "aria-hidden": "true" }), entity.type, entity.country && `, ${entity.country}`),
    h("h2", { tabindex: -1 }, entity.label),
    names.length > 0 && h("p.quiet", {}, "Also: ", names.join(", ")),
    h("dl.counts", {},
      number(entity.articles, "article"), number(entity.sources, "independent source"), number(entity.mentions, "mention"), number(entity.claims, "claim")),
    dates.length > 0 && h("p.quiet", {}, "In the news ", [...new Set(dates)].join(" – ")),
  );
}

const number = (value, name) => h("div", {}, h("dd", {}, value.toLocaleString("en")), h("dt", {}, value === 1 ? name : `${name}s`));

function positions(entity, link) {
  if (!entity.positions.length) return null;
  return h("section", {}, h("h3", {}, "Positions and states"), h("ul.rows", {}, alike(entity.positions).map(([one, ...more]) =>
    h("li", {},
      h("span", {}, h("a", { href: link({ show: `event:${one.id}` }) }, held(one)), one.others.length > 0 && " – ",
        one.others.map((other, index) => [index ? ", " : "", h("a", { href: link({ show: `entity:${other.id}` }) }, other.label)])),
      one.factuality !== "actual" && factualityBadge(one.factuality, "State"),
      h("span.quiet", {}, [timeWords(one), count(one.sources, "source"), more.length && count(more.length, "more statement")].filter(Boolean).join(" · "))))));
}

const held = (position) => position.words || position.title || spaced(position.class);

/** Positions in groups that a reader could not tell apart, in the order of the first of each. */
function alike(positions) {
  const groups = new Map();
  for (const one of positions) {
    const key = JSON.stringify([held(one).toLowerCase(), one.factuality, timeWords(one), one.others.map((other) => other.id)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function ties(entity, link) {
  const labels = new Map(entity.nodes.map((node) => [node.id, node.label]));
  if (!entity.neighbours.length) return null;
  return h("section", {}, h("h3", {}, "Closest connections"), h("ul.rows", {}, entity.neighbours.map((edge) => {
    const isFrom = edge.source === entity.id;
    const other = isFrom ? edge.target : edge.source;
    const name = h("a", { href: link({ show: `entity:${other}` }) }, labels.get(other) ?? other);
    const what = h("a", { href: link({ show: `edge:${edge.id}` }) }, edge.label);
    return h("li", { data: { factuality: edge.factuality } }, isFrom || !edge.directed ? [what, " ", name] : [name, " ", what, " ", entity.label],
      edge.factuality !== "actual" && factualityBadge(edge.factuality, edge.family), inferredBadge(edge), h("span.quiet", {}, count(edge.sources, "source")));
  })));
}

function classes(entity) {
  const found = Object.entries(entity.by_class).slice(0, 8);
  const most = Math.max(...found.map(([, value]) => value));
  if (!found.length) return null;
  return h("section", {}, h("h3", {}, "Involved in"), h("ul.meters", {}, found.map(([name, value]) =>
    h("li", {}, h("span", {}, spaced(name)), h("span.meter", { style: { "--part": value / most }, "aria-hidden": "true" }), h("span.number", {}, value)))));
}

/** The sentences that have the name of an entity about which there is no claim. */
async function mentions(entity, link) {
  const found = await api.searchSentences(`"${entity.label}"`, PAGE);
  return h("section", {}, h("h3", {}, "Sentences"), h("p.quiet", {}, "No claim names it."), sentenceList(found.items, entity.label, link));
}

/** A way to only what is told on the word of an entity. */
function said(entity, link) {
  if (!entity.said) return null;
  const words = `${count(entity.said, "claim")} made by ${entity.label}`;
  return h("p", {}, h("a", { href: link({ filter: { attributed_to: [entity.id] } }) }, words), " ", h("span.quiet", {}, "(filters the view)"));
}

function identity(entity) {
  const data = (type, name) => h("a", { href: `/entity/${entity.id}.${type}`, download: "" }, name);
  return h("footer.identity", {}, h("a", { href: `/entity/${entity.id}` }, "Permanent page, to link or print"),
    h("p.quiet", {}, "Data: ", h("a", { href: api.claimsTable({}, entity.id), download: "" }, "Claims, CSV"), " · ", data("ttl", "Turtle"), " · ", data("jsonld", "JSON-LD"), " · ", data("nq", "N-Quads"), entity.same_as.map((iri) => [" · ", h("a", { href: iri, rel: "noopener noreferrer", target: "_blank" }, "GeoNames")])));
}

/** Claims page by page; a button asks for more. */
export async function paged(ask, link, options) {
  const place = h("div");
  const list = h("ol.evidence");
  const more = h("button.more", { type: "button" });
  let shown = 0;
  const load = async () => {
    const { items, total } = await ask(shown);
    shown += items.length;
    list.append(...evidence(items, link, options).children);
    more.textContent = `Show more (${(total - shown).toLocaleString("en")})`;
    more.hidden = shown >= total || !items.length;
    if (!total) fill(place, h("p.quiet", {}, "No sentences match the filters."));
  };
  more.addEventListener("click", () => load().catch((error) => more.after(h("p.problem", { role: "alert" }, error.message))));
  fill(place, list, more);
  await load();
  return place;
}

/** An edge: who did what to whom, and the sentences that say so. */
export async function edgeCard(edge, names, { link }) {
  const of = (id) => h("a", { href: link({ show: `entity:${id}` }) }, names(id));
  const found = await api.claims(edge.claim_ids.slice(0, 50));
  return [
    h("header.card-head", {},
      h("p.kind", {}, edge.family),
      h("h2", { tabindex: -1 }, of(edge.source), ` ${edge.label} `, of(edge.target)),
      edge.other_labels.length > 0 && h("p.quiet", {}, "Also: ", edge.other_labels.join(", ")),
      h("p", {}, factualityBadge(edge.factuality, edge.family), inferredBadge(edge), uncertainBadge(edge)),
      h("dl.counts", {}, number(edge.sources, "independent source"), number(edge.articles, "article"), number(edge.claims, "claim"))),
    h("section", {}, h("h3", {}, "Evidence"), evidence(found, link)),
    h("p", {}, h("a", { href: link({ show: `pair:${edge.source}~${edge.target}` }) }, "All claims about both")),
  ];
}

/** All claims in which two entities stand together. */
export async function pairCard([one, other], { link, filters }) {
  const [first, second] = await Promise.all([api.entity(one), api.entity(other)]);
  const of = (entity) => h("a", { href: link({ show: `entity:${entity.id}` }) }, entity.label);
  return [
    h("header.card-head", {}, h("p.kind", {}, "Together"), h("h2", { tabindex: -1 }, of(first), " and ", of(second))),
    h("section", {}, h("h3", {}, "Evidence"), await paged((offset) => api.entityClaims(one, filters, { with: other, limit: PAGE, offset }), link)),
  ];
}
