// How a line's pattern is drawn without a graphics card: in the legend, on the map and in saved pictures.

export const PATTERNS = ["solid", "dashed", "dotted", "crossed", "sparse"];

/** Dashes of a line of some thickness, as SVG and canvas take them. */
export function dashes(pattern, thickness) {
  if (pattern === "dashed") return [6 + thickness / 2, 4 + thickness / 2];
  if (pattern === "dotted") return [0.01, thickness * 2.4 + 1];
  if (pattern === "sparse") return [3 + thickness / 2, 9 + thickness / 2];
  return [];
}

/** The slanted strokes through a crossed line, as pairs of points. */
export function ticks(from, to, thickness) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (!length) return [];
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const reach = thickness / 2 + 4;
  const found = [];
  for (let at = 11; at < length; at += 22) {
    const middle = { x: from.x + along.x * at, y: from.y + along.y * at };
    const slant = { x: -along.y * reach - along.x * reach * 0.6, y: along.x * reach - along.y * reach * 0.6 };
    found.push([
      { x: middle.x + slant.x, y: middle.y + slant.y },
      { x: middle.x - slant.x, y: middle.y - slant.y },
    ]);
  }
  return found;
}
