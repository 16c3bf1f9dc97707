// One guided path, a step at a time. Where somebody was is remembered in this browser.
import { get, name as part, post } from "../../lib/api.js";
import { h, show, style } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { select } from "../../lib/form.js";
import { icon } from "../../lib/icons.js";
import { may } from "../../lib/session.js";
import { loading, note, problem } from "../../lib/states.js";
import { said } from "../../lib/said.js";
import { loadPart, t } from "../../lib/text.js";
import { announce } from "../../lib/toast.js";
import { act, onlyFor } from "../parts/page.js";
import { Test } from "../setup/test.js";
import { card } from "./findings.js";
import { after } from "./guides.js";

const place = (guide) => `platen-guide-${guide.id}`;

function remembered(guide) {
  try {
    const kept = JSON.parse(localStorage.getItem(place(guide)));
    return kept && guide.steps.some(({ id }) => id === kept.step) ? kept : undefined;
  } catch {
    return undefined;
  }
}

export const isBegun = (guide) => remembered(guide) !== undefined;

export class Guide {
  constructor(root, guide, printers) {
    const kept = remembered(guide);
    const known = printers.some((one) => one["printer-name"] === kept?.printer);
    const usual = printers.find((one) => one.default) ?? printers[0];
    Object.assign(this, { guide, printers, stop: () => {}, done: known ? kept.done ?? [] : [], at: known ? kept.step : guide.steps[0].id, printer: known ? kept.printer : usual["printer-name"] });
    this.body = h("section.card.stack.step", { "aria-live": "polite" });
    this.way = h("ol.way.small");
    const choose = select(printers.map((one) => [one["printer-name"], one["printer-info"] || one["printer-name"]]), this.printer, { id: "guide-printer", onchange: (event) => this.restart(event.target.value) });
    show(root, h("div.row", {}, h("label", { for: "guide-printer" }, t("doctor.guide-printer")), h("div", {}, choose), h("button.bare", { type: "button", onclick: () => this.restart(this.printer) }, icon("again"), t("doctor.from-the-start"))), this.way, this.body);
  }

  restart(printer) {
    Object.assign(this, { printer, done: [], at: this.guide.steps[0].id });
    return this.draw();
  }

  get step() {
    return this.guide.steps.find(({ id }) => id === this.at);
  }

  keep() {
    if (this.at) localStorage.setItem(place(this.guide), JSON.stringify({ printer: this.printer, step: this.at, done: this.done }));
    else localStorage.removeItem(place(this.guide));
  }

  async go(answer) {
    this.done.push(this.at);
    this.at = after(this.guide, this.at, answer);
    await this.draw();
    this.body.querySelector("h2")?.focus();
  }

  back() {
    if (this.done.length === 0) return;
    this.at = this.done.pop();
    return this.draw();
  }

  // `content` below the words of the present step.
  frame(...content) {
    const title = this.at ? t(`doctor.step.${this.at}.title`) : t("doctor.solved.title");
    const words = this.at ? t(`doctor.step.${this.at}.words`) : t("doctor.solved.words");
    const back = this.done.length > 0 && h("button.bare", { type: "button", onclick: () => this.back() }, icon("back"), t("doctor.back"));
    show(this.body, h("h2", { tabindex: "-1" }, title), h("p", {}, words), content, back && h("div.row", {}, back));
  }

  drawWay() {
    show(this.way, this.done.map((id) => h("li", {}, t(`doctor.step.${id}.title`))), this.at && h("li.here", { "aria-current": "step" }, t(`doctor.step.${this.at}.title`)));
  }

  async draw() {
    this.stop();
    this.stop = () => {};
    this.keep();
    this.drawWay();
    if (!this.at) return this.frame(note("good", t("doctor.solved.note")), h("div.row", {}, h("a.button.primary", { href: "#/doctor" }, t("doctor.to-the-doctor"))));
    return this[this.step.kind]();
  }

