// Searches and views that a reader keeps, in this browser only.

import { fill, h } from "./dom.js";

const KEY = "kg-saved";

function load() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.name === "string" && one.address?.startsWith?.("?")) : [];
  } catch {
    return [];
  }
}

function keep(saved) {
  try {
    localStorage.setItem(KEY, JSON.stringify(saved.slice(0, 50)));
    document.querySelectorAll("section.saved").forEach(draw);
    return true;
  } catch {
    return false;
  }
}

/** Keeps the address that is open under a name; false if the browser keeps nothing. */
export const save = (name) => keep([{ name, address: location.search || "?" }, ...load().filter((one) => one.address !== location.search)]);

export const isSaved = () => load().some((one) => one.address === location.search);

/** The list of what is kept, each with a button that removes it; nothing if there is none. */
export function savedSearches() {
  const section = h("section.saved");
  draw(section);
  return section;
}

function draw(section) {
  const saved = load();
  section.hidden = !saved.length;
  fill(section, h("h3", {}, "Saved searches and views"), h("ul.rows", {}, saved.map((one) =>
    h("li", {}, h("a", { href: one.address }, one.name),
      h("button.link", { type: "button", "aria-label": `Remove ${one.name}`, onclick: () => keep(saved.filter((other) => other !== one)) }, "Remove")))));
}
