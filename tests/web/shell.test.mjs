// The frame of the app: navigation, languages, dark and light, log-in, a server that goes and comes.
import assert from "node:assert/strict";
import fs from "node:fs";
import { Fixture, Refusal, printer } from "./fixture.mjs";
import { appTest, axe, fitsWidth, openWorld, screenshot, settled, tabTo, until } from "./support.mjs";

const world = await openWorld();

// Other pages show that there is nothing, or what is missing.
const anything = {};

// A page whose server is the test's own.
async function fixturePage(options, how = {}) {
  const page = await world.page({ ...how, at: null });
  const fixture = new Fixture(options);
  await fixture.install(page);
  await world.go(page, how.at ?? "#/home");
  return { page, fixture };
}

for (const size of ["phone", "tablet", "desktop"])
  for (const theme of ["light", "dark"])
    appTest(world, `the frame on a ${size}, ${theme}`, async () => {
      const page = await world.page({ size, theme });
      await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
      await fitsWidth(page);
      await axe(page);
      await page.getByRole("button", { name: "Log-in and appearance" }).click();
      await page.getByLabel("Language").waitFor();
      await fitsWidth(page);
      await axe(page);
      await screenshot(page, `frame-${size}-${theme}`);
    });

appTest(world, "each page is reached by the navigation, and says where one is", async () => {
  const { page } = await fixturePage({ printers: [printer("office")], answers: anything });
  for (const name of ["Print", "Jobs", "Scan", "Papers and recipes", "Maintenance", "Doctor", "Settings", "Home"]) {
    await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
    await page.locator(`nav a[aria-current=page]:has-text("${name}")`).waitFor();
    await until(name, async () => (await page.title()) === `${name} - platen`);
    await settled(page);
  }
});

appTest(world, "on a phone the other pages are behind a button", async () => {
  const { page } = await fixturePage({ printers: [printer("office")], answers: anything }, { size: "phone" });
  await page.getByRole("button", { name: "More", exact: true }).tap();
  await axe(page);
  await page.getByRole("link", { name: "Maintenance" }).tap();
  await page.waitForURL(/#\/maintenance/);
  assert.equal(await page.locator(".menu-panel").count(), 0);
});

appTest(world, "by keyboard: skip link, menu, Escape gives the focus back", async () => {
  const { page } = await fixturePage({ printers: [printer("office")] });
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "MAIN");
  await tabTo(page, "header button", { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await page.locator(".account-panel").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".account-panel").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), "false");
});

