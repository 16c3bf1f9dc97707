// One's own: password and tokens.
import { get, name as part, post, put, remove } from "../../lib/api.js";
import { dialog } from "../../lib/dialog.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { time } from "../../lib/format.js";
import { may, renewSession, session } from "../../lib/session.js";
import { state } from "../../lib/states.js";
import { t, word } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { askForm, wrong } from "../parts/ask.js";
import { checks, text } from "../parts/fields.js";
import { act, listing, removeButton } from "../parts/page.js";

const scopes = ["read", "print", "scan", "operate", "administer"];
const allowed = () => scopes.filter((one) => one !== "operate" || may("operator")).filter((one) => one !== "administer" || may("administrator"));

const changePassword = () => askForm({
  title: t("settings.change-password"), send: t("parts.change"),
  content: [field(t("settings.old-password"), text("old", "", { type: "password", autocomplete: "current-password", required: true })),
    field(t("settings.new-password"), text("fresh", "", { type: "password", autocomplete: "new-password", required: true })),
    field(t("settings.again-password"), text("again", "", { type: "password", autocomplete: "new-password", required: true }))],
  submit: async ({ old, fresh, again }) => {
    if (fresh !== again) throw wrong(t("settings.not-the-same"));
    await put("session/password", { old, new: fresh });
    await renewSession();
    toast(t("settings.password-changed"));
  },
});

// Shown once: the server keeps only what proves it.
const showToken = ({ name, token }) => dialog(t("settings.token-made", { name }), (close) => [
  h("p", {}, t("settings.token-once")), h("p", {}, h("code.secret", { tabindex: "0" }, token)),
  h("div.buttons", {}, navigator.clipboard && act(t("settings.copy"), async () => {
    await navigator.clipboard.writeText(token);
    toast(t("settings.copied"));
  }), h("button.primary", { type: "button", onclick: () => close() }, t("dialog.close")))]);

async function newToken() {
  const made = await askForm({
    title: t("settings.new-token"), send: t("settings.make"),
    content: [field(t("parts.name"), text("name", "", { required: true, maxlength: 127 }), { hint: t("settings.hint-token") }),
      checks(t("settings.scopes"), "scopes", allowed().map((one) => [one, word("scope", one)]), ["read", "print"]),
      field(t("settings.expires"), text("expires", "", { type: "date", min: new Date().toISOString().slice(0, 10) }), { hint: t("settings.hint-expires") })],
    submit: ({ name, scopes: chosen, expires }) => post("tokens", { name, scopes: chosen, ...(expires ? { expires } : {}) }),
  });
  if (made) await showToken(made);
  return made;
}

export async function open(root) {
  const tokens = h("section.stack");
  show(root, h("section.card.stack.tight", {}, h("h2", {}, session.user ?? t("settings.nobody")),
    h("div.row", {}, state("busy", word("role", session.role)), h("span.quiet", {}, word("roleWords", session.role))),
    session.expires && h("p.quiet.small", {}, t("settings.until", { time: time(session.expires) })),
    session.user ? h("div.row", {}, act(t("settings.change-password"), changePassword, { dataset: { key: "password" } })) : h("p.quiet", {}, t("settings.this-machine"))), tokens);
  if (!session.user) return undefined;
  const row = (one) => h("li.card.row.apart", {}, h("div.grow", {}, h("div.row", {}, h("strong", {}, one.name), one.user !== session.user && h("span.quiet.small", {}, one.user)),
    h("p.quiet.small", {}, [one.scopes.map((scope) => word("scope", scope)).join(", "), one.expires ? t("settings.until", { time: time(one.expires) }) : t("settings.never-expires"),
      one.used ? t("settings.used", { time: time(one.used) }) : t("settings.never-used")].join(" · "))),
  removeButton(one.name, () => remove(`tokens/${part(one.id)}`).then(draw), t("settings.remove-token")));
  const draw = async () => listing(tokens, { title: t("settings.tokens"), words: t("settings.tokens-words"), role: "user", add: async () => (await newToken()) && draw(), addWords: t("settings.new-token"), picture: "lock", none: t("settings.no-tokens") },
    await get("tokens"), row, { list: "ul.plain.stack.tight" });
  await draw();
  return follow(["session"], () => draw().catch(() => {}));
}
