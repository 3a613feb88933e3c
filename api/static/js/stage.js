// The middle of the explorer: chooses what is drawn (network, path, overview, map) and asks for what it needs.

import * as api from "./api.js";
import { announce, byId, failed, fill, h, loading, unlessSoon } from "./dom.js";
import { drawDesk } from "./disputes.js";
import { drawn, joined, laidOut } from "./graph.js";
import { overviewGraph } from "./overview.js";
import { mapWords } from "./places.js";
import { count, shortened } from "./words.js";
import { leftOut, pinned, pinnedWords } from "./workspace.js";

const MOST = 150; // nodes; nobody reads more
const EXPANDED = 15; // neighbours of a node that is opened

export function createStage(element, { store, about, link, filters, drawn: tell }) {
  const stage = { element, network: null, map: null, graph: null, asked: "", total: 0 };
  const canvas = h("div.canvas", { id: "canvas" });
  const mapPlace = h("div.map", { id: "map", hidden: true });
  const desk = h("div.desk-place", { id: "desk", hidden: true });
  const context = { stage, canvas, mapPlace, desk, store, about, link, filters, tell };
  byId("stage-head").append(controls(stage));
  const ground = h("div.ground", {}, canvas, mapPlace, desk);
  element.append(ground);
  new ResizeObserver(() => stage.resized?.()).observe(ground); // words above it may take another line
  return Object.assign(stage, {
    view: () => ({ map: stage.map, disputes: null })[store.get().view] ?? (["map", "disputes"].includes(store.get().view) ? null : stage.network),
    resized: () => stage.network?.sigma.resize(true) && stage.network.repaint(),
    repaint: () => repaint(context),
    render: (state, before) => render(context, state, before),
    toggle: (id) => toggle(store, id),
    isOpen: (id) => isOpen(store.get(), stage, id),
  });
}

const isOpen = (state, stage, id) => (state.at ?? stage.first) === id || state.open.includes(id);

/** Shows a node's neighbours, or hides those that only it brought. */
function toggle(store, id) {
  const { at, open } = store.get();
  if (id === at) return;
  store.set({ open: open.includes(id) ? open.filter((one) => one !== id) : [...open, id], show: `entity:${id}` });
}

function controls(stage) {
  const button = (name, sign, act) => h("button", { type: "button", "aria-label": name, title: name, onclick: () => { const view = stage.view(); if (view) act(view); } }, sign);
  return h("div.controls", { role: "group", "aria-label": "Picture" },
    button("Zoom in", "+", (view) => view.zoom(1 / 1.5)), button("Zoom out", "−", (view) => view.zoom(1.5)), button("Show all", "⤢", (view) => view.fit()));
}

async function render(context, state, before) {
  const { stage, canvas, mapPlace, desk } = context;
  mapPlace.hidden = state.view !== "map";
  desk.hidden = state.view !== "disputes";
  canvas.hidden = !mapPlace.hidden || !desk.hidden;
  stage.element.querySelector(".controls").hidden = !desk.hidden;
  stage.element.setAttribute("aria-busy", "true");
  try {
    if (state.view === "map") await renderMap(context, state);
    else if (state.view === "disputes") await renderDesk(context, state);
    else await renderGraph(context, state, before);
  } catch (error) {
    const note = failed(error, () => render(context, context.store.get(), before));
    if (state.view === "disputes") fill(desk, note);
    else summary(note);
  } finally {
    stage.element.removeAttribute("aria-busy");
  }
}

async function renderDesk({ stage, desk, store, link, filters }, state) {
  const asked = JSON.stringify(["disputes", state.filters, state.differ]);
  if (asked === stage.askedDesk) return;
  summary("");
  await attempt(stage, "askedDesk", asked, () =>
    drawDesk(desk, { link, filters: filters(), only: state.differ, choose: (differ) => store.set({ differ }) }));
}

/** What a request answers; `stage[key]` holds which was asked last. Errors of earlier ones are void; after an error, the
 * next look asks again. */
async function attempt(stage, key, asked, request) {
  stage[key] = asked;
  try {
    return await request();
  } catch (error) {
    if (stage[key] !== asked) return null;
    stage[key] = "";
    throw error;
  }
}

async function renderMap(context, state) {
  const { stage, mapPlace, link, filters } = context;
  if (!stage.map) summary("Loading the map …");
  const { createMap } = await import("./map.js");
  stage.map ??= await createMap(mapPlace, { link });
  const asked = JSON.stringify(["map", state.filters]);
  if (asked === stage.askedMap) return;
  const narrowed = filters();
  const found = await attempt(stage, "askedMap", asked, () => api.eventMap(narrowed));
  if (stage.askedMap !== asked) return;
  stage.map.show(found.places, narrowed);
  summary(mapWords(found));
}

/** Draws what the state asks for, unless only what the panel shows has changed. */
async function renderGraph(context, state, before) {
  const { stage } = context;
  const asked = JSON.stringify([state.view, state.at, state.open, state.pin, state.hide, state.size, state.path, state.filters]);
  if (asked !== stage.asked) {
    stage.asked = asked; // before the request, whose answer looks at it
    // WebGL starts while the server answers
    const answer = unlessSoon(graphOf(context, state), () => stage.asked === asked && summary(loading()), stage.graph ? 300 : 0);
    const found = await attempt(stage, "asked", asked, () => Promise.all([answer, drawer(context)]));
    if (stage.asked !== asked) return;
    const [graph] = found;
    stage.graph = graph;
    stage.drawnView = state.view;
    stage.network?.show(graph, {
      mode: state.view === "overview" ? "overview" : "ego", chosen: chosenIn(context),
      isWhole: !before || state.at !== before.at || state.view !== before.view,
    });
    context.tell(graph);
  }
  stage.network?.choose(chosenIn(context));
}

