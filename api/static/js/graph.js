// The network that is drawn: what neighbourhoods and paths say, joined, with places for its nodes.

import { gathered } from "./gather.js";
import { lanes } from "./lanes.js";
import { patternOf, typeOf } from "./words.js";

const { MultiDirectedGraph } = graphology;
const { layoutForceAtlas2, layoutNoverlap } = graphologyLibrary;

/** Thickness of an edge told by so many independent sources. */
export const thickness = (sources) => Math.min(9, 1 + 1.4 * Math.max(1, sources));

/** Radius of an entity mentioned so often. */
export const radius = (mentions) => Math.min(19, 6 + 1.7 * Math.sqrt(mentions || 1));

/** Nodes and edges of several answers, each once; nodes of other types than asked for, and those to hide, are left out. */
export function joined(answers, { types, keep, hide = [] }) {
  const nodes = new Map();
  const edges = new Map();
  for (const answer of answers) {
    for (const node of answer.nodes) if (keep.includes(node.id) || (isAsked(node, types) && !hide.includes(node.id))) nodes.set(node.id, node);
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
      pattern: patternOf(edge),
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
export function laidOut(graph) {
  if (graph.order < 2) return;
  const settings = {
    ...layoutForceAtlas2.inferSettings(graph),
    gravity: 0.02, scalingRatio: 12, slowDown: 3, strongGravityMode: true, edgeWeightInfluence: 0, barnesHutOptimize: false,
  };
  layoutForceAtlas2.assign(graph, { iterations: 300, settings });
  gathered(graph);
  spread(graph);
}

/** Fills a square of about a pixel a unit, then moves apart what would cover each other, names included. */
function spread(graph) {
  const side = 120 * Math.sqrt(graph.order);
  const [wide, high] = ["x", "y"].map((axis) => extent(graph, axis));
  const most = Math.max(wide, high) || 1;
  const scale = (size) => (side / most) * Math.min(1.8, most / Math.max(size, most / 3)); // a flat picture is stretched
  const [across, up] = [scale(wide), scale(high)];
  graph.updateEachNodeAttributes((_, node) => ({ ...node, x: node.x * across, y: node.y * up }));
  const inputReducer = (_, { x, y, size, label }) => ({ x, y, size: Math.max(size, 2.2 * Math.min(label.length, 24)) });
  layoutNoverlap.assign(graph, { maxIterations: 120, inputReducer, settings: { margin: 4, ratio: 1, expansion: 1.05 } });
}

function extent(graph, axis) {
  const all = graph.mapNodes((_, node) => node[axis]);
  return Math.max(...all) - Math.min(...all);
}
