// Elements made of text that is never read as HTML: whatever an article says stays words.

const SVG = "http://www.w3.org/2000/svg";

/** An element: `h("button.quiet", { type: "button", onclick }, "Close")`. Children are nodes, text, or nothing. */
export function h(selector, properties = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  return filled(document.createElement(tag || "div"), classes, properties, children);
}

/** The same for SVG. */
export function svg(selector, properties = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  return filled(document.createElementNS(SVG, tag), classes, properties, children);
}

function filled(element, classes, properties, children) {
  if (classes.length) element.setAttribute("class", classes.join(" "));
  for (const [name, value] of Object.entries(properties)) set(element, name, value);
  append(element, children);
  return element;
}

function set(element, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "data") Object.assign(element.dataset, value);
  else if (name === "style") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
  else if (name === "value") element.value = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Puts children in place of what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Says something to people who hear the page. */
export function announce(text) {
  byId("live").textContent = text;
}

/** What a part of the page shows until its content arrives; after some seconds it says why that may take long. */
export const loading = (words = "Loading …") => h("p.quiet.loading", {}, words, h("span.slow", {}, " This takes longer than usual: the server is busy."));

/** What a part of the page shows if its content could not be loaded; `again` loads it once more. */
export function failed(error, again) {
  if (!error.status) console.warn(error);
  return h("p.problem", { role: "alert" }, error.message, " ", again && error.status !== 404 && h("button.link", { type: "button", onclick: again }, "Try again"));
}

/** Calls `show` if `work` has not ended within these milliseconds. Returns what the work does. */
export async function unlessSoon(work, show, milliseconds = 300) {
  const timer = setTimeout(show, milliseconds);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** A link's address if it is a web address; articles may hold "javascript:" and worse. */
export function safeUrl(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A function that runs once its calls have paused. */
export function paused(work, milliseconds = 150) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), milliseconds);
  };
}
