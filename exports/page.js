// Shows the sentences behind whatever is chosen. Words of articles are only ever set as text.
const told = JSON.parse(document.getElementById("told").textContent);
const panel = document.getElementById("evidence");
const find = document.getElementById("find");
const byName = new Map(nodes.get().map((node) => [told.names[node.id].label, node.id]));
const MARK = { planned: "planned", possible: "possible", negated: "denied", inferred: "inferred" };

function add(parent, tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  parent.append(made);
  return made;
}

function showEdge(id) {
  const edge = edges.get(id);
  const own = told.edges[id];
  const head = add(panel, "h3", `${told.names[edge.from].label} – ${own.class} – ${told.names[edge.to].label}`);
  if (MARK[own.factuality]) add(head, "span", MARK[own.factuality], "mark");
  for (const claim of own.claims) {
    add(panel, "blockquote", claim.text);
    const article = told.articles[claim.article];
    const where = [article.publisher, article.published, claim.says && `says ${claim.says}`, claim.when];
    const line = add(panel, "p", where.filter(Boolean).join(" · ") + " ", "soft");
    if (!article.url) add(line, "span", article.title);
    else Object.assign(add(line, "a", article.title), { href: article.url, rel: "noopener noreferrer" });
  }
  if (own.more) add(panel, "p", `and ${own.more} more`, "soft");
}

function show(node, chosen) {
  panel.replaceChildren();
  if (node) {
    const own = told.names[node];
    add(panel, "h2", own.label);
    add(panel, "p", [own.types, own.names && `also ${own.names}`].filter(Boolean).join(" · "), "soft");
    add(panel, "p", `${own.mentions} mentions in ${own.articles} articles, ${own.sources} independent sources`, "soft");
  }
  chosen.forEach(showEdge);
  if (!node && !chosen.length) add(panel, "p", "Choose a name or a line to read the sentences behind it.");
  edges.update(edges.get().filter((edge) => edge.label || chosen.includes(edge.id))
    .map((edge) => ({ id: edge.id, label: chosen.includes(edge.id) ? told.edges[edge.id].class : undefined })));
  panel.scrollTop = 0;
}

network.on("click", ({ nodes: [node], edges: chosen }) => show(node, chosen));
find.addEventListener("change", () => {
  const node = byName.get(find.value);
  if (!node) return;
  network.selectNodes([node]);
  network.focus(node, { scale: 1 });
  show(node, network.getConnectedEdges(node));
});

// Names, as large at every zoom: of the chosen first, then of the weightiest, where no other name stands yet.
const NAME = 13; // pixels
const byWeight = nodes.getIds().sort((one, other) => nodes.get(other).size - nodes.get(one).size);

function drawNames(context) {
  const scale = network.getScale();
  const places = network.getPositions();
  const chosen = new Set(network.getSelectedNodes().flatMap((id) => [id, ...network.getConnectedNodes(id)]));
  const height = (NAME + 3) / scale;
  const taken = [];
  Object.assign(context, { font: `${NAME / scale}px system-ui, sans-serif`, textAlign: "center", textBaseline: "top", lineWidth: 3 / scale });
  context.fillStyle = getComputedStyle(document.body).color;
  context.strokeStyle = getComputedStyle(document.body).backgroundColor;
  for (const id of [...byWeight.filter((each) => chosen.has(each)), ...byWeight.filter((each) => !chosen.has(each))]) {
    const { label, size } = nodes.get(id);
    const half = context.measureText(label).width / 2;
    const [left, top] = [places[id].x - half, places[id].y + size + 2 / scale];
    const box = { left, top, right: left + 2 * half, bottom: top + height };
    if (taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)) continue;
    taken.push(box);
    context.strokeText(label, places[id].x, top);
    context.fillText(label, places[id].x, top);
  }
}
network.on("afterDrawing", drawNames);

function ink() {
  const color = getComputedStyle(document.body).color;
  const ground = getComputedStyle(document.body).backgroundColor;
  const font = { color, strokeColor: ground, strokeWidth: 3 };
  network.setOptions({ edges: { font: { ...font, size: 11 } } });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ink);
ink();
network.fit();
show(null, []);
