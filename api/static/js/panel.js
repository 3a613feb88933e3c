// The panel at the side: tells of what is chosen, and asks between whom a path is wanted.

import * as api from "./api.js";
import { announce, failed, fill, h, loading, unlessSoon } from "./dom.js";
import { communitiesCard, communityCard } from "./communities.js";
import { edgeCard, entityCard, pairCard } from "./cards.js";
import { pathCard, pathForm } from "./path.js";
import { resultsCard } from "./results.js";
import { startCard } from "./start.js";
import { articleCard, eventCard } from "./stories.js";
import { workspaceButtons } from "./workspace.js";

export function createPanel(element, context) {
  const panel = { element, told: "", wantsPath: false };
  return {
    render: (state, before) => render(panel, context, state, before),
    graphChanged() {
      const state = context.store.get();
      if (panel.waits) render(panel, context, state, state);
      else actionsAnew(panel, context, state);
    },
    askPath() {
      const { store, stage } = context;
      const at = store.get().at ?? stage.first;
      const label = stage.graph?.hasNode(at) ? stage.graph.getNodeAttribute(at, "label") : null;
      fill(element, back(store), pathForm(label && { id: at, label }, (path) => store.set({ view: "network", path, show: null })));
      panel.told = "";
      element.dispatchEvent(new CustomEvent("wanted", { bubbles: true }));
      element.querySelector("input").focus();
    },
  };
}

async function render(panel, context, state, before) {
  const asked = JSON.stringify([state.show, state.path, state.q, state.filters, state.show ? null : state.view]);
  const isOpening = before ? state.show !== before.show || state.q !== before.q : isCard(state);
  if (asked === panel.told && !panel.waits) return void actionsAnew(panel, context, state);
  panel.told = asked;
  panel.waits = false;
  panel.element.setAttribute("aria-busy", "true");
  const way = () => (state.show || state.path || state.q ? back(context.store) : null);
  let hadFocus = false; // when the card came, or when it gave way to "Loading"
  const wait = () => {
    hadFocus ||= hasFocus(panel, state);
    if (panel.told === asked) fill(panel.element, way(), loading());
  };
  if (!panel.element.querySelector("h2")) wait();
  try {
    const card = await unlessSoon(cardOf(panel, context, state), wait);
    if (panel.told !== asked) return;
    hadFocus ||= hasFocus(panel, state);
    fill(panel.element, way(), card);
    actionsAnew(panel, context, state); // the picture may have changed while the card was made
    panel.element.closest(".pane").scrollTop = 0;
    if (isOpening && (state.show || state.q)) told(panel.element);
    if (state.show?.startsWith("event:")) moveTo(context, state, !before).catch(console.error);
    const here = panel.element.querySelector("[data-here]");
    if (isOpening && hadFocus) (here ?? panel.element.querySelector("h2"))?.focus({ preventScroll: true });
    here?.scrollIntoView({ block: "center" });
  } catch (error) {
    if (panel.told !== asked) return;
    fill(panel.element, way(), failed(error, () => { panel.told = ""; render(panel, context, state, before); }));
  } finally {
    if (panel.told === asked) panel.element.removeAttribute("aria-busy");
  }
}

/** Moves the picture to who takes part in the event that the panel shows, if nobody of them is in it. */
async function moveTo({ store, stage }, { show, view, path, pin, at }, isFirst) {
  if (view !== "network" || path || pin.length || (isFirst && at)) return;
  const { participants } = await api.event(show.slice("event:".length));
  const ids = participants.filter((one) => one.entity).sort((one, other) => rank(one) - rank(other)).map((one) => one.entity.id);
  if (ids.length && store.get().show === show && !ids.some((id) => stage.graph?.hasNode(id))) store.set({ at: ids[0], open: [] }, { quietly: true });
}

/** People and bodies that take part before places. */
const rank = ({ role, entity }) => (["agent", "patient", "recipient"].includes(role) ? 0 : 1) + (["Person", "Organization"].includes(entity.type) ? 0 : 2);

/** Whether the focus is in the panel, or in the search field that asked for what it shows. */
const hasFocus = ({ element }, { show, q }) =>
  element.closest(".pane").contains(document.activeElement) || Boolean((show || q) && document.getElementById("search-place").contains(document.activeElement));

