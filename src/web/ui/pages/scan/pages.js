// The pages of a scan, as they arrive: turned, left out, put in order by drag or by keys, scanned anew.
import { put } from "../../lib/api.js";
import { h, keyed } from "../../lib/dom.js";
import { icon } from "../../lib/icons.js";
import { reorder } from "../../lib/reorder.js";
import { said } from "../../lib/said.js";
import { t, word } from "../../lib/text.js";
import { attempt } from "../../lib/toast.js";
import { act } from "../parts/page.js";
import { openViewer } from "./viewer.js";

const pictureOf = (id, page, size) => `/api/v1/scans/${id}/pages/${page.number}?size=${size}&edition=${page.edition}`;

const tool = (name, label, work, key, more) => act(icon(name), work, { "aria-label": label, title: label, class: `bare round ${more ?? ""}`, dataset: { key } });

// One page; update() changes what differs and leaves the rest, so that no picture flickers.
class Page {
  constructor(number, grid) {
    this.grid = grid;
    this.picture = h("img", { alt: "", loading: "lazy", draggable: "false", decoding: "async" });
    this.zoom = h("button.zoom", { type: "button", onclick: () => grid.look(number), dataset: { key: `page-${number}` } }, this.picture);
    this.words = h("div.row.page-words");
    this.tools = h("div.tools");
    this.element = h("li.card.sheet", { dataset: { page: number } }, this.zoom, this.words, this.tools);
    this.element.its = this;
  }

  update({ page, place, count, open, stage }) {
    const at = pictureOf(this.grid.id, page, 400);
    if (this.picture.getAttribute("src") !== at) this.picture.setAttribute("src", at);
    if (page.height) this.zoom.style.setProperty("--shape", `${page.width} / ${page.height}`);
    this.element.classList.toggle("out", page["left-out"]);
    this.name = t("scan.page", { n: place + 1 });
    this.zoom.setAttribute("aria-label", t("scan.look-at", { page: this.name }));
    const marks = [page.back && t("scan.back-side"), page["left-out"] && word("scanLeftOut", page["why-left-out"]), !page.cleaned && t("scan.cleaning")];
    this.words.replaceChildren(h("strong", {}, this.name), ...marks.filter(Boolean).map((text) => h("span.quiet.small", {}, text)),
      ...(page.warning ? [h("p.small.warned", {}, said(page.warning))] : []));
    const state = JSON.stringify([page["left-out"], page.cleaned, place, count, open, stage]);
    if (state === this.state) return;
    this.state = state;
    const focused = this.tools.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    this.tools.replaceChildren(...(open ? this.buttons(page, count, stage) : []));
    if (focused) this.tools.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  buttons(page, count, stage) {
    const { id, change } = this.grid;
    const path = `scans/${id}/pages/${page.number}`;
    const key = (what) => `${what}-${page.number}`;
    const named = { page: this.name };
    const grip = stage !== "scanning" && count > 1 && h("button.bare.round.grip", { type: "button", "aria-label": t("scan.grip", named), title: t("scan.grip", named), dataset: { key: key("grip") } }, icon("grip"));
    return [
      grip,
      tool("turn", t("scan.turn-left", named), () => change(path, { turn: 270 }), key("left"), "mirrored"),
      tool("turn", t("scan.turn-right", named), () => change(path, { turn: 90 }), key("right")),
      stage === "waiting" && tool("scan", t("scan.scan-again", named), () => change(`scans/${id}/more`, { "in-place-of": page.number }), key("again")),
      page["left-out"]
        ? tool("back", t("scan.take-back", named), () => change(path, { "left-out": false }), key("out"))
        : tool("trash", t("scan.leave-out", named), () => change(path, { "left-out": true }), key("out")),
    ].filter(Boolean);
  }
}

class Grid {
  constructor({ id, change, draw }) {
    Object.assign(this, { id, change, draw });
    this.element = h("ol.plain.sheets", { "aria-label": t("scan.pages-label") });
    this.list = keyed(this.element, {
      key: ({ page }) => page.number,
      make: (entry) => {
        const its = new Page(entry.page.number, this);
        its.update(entry);
        return its.element;
      },
      update: (element, entry) => element.its.update(entry),
    });
    reorder(this.element, { handle: ".grip", item: ".sheet", horizontal: true, named: (element) => element.its.name, moved: () => this.keepOrder() });
  }

  update(scan, open) {
    this.scan = scan;
    this.element.hidden = scan.pages.length === 0;
    const focused = this.element.contains(document.activeElement) ? document.activeElement : undefined;
    this.list(scan.pages.map((page, place) => ({ page, place, count: scan.pages.length, open, stage: scan.stage })));
    if (focused?.isConnected) focused.focus();
  }

  // The server's order counts: where it takes the new one not, the old one is shown again.
  async keepOrder() {
    const pages = [...this.element.children].map((one) => Number(one.dataset.page));
    await attempt(() => put(`scans/${this.id}/order`, { pages }));
    await this.draw();
  }

  look(number) {
    const { pages } = this.scan;
    openViewer(pages.map((page, place) => ({ at: pictureOf(this.id, page, 1600), name: t("scan.page", { n: place + 1 }) })), pages.findIndex((page) => page.number === number));
  }
}

export const pageGrid = (services) => new Grid(services);
