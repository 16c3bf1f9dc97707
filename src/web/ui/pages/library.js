import { h, show } from "../lib/dom.js";
import { t } from "../lib/text.js";

export async function open(root) {
  show(root, h("h1", {}, t("nav.library")));
}
