// The filters, which are the legend as well: every colour, sign and pattern of the picture stands beside its name.

import { fill, h, svg } from "./dom.js";
import { dashes, ticks } from "./strokes.js";
import { count, dateWords, FACTUALITY, IMPLIED, shortened, spaced, TYPE_LABELS, TYPES, typeOf } from "./words.js";
import * as api from "./api.js";
import { isFiltered, noFilters } from "./state.js";
import { workspaceChips } from "./workspace.js";

/** Draws the filters; `about` has the families, classes and statistics of the graph. */
export function drawFilters(element, store, about) {
  const { filters } = store.get();
  const open = new Set([...element.querySelectorAll("details[open]")].map((one) => one.dataset.family));
  const focus = document.activeElement?.id;
  fill(
    element,
    h("div.head", {}, h("h2", {}, "Filters and legend"),
      isFiltered(filters) && h("button.link", { type: "button", onclick: () => store.set({ filters: noFilters() }) }, "Clear all")),
    group("Reported as", ...Object.entries(FACTUALITY).map(([name, { label, pattern, title }]) =>
      box(store, "factuality", name, { label, title, sign: lineSign(pattern), number: about.stats.factuality[name] ?? 0 }))),
    group("What happened", about.families.filter((one) => one.claims).map((one) => family(store, about, one, open))),
    group("Who or what", ...TYPES.map((name) =>
      box(store, "type", name, { label: TYPE_LABELS[name], number: ofType(about, name), sign: h("span.sign", { data: { type: name }, "aria-hidden": "true" }) }))),
    group("Publisher", ...Object.entries(about.stats.publishers).slice(0, 30).map(([name, number]) => box(store, "source", name, { label: name, number }))),
    group("Also show", withUnnamed(store), withPlain(store, about), withUncertain(store, about), withInferred(store, about)),
    group("Evidence", atLeast(store), box(store, "attributed_to", "none", { label: "Only what articles state themselves" })),
    thicknessSign(),
  );
  if (focus) document.getElementById(focus)?.focus();
}

const group = (name, ...boxes) => h("fieldset", {}, h("legend", {}, name), boxes);

const ofType = ({ stats }, name) =>
  Object.entries(stats.types).reduce((sum, [type, number]) => (typeOf(type) === name ? sum + number : sum), 0);

function box(store, filter, value, { label, title, sign, number }) {
  const chosen = store.get().filters[filter];
  const input = h("input", { type: "checkbox", id: `filter-${filter}-${value}`, checked: chosen.includes(value) });
  input.addEventListener("change", () =>
    store.filter({ [filter]: input.checked ? [...chosen, value] : chosen.filter((one) => one !== value) }));
  return h("label.box", { title }, input, sign, h("span.name", {}, label), number !== undefined && h("span.number", {}, number.toLocaleString("en")));
}

function family(store, about, one, open) {
  const classes = about.classes.filter((each) => each.family === one.name && each.claims);
  const hue = h("span.swatch", { "aria-hidden": "true", style: { "--hue": about.hues[one.name] } });
  const isOpen = open.has(one.name) || classes.some((each) => store.get().filters.class.includes(each.name));
  const whole = box(store, "family", one.name, { label: one.name, title: one.comment, sign: hue, number: one.claims });
  if (classes.length < 2) return whole;
  return h("div.family", {}, whole,
    h("details", { open: isOpen, data: { family: one.name } },
      h("summary", { "aria-label": `Classes of ${one.name}` }),
      classes.map((each) => box(store, "class", each.name, { label: spaced(each.label), title: each.comment, number: each.claims }))));
}

function atLeast(store) {
  const select = h("select", { id: "filter-min-sources" },
    [["", "any number of"], ["2", "at least 2"], ["3", "at least 3"], ["5", "at least 5"]].map(([value, label]) =>
      h("option", { value, selected: store.get().filters.min_sources === value }, label)));
  select.addEventListener("change", () => store.filter({ min_sources: select.value }));
  return h("label.line", {}, "Reported by ", select, " independent sources");
}

/** A box for the claims below the build's threshold. */
const withUncertain = (store, about) =>
  addition(store, "uncertain", { title: "Claims that kg may have misread, drawn pale with a question mark", number: about.stats.counts?.["uncertain claims"] ?? 0, sign: h("span.uncertain-sign", {}, lineSign("solid"), "?") });

