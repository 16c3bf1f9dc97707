// What pages with several parts have in common: tabs, presses that may fail, lists of cards.
import { h, show } from "../../lib/dom.js";
import { confirm } from "../../lib/dialog.js";
import { icon } from "../../lib/icons.js";
import { note, nothing } from "../../lib/states.js";
import { may } from "../../lib/session.js";
import { t } from "../../lib/text.js";
import { attempt } from "../../lib/toast.js";

// all: [[address, words], ...]
export function tabs(label, all, here) {
  const link = ([address, words]) => h("a", { href: `#/${address}`, "aria-current": address === here ? "page" : null }, words);
  const bar = h("nav.tabs", { "aria-label": label }, all.map(link));
  // On a phone the bar is wider than the window: where one is has to be seen.
  queueMicrotask(() => bar.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" }));
  return bar;
}

// A button whose work may fail: it cannot be pressed twice meanwhile, and what went wrong is said.
export function act(words, work, attributes = {}) {
  const button = h("button", { type: "button", ...attributes, onclick: async () => {
    const had = document.activeElement === button;
    button.disabled = true; // takes the focus away
    await attempt(work);
    button.disabled = false;
    if (had && document.activeElement === document.body) button.focus();
  } }, words);
  return button;
}

export const onlyFor = (role) => h("p.quiet.small", {}, t(`parts.only-${role}`));

// Changes and removes one thing of a list, where that may be done.
export const changeButton = (name, work, key) =>
  act([icon("edit"), t("parts.change")], work, { "aria-label": t("parts.change-which", { name }), dataset: { key: key ?? `change-${name}` } });
export function removeButton(name, work, words) {
  const sure = () => confirm({ title: t("parts.remove-title", { name }), text: words, action: t("parts.remove"), danger: true });
  return act([icon("trash"), t("parts.remove")], async () => (await sure()) && work(), { class: "bare", "aria-label": t("parts.remove-which", { name }) });
}

// A part of a page that lists things of one kind: heading, what they are, a button for a new one.
export function listing(root, { title, words, role = "administrator", add, addWords, picture, none }, items, draw, { list = "ul.plain.cards" } = {}) {
  show(root, h("div.row.apart", {}, h("h2", {}, title), add && may(role) && act([icon("plus"), addWords], add, { class: "primary", dataset: { key: "add" } })),
    words && h("p.quiet", {}, words), add && !may(role) && onlyFor(role),
    items.length > 0 ? h(list, {}, items.map(draw)) : nothing(picture, none));
}

export { may, note, nothing };
