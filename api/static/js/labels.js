// Names of nodes and edges on the canvas, each with a halo so that it reads over lines.

import { colour, shortened } from "./words.js";

const LONGEST = 32;

/** Writes the names of communities in the middle of their discs, the largest first: of each as many members, one a
 * line, as have room. Returns the lines, with their boxes. */
export function drawGroups(context, sigma, groups) {
  const { labelFont, labelSize } = sigma.getSettings();
  context.font = `700 ${labelSize}px ${labelFont}`;
  const written = [];
  for (const group of groups) {
    const at = sigma.graphToViewport(group);
    const radius = Math.abs(sigma.graphToViewport({ x: group.x + group.radius, y: group.y }).x - at.x);
    if (radius < labelSize || isOutside(sigma, at.x, at.y)) continue;
    for (let most = Math.min(2, Math.floor(radius / labelSize)); most > 0; most -= 1) {
      const lines = linesOf(context, group.names.slice(0, most), at, labelSize + 4);
      if (lines.some(({ box }) => box.right - at.x > radius * 2 || written.some((one) => meet(one.box, box)))) continue;
      for (const { text, x, y, half } of lines) haloed(context, text, x - half, y, colour("ink"));
      written.push(...lines);
      break;
    }
  }
  return written;
}

function linesOf(context, names, { x, y }, step) {
  return names.map((name, index) => {
    const text = shortened(name, 20);
    const half = context.measureText(text).width / 2;
    const middle = y + (index - (names.length - 1) / 2) * step;
    return { text, x, y: middle + step * 0.28, half, box: { left: x - half, right: x + half, top: middle - step / 2, bottom: middle + step / 2 } };
  });
}

const meet = (one, other) => other.left < one.right && other.right > one.left && other.top < one.bottom && other.bottom > one.top;

function isOutside(sigma, x, y) {
  const { width, height } = sigma.getDimensions();
  return x < 0 || y < 0 || x > width || y > height;
}

/** Writes the names of nodes that have room beside the boxes `taken`, in the order of `ranked`; returns whose names are seen. */
export function drawNames(context, sigma, { ranked, chosen, most, taken = [] }) {
  const settings = sigma.getSettings();
  const seen = new Set();
  for (const id of [chosen, ...ranked]) {
    const node = id && !seen.has(id) && sigma.getNodeDisplayData(id);
    if (!node?.label) continue;
    const place = { ...node, ...sigma.framedGraphToViewport(node), size: sigma.scaleSize(node.size) };
    if (isOutside(sigma, place.x, place.y)) continue;
    const box = boxOf(context, place, settings);
    if (taken.some((one) => meet(one, box))) continue;
    taken.push(box);
    seen.add(id);
    drawNodeLabel(context, place, settings);
    if (seen.size >= most) break;
  }
  return seen;
}

/** Nodes in the order in which their names matter: those that are opened, then the greatest; only so many. */
export function ranked(graph, most = 2000) {
  const rank = (id) => graph.getNodeAttribute(id, "size") + (graph.getNodeAttribute(id, "isOpen") ? 1000 : 0);
  return graph.nodes().map((id) => [rank(id), id]).sort((one, other) => other[0] - one[0]).slice(0, most).map(([, id]) => id);
}

const isStrong = (node) => node.isChosen || node.isOpen;
const moreOf = (node) => (node.hidden_neighbours > 0 ? ` +${node.hidden_neighbours}` : "");

function fontOf(context, node, { labelFont, labelSize }) {
  const size = isStrong(node) ? labelSize + 1 : labelSize;
  context.font = `${isStrong(node) ? 700 : 500} ${size}px ${labelFont}`;
  return size;
}

function boxOf(context, node, settings) {
  const size = fontOf(context, node, settings);
  const half = context.measureText(shortened(node.label, LONGEST) + moreOf(node)).width / 2;
  const top = node.y + node.size + 2;
  return { left: node.x - half, right: node.x + half, top, bottom: top + size + 3 };
}

/** A node's name under it, and how many of its neighbours are not in the picture. */
export function drawNodeLabel(context, node, settings) {
  if (!node.label) return;
  const size = fontOf(context, node, settings);
  const name = shortened(node.label, LONGEST);
  const width = context.measureText(name + moreOf(node)).width;
  const left = node.x - width / 2;
  const base = node.y + node.size + size + 3;
  haloed(context, name, left, base, colour("ink"));
  if (moreOf(node)) haloed(context, moreOf(node), left + context.measureText(name).width, base, colour("muted"));
}

function haloed(context, text, x, y, ink) {
  context.textAlign = "left";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = colour("canvas");
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
}

/** The ring round a node that is pointed at, with its name. */
export function drawHover(context, node, settings) {
  context.beginPath();
  context.arc(node.x, node.y, node.size + 4, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = colour("accent");
  context.stroke();
  drawNodeLabel(context, { ...node, isChosen: true }, settings);
}

const STEP = 8; // pixels between the points of a label that are kept apart
let written = []; // points of the labels of edges in this picture

/** To be called before a picture is drawn. */
export const forgetEdgeLabels = () => { written = []; };

/** Whether a label has room beside those written before; if so, its room is taken. */
function hasRoom({ x, y }, angle, width) {
  const points = [];
  for (let at = -width / 2; at <= width / 2; at += STEP) points.push([x + Math.cos(angle) * at, y + Math.sin(angle) * at]);
  const isTaken = points.some(([left, top]) => written.some(([other, above]) => Math.hypot(left - other, top - above) < STEP + 2));
  if (!isTaken) written.push(...points);
  return !isTaken;
}

/** An edge's class, along its line, if it covers no other. */
export function drawEdgeLabel(context, edge, source, target, { edgeLabelFont, edgeLabelSize }) {
  if (!edge.label) return;
  const length = Math.hypot(target.x - source.x, target.y - source.y);
  context.font = `500 ${edgeLabelSize}px ${edgeLabelFont}`;
  const text = shortened(edge.label, 26);
  const width = context.measureText(text).width;
  if (length - source.size - target.size < width + 14) return;
  const angle = Math.atan2(target.y - source.y, target.x - source.x);
  const lane = edge.lane ?? 0;
  const at = edge.along ?? 0.5;
  const middle = { x: source.x + (target.x - source.x) * at + Math.sin(angle) * lane, y: source.y + (target.y - source.y) * at - Math.cos(angle) * lane };
  if (!hasRoom(middle, angle, width)) return;
  context.save();
  context.translate(middle.x, middle.y);
  context.rotate(Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle);
  haloed(context, text, -width / 2, edgeLabelSize * 0.35, edge.color);
  context.restore();
}
