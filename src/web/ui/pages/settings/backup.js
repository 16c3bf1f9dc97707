// All of the server's state as one archive, and such an archive in its place.
import { messageOf, upload } from "../../lib/api.js";
import { confirm } from "../../lib/dialog.js";
import { h, show } from "../../lib/dom.js";
import { percent } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { note } from "../../lib/states.js";
import { t } from "../../lib/text.js";
import { fileButton, takesFiles } from "../parts/drop.js";

export function open(root) {
  const told = h("div", { role: "status" });
  const restore = async (file) => {
    if (!(await confirm({ title: t("settings.restore-title", { file: file.name }), text: t("settings.restore-sure"), action: t("settings.restore"), danger: true }))) return;
    const bar = h("progress", { max: 1, value: 0, "aria-label": t("settings.uploading") });
    const words = h("p", {}, t("settings.uploading"));
    show(told, words, bar);
    try {
      await upload("restore", file, { type: "application/x-tar", progress: (part) => {
        bar.value = part;
        words.textContent = `${t("settings.uploading")} ${percent(part * 100)}`;
      } });
      show(told, note("good", t("settings.restored")));
    } catch (error) {
      show(told, note("bad", messageOf(error)));
    }
  };
  show(root, h("section.card.stack", {}, h("h2", {}, t("settings.backup")), h("p.quiet", {}, t("settings.backup-words")),
    h("div.row", {}, h("a.button", { href: "/api/v1/backup", download: "", dataset: { key: "backup" } }, icon("download"), t("settings.backup-save")))),
  takesFiles(h("section.card.stack.drop", {}, h("h2", {}, t("settings.restore")), h("p.quiet", {}, t("settings.restore-words")),
    h("div.row", {}, fileButton(t("settings.choose-archive"), ".tar,.platen", restore, { key: "restore" })), told), restore));
}
