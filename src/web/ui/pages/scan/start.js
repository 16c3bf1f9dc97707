// Choose a scanner and what to do, and go; what is under way; what has been.
import { ApiError, get, name as part, post, put } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field } from "../../lib/form.js";
import { icon } from "../../lib/icons.js";
import { state } from "../../lib/states.js";
import { said } from "../../lib/said.js";
import { t, word } from "../../lib/text.js";
import { toast } from "../../lib/toast.js";
import { askForm } from "../parts/ask.js";
import { check, text } from "../parts/fields.js";
import { act, may, nothing } from "../parts/page.js";
import { history } from "./history.js";
import { inWords, optionFields, optionsOf } from "./options.js";

export const optional = (path) => get(path).catch((error) => (error instanceof ApiError && error.status === 404 ? [] : Promise.reject(error)));

// Remembered by this browser: which scanner, and whether pages are looked at first.
const memory = {
  read(key) {
    try {
      return localStorage.getItem(`platen-${key}`);
    } catch {
      return null;
    }
  },
  keep(key, value) {
    try {
      localStorage.setItem(`platen-${key}`, value);
    } catch {} // a browser that keeps nothing
  },
};

const kindOf = { idle: "good", processing: "busy", unreachable: "bad" };

function scannerChoice(scanners, chosen, choose) {
  return h("fieldset.scanners", {}, h("legend", {}, t("scan.scanner")), h("div.cards", {}, scanners.map((scanner) =>
    h("label.card.pick", {}, h("input", { type: "radio", name: "scanner", value: scanner.name, checked: scanner.name === chosen, onchange: () => choose(scanner.name), dataset: { key: `scanner-${scanner.name}` } }),
      h("span.stack.tight", {}, h("span", {}, h("strong", {}, scanner.info || scanner.name), h("br"), h("span.quiet.small", {}, scanner["make-and-model"] ?? scanner.model)),
        scanner.state && h("span.row", {}, state(kindOf[scanner.state] ?? "", word("scannerState", scanner.state)),
          h("span.quiet.small", {}, scanner.state === "unreachable" ? said(scanner.message) : word("feeder", scanner.feeder))))))));
}

class Start {
  constructor(root, context, lists) {
    Object.assign(this, { root, context, ...lists });
    const kept = memory.read("scanner");
    this.chosen = this.scanners.some(({ name }) => name === kept) ? kept : this.scanners[0]?.name;
    this.places = { scanners: h("div"), recipes: h("div"), past: h("section.stack", { "aria-label": t("scan.history") }) };
    this.look = check("review", t("scan.look-first"), memory.read("scan-review") !== "no", {
      hint: t("scan.look-first-words"), onchange: (event) => memory.keep("scan-review", event.target.checked ? "yes" : "no") });
    this.go = act([icon("scan"), t("scan.with-these")], () => this.begin("", optionsOf(this.form)), { class: "primary" });
    this.form = h("form.stack.settings", { onsubmit: (event) => { event.preventDefault(); this.go.click(); } });
  }

  async begin(recipe, options) {
    const review = this.look.querySelector("input").checked ? { review: "true" } : {};
    const scan = await post("scans", { scanner: this.chosen, recipe, options: { ...options, ...review } });
    this.context.go(`#/scan/${scan.id}`);
  }

  keepAsRecipe() {
    return askForm({
      title: t("scan.keep-as-recipe"), send: t("parts.save"), content: field(t("parts.name"), text("name", "", { required: true, maxlength: 127 })),
      submit: async ({ name }) => {
        await put(`scan-recipes/${part(name)}`, { options: optionsOf(this.form) });
        this.recipes = await get("scan-recipes");
        this.drawRecipes();
        toast(t("parts.saved"));
      },
    });
  }

  draw() {
    show(this.root, this.places.scanners, h("section.stack", { "aria-labelledby": "scan-what" }, h("h2", { id: "scan-what" }, t("scan.what")), this.places.recipes, this.look,
      h("details.own", {}, h("summary", {}, t("scan.own-settings")), this.form)), this.places.past);
    this.drawScanners();
    this.drawRecipes();
    this.drawForm();
  }

  drawScanners() {
    const choose = (name) => {
      this.chosen = name;
      memory.keep("scanner", name);
      this.drawForm();
    };
    show(this.places.scanners, this.scanners.length > 0 ? scannerChoice(this.scanners, this.chosen, choose)
      : nothing("scan", t("scan.no-scanner"), may("administrator") && h("a.button.primary", { href: "#/settings/devices" }, t("scan.add-scanner"))));
  }

  drawRecipes() {
    const big = (name, words, recipe, kind) => act([h("strong", {}, name), h("span", {}, words)], () => this.begin(recipe, {}), { class: kind, disabled: !this.chosen });
    show(this.places.recipes, h("div.recipes", {}, this.recipes.map((recipe) => big(recipe.name, inWords(recipe.options), recipe.name, "recipe")),
      big(t("scan.plain"), t("scan.plain-words"), "", "recipe plain")));
  }

  // What was chosen stays where the other scanner can do it too.
  drawForm() {
    show(this.form, optionFields(optionsOf(this.form), this, { scanner: this.scanners.find(({ name }) => name === this.chosen) }),
      h("div.buttons", {}, may("administrator") && act(t("scan.keep-as-recipe"), () => this.keepAsRecipe()), this.go));
  }

  async askRecipes() {
    this.recipes = await get("scan-recipes");
    if (!this.ended) this.drawRecipes();
  }

  // Devices answer slowly; the page is there before they do.
  async askScanners() {
    const before = JSON.stringify(this.scanners.map(({ platen, adf }) => [platen, adf]));
    this.scanners = await get("scanners");
    if (this.ended) return;
    this.drawScanners();
    if (before !== JSON.stringify(this.scanners.map(({ platen, adf }) => [platen, adf]))) this.drawForm();
  }
}

export async function open(root, context) {
  const [scanners, recipes, destinations, contacts] = await Promise.all([get("scanners?state=no"), get("scan-recipes"), get("destinations"), optional("contacts")]);
  const start = new Start(root, context, { scanners, recipes, destinations, contacts });
  start.draw();
  const past = history(start.places.past);
  await past.draw();
  const quietly = (work) => () => work().catch(() => {});
  quietly(() => start.askScanners())();
  const stop = [follow(["scanner"], quietly(() => start.askScanners())), follow(["scan"], quietly(past.draw)), follow(["library"], quietly(() => start.askRecipes()))];
  return () => {
    start.ended = true;
    stop.forEach((end) => end());
  };
}
