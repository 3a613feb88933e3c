// A field that suggests while one types: a combobox as ARIA's authoring practices have it.

import * as api from "./api.js";
import { announce, fill, h, paused } from "./dom.js";
import { snippet } from "./results.js";
import { count, dateWords, typeOf } from "./words.js";

let fields = 0;

/** A search field; `choose` gets the entity that was chosen, or with `everything` any match. `label` is for people who
 * hear the page; `submit` gets the words if none of the suggestions is chosen. */
export function searchField({ label, placeholder, choose, submit, everything = false, keepsText = false }) {
  const id = `suggestions-${++fields}`;
  const input = h("input", {
    type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: 200, placeholder,
    "aria-label": label, "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
  });
  const list = h("ul.suggestions", { id, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const field = { input, list, found: [], at: -1, asked: "", everything, submit };
  const take = (match) => {
    input.value = keepsText ? match.item.label : "";
    close(field);
    choose(everything ? match : match.item);
  };
  input.addEventListener("input", () => choice(field, -1));
  input.addEventListener("input", paused(() => suggest(field, take)));
  input.addEventListener("keydown", (event) => key(field, event, take));
  input.addEventListener("blur", () => setTimeout(() => close(field), 150));
  input.addEventListener("focus", () => input.value.trim() && suggest(field, take));
  return { element: h("div.search", {}, input, list), input };
}

async function suggest(field, take) {
  const words = field.input.value.trim();
  field.asked = words;
  if (!words) return close(field);
  try {
    const matches = await matchesOf(words, field.everything);
    if (field.asked === words) offer(field, matches, take);
  } catch (error) {
    field.found = [];
    fill(field.list, h("li.none", { role: "option", "aria-disabled": "true" }, error.message));
    open(field);
  }
}

/** Whether a text has all words of a search. */
export const hasWords = (text, words) => words.toLowerCase().split(/[\s"]+/).every((word) => text.toLowerCase().includes(word));

/** Matches of words: names first, then events, sentences and articles; `isClose` is true for names that only resemble the
 * words, which come last if anything else has the words themselves. */
async function matchesOf(words, everything) {
  const of = (kind) => (answer) => answer.items.map((item) => ({ kind, item, isClose: answer.exact === false }));
  if (!everything) return of("entity")(await api.searchEntities(words));
  const [names, ...others] = await Promise.all([
    api.searchEntities(words, 5).then(of("entity")), api.searchEvents(words, 3).then(of("event")),
    api.searchSentences(words, 4).then(of("sentence")), api.searchArticles(words, 3).then(of("article")),
  ]);
  const rest = others.flat();
  const isElsewhere = names[0]?.isClose && rest.some(({ item }) => hasWords(item.title ?? item.text, words));
  return isElsewhere ? [...rest, ...names] : [...names, ...rest];
}

function offer(field, matches, take) {
  const chosen = field.list.hidden ? -1 : matches.findIndex((match) => isSame(match, field.found[field.at])); // since the last key
  Object.assign(field, { found: matches });
  const options = matches.map((match, index) => option(field, match, index, take));
  const close = matches.findIndex((match) => match.isClose);
  if (close >= 0) options.splice(close, 0, h("li.none", { role: "presentation" }, close ? "Names that are similar:" : "No exact match; close to:"));
  fill(field.list,
    options.length ? options : h("li.none", { role: "option", "aria-disabled": "true" }, "No matches."));
  if (field.submit && options.length) field.list.append(h("li.none", { role: "presentation" }, "Press Enter for all results"));
  choice(field, chosen);
  announce(matches.length ? count(matches.length, "suggestion") : "No matches.");
  open(field);
}

const isSame = (one, other) => other !== undefined && one.kind === other.kind && idOf(one.item) === idOf(other.item);
const idOf = (item) => item.id ?? item.iri ?? item.text;

function option(field, match, index, take) {
  return h("li", { role: "option", id: `${field.list.id}-${index}`, "aria-selected": "false", data: { kind: match.kind }, onmousedown: (event) => { event.preventDefault(); take(match); } },
    OPTIONS[match.kind](match.item, field.asked));
}

const OPTIONS = {
  entity: (item) => {
    const other = item.matched && item.matched !== item.label && item.matched;
    return [h("span.sign", { data: { type: typeOf(item.type) }, "aria-hidden": "true" }),
      h("span.name", {}, item.label, other && h("span.quiet", {}, ` also ${other}`)), h("span.quiet", {}, `${item.type}, ${count(item.articles, "article")}`)];
  },
  event: (item) => [h("span.name", {}, item.title), h("span.quiet", {}, `Event, ${count(item.sources, "source")}`)],
  sentence: (item, words) => [h("span.name", {}, snippet(item.text, words, 110)), h("span.quiet", {}, "Sentence")],
  article: (item) => [h("span.name", {}, item.title), h("span.quiet", {}, ["Article", dateWords(item.published)].filter(Boolean).join(", "))],
};

function key(field, event, take) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && field.found.length) {
    event.preventDefault();
    move(field, (field.at + steps[event.key] + field.found.length) % field.found.length);
  } else if (event.key === "Enter") {
    event.preventDefault();
    enter(field, take);
  } else if (event.key === "Escape") {
    if (!field.list.hidden) event.preventDefault(); // closes only the suggestions
    close(field);
  }
}

/** Takes the suggestion that is chosen; without one, asks for all results, or takes the first. */
function enter(field, take) {
  const words = field.input.value.trim();
  const match = field.found[field.submit ? field.at : Math.max(0, field.at)];
  if (match && !field.list.hidden) return take(match);
  if (!field.submit || !words) return undefined;
  close(field);
  return field.submit(words);
}

function move(field, at) {
  choice(field, at);
  field.list.querySelectorAll("[role=option]")[at].scrollIntoView({ block: "nearest" });
}

/** Marks a suggestion as chosen, or none if `at` is -1. */
function choice(field, at) {
  field.at = at;
  field.list.querySelectorAll("[role=option]").forEach((child, index) => child.setAttribute("aria-selected", String(index === at)));
  if (at < 0) field.input.removeAttribute("aria-activedescendant");
  else field.input.setAttribute("aria-activedescendant", `${field.list.id}-${at}`);
}

function open(field) {
  field.list.hidden = document.activeElement !== field.input;
  field.input.setAttribute("aria-expanded", String(!field.list.hidden));
}

function close(field) {
  field.list.hidden = true;
  field.input.setAttribute("aria-expanded", "false");
  field.input.removeAttribute("aria-activedescendant");
}
