import { ApiError, onLoginWanted, onSessionStale } from "./lib/api.js";
import { h, show } from "./lib/dom.js";
import { follow, open as openEvents } from "./lib/events.js";
import { drawFrame, frameState, markCurrent, pageNames } from "./lib/frame.js";
import { askForLogin } from "./lib/login.js";
import { followNotices } from "./lib/notices.js";
import { renewSession, session } from "./lib/session.js";
import { loading, problem } from "./lib/states.js";
import { load as loadText, t } from "./lib/text.js";

// Each page is a module, loaded when it is first opened. It exports `open(root, context)`, which draws
// into `root` and returns a function that ends it. context: {parts: what follows the page's name in
// the address, query, session, go(address)}. A page that exports `turn(context)` is told of another
// address of its own, and stays open, if that returns true.
async function load(page) {
  try {
    return await import(`./pages/${page}.js`);
  } catch (error) {
    if (/fetch|import|load/i.test(error.message)) throw new ApiError(0, "unreachable", t("api.unreachable"));
    throw error;
  }
}

// The other pages, once there is nothing else to do: they open at once then, also without a connection.
async function loadOthers() {
  for (const page of pageNames) if (page !== "install") await load(page).catch(() => {}); // that one is opened once a computer
}

let close = () => {};
let shown; // {page, module}
let opened = 0;

const aside = ["setup"]; // pages that no navigation shows, and that are loaded when they are opened alone

// "#/jobs/17?done=yes"
function address() {
  const [path, query] = (location.hash.replace(/^#\/?/, "") || "home").split("?");
  const [page, ...parts] = path.split("/").map(decode);
  return { page: [...pageNames, ...aside].includes(page) ? page : "home", parts, query: new URLSearchParams(query) };
}

// What somebody typed into the address need not be right.
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const go = (to) => (location.hash = to);

async function openPage({ focus = true } = {}) {
  const { page, parts, query } = address();
  const turn = ++opened;
  const context = { parts, query, session, go };
  if (shown?.page === page && shown.module.turn?.(context)) return;
  const main = document.querySelector("main");
  const root = h("div.page"); // its own: a page that was left draws nothing into the next one
  frameState.page = page;
  markCurrent();
  let module, end;
  try {
    module = await load(page);
    if (turn !== opened) return; // another one was asked for meanwhile
    close();
    close = () => {};
    shown = { page, module };
    document.title = `${t(`nav.${page}`)} - platen`;
    main.setAttribute("aria-busy", "true");
    show(main, root);
    show(root, loading());
    end = (await module.open(root, context)) ?? (() => {});
  } catch (error) {
    if (turn !== opened) return;
    close();
    close = () => {};
    shown = undefined;
    show(main, root);
    show(root, h("div.page-head", {}, h("h1", {}, t(`nav.${page}`))), problem(error, () => openPage()));
  }
  if (turn !== opened) return end?.(); // it came too late
  if (end) close = end;
  main.removeAttribute("aria-busy");
  if (focus && !main.contains(document.activeElement)) main.focus();
}

// Frame and page anew: another language, another user.
let endFrame = () => {};
function draw() {
  close();
  close = () => {};
  shown = undefined;
  endFrame();
  endFrame = drawFrame(document.querySelector("#app"), draw);
  return openPage({ focus: false });
}

// On this machine nobody needs to log in to print, so that a session that is over shows as "not allowed"
// (403) only. Who is logged in and is not allowed is not asked.
async function wantLogin(status) {
  const before = session.user;
  if (status === 403) await renewSession();
  if (status === 403 && session.user) return false;
  return askForLogin(before ? t("login.expired") : t("login.needed"));
}

async function start() {
  const page = load(address().page).catch(() => {}); // begun while words and session come
  onLoginWanted(wantLogin);
  onSessionStale(renewSession);
  // Without an answer the page says so, and comes when the server is back.
  await Promise.all([loadText(), renewSession().catch(() => {}), page]);
  window.addEventListener("hashchange", () => openPage());
  // A page that could not be opened is opened when there is a connection again.
  follow([], ({ kind }) => kind === "all" && !shown && openPage({ focus: false }));
  follow(["session"], () => renewSession().catch(() => {}));
  openEvents();
  await draw();
  followNotices();
  setTimeout(loadOthers, 2000);
}

start();
