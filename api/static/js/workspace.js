// The workspace: entities that stay in the picture, and others that are left out of it. Both are kept in the address.

import * as api from "./api.js";
import { announce, h } from "./dom.js";
import { save } from "./saved.js";
import { count } from "./words.js";

const MOST = 30; // pinned entities that are drawn
const READ = 150; // neighbours of a pinned entity among which the others of the picture are looked for

const without = (ids, id) => ids.filter((one) => one !== id);

/** The pinned entities as answers to draw, with their edges to one another and to what other answers show. Those that
 * are not in this build are left out. */
export async function pinned({ pin }, filters, others) {
  const shown = new Set([...pin, ...others.flatMap((answer) => answer.nodes.map((node) => node.id))]);
  const answers = await Promise.all(pin.slice(0, MOST).map((id) => api.neighbourhood(id, filters, READ).catch(missing)));
  return answers.map(({ nodes, edges }) => ({ nodes: nodes.filter((node) => shown.has(node.id)), edges }));
}

function missing(error) {
  if (error.status !== 404) throw error;
  return { nodes: [], edges: [] };
}

/** Entities that the picture leaves out: those hidden, but never its middle, what is opened, and what is pinned. */
export const leftOut = ({ hide, at, open, pin }) => hide.filter((id) => ![at, ...open, ...pin].includes(id));

/** The buttons of a card that pin its entity, or hide it in the picture. */
export function workspaceButtons(store, stage, { id, label }) {
  const { pin, hide, at } = store.get();
  const isPinned = pin.includes(id);
  const isHidden = leftOut(store.get()).includes(id);
  const middle = at || pin.length ? {} : { at: stage.first }; // pins without a middle are all that is shown
  const set = (change, words) => () => {
    store.set(change);
    announce(words);
  };
  return [
    isPinned
      ? h("button", { type: "button", data: { act: "pin" }, "aria-pressed": "true", onclick: set({ pin: without(pin, id) }, `${label} is no longer pinned`) }, "Unpin")
      : h("button", { type: "button", data: { act: "pin" }, title: "Keep it in the picture, whatever is in the middle", onclick: set({ ...middle, pin: [...pin, id], hide: without(hide, id) }, `${label} is pinned`) }, "Pin"),
    isHidden && h("button", { type: "button", data: { act: "hide" }, "aria-pressed": "true", onclick: set({ hide: without(hide, id) }, `${label} is shown`) }, "Unhide"),
    !isHidden && id !== at && stage.graph?.hasNode(id) && !isPinned
      && h("button", { type: "button", data: { act: "hide" }, onclick: set({ hide: [...hide, id], open: without(store.get().open, id) }, `${label} is hidden`) }, "Hide"),
  ];
}

/** The pinned and hidden entities as chips that remove them, the way to only those pinned, and a button that saves the view. */
export function workspaceChips(store, { chip, named, link }) {
  const { pin, hide, at } = store.get();
  const words = (before, id) => named(before, api.entity(id), (one) => one.label);
  return [
    pin.map((id) => chip(words("Pinned:", id), () => store.set({ pin: without(pin, id) }), "unpin")),
    hide.map((id) => chip(words("Hidden:", id), () => store.set({ hide: without(hide, id) }), "show again")),
    at && pin.length > 1 && h("a.chip", { href: link({ view: "network", at: null, open: [], path: null, show: null }) }, "Show only pinned"),
    pin.length > 0 && saveButton(pin),
  ];
}

/** Keeps the address under the names of what is pinned. */
function saveButton(pin) {
  const press = async ({ currentTarget: button }) => {
    const names = await Promise.all(pin.map((id) => api.entity(id).then((one) => one.label, () => "?")));
    button.textContent = save(names.join(", ")) ? "Saved on the start page" : "This browser does not allow saving";
  };
  return h("button.chip", { type: "button", onclick: press }, "Save workspace");
}

/** What the summary says of a picture of pinned entities alone. */
export const pinnedWords = ({ pin }) => (pin.length > MOST ? `${MOST} of ${count(pin.length, "pinned entity", "pinned entities")}` : count(pin.length, "pinned entity", "pinned entities"));
