// The jobs as the server knows them: those that wait in the order of service, and a part of those that
// are over. An event names one job; that one is asked for anew, and the whole order only where it may
// have changed, at most twice a second.
import { get, request } from "../../lib/api.js";
import { idOf, isOver, isWaiting } from "./words.js";

const atOnce = 150; // of the queue: a list of any length is read, compared and drawn in parts that hold nothing up
const past = 60;

export class Store {
  // `changed()`: draw again.
  constructor(changed) {
    this.changed = changed;
    this.filter = { printer: "", text: "" };
    this.queue = [];
    this.done = [];
    this.printers = [];
    this.next = null; // where what is over goes on; null: no more
    this.turn = 0;
  }

  path(which, more) {
    const query = new URLSearchParams({ which, ...more });
    if (this.filter.printer) query.set("printer", this.filter.printer);
    if (this.filter.text) query.set("text", this.filter.text);
    return `jobs?${query}`;
  }

  // {jobs, next}
  async part(which, limit, first) {
    const answer = await request("GET", this.path(which, first ? { limit, first } : { limit }));
    return { jobs: await answer.json(), next: Number(answer.headers.get("X-Platen-Next")) || null };
  }

  async wholeQueue(turn) {
    const all = [], begins = this.queue.length === 0;
    for (let first = null; ; ) {
      const { jobs, next } = await this.part("not-completed", atOnce, first);
      all.push(...jobs);
      if (!next || all.length >= 5000) return all;
      first = next;
      if (begins && turn === this.turn) { // nothing is there yet: what has come is shown at once
        this.queue = [...all];
        this.changed();
      }
    }
  }

  // What is shown of each list; an answer that was overtaken by a later question does not count.
  async refresh({ queue = true, done = true } = {}) {
    const turn = ++this.turn;
    const [waiting, over] = await Promise.all([queue ? this.wholeQueue(turn) : null, done ? this.part("completed", Math.max(past, Math.min(this.done.length, 1000))) : null]);
    const [newQueue, newDone] = [waiting && (await this.kept(this.queue, waiting)), over && (await this.kept(this.done, over.jobs))];
    if (turn !== this.turn) return;
    if (newQueue) this.queue = newQueue;
    if (newDone) {
      this.done = newDone;
      this.next = over.next;
    }
    this.changed();
  }

  // The objects that are here already where they say the same: their rows need no work.
  async kept(before, now) {
    const known = new Map(before.map((job) => [idOf(job), job]));
    const all = [];
    for (const [at, job] of now.entries()) {
      if (at % 100 === 99) await new Promise((resolve) => setTimeout(resolve));
      const old = known.get(idOf(job));
      all.push(old !== job && old && JSON.stringify(old) === JSON.stringify(job) ? old : job);
    }
    return all;
  }

  async more() {
    const { jobs, next } = await this.part("completed", past, this.next);
    const known = new Set(this.done.map(idOf));
    this.done = [...this.done, ...jobs.filter((job) => !known.has(idOf(job)))];
    this.next = next;
    this.changed();
  }

  async loadPrinters() {
    this.printers = await get("printers");
  }

  soon() {
    this.later ??= setTimeout(() => {
      this.later = undefined;
      this.refresh().catch(() => {}); // told again when there is a connection
    }, 500);
  }

  end() {
    clearTimeout(this.later);
    this.later = 1;
  }

  find(id) {
    return [...this.queue, ...this.done].find((job) => String(idOf(job)) === String(id));
  }

  async one(id) {
    const before = this.find(id);
    if (!before || isWaiting(before) || this.filter.text) return this.soon();
    const job = await get(`jobs/${id}`).catch(() => null);
    if (!job || isOver(job) !== isOver(before)) return this.soon();
    const swap = (one) => (String(idOf(one)) === String(id) ? job : one);
    this.queue = this.queue.map(swap);
    this.done = this.done.map(swap);
    this.changed();
  }
}
