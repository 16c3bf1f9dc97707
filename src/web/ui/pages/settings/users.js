// Who may do what, and who is logged in.
import { get, name as part, put, remove } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { time } from "../../lib/format.js";
import { session } from "../../lib/session.js";
import { state } from "../../lib/states.js";
import { t, word } from "../../lib/text.js";
import { askForm } from "../parts/ask.js";
import { choice, text } from "../parts/fields.js";
import { act, changeButton, listing, removeButton } from "../parts/page.js";

const roles = ["user", "operator", "administrator"];

const editUser = (user) => askForm({
  title: user ? t("parts.change-which", { name: user.name }) : t("settings.new-user"), send: t("parts.save"),
  content: [
    field(t("login.user"), text("name", user?.name, { required: true, readonly: Boolean(user), autocapitalize: "none" })),
    field(t("settings.role"), choice("role", user?.role ?? "user", roles.map((one) => [one, `${word("role", one)}: ${word("roleWords", one)}`]))),
    field(t("settings.mail"), text("mail", user?.mail, { type: "email" }), { hint: t("settings.hint-mail") }),
    field(t("login.password"), text("password", "", { type: "password", autocomplete: "new-password", required: !user }), { hint: user ? t("settings.hint-password") : undefined }),
  ],
  submit: ({ name, role, password, mail }) => put(`users/${part(name)}`, { role, mail, ...(password ? { password } : {}) }).then(() => true),
});

export async function open(root) {
  const places = { users: h("section.stack"), sessions: h("section.stack") };
  show(root, places.users, places.sessions);

  const drawUsers = async () => {
    const edit = async (user) => (await editUser(user)) && drawUsers();
    listing(places.users, { title: t("settings.tab-users"), words: t("settings.users-words"), add: () => edit(), addWords: t("settings.new-user"), picture: "user", none: t("settings.no-users") },
      await get("users"), (user) => h("li.card.row.apart", {}, h("div.grow", {}, h("div.row", {}, h("strong", {}, user.name), state(user.role === "administrator" ? "busy" : "", word("role", user.role)), user.name === session.user && h("span.quiet.small", {}, t("settings.you"))),
        h("p.quiet.small", {}, word("roleWords", user.role)), user.mail && h("p.quiet.small", {}, user.mail)),
      h("div.row", {}, changeButton(user.name, () => edit(user)), removeButton(user.name, () => remove(`users/${part(user.name)}`).then(drawUsers), t("settings.remove-user")))), { list: "ul.plain.stack.tight" });
  };

  const drawSessions = async () => {
    const all = await get("sessions");
    show(places.sessions, h("h2", {}, t("settings.sessions")), all.length === 0 ? h("p.quiet", {}, t("settings.no-sessions")) : h("ul.plain.stack.tight", {}, all.map((one) =>
      h("li.card.row.apart", {}, h("div.grow", {}, h("strong", {}, one.user), h("p.quiet.small", {}, [one.from, t("settings.since", { time: time(one.created) }), t("settings.used", { time: time(one.used) })].join(" · "))),
        one.own ? h("span.quiet.small", {}, t("settings.this-one"))
          : act(t("settings.end-session"), () => remove(`sessions/${part(one.id)}`).then(drawSessions), { "aria-label": t("settings.end-session-of", { name: one.user }) })))));
  };
  await Promise.all([drawUsers(), drawSessions()]);
  return follow(["session"], () => Promise.all([drawUsers(), drawSessions()]).catch(() => {}));
}
