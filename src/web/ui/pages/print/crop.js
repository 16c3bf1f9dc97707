// The part of a picture that is printed (image-crop), chosen over the picture itself: its edges and
// corners are dragged, or moved with the keys: arrows move it, Shift and arrows change its size.
import { dialog } from "../../lib/dialog.js";
import { h } from "../../lib/dom.js";
import { select } from "../../lib/form.js";
import { percent } from "../../lib/format.js";
import { t } from "../../lib/text.js";

const least = 0.02; // of the picture
export const whole = { x: 0, y: 0, width: 1, height: 1 };

// "10,0,80,100" <-> {x: 0.1, y: 0, width: 0.8, height: 1}
export function cropOf(text) {
  const [x, y, width, height] = String(text ?? "").split(",").map((part) => Number(part) / 100);
  return width > 0 && height > 0 ? { x, y, width, height } : whole;
}
export function cropText({ x, y, width, height }) {
  // Rounded so that the part never reaches beyond the picture.
  const cut = (value) => Math.floor(value * 1e4 + 1e-6) / 100;
  const [left, top] = [cut(x), cut(y)];
  const all = [left, top, Math.min(cut(width), 100 - left), Math.min(cut(height), 100 - top)];
  return all[2] > 99.9 && all[3] > 99.9 ? undefined : all.map((value) => String(Math.round(value * 100) / 100)).join(",");
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// `edges`: any of "n", "s", "e", "w"; "": all of it is moved. `shape`: width / height in parts of the
// picture, or undefined: any.
export function dragged(from, edges, dx, dy, shape) {
  if (edges === "") return { ...from, x: clamp(from.x + dx, 0, 1 - from.width), y: clamp(from.y + dy, 0, 1 - from.height) };
  let left = from.x, top = from.y, right = from.x + from.width, bottom = from.y + from.height;
  if (edges.includes("w")) left = clamp(left + dx, 0, right - least);
  if (edges.includes("e")) right = clamp(right + dx, left + least, 1);
  if (edges.includes("n")) top = clamp(top + dy, 0, bottom - least);
  if (edges.includes("s")) bottom = clamp(bottom + dy, top + least, 1);
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return shape ? shaped(box, shape, edges) : box;
}

// The largest of that shape inside, kept at the edges that were not dragged.
export function shaped(box, shape, edges = "") {
  const width = Math.min(box.width, box.height * shape), height = width / shape;
  const x = edges.includes("w") ? box.x + box.width - width : edges.includes("e") ? box.x : box.x + (box.width - width) / 2;
  const y = edges.includes("n") ? box.y + box.height - height : edges.includes("s") ? box.y : box.y + (box.height - height) / 2;
  return { x, y, width, height };
}

const handles = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

// cropDialog(address of the picture, {width, height} of it, "10,0,80,100", {paper: width / height}):
// resolves to the text, "" for the whole picture, undefined when it was left.
export function cropDialog(address, page, text, { paper } = {}) {
  let box = cropOf(text);
  let shape; // in parts of the picture
  const inPixels = page.width && page.height ? page.height / page.width : page["height-hmm"] / page["width-hmm"];
  const shapes = { any: undefined, picture: 1, square: inPixels, ...(paper && { paper: paper * inPixels }), "3:2": 1.5 * inPixels, "2:3": (2 / 3) * inPixels, "4:3": (4 / 3) * inPixels, "5:4": 1.25 * inPixels, "16:9": (16 / 9) * inPixels };
  return dialog(t("print.crop"), (close) => {
    const status = h("p.quiet.small.number", { role: "status" });
    const frame = h("div.crop-frame", { tabindex: "0", role: "group", "aria-label": t("print.cropLabel"), "aria-roledescription": t("print.movable") },
      handles.map((edges) => h("span.crop-handle", { class: `at-${edges}`, dataset: { edges } })));
    const area = h("div.crop-area", {}, h("img", { src: address, alt: t("print.cropPicture") }), frame);
    const put = () => {
      for (const key of ["x", "y", "width", "height"]) frame.style.setProperty(`--crop-${key}`, `${box[key] * 100}%`);
      const dots = page.width ? t("print.cropDots", { width: Math.round(box.width * page.width), height: Math.round(box.height * page.height) }) : "";
      status.textContent = `${percent(box.width * 100)} × ${percent(box.height * 100)} ${dots}`;
    };
    frame.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      event.preventDefault();
      frame.focus();
      const room = area.getBoundingClientRect();
      const from = box, edges = event.target.dataset.edges ?? "";
      const move = ({ clientX, clientY }) => {
        box = dragged(from, edges, (clientX - event.clientX) / room.width, (clientY - event.clientY) / room.height, shape);
        put();
      };
      const end = () => {
        frame.removeEventListener("pointermove", move);
        frame.removeEventListener("pointerup", end);
        frame.removeEventListener("pointercancel", end);
      };
      frame.setPointerCapture(event.pointerId);
      frame.addEventListener("pointermove", move);
      frame.addEventListener("pointerup", end);
      frame.addEventListener("pointercancel", end);
    });
    frame.addEventListener("keydown", (event) => {
      const [dx, dy] = { ArrowLeft: [-0.01, 0], ArrowRight: [0.01, 0], ArrowUp: [0, -0.01], ArrowDown: [0, 0.01] }[event.key] ?? [];
      if (dx === undefined) return;
      event.preventDefault();
      box = dragged(box, event.shiftKey ? "se" : "", dx, dy, shape);
      put();
    });
    const choose = (event) => {
      shape = shapes[event.target.value];
      if (shape) box = shaped(box, shape);
      put();
    };
    put();
    return [
      h("div.row", {}, h("label.row", {}, h("span", {}, t("print.shape")), select(Object.keys(shapes).map((key) => [key, key.includes(":") ? key : t(`print.shapes.${key}`)]), "any", { onchange: choose })),
        h("button", { type: "button", onclick: () => { box = whole; put(); } }, t("print.wholePicture"))),
      area, status, h("p.quiet.small", {}, t("print.cropKeys")),
      h("div.buttons", {}, h("button", { type: "button", onclick: () => close() }, t("dialog.cancel")),
        h("button.primary", { type: "button", onclick: () => close(cropText(box) ?? "") }, t("print.cropDone"))),
    ];
  }, { wide: true });
}