/** A box for neighbours without a name or a number. */
const withUnnamed = (store) => addition(store, "unnamed", { title: "People, groups and things that the articles do not name" });

/** A box for events of no listed class. */
const withPlain = (store, about) =>
  addition(store, "plain", { title: "Events that belong to no listed class; their verbs stand on the lines", number: about.families.find((one) => one.name === "Other")?.claims ?? 0 });

/** A box for the doers that no claim names. */
const withInferred = (store, about) =>
  addition(store, "inferred", { title: IMPLIED.inferred.title, number: about.stats.counts?.["inferred doers"] ?? 0, sign: lineSign(IMPLIED.inferred.pattern) });

/** A box that adds what is left out at first; none if there is nothing to add. */
function addition(store, name, { title, number, sign }) {
  if (number === 0) return null;
  const input = h("input", { type: "checkbox", id: `filter-${name}`, checked: store.get().filters[name] === "true" });
  input.addEventListener("change", () => store.filter({ [name]: input.checked ? "true" : "" }));
  return h("label.box", { title }, input, sign, h("span.name", {}, ADDITIONS[name]), number && h("span.number", {}, number.toLocaleString("en")));
}

const ADDITIONS = { unnamed: "Unnamed people and things", plain: "Events of other kinds", uncertain: "Uncertain claims", inferred: "Inferred doers" };

/** A short line as the picture draws it. */
export function lineSign(pattern, { width = 34, thickness = 2.4 } = {}) {
  const [from, to] = [{ x: 1, y: 7 }, { x: width - 1, y: 7 }];
  const across = pattern === "crossed" ? ticks(from, to, thickness) : [];
  const cap = pattern === "dotted" ? "round" : "butt";
  const lines = [[from, to], ...across].map(([one, other], index) =>
    svg("line", {
      x1: one.x, y1: one.y, x2: other.x, y2: other.y, stroke: "currentColor", "stroke-width": index ? 1.6 : thickness,
      "stroke-linecap": cap, "stroke-dasharray": index ? null : dashes(pattern, thickness).join(" ") || null,
    }));
  return svg("svg.line-sign", { viewBox: `0 0 ${width} 14`, width, height: 14, "aria-hidden": "true" }, lines);
}

const thicknessSign = () =>
  h("div.reading", {},
    h("h3", {}, "How to read the picture"),
    h("p.line", {}, lineSign("solid", { thickness: 1.6 }), "reported by one source"),
    h("p.line", {}, lineSign("solid", { thickness: 6 }), "reported by several independent sources"),
    h("p.line", {}, h("b", {}, "+7"), " neighbours that are not shown: click a selected name to show them, and again to hide them"));

/** The filters that are set, each with a button that takes it away. */
export function drawChips(element, store, link) {
  const { filters, view, path } = store.get();
  const chips = Object.entries(filters).flatMap(([name, value]) =>
    Array.isArray(value)
      ? value.map((one) => chip(chipWords(name, one), () => store.filter({ [name]: value.filter((other) => other !== one) })))
      : value ? [chip(chipWords(name, value), () => store.filter({ [name]: "" }))] : []);
  fill(element, chips, view === "network" && !path && workspaceChips(store, { chip, named, link }));
  element.hidden = !element.childElementCount;
}

function chip(words, drop, does = "remove filter") {
  return h("button.chip", { type: "button", onclick: drop }, words, h("span", { "aria-hidden": "true" }, " ×"), h("span.hidden", {}, `, ${does}`));
}

/** A name that is only known by its id, filled in when the server has told it. */
function named(before, answer, name) {
  const place = h("span", {}, before);
  answer.then((found) => { place.textContent = `${before} ${shortened(name(found), 40)}`; }, () => {});
  return place;
}

const ID = /^[0-9a-f]{16}$/;

function chipWords(name, value) {
  if (name === "factuality") return FACTUALITY[value]?.label ?? value;
  if (name === "type") return TYPE_LABELS[value] ?? value;
  if (name === "attributed_to") return value === "none" ? "Stated by articles themselves" : named("According to", api.entity(value), (one) => one.label);
  if (name === "source" && ID.test(value)) return named("Only", api.article(value), (one) => one.title);
  if (name in ADDITIONS) return `Also ${ADDITIONS[name].toLowerCase()}`;
  if (name === "min_sources") return count(Number(value), "source") + " or more";
  if (name === "from" || name === "to") return `${name} ${dateWords(value)}`;
  return name === "class" ? spaced(value) : value;
}
