// Light or dark: as the system says, until the reader says otherwise. Colours live in page.css.

function createTheme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const button = byId("theme");
  const listeners = [];
  let chosen = null;
  let cache = new Map();

  function apply() {
    const dark = chosen === null ? system.matches : chosen === "dark";
    root.dataset.theme = dark ? "dark" : "light";
    button.setAttribute("aria-pressed", String(dark));
    cache = new Map();
    for (const listener of listeners) listener();
  }

  system.addEventListener("change", apply);
  button.addEventListener("click", () => {
    chosen = root.dataset.theme === "dark" ? "light" : "dark";
    apply();
  });
  apply();

  return {
    onChange: (listener) => listeners.push(listener),
    colour(name) {
      if (!cache.has(name)) cache.set(name, getComputedStyle(root).getPropertyValue(`--${name}`).trim());
      return cache.get(name);
    },
    font: getComputedStyle(document.body).fontFamily,
  };
}
