// Levels of ink, toner, paper and waste. What is unknown is shown as unknown.
import { h } from "./dom.js";
import { percent } from "./format.js";
import { said } from "./said.js";
import { t, word } from "./text.js";

// In the order in which they are shown.
const inks = {
  black: "#1c1c20", "photo black": "#101014", "matte black": "#3a3a40", gray: "#84868c", "photo gray": "#b3b5ba", "light gray": "#b3b5ba",
  cyan: "#1494d2", "photo cyan": "#7fcbe8", "light cyan": "#7fcbe8", magenta: "#d1207f", "photo magenta": "#eb8fbd", "light magenta": "#eb8fbd",
  yellow: "#f0c400", red: "#d42a22", orange: "#ec7a1c", green: "#2c9a4a", blue: "#2d3fb8", clear: "#cfe3ea",
};
const order = Object.keys(inks);
const place = (supply) => (order.indexOf(supply.color) + 1 || order.length + 1);

export const inkColor = (color) => inks[color] ?? undefined;

// "Photo magenta ink (PFI-1000 PM)" -> "PM"
const short = (supply) => /\b([A-Z]{1,3})\)$/.exec(supply.name)?.[1] ?? supply.name.slice(0, 2);

function words(supply) {
  const level = supply.percent === null || supply.percent === undefined ? t("level.unknown") : percent(supply.percent);
  return supply.state === "ok" || supply.state === "unknown" ? level : `${level}, ${word("supply", supply.state)}`;
}

function bar(supply) {
  const known = supply.percent !== null && supply.percent !== undefined;
  const meter = known
    ? { role: "meter", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": supply.percent, "aria-valuetext": words(supply) }
    : { role: "img" };
  return h(known ? "div.level-bar" : "div.level-bar.unknown",
    { ...meter, "aria-label": known ? said(supply.name) : `${said(supply.name)}: ${words(supply)}`, title: `${said(supply.name)}: ${words(supply)}` },
    known && h("span", { "--level": supply.percent, "--ink": inkColor(supply.color) }));
}

const worry = (supply) => (["low", "nearly full"].includes(supply.state) ? "low" : ["empty", "full"].includes(supply.state) ? "empty" : "");

// Many as tanks side by side, a few as bars with their names.
export function levels(supplies) {
  const tanks = supplies.filter((one) => one.type.startsWith("ink")).sort((a, b) => place(a) - place(b));
  if (tanks.length <= 4) return h("div.levels", {}, supplies.map(named));
  const rest = supplies.filter((one) => !one.type.startsWith("ink"));
  return h("div.levels", {},
    h("ul.plain.levels.tanks", {}, tanks.map((supply) =>
      h("li.level", { class: worry(supply) }, bar(supply), h("span.level-name", { "aria-hidden": "true" }, short(supply))))),
    rest.map(named));
}

function named(supply) {
  return h("div.level", { class: worry(supply) },
    h("div.row.apart.small", {}, h("span.level-name", {}, said(supply.name)), h("span.quiet.number", { "aria-hidden": "true" }, words(supply))),
    bar(supply));
}
