// The second step: name and place, model where it is not certain, paper, default, scanner.
import { get } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { field, select } from "../../lib/form.js";
import { media } from "../../lib/format.js";
import { note } from "../../lib/states.js";
import { t } from "../../lib/text.js";
import { act } from "../parts/page.js";
import { check, text, values } from "../parts/fields.js";
import { facts, titleOf, transportOf } from "./find.js";
import { isName, isTaken, proposedName, usualPaper } from "./names.js";

const papers = ["iso_a4_210x297mm", "na_letter_8.5x11in"];

// Where its scanner is asked for; null: nobody knows.
function scannerUri(device) {
  const host = /^[a-z]+:\/\/(\[[^\]]+\]|[^/:?]+)/.exec(device["device-uri"])?.[1];
  return transportOf(device) !== "usb" && host ? `bjnp://${host}` : null;
}

async function usbScanner(device) {
  if (transportOf(device) !== "usb") return null;
  return (await get("scanner-devices")).find(({ uri }) => uri.startsWith("usb:"))?.uri ?? null;
}

export class Options {
  // `add(wishes)` may throw: its words stand beside the button, and what was typed stays.
  constructor(root, { device, models, printers, add, back }) {
    Object.assign(this, { device, models, add });
    this.taken = printers.map((one) => one["printer-name"]);
    const model = device.model ?? "";
    const choices = [...(model ? [] : [["", t("setup.choose-model")]]), ...models.map((one) => [one.id, one.title ?? one.name])];
    this.model = select(choices, model, { name: "model", onchange: () => this.drawScanner() });
    this.name = field(t("setup.name"), text("name", proposedName(device, model, this.taken), { required: true, maxlength: 127, autocapitalize: "none", spellcheck: "false" }), { hint: t("setup.name-hint") });
    this.scanner = h("div");
    const paper = usualPaper(navigator.languages.find((one) => one.includes("-")) ?? "");
    this.form = h("form.stack", { onsubmit: (event) => { event.preventDefault(); this.button.click(); } },
      h("div.grid", {}, this.name, field(t("settings.info"), text("info", titleOf(device))), field(t("settings.location"), text("location", device.location ?? "")),
        field(t("settings.model"), this.model), field(t("setup.paper"), select(papers.map((one) => [one, media(one)]), paper, { name: "paper" }))),
      this.taken.length > 0 && check("default", t("setup.make-default"), false), this.scanner);
    this.button = act(t("setup.add"), () => this.submit(), { class: "primary", dataset: { key: "add" } });
    this.said = h("div");
    show(root, h("section.card.stack", {}, h("h2", { tabindex: "-1" }, titleOf(device)), facts(device), this.form, this.said,
      h("div.buttons", {}, h("button", { type: "button", onclick: back }, t("setup.another")), this.button)));
    this.drawScanner();
  }

  drawScanner() {
    const model = this.models.find(({ id }) => id === this.model.value);
    show(this.scanner, model?.scanner && check("scanner", t("setup.with-scanner"), true));
  }

  async submit() {
    const typed = values(this.form);
    if (!isName(typed.name)) return this.name.fail(t("setup.wrong-name"));
    if (isTaken(typed.name, this.taken)) return this.name.fail(t("setup.name-taken", { name: typed.name, other: proposedName(this.device, typed.model, this.taken) }));
    if (!typed.model) return show(this.said, note("bad", h("p", {}, t("setup.needs-model"))));
    show(this.said);
    const scanner = typed.scanner ? scannerUri(this.device) ?? (await usbScanner(this.device)) : null;
    try {
      await this.add({ ...typed, scannerUri: scanner, wantsScanner: Boolean(typed.scanner) });
    } catch (error) {
      if (error.status !== 409) throw error;
      this.taken.push(typed.name);
      this.name.fail(t("setup.name-taken", { name: typed.name, other: proposedName(this.device, typed.model, this.taken) }));
    }
  }
}
