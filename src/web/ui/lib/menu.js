// A button that opens a panel beside it: Escape, a click elsewhere, or the focus leaving closes it.
import { h, newId } from "./dom.js";

// menu({label, button: [children], attributes}, (close) => content): the content is made when it opens.
export function menu({ label, button, classes = "button.bare.round", panel = "div.menu-panel", attributes }, content) {
  const id = newId("menu");
  const opener = h(classes, { type: "button", "aria-expanded": "false", "aria-controls": id, "aria-label": label, title: label, ...attributes }, button);
  const box = h("div.menu", {}, opener);
  let shown;
  const close = (back = true) => {
    if (!shown) return;
    shown.remove();
    shown = undefined;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", elsewhere, true);
    if (back) opener.focus();
  };
  const elsewhere = (event) => box.contains(event.target) || close(false);
  const open = () => {
    shown = h(panel, { id }, content(close));
    box.append(shown);
    opener.setAttribute("aria-expanded", "true");
    document.addEventListener("pointerdown", elsewhere, true);
    shown.querySelector("a, button, input, select")?.focus();
    // Above where there is no room below.
    if (shown.getBoundingClientRect().bottom > innerHeight - 8 && box.getBoundingClientRect().top > innerHeight / 2) shown.classList.add("above");
  };
  opener.addEventListener("click", () => (shown ? close() : open()));
  box.addEventListener("keydown", (event) => {
    if (!shown) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(shown, event);
  });
  box.addEventListener("focusout", (event) => event.relatedTarget && !box.contains(event.relatedTarget) && close(false));
  box.close = close;
  return box;
}

function step(panel, event) {
  if (event.target.matches("select, input")) return;
  event.preventDefault();
  const all = [...panel.querySelectorAll("a, button:not(:disabled)")];
  const at = all.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  all[(at + all.length) % all.length]?.focus();
}
