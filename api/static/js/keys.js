// Keys: "/" searches anywhere; on the picture, arrows move it, + and - zoom, 0 shows all of it, Escape lets go.

export function listenKeys(stage, search) {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.focus();
  });
  const moves = {
    ArrowLeft: (view) => view.pan(-1, 0), ArrowRight: (view) => view.pan(1, 0),
    ArrowUp: (view) => view.pan(0, 1), ArrowDown: (view) => view.pan(0, -1),
    "+": (view) => view.zoom(1 / 1.4), "=": (view) => view.zoom(1 / 1.4), "-": (view) => view.zoom(1.4),
    0: (view) => view.fit(), Escape: (view) => view.letGo?.(),
  };
  stage.element.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    const view = stage.view();
    if (!move || !view || event.target !== stage.element) return;
    event.preventDefault();
    move(view);
  });
}
