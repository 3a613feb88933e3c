// Names of nodes and edges on the canvas, each with a halo so that it reads over lines.

import { colour, shortened } from "./words.js";

const LONGEST = 32;

/** A node's name under it, and how many of its neighbours are not in the picture. */
export function drawNodeLabel(context, node, { labelFont, labelSize }) {
  if (!node.label) return;
  const weight = node.isChosen || node.isOpen ? 700 : 500;
  const size = node.isChosen || node.isOpen ? labelSize + 1 : labelSize;
  context.font = `${weight} ${size}px ${labelFont}`;
  const name = shortened(node.label, LONGEST);
  const more = node.hidden_neighbours > 0 ? ` +${node.hidden_neighbours}` : "";
  const width = context.measureText(name + more).width;
  const left = node.x - width / 2;
  const base = node.y + node.size + size + 3;
  haloed(context, name, left, base, colour("ink"));
  if (more) haloed(context, more, left + context.measureText(name).width, base, colour("muted"));
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

/** An edge's class, along its line. */
export function drawEdgeLabel(context, edge, source, target, { edgeLabelFont, edgeLabelSize }) {
  if (!edge.label) return;
  const length = Math.hypot(target.x - source.x, target.y - source.y);
  context.font = `500 ${edgeLabelSize}px ${edgeLabelFont}`;
  const text = shortened(edge.label, 26);
  if (length - source.size - target.size < context.measureText(text).width + 14) return;
  const angle = Math.atan2(target.y - source.y, target.x - source.x);
  const lane = edge.lane ?? 0;
  const at = edge.along ?? 0.5;
  context.save();
  context.translate(
    source.x + (target.x - source.x) * at + Math.sin(angle) * lane,
    source.y + (target.y - source.y) * at - Math.cos(angle) * lane,
  );
  context.rotate(Math.abs(angle) > Math.PI / 2 ? angle + Math.PI : angle);
  haloed(context, text, -context.measureText(text).width / 2, edgeLabelSize * 0.35, edge.color);
  context.restore();
}
