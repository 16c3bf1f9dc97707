// What is around every page: the pages' names, who is logged in, how the connection is.
import { h, show } from "./dom.js";
import { announceChange, disconnected, followConnection, open as openEvents } from "./events.js";
import { choices, select } from "./form.js";
import { icon } from "./icons.js";
import { askForLogin } from "./login.js";
import { menu } from "./menu.js";
import { canNotify, notifies, setNotifies } from "./notices.js";
import { followSession, logOut, session } from "./session.js";
import { choose, current, languages, t, word } from "./text.js";
import { attempt, toasts } from "./toast.js";

export const pageNames = ["home", "print", "jobs", "scan", "library", "maintenance", "install", "doctor", "settings"];
const first = new Set(["home", "print", "jobs", "scan"]); // on a phone the others are behind "More"

const toMain = (event) => {
  event.preventDefault();
  document.querySelector("main").focus();
};

const link = (page) => h("a", { href: `#/${page}`, dataset: { page } }, icon(page), h("span", {}, t(`nav.${page}`)));

function navigation() {
  const more = menu({ label: null, classes: "button", button: [icon("more"), h("span", {}, t("nav.more"))] }, (close) => {
    const list = h("ul.pages", {}, pageNames.filter((page) => !first.has(page)).map((page) => h("li", {}, link(page))));
    list.addEventListener("click", () => close(false));
    markCurrent(list);
    return list;
  });
  return h("nav.side", { "aria-label": t("nav.label") },
    h("a.brand", { href: "#/home" }, h("img", { src: "/app/icon.svg", alt: "" }), "platen"),
    h("ul.pages", {}, pageNames.map((page) => h(first.has(page) ? "li" : "li.second", {}, link(page))), h("li.more", {}, more)));
}

export const frameState = { page: "home" };

// Says which of the links is that of the page shown.
export function markCurrent(root = document) {
  for (const one of root.querySelectorAll("a[data-page]")) {
    if (one.dataset.page === frameState.page) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
}

function chosenTheme() {
  return document.documentElement.dataset.chosen ?? "auto";
}

function chooseTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.chosen;
  else document.documentElement.dataset.chosen = theme;
  dispatchEvent(new Event("theme-chosen")); // theme.js
  try {
    if (theme === "auto") localStorage.removeItem("platen-theme");
    else localStorage.setItem("platen-theme", theme);
  } catch {}
}

function who(close) {
  if (!session.user)
    return [h("p", {}, t("account.nobody"), " ", h("span.quiet", {}, t("account.may", { role: word("role", session.role) }))),
      h("button.primary", { type: "button", onclick: () => { close(); askForLogin(); } }, t("login.send"))];
  return [h("p", {}, h("strong", {}, session.user), " ", h("span.quiet", {}, word("role", session.role))),
    h("button", { type: "button", onclick: () => { close(); attempt(logOut, t("account.out")); } }, t("account.logout"))];
}

function account(redraw) {
  const panel = (close) => h("div.stack", {}, who(close), h("hr"),
    h("div.field", {}, h("label", { for: "account-language" }, t("account.language")),
      select(languages(), current(), { id: "account-language", onchange: async (event) => { await choose(event.target.value); redraw(); } })),
    choices(t("account.theme"), { auto: t("account.auto"), light: t("account.light"), dark: t("account.dark") }, chosenTheme(), chooseTheme),
    canNotify() && h("button", { type: "button", "aria-pressed": String(notifies()), onclick: async (event) => {
      event.currentTarget.setAttribute("aria-pressed", String(await setNotifies(!notifies())));
    } }, icon("bell"), t("account.notify")),
    session.version && h("p.small.quiet", {}, `platen ${session.version}`));
  return menu({ label: session.user ? t("account.of", { user: session.user }) : t("account.label"), classes: "button.bare", panel: "div.menu-panel.account-panel",
    button: [icon("user"), h("span", {}, session.user ?? t("login.send"))] }, panel);
}

// Draws the frame into `root`; `redraw()` draws frame and page anew, for another language.
export function drawFrame(root, redraw) {
  const connection = h("span.connection", { role: "status" }, disconnected() ? t("nav.disconnected") : "");
  const account_ = h("div");
  const drawAccount = () => show(account_, account(redraw));
  drawAccount();
  show(root,
    h("a.skip", { href: "#main", onclick: toMain }, t("nav.skip")),
    h("div.frame", {},
      navigation(),
      h("header", {}, connection, account_),
      h("main", { id: "main", tabindex: "-1" })),
    toasts());
  const ends = [
    followConnection((there) => show(connection, there ? "" : t("nav.disconnected"))),
    followSession(() => {
      drawAccount();
      openEvents();
      announceChange({ kind: "all" }); // pages ask anew: they may see and do other things now
    }),
  ];
  return () => ends.forEach((end) => end());
}
