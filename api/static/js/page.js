// The page of one entity, event or article: the panel's card at full width, to link to and to print.

import * as api from "./api.js";
import { byId, fill, h, loading } from "./dom.js";
import { entityCard } from "./cards.js";
import { eventList } from "./start.js";
import { noFilters, read, written } from "./state.js";
import { articleCard, eventCard } from "./stories.js";
import { createTheme } from "./theme.js";

/** Links go to pages of their own, and to the explorer for what has none. */
function link({ show, filter, ...rest }) {
  const [kind, ...id] = (show ?? "").split(":");
  if (["entity", "event", "article"].includes(kind)) return `/${kind}/${id.join(":")}`;
  return `/${written({ ...read(""), show, ...rest, filters: { ...noFilters(), ...filter } })}`;
}

const CARDS = {
  entity: async (id, context) => [await entityCard(id, context), await history(id)],
  event: eventCard,
  article: articleCard,
};

/** Draws the page of a thing in place of the explorer. */
export async function begin({ kind, id }) {
  if (kind === "edge") return location.replace(`/?show=edge:${encodeURIComponent(id)}`);
  const place = h("main.card.page", { id: "details", "aria-busy": "true" }, loading());
  document.body.classList.add("paged");
  document.querySelector(".work").replaceWith(place);
  for (const part of document.querySelectorAll(".views, .panes, .tools > :not(#theme), .skip")) part.remove();
  byId("search-place").replaceWith(h("nav.page-tools", { "aria-label": "Page" },
    h("a.button", { href: explorer(kind, id) }, "Open in explorer"), h("button", { type: "button", onclick: () => print() }, "Print")));
  createTheme(byId("theme"));
  try {
    fill(place, await CARDS[kind](id, { link, filters: {} }));
    document.title = `${place.querySelector("h2").textContent} · kg`;
  } catch (error) {
    fill(place, h("h2", {}, error.status === 404 ? "Page not found" : "This page cannot be shown"),
      h("p.problem", { role: "alert" }, error.status === 404 ? "Nothing in this graph has this address. It may belong to an earlier build." : error.message),
      h("p", {}, h("a", { href: "/" }, "Go to the start page")));
  }
  place.removeAttribute("aria-busy");
  return place;
}

const explorer = (kind, id) => `/${written({ ...read(""), at: kind === "entity" ? id : null, show: `${kind}:${id}` })}`;

async function history(id) {
  const { items } = await api.timeline(id, {});
  if (!items.length) return null;
  return h("section", {}, h("h3", {}, "Events"), eventList(items.map((entry) => entry.event), link));
}
