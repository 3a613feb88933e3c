// The picture of the network: sigma draws it, this tells it what stands out and passes on what people point at.

import { colour } from "./words.js";
import { labelOf } from "./lanes.js";
import { drawEdgeLabels } from "./edge_labels.js";
import { drawGroups, drawHover, drawNames, ranked } from "./labels.js";
import { Stroke } from "./stroke.js";
import { DOT, MARK } from "./marks.js";
import { discs } from "./overview.js";

const NEAR = 0.45; // of the whole overview: from here on nodes have names instead of communities
const MOST_LABELLED = 120; // edges; of more, only those of what is chosen or pointed at have words

/** The network in an element; `on` has functions `node`, `again`, `edge`, `over`, `out` and `stage`. */
export function createNetwork(container, on) {
  const view = { graph: new graphology.MultiDirectedGraph(), chosen: null, pointed: null, near: null, families: {}, mode: "ego", ranked: [], groups: [], groupNames: [] };
  const sigma = new Sigma(view.graph, container, {
    allowInvalidContainer: true,
    defaultNodeType: "mark",
    defaultEdgeType: "stroke",
    nodeProgramClasses: { mark: MARK, dot: DOT },
    edgeProgramClasses: { stroke: Stroke, tie: Sigma.rendering.EdgeLineProgram, band: Sigma.rendering.EdgeRectangleProgram },
    enableEdgeEvents: true,
    renderEdgeLabels: false, // written by drawEdgeLabels, and names by drawNames: they keep them apart
    renderLabels: false,
    labelFont: getComputedStyle(document.body).fontFamily,
    labelSize: 13,
    edgeLabelSize: 11,
    stagePadding: 60,
    zIndex: true,
    minCameraRatio: 0.04,
    maxCameraRatio: 4,
    defaultDrawNodeHover: drawHover,
    nodeReducer: (id, node) => nodeShown(view, id, node),
    edgeReducer: (id, edge) => edgeShown(view, id, edge),
  });
  sigma.on("afterRender", () => {
    const context = sigma.getCanvases().labels.getContext("2d");
    const isFar = view.mode === "overview" && !view.near && sigma.getCamera().ratio > NEAR;
    view.groupNames = isFar ? drawGroups(context, sigma, view.groups) : [];
    const most = view.mode === "overview" ? (isFar ? 0 : 60) : view.isSmall ? 25 : 150;
    const taken = view.groupNames.map((one) => one.box);
    view.named = drawNames(context, sigma, { ranked: most ? view.ranked : [], chosen: view.pointed ?? view.chosen, most, taken });
    view.edgeLabels = view.mode === "overview" ? [] : drawEdgeLabels(context, sigma, sigma.getGraph(), taken);
  });
  listen(sigma, view, on);
  return Object.assign(view, {
    sigma,
    show: (graph, options) => show(sigma, view, graph, options),
    choose(chosen) {
      if (chosen === view.chosen) return;
      view.chosen = chosen;
      view.near = nearOf(view, view.pointed ?? chosen);
      sigma.refresh({ skipIndexation: true });
      if (chosen?.startsWith("group:") && view.near) lookAt(sigma, view.near.nodes);
    },
    point(id) {
      view.pointed = id;
      view.near = nearOf(view, id ?? view.chosen);
      sigma.refresh({ skipIndexation: true });
    },
    repaint() {
      sigma.refresh();
    },
    fit: () => sigma.getCamera().animatedReset({ duration: still() ? 0 : 250 }),
    zoom: (ratio) => sigma.getCamera().animate({ ratio: sigma.getCamera().ratio * ratio }, { duration: still() ? 0 : 150 }),
    pan(x, y) {
      const camera = sigma.getCamera();
      camera.setState({ x: camera.x + x * 0.08 * camera.ratio, y: camera.y + y * 0.08 * camera.ratio });
    },
  });
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Draws another graph, once: each further frame of 20,000 nodes takes a processor that draws alone a second. */
function show(sigma, view, graph, { mode, chosen, isWhole }) {
  Object.assign(view, { graph, mode, chosen, pointed: null, ranked: ranked(graph) });
  view.near = nearOf(view, view.chosen);
  const isOverview = mode === "overview";
  view.groups = isOverview ? discs(graph) : [];
  view.isSmall = sigma.getContainer().clientWidth < 560;
  sigma.setSettings({
    enableEdgeEvents: !isOverview,
    hideEdgesOnMove: graph.size > 5000,
    labelSize: view.isSmall ? 11 : 13,
    stagePadding: view.isSmall ? 34 : 72,
  });
  sigma.setCustomBBox(null);
  if (isWhole) sigma.getCamera().setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
  sigma.setGraph(graph); // draws at once what all these ask to be drawn
}

/** Moves the camera to where most of these nodes are. */
function lookAt(sigma, ids) {
  const points = [...ids].map((id) => sigma.getNodeDisplayData(id)).filter(Boolean);
  const middle = (axis) => points.map((point) => point[axis]).sort((one, other) => one - other);
  const [xs, ys] = [middle("x"), middle("y")];
  const at = (all, part) => all[Math.floor(part * (all.length - 1))];
  const reach = Math.max(at(xs, 0.95) - at(xs, 0.05), at(ys, 0.95) - at(ys, 0.05));
  const ratio = Math.min(1, Math.max(0.12, 1.4 * reach));
  sigma.getCamera().animate({ x: at(xs, 0.5), y: at(ys, 0.5), ratio }, { duration: still() ? 0 : 300 });
}

/** The members of a community, and the ties between them. */
function insideOf(graph, number) {
  const nodes = new Set(graph.filterNodes((_, node) => node.community === number));
  return { nodes, edges: new Set(graph.filterEdges((id, _, source, target) => nodes.has(source) && nodes.has(target))) };
}

/** What stands beside a node or edge: it keeps its colour while the rest fades. */
function nearOf({ graph }, id) {
  if (!id) return null;
  if (id.startsWith("group:")) return insideOf(graph, Number(id.slice(6)));
  if (graph.hasEdge(id)) return { edges: new Set([id]), nodes: new Set(graph.extremities(id)) };
  if (!graph.hasNode(id)) return null;
  return { edges: new Set(graph.edges(id)), nodes: new Set([id, ...graph.neighbors(id)]) };
}

function nodeShown(view, id, node) {
  const isFaded = view.near && !view.near.nodes.has(id);
  const isChosen = view.chosen === id;
  const fill = node.community === undefined ? colour(node.kind) : colour(`community-${node.community % 12}`);
  return {
    ...node,
    color: isFaded ? colour("faded") : fill,
    size: view.isSmall ? node.size * 0.75 : node.size,
    ring: isChosen || node.isPinned ? colour("accent") : colour("paper"),
    glyph: isFaded ? colour("faded-line") : "#ffffff",
    highlighted: false,
    label: isFaded && (view.mode !== "overview" || view.chosen?.startsWith("group:")) ? null : node.label,
    isChosen,
    zIndex: isChosen ? 3 : isFaded ? 0 : 1,
  };
}

function edgeShown(view, id, edge) {
  const isFaded = view.near && !view.near.edges.has(id);
  const hue = isTie(edge) ? tieHue(view, edge) : view.families[edge.family] ?? colour("faded");
  const isLabelled = view.near ? !isFaded && !view.isSmall : view.graph.size <= (view.isSmall ? 8 : MOST_LABELLED);
  return {
    ...edge,
    color: isFaded ? colour("faded-line") : edge.link?.uncertain ? pale(hue) : hue,
    size: (view.chosen === id ? edge.size + 2 : edge.size) * (view.isSmall ? 0.7 : 1),
    forceLabel: isLabelled && view.mode !== "overview",
    label: isLabelled ? (view.near?.edges.size === 1 && edge.link && labelOf(edge.link)) || edge.label : null,
    zIndex: isFaded ? 0 : 1,
  };
}

/** A colour half way to the ground it is on: lines of uncertain claims. */
function pale(hue) {
  const parts = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const ground = parts(colour("canvas"));
  return `#${parts(hue).map((part, index) => Math.round((part + ground[index]) / 2).toString(16).padStart(2, "0")).join("")}`;
}

const isTie = (edge) => edge.type === "tie" || edge.type === "band";

/** In the overview only the ties of what is chosen or pointed at have their family's colour. */
const tieHue = (view, edge) => (view.near && view.families[edge.family]) || colour("tie");

function listen(sigma, view, on) {
  const pointer = (name) => { sigma.getContainer().dataset.pointer = name; };
  sigma.on("enterNode", ({ node }) => { view.point(node); pointer("some"); });
  sigma.on("leaveNode", () => { view.point(null); pointer("none"); });
  sigma.on("clickNode", ({ node }) => (view.chosen === node ? on.again(node) : on.node(node)));
  sigma.on("doubleClickNode", ({ preventSigmaDefault }) => preventSigmaDefault());
  sigma.on("enterEdge", ({ edge, event }) => { pointer("some"); on.over(edge, event); });
  sigma.on("leaveEdge", () => { pointer("none"); on.out(); });
  sigma.on("clickEdge", ({ edge }) => on.edge(edge));
  sigma.on("clickStage", () => on.stage());
  dragged(sigma, view);
}

/** Nodes follow the hand that drags them. */
function dragged(sigma, view) {
  let held = null;
  sigma.on("downNode", ({ node }) => {
    held = node;
    if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
  });
  sigma.on("moveBody", ({ event }) => {
    if (!held || view.mode === "overview") return;
    const { x, y } = sigma.viewportToGraph(event);
    view.graph.mergeNodeAttributes(held, { x, y });
    event.preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
  });
  for (const end of ["upNode", "upStage"]) sigma.on(end, () => { held = null; });
}
