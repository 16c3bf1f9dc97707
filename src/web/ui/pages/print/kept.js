import { Documents } from "./documents.js";

// What the server answers when it is the settings, or these together, that cannot be printed.
export const wrongSettings = new Set([400, 409, 413, 501]);

// Stays while the app is open.
export const kept = { documents: new Documents(), printer: undefined, values: {}, job: {}, look: { white: true, gamut: false, lines: true }, done: undefined };
