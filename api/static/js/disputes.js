// Contradictions: a list of the events whose accounts differ, how a number changed over time, and pairs of claims.

import * as api from "./api.js";
import { announce, fill, h, loading } from "./dom.js";
import { claimCard, named, quantity } from "./evidence.js";
import { ROLE_WORDS } from "./passage.js";
import { count, dateWords, distinct, FACTUALITY, spaced, timeWords } from "./words.js";

const PAGE = 20;

/** What two accounts differ in, as a reader says it. */
export const aboutWords = (name) => ABOUT[name] ?? spaced(name);
/** The same in a sentence: "the number killed". */
const differWords = (name) => (/ed$/.test(name) ? `the number ${spaced(name)}` : aboutWords(name));
const ABOUT = { ...ROLE_WORDS, factuality: "whether it happened", time: "when" };

const disputesOf = (event) => event.disputes.filter((one) => one.kind === "disputes");

/** The quantities of an event that its claims report differently, each with its reports, the earliest first. */
export function series(event) {
  const names = new Set(event.told.flatMap((claim) => claim.quantities.map((one) => one.name)));
  return [...names].map((name) => ({ name, reports: reports(event, name) }))
    .filter(({ reports: found }) => new Set(found.map((one) => one.quantity.value)).size > 1);
}

const reports = (event, name) =>
  event.told.flatMap((claim) => claim.quantities.filter((one) => one.name === name).map((one) => ({ claim, quantity: one })));

/** "killed: 12 → 27 → 31", each number leading to its sentence; those of one day have no order: "2 or 3". */
export function tolls(event, link) {
  return series(event).map(({ name, reports: found }) =>
    h("p.toll", {}, h("b", {}, `${spaced(name)}: `), changes(found).map((day, index) => [
      index > 0 && (day.isDated ? h("span.quiet", { "aria-label": " then " }, " → ") : h("span.quiet", {}, "; no date: ")),
      day.reports.map(({ claim, quantity: one }, number) => [
        number > 0 && h("span.quiet", {}, " or "),
        h("a", { href: link({ show: sentenceOf(claim) }), title: `${who(claim)}, ${dateWords(claim.article.published) || "no date"}` }, quantity(one))]),
    ])));
}

/** The numbers of each day of publication, the earliest day first and those without a date last; days that only repeat
 * the numbers of the day before are left out. */
