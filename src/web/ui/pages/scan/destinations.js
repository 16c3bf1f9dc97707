// Where scans are brought. What each kind needs stands in docs/howto/scan-destinations.md.
import { get, name as part, post, put, remove } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { t, word } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { askForm } from "../parts/ask.js";
import { area, check, choice, number, text, values } from "../parts/fields.js";
import { act, changeButton, listing, may, removeButton } from "../parts/page.js";

const samples = {
  folder: "/srv/scans", mail: "smtp://mail.example.org", smb: "smb://server/share/folder", sftp: "sftp://server/folder",
  webdav: "davs://server/folder", http: "https://server/path",
};
const logins = ["", "password", "xoauth2", "key", "none"];

const loginFields = (kind, one) => [
  field(t("destination.user"), text("user", one.user)),
  field(t("destination.login"), choice("login", one.login ?? "", logins.map((how) => [how, word("destinationLogin", how || "usual")]))),
  field(t("destination.secret"), kind === "sftp" ? area("secret") : text("secret", "", { type: "password", autocomplete: "new-password" }),
    { hint: one.name ? t("destination.hint-secret") : undefined }),
];

const mailFields = (one) => [
  field(t("destination.from"), text("from", one.from, { required: true, inputmode: "email" })),
  field(t("destination.to"), text("to", (one.to ?? []).join(", ")), { hint: t("destination.hint-to") }),
  check("open-recipients", t("destination.open"), one["open-recipients"], { hint: t("destination.hint-open") }),
  field(t("destination.subject"), text("subject", one.subject), { hint: t("destination.hint-fields") }),
  field(t("destination.text"), area("text", one.text)),
  field(t("destination.most-bytes"), number("most-bytes", one["most-bytes"] || "", { min: 0 }), { hint: t("destination.hint-most") }),
];

// Only what the chosen kind has.
const kindFields = (kind, one) => [
  kind !== "folder" && loginFields(kind, one), kind === "mail" && mailFields(one),
  kind === "sftp" && field(t("destination.host-key"), text("host-key", one["host-key"], { placeholder: "SHA256:..." }), { hint: t("destination.hint-host-key") }),
  ["mail", "webdav", "http"].includes(kind) && field(t("destination.trust"), text("trust", one.trust), { hint: t("destination.hint-trust") }),
];

function destinationForm(one) {
  const kind = choice("kind", one.kind ?? "folder", Object.keys(samples).map((name) => [name, word("destinationKind", name)]), { onchange: () => draw() });
  const address = text("address", one.address, { required: true });
  const rest = h("div.grid");
  const typed = { ...one }; // stays when another kind is looked at
  const draw = () => {
    address.placeholder = samples[kind.value];
    const { to, ...before } = values(rest);
    Object.assign(typed, before, to === undefined ? {} : { to: to.split(/[,;\s]+/).filter(Boolean) });
    show(rest, kindFields(kind.value, typed));
  };
  draw();
  return [h("div.grid", {}, field(t("parts.name"), text("name", one.name, { required: true, maxlength: 127, readonly: Boolean(one.name) })), field(t("destination.kind"), kind)),
    field(t("destination.address"), address), rest];
}

// The members that the kind has; the password only if one was typed.
function bodyOf(typed) {
  const { name, secret, to, "most-bytes": most, "open-recipients": open, ...body } = typed;
  if (secret) body.secret = secret;
  if (to !== undefined) body.to = to.split(/[,;\s]+/).filter(Boolean);
  if (open) body["open-recipients"] = true;
  if (most) body["most-bytes"] = Number(most);
  return body;
}

export async function open(root) {
  const edit = async (one = {}) => {
    const saved = await askForm({
      title: one.name ? t("parts.change-which", { name: one.name }) : t("destination.new"), send: t("parts.save"), wide: true,
      content: destinationForm(one), submit: (typed) => put(`destinations/${part(typed.name)}`, bodyOf(typed)),
    });
    if (saved) await draw();
  };
  const test = async (name) => {
    const { done } = await post(`destinations/${part(name)}/test`);
    toast(`${t("destination.tested", { name })} ${done ?? ""}`);
  };
  const card = (one) => h("li.card.stack.tight", {}, h("h3", {}, one.name), h("p.quiet", {}, word("destinationKind", one.kind)), h("p", {}, h("code", {}, one.address)),
    one.to?.length > 0 && h("p.small", {}, t("destination.goes-to", { who: one.to.join(", ") })),
    may("administrator") && h("div.row", {}, act(t("destination.test"), () => test(one.name), { "aria-label": t("destination.test-which", { name: one.name }) }), changeButton(one.name, () => edit(one)),
      removeButton(one.name, () => remove(`destinations/${part(one.name)}`).then(draw), t("destination.remove"))));
  const draw = async () => listing(root, {
    title: t("scan.tab-destinations"), words: t("destination.words"), add: () => edit(), addWords: t("destination.new"), picture: "move", none: t("destination.none"),
  }, await get("destinations"), card);
  await draw();
  return follow(["library"], () => draw().catch(() => {}));
}
