// Departments that jobs count for, and how much people may print.
import { get, put } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
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
const limitOf = ({ most, count, period }) => (most === "" ? null : `${most}-${count}-${period}`);

export async function open(root) {
  const places = { departments: h("section.stack"), users: h("section.stack") };
  show(root, places.departments, places.users);
  let book;
  // null removes it.
  const change = (list, name, entry = null) => put("accounts", { [list]: { [name]: entry } }).then(() => true);

  const editDepartment = async (one) => {
    const saved = await askForm({
      title: one ? t("parts.change-which", { name: one.name || one.id }) : t("settings.new-department"), send: t("parts.save"),
      content: [field(t("settings.number"), text("id", one?.id, { required: true, readonly: Boolean(one), pattern: "[0-9]{1,7}", inputmode: "numeric" }), { hint: t("settings.hint-number") }),
        field(t("parts.name"), text("name", one?.name)), limitFields(one?.allowance),
        field(t("settings.pin"), text("pin", "", { type: "password", autocomplete: "new-password", minlength: 4, maxlength: 64 }), { hint: one?.pin ? t("settings.hint-pin-stays") : t("settings.hint-pin") }),
        one?.pin && check("no-pin", t("settings.no-pin"), false)],
      submit: ({ id, name, pin, "no-pin": none, ...limit }) => change("departments", id, { name, allowance: limitOf(limit), ...(none ? { pin: null } : pin ? { pin } : {}) }),
    });
    if (saved) await draw();
  };
  const editUser = async (one) => {
    const saved = await askForm({
      title: one ? t("parts.change-which", { name: one.user }) : t("settings.new-quota"), send: t("parts.save"),
      content: [field(t("login.user"), text("user", one?.user, { required: true, readonly: Boolean(one) }), { hint: t("settings.hint-everybody") }), limitFields(one?.allowance),
        field(t("settings.department"), choice("department", one?.department ?? "", [["", t("settings.no-department")], ...book.departments.map((each) => [each.id, `${each.id} ${each.name}`])]))],
      submit: ({ user, department, ...limit }) => change("users", user, { allowance: limitOf(limit), department: department || null }),
    });
    if (saved) await draw();
  };

  const draw = async () => {
    book = await get("accounts");
    listing(places.departments, { title: t("settings.departments"), words: t("settings.departments-words"), add: () => editDepartment(), addWords: t("settings.new-department"), picture: "user", none: t("settings.no-departments") },
      book.departments, (one) => h("li.card.row.apart", {}, h("div.grow", {}, h("strong", {}, `${one.id} ${one.name}`), h("p.quiet.small", {}, [limitWords(one.allowance), one.pin ? t("settings.with-pin") : t("settings.without-pin")].join(" · "))),
        h("div.row", {}, changeButton(one.name || one.id, () => editDepartment(one), `department-${one.id}`), removeButton(one.name || one.id, () => change("departments", one.id).then(draw), t("settings.remove-department")))), { list: "ul.plain.stack.tight" });
    listing(places.users, { title: t("settings.quotas"), words: t("settings.quotas-words"), add: () => editUser(), addWords: t("settings.new-quota"), picture: "user", none: t("settings.no-quotas") },
      book.users, (one) => h("li.card.row.apart", {}, h("div.grow", {}, h("strong", {}, one.user === "*" ? t("settings.everybody") : one.user), h("p.quiet.small", {}, [limitWords(one.allowance), one.department && t("settings.in-department", { number: one.department })].filter(Boolean).join(" · "))),
        h("div.row", {}, changeButton(one.user, () => editUser(one), `quota-${one.user}`), removeButton(one.user, () => change("users", one.user).then(draw)))), { list: "ul.plain.stack.tight" });
  };
  await draw();
  return follow(["settings"], () => draw().catch(() => {}));
}
