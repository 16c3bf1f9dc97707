// Pixels of the page as the printer is told them, one for each of the screen's: what a small preview cannot
// show. Moved by dragging, by the arrow keys (Shift: by a whole window) or by buttons.
import { messageOf } from "../../lib/api.js";
import { dialog } from "../../lib/dialog.js";
import { h } from "../../lib/dom.js";
import { t } from "../../lib/text.js";
import { paint } from "./sheet.js";

const most = { width: 880, height: 560 };
const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Closer {
  constructor(preview, shown, number, side, look) {
    Object.assign(this, { preview, shown, number, look, page: side["page-pixels"] });
    this.width = Math.min(most.width, innerWidth - 72, this.page.width);
    this.height = Math.min(most.height, innerHeight - 260, this.page.height);
    this.at = { x: (this.page.width - this.width) / 2, y: (this.page.height - this.height) / 2 };
    this.canvas = h("canvas.closer", { role: "img", tabindex: "0", "aria-label": t("print.closerPicture"), onkeydown: (event) => this.key(event), onpointerdown: (event) => this.drag(event) });
    this.where = h("p.small.quiet", { role: "status" });
    this.problem = h("p.problem", { role: "alert" });
    this.draw();
  }

  get elements() {
    const go = (key, sign) => h("button", { type: "button", "aria-label": t(`print.closer${key}`), onclick: () => this.by(...steps[`Arrow${key}`], 0.5) }, sign);
    return [h("p.small.quiet", {}, t("print.closerWords")), this.canvas, this.problem, h("div.row", {}, go("Left", "←"), go("Up", "↑"), go("Down", "↓"), go("Right", "→"), this.where)];
  }

  to(x, y) {
    this.at = { x: Math.min(Math.max(x, 0), this.page.width - this.width), y: Math.min(Math.max(y, 0), this.page.height - this.height) };
    return this.draw();
  }

  by(across, down, share) {
    return this.to(this.at.x + across * share * this.width, this.at.y + down * share * this.height);
  }

  key(event) {
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    this.by(...step, event.shiftKey ? 1 : 0.125);
  }

  drag(event) {
    const from = { ...this.at };
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.onpointerup = (end) => this.to(from.x + event.clientX - end.clientX, from.y + event.clientY - end.clientY);
  }

  // A question that is not looked at any more is given up.
  async draw() {
    this.stop?.abort();
    const stop = (this.stop = new AbortController());
    const [x, y, width, height] = [this.at.x, this.at.y, this.width, this.height].map(Math.floor);
    const percent = (part, whole) => Math.round((100 * part) / Math.max(whole, 1));
    this.where.textContent = t("print.closerWhere", { across: percent(x + width / 2, this.page.width), down: percent(y + height / 2, this.page.height) });
    try {
      const blob = await this.preview.part(this.shown, this.number, `${x},${y},${width}x${height}`, this.look, stop.signal);
      if (stop.signal.aborted) return;
      await paint(this.canvas, blob, 0);
      this.problem.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError" && !stop.signal.aborted) this.problem.textContent = messageOf(error);
    }
  }
}

export async function lookCloser(...what) {
  const closer = new Closer(...what);
  await dialog(t("print.closer"), (close) => [closer.elements, h("div.buttons", {}, h("button.primary", { type: "button", onclick: () => close() }, t("print.closerEnd")))], { wide: true });
  closer.stop?.abort();
}
