// A name for the printer that is free, and what is wrong with one that was typed; as `platen setup` has it.
const plain = (text) => (text ?? "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40).replace(/-$/, "");

export const isTaken = (name, taken) => taken.some((one) => one.toLowerCase() === name.toLowerCase());

export function proposedName(device, model, taken) {
  let name = plain((model || device["make-and-model"] || "").replace(/^canon[- ]/i, "")) || "printer";
  if (!isTaken(name, taken)) return name;
  const place = plain(device.location);
  if (place) {
    name = `${name}-${place}`;
    if (!isTaken(name, taken)) return name;
  }
  for (let number = 2; ; ++number) if (!isTaken(`${name}-${number}`, taken)) return `${name}-${number}`;
}

export const isName = (name) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,126}$/.test(name);

// Where CLDR has Letter as the usual paper.
const letter = new Set("US CA MX BZ CL CO CR GT NI PA PH PR SV VE DO HN EC BO HT".split(" "));
export const usualPaper = (locale) => (letter.has(locale.split("-")[1]?.toUpperCase()) ? "na_letter_8.5x11in" : "iso_a4_210x297mm");
