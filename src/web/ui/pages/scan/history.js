// What is under way and what has been: state, files, deliveries.
import { get, post, remove } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { bytes, time } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { state } from "../../lib/states.js";
import { said } from "../../lib/said.js";
import { t, word } from "../../lib/text.js";
import { act, nothing } from "../parts/page.js";

export const ended = ({ stage }) => ["done", "failed", "canceled"].includes(stage);
const stageKind = { scanning: "busy", making: "busy", delivering: "busy", waiting: "warn", failed: "bad", done: "good" };
export const stageMark = ({ stage }) => state(stageKind[stage] ?? "", word("scanStage", stage));
const deliveryKind = { sending: "busy", unsure: "warn", failed: "bad", done: "good" };

export const fileLinks = (scan) => scan.files.length > 0 && h("ul.plain.row", {}, scan.files.map((file, i) =>
  h("li", {}, h("a.button", { href: `/api/v1/scans/${scan.id}/files/${i + 1}`, download: file.name }, icon("download"), h("span", {}, file.name),
    h("span.quiet.small", {}, bytes(file.bytes))))));

// Each destination, and how far it is.
export function deliveries(scan) {
  if (scan.deliveries.length === 0) return undefined;
  return h("ul.plain.stack.tight", {}, scan.deliveries.map((one) => h("li", {},
    h("span.row", {}, h("strong", {}, one.destination), state(deliveryKind[one.state] ?? "", word("deliveryState", one.state)),
      one["next-try"] && one.state !== "sending" && h("span.quiet.small", {}, t("scan.next-try", { time: time(one["next-try"]) }))),
    one.words && h("p.quiet.small", {}, said(one.words)), one.there?.length > 0 && h("p.quiet.small", {}, t("scan.there-as", { name: one.there.join(", ") })))));
}

export const canRetry = (scan) => scan.deliveries.some((one) => ["failed", "waiting", "unsure"].includes(one.state));

function row(scan, draw) {
  const pages = scan.pages.filter((page) => !page["left-out"]).length;
  const name = `${t("scan.number", { id: scan.id })}${scan.recipe ? `: ${scan.recipe}` : ""}`;
  return h("li.card.stack.tight", { dataset: { scan: scan.id } },
    h("div.row.apart", {},
      h("div.grow", {}, h("div.row", {}, h("a.strong", { href: `#/scan/${scan.id}`, dataset: { key: `scan-${scan.id}` } }, name), stageMark(scan)),
        h("p.quiet.small", {}, [time(scan.created), scan.scanner, t("scan.pages", { n: pages })].join(" · ")),
        scan.message && !["done", "waiting"].includes(scan.stage) && h("p.small", {}, said(scan.message))),
      h("div.row", {}, canRetry(scan) && act([icon("again"), t("scan.retry")], () => post(`scans/${scan.id}/retry`).then(draw)),
        ended(scan) && act(icon("trash"), () => remove(`scans/${scan.id}`).then(draw), { "aria-label": t("scan.forget-which", { id: scan.id }), class: "bare round", dataset: { key: `forget-${scan.id}` } }))),
    fileLinks(scan), deliveries(scan));
}

export function history(root) {
  const draw = async () => {
    const scans = (await get("scans")).sort((a, b) => b.id - a.id);
    const [now, past] = [scans.filter((one) => !ended(one)), scans.filter(ended)];
    show(root, now.length > 0 && [h("h2", {}, t("scan.under-way")), h("ul.plain.stack.tight", {}, now.map((one) => row(one, draw)))],
      h("h2", {}, t("scan.history")), past.length > 0 ? h("ul.plain.stack.tight", {}, past.map((one) => row(one, draw))) : nothing("scan", t("scan.no-history")));
  };
  return { draw };
}
