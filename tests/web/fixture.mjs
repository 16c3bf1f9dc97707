// A REST interface of the test's own, in place of the server's: for states that no virtual device gets
// into at will, and for lists of any length. What it answers is docs/protocols/rest.md.
export class Fixture {
  constructor({ role = "administrator", user = "ada", printers = [], jobs = [], answers = {} } = {}) {
    Object.assign(this, { role, user, printers, jobs, answers, asked: [] });
  }

  // From now on `page` hears of this alone.
  async install(page) {
    this.page = page;
    await page.addInitScript(quietEvents);
    await page.route("**/api/v1/**", (route) => this.answer(route));
  }

  // Something has changed, as the server tells it.
  tell(kind, id) {
    return this.page.evaluate((event) => window.testEvents.onmessage({ data: JSON.stringify(event) }), { kind, id });
  }

  // What was asked that changes something: [{method, path, body}]
  get changes() {
    return this.asked.filter(({ method }) => method !== "GET");
  }

  async answer(route) {
    const request = route.request();
    const url = new URL(request.url());
    const path = decodeURIComponent(url.pathname.replace("/api/v1/", ""));
    const method = request.method();
    const body = method === "GET" ? undefined : request.postDataJSON();
    this.asked.push({ method, path, body, query: url.searchParams });
    const found = this.answers[`${method} ${path}`] ?? this.known(method, path, url.searchParams);
    const value = typeof found === "function" ? found(body, url.searchParams) : found;
    if (value === undefined) return route.fulfill({ status: 404, json: { error: { code: "not-found", message: `there is no ${path}` } } });
    if (value instanceof Refusal) return route.fulfill({ status: value.status, json: { error: { code: value.code, message: value.message } } });
    return route.fulfill({ json: value });
  }

  known(method, path, query) {
    if (path === "session") return { user: this.user, role: this.role, csrf: "text", expires: null, "login-to-print": false, version: "0.1.0" };
    if (method === "GET" && path === "printers") return this.printers;
    if (method === "GET" && path === "scanners") return [];
    if (method === "GET" && path === "notices") return [];
    if (method === "GET" && path.startsWith("printers/")) return this.printers.find((one) => path === `printers/${one["printer-name"]}`);
    if (method === "GET" && path === "jobs") {
      const over = ["completed", "canceled", "aborted"];
      const which = query.get("which") ?? "not-completed";
      return this.jobs.filter((job) => (which === "all" || over.includes(job["job-state"]) === (which === "completed")) &&
        (!query.get("printer") || job["printer-name"] === query.get("printer")) &&
        (!query.get("text") || job["job-name"].toLowerCase().includes(query.get("text").toLowerCase())));
    }
    if (method === "POST" && /^printers\/[^/]+\/[a-z-]+$/.test(path)) return {};
    const [, id, action] = /^jobs\/(\d+)(?:\/(\w+))?$/.exec(path) ?? [];
    const job = this.jobs.find((one) => String(one["job-id"]) === id);
    if (method === "GET" && job && !action) return { documents: [], options: {}, statement: [], sheets: 1, confidential: false, ...job };
    return job && method !== "GET" ? this.change(job, action, this.asked.at(-1).body) : undefined;
  }

  change(job, action, body) {
    if (action === "hold") Object.assign(job, { "job-state": "pending-held", "job-hold-until": body.until, can: ["release", "cancel", "move", "change"] });
    if (action === "release") Object.assign(job, { "job-state": "pending", "job-state-reasons": [], "job-hold-until": "no-hold", can: ["hold", "cancel", "move", "change", "order"] });
    if (action === "cancel") Object.assign(job, { "job-state": "canceled", can: ["reprint"] });
    if (action === "move") job["printer-name"] = body.printer;
    if (action === "place") {
      const others = this.jobs.filter((one) => one !== job);
      others.splice(body.after === null ? 0 : others.findIndex((one) => one["job-id"] === body.after) + 1, 0, job);
      this.jobs = others;
    }
    return action === "reprint" ? { "job-id": 900 } : {};
  }
}

// A connection for events that stays, and says what the test says.
const quietEvents = () => {
  window.EventSource = class {
    constructor() {
      window.testEvents = this;
      setTimeout(() => this.onopen?.(), 0);
    }
    close() {}
  };
};

export class Refusal {
  constructor(status, code, message) {
    Object.assign(this, { status, code, message });
  }
}

export const inks = ["PBK photo black", "MBK matte black", "C cyan", "M magenta", "Y yellow", "PC photo cyan", "PM photo magenta", "R red", "B blue", "GY gray", "PGY photo gray", "CO clear"]
  .map((text, number) => {
    const [code, ...color] = text.split(" ");
    const percent = number === 4 ? 6 : 95 - 7 * number;
    return { name: `${color.join(" ")} ink (PFI-1000 ${code})`, type: "ink-cartridge", color: color.join(" "), percent, state: percent < 10 ? "low" : "ok" };
  });

export function printer(name, more = {}) {
  return {
    "printer-name": name, "printer-info": `Printer ${name}`, "printer-location": "", "printer-make-and-model": "Canon imageRUNNER 1020", "printer-state": "idle",
    "printer-state-reasons": [], "printer-state-message": "", "printer-alert-description": [], "printer-is-accepting-jobs": true, "queued-job-count": 0,
    default: false, model: "canon-ir1020", color: false, supplies: [{ name: "Black toner", type: "toner", color: "black", percent: null, state: "unknown" }],
    loaded: [{ source: "tray-1", size: "iso_a4_210x297mm", type: "stationery", level: "some" }], "current-job": null, maintenance: [], ...more,
  };
}

export function job(id, more = {}) {
  return {
    "job-id": id, "job-name": `Letter ${id}`, "job-state": "pending", "job-state-reasons": [], "job-state-message": "", "job-detailed-status-messages": [],
    "job-originating-user-name": "ada", "job-priority": 50, "job-hold-until": "no-hold", copies: 1, "number-of-documents": 1, "job-k-octets": 120,
    "job-impressions": 4, "job-impressions-completed": 0, "job-media-sheets-completed": 0, "date-time-at-creation": "2026-03-01T08:00:00Z",
    "date-time-at-processing": null, "date-time-at-completed": null, "printer-name": "office", can: ["hold", "cancel", "move", "change", "order"], ...more,
  };
}
