// All words that people read are in text/LANGUAGE.json, under the same keys in each language.

const known = ["en", "de"];
let words = {};
let language = "en";

export function languages() {
  return known;
}
export function current() {
  return language;
}

function wanted() {
  const chosen = localStorage.getItem("platen-language");
  if (known.includes(chosen)) return chosen;
  return navigator.languages.map((name) => name.slice(0, 2)).find((name) => known.includes(name)) ?? "en";
}

export async function load() {
  language = wanted();
  const answer = await fetch(`/app/text/${language}.json`);
  words = await answer.json();
  document.documentElement.lang = language;
}

export async function choose(name) {
  localStorage.setItem("platen-language", name);
  await load();
}

// t("jobs.count", {n: 3}): "{n}" is filled in. A number chooses among {"one": ..., "other": ...}.
export function t(key, values = {}) {
  let found = key.split(".").reduce((level, part) => level?.[part], words);
  if (found && typeof found === "object") found = found[new Intl.PluralRules(language).select(values.n ?? 0)] ?? found.other;
  if (typeof found !== "string") return key;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// The words for a keyword of the wire ("media-empty"), or the keyword itself where there are none.
export function word(group, keyword) {
  const found = words[group]?.[keyword];
  return typeof found === "string" ? found : String(keyword ?? "");
}
