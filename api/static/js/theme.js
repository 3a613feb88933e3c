// Light and dark: as the system has it until one chooses.

import { forgetColours } from "./words.js";

const KEY = "kg-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";

/** The button that changes light and dark; `changed` is called to paint anew. */
export function createTheme(button, changed = () => {}) {
  const show = () => {
    forgetColours();
    button.setAttribute("aria-pressed", String(isDark()));
    changed();
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem(KEY, document.documentElement.dataset.theme);
    } catch {
      // A browser that keeps nothing still shows what was chosen.
    }
    show();
  });
  dark.addEventListener("change", show);
  show();
}

/** Sets what was chosen before anything is painted. */
export function recall() {
  try {
    const chosen = localStorage.getItem(KEY);
    if (["light", "dark"].includes(chosen)) document.documentElement.dataset.theme = chosen;
  } catch {
    // As above.
  }
}

/** The colour of each family on the ground that is shown. */
export const hues = (families) =>
  Object.fromEntries(families.map((family) => [family.name, isDark() ? family.dark_color : family.color]));

recall();
