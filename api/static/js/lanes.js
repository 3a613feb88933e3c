// Edges between the same two nodes run beside each other, like lines on an underground map; more than three share a line.

const GAP = 4; // pixels between two lines
const MOST = 3; // lines between two nodes

/** By edge id: its `lane`, in pixels beside the middle, its `label` with `along`, where that stands, from 0 to 1, and
 * whether it is the line of a `bundle` or `hidden` in one. */
export function lanes(edges, thickness) {
  const found = new Map();
  for (const pair of pairs(edges)) {
    const places = pair.length > MOST ? bundled(pair) : beside(pair, thickness);
    for (const [id, place] of places) found.set(id, place);
  }
  return found;
}

function beside(pair, thickness) {
  const widths = pair.map(thickness);
  let at = -(widths.reduce((sum, width) => sum + width, 0) + GAP * (pair.length - 1)) / 2;
  return pair.map((edge, index) => {
    const middle = at + widths[index] / 2;
    at += widths[index] + GAP;
    const place = pair.length === 1 ? 0.5 : 0.28 + (0.44 * index) / (pair.length - 1);
    const isForward = edge.source < edge.target;
    return [edge.id, { lane: isForward ? middle : -middle, along: isForward ? place : 1 - place, label: labelOf(edge) }];
  });
}

/** One line for many edges: that of the strongest, with the number of the others and of its own other verbs. */
function bundled(pair) {
  const strongest = pair.reduce((one, other) => (other.sources > one.sources ? other : one));
  const label = labelOf(strongest, pair.length - 1);
  return pair.map((edge) => [edge.id, edge === strongest ? { lane: 0, along: 0.5, label, bundle: pair.length } : { hidden: true }]);
}

/** The words of an edge, with a question mark if they are uncertain, and how many other verbs it and those behind it have. */
export function labelOf(edge, behind = 0) {
  const more = edge.other_labels.length + behind;
  return `${edge.label}${edge.uncertain ? " ?" : ""}${more ? ` +${more}` : ""}`;
}

function pairs(edges) {
  const found = new Map();
  for (const edge of edges) {
    const key = [edge.source, edge.target].sort().join(" ");
    found.set(key, [...(found.get(key) ?? []), edge]);
  }
  return found.values();
}