function changes(found) {
  const days = new Map();
  for (const one of found) {
    const day = one.claim.article.published?.slice(0, 10) ?? "undated";
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  const numbers = (reports) => distinct(reports, (one) => quantity(one.quantity)).sort((one, other) => one.quantity.value - other.quantity.value);
  const words = (reports) => reports.map((one) => quantity(one.quantity)).join();
  return [...days].sort(([one], [other]) => one.localeCompare(other))
    .map(([day, reports]) => ({ isDated: day !== "undated", reports: numbers(reports) }))
    .filter((day, index, all) => !index || words(day.reports) !== words(all[index - 1].reports));
}

export const sentenceOf = (claim) => `article:${claim.article.id}:${claim.sentence.begin}`;

const who = (claim) => claim.attributed_to.map((one) => one.entity?.label ?? one.text).join(", ") || claim.article.publisher || claim.article.title;

/** A number over time: day, number, who says so, and the article. */
export function tollTables(event, link) {
  return series(event).map(({ name, reports: found }) =>
    h("table.tolls", {},
      h("caption", {}, `${spaced(name)}, by day and source`),
      h("thead", {}, h("tr", {}, ["Published", "Number", "According to", "Article"].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, found.map(({ claim, quantity: one }) => h("tr", {},
        h("td", {}, dateWords(claim.article.published) || "no date"),
        h("td", {}, h("a", { href: link({ show: sentenceOf(claim) }) }, quantity(one))),
        h("td", {}, claim.attributed_to.length ? claim.attributed_to.map((each, index) => [index ? ", " : "", named(each, link)]) : "the article itself"),
        h("td", {}, claim.article.publisher ?? claim.article.title))))));
}

/** Claims that cannot both be right, in pairs, with what differs standing out. */
export function pairs(event, link) {
  const told = new Map(event.told.map((claim) => [claim.id, claim]));
  return disputesOf(event).filter((one) => told.has(one.first) && told.has(one.second)).map(({ about, first, second }) =>
    h("div.versus", {},
      h("h4", {}, about.length ? `They differ on: ${about.map(aboutWords).join(", ")}` : "They cannot both be right"),
      h("div.sides", {}, [first, second].map((id) => claimCard(told.get(id), link, { differing: about, isEventKnown: true, canReject: true })))));
}

/** The desk: contradictions as a list that the filters and a search narrow. */
export async function drawDesk(element, { link, filters, only, choose }) {
  const asked = filters;
  fill(element, h("div.desk", {}, h("h2", {}, "Contradictions"), loading()));
  const list = h("ol.desk-list");
  const note = h("p.quiet", { role: "status" });
  const more = h("button.more", { type: "button", hidden: true }, "Show more");
  let items = [];
  let total = 0;
  const draw = () => {
    const shown = items.filter((event) => !only || disputesOf(event).some((one) => one.about.includes(only)));
    fill(list, shown.map((event) => entry(event, link)));
    note.textContent = total ? `${only ? `${shown.length} of ` : ""}${count(total, "event")} whose accounts differ${items.length < total ? `, ${items.length} loaded` : ""}.` : "No accounts differ with these filters.";
    more.hidden = items.length >= total;
  };
  const load = async () => {
    const answer = await api.disputes(asked, { limit: PAGE, offset: items.length });
    items = [...items, ...answer.items];
    total = answer.total;
    draw();
  };
  more.addEventListener("click", () => load().catch((error) => { note.textContent = error.message; }));
  await load();
  const kinds = new Map();
  for (const event of items) for (const name of new Set(disputesOf(event).flatMap((one) => one.about))) kinds.set(name, (kinds.get(name) ?? 0) + 1);
  const buttons = [["", "All"], ...[...kinds].sort((one, other) => other[1] - one[1]).map(([name, number]) => [name, `${aboutWords(name)} (${number})`])];
  fill(element, h("div.desk", {},
    h("h2", {}, "Contradictions"), note,
    h("div.chips", { role: "group", "aria-label": "Differ on" }, buttons.map(([name, words]) =>
      h("button.chip", { type: "button", "aria-pressed": String((only ?? "") === name), onclick: () => choose(name || null) }, words))),
    list, more));
  announce(note.textContent);
}

function entry(event, link) {
  const about = [...new Set(disputesOf(event).flatMap((one) => one.about))];
  return h("li", {},
    h("h3", {}, h("a", { href: link({ show: `event:${event.id}` }) }, event.title)),
    tolls(event, link),
    about.filter((name) => !event.quantities.some((one) => one.name === name)).slice(0, 2).map((name) => accounts(event, name, link)),
    h("p.quiet", {}, [about.length && `differ on ${about.map(differWords).join(", ")}`, timeWords(event.time ?? {}), count(event.sources, "source"), count(event.articles, "article")].filter(Boolean).join(" · ")));
}

/** What each claim says of a role, time or factuality: distinct values with a sentence each. */
function accounts(event, name, link) {
  const values = new Map();
  for (const claim of event.told) {
    const words = valueOf(claim, name);
    if (words && !values.has(words.toLowerCase())) values.set(words.toLowerCase(), { words, claim });
  }
  if (values.size < 2) return null;
  return h("p.toll", {}, h("b", {}, `${aboutWords(name)}: `), [...values.values()].slice(0, 5).map(({ words, claim }, index) => [
    index > 0 && h("span.quiet", {}, " / "), h("a", { href: link({ show: sentenceOf(claim) }) }, words)]), values.size > 5 && h("span.quiet", {}, ` and ${values.size - 5} more`));
}

function valueOf(claim, name) {
  if (name === "factuality") return FACTUALITY[claim.factuality].label.toLowerCase();
  if (name === "time") return timeWords(claim.time ?? {}) || (claim.time?.words ?? "");
  return distinct(claim.fillers.filter((one) => one.role === name && !one.is_pronoun).map((one) => one.entity?.label ?? one.text)).join(", ");
}
