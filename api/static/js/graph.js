// The network that is drawn: what neighbourhoods and paths say, joined, with places for its nodes.

import { lanes } from "./lanes.js";
import { FACTUALITY, typeOf } from "./words.js";

const { MultiDirectedGraph } = graphology;
const { layoutForceAtlas2, layoutNoverlap } = graphologyLibrary;

/** Thickness of an edge told by so many independent sources. */
export const thickness = (sources) => Math.min(9, 1 + 1.4 * Math.max(1, sources));

/** Radius of an entity mentioned so often. */
export const radius = (mentions) => Math.min(19, 6 + 1.7 * Math.sqrt(mentions || 1));

/** Nodes and edges of several answers, each once; nodes of other types than asked for are left out. */
export function joined(answers, { types, keep }) {
  const nodes = new Map();
  const edges = new Map();
  for (const answer of answers) {
    for (const node of answer.nodes) if (isAsked(node, types) || keep.includes(node.id)) nodes.set(node.id, node);
    for (const edge of answer.edges) edges.set(edge.id, edge);
  }
  const whole = [...edges.values()].filter((edge) => nodes.has(edge.source) && nodes.has(edge.target));
  return { nodes: [...nodes.values()], edges: whole };
}

const isAsked = (node, types) => !types.length || types.includes(typeOf(node.type));

/** A graph of nodes and edges. Nodes that `before` had start where they were. */
export function drawn({ nodes, edges }, before) {
  const graph = new MultiDirectedGraph();
  nodes.forEach((node, index) => {
    graph.addNode(node.id, {
      ...start(node, index, before),
      size: radius(node.mentions),
      label: node.label,
      kind: typeOf(node.type),
      degree: node.degree,
      entity: node,
    });
  });
  const beside = lanes(edges, (edge) => thickness(edge.sources));
  for (const edge of edges) {
    graph.addDirectedEdgeWithKey(edge.id, edge.source, edge.target, {
      size: thickness(edge.sources),
      family: edge.family,
      pattern: FACTUALITY[edge.factuality].pattern,
      arrow: edge.directed,
      ...beside.get(edge.id),
      weight: Math.min(4, edge.sources),
      link: edge,
    });
  }
  return graph;
}

function start(node, index, before) {
  if (before?.hasNode(node.id)) {
    const { x, y } = before.getNodeAttributes(node.id);
    return { x, y };
  }
  const angle = index * 2.399963; // golden angle: neighbours in rank order spread round the middle
  const reach = index ? 20 + 9 * Math.sqrt(index) : 0;
  return { x: reach * Math.cos(angle), y: reach * Math.sin(angle) };
}

/** Gives nodes their places; the same graph always gets the same ones. */
export function laidOut(graph, { iterations = 260 } = {}) {
  if (graph.order < 2) return;
  const settings = {
    ...layoutForceAtlas2.inferSettings(graph),
    gravity: 0.6, scalingRatio: 18, slowDown: 4, strongGravityMode: false, adjustSizes: false, linLogMode: true,
    edgeWeightInfluence: 0.3, barnesHutOptimize: graph.order > 300,
  };
  layoutForceAtlas2.assign(graph, { iterations, settings, getEdgeWeight: "weight" });
  spread(graph);
}

/** Scales the picture so that a unit is about a pixel, then moves apart what would cover each other. */
function spread(graph) {
  const xs = graph.mapNodes((_, { x }) => x);
  const ys = graph.mapNodes((_, { y }) => y);
  const side = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)) || 1;
  const scale = (130 * Math.sqrt(graph.order)) / side;
  graph.updateEachNodeAttributes((_, node) => ({ ...node, x: node.x * scale, y: node.y * scale }));
  layoutNoverlap.assign(graph, { maxIterations: 80, settings: { margin: 16, ratio: 1.4, expansion: 1.05 } });
}
