// The steps, and the way back from each of them.
import { get, name as part, put } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { note } from "../../lib/states.js";
import { t } from "../../lib/text.js";
import { announce, toast } from "../../lib/toast.js";
import { act } from "../parts/page.js";
import { Find } from "./find.js";
import { addPrinter, addScanner, keep, kept, makeDefault, takeBack } from "./made.js";
import { Options } from "./options.js";
import { Test } from "./test.js";

const steps = ["find", "name", "test", "done"];

export class Wizard {
  constructor(root, { models, host }) {
    Object.assign(this, { models, host, step: { end: () => {} } });
    this.way = h("ol.way.small", { "aria-label": t("setup.steps") });
    this.told = h("div");
    this.place = h("div.stack");
    this.back = h("div.row");
    show(root, this.way, this.told, this.place, this.back);
  }

  // One that was broken off comes first.
  async begin() {
    const left = kept();
    if (!left) return this.find(this.host);
    this.mark("find");
    show(this.place, h("section.card.stack", {}, h("h2", {}, t("setup.left-title", { name: left.printer })), h("p", {}, t("setup.left-words")),
      h("div.row", {}, act(t("setup.left-on"), () => this.goOn(left), { class: "primary", dataset: { key: "left-on" } }), this.undoButton(left))));
  }

  async goOn(made) {
    this.made = made;
    const there = (await get("printers")).some((one) => one["printer-name"] === made.printer);
    if (there) return this.test(made.printer);
    keep(undefined);
    return this.find("");
  }

  mark(now) {
    this.step.end?.();
    this.step = {};
    const at = steps.indexOf(now);
    show(this.way, steps.map((one, i) => h("li", { class: one === now ? "here" : "", "aria-current": one === now ? "step" : null }, i < at && icon("check"), t(`setup.step-${one}`))));
    show(this.told);
    show(this.back, this.made && now !== "done" && this.undoButton(this.made));
  }

  undoButton(made) {
    return act([icon("turn"), t("setup.undo")], async () => {
      const done = await takeBack(made);
      this.made = undefined;
      await this.find("");
      show(this.told, note("good", done.length > 0 ? done.map((one) => h("p", {}, one)) : h("p", {}, t("setup.nothing-left"))));
      announce(done.join(". "));
    }, { class: "danger", dataset: { key: "undo" } });
  }

  focus() {
    this.place.querySelector("h2")?.focus();
  }

  async find(host) {
    this.made = undefined;
    this.mark("find");
    this.step = new Find(this.place, { host, models: this.models, choose: (device) => this.choose(device) });
    this.step.look(host);
  }

  async choose(device) {
    this.device = device;
    if (device.printer) return this.test(device.printer);
    const printers = await get("printers");
    this.mark("name");
    this.step = new Options(this.place, { device, models: this.models, printers, add: (wishes) => this.add(wishes), back: () => this.find("") });
    this.focus();
  }

  async add({ name, info, location, model, paper, default: isDefault, scannerUri, wantsScanner }) {
    const { made, message } = await addPrinter(name, this.device, { model, info, location });
    this.made = made;
    const said = [message];
    if ((await this.papers(name)).includes(paper)) await put(`printers/${part(name)}`, { options: { media: paper } });
    if (isDefault) await makeDefault(made);
    const scans = wantsScanner && scannerUri ? await addScanner(made, scannerUri, model, info) : false;
    if (wantsScanner && !scans) said.push(t("setup.no-scanner"));
    await this.test(name);
    show(this.told, said.some(Boolean) && note("", said.filter(Boolean).map((one) => h("p", {}, one))));
    toast(t("setup.added", { name }));
  }

  async papers(name) {
    return (await get(`printers/${part(name)}/options`)).find((one) => one.name === "media")?.values ?? [];
  }

  async test(printer) {
    this.mark("test");
    this.step = new Test(this.place, { printer, done: (complaints) => this.finished(printer, complaints) });
    this.focus();
  }

  finished(printer, complaints) {
    this.mark("done");
    keep(undefined);
    const made = this.made;
    this.made = undefined;
    const at = part(printer);
    show(this.place, h("section.card.stack", {}, h("h2", { tabindex: "-1" }, t("setup.finished", { name: printer })),
      complaints.length > 0 && note("warn", h("p", {}, t("setup.complaints"))),
      h("div.row", {}, h("a.button.primary", { href: `#/print?printer=${at}` }, icon("print"), t("nav.print")),
        h("a.button", { href: `#/install?printer=${at}` }, icon("download"), t("setup.install")),
        made?.scanner && h("a.button", { href: `#/scan?scanner=${at}` }, icon("scan"), t("nav.scan")),
        complaints.length > 0 && h("a.button", { href: `#/doctor?printer=${at}` }, icon("doctor"), t("nav.doctor")),
        h("button", { type: "button", onclick: () => this.find("") }, icon("plus"), t("setup.one-more")))));
    show(this.back, made && this.undoButton(made));
    this.focus();
  }

  end() {
    this.step.end?.();
  }
}
