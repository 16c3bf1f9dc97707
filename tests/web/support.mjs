// What the browser tests share: a private server, Chromium, pages that fail the test for what no user
// would see (an error on the console, a violation of the CSP, a request to another host), axe-core.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Server } from "./server.mjs";

// The modules are in the build folder, where `import` does not look.
const require = createRequire(`${process.env.WEB_MODULES}/package.json`);
const { chromium } = require("playwright-core");
const axeSource = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const patience = Number(process.env.TEST_PATIENCE ?? 1);
export const wait = 15000 * patience;

export const sizes = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
  tablet: { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

function chromiumPath() {
  const found = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .find((file) => file && fs.existsSync(file));
  if (!found) throw new Error("no Chromium: apt-get install chromium (or CHROMIUM=/path/to/it)");
  return found;
}

export async function launch() {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ["--disable-gpu", "--disable-dev-shm-usage", "--lang=en", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
  });
}

// Told by Chromium of every answer that is not 2xx; a program's question that is answered "no" is no
// fault of the page, so that only what the page itself needs counts.
const ordinaryAnswer = /Failed to load resource: the server responded with a status of 4\d\d/;

// Collects what is wrong with a page; `allow`: patterns of what this test brings about itself.
function watch(page, origin, allow) {
  const problems = [];
  const add = (text) => allow.some((pattern) => pattern.test(text)) || problems.push(text);
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const at = message.location().url ?? "";
    if (ordinaryAnswer.test(message.text()) && at.startsWith(`${origin}/api/v1/`)) return;
    add(`console: ${message.text()} (${at})`);
  });
  page.on("pageerror", (error) => add(`page error: ${error.stack ?? error}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["blob:", "data:", "about:"].includes(url.protocol) && url.origin !== origin) add(`request to another host: ${request.url()}`);
  });
  page.on("response", (response) => response.status() >= 500 && add(`${response.status()} for ${response.url()}`));
  return problems;
}

const reportViolations = () =>
  document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));

// WEB_LIVE=1: the app's files as they are in the source now, not those in the program.
export function fromSource(route) {
  const file = path.join(process.env.WEB_SOURCE, new URL(route.request().url()).pathname.replace("/app/", ""));
  return fs.existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 });
}

// One server and one browser for a file of tests; both end with it.
export async function openWorld(options = {}) {
  const server = await Server.start(options);
  const browser = await launch();
  after(async () => {
    await browser.close();
    await server.stop();
  });
  return new World(server, browser);
}

export class World {
  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
    this.open = [];
  }

  // A page of the app. `size`: phone, tablet or desktop; `theme`: light or dark; `user`: logs in as one
  // that server.addUser() made; `at`: "#/jobs", or null for none yet; `allow`: see watch().
  async page({ size = "desktop", theme = "light", language = "en", user, at = "#/home", allow = [], motion = "reduce", context: more = {} } = {}) {
    const context = await this.browser.newContext({
      ...sizes[size], colorScheme: theme, locale: language, reducedMotion: motion, baseURL: this.server.url, timezoneId: "Europe/Berlin", ...more,
    });
    context.setDefaultTimeout(wait);
    if (user) await this.logIn(context, user);
    await context.addInitScript(reportViolations);
    if (process.env.WEB_LIVE) await context.route("**/app/**", (route) => fromSource(route));
    const page = await context.newPage();
    this.open.push({ context, problems: watch(page, this.server.url, allow) });
    if (at !== null) await this.go(page, at);
    return page;
  }

  async logIn(context, user) {
    const answer = await context.request.post(`${this.server.url}/api/v1/session`, { data: { user, password: this.server.passwords[user] } });
    assert.equal(answer.status(), 200, `log-in of ${user}: ${await answer.text()}`);
  }

  // Opens an address of the app and waits until the page is there (its main heading, nothing loading).
  async go(page, at) {
    await page.goto(`${this.server.url}/${at}`);
    await settled(page);
  }

  // Ends all pages of a test; what was wrong with them fails it.
  async finish() {
    const all = this.open.splice(0);
    await Promise.all(all.map(({ context }) => end(context)));
    assert.deepEqual(all.flatMap(({ problems }) => problems), []);
  }
}

// Requests that a test answers itself may be under way; nobody waits for their answers any more.
async function end(context) {
  const ignoring = { behavior: "ignoreErrors" };
  await Promise.all([context.unrouteAll(ignoring), ...context.pages().map((page) => page.unrouteAll(ignoring))]);
  await context.close();
}

// The page is drawn: it has its heading and says that it is not busy.
export async function settled(page) {
  await page.locator("main:not([aria-busy=true]) h1").first().waitFor();
}

// One test with pages of its own: appTest(world, "name", async () => {...}).
export function appTest(world, name, body) {
  test(name, async () => {
    try {
      await body();
    } catch (error) {
      await keepPictures(world, name);
      for (const { context } of world.open.splice(0)) await end(context);
      throw error;
    }
    await world.finish();
  });
}

// What the pages of a failed test looked like.
async function keepPictures(world, name) {
  const pages = world.open.flatMap(({ context }) => context.pages());
  for (const [number, page] of pages.entries())
    await screenshot(page, `failed-${name.replace(/\W+/g, "-").slice(0, 60)}-${number}`).catch(() => {});
  for (const { problems } of world.open) for (const problem of problems) console.error(problem);
}

// What axe-core finds wrong with the page as it is now: nothing, or the test fails.
export async function axe(page, exclude = []) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const found = await page.evaluate(async (without) => {
    const { violations } = await window.axe.run({ exclude: without.map((one) => [one]) }, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`).join(" | ")}`);
  }, exclude);
  assert.deepEqual(found, []);
}

// Into the build folder, for people to look at.
export async function screenshot(page, name, options = {}) {
  fs.mkdirSync(process.env.WEB_SHOTS, { recursive: true });
  const file = path.join(process.env.WEB_SHOTS, `${name}.png`);
  await page.screenshot({ path: file, ...options });
  return file;
}

// Presses Tab until the element of that selector has the focus, as somebody without a mouse does.
export async function tabTo(page, selector, { most = 80, key = "Tab" } = {}) {
  for (let pressed = 0; pressed <= most; ++pressed) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${selector} is not reached by ${key}`);
}

// Asks again until it is so (the CSP forbids what Playwright's waitForFunction does).
export async function until(what, ask) {
  const end = Date.now() + wait;
  while (!(await ask())) {
    assert.ok(Date.now() < end, `${what}: not within ${wait} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

// What a function in the page gives as soon as it is true.
export async function untilInPage(page, ask, given) {
  let got;
  await until(String(ask), async () => (got = await page.evaluate(ask, given)));
  return got;
}

// Nothing is wider than the window.
export async function fitsWidth(page) {
  const [needed, there] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(needed <= there, `the page is ${needed} wide in a window of ${there}`);
}
