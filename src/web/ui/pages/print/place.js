// Where a picture lies on its sheet, by hand: dragged with the mouse or a finger, its corner for its size;
// or with the keys: arrows move it by 1 mm (Shift: 10 mm), + and - change its size. Settings come of it:
// x-image-shift, y-image-shift, image-width.
import { h } from "../../lib/dom.js";
import { t } from "../../lib/text.js";
import { number } from "../../lib/format.js";
import { announce } from "../../lib/toast.js";

const mm = (hmm) => `${Math.round(hmm) / 100}mm`;
// "12.5mm", "1.2cm", "0.5in", "36pt" or hundredths of a millimetre
export function hmmOf(text) {
  const [, value, unit] = /^(-?[\d.]+)\s*(mm|cm|in|pt)?$/.exec(String(text ?? "").trim()) ?? [];
  if (value === undefined) return 0;
  return Number(value) * ({ mm: 100, cm: 1000, in: 2540, pt: 2540 / 72 }[unit] ?? 1);
}

export class Place {
  // over: the element that lies on the sheet; get(name), set({name: value}): settings.
  constructor(over, { get, set }) {
    Object.assign(this, { over, get, set });
    this.corner = h("span.place-corner", { "aria-hidden": "true" });
    this.box = h("div.place", { tabindex: "0", role: "group", "aria-roledescription": t("print.movable"), "aria-label": t("print.placeLabel") }, this.corner);
    this.box.addEventListener("pointerdown", (event) => this.begin(event));
    this.box.addEventListener("keydown", (event) => this.keys(event));
    this.box.addEventListener("dblclick", () => this.centre());
  }

  // A side is shown: the picture may be moved if it is alone on it.
  draw(sheet, movable) {
    this.sheet = sheet;
    const alone = movable && sheet.windows.length === 1;
    if (!alone) return this.box.remove();
    this.at = sheet.windows[0].box;
    this.put(this.at);
    if (!this.box.isConnected) this.over.append(this.box);
  }

  put({ x, y, width, height }) {
    for (const [key, value] of Object.entries({ x, y, width, height })) this.box.style.setProperty(`--place-${key}`, `${value * 100}%`);
  }

  begin(event) {
    if (event.button > 0) return;
    event.preventDefault();
    this.box.focus();
    const room = this.over.getBoundingClientRect();
    const resizing = event.target === this.corner;
    const from = { x: event.clientX, y: event.clientY };
    let box = this.at;
    const moved = ({ clientX, clientY }) => {
      const dx = (clientX - from.x) / room.width, dy = (clientY - from.y) / room.height;
      box = resizing ? this.sized(dx) : this.shifted(dx, dy);
      this.put(box);
    };
    const end = (done) => () => {
      for (const [kind, act] of Object.entries(acts)) this.box.removeEventListener(kind, act);
      this.box.classList.remove("dragged");
      if (!done || box === this.at) return this.put(this.at);
      if (resizing) this.size(box.width * this.sheet.width);
      else this.shift((box.x - this.at.x) * this.sheet.width, (box.y - this.at.y) * this.sheet.height);
    };
    const acts = { pointermove: moved, pointerup: end(true), pointercancel: end(false) };
    this.box.setPointerCapture(event.pointerId);
    this.box.classList.add("dragged");
    for (const [kind, act] of Object.entries(acts)) this.box.addEventListener(kind, act);
  }

  // Within what can be printed on, as far as it fits there at all.
  shifted(dx, dy) {
    const { area } = this.sheet;
    const within = (at, length, first, room) => (length >= room ? at : Math.min(Math.max(at, first), first + room - length));
    return { ...this.at, x: within(this.at.x + dx, this.at.width, area.x, area.width), y: within(this.at.y + dy, this.at.height, area.y, area.height) };
  }

  sized(dx) {
    const { width, height, x, y } = this.at;
    const grown = Math.min(Math.max(width + 2 * dx, 0.05), this.sheet.area.width);
    const by = grown / width;
    return { x: x + (width - grown) / 2, y: y + (height * (1 - by)) / 2, width: grown, height: height * by };
  }

  shift(right, down) {
    const x = hmmOf(this.get("x-image-shift")) + right, y = hmmOf(this.get("y-image-shift")) - down;
    this.set({ "x-image-shift": Math.round(x) === 0 ? undefined : mm(x), "y-image-shift": Math.round(y) === 0 ? undefined : mm(y) });
    announce(t("print.placed", { x: number(x / 100, 1), y: number(y / 100, 1) }));
  }

  size(width) {
    this.set({ "image-width": mm(width), "image-height": undefined });
    announce(t("print.sized", { width: number(width / 100, 1) }));
  }

  centre() {
    this.set({ "x-image-shift": undefined, "y-image-shift": undefined });
  }

  keys(event) {
    const by = event.shiftKey ? 1000 : 100;
    const [right, down] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key] ?? [];
    const grow = { "+": 1.05, "-": 1 / 1.05 }[event.key];
    if (right === undefined && !grow) return;
    event.preventDefault();
    if (grow) return this.size(Math.min(this.at.width * grow, this.sheet.area.width) * this.sheet.width);
    const box = this.shifted(right / this.sheet.width, down / this.sheet.height);
    this.shift((box.x - this.at.x) * this.sheet.width, (box.y - this.at.y) * this.sheet.height);
    this.at = box; // further presses go on from there
    this.put(box);
  }
}
