// How a printer is, in words: for every page that shows one.
import { h } from "./dom.js";
import { media, percent } from "./format.js";
import { knownWord, t, word } from "./text.js";

// "media-empty-error" -> {keyword: "media-empty", severity: "error"}
function parted(reason) {
  const [, keyword, severity] = /^(.*?)(?:-(error|warning|report))?$/.exec(reason);
  return { keyword, severity: severity ?? (["paused", "moving-to-paused"].includes(keyword) ? "warning" : "error") };
}

const rank = { error: 0, warning: 1, report: 2 };

// [{keyword, severity, text, advice}], the worst first
export function reasonsOf(printer) {
  return (printer["printer-state-reasons"] ?? []).filter((reason) => reason && reason !== "none").map(parted)
    .map((one) => ({ ...one, text: word("reason", one.keyword), advice: knownWord("advice", one.keyword) }))
    .sort((a, b) => rank[a.severity] - rank[b.severity]);
}

// {kind: "good", text: "Ready"}
export function stateOf(printer) {
  const reasons = reasonsOf(printer);
  const paused = reasons.some(({ keyword }) => keyword === "paused" || keyword === "moving-to-paused");
  if (paused) return { kind: "warn", text: t("printer.paused") };
  if (printer["printer-state"] === "stopped" || reasons[0]?.severity === "error") return { kind: "bad", text: reasons[0]?.text ?? word("state", "stopped") };
  if (printer["printer-is-accepting-jobs"] === false) return { kind: "warn", text: t("printer.closed") };
  if (printer["printer-state"] === "processing") return { kind: "busy", text: word("state", "processing") };
  return { kind: reasons[0]?.severity === "warning" ? "warn" : "good", text: word("state", printer["printer-state"]) };
}

export const isPaused = (printer) => reasonsOf(printer).some(({ keyword }) => keyword === "paused" || keyword === "moving-to-paused");

function amount(level) {
  if (typeof level === "number") return percent(level);
  return knownWord("paperLevel", level) ?? "";
}

// What lies in which tray, as far as it is known.
export function loadedPaper(printer) {
  return (printer.loaded ?? []).map(({ source, size, type, level }) => {
    const empty = level === "empty" || level === 0;
    const words = [size && media(size), type && word("paper", type)].filter(Boolean).join(", ");
    return h("li.loaded", { class: empty ? "empty" : "" },
      h("span.quiet", {}, word("source", source)), " ",
      h("span", {}, empty ? t("printer.trayEmpty") : words || t("unknown")), " ",
      !empty && amount(level) && h("span.quiet", {}, amount(level)));
  });
}
