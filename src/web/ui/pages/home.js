import { get, name, post } from "../lib/api.js";
import { h, keyed, show } from "../lib/dom.js";
import { picture } from "../lib/devices.js";
import { follow } from "../lib/events.js";
import { icon } from "../lib/icons.js";
import { levels } from "../lib/level.js";
import { isPaused, loadedPaper, reasonsOf, stateOf } from "../lib/printers.js";
import { said } from "../lib/said.js";
import { may } from "../lib/session.js";
import { loading, nothing, state } from "../lib/states.js";
import { t } from "../lib/text.js";
import { attempt } from "../lib/toast.js";

const titleOf = (printer) => printer["printer-info"] || printer["printer-name"];

// Who may not see jobs or scanners sees the rest.
const asked = (path) => get(path, { ask: false }).catch(() => null);

function troubles(printer) {
  const all = reasonsOf(printer).filter(({ severity, keyword }) => severity !== "report" && keyword !== "paused");
  const told = [printer["printer-state-message"], ...(printer["printer-alert-description"] ?? [])].filter(Boolean).map(said);
  if (all.length === 0) return null;
  return h("div.note", { class: all[0].severity === "error" ? "bad" : "warn" }, icon("warning"),
    h("div.grow.stack.tight", {},
      all.slice(0, 4).map(({ text, advice }) => h("p", {}, h("strong", {}, text), advice && ` – ${advice}`)),
      [...new Set(told)].slice(0, 2).map((text) => h("p.small.quiet", {}, text)),
      may("operator") && h("p", {}, h("a", { href: `#/doctor?printer=${name(printer["printer-name"])}`, dataset: { key: "doctor" } }, t("home.why")))));
}

function present(printer, job) {
  if (!job) return null;
  const all = job["job-impressions"], done = job["job-impressions-completed"] ?? 0;
  const words = all ? t("home.sides", { done, all }) : t("state.processing");
  return h("div.present", {},
    h("div.row.apart", {}, h("a.cut", { href: `#/jobs/${job["job-id"]}`, dataset: { key: "job" } }, job["job-name"] || t("jobs.untitled", { id: job["job-id"] })),
      h("span.small.quiet.number", {}, words)),
    h("div.row", {},
      h("progress.grow", all ? { max: all, value: done, "aria-label": words } : { "aria-label": words }),
      job.can?.includes("cancel") && h("button.bare", { type: "button", dataset: { key: "cancel" }, onclick: () => attempt(() => post(`jobs/${job["job-id"]}/cancel`), t("jobs.canceled", { id: job["job-id"] })) }, t("jobs.cancel"))));
}

function actions(printer, scanners) {
  const at = name(printer["printer-name"]);
  const paused = isPaused(printer);
  const act = (action, done) => () => attempt(() => post(`printers/${at}/${action}`), t(done, { name: titleOf(printer) }));
  return h("div.row.actions", {},
    h("a.button.primary", { href: `#/print?printer=${at}`, dataset: { key: "print" } }, icon("print"), t("home.print")),
    scanners?.some(({ name: one }) => one === printer["printer-name"]) && h("a.button", { href: `#/scan?scanner=${at}`, dataset: { key: "scan" } }, icon("scan"), t("home.scan")),
    may("operator") && (paused
      ? h("button", { type: "button", dataset: { key: "pause" }, onclick: act("resume", "home.resumed") }, icon("play"), t("home.resume"))
      : h("button", { type: "button", dataset: { key: "pause" }, onclick: act("pause", "home.paused") }, icon("pause"), t("home.pause"))),
    (printer.maintenance ?? []).length > 0 && h("a.button.bare", { href: `#/maintenance/${at}`, dataset: { key: "maintenance" } }, icon("maintenance"), t("nav.maintenance")),
    h("a.button.bare", { href: `#/install?printer=${at}`, dataset: { key: "install" } }, icon("install"), t("home.install")));
}

