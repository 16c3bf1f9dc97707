#!/usr/bin/env node
// web_app.mjs BIN_FOLDER [RUNS [JOBS]]: what the web app costs in Chromium: bytes as they are served, time to the first
// paint and to the first card of a device (median of RUNS, with an empty cache and with a full one), and the longest
// task while a list of JOBS waiting jobs is opened, scrolled and changed. On a machine with other work the times are
// those of that machine; of tasks the processor time is told as well, which is not.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const bin = path.resolve(process.argv[2] ?? path.join(root, "build/release/bin"));
const runs = Number(process.argv[3] ?? 5);
const count = Number(process.argv[4] ?? 1000);
process.env.PLATEN = path.join(bin, "platen");
process.env.WEB_MODULES ??= path.join(bin, "../web_modules");
const program = (name) => execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
execFileSync("cmake", [`-DNODE=${program("node")}`, `-DNPM=${program("npm")}`, `-DSOURCE=${root}/tests/web`, `-DINTO=${process.env.WEB_MODULES}`, "-P", `${root}/tests/web/install_modules.cmake`]);
const { launch } = await import(path.join(root, "tests/web/support.mjs"));
const { Server, pdf } = await import(path.join(root, "tests/web/server.mjs"));

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const row = (text, value) => console.log(`${text.padEnd(64)} ${value}`);

async function servedBytes(server) {
  for (const coding of ["br", "gzip"]) await servedAs(server, coding);
}

async function servedAs(server, coding) {
  const ui = path.join(root, "src/web/ui");
  let all = 0;
  const texts = {}; // of each language: its own, and what the server says
  const files = fs.readdirSync(ui, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  for (const file of files) {
    const name = path.relative(ui, path.join(file.parentPath ?? file.path, file.name));
    if (/^(?:plain\.css|text\/plain\/.*)$/.test(name)) continue; // of the pages without script alone
    const answer = await fetch(`${server.url}/app/${name}`, { headers: { "Accept-Encoding": coding } });
    const size = Number(answer.headers.get("content-length"));
    const language = /^(?:text|said)\/(?:\w+\/)?(\w+)\.json$/.exec(name)?.[1];
    if (language) texts[language] = (texts[language] ?? 0) + size;
    else all += size;
    await answer.arrayBuffer();
  }
  row(`the whole app in one language, as served (${coding})`, `${((all + Math.max(...Object.values(texts))) / 1000).toFixed(1)} kB`);
}

const paints = () => {
  new MutationObserver((_, observer) => {
    if (!document.querySelector("article.card")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.usefulPaint = performance.now())));
  }).observe(document, { childList: true, subtree: true });
};

async function firstPaint(browser, server) {
  const cold = [], warm = [], coldFirst = [];
  for (let run = 0; run < runs; ++run) {
    const context = await browser.newContext();
    await context.addInitScript(paints);
    const page = await context.newPage();
    for (const times of [cold, warm]) {
      await page.goto(`${server.url}/`);
      await page.locator("article.card").first().waitFor();
      await page.waitForTimeout(100);
      times.push(await page.evaluate(() => window.usefulPaint));
      if (times === cold) coldFirst.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime));
    }
    await context.close();
  }
  row("first contentful paint, empty cache", `${median(coldFirst).toFixed(0)} ms`);
  row("first useful paint (a device's card), empty cache", `${median(cold).toFixed(0)} ms`);
  row("first useful paint, full cache", `${median(warm).toFixed(0)} ms`);
}

async function waitingJobs(server) {
  await server.run(["pause", "-d", "ir1020"]);
  const asked = async (method, where, body, type, more = {}) => {
    const answer = await fetch(`${server.url}/api/v1/${where}`, { method, body, headers: { "Content-Type": type, ...more } });
    if (!answer.ok) throw new Error(`${where}: ${await answer.text()}`);
    return answer;
  };
  const log = await asked("POST", "session", JSON.stringify({ user: "bench", password: server.passwords.bench }), "application/json");
  const cookie = { Cookie: log.headers.getSetCookie().map((one) => one.split(";")[0]).join("; "), "X-Platen-CSRF": (await log.json()).csrf };
  const document = pdf(["A letter"]);
  for (let made = 0; made < count; ++made) {
    const { id } = await (await asked("POST", `documents?name=letter-${made}.pdf`, document, "application/pdf", cookie)).json();
    await asked("POST", "jobs", JSON.stringify({ printer: "ir1020", documents: [id], title: `Letter ${made}` }), "application/json", cookie);
    await fetch(`${server.url}/api/v1/documents/${id}`, { method: "DELETE", headers: cookie });
  }
}

// The processes that a trace has for pages of the server. Chromium draws pages of its own beside ours.
function processesOf(events, server) {
  const frames = events.flatMap(({ name, args }) =>
    name === "TracingStartedInBrowser" ? args.data.frames ?? [] : name === "FrameCommittedInBrowser" ? [args.data] : []);
  return new Set(frames.filter(({ url }) => url?.startsWith(server.url)).map(({ processId }) => processId));
}

// The longest tasks of the page's main thread in a trace: on the clock, and of processor time.
function longest(trace, server) {
  const events = JSON.parse(trace).traceEvents;
  const ours = processesOf(events, server);
  const names = new Map(events.filter(({ name }) => name === "thread_name").map(({ pid, tid, args }) => [`${pid} ${tid}`, args.name]));
  const tasks = events.filter(({ name, ph, pid, tid }) => ours.has(pid) && name.endsWith("RunTask") && ph === "X" && names.get(`${pid} ${tid}`) === "CrRendererMain");
  if (tasks.length === 0) throw new Error("the trace has no task of the page");
  const most = (key) => Math.max(0, ...tasks.map((task) => (task[key] ?? 0) / 1000));
  return { clock: most("dur"), processor: most("tdur"), over: tasks.filter(({ tdur }) => tdur > 50000).length };
}

async function longList(browser, server) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.request.post(`${server.url}/api/v1/session`, { data: { user: "bench", password: server.passwords.bench } });
  const page = await context.newPage();
  const watch = () => browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline"] });
  const told = async (what) => {
    const { clock, processor, over } = longest((await browser.stopTracing()).toString(), server);
    row(`longest task: ${what}`, `${processor.toFixed(0)} ms of processor, ${clock.toFixed(0)} ms on the clock; ${over} over 50 ms`);
  };
  await watch();
  const begin = Date.now();
  await page.goto(`${server.url}/#/jobs`);
  while ((await page.locator(".job").count()) < count) await page.waitForTimeout(50);
  row(`a list of ${count} jobs, all of it`, `${Date.now() - begin} ms`);
  await told("opening it");
  await watch();
  for (let step = 0; step < 20; ++step) await page.mouse.wheel(0, 3000);
  await page.waitForTimeout(1500);
  await told("scrolling through it");
  await page.evaluate(() => scrollTo(0, 0));
  await watch();
  for (let press = 0; press < 3; ++press) {
    await page.locator(".job [data-key=hold]").nth(press).click();
    await page.waitForTimeout(1500);
  }
  await told("three of them held");
  await context.close();
}

const server = await Server.start();
const browser = await launch();
try {
  await server.addUser("bench", "administrator");
  await servedBytes(server);
  await firstPaint(browser, server);
  await waitingJobs(server);
  await longList(browser, server);
} finally {
  await browser.close();
  await server.stop();
}
