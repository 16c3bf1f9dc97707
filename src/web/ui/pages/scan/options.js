// The settings of a scan as a form, and in words. Names and values are those of `platen scan -o`.
import { h } from "../../lib/dom.js";
import { field } from "../../lib/form.js";
import { t, word } from "../../lib/text.js";
import { check, checks, choice, number, text, values } from "../parts/fields.js";

const onOff = ["auto", "true", "false"];
const rows = [
  { name: "input-source", group: "from", kind: "choice", usual: "auto", values: ["auto", "platen", "adf"] },
  { name: "input-sides", group: "from", kind: "choice", usual: "one-sided", values: ["one-sided", "two-sided-long-edge"] },
  { name: "input-resolution", group: "from", kind: "choice", usual: "300dpi", values: ["75dpi", "150dpi", "300dpi", "600dpi"] },
  { name: "input-color-mode", group: "from", kind: "choice", usual: "color", values: ["auto", "color", "monochrome", "bi-level"] },
  { name: "input-media", group: "from", kind: "choice", usual: "", values: ["", "iso_a4_210x297mm", "iso_a5_148x210mm", "jis_b5_182x257mm", "na_letter_8.5x11in", "na_legal_8.5x14in"] },
  { name: "flip-stack", group: "from", kind: "check", usual: "false" },
  { name: "input-brightness", group: "more", kind: "number", usual: "0", least: -100, most: 100 },
  { name: "input-contrast", group: "more", kind: "number", usual: "0", least: -100, most: 100 },
  { name: "input-threshold", group: "more", kind: "text", usual: "auto" },
  { name: "deskew", group: "clean", kind: "choice", usual: "auto", values: onOff },
  { name: "crop", group: "clean", kind: "choice", usual: "auto", values: onOff },
  { name: "whiten-background", group: "clean", kind: "choice", usual: "auto", values: onOff },
  { name: "remove-edge-shadows", group: "clean", kind: "choice", usual: "auto", values: onOff },
  { name: "orientation", group: "clean", kind: "choice", usual: "false", values: onOff },
  { name: "drop-blank-pages", group: "clean", kind: "choice", usual: "false", values: onOff },
  { name: "format", group: "file", kind: "choice", usual: "pdf", values: ["pdf", "pdfa", "tiff", "jpeg", "png"] },
  { name: "file-name", group: "file", kind: "text", usual: "{date} {time}" },
  { name: "text", group: "file", kind: "check", usual: "false" },
  { name: "languages", group: "file", kind: "text", usual: "" },
  { name: "title", group: "file-more", kind: "text", usual: "" },
  { name: "author", group: "file-more", kind: "text", usual: "" },
  { name: "jpeg-quality", group: "file-more", kind: "number", usual: "80", least: 1, most: 100 },
  { name: "lossless", group: "file-more", kind: "check", usual: "false" },
  { name: "pages-per-file", group: "file-more", kind: "number", usual: "0", least: 0, most: 100000 },
  { name: "bytes-per-file", group: "file-more", kind: "text", usual: "0" },
];

const valueWords = (row, value) => (value === "" ? t("scan.whole") : row.name === "input-resolution" ? value.replace("dpi", " dpi") : word("scanValue", value));
const label = (name) => word("scanOption", name);

// What this scanner cannot do is not offered.
function offered(row, scanner) {
  const sources = [scanner?.platen, scanner?.adf].filter(Boolean);
  if (sources.length === 0) return row.values;
  if (row.name === "input-resolution") return row.values.filter((one) => sources.some(({ resolutions }) => resolutions.includes(parseInt(one, 10))));
  if (row.name === "input-source") return row.values.filter((one) => one === "auto" || scanner[one]);
  if (row.name === "input-sides" && !scanner["adf-two-sided"]) return ["one-sided"];
  return row.values;
}

