// All results of a search: names, events, sentences with the words marked, and articles.

import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { byline } from "./evidence.js";
import { isSaved, save } from "./saved.js";
import { hasWords } from "./search.js";
import { eventList } from "./start.js";
import { count, dateWords, shortened, typeOf } from "./words.js";

const SHOWN = { entities: 10, events: 10, sentences: 20, articles: 10 };

export async function resultsCard(words, { link }) {
  const [entities, events, sentences, articles] = await Promise.all([
    api.searchEntities(words, SHOWN.entities), api.searchEvents(words, SHOWN.events),
    api.searchSentences(words, SHOWN.sentences), api.searchArticles(words, SHOWN.articles),
  ]);
  const isElsewhere = !entities.exact && [...events.items, ...sentences.items, ...articles.items].some((one) => hasWords(one.title ?? one.text, words));
  const names = part("People, organisations, places", entities, !entities.exact && h("p.quiet", {}, "No exact match; close to:"), h("ul.rows", {}, entities.items.map((one) =>
    h("li", {}, h("span", {}, h("span.sign", { data: { type: typeOf(one.type) }, "aria-hidden": "true" }), " ", h("a", { href: link({ view: "network", at: one.id, open: [], path: null, show: `entity:${one.id}` }) }, one.label)),
      h("span.quiet", {}, `${one.type}, ${count(one.articles, "article")}`)))));
  const isEmpty = [entities, events, sentences, articles].every((one) => !one.total);
  return [
    h("header.card-head", {}, h("p.kind", {}, "Search results"), h("h2", { tabindex: -1 }, words), saveButton(words)),
    isEmpty && h("p", {}, "No matches. Search with fewer or other words; words in quotation marks are searched for as a phrase."),
    !isElsewhere && names,
    part("Events", events, eventList(events.items, link)),
    part("Sentences", sentences, sentenceList(sentences.items, words, link)),
    part("Articles", articles, h("ul.rows", {}, articles.items.map((one) =>
      h("li", {}, h("a", { href: link({ show: `article:${one.id}` }) }, one.title),
        h("span.quiet", {}, [one.publisher, dateWords(one.published), count(one.claims, "claim")].filter(Boolean).join(" · ")))))),
    isElsewhere && names, // that only resemble the words
  ];
}

/** Sentences with the words marked, each a link to its article. */
export function sentenceList(sentences, words, link) {
  return h("ol.evidence", {}, sentences.map((one) => h("li", {}, h("div.claim", {},
    h("blockquote", {}, h("a.plain", { href: link({ show: `article:${one.article.id}:${one.begin}` }) }, snippet(one.text, words))),
    byline(one.article, link, one.begin)))));
}

function part(name, { total, items }, ...list) {
  if (!items.length) return null;
  const of = total > items.length ? `first ${items.length} of ${total.toLocaleString("en")}` : total.toLocaleString("en");
  return h("section", {}, h("h3", {}, `${name} (${of})`), list);
}

function saveButton(words) {
  const button = h("button", { type: "button" });
  const draw = () => fill(button, isSaved() ? "Saved" : "Save search");
  button.addEventListener("click", () => {
    if (!isSaved() && !save(words)) button.after(h("span.quiet", { role: "status" }, " This browser does not allow saving."));
    draw();
  });
  draw();
  return h("p", {}, button);
}

/** A sentence with the words that were searched for marked; a long one around the first of them. */
export function snippet(text, words, length = 400) {
  const found = words.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  if (!found.length) return shortened(text, length);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${found.map((word) => word.slice(0, Math.max(3, word.length - 2))).join("|")})[\\p{L}\\p{N}]*`, "giu");
  const first = Math.max(0, text.search(pattern));
  const from = text.length > length ? Math.max(0, Math.min(first - length / 3, text.length - length)) : 0;
  const begin = from ? text.indexOf(" ", from) + 1 : 0;
  const shown = shortened(text.slice(begin), length);
  const parts = [];
  let at = 0;
  for (const match of shown.matchAll(pattern)) {
    parts.push(shown.slice(at, match.index), h("mark", {}, match[0]));
    at = match.index + match[0].length;
  }
  return [begin > 0 && "… ", ...parts, shown.slice(at)];
}
