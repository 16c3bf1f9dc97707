// Controls of forms by their names, and what was typed into them.
import { h } from "../../lib/dom.js";
import { select } from "../../lib/form.js";

export const text = (name, value = "", more = {}) => h("input", { name, value: value ?? "", autocomplete: "off", ...more });
export const number = (name, value, more = {}) => text(name, value, { type: "number", ...more });
export const area = (name, value = "", more = {}) => h("textarea", { name, value: value ?? "", rows: 3, ...more });

// options: [[value, words], ...]. A value that is none of them stays as it is.
export function choice(name, value, options, more = {}) {
  const known = value === undefined || value === null || options.some(([one]) => String(one) === String(value));
  return select(known ? options : [[value, String(value)], ...options], value, { name, ...more });
}

const box = (words, checked, more) => h("label.check", {}, h("input", { type: "checkbox", checked: Boolean(checked), ...more }), h("span", {}, words));

export function check(name, label, checked, { hint, ...more } = {}) {
  return h("div", {}, box(label, checked, { name, ...more }), hint && h("p.quiet.small", {}, hint));
}

// Several of these, each with a box of its own: values() gives the names of those that are checked.
export function checks(legend, name, options, chosen, more = {}) {
  return h("fieldset.checks", { dataset: { list: name } }, h("legend", {}, legend),
    h("div.row", {}, options.map(([value, words]) => box(words, chosen.includes(value), { name, value, ...more }))));
}

// {name: text}; a box is true or false, a fieldset of checks() a list.
export function values(form) {
  const all = {};
  for (const list of form.querySelectorAll("[data-list]")) all[list.dataset.list] = [];
  for (const one of form.querySelectorAll("input[name], select[name], textarea[name]")) {
    if (one.closest("[data-list]")) one.checked && all[one.name].push(one.value);
    else if (one.type === "checkbox") all[one.name] = one.checked;
    else if (one.type === "radio") one.checked && (all[one.name] = one.value);
    else all[one.name] = one.type === "password" ? one.value : one.value.trim();
  }
  return all;
}
