// What can be taken away: the picture, the claims that are looked at, and the whole graph for other programs.

import * as api from "./api.js";
import { fill, h } from "./dom.js";
import { savePicture } from "./save.js";

/** Opens the dialog of downloads over the page. */
export async function openDownloads(dialog, { store, stage, filters }) {
  const state = store.get();
  const shown = state.show?.startsWith("entity:") ? await api.entity(state.show.slice(7)) : null;
  const formats = await api.exportFormats();
  fill(dialog,
    h("header.card-head", {}, h("h2", { id: "download-title" }, "Download"), h("button", { type: "button", "aria-label": "Close", onclick: () => dialog.close() }, "×")),
    section("This picture", picture(stage, "PNG", "For a slide or a page, at twice the screen size"), picture(stage, "SVG", "Scalable, to edit in Inkscape or Illustrator")),
    section("Claims, each with its sentence",
      shown && file(api.claimsTable(filters(), shown.id), `Claims of ${shown.label}, CSV`, "With the current filters, for a spreadsheet"),
      file(api.claimsTable(filters()), "All claims that match the filters, CSV", "The latest 20,000, for a spreadsheet")),
    section("The whole graph", formats.map((format) => file(format.href, format.title, format.use, format.file))));
  dialog.showModal();
}

const section = (name, ...entries) => h("section", {}, h("h3", {}, name), h("ul.downloads", {}, entries));

const entry = (action, use) => h("li", {}, action, h("span.quiet", {}, use));

const file = (href, name, use, save = "") => entry(h("a", { href, download: save }, name), use);

const picture = (stage, name, use) =>
  entry(h("button.link", { type: "button", id: `save-${name.toLowerCase()}`, onclick: () => savePicture(stage, name.toLowerCase()) }, name), use);

/** Has a click beside the dialog close it. */
export function closeBeside(dialog) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
