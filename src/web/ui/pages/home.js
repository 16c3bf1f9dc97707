import { get } from "../lib/api.js";
import { h, show } from "../lib/dom.js";
import { follow } from "../lib/events.js";
import { t, word } from "../lib/text.js";

function card(printer) {
  return h("article.card", { dataset: { printer: printer["printer-name"] } },
    h("h2", {}, printer["printer-name"]),
    h("p", {}, printer["printer-make-and-model"]),
    h("p.state", {}, word("state", printer["printer-state"])));
}

export async function open(root) {
  const draw = async () => {
    const printers = await get("printers");
    show(root, h("h1", {}, t("nav.home")), h("div.cards", {}, printers.map(card)));
  };
  await draw();
  return follow(["printer", "job"], draw);
}
