// The query page: YASGUI at this server's endpoint, with the example queries to choose from.

const VOCABULARY = "https://w3id.org/kg-news/ns#";
const START = `PREFIX kg: <${VOCABULARY}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?who ?type WHERE {
  ?entity kg:isNamed true ; rdfs:label ?who ; a ?type ; kg:mentions ?mentions .
} ORDER BY DESC(?mentions) LIMIT 20`;
const endpoint = new URL("/sparql", location.href).href;

Yasgui.Yasqe.defaults.autocompleters = ["variables"]; // the others ask servers elsewhere
Yasgui.Yasqe.defaults.value = START;

const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  copyEndpointOnNewTab: false,
  persistenceId: `kg ${endpoint}`,
  autofocus: true,
});

const asked = new URLSearchParams(location.search).get("query");
if (asked) yasgui.getTab().setQuery(asked);

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

// The prefixes that a query uses and does not declare.
const PREFIXES = {
  kg: VOCABULARY, rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  xsd: "http://www.w3.org/2001/XMLSchema#", owl: "http://www.w3.org/2002/07/owl#", prov: "http://www.w3.org/ns/prov#",
  nif: "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#", skos: "http://www.w3.org/2004/02/skos/core#",
};
document.getElementById("add-prefixes").addEventListener("click", () => {
  const query = yasgui.getTab().getQuery();
  const missing = Object.entries(PREFIXES).filter(([name]) =>
    new RegExp(`(^|[^\\w:])${name}:`).test(query) && !new RegExp(`PREFIX\\s+${name}:`, "i").test(query));
  if (missing.length) yasgui.getTab().setQuery(missing.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + query);
  note.textContent = missing.length ? `Added ${missing.map(([name]) => name).join(", ")}` : "No prefix is missing";
});

const select = document.getElementById("examples");
const examples = await (await fetch("/queries")).json();
select.append(...examples.map((each) => new Option(each.title, each.name)));
select.addEventListener("change", () => {
  const chosen = examples.find((each) => each.name === select.value);
  if (!chosen) return;
  yasgui.getTab().setQuery(chosen.query);
  yasgui.getTab().query();
});

// Terms of the vocabulary and things of the data open on this server, wherever their IRIs point to.
const { base } = await (await fetch("/stats")).json();
document.getElementById("yasgui").addEventListener("click", (event) => {
  const anchor = event.target.closest("a[href]");
  const iri = anchor?.getAttribute("href") ?? "";
  if (iri.startsWith(VOCABULARY)) anchor.href = `/ontology/${iri.slice(VOCABULARY.length)}`;
  else if (iri.startsWith(base)) anchor.href = `/${iri.slice(base.length)}`;
}, true);
