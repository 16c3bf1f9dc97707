// The documents that are to be printed: dropped, chosen, pasted or photographed; sent at once, so that
// they are there when their preview is asked for.
import { get, name, remove, request, upload } from "../../lib/api.js";
import { h, keyed } from "../../lib/dom.js";
import { bytes, percent } from "../../lib/format.js";
import { icon } from "../../lib/icons.js";
import { t } from "../../lib/text.js";
import { announce } from "../../lib/toast.js";
import { messageOf } from "../../lib/api.js";

let given = 0;

// changed(): the list, or what is known of one, is another now.
export class Documents {
  constructor() {
    this.all = [];
    this.changed = () => {};
  }

  get ready() {
    return this.all.filter((one) => one.facts);
  }
  get coming() {
    return this.all.some((one) => !one.facts && !one.problem);
  }

  add(files) {
    for (const file of files) {
      const one = { key: ++given, name: file.name || t("print.pasted"), file, part: 0 };
      this.all.push(one);
      this.send(one);
    }
    this.changed();
  }

  async send(one) {
    one.stop = new AbortController();
    Object.assign(one, { part: 0, problem: undefined, facts: undefined });
    try {
      const facts = await upload(`documents?name=${name(one.name)}`, one.file, {
        signal: one.stop.signal,
        progress: (part) => {
          one.part = part;
          this.moved?.(one);
        },
      });
      one.facts = facts;
      announce(t("print.sent", { name: one.name }));
      await this.look(one);
    } catch (error) {
      if (error.name === "AbortError") return;
      one.problem = messageOf(error);
    }
    if (this.all.includes(one)) this.changed();
  }

  // Pages, for thumbnails and for cutting; what cannot be opened says why here.
  async look(one) {
    try {
      one.pages = await get(`documents/${one.facts.id}/pages`);
      one.thumbnail = await this.picture(one, 1, 96);
    } catch (error) {
      if (error.status === 404) throw error;
      one.problem = messageOf(error);
    }
  }

  // A page by itself, as the address of a picture.
  async picture(one, page, size, signal) {
    const answer = await request("GET", `documents/${one.facts.id}/pages/${page}?size=${size}`, { signal });
    return URL.createObjectURL(await answer.blob());
  }

  take(one) {
    one.stop?.abort();
    this.all = this.all.filter((other) => other !== one);
    if (one.thumbnail) URL.revokeObjectURL(one.thumbnail);
    if (one.facts) remove(`documents/${one.facts.id}`).catch(() => {});
    this.changed();
  }

  move(one, by) {
    const at = this.all.indexOf(one);
    const to = at + by;
    if (to < 0 || to >= this.all.length) return;
    this.all.splice(at, 1);
    this.all.splice(to, 0, one);
    announce(t("reorder.now", { name: one.name, place: to + 1, count: this.all.length }));
    this.changed();
  }

  // The server has forgotten them (an hour has passed, it was started anew): sent again from here.
  async again() {
    await Promise.all(this.all.filter((one) => !one.problem).map((one) => this.send(one)));
  }
}

// ---- what is seen of them

const words = (one) => {
  if (one.problem) return h("span.problem.small", {}, one.problem);
  if (!one.facts) return [h("progress", { value: one.part, max: 1, "aria-label": t("print.sending", { name: one.name }) }), h("span.quiet.small.number", {}, percent(100 * one.part))];
  const pages = one.pages ? t("print.pages", { n: one.pages.length }) : t("print.looking");
  return h("span.quiet.small", {}, `${pages}, ${bytes(one.facts.bytes)}`);
};

export function documentList(documents) {
  const list = h("ul.plain.documents", { "aria-label": t("print.documents") });
  const draw = keyed(list, {
    key: (one) => one.key,
    make: (one) => {
      const item = h("li.document");
      fill(item, one);
      return item;
    },
    update: fill,
  });
  function fill(item, one) {
    const several = documents.all.length > 1;
    const seen = `${one.thumbnail} ${one.problem} ${Boolean(one.facts)} ${one.pages?.length} ${several}`;
    if (item.seen === seen) return;
    item.seen = seen;
    const focused = item.contains(document.activeElement) && document.activeElement.dataset.key;
    const button = (key, picture, label, act) => h("button.bare.round", { type: "button", "aria-label": label, title: label, dataset: { key }, onclick: act }, icon(picture));
    item.replaceChildren(
      h("span.document-picture", {}, one.thumbnail ? h("img", { src: one.thumbnail, alt: "" }) : icon("paper")),
      h("div.grow", {}, h("div.cut", { title: one.name }, one.name), h("div.row.document-words", {}, words(one))),
      several ? button(`up-${one.key}`, "upward", t("print.earlier", { name: one.name }), () => documents.move(one, -1)) : "",
      several ? button(`down-${one.key}`, "down", t("print.later", { name: one.name }), () => documents.move(one, 1)) : "",
      one.problem && !one.facts ? button(`again-${one.key}`, "again", t("print.sendAgain", { name: one.name }), () => { documents.send(one); documents.changed(); }) : "",
      button(`take-${one.key}`, "close", t(one.facts || one.problem ? "print.takeOut" : "print.stopSending", { name: one.name }), () => documents.take(one)));
    if (focused) item.querySelector(`[data-key="${focused}"]`)?.focus();
  }
  documents.moved = (one) => {
    const bar = list.children[documents.all.indexOf(one)]?.querySelector("progress");
    if (!bar) return;
    bar.value = one.part;
    bar.nextElementSibling.textContent = percent(100 * one.part);
  };
  return { element: list, draw: () => draw(documents.all) };
}

const kinds = ".pdf,.ps,.eps,.txt,.jpg,.jpeg,.png,.tif,.tiff,.pwg,.urf,application/pdf,image/*,text/plain";

function picker(label, picture, attributes, take) {
  const input = h("input.unseen", { type: "file", ...attributes, onchange: () => {
    take([...input.files]);
    input.value = "";
  } });
  return h("label.button", {}, icon(picture), h("span", {}, label), input);
}

// Where files come in: a place to drop them, and buttons. The whole window takes what is dropped or
// pasted; `end()` stops that.
export function intake(documents) {
  const take = (files) => files.length > 0 && documents.add(files);
  const zone = h("div.drop-zone", {},
    h("p.drop-words", {}, icon("upload"), h("span", {}, t("print.drop"))),
    h("div.row.drop-buttons", {},
      picker(t("print.choose"), "paper", { multiple: true, accept: kinds }, take),
      picker(t("print.camera"), "camera", { accept: "image/*", capture: "environment" }, take)),
    h("p.quiet.small.paste-words", {}, t("print.paste")));
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let within = 0;
  const on = {
    dragenter: (event) => holdsFiles(event) && zone.classList.toggle("dropping", ++within > 0),
    dragleave: (event) => holdsFiles(event) && zone.classList.toggle("dropping", (within = Math.max(0, within - 1)) > 0),
    dragover: (event) => holdsFiles(event) && event.preventDefault(),
    drop: (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      within = 0;
      zone.classList.remove("dropping");
      take([...event.dataTransfer.files]);
    },
    paste: (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0 || event.target.closest?.("input, textarea")) return;
      event.preventDefault();
      take(files);
    },
  };
  for (const [kind, act] of Object.entries(on)) document.addEventListener(kind, act);
  return { element: zone, end: () => { for (const [kind, act] of Object.entries(on)) document.removeEventListener(kind, act); } };
}
