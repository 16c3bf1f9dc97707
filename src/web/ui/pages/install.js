// How this computer, or this phone, prints and scans here. The words and the commands are the server's
// (GET /install/guide.json), the same as on its page without script.
import { ApiError } from "../lib/api.js";
import { h, show, style } from "../lib/dom.js";
import { time } from "../lib/format.js";
import { icon } from "../lib/icons.js";
import { note, nothing } from "../lib/states.js";
import { current, t } from "../lib/text.js";
import { announce, toast } from "../lib/toast.js";

async function ask(file, query) {
  const answer = await fetch(`/install/${file}?${new URLSearchParams(query)}`).catch(() => null);
  const said = await answer?.json().catch(() => undefined);
  if (answer?.ok) return said;
  throw new ApiError(answer?.status ?? 0, "install", said?.error?.message ?? t("api.unreachable"));
}

// An iPad calls itself a Mac, which has no screen to touch; the others say what they are.
const own = () => (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1 ? { own: "ios" } : {});

async function copy(element, done) {
  try {
    await navigator.clipboard.writeText(element.innerText.trim());
  } catch { // only there over TLS and on this machine
    getSelection().selectAllChildren(element);
    document.execCommand("copy");
  }
  toast(done);
}

function command(text, { words }) {
  const code = h("pre", {}, h("code", {}, text));
  return h("div.command", {}, code, h("button", { type: "button", onclick: () => copy(code, words.copied) }, words.copy));
}

const file = ({ file: href, label }) => h("p", {}, h("a.button", { href, download: "" }, icon("download"), label));

// A command belongs to the words before it.
function steps(all, guide, list = "ol.steps") {
  const items = [];
  for (const step of all) {
    const content = step.command ? command(step.command, guide) : step.file ? file(step) : step.text;
    if (step.command && items.length > 0) items.at(-1).append(content);
    else items.push(h("li", {}, content));
  }
  return h(list, {}, items);
}

const wayContent = (way, guide) => steps(way.steps, guide);
const folded = (title, content) => h("details", {}, h("summary", {}, title), content);

function address(guide, { printer = guide.printer, system }) {
  const query = new URLSearchParams();
  if (printer) query.set("printer", printer);
  if (system) query.set("system", system);
  return `#/install${query.size ? `?${query}` : ""}`;
}

const chip = (href, words, chosen, key) => h("li", {}, h("a.button", { href, "aria-current": chosen ? "true" : null, dataset: { key } }, words));

function printers(guide) {
  const { words } = guide;
  const system = guide.systems.find(({ chosen, own: is }) => chosen && !is)?.id;
  if (guide.printers.length < 2) return null;
  return h("nav", { "aria-label": words.for }, h("ul.plain.row", {},
    chip(address(guide, { printer: null, system }), words["all-printers"], !guide.printer, "all"),
    guide.printers.map(({ name, title, chosen }) => chip(address(guide, { printer: name, system }), title, chosen, `printer-${name}`))));
}

function systems(guide) {
  return h("nav.card.stack", { "aria-labelledby": "install-systems" }, h("h2", { id: "install-systems" }, guide.words["systems-title"]),
    h("ul.plain.row", {}, guide.systems.map(({ id, name, chosen }) => chip(address(guide, { system: id }), name, chosen, `system-${id}`))));
}

function code(guide) {
  const query = guide.printer ? `?printer=${encodeURIComponent(guide.printer)}` : "";
  return h("section.card.stack", {}, h("h2", {}, guide.words.qr), h("p", {}, guide.words["qr-words"]),
    h("img.qr", { src: `/install/qr.svg${query}`, alt: guide.words["qr-label"], width: 200, height: 200 }),
    h("p.small.quiet", {}, guide.address));
}

// The one step stands open, whatever else there is behind it.
function way(guide) {
  const [first, ...others] = guide.ways;
  const name = guide.systems.find(({ chosen }) => chosen)?.name;
  if (!first) return nothing("print", guide.words["no-printers"]);
  return h("section.card.stack.first", {}, h("p.quiet", {}, name), h("h2", {}, first.title), wayContent(first, guide),
    others.length > 0 && h("h3", {}, guide.words["other-ways"]), others.map((one) => folded(one.title, wayContent(one, guide))));
}

const section = (guide, name, ...more) =>
  guide[name].length > 0 && h("section.card.stack", {}, h("h2", {}, guide.words[name]), steps(guide[name], guide, "ul.plain.stack.tight"), more);

// Looks whether this device has spoken to a printer, until it has.
function watch(guide, line, query) {
  const say = (seen) => {
    show(line, seen ? note("good", filled(guide.words.seen, seen)) : h("p.quiet", {}, guide.words["not-seen"]));
    if (seen) announce(line.textContent);
    return Boolean(seen);
  };
  if (say(guide.seen)) return () => {};
  const timer = setInterval(async () => {
    const seen = document.hidden ? null : await ask("seen.json", query).catch(() => null);
    if (seen && line.isConnected && say(seen)) clearInterval(timer);
  }, 5000);
  return () => clearInterval(timer);
}

const filled = (words, seen) => words.replace("{printer}", seen.title).replace("{time}", time(seen.time));

function draw(root, guide) {
  const seen = h("div", { role: "status" });
  const phone = ["ios", "android"].includes(guide.systems.find((one) => one.own)?.id);
  show(root,
    h("div.page-head", {}, h("div", {}, h("h1", {}, t("nav.install")), h("p.quiet", {}, guide.words.lead))),
    h("div.stack.install", {}, printers(guide), guide.notes.map((one) => note(one.kind, one.text, one.file && file(one))),
      way(guide), guide.ways.length > 0 && section(guide, "check", seen), guide.ways.length > 0 && section(guide, "trouble"), section(guide, "scan"),
      systems(guide), !phone && code(guide)));
  return seen;
}

export async function open(root, { query }) {
  const asked = { language: current(), ...own() };
  for (const key of ["printer", "system"]) if (query.get(key)) asked[key] = query.get(key);
  const [guide] = await Promise.all([ask("guide.json", asked), style("pages/install.css")]);
  return watch(guide, draw(root, guide), asked);
}
