// The settings of the job: at hand, in groups; the rest behind "All settings", where they are found by
// their words and by their IPP names.
import { h, newId, show } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/text.js";
import { elsewhere, groups, isNamed, isSwitch, labelOf, ofPictures, plainName, wordOf } from "./catalogue.js";

const examples = { "page-ranges": "1-3,5", poster: "2x2", "contact-sheet": "4x3", "border-color": "#RRGGBB", "mat-color": "#RRGGBB" };

// change(name, value): a setting by its name; undefined: it is not set.
export class SettingsForm {
  constructor(change) {
    this.change = change;
    this.fields = new Map(); // by name of the setting: [{element, ...}]
    this.element = h("div.stack.settings");
    this.problem = h("div");
  }

  // Draws it for a printer; `values` are what was chosen, `recipe` what a recipe says beside it.
  draw({ options, values, recipe = {}, loaded = [], pictures }) {
    Object.assign(this, { options, values, recipe, loaded });
    this.fields.clear();
    const byName = new Map(options.map((option) => [plainName(option.name), option]));
    const at = new Set([...this.element.querySelectorAll("details[open]")].map((one) => one.dataset.group));
    const first = at.size === 0 && !this.drawn;
    this.drawn = true;
    const shown = (name) => byName.has(name) && (byName.get(name).values?.length ?? 2) !== 1 && (pictures || !ofPictures.has(name));
    const group = ([name, all]) => {
      const there = all.filter(shown);
      if (there.length === 0) return null;
      return this.group(name, t(`print.group.${name}`), there.map((one) => this.field(byName.get(one))), first ? ["paper", "copies"].includes(name) : at.has(name));
    };
    show(this.element, this.problem, groups.map(group), this.all(options, at.has("all")));
    this.mark();
  }

  group(name, title, content, open) {
    const count = h("span.group-changed.small");
    const box = h("details.group", { open, dataset: { group: name } }, h("summary", {}, h("h2", {}, title), count, icon("down")), h("div.group-fields", {}, content));
    box.count = count;
    return box;
  }

  valueOf(option) {
    return this.values[option.name] ?? "";
  }
  // What counts where nothing was chosen.
  standing(option) {
    return this.recipe[option.name] ?? this.recipe[plainName(option.name)] ?? option.default ?? "";
  }

  set(option, value) {
    const text = String(value).trim();
    const same = text === "" || text === String(this.standing(option));
    this.change(option.name, same ? undefined : text);
    this.mark();
  }

  field(option, { names = false } = {}) {
    const id = newId("setting");
    const control = this.control(option, id);
    const problem = h("span.problem.small", { id: `${id}-problem`, role: "alert" });
    (control.matches("input, select") ? control : control.querySelector("input")).setAttribute("aria-describedby", problem.id);
    const code = names ? h("code.quiet.small", {}, option.name) : null;
    const element = isSwitch(option)
      ? h("div.field.setting", {}, h("label.check", { for: id }, control, h("span", {}, labelOf(option))), code, problem)
      : h("div.field.setting", {}, h("label", { for: id }, labelOf(option)), code, control, problem);
    element.title = option.name;
    element.dataset.setting = plainName(option.name);
    const kept = this.fields.get(option.name) ?? [];
    this.fields.set(option.name, [...kept, { option, element, control, problem }]);
    return element;
  }

  control(option, id) {
    const chosen = this.valueOf(option);
    if (isSwitch(option))
      return h("input", { id, type: "checkbox", checked: (chosen || this.standing(option)) === "on", onchange: (event) => this.set(option, event.target.checked ? "on" : "off") });
    if (option.values?.length > 0) return this.list(option, id, chosen || this.standing(option));
    const number = /^\d+\.\.\d+$/.test(option.form ?? "");
    const [least, most] = number ? option.form.split("..") : [];
    let waiting;
    const send = (event) => this.set(option, event.target.value);
    return h("input", {
      id, type: number ? "number" : "text", min: least, max: most, inputmode: number ? "numeric" : null, value: number ? chosen || this.standing(option) : chosen, autocomplete: "off", maxlength: number ? null : 2000,
      placeholder: this.standing(option) || (number ? null : examples[plainName(option.name)] ?? shortForm(option.form)), title: option.form ?? null,
      oninput: (event) => {
        clearTimeout(waiting);
        waiting = setTimeout(send, 600, event);
      },
      onchange: (event) => {
        clearTimeout(waiting);
        send(event);
      },
    });
  }

  list(option, id, chosen) {
    const one = (value) => h("option", { value, selected: value === chosen }, wordOf(option, value));
    const values = option.values.includes(chosen) || chosen === "" ? option.values : [chosen, ...option.values];
    const none = option.default === undefined || option.default === "" ? h("option", { value: "", selected: chosen === "" }, t("print.open")) : null;
    const loaded = plainName(option.name) === "media" ? values.filter((value) => this.loaded.some((tray) => tray.size === value)) : [];
    const content = loaded.length > 0
      ? [none, h("optgroup", { label: t("print.loaded") }, loaded.map(one)), h("optgroup", { label: t("print.notLoaded") }, values.filter((value) => !loaded.includes(value)).map(one))]
      : [none, values.map(one)];
    return h("select", { id, onchange: (event) => this.set(option, event.target.value) }, content);
  }

  // All of them, with a search over words and names.
  all(options, open) {
    const list = h("div.group-fields");
    const rest = options.filter((option) => !elsewhere.has(plainName(option.name)));
    let made;
    const fill = () => {
      if (made) return;
      made = rest.map((option) => ({ option, element: this.field(option, { names: true }) }));
      show(list, made.map(({ element }) => element));
      this.mark();
    };
    const none = h("p.quiet.small", { hidden: true }, t("print.noSetting"));
    const find = (event) => {
      const wanted = event.target.value.trim().toLowerCase();
      fill();
      let found = 0;
      for (const { option, element } of made) {
        const words = `${option.name} ${labelOf(option)} ${option.label} ${(option.values ?? []).map((value) => wordOf(option, value)).join(" ")}`.toLowerCase();
        element.hidden = !words.includes(wanted);
        found += element.hidden ? 0 : 1;
      }
      none.hidden = found > 0;
    };
    const search = h("input", { type: "search", "aria-label": t("print.findSetting"), placeholder: t("print.findSetting"), oninput: find });
    const box = this.group("all", t("print.all"), [search, none, list], open);
    if (open) fill();
    box.addEventListener("toggle", () => box.open && fill());
    return box;
  }

  // Which settings are not the printer's own, for each group.
  mark() {
    for (const fields of this.fields.values())
      for (const { option, element } of fields) element.classList.toggle("changed", option.name in this.values);
    for (const box of this.element.querySelectorAll("details.group")) {
      const count = box.dataset.group === "all" ? Object.keys(this.values).length : box.querySelectorAll(".setting.changed").length;
      box.count.textContent = count > 0 ? t("print.changed", { n: count }) : "";
    }
  }

  // What does not go together, where it was chosen; "" takes it back.
  fail(message) {
    let named = false;
    for (const fields of this.fields.values())
      for (const { option, control, problem } of fields) {
        const here = message !== "" && option.name in this.values && isNamed(option, message);
        problem.textContent = here ? message : "";
        if (here) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
        if (here) problem.closest("details").open = named = true;
      }
    return named;
  }
}

// The first of the examples that the server gives for a form.
function shortForm(form = "") {
  const [, example] = /such as ([^,;]+)/.exec(form) ?? [];
  return example ?? null;
}
