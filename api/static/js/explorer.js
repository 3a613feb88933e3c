// The explorer: reads the state from the address, and has each part draw what it says.

import * as api from "./api.js";
import { announce, byId, failed, fill, h, loading, unlessSoon } from "./dom.js";
import { closeBeside, openDownloads } from "./download.js";
import { drawChips, drawFilters } from "./filters.js";
import { drawList } from "./list.js";
import { createPanel } from "./panel.js";
import { listenKeys } from "./keys.js";
import { searchField } from "./search.js";
import { createStage } from "./stage.js";
import { centred, createStore, read, written } from "./state.js";
import { createTheme, hues } from "./theme.js";
import { drawTimeline } from "./timeline.js";

const store = createStore();
const about = { families: [], classes: [], stats: { types: {}, publishers: {}, factuality: {} }, hues: {} };

/** The address of what is looked at, with a change, or one of a filter; a first entity shown becomes the middle. */
function link({ filter, ...change }) {
  const state = store.get();
  if (filter) return written({ ...state, ...change, filters: { ...state.filters, ...filter } });
  const shown = change.show?.startsWith("entity:") && !state.at && !state.pin.length && state.view === "network" && !state.path ? { at: change.show.slice(7) } : {};
  return written({ ...state, ...shown, ...change });
}

const filters = () => api.asked(store.get().filters, about.families);
const stage = createStage(byId("stage"), { store, about, link, filters, drawn: listed });
const panel = createPanel(byId("details"), { store, about, link, filters, stage });

function listed(graph) {
  drawList(byId("list"), graph, { link, centre: store.get().at });
  panel.graphChanged();
}

async function timeline() {
  const { from, to, ...others } = filters();
  const state = store.get();
  const centre = state.view === "network" && !state.path && (state.at ?? (state.pin.length ? null : await api.middle()));
  drawTimeline(byId("timeline"), await api.days(others, centre || null), store.get().filters, (begins, ends) => store.filter({ from: begins, to: ends }));
}

async function renderTimeline() {
  const place = byId("timeline");
  try {
    await unlessSoon(timeline(), () => !place.querySelector(".dates") && fill(place, loading("Loading dates …")), 0);
  } catch (error) {
    fill(place, failed(error, renderTimeline));
  }
}

function render(state, before) {
  byId("trouble").hidden = true;
  const isFiltered = !before || JSON.stringify(state.filters) !== JSON.stringify(before.filters);
  for (const tab of document.querySelectorAll("[data-view]")) tab.setAttribute("aria-current", String(tab.dataset.view === state.view));
  if (isFiltered) drawFilters(byId("filters"), store, about);
  drawChips(byId("chips"), store, link);
  stage.render(state, before).catch(trouble);
  panel.render(state, before).catch(trouble);
  byId("timeline").hidden = state.view === "disputes";
  if (isFiltered || state.at !== before.at || state.view !== before.view) renderTimeline();
}

export function trouble(error) {
  const note = byId("trouble");
  fill(note, error.message, h("button.link", { type: "button", onclick: () => { note.hidden = true; } }, "Close"));
  note.hidden = false;
  if (!(error instanceof api.Problem)) console.error(error);
}

/** Links within the explorer change the state instead of loading the page anew. */
function followLinks() {
  document.addEventListener("click", (event) => {
    const anchor = event.target.closest?.("a[href^='?'], a[href='/']");
    if (!anchor || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    store.set(read(new URL(anchor.href).search));
  });
}

function bar() {
  const field = searchField({
    label: "Search names, events, sentences and articles", placeholder: "Search names, events, sentences …", everything: true,
    choose: ({ kind, item }) => store.set(kind === "entity" ? centred(item.id) : { show: shownBy(kind, item) }),
    submit: (words) => store.set({ q: words, show: null, path: null }),
  });
  field.input.id = "search";
  field.input.value = store.get().q; // of a link to results
  store.follow((state, before) => { if (state.q !== before.q) field.input.value = state.q; });
  byId("search-place").append(field.element);
  for (const tab of document.querySelectorAll("[data-view]")) {
    tab.addEventListener("click", () => {
      store.set({ view: tab.dataset.view, path: null });
      showPane("picture");
    });
  }
  byId("find-path").addEventListener("click", () => panel.askPath());
  byId("share").addEventListener("click", share);
  byId("download").addEventListener("click", () => openDownloads(byId("downloads"), { store, stage, filters }).catch(trouble));
  closeBeside(byId("downloads"));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    showPane("panel");
    showTab("list");
    byId("list").focus();
  });
  for (const tab of document.querySelectorAll("[data-pane]")) tab.addEventListener("click", () => showPane(tab.dataset.pane));
  for (const tab of document.querySelectorAll("[data-tab]")) {
    tab.addEventListener("click", () => showTab(tab.dataset.tab));
    tab.addEventListener("keydown", ({ key }) => ["ArrowLeft", "ArrowRight"].includes(key) && otherTab(tab));
  }
}

