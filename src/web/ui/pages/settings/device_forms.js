import { get, name as part, put } from "../../lib/api.js";
import { h } from "../../lib/dom.js";
import { field } from "../../lib/form.js";
import { t, word } from "../../lib/text.js";
import { askForm } from "../parts/ask.js";
import { checks, choice, text } from "../parts/fields.js";

// What a device calls itself, as a name that fits into an address.
const nameOf = (title = "") => title.toLowerCase().replace(/^canon\s+/, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60);

const common = (name, title, one) => [
  field(t("parts.name"), text("name", name, { required: true, maxlength: 127, readonly: Boolean(one) }), { hint: one ? undefined : t("settings.hint-name") }),
  field(t("settings.info"), text("info", title)),
  field(t("settings.location"), text("location", one?.["printer-location"] ?? one?.location)),
];

// Parts that a printer of the model may be without; the boxes of those that this one has not are checked.
function fittedParts(models, select, missing) {
  const place = h("div", {});
  const show = () => {
    const parts = models.find((one) => one.id === select.value)?.["optional-parts"] ?? [];
    place.replaceChildren(...(parts.length ? [checks(t("settings.not-fitted"), "not-fitted", parts.map((one) => [one.name, one.label]), missing)] : []));
  };
  select.addEventListener("change", show);
  show();
  return place;
}

// printer: as GET printers has it, to be changed; device: one that was found, to be added.
export async function editPrinter(printer, device) {
  const models = await get("models");
  const inbox = (protocol) => printer?.inboxes?.find((one) => one.protocol === protocol);
  const settings = printer ? await get(`printers/${part(printer["printer-name"])}/settings`) : undefined;
  const model = choice("model", printer?.model ?? device?.model ?? models[0]?.id, models.map((one) => [one.id, one.title ?? one.name]));
  return askForm({
    title: printer ? t("parts.change-which", { name: printer["printer-name"] }) : t("settings.add-printer"), send: printer ? t("parts.save") : t("settings.add"), wide: true,
    content: [
      h("div.grid", {}, common(printer?.["printer-name"] ?? nameOf(device?.["make-and-model"]), printer?.["printer-info"] ?? device?.["make-and-model"], printer),
        field(t("settings.model"), model)),
      fittedParts(models, model, settings?.["not-fitted"] ?? []),
      field(t("settings.address"), text("device-uri", printer?.["device-uri"] ?? device?.["device-uri"], { required: true, placeholder: "socket://192.0.2.10" }), { hint: t("settings.hint-address") }),
      field(t("settings.on-error"), choice("error-policy", printer?.["error-policy"] ?? "", ["", "retry-job", "hold-job", "abort-job", "stop-printer"].map((one) => [one, word("errorPolicy", one || "usual")]))),
      h("div.grid", {}, field(t("settings.raw-port"), text("raw-port", inbox("raw")?.port ?? 0, { type: "number", min: 0, max: 65535 })),
        field(t("settings.lpd"), choice("lpd", inbox("lpd") ? "yes" : "no", [["no", t("settings.no")], ["yes", t("settings.yes")]]))),
    ],
    submit: ({ name, "error-policy": policy, "raw-port": port, lpd, ...body }) =>
      put(`printers/${part(name)}`, { ...body, "raw-port": Number(port), lpd: lpd === "yes", ...(policy ? { "error-policy": policy } : {}) }).then(() => true),
  });
}

const scannerModels = ["canon-ir1020", "canon-ir1024"];
export function editScanner(scanner, device) {
  const title = device?.["make-and-model"];
  const guess = scannerModels.find((model) => title?.includes(model.slice(-4))) ?? "";
  return askForm({
    title: scanner ? t("parts.change-which", { name: scanner.name }) : t("settings.add-scanner"), send: scanner ? t("parts.save") : t("settings.add"), wide: true,
    content: [
      h("div.grid", {}, common(scanner?.name ?? nameOf(title), scanner?.info ?? title, scanner),
        field(t("settings.model"), choice("model", scanner?.model ?? guess, [["", t("settings.any-sane")], ...scannerModels.map((one) => [one, `Canon imageRUNNER ${one.slice(-4)}`])]))),
      field(t("settings.address"), text("uri", scanner?.uri ?? device?.uri, { required: true, placeholder: "bjnp://192.0.2.30" }), { hint: t("settings.hint-scanner") }),
    ],
    submit: ({ name, ...body }) => put(`scanners/${part(name)}`, body).then(() => true),
  });
}
