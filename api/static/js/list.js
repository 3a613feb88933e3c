// The network in words: a table of what the picture shows, for keyboards, screen readers and whoever likes tables.

import { fill, h } from "./dom.js";
import { count, FACTUALITY, typeOf } from "./words.js";

/** Lists the nodes of a graph, the best joined first, each with its edges. */
export function drawList(element, graph, { link, centre }) {
  const nodes = graph.mapNodes((id, node) => ({ id, ...node.entity, edges: graph.degree(id) }));
  nodes.sort((one, other) => (other.id === centre) - (one.id === centre) || other.edges - one.edges || one.label.localeCompare(other.label));
  fill(
    element,
    h("p.quiet", {}, `${count(graph.order, "entity", "entities")} and ${count(graph.size, "edge")} in the picture`),
    h("table", {},
      h("caption.hidden", {}, "Entities in the picture and their connections"),
      h("thead", {}, h("tr", {}, ["Who or what", "Connected to"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, nodes.slice(0, 300).map((node) => row(graph, node, link)))),
  );
}

function row(graph, node, link) {
  return h("tr", {},
    h("th", { scope: "row" },
      h("span.sign", { data: { type: typeOf(node.type) }, "aria-hidden": "true" }),
      h("a", { href: link({ show: `entity:${node.id}` }) }, node.label),
      h("a.quiet", { href: link({ at: node.id, open: [], path: null, show: `entity:${node.id}` }), "aria-label": `Centre on ${node.label}` }, "centre")),
    h("td", {}, h("ul", {}, graph.mapEdges(node.id, (id, edge, source, target) => {
      const isFrom = source === node.id;
      const other = graph.getNodeAttribute(isFrom ? target : source, "label");
      const does = edge.link?.label ?? "connected to";
      const words = isFrom || !edge.arrow ? `${does} ${other}` : `${other} ${does} ${node.label}`;
      return h("li", {}, edge.link ? h("a", { href: link({ show: `edge:${id}` }) }, words) : words,
        edge.link && edge.link.factuality !== "actual" && h("span.quiet", {}, ` ${FACTUALITY[edge.link.factuality].label.toLowerCase()}`));
    }).slice(0, 40))));
}