appTest(world, "the language is the browser's, or the one that is chosen", async () => {
  const page = await world.page({ language: "de-AT" });
  await page.getByRole("heading", { name: "Start", exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
  await page.getByRole("button", { name: "Anmeldung und Darstellung" }).click();
  await page.getByLabel("Sprache").selectOption("en");
  await page.getByRole("heading", { name: "Home" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Home" }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
});

appTest(world, "dark and light can be chosen, and stay", async () => {
  const page = await world.page({ theme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Log-in and appearance" }).click();
  await page.getByRole("radio", { name: "Dark" }).check();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  await settled(page);
  assert.equal(await ground(), dark);
  await page.getByRole("button", { name: "Log-in and appearance" }).click();
  await page.getByRole("radio", { name: "System" }).check();
  assert.equal(await ground(), light);
});

appTest(world, "a log-in that has ended: asked for over the page, nothing typed is lost", async () => {
  let valid = false;
  const { page, fixture } = await fixturePage({
    user: "ada", printers: [printer("office", { "printer-state": "stopped", "printer-state-reasons": ["paused"] })],
    answers: {
      "POST printers/office/resume": () => (valid ? {} : new Refusal(401, "unauthorized", "log in")),
      "POST session": (body) => (valid = body.password === "right") ? {} : new Refusal(401, "unauthorized", "the user name or the password is wrong"),
    },
  });
  await page.getByRole("button", { name: "Resume" }).click();
  const dialog = page.getByRole("dialog", { name: "Log in" });
  await dialog.getByText("nothing that you typed is lost").waitFor();
  await axe(page);
  await dialog.getByLabel("User name").fill("ada");
  await dialog.getByLabel("Password").fill("wrong");
  await page.keyboard.press("Enter");
  await dialog.getByText("the user name or the password is wrong").waitFor();
  assert.equal(await dialog.getByLabel("User name").inputValue(), "ada");
  await dialog.getByLabel("Password").fill("right");
  await page.keyboard.press("Enter");
  await page.getByText("Printer office goes on").first().waitFor();
  assert.equal(fixture.changes.filter(({ path }) => path === "printers/office/resume").length, 2);
});

appTest(world, "who gives the log-in up is told what was refused", async () => {
  const { page } = await fixturePage({ user: null, role: "operator", printers: [printer("office")],
    answers: { "POST printers/office/pause": new Refusal(403, "forbidden", "operators only") } });
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("alert").getByText("operators only").waitFor();
});

appTest(world, "a session that the server forgot gets a new CSRF text, and the request is made again", async () => {
  let stale = true;
  const { page, fixture } = await fixturePage({ printers: [printer("office")], answers: {
    "POST printers/office/pause": () => {
      const answer = stale ? new Refusal(403, "csrf", "the session is another one") : {};
      stale = false;
      return answer;
    } } });
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("is paused; jobs wait").first().waitFor();
  assert.equal(fixture.changes.length, 2);
});

appTest(world, "a server that goes away and comes back", async () => {
  const page = await world.page({ allow: [/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE|ERR_CONNECTION_RESET|ERR_NETWORK/] });
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  await world.server.end();
  await page.getByText("Not connected; trying again").waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "Jobs" }).click();
  await page.getByText("The server cannot be reached").waitFor();
  await axe(page);
  await world.server.begin(world.server.port);
  await page.getByText("The server cannot be reached").waitFor({ state: "detached" });
  await page.getByText("Not connected; trying again").waitFor({ state: "detached" });
  await page.getByLabel("Search jobs").waitFor();
});

appTest(world, "what goes wrong says so and can be tried again", async () => {
  let broken = true;
  const { page } = await fixturePage({ answers: { "GET printers": () => (broken ? new Refusal(409, "conflict", "the store is being repaired") : [printer("office")]) } });
  await page.getByRole("alert").getByText("the store is being repaired").waitFor();
  broken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { name: "Printer office" }).waitFor();
});

appTest(world, "without JavaScript there is a way on", async () => {
  const page = await world.page({ at: null, context: { javaScriptEnabled: false } });
  await page.goto(world.server.url);
  assert.equal(await page.getByRole("link", { name: "without JavaScript" }).getAttribute("href"), "/plain/");
});

appTest(world, "what the server tells of: as a word on the page, and by the browser once somebody has asked for it", async () => {
  const page = await world.page({ at: null });
  await page.addInitScript(() => {
    window.told = [];
    window.Notification = class {
      static permission = "default";
      static async requestPermission() {
        return (this.permission = "granted");
      }
      constructor(title, { body }) {
        window.told.push(`${title}: ${body}`);
      }
    };
  });
  const fixture = new Fixture({ printers: [printer("office")], answers: { "GET notices": [] } });
  await fixture.install(page);
  await world.go(page, "#/home");
  await until("it knows what was there before", () => fixture.asked.some(({ path }) => path === "notices"));
  const jam = { id: 5, time: "2026-03-01T08:00:00Z", kind: "jam", printer: "office", job: null, text: "office: paper jam", severity: "problem" };
  fixture.answers["GET notices"] = [jam];
  await fixture.tell("notice", 5);
  await page.locator(".toast", { hasText: "paper jam" }).waitFor();
  await page.getByRole("button", { name: "Log-in and appearance" }).or(page.getByRole("button", { name: /^ada/ })).click();
  await page.getByRole("button", { name: "Browser notifications", pressed: false }).click();
  await page.getByRole("button", { name: "Browser notifications", pressed: true }).waitFor();
  fixture.answers["GET notices"] = [jam, { ...jam, id: 6, kind: "job-completed", text: "Letter is printed" }];
  await fixture.tell("notice", 6);
  await until("told", async () => (await page.evaluate(() => window.told.join())) === "platen: office: Letter is printed");
  // Phones refuse that, and show what a service worker shows.
  await page.evaluate(() => {
    window.Notification = class { static permission = "granted"; constructor() { throw new TypeError("Illegal constructor"); } };
    ServiceWorkerRegistration.prototype.showNotification = async function (title, { body }) { window.told.push(`worker ${this.active.state}: ${title}: ${body}`); };
  });
  fixture.answers["GET notices"] = [jam, { ...jam, id: 7, text: "office: out of paper" }];
  await fixture.tell("notice", 7);
  await until("told by the worker", async () => /worker activ\w+: platen: office: office: out of paper/.test(await page.evaluate(() => window.told.join())));
});

// What somebody loads who opens every page, those of the first day too: all files but the other languages and what the pages without script alone have, compressed as they are served over TLS and to this machine (Brotli), and as they are served
// to a browser that takes gzip alone, from another machine without TLS.
appTest(world, "the app is at most 150 kB, and 170 kB for who takes gzip alone", async () => {
  const root = process.env.WEB_SOURCE;
  const files = fs.readdirSync(root, { recursive: true }).filter((file) => fs.statSync(`${root}/${file}`).isFile() && !/^(?:plain\.css|text\/plain\/.*)$/.test(file));
  const language = (file) => /^(?:text|said)\/(?:\w+\/)?(\w+)\.json$/.exec(file)?.[1] ?? "";
  // Of the languages the largest.
  const bytesAs = async (coding, most) => {
    const sizes = new Map();
    for (const file of files) {
      const answer = await fetch(`${world.server.url}/app/${file}`, { headers: { "Accept-Encoding": coding } });
      assert.equal(answer.status, 200, file);
      assert.ok(["br, gzip", answer.headers.get("content-encoding") ?? coding].includes(coding), `${file} came as ${answer.headers.get("content-encoding")}`);
      sizes.set(file, Number(answer.headers.get("content-length")));
      await answer.arrayBuffer();
    }
    const { "": code, ...texts } = [...sizes].reduce((sums, [file, size]) => ({ ...sums, [language(file)]: (sums[language(file)] ?? 0) + size }), {});
    const all = code + Math.max(...Object.values(texts));
    console.log(`the app has ${all} bytes as ${coding}, in ${sizes.size} files`);
    assert.ok(all <= most, `${all} bytes; the largest: ${[...sizes].sort((a, b) => b[1] - a[1]).slice(0, 5).join("; ")}`);
  };
  await bytesAs("br, gzip", 150000);
  await bytesAs("gzip", 170000);
});

appTest(world, "a file comes in a coding that the browser takes, and whole in any", async () => {
  const asked = async (accepted) => {
    const answer = await fetch(`${world.server.url}/app/lib/dom.js`, { headers: { "Accept-Encoding": accepted } });
    return { coding: answer.headers.get("content-encoding"), varies: answer.headers.get("vary"), text: await answer.text() };
  };
  const plain = await asked("identity");
  assert.equal(plain.coding, null);
  assert.match(plain.text, /export function keyed/);
  for (const [accepted, coding] of [["gzip, deflate, br, zstd", "br"], ["br;q=0, gzip", "gzip"], ["gzip;q=0", null], ["gzip;q=0.5, vbr", "gzip"]])
    assert.deepEqual(await asked(accepted), { ...plain, coding }, accepted);
});

appTest(world, "a file that has not changed is not sent again, whatever its coding was", async () => {
  const asked = (headers) => fetch(`${world.server.url}/app/lib/dom.js`, { headers });
  const name = (await asked({ "Accept-Encoding": "br" })).headers.get("etag");
  assert.match(name, /^W\/"[0-9a-f]{16}"$/); // one name for all codings is a weak one
  for (const [known, status] of [[name, 304], [name.slice(2), 304], ['"another"', 200]])
    assert.equal((await asked({ "Accept-Encoding": "gzip", "If-None-Match": known })).status, status, known);
});

appTest(world, "an address that nobody knows opens the first page", async () => {
  const page = await world.page({ at: "#/nothing/%E0%A4%A/x" });
  await page.getByRole("heading", { name: "Home" }).waitFor();
});

appTest(world, "a slow network: it says that it loads, and a page that was left meanwhile draws nothing", async () => {
  const page = await world.page({ at: null });
  const fixture = new Fixture({ printers: [printer("office")] });
  await fixture.install(page);
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/api/v1/printers", async (route) => {
    await held;
    await route.fallback();
  }, { times: 1 });
  await page.goto(`${world.server.url}/#/home`);
  await page.getByText("Loading…").waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "Doctor" }).click();
  await page.getByRole("heading", { level: 1, name: "Doctor" }).waitFor();
  release();
  await until("it was asked", () => fixture.asked.some(({ path }) => path === "printers"));
  await settled(page);
  assert.equal(await page.getByRole("heading", { name: "Printer office" }).count(), 0);
});
