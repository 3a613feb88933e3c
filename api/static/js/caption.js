// What stands above and below a saved picture: its title, its legend, its source and the day.

import { dashes, ticks } from "./strokes.js";
import { colour, FACTUALITY, IMPLIED, shortened, TYPE_LABELS, TYPES } from "./words.js";

const [TOP, FOOT, ROW] = [46, 34, 22];
const [SIGN, GAP] = [34, 20]; // pixels of a sign, and between two entries
const COMMUNITIES = 12; // as many as there are colours

const words = (x, y, text, size = 12, weight = 500) => ({ kind: "words", x, y, text, size, fill: colour("ink"), weight, anchor: "start" });

/** A picture's shapes moved down under its title, with the legend below them, and its new height. */
export function captioned({ shapes, width, height }, entries) {
  const title = titleWords(width);
  const top = Math.max(TOP, title.at(-1).y + 8);
  const legend = rows(entries, width, top + height + ROW);
  const source = `Source: ${location.host}, kg, ${new Date().toISOString().slice(0, 10)}. ${location.href}`;
  const whole = legend.bottom + FOOT;
  const caption = [...title, ...legend.shapes, words(16, whole - 12, shortened(source, Math.floor(width / 6.4)), 11)];
  return { top, width, height: whole, shapes: [...shapes.map((shape) => lowered(shape, top)), ...caption] };
}

/** The title in one large line, or in as many small ones as it needs. */
function titleWords(width) {
  const title = titleOf(document.getElementById("summary"));
  if (wide(title, 18) <= width - 32) return [words(16, 30, title, 18, 700)];
  return lines(title, width - 32, 12).map((line, index) => words(16, 20 + 18 * index, line, 12, 700));
}

const ruler = document.createElement("canvas").getContext("2d");

/** The width in pixels of bold words. */
function wide(text, size) {
  ruler.font = `700 ${size}px system-ui, sans-serif`;
  return ruler.measureText(text).width;
}

/** Words in lines that are no wider than so many pixels. */
function lines(text, most, size) {
  return text.split(" ").reduce(([...before], word) => {
    const last = before.pop();
    const longer = last === undefined ? word : `${last} ${word}`;
    return last === undefined || wide(longer, size) <= most ? [...before, longer] : [...before, last, word];
  }, []);
}

/** The words of an element without those of its links. */
function titleOf(element) {
  const copy = element.cloneNode(true);
  for (const anchor of copy.querySelectorAll("a")) anchor.remove();
  return copy.textContent.trim();
}

/** A shape further down. */
function lowered(shape, by) {
  const down = (point) => ({ ...point, y: point.y + by });
  if (shape.kind === "line") return { ...shape, from: down(shape.from), to: down(shape.to) };
  return shape.points ? { ...shape, points: shape.points.map(down) } : down(shape);
}

/** Entries beside one another, in as many rows as the width needs. */
function rows(entries, width, top) {
  let [x, y] = [16, top];
  const shapes = entries.flatMap(({ sign, text }) => {
    const wide = SIGN + 8 + 6.6 * text.length + GAP;
    if (x > 16 && x + wide > width) [x, y] = [16, y + ROW];
    const drawn = [...sign(x, y - 4), words(x + SIGN + 8, y, text)];
    x += wide;
    return drawn;
  });
  return { shapes, bottom: y };
}

const disc = (fill, stroke = colour("paper")) => (x, y) => [{ kind: "disc", x: x + SIGN / 2, y, radius: 7, fill, stroke }];

function line(pattern, stroke = colour("ink"), thickness = 2) {
  return (x, y) => {
    const [from, to] = [{ x, y }, { x: x + SIGN, y }];
    const stretch = (one, other, width, dashing) => ({ kind: "line", from: one, to: other, width, stroke, dashes: dashes(dashing, width), isRound: dashing === "dotted" });
    const across = pattern === "crossed" ? ticks(from, to, thickness) : [];
    return [stretch(from, to, thickness, pattern), ...across.map(([one, other]) => stretch(one, other, 1.6, "solid"))];
  };
}

/** The legend of a network: the colours of its nodes and lines, and how lines are drawn. */
export function networkLegend({ graph, mode, groups, families }) {
  if (mode === "overview") return groups.slice(0, COMMUNITIES).map(({ number, names }) => ({ sign: disc(colour(`community-${number % COMMUNITIES}`)), text: names.join(", ") }));
  const kinds = new Set(graph.mapNodes((_, node) => node.kind));
  const edges = graph.mapEdges((_, edge) => edge);
  const hues = [...new Set(edges.map((edge) => edge.family))].filter((name) => families[name]).sort();
  return [
    ...TYPES.filter((type) => kinds.has(type)).map((type) => ({ sign: disc(colour(type)), text: TYPE_LABELS[type] })),
    ...hues.map((name) => ({ sign: line("solid", families[name], 5), text: name })),
    ...Object.values(FACTUALITY).filter(({ pattern }) => edges.some((edge) => edge.pattern === pattern)).map(({ pattern, label }) => ({ sign: line(pattern), text: label })),
    ...(edges.some(({ pattern }) => pattern === IMPLIED.inferred.pattern) ? [{ sign: line(IMPLIED.inferred.pattern), text: IMPLIED.inferred.label }] : []),
    ...(edges.some(({ link }) => link.uncertain) ? [{ sign: line("solid", colour("faded")), text: "Pale, with a question mark: uncertain" }] : []),
  ];
}

/** The legend of the map. */
export const mapLegend = () => [
  { sign: disc(colour("accent"), colour("accent")), text: "Events where they happened" },
  { sign: disc(colour("paper"), colour("accent")), text: "The place takes part" },
];
