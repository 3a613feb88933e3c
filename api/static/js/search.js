// A field that suggests entities while one types: a combobox as ARIA's authoring practices have it.

import * as api from "./api.js";
import { announce, fill, h, paused } from "./dom.js";
import { count, typeOf } from "./words.js";

let fields = 0;

/** A search field; `choose` gets the entity that was chosen. `label` is for people who hear the page. */
export function searchField({ label, placeholder, choose, keepsText = false }) {
  const id = `suggestions-${++fields}`;
  const input = h("input", {
    type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: 200, placeholder,
    "aria-label": label, "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
  });
  const list = h("ul.suggestions", { id, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const field = { input, list, found: [], at: -1, asked: "" };
  const take = (entity) => {
    input.value = keepsText ? entity.label : "";
    close(field);
    choose(entity);
  };
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
    const { items } = await api.searchEntities(words);
    if (field.asked === words) offer(field, items, take);
  } catch (error) {
    field.found = [];
    fill(field.list, h("li.none", { role: "option", "aria-disabled": "true" }, error.message));
    open(field);
  }
}

function offer(field, items, take) {
  Object.assign(field, { found: items, at: -1 });
  const options = items.map((item, index) => option(field, item, index, take));
  fill(field.list, options.length ? options : h("li.none", { role: "option", "aria-disabled": "true" }, "Nothing is called that."));
  announce(items.length ? count(items.length, "suggestion") : "Nothing is called that.");
  open(field);
}

function option(field, item, index, take) {
  const other = item.matched && item.matched !== item.label && item.matched;
  return h(
    "li", { role: "option", id: `${field.list.id}-${index}`, "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); take(item); } },
    h("span.sign", { data: { type: typeOf(item.type) }, "aria-hidden": "true" }),
    h("span.name", {}, item.label, other && h("span.quiet", {}, ` also ${other}`)),
    h("span.quiet", {}, `${item.type}, ${count(item.articles, "article")}`),
  );
}

function key(field, event, take) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && field.found.length) {
    event.preventDefault();
    move(field, (field.at + steps[event.key] + field.found.length) % field.found.length);
  } else if (event.key === "Enter") {
    event.preventDefault();
    const entity = field.found[Math.max(0, field.at)];
    if (entity && !field.list.hidden) take(entity);
  } else if (event.key === "Escape") {
    close(field);
  }
}

function move(field, at) {
  field.at = at;
  [...field.list.children].forEach((child, index) => child.setAttribute("aria-selected", String(index === at)));
  field.input.setAttribute("aria-activedescendant", `${field.list.id}-${at}`);
  field.list.children[at].scrollIntoView({ block: "nearest" });
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