/** True if an address is opened for what the panel shows, and not for the picture around the entity shown. */
const isCard = ({ show, q, at, view }) => Boolean(q || (show && !(view === "network" && show === `entity:${at}`) && !show.startsWith("group:")));

function told(element) {
  announce(element.querySelector("h2")?.textContent ?? "");
  element.dispatchEvent(new CustomEvent("wanted", { bubbles: true }));
}

const back = (store) => h("p.back", {}, h("button.link", { type: "button", onclick: () => store.back() }, "← Back"));

async function cardOf(panel, context, state) {
  const asked = { ...context, filters: context.filters() };
  const [kind, ...rest] = (state.show ?? "").split(":");
  const id = rest.join(":");
  if (kind === "entity") return entityCard(id, { ...asked, actions: (entity) => actions(context, entity) });
  if (kind === "event") return eventCard(id, asked);
  if (kind === "article") return articleCard(id, asked);
  if (kind === "pair" && id.includes("~")) return pairCard(id.split("~"), asked);
  if (kind === "edge") return edgeOf(panel, context, id, asked);
  if (state.view === "overview" && (kind === "group" || (!kind && !state.q && !state.path))) return overviewOf(panel, context, kind && Number(id), asked);
  if (state.path) return pathCard(state.path, asked);
  return state.q ? resultsCard(state.q, asked) : startCard(asked);
}

/** The communities of the picture, or one of them. */
function overviewOf(panel, { stage }, number, asked) {
  if (stage.drawnView !== "overview") {
    panel.waits = true;
    return [loading()];
  }
  return number === "" ? communitiesCard(stage.graph, asked) : communityCard(stage.graph, number, asked);
}

/** The card of an edge in the picture; of one that is not there, everything between its ends. */
function edgeOf(panel, { stage }, id, asked) {
  const graph = stage.graph;
  if (!graph) {
    panel.waits = true;
    return [loading()];
  }
  const edge = graph.hasEdge(id) && graph.getEdgeAttribute(id, "link");
  if (edge) return edgeCard(edge, (node) => graph.getNodeAttribute(node, "label"), asked);
  return pairCard(id.split("-").slice(0, 2), asked);
}

function actionsAnew(panel, context, state) {
  const old = panel.element.querySelector(".actions");
  if (!old || !state.show?.startsWith("entity:")) return;
  const focused = old.contains(document.activeElement) && document.activeElement.dataset.act;
  const made = actions(context, { id: state.show.slice(7), label: old.dataset.label });
  old.replaceWith(made);
  if (focused) (made.querySelector(`[data-act=${focused}]`) ?? made.firstElementChild).focus();
}

function actions({ store, stage, link }, entity) {
  const { at, path } = store.get();
  const isInPicture = stage.graph?.hasNode(entity.id);
  const isOpen = stage.isOpen(entity.id);
  return h("div.actions", { data: { label: entity.label } },
    h("button", { type: "button", data: { act: "evidence" }, onclick: toEvidence }, "Evidence"),
    at !== entity.id && h("a.button", { href: link({ view: "network", at: entity.id, open: [], path: null }), data: { act: "centre" } }, "Centre"),
    isInPicture && !path && at !== entity.id && h("button", { type: "button", data: { act: "open" }, "aria-pressed": String(isOpen), onclick: () => stage.toggle(entity.id) }, isOpen ? "Collapse" : "Expand"),
    h("button", { type: "button", data: { act: "path" }, onclick: () => pathFrom(store, stage, entity) }, "Path to …"),
    workspaceButtons(store, stage, entity));
}

/** Goes to the first sentence of a card. */
function toEvidence({ currentTarget }) {
  const claim = currentTarget.closest(".card").querySelector(".evidence .claim");
  claim?.scrollIntoView({ block: "start" });
  claim?.focus({ preventScroll: true });
}

function pathFrom(store, stage, entity) {
  const element = document.getElementById("details");
  fill(element, back(store), pathForm(entity, (path) => store.set({ view: "network", path, show: null })));
  element.querySelectorAll("input")[1].focus();
}
