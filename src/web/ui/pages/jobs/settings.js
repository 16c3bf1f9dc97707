// The settings of a job as a form: what its printer has, in groups, with what the job was given.
import { h } from "../../lib/dom.js";
import { formDialog } from "../../lib/dialog.js";
import { field, select } from "../../lib/form.js";
import { t, word } from "../../lib/text.js";
import { optionText, valueText } from "./words.js";

const order = ["paper", "layout", "quality", "color", "finishing", "office", "job"];
// What has an action of its own, or is no setting of the document.
const elsewhere = /^job-hold-until|^job-delay-output|^media-col$|^overrides$/;

function control(option, value) {
  const name = option.name;
  if (!option.values?.length || (option.form && option.values.length === 1))
    return field(optionText(option), h("input", { name, value: value ?? option.default ?? "", placeholder: option.form ?? "", autocomplete: "off" }), { hint: option.form });
  const known = option.values.map((one) => [one, valueText(name, one)]);
  const now = value ?? option.default ?? "";
  if (now === "" || !option.values.includes(now)) known.unshift([now, now === "" ? t("jobs.asPrinter") : now]);
  return field(optionText(option), select(known, now, { name }));
}

function group(title, options, chosen, open) {
  const fields = h("div.option-fields", {}, options.map((option) => {
    const one = control(option, chosen[option.name]);
    one.control.before_ = one.control.value;
    one.control.addEventListener("input", () => one.classList.toggle("changed", one.control.value !== one.control.before_));
    return one;
  }));
  return h("details.option-group", { open }, h("summary", {}, title), fields);
}

// Only what was changed is sent.
function changes(form) {
  const options = {};
  for (const one of form.querySelectorAll("[name]")) if (one.value !== one.before_) options[one.name] = one.value;
  return options;
}

// Resolves to true when `send(options)` has done it.
export function askForSettings({ title, action, options, chosen, send }) {
  const shown = options.filter(({ name }) => !elsewhere.test(name));
  const groups = [...new Set([...order, ...shown.map((one) => one.group ?? "job")])];
  const filled = groups.map((name) => [name, shown.filter((one) => (one.group ?? "job") === name)]).filter(([, members]) => members.length > 0);
  const box = h("div", {}, filled.map(([name, members], number) => group(word("optionGroup", name), members, chosen, number === 0)));
  return formDialog(title, box, action, async () => {
    await send(changes(box));
    return true;
  }, { wide: true });
}
