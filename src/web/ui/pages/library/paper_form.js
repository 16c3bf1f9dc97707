import { name as part, put } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { field } from "../../lib/form.js";
import { media } from "../../lib/format.js";
import { t, word } from "../../lib/text.js";
import { askForm } from "../parts/ask.js";
import { area, check, checks, choice, number, text } from "../parts/fields.js";
import { modelName, optionsOfPrinter } from "./models.js";

const edges = ["top", "right", "bottom", "left"];

function modelFields(paper, library, options) {
  const values = (name) => options.find((one) => one.name === name)?.values ?? [];
  const sizes = values("media");
  const sources = values("media-source");
  const like = library.media.filter((one) => one.model === paper.model);
  return [
    field(t("library.like"), choice("media-type", paper["media-type"] ?? like[0]?.name, like.map((one) => [one.name, one.label || one.name])), { hint: t("library.hint-like") }),
    sizes.length > 0 && h("details", { open: paper.sizes?.length > 0 }, h("summary", {}, t("library.sizes")), checks(t("library.hint-sizes"), "sizes", sizes.map((one) => [one, media(one)]), paper.sizes ?? [])),
    sources.length > 0 && checks(t("library.hint-sources"), "sources", sources.map((one) => [one, word("source", one)]), paper.sources ?? []),
  ];
}

const marginFields = (margins) => h("fieldset", {}, h("legend", {}, t("library.margins")), h("div.grid.four", {},
  edges.map((edge) => field(word("edge", edge), number(`margin-${edge}`, margins ? margins[edge] / 100 : "", { min: 0, max: 200, step: 0.1 })))), h("p.quiet.small", {}, t("library.hint-margins")));

function bodyOf(typed, model) {
  const body = { model, "media-type": typed["media-type"] };
  for (const name of ["label", "price", "notes"]) if (typed[name]) body[name] = typed[name];
  for (const name of ["sizes", "sources"]) if (typed[name]?.length > 0) body[name] = typed[name];
  if (!typed.borderless) body.borderless = false;
  if (edges.some((edge) => typed[`margin-${edge}`] !== ""))
    body["margins-hmm"] = Object.fromEntries(edges.map((edge) => [edge, Math.round(Number(typed[`margin-${edge}`]) * 100)]));
  return body;
}

// Resolves to true when a paper was made or changed.
export async function editPaper(before, library, models) {
  const paper = { model: [...models.keys()].find((one) => models.get(one).color) ?? [...models.keys()][0], ...before };
  const place = h("div.stack");
  const fill = async () => show(place, modelFields(paper, library, models.has(paper.model) ? await optionsOfPrinter(models.get(paper.model)["printer-name"]) : []));
  const model = choice("model", paper.model, [...models.keys()].map((one) => [one, modelName(models, one)]), { disabled: Boolean(before), onchange: () => {
    paper.model = model.value;
    fill();
  } });
  await fill();
  return askForm({
    title: before ? t("parts.change-which", { name: paper.label || paper.name }) : t("library.new-paper"), send: t("parts.save"), wide: true,
    content: [
      h("div.grid", {}, field(t("parts.name"), text("name", paper.name, { required: true, maxlength: 127, readonly: Boolean(before) }), { hint: t("library.hint-name") }),
        field(t("library.label"), text("label", paper.label, { maxlength: 127 }), { hint: t("library.hint-label") }), field(t("library.printer"), model)),
      place, marginFields(paper["margins-hmm"]), check("borderless", t("library.may-borderless"), paper.borderless !== false),
      h("div.grid", {}, field(t("library.price"), text("price", paper.price, { placeholder: "7.90 EUR" }), { hint: t("library.hint-price") }), field(t("library.notes"), area("notes", paper.notes))),
    ],
    submit: (typed) => put(`papers/${part(typed.name)}`, bodyOf(typed, paper.model)).then(() => true),
  });
}
