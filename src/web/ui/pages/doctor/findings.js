// Findings as cards: what is so, why, what to do, and a button where platen can do it.
import { post } from "../../lib/api.js";
import { confirm } from "../../lib/dialog.js";
import { h } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { may } from "../../lib/session.js";
import { state } from "../../lib/states.js";
import { t } from "../../lib/text.js";
import { attempt } from "../../lib/toast.js";
import { wordsOf } from "./words.js";

const kinds = { problem: "bad", warning: "warn", note: "busy", good: "good" };
export const severities = ["problem", "warning", "note", "good"];

// Asked first, with exactly what becomes different.
async function mend(finding, fix, again) {
  if (!(await confirm({ title: `${fix.title}?`, text: fix.changes, action: fix.title }))) return;
  const mended = await attempt(() => post("doctor/fix", { code: finding.code, subject: finding.subject }), t("doctor.mended", { what: fix.title }));
  if (mended) await again();
}

// `again`: looks once more, after something was mended.
export function card(finding, again, level = "h3") {
  const words = wordsOf(finding);
  const key = `${finding.code} ${finding.subject}`;
  return h("li.card.stack.tight.finding", { class: `is-${finding.severity}`, dataset: { code: finding.code } },
    h("div.row.apart", {}, state(kinds[finding.severity], t(`doctor.severity.${finding.severity}`)), h("code.small.quiet", {}, finding.code)),
    h(level, {}, words.title), h("p", {}, words.cause),
    words.advice.length > 0 && h("ul.advice", {}, words.advice.map((one) => h("li", {}, one))),
    words.fix && (may("administrator")
      ? h("div.row", {}, h("button", { type: "button", onclick: () => mend(finding, words.fix, again), dataset: { key } }, icon("maintenance"), words.fix.title))
      : h("p.small.quiet", {}, t("doctor.fix-needs-administrator", { what: words.fix.title }))));
}

export function bySeverity(findings, again) {
  return severities.map((severity) => {
    const some = findings.filter((one) => one.severity === severity);
    if (some.length === 0) return null;
    const list = h("ul.plain.cards", {}, some.map((one) => card(one, again)));
    const title = t(`doctor.count.${severity}`, { n: some.length });
    if (severity === "good") return h("details.good", {}, h("summary", {}, h("h2", {}, title)), list);
    return h("section.stack.tight", {}, h("h2", {}, title), list);
  });
}