function content({ printer, job, scanners }) {
  const { kind, text } = stateOf(printer);
  const paper = loadedPaper(printer);
  const waiting = (printer["queued-job-count"] ?? 0) - (job ? 1 : 0);
  return [
    h("div.device-head", {}, picture(printer.model),
      h("div.grow.stack.tight", {},
        h("div.row.apart", {}, h("h2", {}, titleOf(printer)), state(kind, text)),
        h("p.small.quiet", {}, [printer["printer-name"], printer["printer-location"]].filter(Boolean).join(" · "), printer.default && ` · ${t("home.default")}`))),
    troubles(printer),
    present(printer, job),
    (printer.supplies ?? []).length > 0
      ? h("div", { role: "group", "aria-label": t("home.supplies") }, levels(printer.supplies))
      : h("p.small.quiet", {}, t("home.noSupplies")),
    paper.length > 0
      ? h("div", { role: "group", "aria-label": t("home.paper") }, h("ul.plain.small.papers", {}, paper))
      : h("p.small.quiet", {}, t("home.noPaper")),
    waiting > 0 && h("p.small", {}, h("a", { href: `#/jobs?printer=${name(printer["printer-name"])}`, dataset: { key: "queue" } }, t("home.waiting", { n: waiting }))),
    actions(printer, scanners)];
}

function card(shown) {
  const element = h("article.card.stack.printer", { dataset: { printer: shown.printer["printer-name"] }, "aria-label": titleOf(shown.printer) });
  show(element, content(shown));
  element.said = JSON.stringify(shown);
  return element;
}

function renew(element, shown) {
  const said = JSON.stringify(shown);
  if (said === element.said) return;
  element.said = said;
  show(element, content(shown));
}

class Home {
  constructor(root) {
    this.cards = h("div.cards.printers");
    this.list = keyed(this.cards, { key: ({ printer }) => printer["printer-name"], make: card, update: renew });
    this.empty = h("div", {}, loading());
    this.news = h("div", { role: "status" });
    show(root, h("div.page-head", {}, h("h1", {}, t("nav.home"))), this.news, this.empty, this.cards);
    this.jobs = new Map(); // by printer: the job that it prints
  }

  async all() {
    const [printers, scanners] = await Promise.all([get("printers"), asked("scanners?state=no")]);
    this.printers = printers;
    this.scanners = scanners;
    await Promise.all(printers.map((printer) => this.findJob(printer)));
    this.draw();
  }

  async findJob(printer) {
    const id = printer["current-job"];
    this.jobs.set(printer["printer-name"], id ? await asked(`jobs/${id}`) : null);
  }

  async one(id) {
    const printer = await get(`printers/${name(id)}`, { ask: false }).catch((error) => (error.status === 404 ? null : undefined));
    if (printer === undefined) return; // told again when there is a connection
    const at = this.printers.findIndex((one) => one["printer-name"] === id);
    if (!printer || at < 0) return this.all();
    await this.findJob(printer);
    this.printers[at] = printer;
    this.draw();
  }

  async job(id) {
    const at = [...this.jobs].find(([, job]) => String(job?.["job-id"]) === String(id))?.[0];
    if (!at) return;
    const job = await asked(`jobs/${id}`);
    if (this.jobs.get(at)?.["job-id"] !== job?.["job-id"]) return;
    this.jobs.set(at, job);
    this.draw();
  }

  draw() {
    const none = this.printers.length === 0;
    this.empty.hidden = !none;
    if (none)
      show(this.empty, nothing("print", t("home.none"), h("a.button.primary", { href: "#/setup" }, icon("plus"), t("nav.setup"))));
    const sorted = [...this.printers].sort((a, b) => Number(b.default === true) - Number(a.default === true));
    this.list(sorted.map((printer) => ({ printer, job: this.jobs.get(printer["printer-name"]), scanners: this.scanners, operator: may("operator") })));
  }
}

export async function open(root) {
  const home = new Home(root);
  await home.all();
  if (may("administrator"))
    import("./home/updates.js").then(({ updateNote }) => updateNote()).then((text) => show(home.news, text)).catch(() => {});
  return follow(["printer", "job", "scanner"], ({ kind, id }) => {
    const asking = kind === "printer" ? home.one(id) : kind === "job" ? home.job(id) : home.all();
    asking.catch(() => {}); // told again when there is a connection
  });
}
