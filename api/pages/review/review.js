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
  get("question").replaceChildren(...lines.map(line));
  const buttons = question ? question.verbs.map((verb) => button(verb, KEYS[verb], () => decide(verb))) : [];
  if (question) buttons.push(button("skip", "n", next));
  get("verbs").replaceChildren(...buttons);
}

/** A line of a question, as far indented as in a terminal, also where the window breaks it; an address is a link. */
function line(text) {
  const made = document.createElement("p");
  const [address] = /https?:\/\/\S+$/.exec(text) ?? [""];
  const [page] = /(entity|event|article)\/[^/]+$/.exec(address) ?? [null];
  made.textContent = page ? text.slice(0, -address.length).trimStart() : text.trim();
  if (page) made.append(anchor(`/${page}`, "open"));
  made.style.paddingInlineStart = `${(text.length - text.trimStart().length) / 2}ch`;
  return made;
}

const anchor = (href, textContent) => Object.assign(document.createElement("a"), { href, target: "_blank", textContent });

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
    get("status").textContent = `Not saved: ${reason(error)}`;
  }
}

/** The message of an error, without the address that was asked for. */
const reason = (error) => error.message.replace(/^\/\S+: /, "");

async function showJobs() {
  const rows = (await ask("jobs")).map((job) => {
    const row = document.createElement("tr");
    for (const value of [job.title, job.state, job.seconds, job.message]) row.insertCell().textContent = value;
    row.classList.toggle("failed", job.state === "failed");
    if (job.articles?.length) row.cells[3].replaceChildren("Read: ", ...job.articles.flatMap(({ id, title }, index) => [index ? ", " : "", anchor(`/article/${id}`, title)]));
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
    await showJobs(); // refuses a wrong token at once
    keepToken(token);
    setInterval(() => showJobs().catch(() => {}), POLL);
  } catch (error) {
    get("work").hidden = true;
    get("login").hidden = false;
    if (token) get("login").querySelector("p").textContent = reason(error);
    return;
  }
  try {
    questions = await ask("queue");
    show();
  } catch (error) {
    get("question").replaceChildren(line("Nothing can be decided now."), line(reason(error))); // as after a change of the ontology
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
