// The whole graph at once: each community is a disc of its members with a colour and a name.

const { communitiesLouvain, layout } = graphologyLibrary;
import { communities } from "./communities.js";
import { typeOf } from "./words.js";

const MANY_EDGES = 5000; // more than these are drawn as hairlines
const CROWDED = 1500; // more nodes than these are drawn smaller

/** The overview, which comes as columns, as a graph to draw. */
export function overviewGraph({ nodes, edges, types, families, ...answer }) {
  const graph = new graphology.DirectedGraph();
  const weights = answer.has_positions ? nodes.importance : nodes.mentions;
  const most = weights.reduce((one, other) => Math.max(one, other), 1e-9);
  const scale = Math.min(1, Math.sqrt(CROWDED / Math.max(1, nodes.id.length)));
  nodes.id.forEach((id, index) => {
    const label = nodes.label[index];
    const type = types[nodes.type[index]];
    graph.addNode(id, {
      type: "dot", x: 0, y: 0, size: Math.max(1, scale * (2 + 11 * Math.sqrt(weights[index] / most))),
      label, kind: typeOf(type), community: nodes.community[index] ?? undefined, entity: { label, type },
    });
  });
  const isLarge = edges.source.length > MANY_EDGES;
  edges.source.forEach((source, index) => {
    const family = families[edges.family[index]];
    const ends = [nodes.id[source], nodes.id[edges.target[index]]];
    graph.mergeEdge(...ends, { type: isLarge ? "tie" : "band", size: Math.min(4, 1 + 0.6 * Math.log2(edges.claims[index])), family, label: family, weight: edges.claims[index] });
  });
  if (!answer.communities.length && graph.size) grouped(graph);
  layout.circlepack.assign(graph, { hierarchyAttributes: ["community"], rng: same() });
  return graph;
}

/** Numbers that are the same for every picture, in place of random ones. */
function same() {
  let seed = 7;
  return () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
}

/** Communities as discs of a picture: the names of its most connected members, its middle and its radius. */
export const discs = (graph) =>
  communities(graph).filter(({ members }) => members.length > 1).map(({ number, members }) => {
    const places = members.map(({ id }) => graph.getNodeAttributes(id));
    const middle = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
    const [x, y] = [middle("x"), middle("y")];
    return { number, names: members.slice(0, 2).map((one) => one.label), x, y, radius: Math.max(...places.map((place) => Math.hypot(place.x - x, place.y - y) + place.size)) };
  });

/** Communities where the server has computed none; the greatest is number 0, as the server counts them. */
function grouped(graph) {
  const found = communitiesLouvain(graph, { rng: same() });
  const sizes = new Map();
  for (const number of Object.values(found)) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  const order = [...sizes].sort((one, other) => other[1] - one[1]).map(([number]) => number);
  graph.updateEachNodeAttributes((id, node) => ({ ...node, community: order.indexOf(found[id]) }));
}
