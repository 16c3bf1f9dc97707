// A job in words.
import { media, time } from "../../lib/format.js";
import { said } from "../../lib/said.js";
import { knownWord, t, word } from "../../lib/text.js";

export const idOf = (job) => job["job-id"];
export const titleOf = (job) => job["job-name"] || t("jobs.untitled", { id: idOf(job) });
export const isOver = (job) => ["completed", "canceled", "aborted"].includes(job["job-state"]);
export const isWaiting = (job) => ["pending", "pending-held"].includes(job["job-state"]);
export const needsPin = (job) => (job["job-state-reasons"] ?? []).includes("job-password-wait");

const kinds = { pending: "", "pending-held": "warn", processing: "busy", "processing-stopped": "bad", completed: "good", canceled: "", aborted: "bad" };
export const kindOf = (job) => kinds[job["job-state"]] ?? "";

export function stateText(job) {
  if (needsPin(job)) return t("jobs.needsPin");
  return word("jobState", job["job-state"]);
}

// Why it waits or failed, one line; what the server says of it comes first.
export function why(job) {
  const message = job["job-state-message"];
  if (message && message !== job["job-state"]) return said(message);
  const reasons = (job["job-state-reasons"] ?? []).map((reason) => knownWord("jobReason", reason)).filter(Boolean);
  return reasons[0] ?? "";
}

export function holdText(job) {
  const until = job["job-hold-until"];
  if (job["job-state"] !== "pending-held" || !until || until === "no-hold" || needsPin(job)) return "";
  const known = knownWord("holdUntil", until);
  if (known) return known;
  return Number.isNaN(Date.parse(until)) ? until : t("jobs.until", { time: time(until) });
}

export function sizeText(job) {
  const parts = [];
  if (job["job-impressions"]) parts.push(t("jobs.sides", { n: job["job-impressions"] }));
  if (job.copies > 1) parts.push(t("jobs.copies", { n: job.copies }));
  return parts.join(", ");
}

export function when(job) {
  return time(job["date-time-at-completed"] ?? job["date-time-at-creation"]);
}

// A value of a setting: sizes of paper have names, other keywords words where there are any.
export function valueText(name, value) {
  if (name === "media") return media(value);
  return knownWord("printSettingValue", `${name}=${value}`) ?? knownWord("printSettingValue", value) ?? (/^[a-z0-9-]+$/.test(value) ? value.replace(/^canon-/, "").replaceAll("-", " ") : String(value));
}
export const optionText = (option) => knownWord("printSetting", option.name) ?? knownWord("printSetting", option.name.replace(/^canon-/, "")) ?? option.label ?? option.name;
