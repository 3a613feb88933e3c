// The REST interface. Answers are kept for the page's life: a build does not change while it is looked at.

const kept = new Map();

/** The server said no, or said nothing. */
export class Problem extends Error {}

/** An address with parameters. Values that are lists are given several times, empty ones not at all; `unnamed` is no
 * filter of claims, but of the entities that a picture shows. */
function addressOf(path, { unnamed, ...parameters }) {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== "" && one !== null && one !== undefined) asked.append(name, one);
    }
  }
  return asked.size ? `${path}?${asked}` : path;
}

/** A JSON answer. */
export function ask(path, parameters = {}) {
  const address = addressOf(path, parameters);
  if (!kept.has(address)) {
    const answer = load(address);
    answer.catch(() => kept.delete(address));
    kept.set(address, answer);
  }
  return kept.get(address);
}

async function load(address) {
  let response;
  try {
    response = await fetch(address, { headers: { Accept: "application/json" } });
  } catch {
    throw new Problem("The server does not respond. Check that kg serve is still running, then reload the page.");
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw Object.assign(new Problem(wordsOf(answer, response.status)), { status: response.status });
  if (answer === null) throw new Problem("The server sent an invalid response.");
  return answer;
}

/** An error as the reader of a page understands it: a link may lead to what an earlier build had. */
function wordsOf(answer, status) {
  if (status === 404) return "Nothing in this graph has this address. It may belong to an earlier build, or the link may be incomplete.";
  return answer?.detail || answer?.title || `The server returned error ${status}.`;
}

export const stats = () => ask("/stats");
export const classes = () => ask("/classes");
export const searchEntities = (q, limit = 8) => ask("/entities", { q, limit });
export const topEntities = () => ask("/entities", { named: true, limit: 14 });
export const entity = (id) => ask(`/entities/${encodeURIComponent(id)}`);
export const event = (id) => ask(`/events/${encodeURIComponent(id)}`);
export const article = (id) => ask(`/articles/${encodeURIComponent(id)}`);
export const news = () => ask("/news", { limit: 12 });
export const disputes = (filters, rest) => ask("/disputes", { ...filters, ...rest });
export const searchEvents = (q, limit) => ask("/events", { q, limit });
export const searchSentences = (q, limit) => ask("/sentences", { q, limit });
export const searchArticles = (q, limit) => ask("/articles", { q, limit });
export const events = (filters, rest) => ask("/events", { ...filters, ...rest });
/** Events without states, unless the filters name classes: those that the map counts. */
export const happened = ({ family = [], class: names = [], ...filters }, rest) =>
  events({ ...filters, family, class: names }, { ...rest, type: family.length || names.length ? undefined : "event" });
/** Places on the map with numbers of events. */
export const eventMap = (filters) => ask("/map", filters);
export const exportFormats = () => ask("/exports");
/** Where claims are to be had as a table. */
export const claimsTable = (filters, entity) => addressOf("/claims.csv", { ...filters, entity });
export const overview = () => ask("/overview/columns", { limit: 20_000 });
/** How many events begin on each day, as pairs by day. */
export const days = async (filters, entity) => Object.entries((await ask("/days", { ...filters, entity })).events);
/** Claims by id, the weightiest first. */
export const claims = async (ids) => (await ask("/claims", { id: ids, order: "weight" })).items;
/** Ways between two entities; here `from` and `to` are they, and days are `since` and `until`. */
export const paths = ([one, other], { from, to, ...filters }) =>
  ask("/paths", { ...filters, since: from, until: to, from: one, to: other, limit: 3 });
/** Claims about an entity, the weightiest first. */
export const entityClaims = (id, filters, rest) =>
  ask(`/entities/${encodeURIComponent(id)}/claims`, { ...filters, ...rest, order: "weight" });
export const timeline = (id, filters) =>
  ask(`/entities/${encodeURIComponent(id)}/timeline`, { ...filters, limit: 500 });
/** Named neighbours and groups with a number; with `unnamed` all. */
export const neighbourhood = (id, filters, limit) =>
  ask(`/entities/${encodeURIComponent(id)}/neighbourhood`, { ...filters, named: !filters.unnamed, limit, between: true });
/** The entity in the middle of the first picture: of the most mentioned, the first that has a neighbour. */
export async function middle() {
  const { items } = await topEntities();
  for (const { id } of items) if ((await neighbourhood(id, {}, 1)).total) return id;
  return items[0]?.id;
}

/** The filters as the functions above take them: a class that is chosen stands beside the classes of the families chosen. */
export function asked(filters, families) {
  const { type, family, class: names, ...rest } = filters;
  if (!names.length || !family.length) return { ...rest, family, class: names };
  const all = families.filter((one) => family.includes(one.name)).flatMap((one) => one.classes);
  return { ...rest, class: [...new Set([...names, ...all])] };
}
