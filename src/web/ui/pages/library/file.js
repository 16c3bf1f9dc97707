// All papers, profiles, recipes and letterheads as one file: to another server, or beside a backup.
import { request } from "../../lib/api.js";
import { confirm } from "../../lib/dialog.js";
import { h, show } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { fileButton, takesFiles } from "../parts/drop.js";
import { may, onlyFor } from "../parts/page.js";

async function take(file) {
  if (!(await confirm({ title: t("library.import-title", { file: file.name }), text: t("library.import-words"), action: t("library.import") }))) return;
  await request("PUT", "library/file", { body: file, type: "application/json" });
  toast(t("library.imported"));
}

export function open(root) {
  if (!may("operator")) return show(root, onlyFor("operator"));
  show(root, h("section.card.stack", {}, h("h2", {}, t("library.export")), h("p.quiet", {}, t("library.export-words")),
    h("div.row", {}, h("a.button", { href: "/api/v1/library/file", download: "platen-library.json" }, icon("download"), t("library.export-file")))),
  takesFiles(h("section.card.stack.drop", {}, h("h2", {}, t("library.import")), h("p.quiet", {}, t("library.import-words")),
    h("div.row", {}, fileButton(t("library.import-file"), ".json,application/json", take, { key: "import" }))), take));
}
