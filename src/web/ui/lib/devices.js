// Pictures of devices, drawn for platen: a wide photo printer, a copier, and some printer.
import { svg } from "./dom.js";

const drawings = {
  "canon-pro-1000": () => [
    svg("path.device-light", { d: "M40 30 47 6h58l7 24z" }),
    svg("path.device-paper", { d: "M52 30 57 2h38l5 28z" }),
    svg("rect.device-dark", { x: 8, y: 26, width: 136, height: 46, rx: 7 }),
    svg("path.device-darker", { d: "M8 40h136v-7a7 7 0 0 0-7-7H15a7 7 0 0 0-7 7z" }),
    svg("rect.device-glow", { x: 118, y: 46, width: 17, height: 11, rx: 1.5 }),
    svg("circle.device-light", { cx: 126.5, cy: 64, r: 2.5 }),
    svg("rect.device-hole", { x: 26, y: 56, width: 84, height: 8, rx: 2 }),
    svg("path.device-light", { d: "M22 72h92l10 26H12z" }),
    svg("path.device-paper", { d: "M34 60h68l8 32H26z" }),
    svg("path.device-sky", { d: "M38 63h60l6.5 25h-73z" }),
    svg("path.device-hill", { d: "M33.5 80 52 70l12 8 16-11 21.5 13 3 8h-73z" }),
    svg("circle.device-sun", { cx: 86, cy: 68, r: 3 }),
  ],
  copier: () => [
    svg("rect.device-dark", { x: 34, y: 4, width: 70, height: 12, rx: 4 }),
    svg("path.device-paper", { d: "M46 8 58 0h30l10 8z" }),
    svg("rect.device-darker", { x: 24, y: 14, width: 104, height: 8, rx: 3 }),
    svg("rect.device-light", { x: 24, y: 22, width: 104, height: 16, rx: 3 }),
    svg("path.device-dark", { d: "M84 26h48l4 10H84z" }),
    svg("rect.device-glow", { x: 90, y: 28, width: 15, height: 5, rx: 1 }),
    svg("circle.device-green", { cx: 125, cy: 31, r: 2.8 }),
    svg("rect.device-hole", { x: 30, y: 38, width: 92, height: 12 }),
    svg("path.device-paper", { d: "M40 44h62l6 6H36z" }),
    svg("rect.device-light", { x: 24, y: 49, width: 104, height: 49, rx: 4 }),
    svg("path.device-seam", { d: "M24 74h104M24 86h104" }),
    svg("rect.device-dark", { x: 64, y: 89, width: 24, height: 4, rx: 2 }),
    svg("rect.device-dark", { x: 64, y: 77.5, width: 24, height: 4, rx: 2 }),
  ],
  printer: () => [
    svg("path.device-paper", { d: "M48 34V6h56v28z" }),
    svg("rect.device-light", { x: 20, y: 30, width: 112, height: 50, rx: 7 }),
    svg("rect.device-hole", { x: 40, y: 58, width: 72, height: 8, rx: 2 }),
    svg("path.device-paper", { d: "M46 62h60v32H46z" }),
    svg("path.device-seam", { d: "M54 72h44M54 79h44M54 86h28" }),
    svg("circle.device-green", { cx: 120, cy: 42, r: 3 }),
  ],
};

// `model`: "canon-ir1020"; beside its name in words, so that it is decoration.
export function picture(model) {
  const draw = drawings[model] ?? (/^canon-ir/.test(model ?? "") ? drawings.copier : drawings.printer);
  return svg("svg.device", { viewBox: "0 0 152 100", "aria-hidden": "true" }, draw());
}
