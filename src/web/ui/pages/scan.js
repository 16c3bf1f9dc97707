import { h, show, style } from "../lib/dom.js";
import { may } from "../lib/session.js";
import { nothing } from "../lib/states.js";
import { t } from "../lib/text.js";
import { tabs } from "./parts/page.js";

// The page's parts, each a module: #/scan, #/scan/17, #/scan/recipes, ...
const views = {
  start: () => import("./scan/start.js"),
  one: () => import("./scan/session.js"),
  recipes: () => import("./scan/recipes.js"),
  destinations: () => import("./scan/destinations.js"),
  contacts: () => import("./scan/contacts.js"),
};

export async function open(root, context) {
  const part = context.parts[0] ?? "start";
  const name = /^\d+$/.test(part) ? "one" : part in views && part !== "one" ? part : "start";
  const [view] = await Promise.all([views[name](), style("pages/parts.css"), style("pages/scan.css")]);
  const head = h("div.page-head", {}, h("h1", {}, t("nav.scan")));
  if (!may("user")) return show(root, head, nothing("scan", t("scan.log-in")));
  const body = h("div.stack.scan");
  show(root, head, tabs(t("nav.scan"), [
    ["scan", t("scan.tab-scan")], ["scan/recipes", t("scan.tab-recipes")],
    ["scan/destinations", t("scan.tab-destinations")], ["scan/contacts", t("scan.tab-contacts")],
  ], name === "start" || name === "one" ? "scan" : `scan/${name}`), body);
  return view.open(body, context);
}
