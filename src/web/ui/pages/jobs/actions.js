// What can be done with a job: each of them asks what it needs to know, does it, and says so.
import { get, name, post, put } from "../../lib/api.js";
import { h } from "../../lib/dom.js";
import { confirm, formDialog } from "../../lib/dialog.js";
import { announceChange } from "../../lib/events.js";
import { choices as radios, field, select } from "../../lib/form.js";
import { may } from "../../lib/session.js";
import { t } from "../../lib/text.js";
import { attempt, toast } from "../../lib/toast.js";
import { askForSettings } from "./settings.js";
import { idOf, isOver, needsPin, titleOf } from "./words.js";

const path = (job, action) => `jobs/${idOf(job)}${action ? `/${action}` : ""}`;
const changed = (job) => announceChange({ kind: "job", id: idOf(job) });

async function done(job, act, text) {
  const given = await attempt(act, text);
  changed(job);
  return given;
}

export const hold = (job) => done(job, () => post(path(job, "hold"), { until: "indefinite" }), t("jobs.held", { name: titleOf(job) }));

export function release(job) {
  return needsPin(job) ? releaseWithPin(job) : done(job, () => post(path(job, "release")), t("jobs.released", { name: titleOf(job) }));
}

async function releaseWithPin(job) {
  const pin = h("input", { type: "password", inputmode: "numeric", autocomplete: "one-time-code", required: !may("operator"), autofocus: true, maxlength: 255 });
  const without = may("operator") ? t("jobs.pinOperator") : undefined;
  const send = () => post(path(job, "release"), pin.value ? { pin: pin.value } : { "without-pin": true });
  if (await formDialog(t("jobs.pinTitle", { name: titleOf(job) }), field(t("jobs.pin"), pin, { hint: without }), t("jobs.release"), send))
    toast(t("jobs.released", { name: titleOf(job) }));
  changed(job);
}

export async function cancel(job) {
  const sure = await confirm({ title: t("jobs.cancelTitle"), text: t("jobs.cancelText", { name: titleOf(job) }), action: t("jobs.cancel"), danger: true });
  if (sure) await done(job, () => post(path(job, "cancel")), t("jobs.canceled", { id: idOf(job) }));
}

export async function reprint(job, options) {
  const made = await done(job, () => post(path(job, "reprint"), options ? { options } : {}));
  if (made) toast(t("jobs.reprinted", { id: made["job-id"] }), { action: [t("jobs.show"), () => (location.hash = `#/jobs/${made["job-id"]}`)] });
}

// A keyword of the day, or a moment of one's own.
export async function schedule(job) {
  const moment = h("input", { type: "datetime-local", "aria-label": t("jobs.moment"), min: localNow(), oninput: () => (box.querySelector("[value=moment]").checked = true) });
  let chosen = "indefinite";
  const words = {};
  for (const one of ["indefinite", "evening", "night", "weekend"]) words[one] = t(`holdUntil.${one}`);
  words.moment = t("jobs.atMoment");
  const box = h("div.stack.tight", {}, radios(t("jobs.when"), words, chosen, (value) => {
    chosen = value;
    if (value === "moment") moment.focus();
  }, { column: true }), moment);
  const send = () => {
    chosen = box.querySelector(":checked").value;
    if (chosen === "moment" && !moment.value) throw new Error(t("jobs.noMoment"));
    return post(path(job, "hold"), { until: chosen === "moment" ? new Date(moment.value).toISOString().replace(/\.\d+/, "") : chosen });
  };
  if (await formDialog(t("jobs.scheduleTitle", { name: titleOf(job) }), box, t("jobs.schedule"), send)) toast(t("jobs.scheduled", { name: titleOf(job) }));
  changed(job);
}

function localNow() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

export async function move(job, { printers }) {
  const others = printers.filter((one) => one["printer-name"] !== job["printer-name"]);
  const to = select(others.map((one) => [one["printer-name"], one["printer-info"] || one["printer-name"]]));
  if (await formDialog(t("jobs.moveTitle", { name: titleOf(job) }), field(t("jobs.moveTo"), to), t("jobs.move"), () => post(path(job, "move"), { printer: to.value })))
    toast(t("jobs.moved", { name: titleOf(job), printer: to.selectedOptions[0].textContent }));
  changed(job);
}

export const moveTo = (job, printer) => done(job, () => post(path(job, "move"), { printer }), t("jobs.moved", { name: titleOf(job), printer }));
// `after`: the job before it, null for the first place.
export const place = (job, after) => done(job, () => put(path(job, "place"), { after }));

// Its settings, before it is printed or for a reprint; asked for here, since the list does not have them.
async function withSettings(job, title, action, send) {
  const [whole, options] = await attempt(() => Promise.all([get(path(job)), get(`printers/${name(job["printer-name"])}/options`)])) ?? [];
  return whole && askForSettings({ title, action, options, chosen: whole.options ?? {}, send });
}

export async function change(job) {
  if (await withSettings(job, t("jobs.changeTitle", { name: titleOf(job) }), t("jobs.save"), (options) => post(path(job), { options })))
    toast(t("jobs.changed", { name: titleOf(job) }));
  changed(job);
}

export async function reprintChanged(job) {
  let made;
  if (await withSettings(job, t("jobs.reprintTitle", { name: titleOf(job) }), t("jobs.reprint"), async (options) => (made = await post(path(job, "reprint"), { options }))))
    toast(t("jobs.reprinted", { id: made["job-id"] }));
  changed(job);
}

// [icon, text, what is done] of all that this person may do with it now.
export function choices(job, context) {
  const can = new Set(job.can ?? []);
  const all = [["eye", t("jobs.show"), () => context.go(context.link(job))]];
  if (can.has("release")) all.push(["play", t("jobs.release"), () => release(job)]);
  if (can.has("hold")) all.push(["pause", t("jobs.hold"), () => hold(job)]);
  if (can.has("hold") || (can.has("release") && !needsPin(job))) all.push(["hold", t("jobs.scheduleMenu"), () => schedule(job)]);
  if (can.has("change") && !isOver(job)) all.push(["edit", t("jobs.change"), () => change(job)]);
  if (can.has("move") && context.printers.length > 1) all.push(["move", t("jobs.moveMenu"), () => move(job, context)]);
  if (can.has("reprint")) all.push(["again", t("jobs.reprint"), () => reprint(job)], ["edit", t("jobs.reprintChanged"), () => reprintChanged(job)]);
  if (can.has("cancel")) all.push(["cancel", t("jobs.cancel"), () => cancel(job)]);
  return all;
}
