// All words that people read are in text/LANGUAGE.json, under the same keys in each language.
import { early, known, wanted } from "./early.js";
import { learn } from "./said.js";

let words = {};
let language = "en";

// {en: "English", ...}
export function languages() {
  return known;
}
export function current() {
  return language;
}

// For numbers and times: the region that the browser has for the language, if it has one.
export function locale() {
  return navigator.languages.find((name) => name.slice(0, 2) === language) ?? language;
}

const parts = new Set(); // that were loaded with loadPart()

async function read(path) {
  const url = `/app/${path}.json`;
  const answer = await (early(url) ?? fetch(url));
  return answer.json();
}

export async function load() {
  language = wanted();
  const [forms, ...all] = await Promise.all([
    language === "en" ? {} : read(`said/${language}`), // the server says it in English
    read(`text/${language}`),
    ...[...parts].map((part) => read(`text/${part}/${language}`)),
  ]);
  words = Object.assign({}, ...all);
  learn(forms);
  document.documentElement.lang = language;
}

// The words of a page that few people open: text/PART/LANGUAGE.json.
export async function loadPart(part) {
  if (parts.has(part)) return;
  Object.assign(words, await read(`text/${part}/${language}`));
  parts.add(part);
}

export async function choose(name) {
  try {
    localStorage.setItem("platen-language", name);
  } catch {}
  await load();
}

// t("jobs.sides", {n: 3}): "{n}" is filled in. A number chooses among {"one": ..., "other": ...}.
export function t(key, values = {}) {
  let found = key.split(".").reduce((level, part) => level?.[part], words);
  if (found && typeof found === "object") found = found[new Intl.PluralRules(language).select(values.n ?? 0)] ?? found.other;
  if (typeof found !== "string") return key;
  return found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// The words for a keyword of the wire ("media-empty"), or the keyword itself where there are none.
export function word(group, keyword) {
  const found = knownWord(group, keyword);
  return found ?? String(keyword ?? "").replaceAll("-", " ");
}

// The same, undefined where there are none.
export function knownWord(group, keyword) {
  const found = words[group];
  return found && Object.hasOwn(found, keyword) && typeof found[keyword] === "string" ? found[keyword] : undefined;
}
