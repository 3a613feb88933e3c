// The words of edges along their lines. Each stands where it covers no name, no node and no other; those without room are
// left out: the words beside the pointer have them.

import { haloed } from "./labels.js";
import { colour, shortened } from "./words.js";

const LONGEST = 26;
const LINE = 6; // pixels
const CELL = 5; // pixels: the picture is a grid of cells that are taken or free
const PLACES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]; // parts of a line that its words may stand at, the best first

/** Writes the labels of edges, the strongest first, beside the boxes `taken`; returns them with their places. */
export function drawEdgeLabels(context, sigma, graph, taken) {
  const { edgeLabelFont, edgeLabelSize } = sigma.getSettings();
  context.font = `500 ${edgeLabelSize}px ${edgeLabelFont}`;
  const cells = new Set();
  for (const box of taken) take(cells, boxCells(box));
  const ends = new Map(graph.mapNodes((id) => [id, endOf(sigma, id)]));
  for (const end of ends.values()) take(cells, boxCells(around(end)));
  const written = [];
  for (const { edge, source, target } of labelled(sigma, graph)) {
    const label = placed(context, sigma, { edge, source: ends.get(source), target: ends.get(target) }, cells);
    if (label) written.push(label);
  }
  for (const label of written) write(context, label, edgeLabelSize);
  return written;
}

/** Edges with words, those with most sources first. */
function labelled(sigma, graph) {
  const found = graph.mapEdges((id, { weight }, source, target) => ({ id, weight, source, target, edge: sigma.getEdgeDisplayData(id) }));
  return found.filter(({ edge }) => edge?.label && !edge.hidden)
    .sort((one, other) => (other.weight ?? 0) - (one.weight ?? 0) || (one.id < other.id ? -1 : 1));
}

function endOf(sigma, id) {
  const node = sigma.getNodeDisplayData(id);
  return { ...sigma.framedGraphToViewport(node), radius: sigma.scaleSize(node.size) };
}

const around = ({ x, y, radius }) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });

/** The words of an edge at the first place of its line that has room; nothing if none has. */
function placed(context, sigma, { edge, source, target }, cells) {
  const [wide, high] = [target.x - source.x, target.y - source.y];
  const length = Math.hypot(wide, high);
  const text = shortened(edge.label, LONGEST);
  const width = context.measureText(text).width;
  if (length - source.radius - target.radius < width + 14) return null;
  const angle = Math.atan2(high, wide);
  const lane = sigma.scaleSize(edge.lane ?? 0);
  for (const part of [edge.along ?? 0.5, ...PLACES]) {
    const [before, after] = [part * length - source.radius, (1 - part) * length - target.radius];
    if (Math.min(before, after) < width / 2 + 5) continue;
    const label = { text, width, angle, fill: edge.color, x: source.x + wide * part + Math.sin(angle) * lane, y: source.y + high * part - Math.cos(angle) * lane };
    const own = wordCells(label);
    if (isOutside(sigma, label) || own.some((cell) => cells.has(cell))) continue;
    take(cells, own);
    return label;
  }
  return null;
}

function isOutside(sigma, { x, y, width, angle }) {
  const [across, down] = [Math.abs(Math.cos(angle) * width) / 2, Math.abs(Math.sin(angle) * width) / 2];
  const whole = sigma.getDimensions();
  return x - across < 0 || y - down < 0 || x + across > whole.width || y + down > whole.height;
}

const take = (cells, more) => { for (const cell of more) cells.add(cell); };
const cellAt = (x, y) => Math.round(x / CELL) * 100_000 + Math.round(y / CELL);

/** The cells of three lines along slanted words: above, in and below them. */
function wordCells({ x, y, width, angle }) {
  const cells = [];
  const [along, across] = [{ x: Math.cos(angle), y: Math.sin(angle) }, { x: -Math.sin(angle), y: Math.cos(angle) }];
  for (let at = -width / 2; at <= width / 2; at += CELL - 1) {
    for (const by of [-CELL, 0, CELL]) cells.push(cellAt(x + along.x * at + across.x * by, y + along.y * at + across.y * by));
  }
  return cells;
}

function boxCells({ left, right, top, bottom }) {
  const cells = [];
  for (let x = left; x <= right + CELL; x += CELL) for (let y = top; y <= bottom + CELL; y += CELL) cells.push(cellAt(Math.min(x, right), Math.min(y, bottom)));
  return cells;
}

function write(context, { text, x, y, angle, width, fill }, size) {
  context.save();
  context.translate(x, y);
  context.rotate(upright(angle));
  context.fillStyle = colour("canvas");
  context.fillRect(-width / 2, -LINE / 2, width, LINE); // no line between the words
  haloed(context, text, -width / 2, size * 0.35, fill);
  context.restore();
}

/** The angle at which words along a line are not upside down. */
export const upright = (angle) => (Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle);
