// Results of a query as people read them: names for addresses, links to this server's pages, dates, sentences.

const MOST_ROWS = 1000; // in the table; downloads have all
const MOST_NAMES = 400; // addresses that one query asks names for
const XSD = "http://www.w3.org/2001/XMLSchema#";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const NUMBERS = ["integer", "int", "long", "decimal", "double", "float", "nonNegativeInteger"].map((name) => XSD + name);
const LONG = 80; // letters of a text that is set as a sentence

/** An element with text or elements inside; text is never read as HTML. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** "killedModifier" and "who_says" as words. */
export const words = (name) => name.replace(/_/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

/** "2021-03-09" as "9 Mar 2021"; a date and time keeps hours and minutes. */
export function day(iso) {
  const [, year, month, date, time] = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d))?/.exec(iso) ?? [];
  if (!year) return iso;
  return [date && Number(date), month && MONTHS[Number(month) - 1], year, time].filter(Boolean).join(" ");
}

/** The path on this server that shows an address of the data or the vocabulary; null for others. */
export function pathOf(iri, { vocabulary, base }) {
  if (iri.startsWith(vocabulary)) return `/ontology/${iri.slice(vocabulary.length)}`;
  if (!iri.startsWith(base)) return null;
  const local = iri.slice(base.length);
  const place = /^article\/([^#]+)#(?:char|claim)=\D*(\d+)/.exec(local);
  return place ? `/?show=${encodeURIComponent(`article:${place[1]}:${place[2]}`)}` : `/${local}`;
}

/** Names of addresses of the data: labels, headlines, and the sentences of claims and of stretches of text. */
async function namesOf(iris, { ask }) {
  const answer = await ask(`SELECT ?iri (SAMPLE(?w) AS ?word) (SAMPLE(?a) AS ?label) (SAMPLE(?b) AS ?headline) (SAMPLE(?c) AS ?source) (SAMPLE(?d) AS ?sentence) (SAMPLE(?e) AS ?begin) {
  VALUES ?iri { ${iris.map((iri) => `<${iri}>`).join(" ")} }
  OPTIONAL { ?iri rdfs:label ?l } OPTIONAL { GRAPH ?g1 { ?iri rdfs:label ?m } } BIND(COALESCE(?l, ?m) AS ?a)
  OPTIONAL { GRAPH ?g2 { ?iri schema:headline ?b } } OPTIONAL { GRAPH ?g3 { ?iri dcterms:source ?c } }
  OPTIONAL { GRAPH ?g6 { ?claim kg:event ?iri ; kg:trigger ?w } }
  OPTIONAL { GRAPH ?g4 { ?iri nif:anchorOf ?o } }
  OPTIONAL { GRAPH ?g5 { ?iri prov:wasDerivedFrom ?s . ?s nif:anchorOf ?t ; nif:beginIndex ?e } } BIND(COALESCE(?o, ?t) AS ?d)
} GROUP BY ?iri`);
  return new Map(answer.results.bindings.map((row) => [row.iri.value, row]));
}

const named = (row) => row && ((row.label ?? row.headline ?? row.sentence ?? row.source)?.value || (row.word && `“${row.word.value}”`));

/** Table of the bindings of a SELECT query. `about` has the vocabulary, the base, and `ask` for further queries. */
export function readableTable(variables, bindings, about) {
  const shown = bindings.slice(0, MOST_ROWS);
  const cells = shown.map((row) => variables.map((name) => element("td", {}, ...cell(row[name], about))));
  const table = element("table", { className: "readable" },
    element("thead", {}, element("tr", {}, ...variables.map((name) => element("th", { scope: "col" }, words(name))))),
    element("tbody", {}, ...cells.map((row) => element("tr", {}, ...row))));
  const place = element("div", { className: "readable-place", tabIndex: 0, role: "region", ariaLabel: "Results" }, table);
  nameLater(place, shown, about);
  const more = bindings.length > MOST_ROWS && element("p", {}, `The first ${MOST_ROWS.toLocaleString("en")} of ${bindings.length.toLocaleString("en")} rows. Download the results for all.`);
  const none = !bindings.length && element("p", {}, "No results. Nothing in the graph matches all lines of the query.");
  return element("div", {}, none || place, more);
}

function cell(term, about) {
  if (!term) return [""];
  if (term.type === "uri") return [link(term.value, about)];
  if (term.datatype === `${XSD}date` || term.datatype === `${XSD}dateTime` || term.datatype === `${XSD}gYearMonth`) return [element("time", { dateTime: term.value }, day(term.value))];
  if (NUMBERS.includes(term.datatype)) return [element("span", { className: "figure" }, number(term.value))];
  if (term.datatype === `${XSD}boolean`) return [["true", "1"].includes(term.value) ? "yes" : "no"];
  return [term.value.length > LONG ? element("q", { className: "sentence" }, term.value) : term.value];
}

const number = (text) => (Number.isFinite(Number(text)) ? Number(text).toLocaleString("en", { maximumFractionDigits: 6 }) : text);

function link(iri, about) {
  const path = pathOf(iri, about);
  if (path) return element("a", { href: path, title: iri, className: "term" }, shortTerm(iri, about));
  if (!/^https?:/.test(iri)) return element("span", {}, iri);
  return element("a", { href: iri, rel: "noopener noreferrer", target: "_blank" }, iri.replace(/^https?:\/\/(www\.)?/, ""));
}

const shortTerm = (iri, { vocabulary, base }) => (iri.startsWith(vocabulary) ? words(iri.slice(vocabulary.length)) : iri.slice(base.length));

/** Puts names in place of addresses once they are known. */
async function nameLater(place, rows, about) {
  const { base } = about;
  const iris = [...new Set(rows.flatMap((row) => Object.values(row)).filter((term) => term.type === "uri" && term.value.startsWith(base) && !/[<>"{}|\\^`\s]/.test(term.value)).map((term) => term.value))];
  for (let at = 0; at < iris.length; at += MOST_NAMES) {
    const names = await namesOf(iris.slice(at, at + MOST_NAMES), about).catch(() => new Map());
    for (const anchor of place.querySelectorAll("a.term")) {
      const row = names.get(anchor.title);
      if (!named(row)) continue;
      anchor.textContent = named(row);
      if (row.sentence) anchor.classList.add("sentence");
      const article = /article\/([^#]+)#claim=/.exec(anchor.title);
      if (article && row.begin) anchor.href = `/?show=${encodeURIComponent(`article:${article[1]}:${row.begin.value}`)}`;
    }
  }
}

/** An error of the server in words: where in the query, and what usually causes it. */
export function readableError({ status, text }, query) {
  if (/\baborted\b/.test(text ?? "")) return element("div", { className: "query-problem" }, element("p", {}, "The query was stopped."));
  const detail = problem(text);
  const [, prefix] = /^'([\w-]*):[^']*' has a prefix that is not declared/.exec(detail) ?? [];
  if (prefix !== undefined) return element("div", { className: "query-problem", role: "alert" }, element("p", {}, `The prefix ${prefix}: is not declared. "Add missing prefixes" adds those that this page knows.`));
  const at = /line (\d+), column (\d+): /.exec(detail);
  if (!at) return element("div", { className: "query-problem", role: "alert" }, element("p", {}, element("b", {}, TITLES[status] ?? "The query failed. "), detail));
  const [line, column] = [Number(at[1]), Number(at[2])];
  const written = query.split("\n")[line - 1] ?? "";
  const isEnd = line >= query.split("\n").length && column > written.trimEnd().length;
  const before = written.slice(0, column - 1);
  return element("div", { className: "query-problem", role: "alert" },
    element("p", {}, element("b", {}, `Line ${line}, column ${column}: `), isEnd ? "the query ends here, but something is missing, such as a closing bracket." : "the query is not valid from here on."),
    element("pre", {}, `${before}`, element("mark", {}, written.slice(column - 1) || "␣")),
    element("p", {}, hint(query)));
}

const TITLES = { 408: "The query took too long. ", 503: "The server is busy. ", 0: "The server does not respond. " };

function problem(text) {
  try {
    return (JSON.parse(text).detail ?? text).replace(/^\/sparql: /, "");
  } catch {
    return text || "Check that kg serve is still running.";
  }
}

/** What usually causes an error. */
function hint(query) {
  const count = (sign) => query.split(sign).length - 1;
  if (count("{") > count("}")) return `${count("{") - count("}")} closing } missing.`;
  if (count("(") > count(")")) return `${count("(") - count(")")} closing ) missing.`;
  return "Each statement has three parts and ends with a full stop; variables begin with a question mark.";
}
