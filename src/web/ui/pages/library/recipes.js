// Recipes of prints as cards, with what they set in words.
import { get, name as part, put, remove } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { t } from "../../lib/text.js";
import { askForm, wrong } from "../parts/ask.js";
import { choice, text } from "../parts/fields.js";
import { changeButton, listing, may, removeButton } from "../parts/page.js";
import { inWords, labelsOf, modelName, optionsOfPrinter, printersByModel } from "./models.js";
import { settingsEditor } from "./settings.js";

export async function open(root) {
  let library, models;

  const edit = async (recipe) => {
    const model = choice("model", recipe?.model ?? [...models.keys()][0], [...models.keys()].map((one) => [one, modelName(models, one)]), { disabled: Boolean(recipe), onchange: () => fill() });
    const place = h("div");
    let settings;
    const fill = async () => {
      const printer = models.get(model.value);
      const known = printer ? await optionsOfPrinter(printer["printer-name"]) : [];
      settings = settingsEditor(known, settings?.options() ?? recipe?.options ?? {}, labelsOf(library, model.value));
      show(place, settings.element);
      place.dataset.model = model.value; // the settings that are shown are this one's
    };
    await fill();
    const saved = await askForm({
      title: recipe ? t("parts.change-which", { name: recipe.name }) : t("library.new-recipe"), send: t("parts.save"), wide: true,
      content: [field(t("parts.name"), text("name", recipe?.name, { required: true, maxlength: 127, readonly: Boolean(recipe) })), field(t("library.printer"), model), place],
      submit: ({ name }) => {
        const options = settings.options();
        if (Object.keys(options).length === 0) throw wrong(t("library.no-settings"));
        return put(`recipes/${part(name)}`, { model: model.value, options });
      },
    });
    if (saved) await draw();
  };

  const card = (recipe) => h("li.card.stack.tight", {}, h("h3", {}, recipe.name), h("p.quiet.small", {}, modelName(models, recipe.model)),
    h("p", {}, inWords(recipe.options, labelsOf(library, recipe.model))),
    may("operator") && h("div.row", {}, changeButton(recipe.name, () => edit(recipe)),
      removeButton(recipe.name, () => remove(`recipes/${part(recipe.name)}?model=${part(recipe.model)}`).then(draw), t("library.remove-recipe"))));

  const draw = async () => {
    [library, models] = await Promise.all([get("library"), printersByModel()]);
    listing(root, {
      title: t("library.tab-recipes"), words: t("library.recipes-words"), role: "operator", add: () => edit(), addWords: t("library.new-recipe"), picture: "star", none: t("library.no-recipes"),
    }, library.recipes, card);
  };
  await draw();
  return follow(["library"], () => draw().catch(() => {}));
}
