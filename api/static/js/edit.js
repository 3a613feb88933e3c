// Corrections in the page, with `kg serve --edit`: the token that the review page keeps for this tab lets them be sent.

import { searchEntities } from "./api.js";
import { fill, h } from "./dom.js";

const TOKEN = "kg token";
const BY = "kg by";
const POLL = 800; // milliseconds between looks at a job

export const token = () => sessionStorage.getItem(TOKEN) ?? "";
export const keepToken = (found) => sessionStorage.setItem(TOKEN, found);
export const canEdit = () => token() !== "";

/** An answer of the routes for editing. Raises an Error that has the server's words and `status`. */
export async function request(path, options = {}, given = token()) {
  const answer = await fetch(`/edit/${path}`, { ...options, headers: { Authorization: `Bearer ${given}`, ...options.headers } });
  const body = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(body.detail ?? answer.statusText), { status: answer.status });
  return body;
}

/** Sends a file to be built; `tell` gets the percentage that has arrived. Returns its job, or raises an Error. */
export function sendFile(file, given, tell) {
  return new Promise((resolve, reject) => {
    const sent = new XMLHttpRequest();
    sent.open("POST", `/edit/articles?name=${encodeURIComponent(file.name)}`);
    sent.setRequestHeader("Authorization", `Bearer ${given}`);
    sent.responseType = "json";
    sent.upload.onprogress = ({ loaded, total }) => tell(Math.round((100 * loaded) / Math.max(1, total)));
    sent.onload = () => (sent.status < 300 ? resolve(sent.response) : reject(new Error(sent.response?.detail ?? sent.statusText)));
    sent.onerror = () => reject(new Error("the server does not respond"));
    sent.send(file);
  });
}

/** Sends a decision: verb, subjects, by, why, and the name of a rename. Returns its job. */
export const decide = (decision) =>
  request("judgements", { method: "POST", body: JSON.stringify(decision), headers: { "Content-Type": "application/json" } });

/** The job once it has ended. */
async function ended({ number }) {
  for (;;) {
    const job = (await request("jobs")).find((one) => one.number === number);
    if (!job || ["done", "failed"].includes(job.state)) return job;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
}

/** Carries out a decision and says in `status` how far it is; the page must be loaded anew to show the new graph. */
async function carryOut(decision, status) {
  fill(status, "Saving and rebuilding the graph …");
  try {
    const job = await ended(await decide({ by: sessionStorage.getItem(BY) || "web", why: "", ...decision }));
    if (job?.state !== "done") throw new Error(job?.message || "the server was restarted");
    const doubt = /^kg: (.*)/.exec(job.message)?.[1]; // as of a person who is to be a place
    fill(status, "Saved. ", doubt && [h("span.problem", {}, `${doubt}.`), " "], h("button.link", { type: "button", onclick: () => location.reload() }, "Show the new graph"));
  } catch (error) {
    fill(status, h("span.problem", {}, `Not saved: ${error.message}`));
  }
}

/** Fields that rename an entity, merge it with another or split it by its names; nothing if this page may not edit. */
export function editEntity(entity) {
  if (!canEdit()) return null;
  const status = h("p", { role: "status" });
  const why = h("input", { id: "edit-why", maxlength: 1000 });
  const by = h("input", { id: "edit-by", maxlength: 100, value: sessionStorage.getItem(BY) ?? "web" });
  by.addEventListener("change", () => sessionStorage.setItem(BY, by.value));
  const send = (decision) => carryOut({ why: why.value, ...decision }, status);
  return h("details.edit", {}, h("summary", {}, "Edit"),
    h("p.quiet", {}, "Every decision is recorded with name, time and reason. The ", h("a", { href: "/review" }, "review queue"), " has the open questions."),
    rename(entity, send), merge(entity, send), split(entity, send),
    h("p", {}, h("label", { for: "edit-by" }, "Your name "), by), h("p", {}, h("label", { for: "edit-why" }, "Reason (optional) "), why), status);
}

function rename(entity, send) {
  const name = h("input", { id: "edit-name", maxlength: 200, required: true, value: entity.label });
  return h("form", { onsubmit: (event) => { event.preventDefault(); send({ verb: "rename", subjects: [entity.iri], name: name.value }); } },
    h("label", { for: "edit-name" }, "Name "), name, " ", h("button", {}, "Rename"));
}

/** Another entity that is the same person, place or thing, chosen from those that match what is typed. */
function merge(entity, send) {
  let matches = [];
  const choices = h("datalist", { id: "edit-matches" });
  const other = h("input", { id: "edit-same", list: "edit-matches", autocomplete: "off", required: true });
  const chosen = () => matches.find((one) => inFull(one) === other.value);
  const check = () => other.setCustomValidity(chosen() ? "" : "Choose one of the names that match");
  other.addEventListener("input", async () => {
    check();
    if (chosen() || !other.value.trim()) return;
    matches = (await searchEntities(other.value)).items.filter((one) => one.id !== entity.id);
    fill(choices, matches.map((one) => h("option", { value: inFull(one) })));
    check();
  });
  return h("form", { onsubmit: (event) => { event.preventDefault(); send({ verb: "same", subjects: [entity.iri, chosen().iri] }); } },
    h("label", { for: "edit-same" }, `${entity.label} is the same as `), other, choices, " ", h("button", {}, "Merge"));
}

const inFull = (entity) => `${entity.label} (${entity.type}, ${entity.mentions} ${entity.mentions === 1 ? "mention" : "mentions"})`;

/** Two of an entity's names that are not the same person, place or thing. */
function split(entity, send) {
  if (!entity.names.length) return null;
  const other = h("select", { id: "edit-other" }, entity.names.map((name) => h("option", { value: name }, name)));
  return h("form", { onsubmit: (event) => { event.preventDefault(); send({ verb: "different", subjects: [entity.label, other.value] }); } },
    h("label", { for: "edit-other" }, `Not ${entity.label} but somebody or something else: `), other, " ", h("button", {}, "Split"));
}

/** A form that records that a claim is wrong, and why; nothing if this page may not edit. */
export function rejectClaim(claim) {
  if (!canEdit()) return null;
  const status = h("p", { role: "status" });
  const why = reason();
  const send = (event) => {
    event.preventDefault();
    carryOut({ verb: "reject", subjects: [claim.iri], why: why.value }, status);
  };
  return h("details.edit", {}, h("summary", {}, "Reject this claim"),
    h("form", { onsubmit: send }, h("label", {}, "Reason (optional) ", why), " ", h("button", {}, "Reject")), status);
}

/** A field for the reason of a decision, which is kept with it. */
export const reason = () => h("input", { name: "why", maxlength: 1000, placeholder: "misread, withdrawn, …" });
