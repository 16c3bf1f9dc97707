// The first step: devices that answer, or one that is asked by its address.
import { get, messageOf, name as part } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { picture } from "../../lib/devices.js";
import { icon } from "../../lib/icons.js";
import { note, state } from "../../lib/states.js";
import { knownWord, t } from "../../lib/text.js";
import { announce } from "../../lib/toast.js";
import { act } from "../parts/page.js";
import { connecting } from "./connect.js";

export const titleOf = (device) => device["make-and-model"] || device["dns-sd-name"] || device["device-uri"];
export const transportOf = (device) => device.uris?.find((one) => one["device-uri"] === device["device-uri"])?.transport ?? device["device-uri"].split(":")[0];
const fitOf = (device) => device.fit ?? (device.model ? "exact" : "none");

const fits = { exact: ["good", (device) => t("setup.fit-exact", { model: device.model })], nearest: ["warn", (device) => t("setup.fit-nearest", { model: device.model })], none: ["", () => t("setup.fit-none")] };

function language(device) {
  if (!device.language) return null;
  const evidence = knownWord("setupEvidence", device["language-evidence"] ?? "");
  return h("p.small", {}, t("setup.language", { language: device.language }), evidence && ` – ${evidence}`);
}

const lines = (heading, all) => all?.length > 0 && h("div.small", {}, h("p", {}, heading), h("ul", {}, all.map((one) => h("li", {}, one))));

// What is known of it, and what would be made of it.
export function facts(device) {
  const [kind, words] = fits[fitOf(device)] ?? fits.none;
  return [h("div.row", {}, state(kind, words(device)), device.printer && state("", t("setup.already", { name: device.printer }))),
    device.why && h("p.small.quiet", {}, device.why),
    h("p.small", {}, knownWord("setupTransport", transportOf(device)) ?? transportOf(device), " · ", h("code", {}, device["device-uri"])),
    language(device), lines(t("setup.lost"), device.lost), lines(t("setup.unknown"), device.unknown)];
}

function deviceCard(device, choose) {
  const title = titleOf(device);
  return h("li.card.stack.tight.setup-device", { dataset: { device: device["device-uri"] } },
    h("div.row", {}, picture(device.model), h("div.grow", {}, h("h3", {}, title), device.location && h("p.small.quiet", {}, device.location))),
    facts(device),
    h("div.row", {}, device.printer
      ? act(t("setup.test-it"), () => choose(device), { "aria-label": t("setup.test-which", { name: device.printer }) })
      : act(t("setup.take"), () => choose(device), { class: "primary", "aria-label": t("setup.take-which", { name: title }) })));
}

export class Find {
  constructor(root, { host, choose, models }) {
    Object.assign(this, { choose, turn: 0 });
    this.list = h("div.stack", { role: "status" });
    this.address = h("input", { id: "setup-address", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: 253, placeholder: "192.0.2.20", value: host });
    const form = h("form.row.setup-address", { onsubmit: (event) => { event.preventDefault(); this.look(this.address.value.trim()); } },
      h("div.field.grow", {}, h("label", { for: "setup-address" }, t("setup.address")), this.address),
      h("button", { type: "submit" }, icon("search"), t("setup.ask-it")),
      act([icon("again"), t("setup.look-again")], () => { this.look(""); }, { dataset: { key: "again" } }));
    show(root, h("p", {}, t("setup.find-words")), this.list, form, connecting(models));
  }

  async look(host) {
    const turn = ++this.turn;
    const words = host ? t("setup.asking", { host }) : t("setup.looking");
    show(this.list, h("p.quiet", {}, words), h("progress", { "aria-label": words }));
    try {
      const answer = await get(`printer-devices?notes=yes${host ? `&host=${part(host)}` : ""}`);
      if (turn === this.turn) this.draw(Array.isArray(answer) ? answer : answer.devices, answer.notes ?? [], host);
    } catch (error) {
      if (turn === this.turn) show(this.list, note("bad", h("p", {}, messageOf(error))));
    }
  }

  draw(devices, notes, host) {
    const none = host ? t("setup.nothing-at", { host }) : t("setup.nothing-found");
    show(this.list, notes.length > 0 && note("warn", notes.map((one) => h("p", {}, one))),
      devices.length === 0 ? note("", h("p", {}, none)) : h("ul.plain.cards", {}, devices.map((one) => deviceCard(one, this.choose))));
    announce(devices.length === 0 ? none : t("setup.found", { n: devices.length }));
  }

  end() {
    ++this.turn;
  }
}
