// The query page: YASGUI at this server's endpoint, with the example queries to choose from and results in words.

import "/static/js/theme.js";
import { element, pathOf, readableError, readableTable } from "./readable.js";

const json = async (path) => (await fetch(path)).json();
const [PREFIXES, { base }] = await Promise.all([json("/queries/prefixes"), json("/stats")]);
const START = `PREFIX kg: <${PREFIXES.kg}>
PREFIX rdfs: <${PREFIXES.rdfs}>

SELECT ?who ?type WHERE {
  ?entity kg:isNamed true ; rdfs:label ?who ; a ?type ; kg:mentions ?mentions .
} ORDER BY DESC(?mentions) LIMIT 20`;
const endpoint = new URL("/sparql", location.href).href;

Yasgui.Yasqe.defaults.autocompleters = ["variables"]; // the others ask servers elsewhere
Yasgui.Yasqe.defaults.value = START;

const about = { vocabulary: PREFIXES.kg, base, ask };

/** The answer to a further query, as JSON. */
async function ask(query) {
  const response = await fetch(endpoint, { method: "POST", body: query, headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" } });
  if (!response.ok) throw new Error(`error ${response.status}`);
  return response.json();
}

/** Puts above the results which names of the query the graph does not have. */
async function addHints(table, query) {
  const response = await fetch(`/queries/hints?query=${encodeURIComponent(query)}`);
  const hints = response.ok ? await response.json() : [];
  table.prepend(...hints.map((hint) => element("p", { className: "hint" }, `${hint[0].toUpperCase()}${hint.slice(1)}`)));
}

/** The way to show results that the page begins with. */
class Readable {
  priority = 15;
  label = "Readable";

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return this.yasr.results?.getVariables()?.length > 0;
  }

  draw() {
    const table = readableTable(this.yasr.results.getVariables(), this.yasr.results.getBindings() ?? [], about);
    this.yasr.resultsEl.replaceChildren(table);
    addHints(table, yasgui.getTab().getQuery());
  }

  getIcon() {
    return Object.assign(document.createElement("span"), { className: "readable-sign" });
  }

  download(name) {
    return { getData: () => this.yasr.results?.asCsv() ?? "", contentType: "text/csv", title: "Download results as CSV", filename: `${name || "results"}.csv` };
  }
}

/** Errors in words. */
class Problem {
  priority = 20;
  hideFromSelection = true;

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return Boolean(this.yasr.results?.getError());
  }

  draw() {
    this.yasr.resultsEl.replaceChildren(readableError(this.yasr.results.getError(), yasgui.getTab().getQuery()));
  }

  getIcon() {
    return document.createElement("span");
  }
}

Yasgui.Yasr.registerPlugin("readable", Readable);
Yasgui.Yasr.registerPlugin("error", Problem);
Object.assign(Yasgui.Yasr.defaults, { pluginOrder: ["readable", "table", "response"], defaultPlugin: "readable" });

const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  copyEndpointOnNewTab: false,
  persistenceId: `kg ${endpoint}`,
  autofocus: true,
});
named();
new MutationObserver(named).observe(document.getElementById("yasgui"), { childList: true, subtree: true });

/** Gives YASGUI's fields the names that it leaves out, for people who hear the page. */
function named() {
  for (const field of document.querySelectorAll("#yasgui .CodeMirror textarea")) field.ariaLabel = "SPARQL query";
  for (const field of document.querySelectorAll("#yasgui .tableFilter")) field.ariaLabel = "Filter the results";
  for (const field of document.querySelectorAll("#yasgui .tableSizer")) field.ariaLabel = "Rows on a page";
}

// A query with a link of its own.
const note = document.getElementById("note");
document.getElementById("copy-link").addEventListener("click", async () => {
  const address = `/sparql?query=${encodeURIComponent(yasgui.getTab().getQuery())}`;
  history.replaceState(null, "", address);
  try {
    await navigator.clipboard.writeText(location.href);
    note.textContent = "Link copied";
  } catch {
    note.textContent = "The link is in the address bar";
  }
});

document.getElementById("new-query").addEventListener("click", () => yasgui.addTab(true));

// The prefixes that a query uses and does not declare.
document.getElementById("add-prefixes").addEventListener("click", () => {
  const added = addPrefixes();
  note.textContent = added.length ? `Added ${added.join(", ")}` : "No prefix is missing";
});
if (new URL(location.href).searchParams.has("query")) addPrefixes(); // the editor marks undeclared ones as errors

/** Declares the usual prefixes that the query uses; returns their names. */
function addPrefixes() {
  const query = yasgui.getTab().getQuery();
  const missing = Object.entries(PREFIXES).filter(([name]) =>
    new RegExp(`(^|[^\\w:])${name}:`).test(query) && !new RegExp(`PREFIX\\s+${name}:`, "i").test(query));
  if (missing.length) yasgui.getTab().setQuery(missing.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + query);
  return missing.map(([name]) => name);
}

const select = document.getElementById("examples");
const examples = await json("/queries");
select.append(...examples.map((each) => new Option(each.title, each.name)));
select.addEventListener("change", () => {
  const chosen = examples.find((each) => each.name === select.value);
  if (!chosen) return;
  yasgui.getTab().setQuery(chosen.query);
  yasgui.getTab().query();
});

// Terms of the vocabulary and things of the data open on this server, wherever their IRIs point to.
document.getElementById("yasgui").addEventListener("click", (event) => {
  const anchor = event.target.closest("a[href]");
  const path = anchor && pathOf(anchor.getAttribute("href") ?? "", about);
  if (path) anchor.href = path;
}, true);
