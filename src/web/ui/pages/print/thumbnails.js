// All sides, small: drawn when they come into view, two at a time, so that a long document is not drawn
// whole for nobody.
import { h, show } from "../../lib/dom.js";
import { t } from "../../lib/text.js";
import { paint, sheetOf } from "./sheet.js";

const size = 150, atATime = 2;
const look = { white: true, gamut: false, lines: false };

export class Thumbnails {
  constructor(preview, choose) {
    Object.assign(this, { preview, choose });
    this.element = h("div.thumbnails", { hidden: true, role: "group", "aria-label": t("print.sides") });
    this.waiting = new Set();
    this.working = 0;
    this.seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.waiting.add(target);
        else this.waiting.delete(target);
      }
      this.go();
    }, { root: this.element, rootMargin: "100px" });
    this.element.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = by && this.element.children[[...this.element.children].indexOf(document.activeElement) + by];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.click();
    });
  }

  draw(shown, chosen, rotation) {
    this.stop?.abort();
    this.stop = new AbortController();
    this.shown = shown;
    this.rotation = rotation;
    this.waiting.clear();
    this.seen.disconnect();
    const count = shown?.sides.length ?? 0;
    this.element.hidden = count < 2;
    if (count < 2) return show(this.element);
    while (this.element.children.length > count) this.element.lastElementChild.remove();
    while (this.element.children.length < count) this.element.append(this.make(this.element.children.length + 1));
    for (const one of this.element.children) {
      one.stale = true;
      this.seen.observe(one);
    }
    this.mark(chosen);
  }

  make(number) {
    const button = h("button.bare.thumbnail", { type: "button", dataset: { key: `side-${number}` }, "aria-label": t("print.side", { n: number }), onclick: () => this.choose(number) },
      h("canvas", { "aria-hidden": "true", width: 1, height: 1 }), h("span.number.small", {}, String(number)));
    button.number = number;
    return button;
  }

  mark(chosen) {
    for (const one of this.element.children) one.toggleAttribute("aria-current", one.number === chosen);
    this.element.children[chosen - 1]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  async go() {
    const next = [...this.waiting].find((one) => one.stale);
    if (!next || this.working >= atATime) return;
    next.stale = false;
    ++this.working;
    const { shown, stop } = this;
    try {
      const blob = await this.preview.picture(shown, next.number, size, look, stop.signal);
      const side = shown.sides[next.number - 1];
      if (!stop.signal.aborted && side) await paint(next.querySelector("canvas"), blob, sheetOf(side, this.rotation).turn);
    } catch {
      // The side itself says what is wrong with it, when it is looked at.
    }
    --this.working;
    this.go();
  }

  end() {
    this.stop?.abort();
    this.seen.disconnect();
  }
}
