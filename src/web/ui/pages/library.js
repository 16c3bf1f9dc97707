import { h, show, style } from "../lib/dom.js";
import { may } from "../lib/session.js";
import { nothing } from "../lib/states.js";
import { t } from "../lib/text.js";
import { tabs } from "./parts/page.js";

const views = {
  recipes: () => import("./library/recipes.js"),
  papers: () => import("./library/papers.js"),
  letterheads: () => import("./library/letterheads.js"),
  file: () => import("./library/file.js"),
};

export async function open(root, context) {
  const name = context.parts[0] in views ? context.parts[0] : "recipes";
  const [view] = await Promise.all([views[name](), style("pages/parts.css"), style("pages/library.css")]);
  const head = h("div.page-head", {}, h("h1", {}, t("nav.library")));
  if (!may("user")) return show(root, head, nothing("library", t("library.log-in")));
  const body = h("div.stack");
  show(root, head, tabs(t("nav.library"), [
    ["library", t("library.tab-recipes")], ["library/papers", t("library.tab-papers")],
    ["library/letterheads", t("library.tab-letterheads")], ["library/file", t("library.tab-file")],
  ], name === "recipes" ? "library" : `library/${name}`), body);
  return view.open(body, context);
}
