// What a set-up has made, kept in this browser until it is finished, so that it can be taken back after
// the page was closed as well.
import { ApiError, get, name as part, post, put, remove } from "../../lib/api.js";
import { t } from "../../lib/text.js";

const place = "platen-setup";

export function kept() {
  try {
    const made = JSON.parse(localStorage.getItem(place));
    return made && typeof made.printer === "string" ? made : undefined;
  } catch {
    return undefined;
  }
}

export function keep(made) {
  try {
    if (made) localStorage.setItem(place, JSON.stringify(made));
    else localStorage.removeItem(place);
  } catch {} // a browser that keeps nothing
}

const there = (path) => get(path).catch((error) => {
  if (error.status === 404) return undefined;
  throw error;
});

// Written down before it is done; what was there already is not changed.
export async function addPrinter(name, device, body) {
  const made = { printer: name, uri: device["device-uri"], uuid: null, scanner: null, formerDefault: null };
  keep(made);
  try {
    const { message } = await put(`printers/${part(name)}`, { ...body, "device-uri": device["device-uri"], new: true, ...(device.identity?.length > 0 ? { identity: device.identity } : {}) });
    made.uuid = (await get(`printers/${part(name)}`))["printer-uuid"];
    keep(made);
    return { made, message };
  } catch (error) {
    if (made.uuid === null && error instanceof ApiError && error.status > 0) keep(undefined); // refused: what has the name is not ours
    throw error;
  }
}

export async function makeDefault(made) {
  const former = (await get("printers")).find((one) => one.default)?.["printer-name"];
  if (former === made.printer) return;
  made.formerDefault = former ?? null;
  keep(made);
  await post(`printers/${part(made.printer)}/default`);
}

// False: it does not answer as a scanner this way.
export async function addScanner(made, uri, model, info) {
  const path = `scanners/${part(made.printer)}`;
  if (await there(path)) return false;
  made.scanner = uri;
  keep(made);
  await put(path, { uri, model, info });
  if ((await get(path)).state !== "unreachable") return true;
  await remove(path);
  made.scanner = null;
  keep(made);
  return false;
}

// Whatever somebody else has made anew under these names stays.
export async function takeBack(made) {
  const done = [];
  const at = part(made.printer);
  const scanner = made.scanner && (await there(`scanners/${at}`));
  if (scanner && scanner.uri === made.scanner) {
    await remove(`scanners/${at}`);
    done.push(t("setup.removed-scanner", { name: made.printer }));
  }
  const printer = await there(`printers/${at}`);
  if (printer && (made.uuid ? printer["printer-uuid"] === made.uuid : printer["device-uri"] === made.uri)) {
    await remove(`printers/${at}`);
    done.push(t("setup.removed-printer", { name: made.printer }));
  }
  if (made.formerDefault && (await there(`printers/${part(made.formerDefault)}`))) {
    await post(`printers/${part(made.formerDefault)}/default`);
    done.push(t("setup.default-again", { name: made.formerDefault }));
  }
  keep(undefined);
  return done;
}
