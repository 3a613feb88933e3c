// The review queue: one question at a time, decided with a key; decisions and uploads run as jobs of the server.

import { decide as send, keepToken, request, sendFile, token as kept } from "/static/js/edit.js";

const KEYS = { accept: "a", reject: "r", same: "s", different: "d" };
const POLL = 1500; // milliseconds between looks at the jobs
const get = (id) => document.getElementById(id);

let token = new URLSearchParams(location.hash.slice(1)).get("token") ?? kept();
history.replaceState(null, "", location.pathname); // the token stays out of the history
let questions = [];
let at = 0;

const ask = (path, options = {}) => request(path, options, token);

function show() {
  const question = questions[at];
  const lines = question ? [`${at + 1} of ${questions.length}`, ...question.lines] : ["No open questions."];
  get("question").replaceChildren(...lines.map((text) => line(text, question?.sides ?? [])));
  const buttons = question ? question.verbs.map((verb) => button(verb, KEYS[verb], () => decide(verb))) : [];
  if (question) buttons.push(button("skip", "n", next));
  get("verbs").replaceChildren(...buttons);
}

/** A line of a question, as far indented as in a terminal, also where the window breaks it; an address is a link.
 * An event or claim gets the title that the explorer shows. */
function line(text, sides) {
  const made = document.createElement("p");
  const [address] = /https?:\/\/\S+$/.exec(text) ?? [""];
  const [page] = /(entity|event|article)\/[^/]+$/.exec(address) ?? [null];
  made.textContent = page ? text.slice(0, -address.length).trimStart() : text.trim();
  if (page) made.append(Object.assign(document.createElement("a"), { href: `/${page}`, target: "_blank", textContent: "open" }));
  const side = sides.find((each) => page && each.iri === address);
  if (side) titleOf(side).then((title) => { made.firstChild.textContent = `${/^ +[AB] /.exec(text)?.[0].trim() ?? ""} ${title} `; }).catch(() => {});
  made.style.paddingInlineStart = `${(text.length - text.trimStart().length) / 2}ch`;
  return made;
}

/** The title of an event, of a claim that of its event; rejected for an entity, which has a name. */
async function titleOf({ iri }) {
  const [, article, claim] = /article\/([^#]+)#claim=(.+)$/.exec(iri) ?? [];
  const [, event = article && (await json(`/claims?id=${encodeURIComponent(`${article}:${claim}`)}`)).items[0].event.id] = /event\/([^/#]+)$/.exec(iri) ?? [];
  if (!event) throw new Error("no event");
  return (await json(`/events/${event}`)).title;
}

async function json(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`error ${response.status}`);
  return response.json();
}

function button(name, key, act) {
  const made = document.createElement("button");
  made.textContent = `${name} (${key})`;
  made.dataset.key = key;
  made.addEventListener("click", act);
  return made;
}

function next() {
  at += 1;
  show();
}

async function decide(verb) {
  const subjects = questions[at].sides.map((side) => side.iri);
  const decision = { verb, subjects, by: get("by").value || "web", why: get("why").value };
  next();
  await attempt(() => send(decision));
}

async function upload(files) {
  for (const [index, file] of [...files].entries()) {
    const told = (percent) => { get("status").textContent = `Uploading ${file.name} (${index + 1} of ${files.length}): ${percent} %`; };
    told(0);
    await attempt(() => sendFile(file, token, told));
  }
}

async function attempt(act) {
  try {
    await act();
    get("status").textContent = "";
    await showJobs();
  } catch (error) {
    get("status").textContent = `Not saved: ${error.message}`;
  }
}

async function showJobs() {
  const rows = (await ask("jobs")).map((job) => {
    const row = document.createElement("tr");
    for (const value of [job.title, job.state, job.seconds, job.message]) row.insertCell().textContent = value;
    row.classList.toggle("failed", job.state === "failed");
    const percent = job.state === "running" && /(\d+) %/.exec(job.message)?.[1];
    if (percent) row.cells[1].append(" ", bar(Number(percent), job.title));
    return row;
  });
  get("jobs").replaceChildren(...rows);
  get("job-list").hidden = !rows.length;
}

function bar(percent, title) {
  const made = document.createElement("progress");
  Object.assign(made, { max: 100, value: percent });
  made.setAttribute("aria-label", `Progress of ${title}`);
  return made;
}

async function open() {
  try {
    get("question").textContent = "Reading the queue ...";
    get("login").hidden = true;
    get("work").hidden = false;
    questions = await ask("queue");
    keepToken(token);
    show();
    setInterval(() => showJobs().catch(() => {}), POLL);
    await showJobs();
  } catch (error) {
    get("work").hidden = true;
    get("login").hidden = false;
    if (token) get("login").querySelector("p").textContent = error.message;
  }
}

get("login").addEventListener("submit", (event) => {
  event.preventDefault();
  token = get("token").value.trim();
  open();
});
get("files").addEventListener("change", (event) => upload(event.target.files));
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
  document.querySelector(`#verbs button[data-key="${CSS.escape(event.key)}"]`)?.click();
});
if (token) open();
else get("login").hidden = false;
