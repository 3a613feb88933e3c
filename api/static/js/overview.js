// The whole graph at once: places from the server, colours by community.

import { laidOut } from "./graph.js";
import { typeOf } from "./words.js";

/** The overview as a graph to draw. */
export function overviewGraph(answer) {
  const graph = new graphology.MultiDirectedGraph();
  answer.nodes.forEach((node, index) => {
    const angle = index * 2.399963;
    graph.addNode(node.id, {
      x: node.x ?? Math.sqrt(index) * Math.cos(angle), y: node.y ?? Math.sqrt(index) * Math.sin(angle),
      size: 2 + 11 * Math.sqrt(node.importance ?? Math.min(1, node.mentions / 60)),
      label: node.label, kind: typeOf(node.type), community: node.community ?? undefined, entity: node,
    });
  });
  for (const { source, target, family, claims } of answer.edges) {
    if (graph.hasNode(source) && graph.hasNode(target)) graph.addEdge(source, target, { type: "tie", size: 1, family, label: family, weight: claims });
  }
  if (!answer.has_positions && graph.order < 4000) laidOut(graph, { iterations: 120 });
  return graph;
}
