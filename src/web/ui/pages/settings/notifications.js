// Whom the server tells what: by mail or webhook, with quiet hours.
import { get, name as part, post, put, remove } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { t, word } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { askForm } from "../parts/ask.js";
import { checks, choice, text } from "../parts/fields.js";
import { act, changeButton, listing, removeButton } from "../parts/page.js";

const events = ["supply-low", "supply-empty", "media-empty", "jam", "stopped", "device-silent", "device-moved", "job-failed", "job-completed"];
const usual = events.slice(0, 7);

const mailFields = (one) => [
  field(t("destination.from"), text("from", one.from, { required: true })),
  field(t("destination.to"), text("to", [one.to ?? []].flat().join(", "), { required: true }), { hint: t("settings.hint-owner") }),
  field(t("destination.user"), text("user", one.user)),
  field(t("destination.login"), choice("login", one.login ?? "", ["", "password", "xoauth2", "none"].map((how) => [how, word("destinationLogin", how || "usual")]))),
  field(t("destination.secret"), text("secret", "", { type: "password", autocomplete: "new-password" }), { hint: one.name ? t("destination.hint-secret") : undefined }),
];
const trustField = (one) => field(t("destination.trust"), text("trust", one.trust), { hint: t("destination.hint-trust") });
const webhookFields = (one) => [field(t("settings.webhook-secret"), text("secret", "", { type: "password", autocomplete: "new-password" }), { hint: one.name ? t("destination.hint-secret") : t("settings.hint-webhook") })];

function targetForm(one, printers) {
  const kind = choice("kind", one.kind ?? "mail", ["mail", "webhook"].map((each) => [each, word("targetKind", each)]), { onchange: () => draw() });
  const address = text("address", one.address, { required: true });
  const rest = h("div.grid");
  const draw = () => {
    address.placeholder = kind.value === "mail" ? "smtp://mail.example.org" : "https://example.org/hook";
    show(rest, kind.value === "mail" ? mailFields(one) : webhookFields(one), trustField(one));
  };
  draw();
  return [h("div.grid", {}, field(t("parts.name"), text("name", one.name, { required: true, maxlength: 127, readonly: Boolean(one.name) })), field(t("destination.kind"), kind)),
    field(t("destination.address"), address), rest,
    checks(t("settings.events"), "events", events.map((each) => [each, word("noticeKind", each)]), one.events ?? usual),
    printers.length > 0 && checks(t("settings.of-printers"), "printers", printers.map((each) => [each, each]), one.printers ?? []),
    h("fieldset", {}, h("legend", {}, t("settings.quiet")), h("div.grid", {}, field(t("settings.quiet-from"), text("quiet-from", one.quiet?.from, { type: "time" })), field(t("settings.quiet-to"), text("quiet-to", one.quiet?.to, { type: "time" }))), h("p.quiet.small", {}, t("settings.hint-quiet")))];
}

function bodyOf({ name, secret, to, "quiet-from": from, "quiet-to": until, ...body }) {
  if (secret) body.secret = secret;
  if (to !== undefined) body.to = to.split(/[,;\s]+/).filter(Boolean);
  if (from && until) body.quiet = { from, to: until };
  return body;
}

export async function open(root) {
  const place = h("section.stack");
  show(root, place);
  const edit = async (one = {}) => {
    const printers = (await get("printers")).map((printer) => printer["printer-name"]);
    const saved = await askForm({
      title: one.name ? t("parts.change-which", { name: one.name }) : t("settings.new-target"), send: t("parts.save"), wide: true,
      content: targetForm(one, printers), submit: (typed) => put(`notification-targets/${part(typed.name)}`, bodyOf(typed)).then(() => true),
    });
    if (saved) await draw();
  };
  const test = async (name) => {
    await post(`notification-targets/${part(name)}/test`);
    toast(t("settings.test-sent", { name }));
  };
  const card = (one) => h("li.card.stack.tight", {}, h("h3", {}, one.name), h("p.quiet", {}, `${word("targetKind", one.kind)} · `, h("code", {}, one.address)),
    h("p.small", {}, (one.events ?? []).map((each) => word("noticeKind", each)).join(", ")),
    one.printers?.length > 0 && h("p.small.quiet", {}, one.printers.join(", ")), one.quiet?.from && h("p.small.quiet", {}, t("settings.quiet-words", one.quiet)),
    h("div.row", {}, act(t("settings.test"), () => test(one.name), { "aria-label": t("settings.test-which", { name: one.name }) }), changeButton(one.name, () => edit(one)),
      removeButton(one.name, () => remove(`notification-targets/${part(one.name)}`).then(draw))));
  const draw = async () => listing(place, { title: t("settings.tab-notifications"), words: t("settings.notifications-words"), add: () => edit(), addWords: t("settings.new-target"), picture: "bell", none: t("settings.no-targets") },
    await get("notification-targets"), card);
  await draw();
  return follow(["settings"], () => draw().catch(() => {}));
}
