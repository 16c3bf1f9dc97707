// Supplies and pages over time, drawn and as tables.
import { get, messageOf, name as part } from "../../lib/api.js";
import { bars, lines } from "../../lib/chart.js";
import { h, show } from "../../lib/dom.js";
import { choices } from "../../lib/form.js";
import { day, number, percent, time } from "../../lib/format.js";
import { inkColor } from "../../lib/level.js";
import { said } from "../../lib/said.js";
import { may } from "../../lib/session.js";
import { t } from "../../lib/text.js";

const spans = [7, 30, 90, 365];

// The last rows of a table say enough; the chart has the rest.
const table = (head, rows) => h("details", {}, h("summary", {}, t("maintenance.figures")),
  h("div.scroll-x", { tabindex: "0", role: "region", "aria-label": t("maintenance.figures") }, h("table", {}, h("thead", {}, h("tr", {}, head.map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((one) => h("td.number", {}, one))))))));

const known = (samples) => samples.filter(([, value]) => value !== null && value !== undefined);
const level = (value) => (value === null || value === undefined ? t("unknown") : percent(value));

// Where a series stands at its end, in the colour of its line.
const legend = (series) => h("ul.plain.row.small.legend", {}, series.map(({ name, color, samples }) =>
  h("li.row", {}, h("span.swatch", { "--ink": color, "aria-hidden": "true" }), `${name}: ${level(samples.at(-1)?.[1])}`)));

function suppliesChart(supplies) {
  const drawn = supplies.filter(({ samples }) => known(samples).length > 0).map((one) => ({ ...one, name: said(one.name), color: inkColor(one.color) ?? "var(--quiet)" }));
  if (drawn.length === 0) return h("p.quiet", {}, t("maintenance.nothing-known"));
  const rows = drawn.flatMap(({ name, samples }) => samples.slice(-5).map(([when, value]) => [name, time(when), level(value)]));
  return [lines(t("maintenance.supplies-chart"), drawn, { most: 100, unit: " %" }), legend(drawn), table([t("maintenance.supply"), t("maintenance.time"), t("maintenance.level")], rows)];
}

function sheetsChart(jobs) {
  if (!jobs.some(({ sheets }) => sheets > 0)) return h("p.quiet", {}, t("maintenance.nothing-printed"));
  const rows = jobs.filter(({ jobs: count }) => count > 0).slice(-31).reverse().map((one) => [day(one.day), number(one.jobs), number(one.sheets), number(one.sides)]);
  return [bars(t("maintenance.sheets-chart"), jobs.map((one) => [one.day, one.sheets])),
    h("p.small.quiet", {}, t("maintenance.sum", { sheets: number(jobs.reduce((sum, one) => sum + one.sheets, 0)), jobs: number(jobs.reduce((sum, one) => sum + one.jobs, 0)) })),
    table([t("maintenance.day"), t("maintenance.jobs"), t("maintenance.sheets"), t("maintenance.sides")], rows)];
}

function impressionsChart(impressions) {
  if (known(impressions).length < 2) return h("p.quiet", {}, t("maintenance.nothing-counted"));
  return [lines(t("maintenance.impressions-chart"), [{ name: t("maintenance.impressions"), color: "var(--accent)", samples: impressions }]),
    table([t("maintenance.time"), t("maintenance.impressions")], impressions.slice(-31).reverse().map(([when, count]) => [time(when), count === null ? t("unknown") : number(count)]))];
}

export function charts(root, name) {
  if (!may("user")) return;
  const place = h("div.cards.charts");
  let wanted = 30;
  const draw = async () => {
    const days = wanted;
    try {
      const { supplies, impressions, jobs } = await get(`printers/${part(name)}/history?days=${days}`);
      if (days !== wanted) return;
      show(place, h("section.card.stack.tight", {}, h("h3", {}, t("maintenance.supplies-chart")), suppliesChart(supplies)),
        h("section.card.stack.tight", {}, h("h3", {}, t("maintenance.sheets-chart")), sheetsChart(jobs)),
        h("section.card.stack.tight", {}, h("h3", {}, t("maintenance.impressions-chart")), impressionsChart(impressions)));
    } catch (error) {
      show(place, h("p.quiet", {}, messageOf(error)));
    }
  };
  show(root, h("div.row.apart", {}, h("h2", {}, t("maintenance.history")),
    choices(t("maintenance.span"), Object.fromEntries(spans.map((days) => [days, t("maintenance.days", { n: days })])), "30", (days) => {
      wanted = Number(days);
      draw();
    }, { hideLabel: true })), place);
  draw();
}
