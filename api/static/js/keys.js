// Keys: "/" searches anywhere and Escape closes what is open; on the picture, arrows move it, + and - zoom, 0 shows all.

/** `close` closes what the panel shows. */
export function listenKeys(stage, search, close) {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (event.target.closest?.("input, textarea, select") && event.target.value) return; // clears the field
    if (!stage.view()?.letGo?.()) close();
  });
  const moves = {
    ArrowLeft: (view) => view.pan(-1, 0), ArrowRight: (view) => view.pan(1, 0),
    ArrowUp: (view) => view.pan(0, 1), ArrowDown: (view) => view.pan(0, -1),
    "+": (view) => view.zoom(1 / 1.4), "=": (view) => view.zoom(1 / 1.4), "-": (view) => view.zoom(1.4),
    0: (view) => view.fit(),
  };
  stage.element.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    const view = stage.view();
    if (!move || !view || event.target !== stage.element) return;
    event.preventDefault();
    move(view);
  });
}
