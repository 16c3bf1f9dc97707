// Settings that somebody chooses one by one: each a row that can be taken away again.
import { h, newId, show } from "../../lib/dom.js";
import { select } from "../../lib/form.js";
import { icon } from "../../lib/icons.js";
import { t, word } from "../../lib/text.js";
import { optionWords, valueWords } from "./models.js";

// What makes no sense under a name that is used again and again.
const notOfRecipes = new Set(["recipe", "page-ranges", "overrides", "job-name", "media-col", "job-hold-until", "job-hold-until-time", "job-delay-output-until", "job-delay-output-until-time", "pin", "job-password"]);
const groups = ["paper", "quality", "color", "layout", "finishing", "office", "job"];
const usual = ["paper", "media-type", "media", "print-quality"];

// A few words in a list mean a form, not choices: "a length such as 10mm".
const isForm = (values) => values?.length === 1 && /\s/.test(values[0]) && values[0].length > 24;

function control(option, value, labels) {
  const more = { "aria-label": optionWords(option.name), dataset: { option: option.name } };
  if (option.values && !isForm(option.values)) {
    const words = (one) => (["media-type", "paper"].includes(option.name) ? labels.get(one) : undefined) ?? valueWords(option.name, one);
    const known = value === "" || value === undefined || option.values.includes(value);
    return select([...(known ? [] : [[value, value]]), ...option.values.map((one) => [one, words(one)])], value || option.default, more);
  }
  return h("input", { value: value ?? "", placeholder: option.form ?? option.values?.[0] ?? "", ...more });
}

// known: GET printers/NAME/options. `options()`: what the rows say.
export function settingsEditor(known, options, labels) {
  // A printer's papers are a member of media-col, and have a name of their own beside it.
  if (!known.some(({ name }) => name === "media-type") && labels.size > 0) known = [{ name: "media-type", group: "paper", values: [...labels.keys()] }, ...known];
  const byName = new Map(known.map((option) => [option.name, option]));
  const chosen = new Map(Object.entries(options));
  const rows = h("div.stack.tight");
  const adder = h("div");
  const read = () => {
    for (const one of rows.querySelectorAll("[data-option]")) chosen.set(one.dataset.option, one.value.trim());
  };
  const drop = (name) => {
    read();
    chosen.delete(name);
    draw();
    adder.querySelector("select").focus();
  };
  const row = (name) => h("div.setting", {}, h("span.strong", { "aria-hidden": "true" }, optionWords(name)),
    control(byName.get(name) ?? { name }, chosen.get(name), labels),
    h("button.bare.round", { type: "button", "aria-label": t("parts.remove-which", { name: optionWords(name) }), onclick: () => drop(name) }, icon("trash")));
  const add = (name) => {
    read();
    chosen.set(name, byName.get(name).default ?? "");
    draw();
    rows.querySelector(`[data-option="${CSS.escape(name)}"]`)?.focus();
  };
  const draw = () => {
    show(rows, [...chosen.keys()].map(row));
    const left = known.filter(({ name }) => !chosen.has(name) && !notOfRecipes.has(name));
    const of = (group) => left.filter((option) => (option.group ?? "job") === group).sort((a, b) => usual.indexOf(b.name) - usual.indexOf(a.name));
    const id = newId("add");
    show(adder, h("div.field", {}, h("label", { for: id }, t("library.add-setting")), h("select", { id, onchange: (event) => event.target.value && add(event.target.value) },
      h("option", { value: "" }, t("library.choose-setting")),
      groups.filter((group) => of(group).length > 0).map((group) => h("optgroup", { label: word("optionGroup", group) }, of(group).map(({ name }) => h("option", { value: name }, optionWords(name))))))));
  };
  draw();
  return {
    element: h("fieldset.card.group", {}, h("legend", {}, t("library.settings")), rows, adder),
    options() {
      read();
      return Object.fromEntries([...chosen].filter(([, value]) => value !== ""));
    },
  };
}
