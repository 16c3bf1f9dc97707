// Departments that jobs count for, and how much people may print.
import { get, put } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { field } from "../../lib/form.js";
import { number as shown } from "../../lib/format.js";
import { t, word } from "../../lib/text.js";
import { askForm } from "../parts/ask.js";
import { check, choice, number, text } from "../parts/fields.js";
import { changeButton, listing, removeButton } from "../parts/page.js";

// "500-sheets-month"
function limitWords(limit) {
  const [most, count, period] = (limit ?? "").split("-");
  return period ? t(`settings.limit-${count}-${period}`, { n: shown(Number(most)) }) : t("settings.no-limit");
}

function limitFields(limit) {
  const [most = "", count = "sheets", period = "month"] = (limit ?? "").split("-");
  return h("fieldset", {}, h("legend", {}, t("settings.limit")), h("div.grid.three", {}, field(t("settings.most"), number("most", most, { min: 0, max: 1e9 }), { hint: t("settings.hint-most") }),
    field(t("settings.of"), choice("count", count, ["sheets", "sides"].map((one) => [one, word("limitCount", one)]))),
    field(t("settings.each"), choice("period", period, ["day", "week", "month"].map((one) => [one, word("limitPeriod", one)])))));
}
const limitOf = ({ most, count, period }) => (most === "" ? "" : `${most}-${count}-${period}`);

export async function open(root) {
  const places = { departments: h("section.stack"), users: h("section.stack") };
  show(root, places.departments, places.users);
  let book;
  // The book is sent as a whole: what others changed meanwhile is asked for first.
  const change = async (list, key, name, entry) => {
    const now = await get("accounts");
    const rest = now[list].filter((one) => one[key] !== name);
    await put("accounts", { ...now, [list]: entry ? [...rest, entry] : rest });
  };

  const editDepartment = async (one) => {
    const saved = await askForm({
      title: one ? t("parts.change-which", { name: one.name || one.number }) : t("settings.new-department"), send: t("parts.save"),
      content: [field(t("settings.number"), text("number", one?.number, { required: true, readonly: Boolean(one), pattern: "[0-9]{1,7}", inputmode: "numeric" }), { hint: t("settings.hint-number") }),
        field(t("parts.name"), text("name", one?.name)), limitFields(one?.limit),
        field(t("settings.pin"), text("pin", "", { type: "password", autocomplete: "new-password", minlength: 4, maxlength: 64 }), { hint: one?.pin ? t("settings.hint-pin-stays") : t("settings.hint-pin") }),
        one?.pin && check("no-pin", t("settings.no-pin"), false)],
      submit: async ({ number: id, name, pin, "no-pin": none, ...limit }) => {
        await change("departments", "number", id, { number: id, name, limit: limitOf(limit), pin: none ? false : pin || Boolean(one?.pin) });
        return true;
      },
    });
    if (saved) await draw();
  };
  const editUser = async (one) => {
    const saved = await askForm({
      title: one ? t("parts.change-which", { name: one.user }) : t("settings.new-quota"), send: t("parts.save"),
      content: [field(t("login.user"), text("user", one?.user, { required: true, readonly: Boolean(one) }), { hint: t("settings.hint-everybody") }), limitFields(one?.limit),
        field(t("settings.department"), choice("department", one?.department ?? "", [["", t("settings.no-department")], ...book.departments.map((each) => [each.number, `${each.number} ${each.name}`])]))],
      submit: async ({ user, department, ...limit }) => {
        await change("users", "user", user, { user, limit: limitOf(limit), department });
        return true;
      },
    });
    if (saved) await draw();
  };

  const draw = async () => {
    book = await get("accounts");
    listing(places.departments, { title: t("settings.departments"), words: t("settings.departments-words"), add: () => editDepartment(), addWords: t("settings.new-department"), picture: "user", none: t("settings.no-departments") },
      book.departments, (one) => h("li.card.row.apart", {}, h("div.grow", {}, h("strong", {}, `${one.number} ${one.name}`), h("p.quiet.small", {}, [limitWords(one.limit), one.pin ? t("settings.with-pin") : t("settings.without-pin")].join(" · "))),
        h("div.row", {}, changeButton(one.name || one.number, () => editDepartment(one), `department-${one.number}`), removeButton(one.name || one.number, () => change("departments", "number", one.number).then(draw), t("settings.remove-department")))), { list: "ul.plain.stack.tight" });
    listing(places.users, { title: t("settings.quotas"), words: t("settings.quotas-words"), add: () => editUser(), addWords: t("settings.new-quota"), picture: "user", none: t("settings.no-quotas") },
      book.users, (one) => h("li.card.row.apart", {}, h("div.grow", {}, h("strong", {}, one.user === "*" ? t("settings.everybody") : one.user), h("p.quiet.small", {}, [limitWords(one.limit), one.department && t("settings.in-department", { number: one.department })].filter(Boolean).join(" · "))),
        h("div.row", {}, changeButton(one.user, () => editUser(one), `quota-${one.user}`), removeButton(one.user, () => change("users", "user", one.user).then(draw)))), { list: "ul.plain.stack.tight" });
  };
  await draw();
}