  // ---- the kinds of steps
  async check() {
    const here = this.at;
    this.frame(loading());
    try {
      const { findings } = await get(`doctor?printer=${part(this.printer)}`);
      if (here !== this.at) return;
      const found = findings.filter(({ code }) => this.step.codes.includes(code));
      if (found.length === 0) {
        announce(t("doctor.step-well"));
        return this.frame(note("good", t("doctor.step-well")), this.buttons([["doctor.next", () => this.go(), true]]));
      }
      this.frame(h("ul.plain.cards", {}, found.map((one) => card(one, () => this.draw()))), this.buttons([
        ["doctor.look-again", () => this.draw(), true],
        this.step.stuck ? ["doctor.still-stuck", () => this.go("stuck")] : ["doctor.go-on-all-the-same", () => this.go()],
      ]));
    } catch (error) {
      this.frame(problem(error, () => this.draw()));
    }
  }

  do() {
    this.frame(this.buttons([["doctor.done", () => this.go(), true]]));
  }

  ask() {
    this.frame(h("div.stack.tight.answers", {}, Object.keys(this.step.answers).map((answer) => act(t(`doctor.step.${this.at}.answers.${answer}`), () => this.go(answer)))));
  }

  async act() {
    const { action } = this.step;
    if (!(await this.offers(action))) return this.frame(note("", t("doctor.not-offered")), this.buttons([["doctor.next", () => this.go(), true]]));
    this.frame(!may("operator") && onlyFor("operator"), this.buttons([["doctor.begin", () => this.print(action, () => this.go()), true], ["doctor.skip", () => this.go()]]));
  }

  // The page that set-up prints, and its questions; else what the device prints to show how it is.
  async test() {
    if (this.step.actions.includes("test-page")) return this.testPage();
    const offered = await Promise.all(this.step.actions.map((action) => this.offers(action)));
    const action = this.step.actions[offered.indexOf(true)];
    if (!action) return this.frame(note("", t("doctor.not-offered")), this.buttons([["doctor.next", () => this.go("no"), true]]));
    this.frame(!may("operator") && onlyFor("operator"), this.buttons([["doctor.print-it", () => this.print(action, () => this.judge()), true], ["doctor.have-it", () => this.judge()]]));
  }

  async testPage() {
    const here = this.at;
    await Promise.all([loadPart("setup"), style("pages/setup.css")]);
    if (here !== this.at) return;
    const place = h("div.stack");
    this.frame(place);
    const test = new Test(place, { printer: this.printer, guide: this.guide.id, done: (complaints) => this.go(complaints.length > 0 ? "no" : "yes") });
    this.stop = () => test.end();
  }

  end() {
    this.frame(h("div.row", {}, h("a.button.primary", { href: "#/doctor" }, t("doctor.to-the-doctor"))));
  }

  judge() {
    this.frame(h("p", {}, h("strong", {}, t("doctor.judge"))), this.buttons([["doctor.right", () => this.go("yes"), true], ["doctor.not-right", () => this.go("no")]]));
  }

  async offers(action) {
    try {
      const printer = await get(`printers/${part(this.printer)}`);
      return (printer.maintenance ?? []).includes(action);
    } catch {
      return false;
    }
  }

  // A page, or what a printer does to itself, is a job: the path goes on when it has ended well.
  async print(action, then) {
    const { "job-id": job } = await post(`printers/${part(this.printer)}/maintain`, { action });
    const here = this.at;
    const look = async () => {
      const now = await get(`jobs/${job}`);
      if (here !== this.at) return;
      const over = ["completed", "canceled", "aborted"].includes(now["job-state"]);
      if (over) this.stop();
      if (now["job-state"] === "completed") return then();
      this.frame(h("p.row", { role: "status" }, t("doctor.job", { job }), " ", t(`doctor.job-state.${now["job-state"]}`)), now["job-state-message"] && h("p.quiet", {}, said(now["job-state-message"])),
        this.buttons([over ? ["doctor.look-again", () => this.draw(), true] : ["doctor.does-not-come", () => this.go("no")]]));
    };
    const following = follow(["job"], (event) => (event.kind === "all" || Number(event.id) === job) && look().catch(() => {}));
    const timer = setInterval(() => look().catch(() => {}), 2000);
    this.stop = () => {
      following();
      clearInterval(timer);
    };
    await look();
  }

  buttons(all) {
    return h("div.buttons", {}, all.map(([key, work, primary]) => act(t(key), work, { class: primary ? "primary" : "" })));
  }
}