function control(row, options, scanner) {
  const value = options[row.name] ?? row.usual;
  const hint = row.name in hints ? t(hints[row.name]) : undefined;
  if (row.kind === "check") return check(row.name, label(row.name), value === "true", { hint });
  if (row.kind === "choice") return field(label(row.name), choice(row.name, value, offered(row, scanner).map((one) => [one, valueWords(row, one)])), { hint });
  if (row.kind === "number") return field(label(row.name), number(row.name, value, { min: row.least, max: row.most }), { hint });
  return field(label(row.name), text(row.name, value, { placeholder: row.usual }), { hint });
}

const hints = {
  "file-name": "scan.hint-name", languages: "scan.hint-languages", "bytes-per-file": "scan.hint-bytes",
  "pages-per-file": "scan.hint-pages", "flip-stack": "scan.hint-flip", "input-threshold": "scan.hint-threshold",
};

const groupOf = (group, options, scanner) => rows.filter((row) => row.group === group).map((row) => control(row, options, scanner));
const listOf = (options, name) => (options[name] ?? "").split(",").filter(Boolean);

// Where the file goes: destinations by name, and whoever gets it by mail.
function destinationFields(options, { destinations, contacts }) {
  const chosen = listOf(options, "to");
  const names = [...new Set([...destinations.map(({ name }) => name), ...chosen])];
  const mails = destinations.some(({ kind }) => kind === "mail") && contacts.length > 0;
  return h("fieldset.card.group", {}, h("legend", {}, t("scan.group-to")),
    names.length > 0 ? checks(t("scan.to"), "to", names.map((name) => [name, name]), chosen) : h("p.quiet.small", {}, t("scan.no-destinations")),
    mails && field(t("scan.mail-to"), text("mail-to", options["mail-to"] ?? "", { list: "scan-contacts" }), { hint: t("scan.hint-mail") }),
    mails && h("datalist", { id: "scan-contacts" }, contacts.map(({ name }) => h("option", { value: name }))));
}

const group = (name, fields) => h("fieldset.card.group", {}, h("legend", {}, t(`scan.group-${name}`)), h("div.grid", {}, fields));
const more = (fields) => h("details", {}, h("summary", {}, t("scan.more")), h("div.grid", {}, fields));

// `lists`: {destinations, contacts}; `only`: "file" for a scan whose pages are there.
export function optionFields(options, lists, { scanner, only } = {}) {
  const file = h("fieldset.card.group", {}, h("legend", {}, t("scan.group-file")), h("div.grid", {}, groupOf("file", options)), more(groupOf("file-more", options)));
  if (only === "file") return [file, destinationFields(options, lists)];
  return [
    group("from", groupOf("from", options, scanner)),
    h("fieldset.card.group", {}, h("legend", {}, t("scan.group-clean")), h("div.grid", {}, groupOf("clean", options)), more(groupOf("more", options))),
    file, destinationFields(options, lists),
  ];
}

// What the form says, as far as it differs from the usual; `all`: with the usual too.
export function optionsOf(form, { all = false } = {}) {
  const typed = values(form);
  const options = {};
  for (const { name, usual } of rows) {
    if (!(name in typed)) continue;
    const value = String(typed[name]) || usual;
    if ((all && value !== "") || value !== usual) options[name] = value;
  }
  for (const name of ["to", "mail-to"]) {
    const value = Array.isArray(typed[name]) ? typed[name].join(",") : typed[name];
    if (value || (all && value !== undefined && name === "to")) options[name] = value;
  }
  return options;
}

// "Both sides · 300 dpi · PDF/A · to Archive": a recipe in words.
export function inWords(options) {
  const said = [];
  for (const row of rows) {
    const value = options[row.name];
    if (value === undefined || value === row.usual || ["title", "author"].includes(row.name)) continue;
    if (row.kind === "choice" && !onOff.includes(value)) said.push(valueWords(row, value));
    else if (value === "false") said.push(t("scan.without", { what: label(row.name) }));
    else if (row.kind === "check" || onOff.includes(value)) said.push(label(row.name));
    else said.push(`${label(row.name)}: ${value}`);
  }
  if (!("format" in options)) said.push(word("scanValue", "pdf"));
  for (const to of listOf(options, "to")) said.push(`→ ${to}`);
  return said.join(" · ");
}
