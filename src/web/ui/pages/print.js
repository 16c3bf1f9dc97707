// Printing a document from here: what it is, on what, how; and how it will come out. What was chosen stays
// while the app is open: whoever looks at another page, or logs in again, finds it as it was.
import { get, messageOf, name, post } from "../lib/api.js";
import { h, show, style } from "../lib/dom.js";
import { follow } from "../lib/events.js";
import { select } from "../lib/form.js";
import { icon } from "../lib/icons.js";
import { askForLogin } from "../lib/login.js";
import { stateOf } from "../lib/printers.js";
import { renewSession, session } from "../lib/session.js";
import { note, nothing, state } from "../lib/states.js";
import { t } from "../lib/text.js";
import { documentList, intake } from "./print/documents.js";
import { plainName, tidied } from "./print/catalogue.js";
import { cropDialog } from "./print/crop.js";
import { kept, wrongSettings } from "./print/kept.js";
import { Place } from "./print/place.js";
import { Preview } from "./print/preview.js";
import { jobFields, send, titleOf } from "./print/send.js";
import { SettingsForm } from "./print/settings.js";
import { Stage } from "./print/stage.js";

class PrintPage {
  constructor(root, printers, context) {
    Object.assign(this, { root, printers });
    const wanted = context.query.get("printer") ?? kept.printer ?? printers.find((one) => one.default)?.["printer-name"];
    kept.printer = (printers.find((one) => one["printer-name"] === wanted) ?? printers[0])["printer-name"];
    if (context.query.get("recipe")) kept.values = { recipe: context.query.get("recipe") };
    this.options = [];
    this.preview = new Preview(() => this.question(), (news) => this.told(news));
    this.stage = new Stage(this.preview, { look: kept.look, rotation: () => Number(this.valueOf("image-rotation")) || 0, drawn: (sheet) => this.place.draw(sheet, this.pictures() && !this.busyLayout()) });
    this.place = new Place(this.stage.over, { get: (key) => this.valueOf(key), set: (values) => this.setAll(values) });
    this.form = new SettingsForm((key, value) => this.set(key, value));
    this.list = documentList(kept.documents);
    this.intake = intake(kept.documents);
    kept.documents.changed = () => this.documentsChanged();
  }

  get printer() {
    return this.printers.find((one) => one["printer-name"] === kept.printer);
  }
  // A setting by its plain name.
  option(plain) {
    return this.options.find((option) => plainName(option.name) === plain);
  }
  valueOf(plain) {
    return kept.values[this.option(plain)?.name ?? plain];
  }
  pictures() {
    return kept.documents.ready.some((one) => one.pages?.some((page) => page.width));
  }
  // Several pictures on a sheet, or a size of their own, are not moved by hand.
  busyLayout() {
    return ["contact-sheet", "image-package", "number-up", "poster", "imposition-template"].some((key) => this.valueOf(key));
  }

  question() {
    const documents = kept.documents.ready;
    if (documents.length === 0) return undefined;
    return { printer: kept.printer, documents: documents.map((one) => one.facts.id), title: titleOf(documents), options: kept.values };
  }

  async open() {
    this.recipes = h("div.recipes", { role: "group", "aria-label": t("print.recipes") });
    this.printerState = h("span");
    this.choice = select(this.printers.map((one) => [one["printer-name"], one["printer-info"] || one["printer-name"]]), kept.printer, { "aria-label": t("print.printer"), onchange: (event) => this.choosePrinter(event.target.value) });
    this.outcome = h("div", { "aria-live": "polite" });
    this.jobBox = h("div");
    this.button = h("button.primary.print-button", { type: "button", disabled: true, onclick: () => this.print() }, icon("print"), h("span", {}, t("print.print")));
    this.tools = h("div.row.tools");
    show(this.root,
      h("div.page-head", {}, h("h1", {}, t("nav.print")), h("div.row.print-choice", {}, this.printerState, this.choice)),
      h("div.print-page", {},
        h("div.stack.print-left", {}, h("section.card.stack.tight", { "aria-label": t("print.documents") }, this.list.element, this.intake.element), this.stage.element),
        h("section.stack.print-right", { "aria-label": t("print.settings") }, this.outcome,
          h("div.print-scroll", { tabindex: "-1" }, this.recipes, this.tools, this.form.element, this.jobBox),
          h("div.print-bar", {}, this.button))));
    this.unfollow = follow(["printer"], ({ id, kind }) => (kind === "all" || id === kept.printer) && this.renewPrinter());
    await this.loadOptions();
    this.documentsChanged();
    this.showOutcome();
  }

