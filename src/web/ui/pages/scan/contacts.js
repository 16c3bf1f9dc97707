// The address book: names for mail addresses, so that a scan goes to "Ann" rather than to what has to be typed.
import { get, name as part, put, remove } from "../../lib/api.js";
import { h } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { t } from "../../lib/text.js";
import { askForm } from "../parts/ask.js";
import { area, text } from "../parts/fields.js";
import { changeButton, listing, may, removeButton } from "../parts/page.js";

const mailsOf = ({ mail }) => [mail ?? []].flat();

export async function open(root) {
  const edit = async (one) => {
    const saved = await askForm({
      title: one ? t("parts.change-which", { name: one.name }) : t("contact.new"), send: t("parts.save"),
      content: [field(t("parts.name"), text("name", one?.name, { required: true, maxlength: 127, readonly: Boolean(one) })),
        field(t("contact.mail"), area("mail", one ? mailsOf(one).join("\n") : "", { required: true, inputmode: "email" }), { hint: t("contact.hint-mail") })],
      submit: ({ name, mail }) => put(`contacts/${part(name)}`, { mail: mail.split(/[,;\s]+/).filter(Boolean) }),
    });
    if (saved) await draw();
  };
  const row = (one) => h("li.card.row.apart", {}, h("div.grow", {}, h("strong", {}, one.name), mailsOf(one).map((mail) => h("p.quiet.small", {}, mail))),
    may("administrator") && h("div.row", {}, changeButton(one.name, () => edit(one)), removeButton(one.name, () => remove(`contacts/${part(one.name)}`).then(draw))));
  const draw = async () => listing(root, {
    title: t("scan.tab-contacts"), words: t("contact.words"), add: () => edit(), addWords: t("contact.new"), picture: "user", none: t("contact.none"),
  }, await get("contacts"), row, { list: "ul.plain.stack.tight" });
  await draw();
  return follow(["library"], () => draw().catch(() => {}));
}
