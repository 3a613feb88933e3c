// The picture as a file: an SVG drawn from what is seen, and a PNG painted with the same strokes.

import { captioned, mapLegend, networkLegend } from "./caption.js";
import { svg } from "./dom.js";
import { upright } from "./edge_labels.js";
import { dashes, ticks } from "./strokes.js";
import { colour } from "./words.js";

const FONT = "system-ui, sans-serif";

/** Saves what the stage shows as "png" or "svg". */
export async function savePicture(stage, kind) {
  const view = stage.view();
  if (!view) return;
  const { shapes, width, height } = view.sigma ? captioned(networkShapes(view), networkLegend(view)) : mapShapes(view);
  const blob = kind === "svg" ? svgBlob(shapes, width, height) : await pngBlob(shapes, width, height);
  const anchor = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `kg-${stage.element.dataset.name ?? "picture"}.${kind}` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

/** Lines, discs and words of the network, in pixels of the screen. */
function networkShapes({ sigma, graph, named, edgeLabels, groupNames }) {
  const { width, height } = sigma.getDimensions();
  const nodes = new Map(graph.mapNodes((id, { x, y }) => {
    const shown = sigma.getNodeDisplayData(id);
    return [id, { ...sigma.graphToViewport({ x, y }), radius: sigma.scaleSize(shown.size), shown }];
  }));
  const lines = graph.mapEdges((id, edge, source, target) => edgeShapes(sigma.getEdgeDisplayData(id), nodes.get(source), nodes.get(target), sigma, titleOfEdge(graph, edge, source, target))).flat();
  const discs = [...nodes.values()].map(({ x, y, radius, shown }) => ({ kind: "disc", x, y, radius, fill: shown.color, stroke: colour("paper"), title: shown.entity.label }));
  const names = [...named.values()].map(({ text, size, isStrong, base, box }) =>
    ({ kind: "words", x: (box.left + box.right) / 2, y: base, text, size, fill: colour("ink"), weight: isStrong ? 700 : 500 }));
  const labels = edgeLabels.map(({ text, x, y, angle, fill }) => ({ kind: "words", x, y, text, size: 11, angle: upright(angle), fill, weight: 500 }));
  const groups = groupNames.map(({ text, x, y }) => ({ kind: "words", x, y, text, size: 13, fill: colour("ink"), weight: 700 }));
  return { shapes: [...lines, ...discs, ...labels, ...names, ...groups], width, height };
}

/** What an edge says, for whoever points at it. */
function titleOfEdge(graph, { link }, ...ends) {
  const [from, to] = ends.map((id) => graph.getNodeAttribute(id, "label"));
  return link && `${from} ${link.label} ${to}`;
}

function edgeShapes(edge, source, target, sigma, title) {
  const length = Math.hypot(target.x - source.x, target.y - source.y);
  if (!edge || edge.hidden || !length) return [];
  const along = { x: (target.x - source.x) / length, y: (target.y - source.y) / length };
  const lane = sigma.scaleSize(edge.lane ?? 0);
  const thickness = Math.max(1, sigma.scaleSize(edge.size));
  const at = (distance) => ({ x: source.x + along.x * distance + along.y * lane, y: source.y + along.y * distance - along.x * lane });
  const end = length - target.radius - 2;
  const head = edge.arrow ? thickness * 1.25 + 4.5 : 0;
  const [from, to] = [at(source.radius + 2), at(end - head)];
  const line = (one, other, width, pattern) => ({ kind: "line", from: one, to: other, width, stroke: edge.color, dashes: dashes(pattern, width), isRound: pattern === "dotted", title });
  const shapes = [line(from, to, thickness, edge.pattern)];
  if (edge.pattern === "crossed") shapes.push(...ticks(from, to, thickness).map(([one, other]) => line(one, other, 1.6, "solid")));
  if (head) shapes.push({ kind: "head", points: [at(end), shifted(at(end - head * 1.5), along, head * 0.75), shifted(at(end - head * 1.5), along, -head * 0.75)], fill: edge.color });
  return shapes;
}

const shifted = (point, along, by) => ({ x: point.x - along.y * by, y: point.y + along.x * by });

/** The map as it stands in the page, with its caption. */
function mapShapes({ picture }) {
  const { width, height } = picture.getBoundingClientRect();
  const { shapes: caption, top, height: whole } = captioned({ shapes: [], width, height }, mapLegend());
  const copy = standing(picture, width, height);
  copy.setAttribute("y", top);
  const shapes = svg("svg", { viewBox: `0 0 ${width} ${whole}`, width, height: whole },
    svg("rect", { width, height: whole, fill: colour("canvas") }), copy, caption.map((shape) => SHAPES[shape.kind](shape)));
  return { shapes, width, height: whole };
}

const SHAPES = {
  line: ({ from, to, width, stroke, dashes, isRound, title }) =>
    svg("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, stroke, "stroke-width": width, "stroke-dasharray": dashes.join(" ") || null, "stroke-linecap": isRound ? "round" : null }, title && svg("title", {}, title)),
  disc: ({ x, y, radius, fill, stroke, title }) => svg("circle", { cx: x, cy: y, r: radius, fill, stroke, "stroke-width": 2 }, title && svg("title", {}, title)),
  head: ({ points, fill }) => svg("polygon", { points: points.map(({ x, y }) => `${x},${y}`).join(" "), fill }),
  words: ({ x, y, text, size, fill, weight, angle, anchor = "middle" }) =>
    svg("text", {
      x, y, fill, dy: angle === undefined ? null : size * 0.35, transform: angle === undefined ? null : `rotate(${(angle * 180) / Math.PI} ${x} ${y})`, "font-size": size, "font-weight": weight, "font-family": FONT, "text-anchor": anchor, "paint-order": "stroke", stroke: colour("canvas"), "stroke-width": 3,
    }, text),
};

function svgBlob(shapes, width, height) {
  const ground = svg("rect", { width, height, fill: colour("canvas") });
  const picture = Array.isArray(shapes)
    ? svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height }, ground, shapes.map((shape) => SHAPES[shape.kind](shape)))
    : shapes;
  return new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" });
}