  async loadOptions() {
    const [options, library] = await Promise.all([get(`printers/${name(kept.printer)}/options`), get("library", { ask: false }).catch(() => ({}))]);
    this.options = tidied(options, library);
    this.library = library;
    const known = new Set(options.map((option) => option.name));
    for (const key of Object.keys(kept.values)) if (!known.has(key)) delete kept.values[key]; // another printer's
    this.drawSettings();
    this.drawPrinter();
  }

  drawPrinter() {
    const { kind, text } = stateOf(this.printer);
    show(this.printerState, state(kind, text));
  }

  async renewPrinter() {
    const printer = await get(`printers/${name(kept.printer)}`).catch(() => undefined);
    if (printer) this.printers = this.printers.map((one) => (one["printer-name"] === kept.printer ? printer : one));
    this.drawPrinter();
  }

  async choosePrinter(chosen) {
    kept.printer = chosen;
    await this.loadOptions().catch((error) => show(this.outcome, note("bad", messageOf(error))));
    this.preview.ask({ now: true });
  }

  drawSettings() {
    this.drawRecipes();
    this.drawTools();
    this.form.draw({ options: this.options, values: kept.values, recipe: this.recipeSettings(), loaded: this.printer.loaded ?? [], pictures: this.pictures() || kept.documents.ready.length === 0 });
    show(this.jobBox, jobFields(kept.job, { offers: () => true }));
  }

  recipeSettings() {
    const all = this.library?.recipes ?? [];
    const found = all.find((one) => (one.name ?? one.recipe?.name) === kept.values.recipe);
    return found?.options ?? {};
  }

  drawRecipes() {
    const names = this.option("recipe")?.values ?? [];
    this.recipes.hidden = names.length === 0;
    const one = (value, text) => h("button", { type: "button", "aria-pressed": String((kept.values.recipe ?? "") === value), dataset: { key: `recipe-${value}` }, onclick: () => {
      // What was chosen beside the last one goes with it; copies stay.
      const { copies } = kept.values;
      kept.values = { ...(value && { recipe: value }), ...(copies && { copies }) };
      this.drawSettings();
      this.changed(true);
    } }, text);
    show(this.recipes, one("", t("print.noRecipe")), names.map((value) => one(value, value)));
  }

  // For the picture: what is done by hand.
  drawTools() {
    const picture = kept.documents.ready.find((one) => one.pages?.some((page) => page.width));
    const tool = (key, picture_, label, act, more = {}) => h("button", { type: "button", dataset: { key: `tool-${key}` }, onclick: act, ...more }, icon(picture_), h("span", {}, label));
    const moved = ["x-image-shift", "y-image-shift", "image-width", "image-height"].some((key) => this.valueOf(key));
    show(this.tools, picture && [
      this.option("image-crop") && tool("crop", "crop", t("print.crop"), () => this.crop(picture), { "aria-pressed": String(Boolean(this.valueOf("image-crop"))) }),
      this.option("image-rotation") && tool("turn", "turn", t("print.turn"), () => this.turn()),
      moved && tool("centre", "again", t("print.centre"), () => this.setAll({ "x-image-shift": undefined, "y-image-shift": undefined, "image-width": undefined, "image-height": undefined })),
    ]);
    this.tools.hidden = !picture;
  }

  async crop(document) {
    const page = document.pages.findIndex((one) => one.width) + 1;
    let address;
    try {
      address = await kept.documents.picture(document, page, 1000);
      const side = this.preview.preview?.sides[0];
      const text = await cropDialog(address, document.pages[page - 1], this.valueOf("image-crop"), { paper: side && side["width-hmm"] / side["height-hmm"] });
      if (text !== undefined) this.setAll({ "image-crop": text || undefined });
    } catch (error) {
      if (error.name !== "AbortError") show(this.outcome, note("bad", messageOf(error)));
    }
    if (address) URL.revokeObjectURL(address);
  }

  turn() {
    const next = ((Number(this.valueOf("image-rotation")) || 0) + 90) % 360;
    this.setAll({ "image-rotation": next === 0 ? undefined : String(next) });
  }

  set(key, value) {
    if (value === undefined) delete kept.values[key];
    else kept.values[key] = value;
    this.changed();
  }

