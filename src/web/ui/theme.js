// Before anything is drawn, so that no other theme flashes: not a module, and in the head. The theme is
// the one that was chosen (data-chosen), else the system's, as it changes.
{
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  try {
    const chosen = localStorage.getItem("platen-theme");
    if (chosen === "light" || chosen === "dark") root.dataset.chosen = chosen;
  } catch {} // a browser that keeps nothing: the system's theme
  const apply = () => { root.dataset.theme = root.dataset.chosen ?? (dark.matches ? "dark" : "light"); };
  apply();
  dark.addEventListener("change", apply);
  addEventListener("theme-chosen", apply);
}
