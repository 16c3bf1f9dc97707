import { ApiError, get, onLoginWanted, setCsrf } from "./lib/api.js";
import { h, show } from "./lib/dom.js";
import { open as openEvents } from "./lib/events.js";
import { load as loadText, t } from "./lib/text.js";
import { askForLogin } from "./lib/login.js";

// Each page is a module, loaded when it is first opened. It exports `open(root, context)`, which draws
// into `root` and returns a function that ends it. context: {parts: what follows the page's name in
// the address, query, session, go(address)}.
const pages = {
  home: () => import("./pages/home.js"),
  print: () => import("./pages/print.js"),
  jobs: () => import("./pages/jobs.js"),
  scan: () => import("./pages/scan.js"),
  library: () => import("./pages/library.js"),
  maintenance: () => import("./pages/maintenance.js"),
  doctor: () => import("./pages/doctor.js"),
  settings: () => import("./pages/settings.js"),
};

export const session = { user: null, role: "guest" };
let close = () => {};
let opened = 0;

export async function renewSession() {
  Object.assign(session, await get("session"));
  setCsrf(session.csrf);
}

// "#/jobs/17?done=yes"
function address() {
  const [path, query] = (location.hash.replace(/^#\/?/, "") || "home").split("?");
  const [page, ...parts] = path.split("/").map(decodeURIComponent);
  return { page: page in pages ? page : "home", parts, query: new URLSearchParams(query) };
}

async function openPage() {
  const { page, parts, query } = address();
  const turn = ++opened;
  for (const link of document.querySelectorAll("nav a")) link.toggleAttribute("aria-current", link.dataset.page === page);
  const root = document.querySelector("main");
  const module = await pages[page]();
  if (turn !== opened) return; // another one was asked for meanwhile
  close();
  close = () => {};
  document.title = `${t(`nav.${page}`)} - platen`;
  show(root);
  try {
    close = (await module.open(root, { parts, query, session, go: (to) => (location.hash = to) })) ?? (() => {});
  } catch (error) {
    show(root, h("p.problem", { role: "alert" }, error instanceof ApiError ? error.message : String(error)));
  }
  root.focus();
}

function frame() {
  const link = (page) => h("a", { href: `#/${page}`, dataset: { page } }, t(`nav.${page}`));
  return [
    h("a.skip", { href: "#main", onclick: (event) => { event.preventDefault(); document.querySelector("main").focus(); } }, t("nav.skip")),
    h("header", {}, h("strong", {}, "platen"), h("nav", { "aria-label": t("nav.label") }, Object.keys(pages).map(link)), h("span.connection", { role: "status" })),
    h("main", { id: "main", tabindex: "-1" }),
  ];
}

async function start() {
  await loadText();
  onLoginWanted(() => askForLogin(renewSession));
  await renewSession();
  show(document.querySelector("#app"), frame());
  openEvents((connected) => show(document.querySelector(".connection"), connected ? "" : t("nav.disconnected")));
  window.addEventListener("hashchange", openPage);
  await openPage();
}

start();
