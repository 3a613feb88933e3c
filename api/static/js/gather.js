// Parts of a picture that nothing joins would drift apart; they are set close beside each other.

const { components } = graphologyLibrary;

/** Moves each part, the greatest first, to where it touches those that stand already. */
export function gathered(graph) {
  const parts = components.connectedComponents(graph).map((nodes) => outline(graph, nodes));
  parts.sort((one, other) => other.radius - one.radius);
  const standing = [];
  for (const part of parts) {
    const place = standing.length ? free(part, standing) : { x: 0, y: 0 };
    for (const id of part.nodes) {
      graph.updateNodeAttribute(id, "x", (x) => x - part.x + place.x);
      graph.updateNodeAttribute(id, "y", (y) => y - part.y + place.y);
    }
    standing.push({ ...place, radius: part.radius });
  }
}

function outline(graph, nodes) {
  const points = nodes.map((id) => graph.getNodeAttributes(id));
  const x = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  const reach = Math.max(...points.map((point) => Math.hypot(point.x - x, point.y - y)));
  return { nodes, x, y, radius: Math.max(reach, 1) };
}

/** The nearest place to the middle, on rings round it, where a part covers no other. */
function free(part, standing) {
  for (let reach = standing[0].radius; ; reach += standing[0].radius * 0.1) {
    for (let angle = 0; angle < 2 * Math.PI; angle += 0.3) {
      const place = { x: reach * Math.cos(angle), y: reach * Math.sin(angle) };
      const isFree = standing.every((one) => Math.hypot(one.x - place.x, one.y - place.y) > (one.radius + part.radius) * 1.05);
      if (isFree) return place;
    }
  }
}
