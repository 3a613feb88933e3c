// Which page this is: the explorer, or under an IRI of the data the page of one thing.

import "./theme.js";

const KINDS = ["entity", "event", "article", "edge"];
const [, kind, id] = location.pathname.split("/");

const { begin } = KINDS.includes(kind) && id ? await import("./page.js") : await import("./explorer.js");
begin({ kind, id: decodeURIComponent(id ?? "") }).catch((error) => {
  const note = document.getElementById("trouble");
  const again = document.createElement("button");
  Object.assign(again, { type: "button", className: "link", textContent: "Reload", onclick: () => location.reload() });
  note.replaceChildren(error.message, again);
  note.hidden = false;
  for (const place of document.querySelectorAll(".loading")) place.textContent = "Not loaded.";
  console.error(error);
});
