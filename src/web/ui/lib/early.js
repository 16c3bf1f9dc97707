// What the first page waits for, asked for while the modules are still on their way: it is the first script of index.html
// and needs no other one. lib/api.js and lib/text.js take the answers.
export const known = { en: "English", de: "Deutsch" };

function kept() {
  try {
    return localStorage.getItem("platen-language");
  } catch {
    return null; // a browser that keeps nothing
  }
}

export function wanted() {
  const chosen = kept();
  if (chosen in known) return chosen;
  return navigator.languages.map((name) => name.slice(0, 2)).find((name) => name in known) ?? "en";
}

const answers = new Map();

function ask(url, how) {
  const answer = fetch(url, how);
  answer.catch(() => {}); // whoever takes it is told
  answers.set(url, answer);
}

// The answer to that question if it was asked early, once; else undefined.
export function early(url) {
  const answer = answers.get(url);
  answers.delete(url);
  return answer;
}

const language = wanted();
ask(`/app/text/${language}.json`);
if (language !== "en") ask(`/app/said/${language}.json`);
for (const path of /^(#\/?(home.*)?)?$/.test(location.hash) ? ["session", "printers", "scanners?state=no"] : ["session"])
  ask(`/api/v1/${path}`, { headers: { "X-Platen-App": "1" }, credentials: "same-origin" });
