// Times, sizes, counts and names as people of the chosen language write them.
import { knownWord, locale, t } from "./text.js";

const made = new Map();
function maker(Kind, options) {
  const key = `${locale()} ${Kind.name} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new Kind(locale(), options));
  return made.get(key);
}

export const number = (value, digits = 0) => maker(Intl.NumberFormat, { maximumFractionDigits: digits }).format(value);
export const percent = (value) => maker(Intl.NumberFormat, { style: "percent", maximumFractionDigits: 0 }).format(value / 100);
export const list = (texts) => maker(Intl.ListFormat, { type: "conjunction" }).format(texts.map(String));

// 1234567 -> "1.2 MB"
export function bytes(count) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  let value = count;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; ++unit) value /= 1000;
  return maker(Intl.NumberFormat, { style: "unit", unit: units[unit], unitDisplay: unit ? "short" : "long", maximumFractionDigits: value < 10 && unit ? 1 : 0 }).format(value);
}

// Times are those of the REST interface: RFC 3339, or seconds since 1970.
export const dateOf = (time) => (typeof time === "number" ? new Date(time * 1000) : new Date(time));

// "14:05" today, else "3 Mar, 14:05", with the year when it is another one
export function time(when) {
  if (when === null || when === undefined || when === "") return "";
  const date = dateOf(when);
  const now = new Date();
  const clock = { hour: "numeric", minute: "2-digit" };
  if (date.toDateString() === now.toDateString()) return maker(Intl.DateTimeFormat, clock).format(date);
  const day = { day: "numeric", month: "short", ...clock };
  return maker(Intl.DateTimeFormat, date.getFullYear() === now.getFullYear() ? day : { ...day, year: "numeric" }).format(date);
}
// All of it, for what explains a short one.
export const fullTime = (when) => maker(Intl.DateTimeFormat, { dateStyle: "full", timeStyle: "medium" }).format(dateOf(when));
export const day = (when) => maker(Intl.DateTimeFormat, { day: "numeric", month: "short" }).format(dateOf(when));

// "3 minutes ago", "in 2 hours"
export function ago(when) {
  const seconds = (dateOf(when).getTime() - Date.now()) / 1000;
  const relative = maker(Intl.RelativeTimeFormat, { numeric: "auto" });
  for (const [unit, length] of [["day", 86400], ["hour", 3600], ["minute", 60]])
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit);
  return relative.format(0, "second");
}

// "iso_a4_210x297mm" -> "A4"; a size without a name -> "100 × 150 mm"
export function media(size) {
  if (!size) return t("unknown");
  const known = knownWord("media", size);
  if (known) return known;
  const [, name, dimensions] = /^[a-z]+_([^_]+)_(.+)$/.exec(size) ?? [];
  if (!dimensions) return size;
  const [, width, height, unit] = /^([\d.]+)x([\d.]+)(mm|in)$/.exec(dimensions) ?? [];
  const plain = /^(\d|custom|max|min|photo-\d)/.test(name) || size.startsWith("custom");
  if (plain && width) return `${number(Number(width), 2)} × ${number(Number(height), 2)} ${unit}`;
  if (/^[abc]\d+$/.test(name)) return size.startsWith("jis") ? `JIS ${name.toUpperCase()}` : name.toUpperCase();
  return name.split("-").map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(" ");
}
