// What is filled in, with its label, hint and error where assistive technology finds them.
import { h, newId } from "./dom.js";

// field("Name", h("input"), {hint: "...", error: "..."}): a labelled control. `field.fail(text)` shows an
// error beside it and moves the focus there; fail("") takes it back.
export function field(label, control, { hint, error } = {}) {
  control.id ||= newId("field");
  const hintLine = hint ? h("span.hint", { id: `${control.id}-hint` }, hint) : null;
  const errorLine = h("span.problem", { id: `${control.id}-error`, role: "alert" });
  const box = h("div.field", {}, h("label", { for: control.id }, label), control, hintLine, errorLine);
  control.setAttribute("aria-describedby", [hintLine?.id, errorLine.id].filter(Boolean).join(" "));
  box.control = control;
  box.fail = (text) => {
    errorLine.textContent = text;
    if (text) {
      control.setAttribute("aria-invalid", "true");
      control.focus();
    } else control.removeAttribute("aria-invalid");
  };
  control.addEventListener("input", () => control.hasAttribute("aria-invalid") && box.fail(""));
  if (error) queueMicrotask(() => box.fail(error));
  return box;
}

// select({a: "A", b: "B"} or [["a", "A"], ...], chosen, {onchange})
export function select(choices, chosen, attributes = {}) {
  const pairs = Array.isArray(choices) ? choices : Object.entries(choices);
  return h("select", attributes, pairs.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
}

// A box to tick, with its words beside it. `.control` is the input.
export function check(label, checked, attributes = {}) {
  const control = h("input", { type: "checkbox", checked, ...attributes });
  const box = h("label.check", {}, control, h("span", {}, label));
  box.control = control;
  return box;
}

// A few choices side by side: choices("Theme", {light: "Light", dark: "Dark"}, "light", (value) => ...)
export function choices(label, options, chosen, change, { hideLabel = false, column = false } = {}) {
  const name = newId("choice");
  return h("fieldset", {},
    h(hideLabel ? "legend.unseen" : "legend", {}, label),
    h(column ? "div.choices.column" : "div.choices", {}, Object.entries(options).map(([value, text]) =>
      h("label", {}, h("input", { type: "radio", name, value, checked: value === chosen, onchange: () => change(value) }), text))));
}

// {name: value} of the named controls in an element.
export function valuesOf(element) {
  const values = {};
  for (const control of element.querySelectorAll("[name]")) {
    if (control.type === "radio" && !control.checked) continue;
    values[control.name] = control.type === "checkbox" ? control.checked : control.value;
  }
  return values;
}
