// What a page shows while it has nothing else to show.
import { messageOf } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./text.js";

export const loading = () => h("p.loading", { role: "status" }, t("loading"));

// nothing("jobs", "No jobs", h("a.button", ...))
export const nothing = (picture, text, action) => h("div.nothing", {}, icon(picture), h("p", {}, text), action);

// What went wrong, and a button to try again.
export function problem(error, retry) {
  return h("div.note.bad", { role: "alert" }, icon("warning"),
    h("div.stack.tight.grow", {}, h("p", {}, messageOf(error)),
      retry && h("div", {}, h("button", { type: "button", onclick: retry }, icon("again"), t("retry")))));
}

// note("warn", "Something to know", elements)
export function note(kind, ...content) {
  return h("div.note", { class: kind }, icon(kind === "good" ? "check" : kind === "bad" || kind === "warn" ? "warning" : "info"), h("div.grow", {}, content));
}

// state("good", "Ready"): a word with its colour. Kinds: good, busy, warn, bad, "".
export const state = (kind, text) => h("span.state", { class: kind }, text);
