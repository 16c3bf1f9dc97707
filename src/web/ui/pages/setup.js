// Setting a printer up, step by step: found, named, added, a test page, and how it looks.
import { get } from "../lib/api.js";
import { h, show, style } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { askForLogin } from "../lib/login.js";
import { may, session } from "../lib/session.js";
import { note } from "../lib/states.js";
import { loadPart, t } from "../lib/text.js";
import { Wizard } from "./setup/wizard.js";

// Nobody becomes an administrator by the network: the command is typed on the server itself.
function notAllowed(root, head) {
  show(root, head, h("section.card.stack.setup-step", {},
    note("", h("p", {}, t("setup.only-administrator"))),
    !session.user && h("div.row", {}, h("button.primary", { type: "button", dataset: { key: "log-in" }, onclick: () => askForLogin() }, icon("user"), t("login.send"))),
    h("h2", {}, t("setup.no-administrator")), h("p", {}, t("setup.no-administrator-words")),
    h("pre.command", {}, h("code", {}, "platen user set NAME --role administrator")),
    h("p.quiet", {}, t("setup.or-command")), h("pre.command", {}, h("code", {}, "platen setup"))));
}

export async function open(root, context) {
  await Promise.all([loadPart("setup"), style("pages/parts.css"), style("pages/setup.css")]);
  const head = h("div.page-head", {}, h("h1", {}, t("nav.setup")), may("administrator") && h("a.button.bare", { href: "#/settings/devices" }, t("setup.by-hand")));
  if (!may("administrator")) return notAllowed(root, head);
  const body = h("div.stack.setup");
  show(root, head, body);
  const wizard = new Wizard(body, { models: await get("models"), host: context.query.get("host") ?? "" });
  await wizard.begin();
  return () => wizard.end();
}
