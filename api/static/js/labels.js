// Names of nodes and edges on the canvas, each with a halo so that it reads over lines.

import { colour, shortened } from "./words.js";

const LONGEST = 32;
const MOST_DISCS = 300; // nodes that no name of another may cover

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

/** The box of a node's disc; nothing for a node that is not drawn. */
function discOf(sigma, id) {
  const node = sigma.getNodeDisplayData(id);
  if (!node) return null;
  const { x, y } = sigma.framedGraphToViewport(node);
  const radius = sigma.scaleSize(node.size);
  return { id, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function isOutside(sigma, x, y) {
  const { width, height } = sigma.getDimensions();
  return x < 0 || y < 0 || x > width || y > height;
}

/** Writes the names of nodes that have room beside the boxes `taken`, in the order of `ranked`; returns them by node. */
export function drawNames(context, sigma, { ranked, chosen, most, taken = [] }) {
  const settings = { ...sigma.getSettings(), width: sigma.getDimensions().width };
  const seen = new Map();
  const discs = most ? ranked.slice(0, MOST_DISCS).map((id) => discOf(sigma, id)).filter(Boolean) : [];
  for (const id of [chosen, ...ranked]) {
    const node = id && !seen.has(id) && sigma.getNodeDisplayData(id);
    if (!node?.label) continue;
    const place = { ...node, ...sigma.framedGraphToViewport(node), size: sigma.scaleSize(node.size) };
    if (isOutside(sigma, place.x, place.y)) continue;
    const places = nameOf(context, place, settings);
    if (isFromBelow(sigma, id)) places.unshift(...places.splice(1, 1));
    const name = places.find(({ box }) => !taken.some((one) => meet(one, box)) && !discs.some((disc) => disc.id !== id && meet(disc, box)));
    if (!name) continue;
    taken.push(name.box);
    seen.set(id, name);
    writeName(context, name);
    if (seen.size >= most) break;
  }
  return seen;
}

/** Whether the lines of a node come from below it: its name is over it then, and not on them. */
function isFromBelow(sigma, id) {
  const graph = sigma.getGraph();
  const { y } = sigma.framedGraphToViewport(sigma.getNodeDisplayData(id));
  const others = graph.neighbors(id).map((other) => sigma.getNodeDisplayData(other)).filter((other) => other && !other.hidden);
  return others.length > 0 && others.every((other) => sigma.framedGraphToViewport(other).y > y);
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

/** A node's name with how many of its neighbours are not in the picture, at the places that it may have: under the node,
 * over it, or beside it; within a picture of that width. */
function nameOf(context, node, settings) {
  const size = fontOf(context, node, settings);
  const [text, more] = [shortened(node.label, LONGEST), moreOf(node)];
  const width = context.measureText(text + more).width;
  const within = (left) => Math.max(2, Math.min(left, settings.width - width - 2));
  const away = node.size + 4;
  const places = [[node.x - width / 2, node.y + node.size + 2], [node.x - width / 2, node.y - node.size - size - 5], [node.x + away, node.y - size / 2 - 2], [node.x - away - width, node.y - size / 2 - 2]];
  return places.map(([x, top]) => [within(x), top]).map(([left, top]) =>
    ({ text, more, size, font: context.font, isStrong: isStrong(node), base: top + size + 1, box: { left, right: left + width, top, bottom: top + size + 3 } }));
}

function writeName(context, { text, more, font, base, box }) {
  context.font = font;
  haloed(context, text, box.left, base, colour("ink"));
  if (more) haloed(context, more, box.left + context.measureText(text).width, base, colour("muted"));
}

/** Words with a line round them in the colour of the ground. */
export function haloed(context, text, x, y, ink) {
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
  if (node.label) writeName(context, nameOf(context, { ...node, isChosen: true }, { ...settings, width: context.canvas.clientWidth })[0]);
}