/** The id of the node or edge that the panel shows, or "group:3". */
function chosenIn({ store }) {
  const show = store.get().show ?? "";
  return show.startsWith("group:") ? show : show.split(":").slice(1).join(":") || null;
}

async function graphOf(context, state) {
  if (state.view === "overview") return overviewOf();
  const answers = await (state.path ? pathAnswers(context, state) : egoAnswers(context, state));
  const keep = [state.at, ...state.open, ...state.pin, ...(state.path ?? [])];
  const parts = joined(answers, { types: state.filters.type, keep, hide: state.path ? [] : leftOut(state) });
  const graph = drawn(parts, context.stage.graph);
  const shown = new Map(parts.nodes.map((node) => [node.id, graph.degree(node.id) ? new Set(graph.neighbors(node.id)).size : 0]));
  graph.updateEachNodeAttributes((id, node) => ({
    ...node, sign: sign(node.kind), isPinned: state.pin.includes(id), isOpen: isOpen(state, context.stage, id), hidden_neighbours: Math.max(0, (node.degree ?? 0) - shown.get(id)),
  }));
  laidOut(graph);
  return graph;
}

const sign = (kind) => new URL(`../signs/${kind}.svg`, import.meta.url).pathname;

async function egoAnswers(context, state) {
  const { stage, filters } = context;
  const asked = filters();
  if (!state.at && state.pin.length) {
    [stage.first] = state.pin;
    summary(pinnedWords(state));
    return pinned(state, asked, []);
  }
  stage.first = state.at ?? (await api.middle());
  if (!stage.first) return [];
  const [centre, ...others] = await Promise.all([
    neighbours(stage.first, asked, Math.min(MOST, state.size)),
    ...state.open.slice(0, 20).map((id) => api.neighbourhood(id, asked, EXPANDED)),
  ]);
  more(context, centre, state);
  const name = centre.nodes[0]?.label ?? "";
  announce(`${name}: ${count(centre.nodes.length - 1, "neighbour")} in the picture`);
  return [centre, ...others, ...(await pinned(state, asked, [centre, ...others]))];
}

/** The neighbours of an entity; those by uncertain claims, drawn as such, only if it has no others. */
async function neighbours(id, filters, size) {
  const certain = await api.neighbourhood(id, filters, size);
  return certain.total || filters.uncertain ? certain : { ...await api.neighbourhood(id, { ...filters, uncertain: "true" }, size), isUncertain: true };
}

async function pathAnswers({ filters }, { path }) {
  const { paths } = await api.paths(path, filters());
  summary(paths.length ? "" : "No connection with these filters");
  return paths.map((way) => ({ nodes: way.nodes, edges: way.hops.flatMap((hop) => hop.edges) }));
}

async function overviewOf() {
  const answer = await api.overview();
  const of = answer.truncated ? ` of ${answer.total.toLocaleString("en")}` : "";
  summary(`${count(answer.nodes.id.length, "entity", "entities")}${of}, ${count(answer.edges.source.length, "connection")}. Colours show communities.`);
  return overviewGraph(answer);
}

/** How much of the neighbourhood is seen, and a way to see more of it. */
function more({ link, filters }, centre, state) {
  const name = shortened(centre.nodes[0]?.label ?? "", 30);
  const shown = centre.nodes.length - 1;
  const more = h("span");
  addUncertain(more, centre, filters(), link).catch(() => {}); // only the number is missing
  if (!centre.truncated) return summary(`${name}: ${count(shown, "neighbour")}${centre.isUncertain && shown ? ", in uncertain claims only" : ""}`, more);
  const address = new URLSearchParams(location.search);
  address.set("size", Math.min(MOST, centre.total, state.size + 40));
  return summary(`${name}: ${shown} of ${count(centre.total, "neighbour")} `, shown < MOST && h("a", { href: `?${address}` }, "Show more"), more);
}

/** How many neighbours only uncertain claims connect with the entity in the middle. */
async function addUncertain(place, centre, filters, link) {
  if (filters.uncertain || centre.isUncertain) return;
  const { total } = await api.neighbourhood(centre.center, { ...filters, uncertain: "true" }, 1);
  if (total > centre.total) fill(place, `; ${(total - centre.total).toLocaleString("en")} more in uncertain claims `, h("a", { href: link({ filter: { uncertain: "true" } }) }, "Show"));
}

const summary = (...words) => fill(byId("summary"), ...words);

async function drawer(context) {
  const { stage, canvas, store, about } = context;
  if (stage.network || stage.cannotDraw) return;
  try {
    const { createNetwork } = await import("./network.js");
    const { createTip } = await import("./tip.js");
    const tip = createTip(canvas);
    stage.network ??= createNetwork(canvas, {
      node: (id) => store.set(store.get().view === "overview" ? { view: "network", at: id, open: [], show: `entity:${id}` } : { show: `entity:${id}` }),
      again: (id) => toggle(store, id),
      edge: (id) => store.set({ show: stage.graph.getEdgeAttribute(id, "bundle") ? pairOf(stage.graph, id) : `edge:${id}` }),
      over: (id, event) => tip.edge(stage.graph, id, event),
      out: tip.hide,
      stage: () => {}, // a click on the empty canvas closes nothing
    });
    stage.network.families = about.hues;
  } catch (error) {
    stage.cannotDraw = true;
    canvas.append(h("p.problem", {}, "This browser cannot draw the network because WebGL is not available. The List tab has the same content."));
    console.warn(error);
  }
}

/** What the panel shows of two nodes with many edges: all that joins them. */
const pairOf = (graph, id) => `pair:${graph.extremities(id).join("~")}`;

function repaint({ stage, about }) {
  if (!stage.network) return;
  stage.network.families = about.hues;
  stage.network.repaint();
}
