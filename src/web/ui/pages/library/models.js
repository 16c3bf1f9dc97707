// Which printers there are for a model, what they take, and settings in words.
import { get, name as part } from "../../lib/api.js";
import { media } from "../../lib/format.js";
import { knownWord, t, word } from "../../lib/text.js";

export async function printersByModel() {
  const printers = await get("printers");
  const models = new Map();
  for (const printer of printers) if (printer.model && !models.has(printer.model)) models.set(printer.model, printer);
  return models;
}

export const modelName = (models, model) => models.get(model)?.["printer-make-and-model"] ?? model;

const asked = new Map(); // options change only with the printer's model
export function optionsOfPrinter(printer) {
  if (!asked.has(printer)) asked.set(printer, get(`printers/${part(printer)}/options`).catch((error) => (asked.delete(printer), Promise.reject(error))));
  return asked.get(printer);
}

export const optionWords = (name) => knownWord("printSetting", name) ?? word("printSetting", name.replace(/^canon-/, ""));
export function valueWords(name, value) {
  if (name === "media") return media(value);
  if (name === "printer-resolution") return value.replace("dpi", " dpi");
  if (name === "number-up") return t("library.up", { n: Number(value) || 0 });
  return knownWord("printSettingValue", `${name}=${value}`) ?? knownWord("printSettingValue", value) ?? String(value).replace(/^canon-/, "").replaceAll("-", " ");
}

// "Photo Paper Pro Luster · A3 · High": media types by the names that people gave them.
export function inWords(options, labels = new Map()) {
  return Object.entries(options).map(([name, value]) => {
    if (["media-type", "paper"].includes(name)) return labels.get(value) ?? valueWords(name, value);
    if (["media", "print-quality", "print-color-mode", "sides", "printer-resolution", "number-up"].includes(name)) return valueWords(name, value);
    return `${optionWords(name)}: ${valueWords(name, value)}`;
  }).join(" · ");
}

export const labelsOf = (library, model) => new Map([...(library.media ?? []), ...library.papers].filter((one) => one.model === model).map((one) => [one.name, one.label || one.name]));
