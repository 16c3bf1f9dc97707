// A page as large as the window, with the others before and behind it.
import { h } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/text.js";

// pages: [{at, name}, ...]
export function openViewer(pages, first) {
  let place = first;
  const picture = h("img");
  const name = h("strong", { role: "status" });
  const step = (by) => {
    place = Math.min(Math.max(place + by, 0), pages.length - 1);
    picture.src = pages[place].at;
    picture.alt = name.textContent = pages[place].name;
    before.disabled = place === 0;
    after.disabled = place === pages.length - 1;
  };
  const before = h("button.round", { type: "button", "aria-label": t("scan.page-before"), onclick: () => step(-1) }, icon("back"));
  const after = h("button.round", { type: "button", "aria-label": t("scan.page-after"), onclick: () => step(1) }, icon("move"));
  const box = h("dialog.viewer", { "aria-label": t("scan.viewer"), onkeydown: (event) => {
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  } }, h("div.row.bar", {}, before, name, after, h("button", { type: "button", onclick: () => box.close() }, t("dialog.close"))), picture);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  step(0);
  box.showModal();
}
