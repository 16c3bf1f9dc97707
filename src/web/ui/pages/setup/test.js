// The test page, its way to the device, and what a person sees on it: a step of setting up, and the end of the doctor's paths.
import { get, messageOf, name as part, post, put } from "../../lib/api.js";
import { h, show } from "../../lib/dom.js";
import { follow } from "../../lib/events.js";
import { field, select } from "../../lib/form.js";
import { icon } from "../../lib/icons.js";
import { said } from "../../lib/said.js";
import { note, state } from "../../lib/states.js";
import { current, t, word } from "../../lib/text.js";
import { announce } from "../../lib/toast.js";
import { act } from "../parts/page.js";
import { labelOf, wordOf } from "../print/catalogue.js";

const over = new Set(["completed", "canceled", "aborted"]);
const kinds = { completed: "good", canceled: "warn", aborted: "bad" };

// The words of the app; a question that it does not know yet has the server's.
function words(question, key, otherwise) {
  const found = t(`setup.question.${question.id}.${key}`);
  return found.startsWith("setup.question.") ? otherwise : found;
}

export class Test {
  // `done` gets the ids of the questions that were left at "no". `guide`: the doctor's path in which this stands, if it does; it has a title already.
  constructor(root, { printer, done, guide }) {
    Object.assign(this, { printer, done, guide, changed: {}, complaints: [], gone: false, stop: () => {} });
    this.progress = h("div.stack.tight", { role: "status" });
    this.sheet = h("div");
    this.body = h("div.stack");
    if (guide) show(root, this.progress, this.body, this.sheet);
    else show(root, h("section.card.stack", {}, h("h2", { tabindex: "-1" }, t("setup.test-title")), this.progress, this.body), this.sheet);
    show(this.body, h("p", {}, t("setup.test-words")), h("div.buttons", {},
      guide ? act(t("doctor.have-it"), () => this.judge()) : h("button", { type: "button", onclick: () => done([]) }, t("setup.skip-test")),
      act([icon("print"), t("setup.print-it")], () => this.print(0), { class: "primary", dataset: { key: "print" } })));
  }

  // Of a page that has come out already.
  async judge() {
    this.questions ??= await get(`printers/${part(this.printer)}/test-page/questions`);
    if (!this.gone) this.ask(0);
  }

  // Prints the page, and goes on with the question `at` when it has come out.
  async print(at) {
    const { "job-id": job } = await post(`printers/${part(this.printer)}/test-page`, { options: this.changed, language: current() });
    this.questions ??= await get(`printers/${part(this.printer)}/test-page/questions`);
    show(this.body);
    await this.followJob(job, at);
  }

  async followJob(job, at) {
    this.stop();
    const look = async () => {
      const now = await get(`jobs/${job}`);
      if (this.gone || this.job !== job) return;
      const ended = over.has(now["job-state"]);
      if (ended) this.stop();
      this.drawProgress(now, ended);
      if (now["job-state"] === "completed") return this.printed(job, at);
      if (ended) this.help(this.questions[0], 0);
    };
    this.job = job;
    const following = follow(["job"], (event) => (event.kind === "all" || Number(event.id) === job) && look().catch(() => {}));
    const timer = setInterval(() => look().catch(() => {}), 1500);
    this.stop = () => {
      following();
      clearInterval(timer);
      this.stop = () => {};
    };
    await look();
  }

  drawProgress(job, ended) {
    const id = job["job-id"];
    show(this.progress, h("div.row", {}, state(kinds[job["job-state"]] ?? "busy", word("jobState", job["job-state"])), h("a", { href: `#/jobs/${id}` }, t("setup.job", { id }))),
      job["job-state-message"] && h("p.small.quiet", {}, said(job["job-state-message"])), !ended && h("progress", { "aria-label": t("setup.printing") }),
      !ended && h("div.row", {}, h("button", { type: "button", dataset: { key: "does-not-come" }, onclick: () => { this.stop(); this.help(this.questions[0], 0); } }, t("setup.does-not-come"))));
  }

  // The sheet as it was sent, to hold beside the paper.
  printed(job, at) {
    const picture = h("img", { src: `/api/v1/jobs/${job}/sides/1?size=640`, alt: t("setup.sheet-alt"), onerror: () => show(this.sheet) });
    show(this.sheet, h("figure.setup-sheet", {}, picture, h("figcaption.small.quiet", {}, t("setup.sheet-words"))));
    this.ask(at);
  }

  ask(at) {
    const question = this.questions[at];
    if (!question) return this.done(this.complaints);
    const words_ = words(question, "ask", question.question);
    show(this.body, h("p.small.quiet", {}, t("setup.question-of", { at: at + 1, all: this.questions.length })),
      h("h3.question", { tabindex: "-1" }, words_),
      h("div.row", {}, h("button.primary", { type: "button", dataset: { key: "yes" }, onclick: () => this.ask(at + 1) }, icon("check"), t("setup.yes")),
        h("button", { type: "button", dataset: { key: "no" }, onclick: () => this.help(question, at) }, icon("close"), t("setup.no"))));
    this.body.querySelector("h3").focus();
    announce(words_);
  }

  async help(question, at) {
    const advice = words(question, "no", question.advice.join(" "));
    const settings = h("div");
    const goOn = () => {
      this.complaints.push(question.id);
      return at === 0 ? this.done(this.complaints) : this.ask(at + 1);
    };
    show(this.body, h("h3.question", { tabindex: "-1" }, t("setup.what-to-do")), h("p", {}, advice), settings,
      h("div.row", {}, question.guide !== this.guide && h("a.button", { href: `#/doctor/guide/${part(question.guide)}`, target: "_blank", rel: "noopener" }, icon("doctor"), t("setup.to-the-doctor")),
        act([icon("print"), t("setup.print-again")], () => this.print(at), { class: "primary", dataset: { key: "again" } }),
        h("button", { type: "button", dataset: { key: "go-on" }, onclick: goOn }, t("setup.go-on"))));
    this.body.querySelector("h3").focus();
    if (question.settings.length === 0) return;
    try {
      const options = await get(`printers/${part(this.printer)}/options`);
      if (settings.isConnected) show(settings, h("div.grid", {}, options.filter(({ name }) => question.settings.includes(name)).map((one) => this.setting(one))));
    } catch (error) {
      show(settings, note("warn", h("p", {}, messageOf(error))));
    }
  }

  // It becomes the printer's default at once, and the page is printed with it.
  setting(option) {
    const choose = select(option.values.map((value) => [value, wordOf(option, value)]), this.changed[option.name] ?? option.default, { onchange: async (event) => {
      const { value } = event.target;
      try {
        await put(`printers/${part(this.printer)}`, { options: { [option.name]: value } });
        this.changed[option.name] = value;
        box.fail("");
      } catch (error) {
        box.fail(messageOf(error));
      }
    } });
    const box = field(labelOf(option), choose);
    return box;
  }

  end() {
    this.gone = true;
    this.stop();
  }
}
