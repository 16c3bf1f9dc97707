// What is wrong between here and the paper, and what to do about it.
import { get } from "../lib/api.js";
import { h, show, style } from "../lib/dom.js";
import { follow } from "../lib/events.js";
import { icon } from "../lib/icons.js";
import { may } from "../lib/session.js";
import { loading, note, nothing, problem } from "../lib/states.js";
import { t } from "../lib/text.js";
import { announce } from "../lib/toast.js";
import { bySeverity } from "./doctor/findings.js";
import { Guide, isBegun } from "./doctor/guide.js";
import { findGuide, guides } from "./doctor/guides.js";
import { records } from "./doctor/records.js";
import { onlyFor } from "./parts/page.js";

const guideCard = (guide) =>
  h("li", {}, h("a.card.stack.tight.guide-card", { href: `#/doctor/guide/${guide.id}` },
    h("h3", {}, t(`doctor.guide.${guide.id}.title`)), h("p.quiet", {}, t(`doctor.guide.${guide.id}.words`)),
    isBegun(guide) && h("p.small", {}, t("doctor.begun"))));

function guideList() {
  return h("section.stack.tight", {}, h("h2", {}, t("doctor.guides")), h("p.quiet", {}, t("doctor.guides-words")), h("ul.plain.cards", {}, guides.map(guideCard)));
}

async function openFindings(root) {
  const body = h("div.stack");
  const again = h("button.primary", { type: "button", onclick: () => look() }, icon("again"), t("doctor.look"));
  show(root, h("div.page-head", {}, h("h1", {}, t("nav.doctor")), h("div.row", {},
    may("administrator") && h("a.button", { href: "/api/v1/doctor/bundle", download: "platen-doctor.tar.gz", title: t("doctor.bundle-words") }, icon("download"), t("doctor.bundle")),
    may("operator") && again)),
    body, guideList());
  let turn = 0;
  const look = async () => {
    const mine = ++turn;
    again.disabled = true;
    if (body.children.length === 0) show(body, loading());
    try {
      const report = await get("doctor");
      if (mine !== turn) return;
      const bad = report.findings.filter(({ severity }) => severity === "problem" || severity === "warning").length;
      show(body, bad === 0 && note("good", t("doctor.all-well")), bySeverity(report.findings, look), records(report));
      announce(t("doctor.found", { n: bad }));
    } catch (error) {
      if (mine === turn) show(body, problem(error, look));
    }
    again.disabled = false;
  };
  if (!may("operator")) {
    show(body, onlyFor("operator"));
    return () => {};
  }
  look();
  let waiting;
  const soon = () => (waiting ??= setTimeout(() => ((waiting = undefined), look()), 15000)); // many changes are one look: devices are asked
  const end = follow(["printer", "settings"], soon);
  return () => {
    ++turn;
    clearTimeout(waiting);
    end();
  };
}

async function openGuide(root, guide) {
  const printers = await get("printers");
  const head = h("div.page-head", {}, h("h1", {}, t(`doctor.guide.${guide.id}.title`)), h("a.button", { href: "#/doctor" }, icon("back"), t("nav.doctor")));
  const body = h("div.stack");
  show(root, head, body);
  if (printers.length === 0) return show(body, nothing("print", t("doctor.no-printers"), may("administrator") && h("a.button.primary", { href: "#/setup" }, t("doctor.add"))));
  if (!may("operator")) show(body, onlyFor("operator"));
  const place = h("div.stack");
  body.append(place);
  const run = new Guide(place, guide, printers);
  run.draw();
  return () => run.stop();
}

export async function open(root, { parts }) {
  await Promise.all([style("pages/parts.css"), style("pages/doctor.css")]);
  const page = h("div.stack.wide-gaps.doctor");
  show(root, page);
  const guide = parts[0] === "guide" ? findGuide(parts[1]) : undefined;
  return guide ? openGuide(page, guide) : openFindings(page);
}
