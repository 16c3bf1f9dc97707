// Recipes of scans: what they set, in words; made, changed and bound to a button by administrators.
import { get, name as part, put, remove } from "../../lib/api.js";
import { h } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { t, word } from "../../lib/text.js";
import { askForm } from "../parts/ask.js";
import { choice, text } from "../parts/fields.js";
import { changeButton, listing, may, removeButton } from "../parts/page.js";
import { inWords, optionFields, optionsOf } from "./options.js";
import { optional } from "./start.js";

const nameField = (one) => field(t("parts.name"), text("name", one?.name, { required: true, maxlength: 127, readonly: Boolean(one) }));

const buttonFields = (recipe, scanners) => h("fieldset.card.group", {}, h("legend", {}, t("scan.group-button")), h("div.grid", {},
  field(t("scan.scanner"), choice("scanner", recipe?.scanner ?? "", [["", t("scan.any-scanner")], ...scanners.map(({ name }) => [name, name])])),
  field(t("scan.button"), choice("button", recipe?.button ?? "", ["", "color", "gray"].map((one) => [one, word("scanButton", one || "none")])), { hint: t("scan.hint-button") })));

export async function open(root) {
  const edit = async (recipe) => {
    const [scanners, destinations, contacts] = await Promise.all([get("scanners?state=no"), get("destinations"), optional("contacts")]);
    const review = recipe?.options.review ? { review: recipe.options.review } : {};
    const saved = await askForm({
      title: recipe ? t("parts.change-which", { name: recipe.name }) : t("scan.new-recipe"), send: t("parts.save"), wide: true,
      content: [nameField(recipe), optionFields(recipe?.options ?? {}, { destinations, contacts }), buttonFields(recipe, scanners)],
      submit: ({ name, scanner, button }, form) => put(`scan-recipes/${part(name)}`, { options: { ...optionsOf(form), ...review }, scanner, button }),
    });
    if (saved) await draw();
  };
  const card = (recipe) => h("li.card.stack.tight", {}, h("h3", {}, recipe.name), h("p.quiet", {}, inWords(recipe.options)),
    recipe.button && h("p.small", {}, t("scan.bound", { scanner: recipe.scanner, button: word("scanButton", recipe.button) })),
    may("administrator") && h("div.row", {}, changeButton(recipe.name, () => edit(recipe)),
      removeButton(recipe.name, () => remove(`scan-recipes/${part(recipe.name)}`).then(draw), t("scan.remove-recipe"))));
  const draw = async () => listing(root, {
    title: t("scan.tab-recipes"), words: t("scan.recipes-words"), add: () => edit(), addWords: t("scan.new-recipe"), picture: "star", none: t("scan.no-recipes"),
  }, await get("scan-recipes"), card);
  await draw();
  return follow(["library"], () => draw().catch(() => {}));
}
