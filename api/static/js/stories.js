// What the panel tells of an event, with its contradictions side by side, and of an article.

import * as api from "./api.js";
import { h, safeUrl } from "./dom.js";
import { pairs, tolls, tollTables } from "./disputes.js";
import { evidence, factualityBadge, quantity } from "./evidence.js";
import { parts, ROLE_WORDS } from "./passage.js";
import { count, dateWords, distinct, spaced, timeWords } from "./words.js";

export async function eventCard(id, { link }) {
  const event = await api.event(id);
  return [
    h("header.card-head", {},
      h("p.kind", {}, distinct([event.family, event.class_label]).join(" · ")),
      h("h2", { tabindex: -1 }, event.title),
      h("p", {}, factualityBadge(event.factuality, event.family), event.disputed && h("span.badge.disputed", {}, "Accounts differ")),
      summary(event, link),
      h("p.quiet", {}, [count(event.claims, "claim"), count(event.articles, "article"), count(event.sources, "independent source")].join(" · "))),
    contradictions(event, link),
    h("section", {}, h("h3", {}, "As reported"), evidence(event.told, link, { isEventKnown: true })),
    h("footer.identity", {}, h("a", { href: `/event/${event.id}` }, "Permanent page, to link or print")),
  ];
}

function summary(event, link) {
  const roles = new Map();
  for (const one of distinct(event.participants.filter((each) => !isNumber(each, event)), (each) => `${each.role} ${wordsOf(each).toLowerCase()}`)) roles.set(one.role, [...(roles.get(one.role) ?? []), participant(one, link)]);
  const rows = [...roles].map(([role, all]) => [ROLE_WORDS[role] ?? role, all.map((one, index) => [index > 0 && ", ", one])]);
  if (event.time) rows.push(["when", [timeWords(event.time)]]);
  for (const one of event.quantities) rows.push([spaced(one.name), quantity(one)]);
  return h("dl.facts", {}, rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

/** Whether a participant is only a number, "at least 12 people", which the event has beside its participants. */
const isNumber = (one, event) => event.quantities.length > 0 && !one.entity && !one.event && /^(?:[a-z]+ ){0,3}[\d.,]+(?: people| persons| others)?$/i.test(one.text);

const wordsOf = (one) => one.entity?.label ?? one.event?.label ?? one.text;

export function participant(one, link) {
  if (one.entity) return h("a", { href: link({ show: `entity:${one.entity.id}` }) }, one.entity.label);
  if (one.event) return h("a", { href: link({ show: `event:${one.event.id}` }) }, one.event.label);
  return one.text;
}

/** Numbers that changed over time, and claims that cannot both be right. */
function contradictions(event, link) {
  const versus = pairs(event, link);
  const tables = tollTables(event, link);
  if (!versus.length && !tables.length) return null;
  return h("section.contradictions", {}, h("h3", {}, versus.length ? "Accounts differ" : "How the numbers changed"), tolls(event, link), tables, versus);
}

/** An article with all its mentions as links and its triggers marked. */
export async function articleCard(place, { link }) {
  const [id, begin] = place.split(":");
  const article = await api.article(id);
  const url = article.url && safeUrl(article.url);
  return [
    h("header.card-head", {},
      h("p.kind", {}, [article.publisher, dateWords(article.published)].filter(Boolean).join(" · ") || "Article"),
      h("h2", { tabindex: -1 }, article.title),
      h("p.quiet", {}, [article.source, count(article.sentences, "sentence"), count(article.told.length, "claim")].join(" · ")),
      url && h("p", {}, h("a.out", { href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, "Original")),
      h("p", {}, h("a", { href: link({ filter: { source: [id] }, view: "network" }) }, "Show only this article"))),
    h("div.fulltext", {}, text(article, link, begin ? Number(begin) : null)),
    h("section", {}, h("h3", {}, "Claims"), evidence(article.told, link)),
    h("footer.identity", {}, h("a", { href: `/article/${article.id}` }, "Permanent page, to link or print")),
  ];
}

/** The text with its mentions; the sentence that begins at `here` is marked, and the panel scrolls to it. */
function text(article, link, here) {
  const triggers = article.told.map((claim) => ({ ...claim.trigger, claim }));
  const cuts = article.cuts.map((cut) => ({ ...cut, isCut: true }));
  const chosen = article.parts.filter((part) => part.begin === here).map((part) => ({ ...part, isHere: true }));
  return parts(article.text, 0, [...article.spans, ...triggers, ...cuts, ...chosen]).map((part) => {
    const shown = marked(part, link);
    return part.marks.some((mark) => mark.isHere) ? h("mark.here-sentence", { data: { here: "" }, tabindex: -1 }, shown) : shown;
  });
}

function marked({ text, marks }, link) {
  if (!text.trim()) return text; // between two words of a mention, of which one is marked more narrowly
  if (marks.some((mark) => mark.isCut)) return h("span.cut", { title: "Not part of the article’s text" }, text);
  const trigger = marks.find((mark) => mark.claim);
  if (trigger) return h("a.trigger", { href: link({ show: `event:${trigger.claim.event.id}` }), title: trigger.claim.class_label }, text);
  const spans = marks.filter((mark) => mark.entity).sort((one, other) => one.end - one.begin - (other.end - other.begin));
  return spans.length ? h("a.mention", { href: link({ show: `entity:${spans[0].entity.id}` }) }, text) : text;
}
