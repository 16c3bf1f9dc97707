import { h, show, style } from "../lib/dom.js";
import { may } from "../lib/session.js";
import { nothing } from "../lib/states.js";
import { t } from "../lib/text.js";
import { tabs } from "./parts/page.js";

// The parts of the page: a role that may see each, and its module.
const views = {
  devices: ["administrator", () => import("./settings/devices.js")],
  users: ["administrator", () => import("./settings/users.js")],
  server: ["administrator", () => import("./settings/server.js")],
  tls: ["administrator", () => import("./settings/tls.js")],
  accounts: ["administrator", () => import("./settings/accounts.js")],
  notifications: ["administrator", () => import("./settings/notifications.js")],
  updates: ["administrator", () => import("./settings/updates.js")],
  backup: ["administrator", () => import("./settings/backup.js")],
  account: ["user", () => import("./settings/account.js")],
};

export async function open(root, context) {
  await Promise.all([style("pages/parts.css"), style("pages/settings.css")]);
  const head = h("div.page-head", {}, h("h1", {}, t("nav.settings")));
  if (!may("user")) return show(root, head, nothing("lock", t("settings.log-in")));
  const mine = Object.keys(views).filter((name) => may(views[name][0]));
  const asked = context.parts[0] ?? mine[0];
  const body = h("div.stack.wide-gaps");
  show(root, head, tabs(t("nav.settings"), mine.map((name) => [`settings/${name}`, t(`settings.tab-${name}`)]), `settings/${asked}`), body);
  if (!(asked in views)) return show(body, nothing("settings", t("settings.no-such")));
  if (!may(views[asked][0])) return show(body, nothing("lock", t("parts.only-administrator")));
  return (await views[asked][1]()).open(body, context);
}
