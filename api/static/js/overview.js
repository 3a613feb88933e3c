// The whole graph at once: places from the server, colours by community.

const { communitiesLouvain, layoutForceAtlas2 } = graphologyLibrary;
import { typeOf } from "./words.js";

/** The overview as a graph to draw. */
export function overviewGraph(answer) {
  const graph = new graphology.DirectedGraph();
  const most = Math.max(...answer.nodes.map(weight), 1e-9);
  answer.nodes.forEach((node, index) => {
    const angle = index * 2.399963;
    graph.addNode(node.id, {
      x: node.x ?? Math.sqrt(index) * Math.cos(angle), y: node.y ?? Math.sqrt(index) * Math.sin(angle),
      size: 2 + 11 * Math.sqrt(weight(node) / most),
      label: node.label, kind: typeOf(node.type), community: node.community ?? undefined, entity: node,
    });
  });
  for (const { source, target, family, claims } of answer.edges) {
    if (graph.hasNode(source) && graph.hasNode(target)) graph.mergeEdge(source, target, { type: "tie", size: 1, family, label: family, weight: claims });
  }
  if (!answer.has_positions) placed(graph);
  if (!answer.communities.length && graph.size) grouped(graph);
  return graph;
}

const weight = (node) => node.importance ?? node.mentions;

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
