// What the server says in English, in the language of the page: said/LANGUAGE.json has the forms of its
// messages, with {names} for what differs. What stands for a name with a + is said as well, and so is each
// part of a message that is put together of several. What has no form stays as it came.
let known = {}, forms; // these when something is said for the first time
const kept = new Map();

const special = /[.*+?^${}()|[\]\\]/g;

function formOf([from, to]) {
  const names = [];
  const pattern = from.split(/(\{\+?\w+\})/).map((part) => {
    if (!/^\{\+?\w+\}$/.test(part)) return part.replace(special, "\\$&");
    names.push(part.slice(1, -1));
    return "((?:(?!; ).)+?)"; // not over the end of a part
  }).join("");
  return { pattern: new RegExp(`^${pattern}$`, "s"), names, to, fixed: from.replace(/\{\+?\w+\}/g, "").length };
}

// {FORM: WORDS}; {}: the server's own language is the page's
export function learn(all) {
  kept.clear();
  known = all;
  forms = undefined;
}

function whole(text) {
  for (const { pattern, names, to } of forms) {
    const found = pattern.exec(text);
    if (!found) continue;
    const values = Object.fromEntries(names.map((name, at) => [name, name.startsWith("+") ? said(found[at + 1]) : found[at + 1]]));
    return to.replace(/\{(\+?\w+)\}/g, (_, name) => values[name] ?? "");
  }
  return undefined;
}

function parted(text) {
  const clauses = text.split("; ");
  if (clauses.length > 1) return clauses.map(said).join("; ");
  const [, who, rest] = /^([^:]{1,127}): (.+)$/s.exec(text) ?? [];
  return who ? `${who}: ${said(rest)}` : text;
}

export function said(text) {
  forms ??= Object.entries(known).map(formOf).sort((a, b) => b.fixed - a.fixed); // first the one that says most
  if (forms.length === 0 || typeof text !== "string") return text;
  if (!kept.has(text)) {
    if (kept.size > 500) kept.clear();
    kept.set(text, whole(text) ?? parted(text));
  }
  return kept.get(text);
}
