// Letterheads: PDFs that jobs are laid over.
import { get, name as part, remove, request } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { t } from "../../lib/text.js";
import { askForm } from "../parts/ask.js";
import { fileButton, stem, takesFiles } from "../parts/drop.js";
import { text } from "../parts/fields.js";
import { may, nothing, onlyFor, removeButton } from "../parts/page.js";

export async function open(root) {
  const take = async (file) => {
    const saved = await askForm({
      title: t("library.new-letterhead"), send: t("parts.save"),
      content: [h("p.quiet", {}, file.name), field(t("parts.name"), text("name", stem(file.name), { required: true, maxlength: 127 }))],
      submit: ({ name }) => request("PUT", `letterheads/${part(name)}?origin=${part(file.name)}`, { body: file, type: "application/pdf" }),
    });
    if (saved) await draw();
  };
  const row = (one) => h("li.card.row.apart", {}, h("div.grow", {}, h("strong", {}, one.name), h("p.quiet.small", {}, one.origin)),
    may("operator") && removeButton(one.name, () => remove(`letterheads/${part(one.name)}`).then(draw), t("library.remove-letterhead")));
  const draw = async () => {
    const { letterheads } = await get("library");
    show(root, h("h2", {}, t("library.tab-letterheads")), h("p.quiet", {}, t("library.letterheads-words")),
      may("operator") ? takesFiles(h("div.card.drop.drop-here", {}, fileButton(t("library.choose-pdf"), ".pdf,application/pdf", take, { key: "letterhead" }), h("span.quiet", {}, t("library.or-drop"))), take) : onlyFor("operator"),
      letterheads.length > 0 ? h("ul.plain.stack.tight", {}, letterheads.map(row)) : nothing("paper", t("library.no-letterheads")));
  };
  await draw();
  return follow(["library"], () => draw().catch(() => {}));
}
