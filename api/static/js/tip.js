// The words beside the pointer: what an edge says before one clicks it.

import { fill, h } from "./dom.js";
import { factualityBadge, inferredBadge, uncertainBadge } from "./evidence.js";
import { count } from "./words.js";

export function createTip(container) {
  const tip = h("div.tip", { hidden: true, "aria-hidden": "true" });
  container.append(tip);
  return {
    edge(graph, id, { x, y }) {
      const { link, bundle } = graph.getEdgeAttributes(id);
      if (!link) return;
      const [from, to] = graph.extremities(id).map((node) => graph.getNodeAttribute(node, "label"));
      fill(tip, h("strong", {}, `${from} ${link.label} ${to}`), factualityBadge(link.factuality), inferredBadge(link), uncertainBadge(link),
        link.other_labels.length > 0 && h("span.quiet", {}, `also: ${link.other_labels.slice(0, 4).join(", ")}`), bundle && h("span.quiet", {}, `and ${count(bundle - 1, "other line")}: click to see all`), h("span.quiet", {}, `${count(link.sources, "source")}, ${count(link.claims, "claim")}`));
      tip.hidden = false;
      tip.style.setProperty("left", `${Math.min(x + 14, container.clientWidth - tip.offsetWidth - 8)}px`);
      tip.style.setProperty("top", `${Math.min(y + 14, container.clientHeight - tip.offsetHeight - 8)}px`);
    },
    hide: () => { tip.hidden = true; },
  };
}
