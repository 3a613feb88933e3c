// The explorer's words and signs: families, types, factuality, and how numbers and dates are written.

const colours = new Map();

/** A colour of the style sheet, which has one set for light and one for dark; canvases ask for them here. */
export function colour(name) {
  if (!colours.has(name)) {
    const found = getComputedStyle(document.documentElement).getPropertyValue(`--${name.toLowerCase()}`).trim();
    colours.set(name, found || "#888888");
  }
  return colours.get(name);
}

/** To be called when light and dark change. */
export const forgetColours = () => colours.clear();

export const TYPES = ["Person", "Organization", "Place", "Group", "Product", "Thing"];
const FINER = { Country: "Place", City: "Place" };
export const typeOf = (name) => FINER[name] ?? (TYPES.includes(name) ? name : "Thing");
export const TYPE_LABELS = {
  Person: "People", Organization: "Organisations", Place: "Places", Group: "Groups", Product: "Products", Thing: "Things",
};

// In the order of how much they claim; `pattern` is how the line is drawn.
export const FACTUALITY = {
  actual: { label: "Happened", pattern: "solid", title: "reported as having happened or being the case" },
  planned: { label: "Planned", pattern: "dashed", title: "reported as planned, agreed or expected" },
  possible: { label: "Possible", pattern: "dotted", title: "reported as possible" },
  negated: { label: "Denied or did not happen", pattern: "crossed", title: "reported as not the case" },
};

/** What a claim of a state says instead: nothing happened. */
const STATES = { actual: "Is the case", negated: "Is not the case" };
export const factualityLabel = (factuality, family) => (family === "State" && STATES[factuality]) || FACTUALITY[factuality].label;

/** How an end is known that no claim names in its role. */
export const IMPLIED = {
  derived: { label: "Derived", title: "Not named in this sentence: the person belongs to a group that takes part" },
  inferred: { label: "Inferred", title: "Nobody says so: a rule infers it from who reports the act", pattern: "sparse" },
};

export const patternOf = (edge) => (edge.inferred ? IMPLIED.inferred.pattern : FACTUALITY[edge.factuality].pattern);

export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** Things without repetitions: the first of those with the same key. */
export function distinct(things, key = (one) => one) {
  const seen = new Set();
  return things.filter((one) => !seen.has(key(one)) && seen.add(key(one)));
}

/** "holdsPosition" and "AgreementOf" as words in small letters. */
export const spaced = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2021-03-09" as "9 Mar 2021"; shorter dates keep what they say. */
export function dateWords(iso) {
  if (!iso) return "";
  const [year, month, day] = iso.slice(0, 10).split("-");
  return [day && Number(day), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** An interval in words, as precise as its granularity and no more; of whole years or months only these. */
export function timeWords({ begins, ends, granularity } = {}) {
  if (begins?.endsWith("-01-01") && ends?.endsWith("-12-31")) return begins.slice(0, 4) === ends.slice(0, 4) ? begins.slice(0, 4) : `${begins.slice(0, 4)} – ${ends.slice(0, 4)}`;
  if (begins?.endsWith("-01") && ends && isLastOf(begins.slice(0, 7), ends)) return dateWords(begins.slice(0, 7));
  if (!begins && !ends) return "";
  if (!begins) return `until ${dateWords(ends)}`;
  if (granularity === "year") return begins.slice(0, 4);
  if (granularity === "month") return dateWords(begins.slice(0, 7));
  if (!ends) return `from ${dateWords(begins)}`;
  return begins === ends ? dateWords(begins) : `${dateWords(begins)} – ${dateWords(ends)}`;
}

/** True if a day is the last of a month such as "2021-03". */
function isLastOf(month, day) {
  const [year, number] = month.split("-").map(Number);
  return day === `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
}

export function shortened(text, length) {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}

/** The name of a filler, or else its words with their article: "the board of Vessa Bank", not "board". */
export function called({ text = "", entity: { label } }) {
  const [before, ...rest] = text.split(label);
  const isPart = rest.length > 0 && (!before || before.endsWith(" "));
  if (!isPart || label[0] !== label[0].toLowerCase()) return label;
  const after = rest.join(label);
  return `${before.slice(0, 1).toLowerCase()}${before.slice(1)}${label}${after.startsWith(" of ") && !after.includes(",") ? after : ""}`;
}
