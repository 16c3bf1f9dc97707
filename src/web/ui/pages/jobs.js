import { h, keyed, show, style } from "../lib/dom.js";
import { follow } from "../lib/events.js";
import { choices, select } from "../lib/form.js";
import { icon } from "../lib/icons.js";
import { stateOf } from "../lib/printers.js";
import { reorder } from "../lib/reorder.js";
import { loading, nothing, problem, state } from "../lib/states.js";
import { t } from "../lib/text.js";
import * as act from "./jobs/actions.js";
import { showDetails } from "./jobs/details.js";
import { makeRow, renewRow } from "./jobs/row.js";
import { Store } from "./jobs/store.js";
import { idOf, isWaiting, titleOf } from "./jobs/words.js";

// Rows are made in slices, as many one after the other as fit in the time, so that a long list holds nothing up.
const first = 20, slice = 10, time = 8;

class Jobs {
  constructor(root, context) {
    this.context = context;
    this.store = new Store(() => this.draw());
    this.row = { link: (job) => this.address({ job: idOf(job) }), back: () => this.address({ job: null }), go: context.go, printers: [] };
    this.search = h("input", { type: "search", placeholder: t("jobs.search"), "aria-label": t("jobs.search"), oninput: () => this.searched() });
    this.views = h("div");
    this.printers = h("div.which");
    this.lists = h("div.lists", {}, loading());
    this.details = h("section.details.card.stack", { "aria-label": t("jobs.details"), hidden: true });
    this.both = h("div.jobs-both", {}, this.lists, this.details);
    show(root, h("div.page-head", {}, h("h1", {}, t("nav.jobs")), this.views),
      h("div.jobs-tools", {}, h("div.search", {}, icon("search"), this.search), this.printers), this.both);
    this.queues = new Map(); // by printer: {section, list, fill, head}
    this.ends = [reorder(this.lists, {
      handle: ".grip", item: ".job", lists: () => [...this.lists.querySelectorAll(".job-list")], accepts: (row) => row.classList.contains("movable"),
      moved: (row, list) => this.moved(row, list), named: (row) => titleOf(row.job),
    })];
  }

  // "#/jobs/17?view=done&printer=copier", with what is given in place of what is there.
  address(given) {
    const { job, view, printer, text } = { job: this.job, view: this.view, ...this.store.filter, ...given };
    const query = new URLSearchParams(Object.entries({ view: view === "queue" ? "" : view, printer, text }).filter(([, value]) => value));
    return `#/jobs${job ? `/${job}` : ""}${query.size > 0 ? `?${query}` : ""}`;
  }

  // What the address says; true: another list is asked for.
  read({ parts, query }) {
    const before = JSON.stringify([this.view, this.store.filter]);
    this.job = /^\d+$/.test(parts[0] ?? "") ? parts[0] : null;
    this.view = query.get("view") === "done" ? "done" : "queue";
    this.store.filter = { printer: query.get("printer") ?? "", text: query.get("text") ?? "" };
    if (document.activeElement !== this.search) this.search.value = this.store.filter.text;
    return before !== JSON.stringify([this.view, this.store.filter]);
  }

  async start() {
    this.read(this.context);
    await Promise.all([this.store.loadPrinters(), this.store.refresh()]);
    this.row.printers = this.store.printers;
    this.tools();
    this.draw();
    this.showJob();
  }

  turn(context) {
    const other = this.read(context);
    this.tools();
    this.showJob();
    if (other) {
      this.draw();
      this.store.refresh().catch((error) => show(this.lists, problem(error, () => this.turn(context))));
    }
  }

  tools() {
    show(this.views, choices(t("jobs.view"), { queue: t("jobs.queue"), done: t("jobs.done") }, this.view, (view) => this.context.go(this.address({ view, job: null })), { hideLabel: true }));
    const all = [["", t("jobs.allPrinters")], ...this.store.printers.map((one) => [one["printer-name"], one["printer-info"] || one["printer-name"]])];
    show(this.printers, all.length > 2 && select(all, this.store.filter.printer, { "aria-label": t("jobs.printer"), dataset: { key: "printer" }, onchange: (event) => this.context.go(this.address({ printer: event.target.value, job: null })) }));
  }

