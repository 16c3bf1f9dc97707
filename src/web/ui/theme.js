// Before anything is drawn, so that a chosen theme does not flash: not a module, and in the head.
{
  let theme = null;
  try {
    theme = localStorage.getItem("platen-theme");
  } catch {} // a browser that keeps nothing: the system's theme
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}
