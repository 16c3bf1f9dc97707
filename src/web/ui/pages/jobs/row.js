// One line of the list: made once, changed as its job changes.
import { h, show } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { menu } from "../../lib/menu.js";
import { state } from "../../lib/states.js";
import { t } from "../../lib/text.js";
import * as act from "./actions.js";
import { holdText, idOf, isOver, isWaiting, kindOf, sizeText, stateText, titleOf, when, why } from "./words.js";

// The first side; a drawing where there is none to see.
export function thumb(job, size = 160) {
  const box = h("div.thumb", { "aria-hidden": "true" });
  const none = () => show(box, icon(job.confidential ? "lock" : "paper"));
  if ((job.can ?? []).length === 0 || job.confidential) none();
  else show(box, h("img", { alt: "", loading: "lazy", decoding: "async", src: `/api/v1/jobs/${idOf(job)}/sides/1?size=${size}`, onerror: none }));
  return box;
}

function progress(job) {
  const all = job["job-impressions"], done = job["job-impressions-completed"] ?? 0;
  const words = all ? t("home.sides", { done, all }) : t("jobState.processing");
  return h("progress", all ? { max: all, value: done, "aria-label": words, title: words } : { "aria-label": words });
}

function words(job, link) {
  const about = [job["job-originating-user-name"], sizeText(job), when(job)].filter(Boolean).join(" · ");
  const reason = [holdText(job), why(job)].filter(Boolean).join(" · ");
  return [
    h("a.cut", { href: link(job), dataset: { key: "open" } }, titleOf(job)),
    h("p.small.quiet.cut", {}, about),
    job["job-state"] === "processing" ? progress(job) : reason && h("p.small.cut", { class: kindOf(job) === "bad" ? "problem" : "quiet", title: reason }, reason)];
}

// The one or two that are wanted most, and all of them behind a button.
function buttons(job, context) {
  const can = new Set(job.can ?? []);
  const named = { name: titleOf(job) };
  const button = (key, picture, label, press) =>
    h("button.bare.round", { type: "button", dataset: { key }, title: label, "aria-label": `${label}: ${named.name}`, onclick: press }, icon(picture));
  return [
    state(kindOf(job), stateText(job)),
    can.has("release") ? button("hold", "play", t("jobs.release"), () => act.release(job))
      : can.has("hold") && button("hold", "pause", t("jobs.hold"), () => act.hold(job)),
    isOver(job) ? can.has("reprint") && button("reprint", "again", t("jobs.reprint"), () => act.reprint(job))
      : can.has("cancel") && button("cancel", "cancel", t("jobs.cancel"), () => act.cancel(job)),
    menu({ label: t("jobs.more", named), button: [icon("more")], attributes: { "data-key": "more" } }, (close) =>
      act.choices(job, context).map(([picture, text, press]) =>
        h("button", { type: "button", onclick: () => { close(); press(); } }, icon(picture), text)))];
}

function fill(row, job, context) {
  const movable = (job.can ?? []).includes("order") && isWaiting(job);
  row.job = job;
  row.classList.toggle("movable", movable);
  show(row,
    movable && h("button.bare.round.grip", { type: "button", dataset: { key: "grip" }, "aria-label": t("jobs.grip", { name: titleOf(job) }), title: t("jobs.gripHint") }, icon("grip")),
    row.picture ??= thumb(job),
    h("div.words", {}, words(job, context.link)),
    h("div.end", {}, buttons(job, context)));
}

export function makeRow(job, context) {
  const row = h("li.job", { dataset: { job: idOf(job) } });
  fill(row, job, context);
  return row;
}

// Nothing is drawn where nothing has changed; a menu that is open stays until it is closed.
export function renewRow(row, job, context) {
  if (row.job === job) return;
  const same = JSON.stringify(row.job) === JSON.stringify(job);
  row.job = job;
  if (same) return;
  if (row.querySelector(".menu-panel")) return void (row.stale = true);
  if (job["job-state"] === "processing" && row.contains(document.activeElement) === false) return fill(row, job, context);
  fill(row, job, context);
}