  searched() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => history.replaceState(null, "", this.address({ text: this.search.value.trim() })) ?? this.turn(this.now()), 250);
  }

  now() {
    const [, query] = location.hash.split("?");
    return { parts: [this.job ?? ""], query: new URLSearchParams(query) };
  }

  showJob() {
    this.both.classList.toggle("open", Boolean(this.job));
    this.details.hidden = !this.job;
    for (const row of this.lists.querySelectorAll(".job")) row.classList.toggle("chosen", row.dataset.job === this.job);
    if (this.job) showDetails(this.details, this.job, this.row);
    else this.details.view = undefined;
  }

  // Not while something is dragged: the rows under the finger must stay.
  draw() {
    if (this.lists.querySelector(".dragged")) return void setTimeout(() => this.draw(), 300);
    if (this.view !== this.drawn) {
      this.drawn = this.view;
      this.queues.clear();
      show(this.lists);
    }
    if (this.view === "done") this.drawDone();
    else this.drawQueues();
  }

  drawQueues() {
    const shown = this.store.printers.filter((one) => !this.store.filter.printer || one["printer-name"] === this.store.filter.printer);
    const names = [...new Set([...shown.map((one) => one["printer-name"]), ...this.store.queue.map((job) => job["printer-name"])])];
    const filled = names.map((name) => ({ name, printer: shown.find((one) => one["printer-name"] === name), jobs: this.store.queue.filter((job) => job["printer-name"] === name) }))
      .filter(({ jobs }) => jobs.length > 0 || (!this.store.filter.text && this.store.queue.length > 0));
    for (const [name, { section }] of this.queues) if (!filled.some((one) => one.name === name)) {
      section.remove();
      this.queues.delete(name);
    }
    for (const { name, printer, jobs } of filled) this.queue(name, printer).fill(jobs);
    this.nothing(filled.length === 0 && this.store.queue.length === 0, this.store.filter.text ? t("jobs.noneFound") : t("jobs.none"));
  }

  queue(name, printer) {
    const known = this.queues.get(name) ?? this.newQueue(name);
    const { kind, text } = printer ? stateOf(printer) : { kind: "", text: "" };
    show(known.head, h("span", {}, printer?.["printer-info"] || name), text && state(kind, text));
    return known;
  }

  newQueue(name) {
    const head = h("h2"), list = h("ol.plain.job-list", { dataset: { printer: name, empty: t("jobs.emptyQueue") } });
    const section = h("section.queue", {}, head, list);
    this.lists.append(section);
    const made = { section, head, fill: this.filler(list) };
    this.queues.set(name, made);
    return made;
  }

  drawDone() {
    if (!this.queues.has("")) {
      const list = h("ol.plain.job-list.past"), more = h("div.job-more");
      this.lists.append(list, more);
      this.queues.set("", { section: list, fill: this.filler(list), more });
    }
    const { fill, more } = this.queues.get("");
    fill(this.store.done);
    show(more, this.store.next && h("button", { type: "button", dataset: { key: "more" }, onclick: () => this.store.more().catch(() => {}) }, icon("down"), t("jobs.older")));
    this.nothing(this.store.done.length === 0, this.store.filter.text ? t("jobs.noneFound") : t("jobs.noneDone"));
  }

  nothing(none, text) {
    const there = this.lists.querySelector(":scope > .nothing");
    if (there?.textContent === text && none) return;
    there?.remove();
    if (none) this.lists.append(nothing("jobs", text, !this.store.filter.text && h("a.button", { href: "#/print" }, icon("print"), t("home.print"))));
  }

  // Puts jobs into a list, some at a time.
  filler(list) {
    const put = keyed(list, {
      key: idOf,
      make: (job) => {
        const row = makeRow(job, this.row);
        row.classList.toggle("chosen", row.dataset.job === this.job);
        return row;
      },
      update: (row, job) => renewRow(row, job, this.row),
    });
    let turn = 0;
    return (jobs) => {
      const mine = ++turn;
      const more = (from) => {
        if (mine !== turn || this.closed) return;
        const end = performance.now() + time;
        let at = from;
        for (; at < jobs.length && (at === from || performance.now() < end); at += slice) put.add(jobs.slice(at, at + slice));
        if (at < jobs.length) setTimeout(more, 0, at);
      };
      // What is there already is gone through at once.
      const there = Math.max(first, Math.min(list.children.length, jobs.length));
      put(jobs.slice(0, there));
      if (there < jobs.length) setTimeout(more, 0, there);
    };
  }

  moved(row, list) {
    const job = row.job, to = list.dataset.printer;
    if (to !== job["printer-name"]) return act.moveTo(job, to);
    const before = row.previousElementSibling?.job;
    return act.place(job, before && isWaiting(before) ? idOf(before) : null);
  }

  async heard({ kind, id }) {
    if (kind === "all" || kind === "printer") {
      await this.store.loadPrinters();
      this.row.printers = this.store.printers;
    }
    if (kind === "job") await this.store.one(id);
    else if (kind === "all") await this.store.refresh();
    else this.draw();
    if (this.job && (kind === "all" || String(id) === this.job)) await showDetails(this.details, this.job, this.row);
  }

  close() {
    this.closed = true;
    clearTimeout(this.typing);
    this.store.end();
    for (const end of this.ends) end();
  }
}

let shown;

export async function open(root, context) {
  await style("pages/jobs.css");
  const jobs = new Jobs(root, context);
  await jobs.start();
  shown = jobs;
  jobs.ends.push(follow(["job", "printer"], (event) => jobs.heard(event).catch(() => {})));
  return () => {
    jobs.close();
    shown = undefined;
  };
}

// Another job or list of this page: it stays as it is.
export function turn(context) {
  shown?.turn(context);
  return Boolean(shown);
}
