// The side that is looked at, large, with what lies beside it: its thumbnails, how it is looked at, its
// warnings. What is dragged on it is drag.js.
import { h, show } from "../../lib/dom.js";
import { media, number } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { note } from "../../lib/states.js";
import { messageOf } from "../../lib/api.js";
import { said } from "../../lib/said.js";
import { t } from "../../lib/text.js";
import { paperWord } from "./catalogue.js";
import { lookCloser } from "./closer.js";
import { paint, sheetOf } from "./sheet.js";
import { Thumbnails } from "./thumbnails.js";

const edge = 14; // pixels around the sheet
const patience = 300; // milliseconds before it says that it is working

export class Stage {
  // preview: preview.js; rotation(): how the picture is turned in its place, by the settings.
  constructor(preview, { rotation, look, drawn }) {
    Object.assign(this, { preview, rotation, look, drawn });
    this.number = 1;
    this.canvas = h("canvas.sheet-picture", { role: "img", "aria-label": t("print.preview") });
    this.over = h("div.sheet-over");
    this.sheet = h("div.sheet", { hidden: true }, this.canvas, this.over);
    this.working = h("p.working.small", { role: "status", hidden: true }, t("print.working"));
    this.room = h("div.stage-room", {}, this.sheet, this.working);
    this.problem = h("div");
    this.facts = h("div.stack.tight");
    this.thumbnails = new Thumbnails(preview, (chosen) => this.choose(chosen));
    this.looks = h("div.row.looks");
    this.element = h("section.card.stage", { "aria-label": t("print.preview") }, this.looks, this.problem, this.room, this.thumbnails.element, this.facts);
    this.resized = new ResizeObserver(() => this.roomChanged());
    this.resized.observe(this.room);
    this.drawLooks();
  }

  get side() {
    return this.shown?.sides[this.number - 1];
  }

  drawLooks() {
    const proof = this.shown?.["soft-proof"];
    const toggle = (key, label, hint) => h("button.small-button", {
      type: "button", "aria-pressed": String(this.look[key]), dataset: { key: `look-${key}` }, title: hint,
      disabled: key !== "lines" && proof === false, onclick: () => {
        this.look[key] = !this.look[key];
        this.drawLooks();
        this.draw();
      },
    }, label);
    show(this.looks, toggle("white", t("print.paperWhite"), t("print.paperWhiteHint")), toggle("gamut", t("print.gamut"), t("print.gamutHint")), toggle("lines", t("print.lines"), t("print.linesHint")),
      h("button.small-button", { type: "button", dataset: { key: "closer" }, disabled: !this.shown, onclick: () => lookCloser(this.preview, this.shown, this.number, this.side, this.look) }, t("print.closer")),
      proof === false && h("span.quiet.small", {}, t("print.noProof")));
  }

  // told by preview.js
  told({ state, preview, error, fresh }) {
    const asking = state === "asking";
    clearTimeout(this.patience);
    if (asking) this.patience = setTimeout(() => (this.working.hidden = false), patience);
    else if (state !== "shown") this.working.hidden = true;
    if (asking) return;
    show(this.problem, state === "failed" && note("bad", messageOf(error)));
    this.sheet.classList.toggle("old", state === "failed");
    if (state === "none") {
      this.shown = undefined;
      this.sheet.hidden = true;
      show(this.facts);
      this.thumbnails.draw(undefined);
    }
    if (state !== "shown") return;
    const before = this.shown?.["soft-proof"];
    this.shown = preview;
    this.number = Math.min(this.number, preview.sides.length);
    if (before !== preview["soft-proof"]) this.drawLooks();
    this.thumbnails.draw(preview, this.number, this.rotation());
    this.tell();
    if (fresh || this.sheet.hidden || this.stale) this.draw();
    else this.working.hidden = true;
  }

  choose(chosen) {
    this.number = chosen;
    this.thumbnails.mark(chosen);
    this.tell();
    this.draw();
  }

