// For printers whose dots platen makes: a page of patches, what was measured on it, and the curves that follow.
import { get, name as part, post, remove, request } from "../../lib/api.js";
import { confirm } from "../../lib/dialog.js";
import { h, show, svg } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { may } from "../../lib/session.js";
import { state } from "../../lib/states.js";
import { t, word } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { fileButton, takesFiles } from "../parts/drop.js";
import { act } from "../parts/page.js";

// Dot areas in per mille for ink of 0, 5 .. 100 %.
function curve(areas, name) {
  const points = areas.map((area, i) => `${(i / (areas.length - 1)) * 100},${100 - area / 10}`).join(" ");
  return svg("svg.curve", { viewBox: "-2 -2 104 104", role: "img", "aria-label": t("maintenance.curve", { name, half: areas[(areas.length - 1) / 2] / 10 }) },
    svg("line.grid", { x1: 0, y1: 100, x2: 100, y2: 0 }), svg("polyline.line", { points }));
}

export async function calibration(root, name) {
  const path = `printers/${part(name)}/calibration`;
  const take = async (file) => {
    await request("PUT", path, { body: file, type: "text/plain" });
    toast(t("maintenance.calibrated"));
    await draw();
  };
  const print = async (screen) => {
    const jobs = await post(path, screen ? { screen } : {});
    toast(t("maintenance.pages-printed", { n: jobs.length }));
  };
  const clear = async (screen, words) => {
    if (!(await confirm({ title: t("maintenance.clear-title", { name: words }), action: t("maintenance.clear"), danger: true }))) return;
    await remove(`${path}?screen=${part(screen)}`);
    await draw();
  };
  const card = ([screen, areas]) => {
    const words = word("screen", screen);
    return h("li.card.stack.tight", {}, h("div.row.apart", {}, h("h3", {}, words), state(areas ? "good" : "", areas ? t("maintenance.is-calibrated") : t("maintenance.not-calibrated"))),
      areas && curve(areas, words),
      h("div.row", {}, may("operator") && act([icon("print"), t("maintenance.print-page")], () => print(screen), { "aria-label": t("maintenance.print-page-which", { name: words }) }),
        areas && may("administrator") && act(t("maintenance.clear"), () => clear(screen, words), { class: "bare", "aria-label": t("maintenance.clear-which", { name: words }) })));
  };
  const draw = async () => {
    const screens = await get(path);
    // Most printers have no screens of platen's; then there is nothing to calibrate.
    if (Object.keys(screens).length === 0) return show(root);
    return show(root, takesFiles(h("section.stack.drop", { "aria-label": t("maintenance.calibration") }, h("h2", {}, t("maintenance.calibration")), h("p.quiet", {}, t("maintenance.calibration-words")),
      may("operator") && h("div.row", {}, act([icon("print"), t("maintenance.print-all")], () => print(), { dataset: { key: "calibrate" } }),
        may("administrator") && fileButton(t("maintenance.measured"), ".txt,.csv,text/plain", take, { key: "measured" })),
      h("ul.plain.cards", {}, Object.entries(screens).map(card))), take));
  };
  await draw();
}
