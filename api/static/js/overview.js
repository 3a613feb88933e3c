// The whole graph at once: places from the server, colours by community.

const { communitiesLouvain, layoutForceAtlas2 } = graphologyLibrary;
import { typeOf } from "./words.js";

const MANY_EDGES = 5000; // more than these are drawn as hairlines

/** The overview, which comes as columns, as a graph to draw. */
export function overviewGraph({ nodes, edges, types, families, ...answer }) {
  const graph = new graphology.DirectedGraph();
  const weights = answer.has_positions ? nodes.importance : nodes.mentions;
  const most = weights.reduce((one, other) => Math.max(one, other), 1e-9);
  nodes.id.forEach((id, index) => {
    const angle = index * 2.399963;
    const label = nodes.label[index];
    const type = types[nodes.type[index]];
    graph.addNode(id, {
      type: "dot", x: nodes.x[index] ?? Math.sqrt(index) * Math.cos(angle), y: nodes.y[index] ?? Math.sqrt(index) * Math.sin(angle),
      size: 2 + 11 * Math.sqrt(weights[index] / most),
      label, kind: typeOf(type), community: nodes.community[index] ?? undefined, entity: { label, type },
    });
  });
  const isLarge = edges.source.length > MANY_EDGES;
  edges.source.forEach((source, index) => {
    const family = families[edges.family[index]];
    const ends = [nodes.id[source], nodes.id[edges.target[index]]];
    graph.mergeEdge(...ends, { type: isLarge ? "tie" : "band", size: Math.min(4, 1 + 0.6 * Math.log2(edges.claims[index])), family, label: family, weight: edges.claims[index] });
  });
  if (!answer.has_positions) placed(graph);
  if (!answer.communities.length && graph.size) grouped(graph);
  return graph;
}

/** Places for nodes where the server has computed none: fewer rounds the more there are, within two seconds. */
function placed(graph) {
  const iterations = Math.max(20, Math.min(400, Math.round(250_000 / graph.order)));
  const settings = { ...layoutForceAtlas2.inferSettings(graph), gravity: 1.2, scalingRatio: 3, barnesHutOptimize: graph.order > 400, strongGravityMode: true };
  layoutForceAtlas2.assign(graph, { iterations, settings, getEdgeWeight: "weight" });
}

/** Communities where the server has computed none; the greatest is number 0, as the server counts them. */
function grouped(graph) {
  let seed = 7;
  const rng = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647; // the same picture every time
  const found = communitiesLouvain(graph, { rng });
  const sizes = new Map();
  for (const number of Object.values(found)) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  const order = [...sizes].sort((one, other) => other[1] - one[1]).map(([number]) => number);
  graph.updateEachNodeAttributes((id, node) => ({ ...node, community: order.indexOf(found[id]) }));
}
