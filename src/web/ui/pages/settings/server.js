// The server's settings, section by section. What platen.toml says is shown, and cannot be changed here.
import { get, put } from "../../lib/api.js";
import { h, newId, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { icon } from "../../lib/icons.js";
import { note } from "../../lib/states.js";
import { knownWord, t, word } from "../../lib/text.js";
import { attempt, toast } from "../../lib/toast.js";
import { act, nothing } from "../parts/page.js";

const shown = (value) => (Array.isArray(value) ? value.join(", ") : typeof value === "boolean" ? word("settingValue", String(value)) : String(value ?? ""));
const isList = (setting) => setting.type === "list" || Array.isArray(setting.default);
const isNumber = (setting) => ["number", "integer", "int"].includes(setting.type);
const isFlag = (setting) => ["bool", "boolean"].includes(setting.type);

function control(setting, id) {
  const more = { id, disabled: setting.source === "file", name: setting.key, "aria-describedby": `${id}-hint` };
  if (isFlag(setting)) return h("input", { type: "checkbox", checked: Boolean(setting.value), ...more });
  if (setting.values?.length > 0) return h("select", more, setting.values.map((one) => h("option", { value: one, selected: one === setting.value }, word("settingValue", one))));
  return h("input", { type: isNumber(setting) ? "number" : "text", min: setting.least, max: setting.most, value: shown(setting.value), ...more });
}

// The value that a control says, as the server wants it.
function valueOf(setting, element) {
  if (isFlag(setting)) return element.checked;
  const text = element.value.trim();
  if (isNumber(setting)) return text === "" ? null : Number(text);
  return isList(setting) ? text.split(/[,;]\s*/).filter(Boolean) : text;
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function row(setting, draw) {
  const id = newId("setting");
  const element = control(setting, id);
  const label = knownWord("setting", setting.key) ?? setting.key;
  const hints = [knownWord("settingHint", setting.key), t("settings.usual", { value: shown(setting.default) || t("settings.nothing") }),
    setting.source === "file" && t("settings.from-file"), setting.restart && t("settings.at-restart")].filter(Boolean);
  element.dataset.key = setting.key;
  return h("div.setting-row", { dataset: { setting: setting.key } },
    h("div", {}, h("label", { for: id }, label), h("p.quiet.small", { id: `${id}-hint` }, hints.join(" · ")), h("code.quiet.small", {}, setting.key)),
    h("div.row.apart", {}, h("div.grow", {}, element), setting.source === "app" && act(icon("back"), () => put("settings", { [setting.key]: null }).then(draw), { class: "bare round", "aria-label": t("settings.back-to-usual", { name: label }), title: t("settings.back-to-usual", { name: label }) })));
}

export async function open(root) {
  const place = h("div.stack");
  let settings = [];
  const problem = h("p.problem", { role: "alert" });

  const changed = () => Object.fromEntries(settings.filter((one) => one.source !== "file").map((one) => [one, place.querySelector(`[name="${CSS.escape(one.key)}"]`)])
    .filter(([one, element]) => element && !same(valueOf(one, element), one.value)).map(([one, element]) => [one.key, valueOf(one, element)]));

  const save = async () => {
    const change = changed();
    problem.textContent = "";
    if (Object.keys(change).length === 0) return toast(t("settings.nothing-changed"));
    const restart = settings.some((one) => one.key in change && one.restart);
    if (!(await attempt(() => put("settings", change), restart ? t("settings.saved-restart") : t("parts.saved")))) return undefined;
    return draw();
  };

  const draw = async () => {
    settings = await get("settings");
    const sections = [...new Set(settings.map((one) => one.section))];
    const waiting = settings.some((one) => one.pending);
    show(place, waiting && note("warn", t("settings.waits-for-restart")), settings.length === 0 && nothing("settings", t("settings.no-settings")),
      sections.map((section) => h("section.card.stack.tight", { "aria-label": word("settingSection", section) }, h("h2", {}, word("settingSection", section)),
        settings.filter((one) => one.section === section && !same(one.type, "certificate")).map((one) => row(one, draw)))));
  };
  const form = h("form.stack", { onsubmit: (event) => { event.preventDefault(); save(); } }, h("p.quiet", {}, t("settings.server-words")), place, problem,
    h("div.save-bar", {}, h("button.primary", { dataset: { key: "save" } }, icon("check"), t("parts.save"))));
  show(root, form);
  await draw();
  // What is being typed is not overwritten by what somebody else has changed meanwhile.
  return follow(["settings"], () => Object.keys(changed()).length === 0 && !place.contains(document.activeElement) && draw().catch(() => {}));
}
