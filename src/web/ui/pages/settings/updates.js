// Newer versions of the program and of printer models, from a signed source.
import { get, name as part, post } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { list, time } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { loading, note, state } from "../../lib/states.js";
import { t } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { act } from "../parts/page.js";

const changes = (lines) => lines?.length > 0 && h("ul.small", {}, lines.map((line) => h("li", {}, line)));
const fact = (words, value) => value && h("p.small", {}, h("span.quiet", {}, `${words}: `), value);

function program({ version, newest, newer, date, changes: lines, how }) {
  return h("section.card.stack.tight", { "aria-label": t("updates.program") },
    h("div.row.apart", {}, h("h2", {}, t("updates.program")), state(newer ? "warn" : newest ? "good" : "", newer ? t("updates.newer", { version: newest }) : newest ? t("updates.newest") : t("updates.untold"))),
    h("p", {}, t("updates.this", { version })),
    newer && fact(t("updates.of"), date), newer && changes(lines),
    newer && h("p", {}, t("updates.how")), newer && h("code.secret", {}, how));
}

// What may be done with a model, and what is said of it then.
function modelActions(model, draw) {
  const { id } = model, at = `models/${part(id)}`;
  const button = (key, picture, work, more = {}) => act([icon(picture), t(`updates.${key}`)], () => work().then(draw), { class: "bare", "aria-label": t(`updates.${key}-which`, { id }), dataset: { key: `${key}-${id}` }, ...more });
  const done = (answer) => answer.done && toast(answer.done);
  return h("div.row", {},
    model.standing === "available" && button("install", "download", () => post("updates/install", { models: [id] }), { class: "" }),
    model.versions.some((one) => one < model.version) && button("rollback", "back", () => post(`${at}/rollback`, {}).then(done)),
    model.version !== null && (model.pinned
      ? button("unpin", "play", () => post(`${at}/unpin`, {}).then(done))
      : button("pin", "lock", () => post(`${at}/pin`, {}).then(done))));
}

function modelRow(model, draw) {
  const words = { available: t("updates.available", { version: model.available }), pinned: t("updates.pinned"), "needs-program": t("updates.needs", { version: model.needs ?? "" }) }[model.standing];
  return h("li.card.stack.tight", { dataset: { model: model.id } },
    h("div.row.apart", {}, h("h3", {}, model.title || model.id), words && state(model.standing === "available" ? "warn" : "", words)),
    h("p.small.quiet", {}, [model.id, model.version !== null && t("updates.version", { version: model.version }), model["from-repository"] ? t("updates.from-repository") : model.version !== null && t("updates.from-program"),
      model.versions.length > 1 && t("updates.versions", { versions: list(model.versions) })].filter(Boolean).join(" · ")),
    model.available !== null && changes(model.changes),
    modelActions(model, draw));
}

function source(status, draw) {
  return h("section.card.stack.tight", { "aria-label": t("updates.source") },
    h("div.row.apart", {}, h("h2", {}, t("updates.source")), status.source && act([icon("again"), t("updates.check")], () => post("updates/check", {}).finally(draw), { dataset: { key: "check" } })),
    status.source ? h("p", {}, h("code", {}, status.source)) : h("p.quiet", {}, t("updates.none")),
    fact(t("updates.index"), status.serial && `${status.repository}, ${status.serial}`),
    fact(t("updates.counts-until"), status.expires && time(status.expires)),
    fact(t("updates.checked"), status.checked && time(status.checked)),
    h("p.small.quiet", {}, status.check ? t("updates.daily") : t("updates.never")));
}

export async function open(root) {
  const place = h("div.stack.wide-gaps", {}, loading());
  show(root, place);
  const draw = async () => {
    const status = await get("updates");
    const waiting = status.models.filter(({ standing }) => standing === "available");
    show(place, status.problems.map((text) => note("warn", text)), program(status.program),
      h("section.stack", {}, h("div.row.apart", {}, h("h2", {}, t("updates.models")),
        waiting.length > 1 && act([icon("download"), t("updates.install-all")], () => post("updates/install", { all: true }).then(draw), { class: "primary", dataset: { key: "install-all" } })),
      h("ul.plain.stack.tight", {}, status.models.map((model) => modelRow(model, draw)))),
      source(status, draw));
  };
  await draw();
  return follow(["settings"], () => draw().catch(() => {}));
}
