// Papers of one's own, the printers' media, and the ICC profiles of each: dropped onto the paper.
import { get, name as part, remove, request } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { media, number } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { t, word } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { askForm } from "../parts/ask.js";
import { choice, text } from "../parts/fields.js";
import { fileButton, stem, takesFiles } from "../parts/drop.js";
import { act, changeButton, may, onlyFor, removeButton } from "../parts/page.js";
import { modelName, printersByModel, valueWords } from "./models.js";
import { editPaper } from "./paper_form.js";

const intents = ["", "perceptual", "relative", "relative-bpc", "saturation", "absolute"];

// Asks what the file is for, and sends it; the server looks into it before it is taken.
function addProfile(paper, file, draw) {
  return askForm({
    title: t("library.add-profile", { paper: paper.label || paper.name }), send: t("library.take-profile"),
    content: [h("p.quiet", {}, file.name), field(t("parts.name"), text("name", stem(file.name), { required: true, maxlength: 127 })),
      h("div.grid", {}, field(t("library.quality"), choice("quality", "", ["", "draft", "normal", "high"].map((one) => [one, one ? valueWords("print-quality", one) : t("library.every")]))),
        field(t("library.intent"), choice("intent", "", intents.map((one) => [one, one ? valueWords("print-rendering-intent", one) : t("library.every")]))))],
    submit: async ({ name, quality, intent }) => {
      const query = new URLSearchParams({ model: paper.model, paper: paper.name, origin: file.name });
      if (quality) query.set("quality", quality);
      if (intent) query.set("intent", intent);
      await request("PUT", `profiles/${part(name)}?${query}`, { body: file, type: "application/vnd.iccprofile" });
      toast(t("library.profile-taken", { name }));
      await draw();
    },
  });
}

function profileRow(profile, draw) {
  const { facts = {} } = profile;
  const only = [profile.quality && valueWords("print-quality", profile.quality), profile.intent && valueWords("print-rendering-intent", profile.intent)].filter(Boolean);
  const said = [facts.description, facts.white && t("library.white", { l: number(facts.white[0], 1) }), facts.black && t("library.black", { l: number(facts.black[0], 1) }),
    facts["gamut-volume"] > 0 && t("library.gamut", { volume: number(facts["gamut-volume"]) })].filter(Boolean);
  return h("li.row.apart", {}, h("div.grow", {}, h("strong", {}, profile.name), only.length > 0 && h("span.quiet.small", {}, ` ${only.join(", ")}`), h("p.quiet.small", {}, said.join(" · "))),
    may("operator") && removeButton(profile.name, () => remove(`profiles/${part(profile.name)}?model=${part(profile.model)}`).then(draw), t("library.remove-profile")));
}

function profilesOf(paper, library, draw) {
  const all = library.profiles.filter((one) => one.paper === paper.name && one.model === paper.model);
  return [all.length > 0 && h("ul.plain.stack.tight", {}, all.map((one) => profileRow(one, draw))),
    may("operator") && h("div.row", {}, fileButton(t("library.drop-profile"), ".icc,.icm", (file) => addProfile(paper, file, draw), { label: t("library.profile-for", { paper: paper.label || paper.name }), key: `profile-${paper.name}` }))];
}

const droppable = (element, paper, draw) => (may("operator") ? takesFiles(element, (file) => addProfile(paper, file, draw)) : element);

function facts(paper, labels) {
  const margins = paper["margins-hmm"];
  const rows = [
    [t("library.like"), labels.get(paper["media-type"]) ?? paper["media-type"]],
    paper.sizes?.length > 0 && [t("library.sizes"), paper.sizes.map(media).join(", ")],
    paper.sources?.length > 0 && [t("library.sources"), paper.sources.map((one) => word("source", one)).join(", ")],
    margins && [t("library.margins"), `${[margins.top, margins.right, margins.bottom, margins.left].map((hmm) => number(hmm / 100, 1)).join(" / ")} mm`],
    paper.borderless === false && [t("library.borderless"), t("library.not-borderless")],
    paper.price && [t("library.price"), paper.price], paper.notes && [t("library.notes"), paper.notes],
  ].filter(Boolean);
  return h("dl.facts.small", {}, rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

export async function open(root) {
  let library, models;
  const draw = async () => {
    [library, models] = await Promise.all([get("library"), printersByModel()]);
    const edit = async (paper) => (await editPaper(paper, library, models)) && draw();
    const own = (paper, labels) => droppable(h("li.card.stack.tight.drop", { dataset: { paper: paper.name } }, h("h3", {}, paper.label || paper.name), facts(paper, labels), profilesOf(paper, library, draw),
      may("operator") && h("div.row", {}, changeButton(paper.label || paper.name, () => edit(paper)),
        removeButton(paper.label || paper.name, () => remove(`papers/${part(paper.name)}?model=${part(paper.model)}`).then(draw), t("library.remove-paper")))), paper, draw);
    const medium = (one) => droppable(h("li.card.stack.tight.drop", { dataset: { paper: one.name } }, h("h4", {}, one.label || one.name), profilesOf(one, library, draw)), one, draw);
    const section = (model) => {
      const papers = library.papers.filter((one) => one.model === model);
      const inside = (library.media ?? []).filter((one) => one.model === model);
      const labels = new Map(inside.map((one) => [one.name, one.label]));
      return h("section.stack", {}, h("h2", {}, modelName(models, model)),
        papers.length > 0 ? h("ul.plain.cards", {}, papers.map((one) => own(one, labels))) : h("p.quiet", {}, t("library.no-papers")),
        inside.length > 0 && h("details", {}, h("summary", {}, t("library.media", { n: inside.length })), h("ul.plain.cards.media", {}, inside.map(medium))));
    };
    const opened = [...root.querySelectorAll("details")].map((one) => one.open);
    show(root, h("div.row.apart", {}, h("p.quiet.grow", {}, t("library.papers-words")), may("operator") && act([icon("plus"), t("library.new-paper")], () => edit(), { class: "primary", dataset: { key: "add" } })),
      !may("operator") && onlyFor("operator"), [...models.keys()].sort((a, b) => colour(models, b) - colour(models, a)).map(section));
    root.querySelectorAll("details").forEach((one, i) => (one.open = Boolean(opened[i])));
  };
  await draw();
  return follow(["library"], () => draw().catch(() => {}));
}

// Papers matter most where there is colour.
const colour = (models, model) => Number(Boolean(models.get(model)?.color));
