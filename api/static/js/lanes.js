// Edges between the same two nodes run beside each other, like lines on a map of an underground.

const GAP = 4; // pixels between two lines

const MOST_LABELS = 3; // of more lines, the strongest is named, with the number of the others

/** By edge id: its `lane`, in pixels beside the middle, and its `label` with `along`, where that stands, from 0 to 1. */
export function lanes(edges, thickness) {
  const found = new Map();
  for (const pair of pairs(edges)) {
    const widths = pair.map(thickness);
    let at = -(widths.reduce((sum, width) => sum + width, 0) + GAP * (pair.length - 1)) / 2;
    pair.forEach((edge, index) => {
      const middle = at + widths[index] / 2;
      const place = pair.length === 1 || pair.length > MOST_LABELS ? 0.5 : 0.28 + (0.44 * index) / (pair.length - 1);
      const isForward = edge.source < edge.target;
      found.set(edge.id, { lane: isForward ? middle : -middle, along: isForward ? place : 1 - place, label: named(pair, edge) });
      at += widths[index] + GAP;
    });
  }
  return found;
}

function named(pair, edge) {
  if (pair.length <= MOST_LABELS) return edge.label;
  const strongest = pair.reduce((one, other) => (other.sources > one.sources ? other : one));
  return edge === strongest ? `${edge.label} +${pair.length - 1}` : null;
}

function pairs(edges) {
  const found = new Map();
  for (const edge of edges) {
    const key = [edge.source, edge.target].sort().join(" ");
    found.set(key, [...(found.get(key) ?? []), edge]);
  }
  return found.values();
}