  async draw() {
    const preview = this.shown;
    this.waits = this.room.clientWidth === 0; // not laid out yet: how large it will be, nobody knows
    if (!preview || this.waits) return;
    this.stop?.abort();
    const stop = (this.stop = new AbortController());
    clearTimeout(this.patience);
    this.patience = setTimeout(() => (this.working.hidden = false), patience);
    try {
      const side = this.side;
      const sheet = sheetOf(side, this.rotation());
      const pixels = this.pixels(sheet);
      const blob = await this.preview.picture(preview, this.number, pixels, this.look, stop.signal);
      if (stop.signal.aborted) return;
      this.drawnPixels = pixels;
      await paint(this.canvas, blob, sheet.turn);
      if (stop.signal.aborted) return;
      this.at = sheet;
      this.stale = false;
      this.sheet.hidden = false;
      this.sheet.classList.remove("old");
      this.fit();
      this.drawn(sheet);
      this.canvas.setAttribute("aria-label", t("print.sideLabel", { n: this.number, all: preview.sides.length, paper: this.paperOf(side) }));
      show(this.problem);
      if (await this.preview.renewed(stop.signal)) this.tell();
    } catch (error) {
      if (error.name === "AbortError" || stop.signal.aborted) return;
      this.stale = true;
      if (error.status === 404) return this.preview.ask({ now: true });
      show(this.problem, note("bad", messageOf(error)));
    } finally {
      if (this.stop === stop) {
        clearTimeout(this.patience);
        this.working.hidden = true;
      }
    }
  }

  // So many as the screen has for it.
  pixels({ width, height }) {
    const across = this.room.clientWidth - 2 * edge;
    const scale = Math.min(across / width, Math.max(0.68 * innerHeight, 256) / height);
    const wanted = Math.max(width, height) * scale * Math.min(devicePixelRatio, 2);
    return Math.round(Math.min(Math.max(wanted, 200), 2000));
  }

  // A picture that was asked for while there was less room is too coarse now.
  roomChanged() {
    if (this.room.clientWidth === 0) return;
    this.fit();
    if (this.waits || (this.at && this.pixels(this.at) > 1.2 * this.drawnPixels)) this.draw();
  }

  // As large as there is room.
  fit() {
    if (!this.at) return;
    const across = this.room.clientWidth - 2 * edge;
    this.room.style.setProperty("--room-height", `${Math.ceil((across * this.at.height) / this.at.width) + 2 * edge}px`);
    const scale = Math.min(across / this.at.width, (this.room.clientHeight - 2 * edge) / this.at.height);
    this.sheet.style.setProperty("--sheet-width", `${Math.floor(this.at.width * scale)}px`);
    this.sheet.style.setProperty("--sheet-height", `${Math.floor(this.at.height * scale)}px`);
  }

  paperOf(side) {
    return `${media(side.media)}, ${paperWord(side["media-type"])}`;
  }

  // What there is to know of the side, in words.
  tell() {
    const { side, shown } = this;
    if (!side) return;
    const ppi = side["effective-resolution"];
    const sheets = t("print.sheets", { n: shown.sheets });
    const paper = `${this.paperOf(side)}`;
    const warnings = [...new Set(shown.sides.flatMap((one) => one.warnings ?? []))];
    const key = JSON.stringify([sheets, paper, ppi, warnings, side.approximations, shown.notes, shown.profile, this.number]);
    if (key === this.toldKey) return;
    this.toldKey = key;
    show(this.facts,
      h("ul.plain.facts", {}, [sheets, paper, ppi && t("print.ppi", { ppi: number(ppi) }), shown.profile && t("print.profile", { name: shown.profile })].filter(Boolean).map((text) => h("li", {}, text))),
      warnings.map((text) => note("warn", said(text))), (shown.notes ?? []).map((text) => note("info", said(text))),
      h("details.approximate.small", {}, h("summary", {}, icon("info"), t("print.approximate")), h("ul", {}, (side.approximations ?? []).map((text) => h("li", {}, said(text))))));
  }

  end() {
    this.resized.disconnect();
    this.stop?.abort();
    this.thumbnails.end();
    clearTimeout(this.patience);
  }
}
