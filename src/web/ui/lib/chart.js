// Small charts for histories. Each has words for those who do not see it; the figures belong in a
// table beside it where they matter.
import { svg } from "./dom.js";
import { day, number } from "./format.js";

const width = 600, height = 180, left = 40, right = 8, top = 8, bottom = 22;
const x = (part) => left + part * (width - left - right);
const y = (part) => height - bottom - part * (height - top - bottom);

function frame(label, from, to, most, unit) {
  const rows = [0, 0.25, 0.5, 0.75, 1].map((part) => [
    svg("line.grid", { x1: left, x2: width - right, y1: y(part), y2: y(part) }),
    svg("text", { x: left - 6, y: y(part) + 4, "text-anchor": "end" }, `${number(part * most)}${unit}`)]);
  return svg("svg.chart", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, rows,
    svg("text", { x: left, y: height - 6 }, day(from)), svg("text", { x: width - right, y: height - 6, "text-anchor": "end" }, day(to)));
}

const roundUp = (value) => {
  const step = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return Math.max(4, Math.ceil(value / step) * step);
};

// lines("Ink of the last 30 days", [{name, color: "#...", samples: [[TIME, VALUE], ...]}], {most: 100, unit: " %"})
export function lines(label, series, { most, unit = "" } = {}) {
  const all = series.flatMap(({ samples }) => samples);
  const times = all.map(([time]) => new Date(typeof time === "number" ? time * 1000 : time).getTime());
  const from = Math.min(...times), to = Math.max(...times, from + 1);
  const high = most ?? roundUp(Math.max(...all.map(([, value]) => value ?? 0)));
  let next = 0;
  const drawing = frame(label, from / 1000, to / 1000, high, unit);
  for (const { name, color, samples } of series) {
    let pen = "M"; // lifted where a value is unknown
    let path = "";
    for (const [, value] of samples) {
      const at = (times[next++] - from) / (to - from);
      if (value === null) pen = "M";
      else {
        path += `${pen}${x(at).toFixed(1)} ${y(value / high).toFixed(1)}`;
        pen = "L";
      }
    }
    drawing.append(svg("path.line", { d: path, "--ink": color }, svg("title", {}, name)));
  }
  return drawing;
}

// bars("Sheets a day", [["2026-03-01", 12], ...])
export function bars(label, days, { unit = "" } = {}) {
  const high = roundUp(Math.max(0, ...days.map(([, value]) => value)));
  const drawing = frame(label, days[0]?.[0] ?? 0, days.at(-1)?.[0] ?? 0, high, unit);
  const each = 1 / Math.max(days.length, 1);
  for (const [index, [when, value]] of days.entries())
    drawing.append(svg("rect.bar", {
      x: x((index + 0.15) * each), width: Math.max(1, 0.7 * each * (width - left - right)), y: y(value / high), height: Math.max(0, height - bottom - y(value / high)),
    }, svg("title", {}, `${day(when)}: ${number(value)}${unit}`)));
  return drawing;
}
