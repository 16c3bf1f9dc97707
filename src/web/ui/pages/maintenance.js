// What a printer can do for itself, what it has done, and what it has used.
import { get, name as part, post } from "../lib/api.js";
import { confirm } from "../lib/dialog.js";
import { h, show, style } from "../lib/dom.js";
import { follow } from "../lib/events.js";
import { number } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { levels } from "../lib/level.js";
import { may } from "../lib/session.js";
import { nothing, problem, state } from "../lib/states.js";
import { current, t, word } from "../lib/text.js";
import { announce } from "../lib/toast.js";
import { calibration } from "./maintenance/calibration.js";
import { charts } from "./maintenance/charts.js";
import { act, onlyFor, tabs } from "./parts/page.js";

const costly = new Set(["cleaning", "deep-cleaning"]);
const known = ["test-page", "nozzle-check", "cleaning", "deep-cleaning", "alignment"];
const stateKind = { idle: "good", processing: "busy", stopped: "bad" };

class Maintenance {
  constructor(root, name, context) {
    Object.assign(this, { root, name, context });
    this.places = { head: h("div.stack"), actions: h("section.stack"), calibration: h("div"), charts: h("section.stack", { "aria-label": t("maintenance.history") }) };
    show(root, this.places.head, this.places.actions, this.places.calibration, this.places.charts);
  }

  async begin(action) {
    const ask = costly.has(action);
    if (ask && !(await confirm({ title: t("maintenance.sure", { what: word("maintain", action) }), text: t("maintenance.costs"), action: word("maintain", action) }))) return;
    const { "job-id": job } = action === "test-page"
      ? await post(`printers/${part(this.name)}/test-page`, { language: current() })
      : await post(`printers/${part(this.name)}/maintain`, { action });
    show(this.places[action], t("maintenance.begun"), " ", h("a", { href: `#/jobs/${job}` }, t("maintenance.job", { job })));
    announce(`${t("maintenance.begun")} ${t("maintenance.job", { job })}`);
  }

  card(action) {
    const said = (this.places[action] ??= h("p.small.told"));
    return h("li.card.stack.tight", {}, h("h3", {}, word("maintain", action)), h("p.quiet.grow", {}, word("maintainWords", action)),
      h("div.row", {}, act(t("maintenance.begin"), () => this.begin(action), { disabled: !may("operator"), "aria-label": t("maintenance.begin-which", { what: word("maintain", action) }), dataset: { key: action } }),
        costly.has(action) && h("span.row.small.quiet", {}, icon("drop"), t("maintenance.uses-ink"))), said);
  }

  drawHead() {
    const { printer } = this;
    const count = printer["printer-impressions-completed"];
    const supplies = printer.supplies ?? [];
    show(this.places.head, h("div.row", {}, h("h2", {}, printer["printer-info"] || printer["printer-name"]), state(stateKind[printer["printer-state"]] ?? "", word("state", printer["printer-state"]))),
      h("div.cards", {},
        h("section.card.stack.tight", {}, h("h3", {}, t("maintenance.counters")), h("dl.facts", {},
          h("dt", {}, t("maintenance.impressions")), h("dd.number", {}, count === undefined || count === null ? t("unknown") : number(count)),
          h("dt", {}, t("maintenance.waiting")), h("dd.number", {}, number(printer["queued-job-count"] ?? 0)))),
        h("section.card.stack.tight", {}, h("h3", {}, t("maintenance.supplies")), supplies.length > 0 ? levels(supplies) : h("p.quiet", {}, t("maintenance.no-supplies")))));
  }

  // Only what this device offers.
  drawActions() {
    const offered = this.printer.maintenance ?? [];
    const sorted = [...known.filter((one) => offered.includes(one)), ...offered.filter((one) => !known.includes(one))];
    show(this.places.actions, h("h2", {}, t("maintenance.actions")), !may("operator") && onlyFor("operator"),
      sorted.length > 0 ? h("ul.plain.cards", {}, sorted.map((one) => this.card(one))) : h("p.quiet", {}, t("maintenance.none")));
  }

  async draw() {
    const before = JSON.stringify(this.printer?.maintenance);
    const printer = await get(`printers/${part(this.name)}`);
    if (this.gone) return;
    this.printer = printer;
    this.drawHead();
    if (before !== JSON.stringify(printer.maintenance)) this.drawActions();
  }
}

export async function open(root, context) {
  await Promise.all([style("pages/parts.css"), style("pages/maintenance.css")]);
  const printers = await get("printers");
  const head = h("div.page-head", {}, h("h1", {}, t("nav.maintenance")));
  if (printers.length === 0) return show(root, head, nothing("maintenance", t("maintenance.no-printers"), may("administrator") && h("a.button.primary", { href: "#/setup" }, t("maintenance.add"))));
  const names = printers.map((printer) => printer["printer-name"]);
  const name = names.includes(context.parts[0]) ? context.parts[0] : (printers.find((one) => one.default) ?? printers[0])["printer-name"];
  const body = h("div.stack.wide-gaps");
  show(root, head, tabs(t("maintenance.printers"), names.map((one) => [`maintenance/${part(one)}`, one]), `maintenance/${part(name)}`), body);
  const page = new Maintenance(body, name, context);
  await page.draw();
  charts(page.places.charts, name);
  if (may("user")) calibration(page.places.calibration, name).catch((error) => show(page.places.calibration, problem(error)));
  const end = follow(["printer"], (event) => (event.kind === "all" || event.id === name) && page.draw().catch(() => {}));
  return () => {
    page.gone = true;
    end();
  };
}
