// A word to administrators that something newer is there.
import { get } from "../../lib/api.js";
import { h } from "../../lib/dom.js";
import { note } from "../../lib/states.js";
import { t } from "../../lib/text.js";

// Null: nothing is newer.
export async function updateNote() {
  const status = await get("updates", { ask: false }).catch(() => null);
  const models = status?.models.filter(({ standing }) => standing === "available").length ?? 0;
  const words = [status?.program.newer && t("updates.newer", { version: status.program.newest }), models > 0 && t("updates.models-there", { n: models })].filter(Boolean);
  return words.length > 0 ? note("info", `${words.join(" · ")} – `, h("a", { href: "#/settings/updates", dataset: { key: "updates" } }, t("updates.look"))) : null;
}