/** A copy of a picture in the page that needs no style sheet. */
function standing(picture, width, height) {
  const copy = picture.cloneNode(true);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const pairs = [...picture.querySelectorAll("path, circle, text")].map((one, index) => [one, copy.querySelectorAll("path, circle, text")[index]]);
  for (const [from, to] of pairs) {
    const style = getComputedStyle(from);
    for (const name of ["fill", "fill-opacity", "stroke", "stroke-width", "font-size", "font-family", "font-weight", "text-anchor", "paint-order", "display"]) to.setAttribute(name, style.getPropertyValue(name));
  }
  return copy;
}

async function pngBlob(shapes, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: height * 2 });
  const context = canvas.getContext("2d", { willReadFrequently: true }); // painted by the processor, from which it is read
  context.scale(2, 2);
  context.fillStyle = colour("canvas");
  context.fillRect(0, 0, width, height);
  if (Array.isArray(shapes)) for (const shape of shapes) PAINT[shape.kind](context, shape);
  else await painted(context, svgBlob(shapes, width, height), width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

async function painted(context, blob, width, height) {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  context.drawImage(image, 0, 0, width, height);
  URL.revokeObjectURL(image.src);
}

const PAINT = {
  line(context, { from, to, width, stroke, dashes, isRound }) {
    context.beginPath();
    context.setLineDash(dashes);
    Object.assign(context, { lineWidth: width, strokeStyle: stroke, lineCap: isRound ? "round" : "butt" });
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
    context.setLineDash([]);
  },
  disc(context, { x, y, radius, fill, stroke }) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    Object.assign(context, { fillStyle: fill, strokeStyle: stroke, lineWidth: 2 });
    context.fill();
    context.stroke();
  },
  head(context, { points, fill }) {
    context.beginPath();
    points.forEach(({ x, y }, index) => (index ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.fillStyle = fill;
    context.fill();
  },
  words(context, { x, y, text, size, fill, weight, angle, anchor = "center" }) {
    Object.assign(context, { font: `${weight} ${size}px ${FONT}`, textAlign: anchor, lineWidth: 3, lineJoin: "round", strokeStyle: colour("canvas"), fillStyle: fill });
    context.save();
    context.translate(x, y);
    context.rotate(angle ?? 0);
    const down = angle === undefined ? 0 : size * 0.35;
    context.strokeText(text, 0, down);
    context.fillText(text, 0, down);
    context.restore();
  },
};
