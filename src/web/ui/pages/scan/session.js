// One scan: its pages as they arrive, what becomes of them, and where they went.
import { get, messageOf, post, remove } from "../../lib/api.js";
import { confirm } from "../../lib/dialog.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { said } from "../../lib/said.js";
import { time } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { t, word } from "../../lib/text.js";
import { announce, toast } from "../../lib/toast.js";
import { act, note } from "../parts/page.js";
import { canRetry, deliveries, ended, fileLinks, stageMark } from "./history.js";
import { optionFields, optionsOf } from "./options.js";
import { pageGrid } from "./pages.js";
import { optional } from "./start.js";

// Pages may be changed as long as no file is being made of them.
const isOpen = ({ stage }) => ["scanning", "waiting", "failed"].includes(stage);
const moves = ({ stage }) => ["scanning", "making", "delivering"].includes(stage);

// A scan that only waits to be looked at says nothing but its number of pages.
const saysMore = ({ message }) => message && !/^\d+ pages?$/.test(message);

const head = (scan) => [
  h("div.row", {}, h("h2", {}, t("scan.number", { id: scan.id }), scan.recipe && `: ${scan.recipe}`), stageMark(scan)),
  h("p.quiet", {}, [scan.scanner, time(scan.created), t("scan.pages", { n: scan.pages.length })].join(" · ")),
  moves(scan) && h("progress", { "aria-label": word("scanStage", scan.stage) }),
  saysMore(scan) && note(scan.stage === "failed" ? "bad" : scan.stage === "waiting" ? "warn" : "", said(scan.message)),
];

class Session {
  constructor(root, context, scan, lists) {
    Object.assign(this, { root, context, scan, id: scan.id });
    this.places = { head: h("div.stack.tight"), actions: h("div.stick"), result: h("div.stack.tight"), form: h("form.stack.settings") };
    this.grid = pageGrid({ id: this.id, change: (path, json) => this.change(path, json), draw: () => this.draw() });
    this.saving = Promise.resolve(true);
    // What is chosen is kept at once, so that the file is made with it whoever presses the button.
    this.places.form.addEventListener("change", () => (this.saving = this.saving.then(() => this.saveOptions())));
    this.places.form.addEventListener("submit", (event) => event.preventDefault());
    show(this.places.form, optionFields(scan.settings, lists, { only: "file" }));
    show(root, h("p", {}, h("a", { href: "#/scan" }, t("scan.back"))), this.places.head, this.places.result, this.places.actions, this.grid.element, this.places.form);
    this.paint();
  }

  async change(path, json) {
    await post(path, json);
    await this.draw();
  }

  async saveOptions() {
    try {
      await post(`scans/${this.id}`, { options: optionsOf(this.places.form, { all: true }) });
      announce(t("parts.saved"));
      return true;
    } catch (error) {
      toast(messageOf(error), { kind: "bad" });
      return false;
    }
  }

  async finish() {
    const good = await this.saving;
    this.saving = Promise.resolve(true); // told; the next press takes what is kept
    if (good) await this.change(`scans/${this.id}/finish`);
  }

  async cancel() {
    const { id, scan } = this;
    const sure = scan.pages.length === 0 || (await confirm({ title: t("scan.cancel-title"), text: t("scan.cancel-words", { n: scan.pages.length }), action: t("scan.cancel"), danger: true }));
    if (sure) await this.change(`scans/${id}/cancel`);
  }

  async forget() {
    await remove(`scans/${this.id}`);
    this.context.go("#/scan");
  }

  actions() {
    const { id, scan } = this;
    const some = scan.pages.some((page) => !page["left-out"]);
    return h("div.row", {},
      ["waiting", "failed"].includes(scan.stage) && some && act([icon("check"), t("scan.finish")], () => this.finish(), { class: "primary", dataset: { key: "finish" } }),
      scan.stage === "waiting" && act([icon("plus"), t("scan.scan-more")], () => this.change(`scans/${id}/more`), { dataset: { key: "more" } }),
      canRetry(scan) && act([icon("again"), t("scan.retry")], () => this.change(`scans/${id}/retry`)),
      !ended(scan) && act(t("scan.cancel"), () => this.cancel(), { class: "danger", dataset: { key: "cancel" } }),
      ended(scan) && act([icon("trash"), t("scan.forget")], () => this.forget(), { dataset: { key: "forget" } }));
  }

  paint() {
    show(this.places.head, head(this.scan));
    show(this.places.actions, this.actions());
    show(this.places.result, fileLinks(this.scan), deliveries(this.scan));
    this.grid.update(this.scan, isOpen(this.scan));
    this.places.form.hidden = !isOpen(this.scan);
  }

  async draw() {
    const now = await get(`scans/${this.id}`);
    if (this.gone) return;
    if (now.stage !== this.scan.stage) announce([word("scanStage", now.stage), saysMore(now) && said(now.message)].filter(Boolean).join(". "));
    else if (now.pages.length > this.scan.pages.length) announce(t("scan.pages", { n: now.pages.length }));
    this.scan = now;
    this.paint();
  }
}

export async function open(root, context) {
  const id = context.parts[0];
  const [scan, destinations, contacts] = await Promise.all([get(`scans/${id}`), get("destinations"), optional("contacts")]);
  const session = new Session(root, context, scan, { destinations, contacts });
  const end = follow(["scan"], (event) => (event.kind === "all" || String(event.id) === id) && session.draw().catch(() => {}));
  return () => {
    session.gone = true;
    end();
  };
}
