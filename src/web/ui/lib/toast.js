// Short words about what has happened; read out by screen readers, gone after a while.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { messageOf } from "./api.js";
import { t } from "./text.js";

let box;
let spoken;

// Made once by the frame.
export function toasts() {
  box = h("section.toasts", { "aria-label": t("dialog.messages") });
  spoken = h("div.unseen", { role: "status", "aria-live": "polite" });
  return [box, spoken];
}

// Only for those who do not see the page change.
export function announce(text) {
  spoken.textContent = "";
  setTimeout(() => (spoken.textContent = text), 50);
}

// toast("Job 7 is cancelled", {action: ["Reprint", () => ...], kind: "bad"})
export function toast(text, { action, kind } = {}) {
  const end = () => one.remove();
  const one = h("div.toast", { class: kind ?? "", role: kind === "bad" ? "alert" : null },
    h("span", {}, text),
    action && h("button", { type: "button", onclick: () => { end(); action[1](); } }, action[0]),
    h("button.round", { type: "button", "aria-label": t("dialog.close"), onclick: end }, icon("close")));
  box.append(one);
  while (box.children.length > 3) box.firstElementChild.remove();
  if (kind !== "bad") announce(text);
  let left = setTimeout(end, action || kind === "bad" ? 12000 : 5000);
  one.addEventListener("pointerenter", () => clearTimeout(left));
  one.addEventListener("focusin", () => clearTimeout(left));
  one.addEventListener("pointerleave", () => (left = setTimeout(end, 3000)));
  return end;
}

// Does something and says so, or what went wrong: attempt(() => post("jobs/7/hold"), "Job 7 is held").
// Resolves to what it gave, undefined if it failed.
export async function attempt(act, done) {
  try {
    const given = (await act()) ?? true;
    if (done) toast(done);
    return given;
  } catch (error) {
    if (error.name !== "AbortError") toast(messageOf(error), { kind: "bad" });
    return undefined;
  }
}
