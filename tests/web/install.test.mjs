// "Install on this computer": each system gets its one step, and nobody has to log in for it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appTest, axe, fitsWidth, openWorld, screenshot, tabTo, until } from "./support.mjs";

const world = await openWorld();

const agents = {
  windows: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0",
  "windows-old": "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36",
  macos: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15",
  ios: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1",
  android: "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36",
  chromeos: "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36",
  linux: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
};
// What the one step of each is, and a word of it.
const first = {
  windows: ["A line for PowerShell", "Add-Printer -Name"],
  "windows-old": ["As a printer on the Internet", "/ipp/print/"],
  macos: ["Nothing to install", "Nearby Printers"],
  ios: ["Nothing to install", "Press Print"],
  android: ["Nothing to install", "Default Print Service"],
  chromeos: ["Nothing to install", "Ctrl+P"],
  linux: ["Nothing to install", "CUPS and Avahi"],
};

const small = new Set(["ios", "android"]);
const open = (system, how = {}) => world.page({ size: small.has(system) ? "phone" : "desktop", at: "#/install", context: { userAgent: agents[system] }, ...how });
const step = (page) => page.locator(".install .first");

for (const system of Object.keys(agents))
  appTest(world, `the one step for ${system}`, async () => {
    const page = await open(system);
    const [title, words] = first[system];
    await step(page).getByRole("heading", { level: 2, name: title }).waitFor();
    assert.match(await step(page).innerText(), new RegExp(words.replaceAll("+", "\\+")));
    await fitsWidth(page);
    await axe(page);
    await screenshot(page, `install-${system}`, { fullPage: true });
  });

appTest(world, "an iPad, which calls itself a Mac, is one", async () => {
  const page = await open("macos", { at: null });
  await page.addInitScript(() => Object.defineProperty(navigator, "maxTouchPoints", { get: () => 5 }));
  await world.go(page, "#/install");
  await step(page).getByText("iPhone and iPad").waitFor();
  assert.equal(await page.locator(".qr").count(), 0, "a phone needs no code for phones");
});

for (const [size, theme, language] of [["phone", "dark", "de"], ["tablet", "light", "en"], ["desktop", "dark", "de"]])
  appTest(world, `on a ${size}, ${theme}, ${language}`, async () => {
    const page = await open("windows", { size, theme, language });
    await step(page).waitFor();
    if (language === "de") await page.getByRole("heading", { level: 1, name: "Auf diesem Computer einrichten" }).waitFor();
    await page.locator(".install details summary").first().click();
    await fitsWidth(page);
    await axe(page);
    await screenshot(page, `install-windows-${size}-${theme}-${language}`, { fullPage: true });
  });

appTest(world, "a command is copied as it stands there", async () => {
  const page = await open("windows", { at: "#/install?printer=ir1020", context: { userAgent: agents.windows, permissions: ["clipboard-read", "clipboard-write"] } });
  await step(page).getByRole("button", { name: "Copy" }).first().click();
  await page.getByText("Copied").first().waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, `Add-Printer -Name 'Canon imageRUNNER 1020 (virtual)' -IppURL '${world.server.url}/ipp/print/ir1020'`);
});

appTest(world, "another printer and another system, by keyboard alone", async () => {
  const page = await open("linux");
  await tabTo(page, "[data-key=printer-ir1024]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/install\?printer=ir1024$/);
  await page.locator("[data-key=printer-ir1024][aria-current]").waitFor();
  await tabTo(page, "[data-key=system-android]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#\/install\?printer=ir1024&system=android$/);
  await page.locator("[data-key=system-android][aria-current]").waitFor();
  await step(page).getByText("Canon imageRUNNER 1024").first().waitFor();
  assert.doesNotMatch(await step(page).innerText(), /1020/);
});

appTest(world, "files come with their names", async () => {
  const page = await open("macos", { at: "#/install?printer=ir1020" });
  await page.getByText("A profile, from other networks too").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the profile" }).click()]);
  assert.equal(download.suggestedFilename(), "platen.mobileconfig");
});

appTest(world, "from a printer's card on the first page", async () => {
  const page = await world.page({ context: { userAgent: agents.linux } });
  await page.getByRole("article", { name: "imageRUNNER 1020" }).getByRole("link", { name: "Install" }).click();
  await page.waitForURL(/#\/install\?printer=ir1020$/);
  await step(page).getByText("Canon imageRUNNER 1020").first().waitFor();
});

appTest(world, "the code for phones is one, drawn in both themes, and says this page's address", async () => {
  for (const theme of ["light", "dark"]) {
    const page = await open("linux", { theme, at: "#/install?printer=ir1020" });
    const image = page.locator(".qr");
    await until("the code is there", () => image.evaluate((one) => one.complete && one.naturalWidth > 0));
    const file = await screenshot(page, `install-code-${theme}`, { fullPage: true });
    const read = execFileSync("zbarimg", ["-q", "--raw", "-Sdisable", "-Sqrcode.enable", file], { encoding: "utf8" }).trim();
    assert.match(read, new RegExp(`^http://[^/]+:${world.server.port}/install\\?printer=ir1020$`));
  }
});

appTest(world, "as soon as this device has asked a printer, the page says so", async () => {
  const page = await open("linux");
  await page.getByText("has not spoken to a printer yet").waitFor();
  execFileSync("ipptool", ["-q", `ipp://127.0.0.1:${world.server.port}/ipp/print/ir1024`, "get-printer-attributes.test"]);
  await page.getByText("has spoken to “Canon imageRUNNER 1024 (virtual)”").first().waitFor();
  await axe(page);
});

appTest(world, "a printer that is not there", async () => {
  const page = await open("linux", { at: null, allow: [/404 .Not Found. .*guide.json/] });
  await page.goto(`${world.server.url}/#/install?printer=nobody`);
  await page.getByText("there is no printer of that name here").waitFor();
});

for (const [language, words] of [["en", "Install on this computer"], ["de", "Auf diesem Computer einrichten"]])
  appTest(world, `without script, ${language}`, async () => {
    const page = await world.page({ at: null, language, size: language === "de" ? "phone" : "desktop", theme: language === "de" ? "dark" : "light", context: { javaScriptEnabled: true, userAgent: agents.windows } });
    await page.goto(`${world.server.url}/install`);
    await page.getByRole("heading", { level: 1, name: words }).waitFor();
    assert.equal(await page.locator("script").count(), 0);
    await fitsWidth(page);
    await axe(page);
    await screenshot(page, `install-plain-${language}`, { fullPage: true });
    await page.getByRole("link", { name: "Android" }).click();
    await page.waitForURL(/\/install\?system=android$/);
  });