  // By plain names, from what was done by hand; the form shows it.
  setAll(values) {
    for (const [plain, value] of Object.entries(values)) {
      const key = this.option(plain)?.name ?? plain;
      if (value === undefined) delete kept.values[key];
      else kept.values[key] = value;
    }
    this.drawSettings();
    this.changed(true);
  }

  changed(now = false) {
    kept.done = undefined;
    this.showOutcome();
    if (kept.documents.ready.length > 0) this.preview.ask({ now });
    else this.check();
  }

  // Without a document there is no preview: what does not go together is told all the same.
  async check() {
    const turn = (this.checks = (this.checks ?? 0) + 1);
    let message = "";
    try {
      await post(`printers/${name(kept.printer)}/check`, { options: kept.values });
    } catch (error) {
      if (wrongSettings.has(error.status)) message = messageOf(error);
    }
    if (turn === this.checks) this.conflict(message);
  }

  conflict(message) {
    const named = this.form.fail(message);
    show(this.form.problem, message && !named && note("bad", message));
  }

  told(news) {
    const conflicts = news.state === "failed" && wrongSettings.has(news.error.status);
    if (news.state !== "asking") this.conflict(conflicts ? messageOf(news.error) : "");
    if (news.state === "failed" && news.error.status === 404 && !this.sentAgain) {
      this.sentAgain = true;
      this.mend().then(() => this.preview.ask({ now: true }));
    }
    if (news.state === "shown") this.sentAgain = false;
    this.failed = news.state === "failed" && news.error.status !== 0;
    this.stage.told(news);
    this.drawButton();
  }

  // The documents are not there any more, though they are here: because they are somebody's whose log-in
  // has ended, or because the server has forgotten them.
  mend() {
    this.mending ??= (async () => {
      const owner = kept.owner;
      await renewSession().catch(() => {});
      if (owner && session.user !== owner && (await askForLogin(t("login.expired"))) && session.user === owner) return;
      await kept.documents.again();
    })().finally(() => (this.mending = undefined));
    return this.mending;
  }

  documentsChanged() {
    kept.owner = session.user;
    this.list.draw();
    const any = kept.documents.all.length > 0;
    this.root.querySelector(".print-page").classList.toggle("empty", !any);
    this.stage.element.hidden = kept.documents.ready.length === 0;
    const pictures = this.pictures();
    if (pictures !== this.hadPictures || kept.documents.ready.length !== this.hadReady) this.drawSettings();
    this.hadPictures = pictures;
    this.hadReady = kept.documents.ready.length;
    if (any) kept.done = undefined;
    this.showOutcome();
    this.drawButton();
    this.preview.ask();
  }

  drawButton() {
    this.button.disabled = kept.documents.ready.length === 0 || kept.documents.coming || this.failed || this.sending;
  }

  async print() {
    if (!this.question()) return;
    this.sending = true;
    this.drawButton();
    show(this.outcome);
    const sent = () => send(this.question(), kept.job);
    try {
      kept.done = { id: await sent().catch(async (error) => {
        if (error.status !== 404) throw error;
        await this.mend();
        return sent();
      }) };
      show(this.jobBox, jobFields(kept.job, { offers: () => true }));
    } catch (error) {
      show(this.outcome, note("bad", messageOf(error)));
    }
    this.sending = false;
    this.drawButton();
    this.showOutcome();
    this.outcome.scrollIntoView({ block: "nearest" });
  }

  showOutcome() {
    if (!kept.done) return this.outcome.querySelector(".good") && show(this.outcome);
    show(this.outcome, h("div.note.good", {}, icon("check"), h("div.grow.row.apart", {},
      h("span", {}, t("print.done", { id: kept.done.id })), h("a.button", { href: `#/jobs/${kept.done.id}` }, t("print.toJob")))));
  }

  end() {
    this.unfollow?.();
    this.intake.end();
    this.stage.end();
    this.preview.end();
    kept.documents.changed = () => {};
  }
}

export async function open(root, context) {
  await style("pages/print.css");
  const printers = await get("printers");
  if (printers.length === 0) {
    show(root, h("div.page-head", {}, h("h1", {}, t("nav.print"))), nothing("print", t("print.noPrinter"), h("a.button", { href: "#/setup" }, t("nav.setup"))));
    return () => {};
  }
  const page = new PrintPage(root, printers, context);
  await page.open();
  return () => page.end();
}
