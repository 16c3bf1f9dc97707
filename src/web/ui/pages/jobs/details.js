// One job, whole: how it looks, what it was told, what became of it.
import { get } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { ago, bytes, fullTime, number } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { problem, state } from "../../lib/states.js";
import { said } from "../../lib/said.js";
import { t, word } from "../../lib/text.js";
import { choices } from "./actions.js";
import { holdText, idOf, kindOf, optionText, stateText, titleOf, valueText, why } from "./words.js";

const fact = (name, value) => (value || value === 0 ? [h("dt", {}, name), h("dd", {}, value)] : []);
const moment = (when) => when && h("time", { datetime: when, title: fullTime(when) }, ago(when));

function facts(job, printers) {
  const printer = printers.find((one) => one["printer-name"] === job["printer-name"]);
  const sides = job["job-impressions"] ?? 0, done = job["job-impressions-completed"] ?? 0;
  return h("dl.small", {},
    fact(t("jobs.number"), String(idOf(job))),
    fact(t("jobs.printer"), printer?.["printer-info"] || job["printer-name"]),
    fact(t("jobs.owner"), job["job-originating-user-name"]),
    fact(t("jobs.created"), moment(job["date-time-at-creation"])),
    fact(t("jobs.started"), moment(job["date-time-at-processing"])),
    fact(t("jobs.ended"), moment(job["date-time-at-completed"])),
    fact(t("jobs.heldUntil"), holdText(job)),
    fact(t("jobs.printed"), sides > 0 && t("home.sides", { done, all: sides })),
    fact(t("jobs.sheets"), job["job-media-sheets-completed"] > 0 && number(job["job-media-sheets-completed"])),
    fact(t("jobs.copiesName"), job.copies > 1 && number(job.copies)),
    fact(t("jobs.size"), job["job-k-octets"] > 0 && bytes(job["job-k-octets"] * 1000)),
    fact(t("jobs.priority"), job["job-priority"] !== 50 && job["job-priority"]));
}

// Side by side with the device's own resolution they would be large: one at a time.
function pictures(job, view) {
  const count = Math.max(1, job["job-impressions"] ?? 1);
  view.side = Math.min(view.side, count);
  const box = h("div.picture");
  const none = () => show(box, icon(job.confidential ? "lock" : "paper"), h("p.small", {}, job.confidential ? t("jobs.confidential") : t("jobs.noPicture")));
  const load = () => {
    const words = h("p.small", {}, t("loading"));
    show(box, words, h("img", { alt: t("jobs.sideOf", { n: view.side, all: count }), src: `/api/v1/jobs/${idOf(job)}/sides/${view.side}?size=600`, onload: () => words.remove(), onerror: none }));
  };
  if (job.confidential || (job.can ?? []).length === 0) none();
  else load();
  const turn = (by) => () => {
    view.side = Math.min(count, Math.max(1, view.side + by));
    load();
    words.textContent = t("jobs.sideOf", { n: view.side, all: count });
  };
  const words = h("span.small.number", { role: "status" }, t("jobs.sideOf", { n: view.side, all: count }));
  return [box, count > 1 && !job.confidential && h("div.row.apart", {},
    h("button.bare", { type: "button", dataset: { key: "before" }, onclick: turn(-1) }, t("jobs.before")), words,
    h("button.bare", { type: "button", dataset: { key: "after" }, onclick: turn(1) }, t("jobs.after")))];
}

function settings(job) {
  const all = Object.entries(job.options ?? {});
  if (all.length === 0) return null;
  return h("details", { dataset: { part: "settings" } }, h("summary", { dataset: { key: "settings" } }, t("jobs.settings", { n: all.length })),
    h("dl.small", {}, all.map(([name, value]) => fact(optionText({ name, label: name.replaceAll("-", " ") }), valueText(name, String(value))))));
}

// A group of pages that were treated alike: {document, pages, source, ...}.
function group({ document, pages, ...rest }) {
  return h("div", {}, h("h3", {}, t("jobs.statementPages", { document, pages })),
    h("dl.small", {}, Object.entries(rest).map(([key, value]) => fact(word("statement", key), typeof value === "boolean" ? t(value ? "jobs.yes" : "jobs.no") : String(value)))));
}

function statement(job) {
  const groups = job.statement ?? [];
  if (groups.length === 0) return null;
  return h("details", { dataset: { part: "statement" } }, h("summary", { dataset: { key: "statement" } }, t("jobs.statement")),
    h("p.small.quiet", {}, t("jobs.statementWhat")),
    groups.slice(0, 100).map(group));
}

function content(job, context, view) {
  const messages = [...new Set([why(job), ...(job["job-detailed-status-messages"] ?? []).map(said)].filter(Boolean))];
  return [
    h("div.row.apart.head", {}, h("h2", { tabindex: "-1" }, titleOf(job)),
      h("a.button.bare.round", { href: context.back(), "aria-label": t("dialog.close"), dataset: { key: "close" } }, icon("close"))),
    h("div.row", {}, state(kindOf(job), stateText(job))),
    messages.length > 0 && h("div.note", { class: kindOf(job) === "bad" ? "bad" : "" }, h("div.grow", {}, messages.map((text) => h("p.small", {}, text)))),
    pictures(job, view),
    h("div.row", {}, choices(job, context).slice(1).map(([picture, text, press]) =>
      h("button", { type: "button", class: picture === "play" ? "primary" : "", dataset: { key: text }, onclick: press }, icon(picture), text))),
    facts(job, context.printers), settings(job), statement(job),
    (job.documents ?? []).length > 1 && h("div", {}, h("h3", {}, t("jobs.documents")), h("ul.small", {}, job.documents.map((one) => h("li", {}, one["document-name"] || t("jobs.document", { n: one["document-number"] })))))];
}

// Shows it in `element`; a later call for the same job leaves what is open, open.
export async function showDetails(element, id, context) {
  const view = element.view?.id === id ? element.view : { id, side: 1 };
  element.view = view;
  try {
    const job = await get(`jobs/${id}`);
    if (element.view !== view) return;
    const said = JSON.stringify(job);
    if (view.said === said) return;
    const first = view.said === undefined;
    view.said = said;
    const open = [...element.querySelectorAll("details[open]")].map((one) => one.dataset.part);
    show(element, content(job, context, view));
    for (const one of element.querySelectorAll("details")) one.open = open.includes(one.dataset.part);
    if (first) element.querySelector("h2").focus({ preventScroll: true });
  } catch (error) {
    if (element.view !== view) return;
    view.said = undefined;
    show(element, h("div.row.apart", {}, h("h2", {}, t("jobs.untitled", { id })),
      h("a.button.bare.round", { href: context.back(), "aria-label": t("dialog.close") }, icon("close"))), problem(error, () => showDetails(element, id, context)));
  }
}
