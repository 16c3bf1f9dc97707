// The settings of a printer, as people know them: which lie at hand, in which group, and what they and
// their values are called. The printer says which there are (GET printers/NAME/options).
import { media } from "../../lib/format.js";
import { knownWord } from "../../lib/text.js";

// A printer's own settings have its maker's name before them: "canon-toner-save".
export const plainName = (name) => name.replace(/^canon-/, "");

// What people change: [group, [settings]]; all others are behind "All settings".
export const groups = [
  ["paper", ["media", "media-type", "media-source", "borderless"]],
  ["copies", ["copies", "sides", "multiple-document-handling", "page-ranges"]],
  ["quality", ["print-color-mode", "print-quality", "icc-profile", "print-rendering-intent", "black-and-white", "sharpening", "toner-save"]],
  ["layout", ["print-scaling", "orientation-requested", "number-up", "page-border", "imposition-template", "poster"]],
  ["picture", ["image-width", "image-height", "image-rotation", "border-width", "mat-width", "image-caption", "contact-sheet", "image-package"]],
  ["office", ["job-sheets", "front-cover", "back-cover", "slip-sheets", "page-header", "page-footer", "watermark", "stamp", "page-underlay"]],
];

// What has a place of its own on the page, or says nothing about the print.
export const elsewhere = new Set(["recipe", "job-name", "requesting-user-name", "job-password", "job-hold-until", "job-hold-until-time", "job-account-id", "image-crop"]);

// Those that only pictures know.
export const ofPictures = new Set(["image-width", "image-height", "image-rotation", "image-crop", "border-width", "mat-width", "image-caption", "contact-sheet", "image-package", "sharpening"]);

// What the printer lists as the only value of a setting with a form: words about it.
const isForm = (values) => values.length === 1 && /^(a|the|an|sizes|white,|auto or|auto,|none,) |^(LEFT|ROWS)/.test(values[0]);

// As the page has them: forms are no values, bounds are no sizes, letterheads have names.
export function tidied(options, { letterheads = [] } = {}) {
  const names = letterheads.map((one) => one.name ?? one);
  return options.filter((option) => !["media-col", "media-overprint"].includes(option.name)).map((option) => {
    const { values = [] } = option;
    if (/^(canon-)?page-(under|over)lay$/.test(option.name)) return { ...option, values: names, form: "" };
    if (isForm(values)) return { ...option, values: [], form: values[0] };
    if (option.name === "media") return { ...option, values: values.filter((value) => !/^custom_(min|max)_/.test(value)) };
    return option;
  }).filter((option) => option.values?.length > 0 || !/^(canon-)?page-(under|over)lay$/.test(option.name));
}

export const labelOf = (option) => knownWord("printSetting", plainName(option.name)) ?? option.label ?? option.name;

export function wordOf(option, value) {
  const name = plainName(option.name);
  if (name === "media") return media(value);
  return knownWord("printSettingValue", `${name}=${value}`) ?? knownWord("printSettingValue", value)
    ?? (name.endsWith("source") ? knownWord("source", value) : undefined)
    ?? (name === "media-type" ? paperWord(value) : readable(value));
}

export const paperWord = (value) => readable(knownWord("paper", value) ?? value);

// "canon-pro-platinum" -> "Pro platinum"
export function readable(value) {
  const text = plainName(String(value));
  if (!/^[a-z][a-z0-9 -]*$/.test(text)) return text;
  const words = text.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// Whether a message of the server speaks of this setting.
export function isNamed(option, message) {
  const escaped = plainName(option.name).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(^|[^a-z-])(canon-)?${escaped}(?![a-z0-9-])`).test(message);
}

// Two values, "off" and "on": a box to tick.
export const isSwitch = (option) => option.values?.length === 2 && option.values.includes("on") && option.values.includes("off");
