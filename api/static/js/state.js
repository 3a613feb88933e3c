// What is looked at: kept in the address, so that every view is a link. Filters keep the API's own names.

export const FILTERS = ["type", "family", "class", "factuality", "source", "attributed_to"]; // each a list
const SINGLE = ["from", "to", "min_sources", "uncertain", "inferred", "plain", "unnamed"];
const VIEWS = ["network", "map", "overview", "disputes"];

/** The state that an address tells. Whatever it does not tell is as on the first visit. */
export function read(search) {
  const asked = new URLSearchParams(search);
  const filters = Object.fromEntries(FILTERS.map((name) => [name, asked.getAll(name)]));
  for (const name of SINGLE) filters[name] = asked.get(name) ?? "";
  return {
    view: VIEWS.includes(asked.get("view")) ? asked.get("view") : "network",
    at: asked.get("at"), // the entity in the middle
    open: asked.getAll("open"), // others whose neighbours are shown
    pin: [...new Set(asked.getAll("pin"))], // entities that stay in the picture; without a middle, it shows only these
    hide: [...new Set(asked.getAll("hide"))], // entities that are left out of the picture
    size: Math.min(150, Math.max(5, Number(asked.get("size")) || 40)), // neighbours of the one in the middle
    path: asked.get("path")?.split("~").length === 2 ? asked.get("path").split("~") : null,
    show: asked.get("show"), // in the panel: "entity:<id>", "event:<id>", "edge:<id>", "article:<id>:<begin of a sentence>"
    differ: asked.get("differ"), // what the accounts of the contradictions listed differ on
    q: asked.get("q") ?? "", // a search whose results the panel lists
    filters,
  };
}

/** The address of a state, without what is as on the first visit. */
export function written(state) {
  const asked = new URLSearchParams();
  if (state.view !== "network") asked.set("view", state.view);
  if (state.at) asked.set("at", state.at);
  for (const id of state.open) asked.append("open", id);
  for (const name of ["pin", "hide"]) for (const id of state[name]) asked.append(name, id);
  if (state.size !== 40) asked.set("size", state.size);
  if (state.path) asked.set("path", state.path.join("~"));
  if (state.show) asked.set("show", state.show);
  if (state.differ) asked.set("differ", state.differ);
  if (state.q) asked.set("q", state.q);
  for (const name of FILTERS) for (const value of state.filters[name]) asked.append(name, value);
  for (const name of SINGLE) if (state.filters[name]) asked.set(name, state.filters[name]);
  return asked.size ? `?${asked}` : location.pathname;
}

/** Holds the state, tells of changes, and follows the browser's way back and forth. */
export function createStore() {
  let state = read(location.search);
  const listeners = [];
  const tell = (before) => listeners.forEach((listener) => listener(state, before));
  window.addEventListener("popstate", () => {
    const before = state;
    state = read(location.search);
    tell(before);
  });
  return {
    get: () => state,
    /** One step back, as the browser's own button; from an address that was opened first, to what stands above it. */
    back() {
      if (history.state?.steps) return history.back();
      const { show, path } = state;
      return this.set(show ? { show: null } : path ? { path: null } : { q: "" });
    },
    follow: (listener) => listeners.push(listener),
    /** Changes parts of the state. `quietly`: without a step for the way back. */
    set(change, { quietly = false } = {}) {
      const before = state;
      state = { ...state, ...change };
      const address = written(state);
      if (address === written(before)) return;
      const steps = (history.state?.steps ?? 0) + (quietly ? 0 : 1);
      history[quietly ? "replaceState" : "pushState"]({ steps }, "", address);
      tell(before);
    },
    filter(change) {
      this.set({ filters: { ...state.filters, ...change } });
    },
  };
}

export const noFilters = () => read("").filters;
export const isFiltered = (filters) => JSON.stringify(filters) !== JSON.stringify(noFilters());

/** Centres the network on an entity and tells of it. */
export const centred = (id) => ({ view: "network", at: id, open: [], path: null, show: `entity:${id}`, q: "" });