const shownBy = (kind, item) => (kind === "sentence" ? `article:${item.article.id}:${item.begin}` : `${kind}:${item.id}`);

async function share() {
  const note = byId("share-note");
  try {
    await navigator.clipboard.writeText(location.href);
    note.textContent = "Link copied";
  } catch {
    note.textContent = "The link is in the address bar";
  }
  announce(note.textContent);
  setTimeout(() => { note.textContent = ""; }, 3000);
}

/** Closes what the panel shows; the focus goes back to what opened it, or to the picture. */
function closePanel() {
  const { show, path, q } = store.get();
  if (!show && !path && !q) return;
  store.set({ show: null, path: null, q: "" });
  const isNarrow = getComputedStyle(document.querySelector(".panes")).display !== "none";
  if (isNarrow) showPane("picture");
  (opener?.isConnected && opener.checkVisibility() ? opener : stage.element).focus({ preventScroll: true });
}

let opener = null; // what had the focus when the panel last opened something

/** On a narrow screen one pane is seen at a time. */
function showPane(name) {
  document.body.dataset.shown = name;
  for (const tab of document.querySelectorAll("[data-pane]")) tab.setAttribute("aria-current", String(tab.dataset.pane === name));
  if (name === "picture") stage.resized();
}

function showTab(name) {
  for (const tab of document.querySelectorAll("[data-tab]")) {
    const isShown = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
    byId(tab.dataset.tab).hidden = !isShown;
  }
}

function otherTab(tab) {
  const other = document.querySelector(`[data-tab]:not(#${tab.id})`);
  showTab(other.dataset.tab);
  other.focus();
}

/** Asks for what the picture needs before anything else is there: an answer that is asked for again is kept. */
function askAhead({ view, at, pin, path, size, filters }) {
  if (view === "overview") return api.overview();
  if (view === "map" || view === "disputes" || path || (filters.class.length && filters.family.length)) return null;
  if (!at && pin.length) return null;
  return at ? api.neighbourhood(at, api.asked(filters, []), size) : api.middle();
}

/** Starts the explorer in the page that holds its frame. */
export async function begin() {
  askAhead(store.get());
  const paint = () => {
    about.hues = hues(about.families);
    stage.repaint();
    drawFilters(byId("filters"), store, about);
  };
  bar();
  followLinks();
  listenKeys(stage, byId("search"), closePanel);
  const [found, stats] = await Promise.all([api.classes(), api.stats()]);
  Object.assign(about, found, { stats });
  about.hues = hues(about.families);
  createTheme(byId("theme"), paint);
  store.follow((state, before) => {
    if (!document.activeElement?.closest(".panel")) opener = document.activeElement;
    render(state, before);
    if (before && (state.show !== before.show || state.q !== before.q) && (state.show || state.q)) showTab("details");
  });
  byId("details").addEventListener("wanted", () => { showTab("details"); showPane("panel"); });
  if (isFirstView(store.get())) showPane("panel"); // on a narrow screen the news come before a picture
  render(store.get(), null);
}

/** Whether an address asks for nothing yet: the panel has the news. */
const isFirstView = ({ view, at, pin, path }) => view === "network" && !at && !pin.length && !path;
