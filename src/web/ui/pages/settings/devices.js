// Printers and scanners: found, added, changed, removed.
import { get, messageOf, name as part, post, put, remove, request } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { icon } from "../../lib/icons.js";
import { state } from "../../lib/states.js";
import { t, word } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { fileButton } from "../parts/drop.js";
import { act, changeButton, nothing, removeButton } from "../parts/page.js";
import { editPrinter, editScanner } from "./device_forms.js";

const stateKind = { idle: "good", processing: "busy", stopped: "bad" };

// Devices that answer now; asked for only when somebody wants to know, since it takes seconds.
function finder(path, row) {
  const place = h("div", { role: "status" });
  const look = async () => {
    show(place, h("p.quiet", {}, t("settings.looking")), h("progress", { "aria-label": t("settings.looking") }));
    try {
      const found = await get(path);
      show(place, found.length > 0 ? h("ul.plain.stack.tight", {}, found.map(row)) : h("p.quiet", {}, t("settings.nothing-found")));
    } catch (error) {
      show(place, h("p.problem", {}, messageOf(error)));
    }
  };
  return { button: act([icon("search"), t("settings.find")], look, { dataset: { key: `find-${path}` } }), place };
}

const found = (title, uri, why, add) => h("li.card.row.apart", {}, h("div.grow", {}, h("strong", {}, title), h("p.small.quiet", {}, h("code", {}, uri)), why && h("p.small.quiet", {}, why)),
  act([icon("plus"), t("settings.add")], add, { "aria-label": t("settings.add-which", { name: title }) }));

function printerRow(printer, draw) {
  const name = printer["printer-name"];
  return h("li.card.stack.tight", { dataset: { printer: name } },
    h("div.row", {}, h("h3", {}, name), state(stateKind[printer["printer-state"]] ?? "", word("state", printer["printer-state"])), printer.default && state("", t("settings.is-default"))),
    h("p.quiet", {}, [printer["printer-make-and-model"], printer["printer-info"], printer["printer-location"]].filter(Boolean).join(" · ")),
    printer["device-uri"] && h("p.small", {}, h("code", {}, printer["device-uri"])),
    h("div.row", {}, changeButton(name, async () => (await editPrinter(printer)) && draw(), `change-printer-${name}`),
      !printer.default && act([icon("star"), t("settings.make-default")], () => post(`printers/${part(name)}/default`).then(draw), { class: "bare", "aria-label": t("settings.make-default-which", { name }) }),
      h("a.button.bare", { href: `#/maintenance/${part(name)}` }, icon("maintenance"), t("nav.maintenance")),
      removeButton(name, () => remove(`printers/${part(name)}`).then(draw), t("settings.remove-printer"))));
}

function scannerRow(scanner, draw) {
  const { name } = scanner;
  const profile = async (file) => {
    await request("PUT", `scanners/${part(name)}/profile`, { body: file, type: "application/vnd.iccprofile" });
    toast(t("settings.profile-taken", { name }));
  };
  return h("li.card.stack.tight", { dataset: { scanner: name } }, h("h3", {}, name),
    h("p.quiet", {}, [scanner.model, scanner.info, scanner.location].filter(Boolean).join(" · ")), h("p.small", {}, h("code", {}, scanner.uri)),
    h("div.row", {}, changeButton(name, async () => (await editScanner(scanner)) && draw(), `change-scanner-${name}`),
      fileButton(t("settings.scanner-profile"), ".icc,.icm", profile, { label: t("settings.scanner-profile-of", { name }) }),
      removeButton(name, () => remove(`scanners/${part(name)}`).then(draw), t("settings.remove-scanner"))));
}

const section = (title, add, search, places) => h("section.stack", {}, h("div.row.apart", {}, h("h2", {}, title), h("div.row", {}, search.button, add)), search.place, places);

export async function open(root) {
  const printers = h("div");
  const scanners = h("div");
  const drawPrinters = async () => {
    const all = await get("printers");
    show(printers, all.length > 0 ? h("ul.plain.cards", {}, all.map((one) => printerRow(one, drawPrinters))) : nothing("print", t("settings.no-printers")));
  };
  const drawScanners = async () => {
    const all = await get("scanners?state=no");
    show(scanners, all.length > 0 ? h("ul.plain.cards", {}, all.map((one) => scannerRow(one, drawScanners))) : nothing("scan", t("settings.no-scanners")));
  };
  const addPrinter = async (device) => (await editPrinter(undefined, device)) && drawPrinters();
  const addScanner = async (device) => (await editScanner(undefined, device)) && drawScanners();
  show(root,
    section(t("settings.printers"), h("div.row", {}, h("a.button.primary", { href: "#/setup" }, icon("plus"), t("nav.setup")), act(t("settings.add-printer"), () => addPrinter(), { dataset: { key: "add-printer" } })),
      finder("printer-devices", (one) => found(one["make-and-model"] || one.model, one["device-uri"], one.why, () => addPrinter(one))), printers),
    section(t("settings.scanners"), act([icon("plus"), t("settings.add-scanner")], () => addScanner(), { class: "primary", dataset: { key: "add-scanner" } }),
      finder("scanner-devices", (one) => found(one["make-and-model"] || one.uri, one.uri, "", () => addScanner(one))), scanners));
  await Promise.all([drawPrinters(), drawScanners()]);
  const stop = [follow(["printer"], () => drawPrinters().catch(() => {})), follow(["scanner"], () => drawScanners().catch(() => {}))];
  return () => stop.forEach((end) => end());
}
