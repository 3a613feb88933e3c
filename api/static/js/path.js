// How two entities are joined: the form that asks, and the ways between them with the evidence of every hop.

import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { evidence, factualityBadge, inferredBadge } from "./evidence.js";
import { searchField } from "./search.js";
import { count } from "./words.js";

/** The form: from whom, to whom. `from` may be chosen already. */
export function pathForm(from, go) {
  const ends = [from, null];
  const fields = ["From", "To"].map((label, index) =>
    searchField({ label: label, placeholder: label, keepsText: true, choose: (entity) => { ends[index] = entity; ready(); } }));
  const button = h("button.primary", { type: "submit", disabled: true }, "Find connection");
  const ready = () => { button.disabled = !(ends[0] && ends[1] && ends[0].id !== ends[1].id); };
  if (from) fields[0].input.value = from.label;
  return h("form.path-form", { onsubmit: (event) => { event.preventDefault(); go(ends.map((one) => one.id)); } },
    h("h2", { tabindex: -1 }, "How are they connected?"), fields.map((field) => field.element), button);
}

/** The ways that were found, each as hops with their sentences. */
export async function pathCard(ends, { link, filters }) {
  const [answer, ...named] = await Promise.all([api.paths(ends, filters), ...ends.map((id) => api.entity(id))]);
  const head = h("header.card-head", {}, h("p.kind", {}, "Path"), h("h2", { tabindex: -1 }, `${named[0].label} to ${named[1].label}`));
  if (!answer.paths.length) {
    return [head, h("p", {}, "No claims connect them with these filters."),
      !filters.uncertain && h("p", {}, h("a", { href: link({ filter: { uncertain: "true" } }) }, "Search uncertain claims as well"))];
  }
  const steps = answer.paths[0].hops.length;
  return [
    head,
    h("p.quiet", {}, `${count(answer.paths.length, "connection")} in ${count(steps, "step")}`),
    answer.paths.map((path, index) => way(path, index, link)),
  ];
}

function way(path, index, link) {
  const names = new Map(path.nodes.map((node) => [node.id, node.label]));
  return h("section.way", {}, h("h3", {}, `Connection ${index + 1}: `, path.nodes.map((node) => node.label).join(" → ")),
    h("ol.hops", {}, path.hops.map((hop) => h("li", {}, hop.edges.map((edge) => step(edge, names, link, index === 0))))));
}

function step(edge, names, link, isOpen) {
  const place = h("div");
  const of = (id) => h("a", { href: link({ show: `entity:${id}` }) }, names.get(id));
  const load = async () => {
    try {
      fill(place, evidence((await api.claims(edge.claim_ids.slice(0, 50))).slice(0, 5), link));
    } catch (error) {
      fill(place, h("p.problem", {}, error.message));
    }
  };
  const details = h("details", { open: isOpen }, h("summary", {}, count(edge.claims, "sentence"), `, ${count(edge.sources, "source")}`), place);
  if (isOpen) load();
  else details.addEventListener("toggle", load, { once: true });
  return h("div.step", {}, h("p", {}, of(edge.source), ` ${edge.label} `, of(edge.target), " ", factualityBadge(edge.factuality, edge.family), inferredBadge(edge)), details);
}
