// The first page: each device as a card.
import assert from "node:assert/strict";
import { Fixture, inks, job, printer } from "./fixture.mjs";
import { appTest, axe, fitsWidth, openWorld, screenshot, tabTo } from "./support.mjs";

const world = await openWorld();
await world.server.addUser("ada", "administrator");

const studio = () => printer("studio", {
  "printer-info": "Studio", model: "canon-pro-1000", "printer-state": "processing", "current-job": 7, "queued-job-count": 3, supplies: inks, default: true,
  "printer-location": "2nd floor", loaded: [{ source: "rear", size: "iso_a2_420x594mm", type: "photographic-glossy", level: "some" }], maintenance: ["nozzle-check"],
});
const copier = () => printer("copier", {
  "printer-info": "Copier", "printer-state": "stopped", "printer-state-reasons": ["media-empty-error", "toner-low-warning"], "printer-state-message": "Tray 1 is empty",
  supplies: [{ name: "Black toner", type: "toner", color: "black", percent: 12, state: "low" }],
  loaded: [{ source: "tray-1", size: "iso_a4_210x297mm", type: "stationery", level: "empty" }],
});
const silent = () => printer("silent", { "printer-info": "Silent", "printer-make-and-model": "Somebody's", model: "other", supplies: [{ name: "Black toner", type: "toner", color: "black", percent: null, state: "unknown" }], loaded: [] });

async function open(options, how = {}) {
  const page = await world.page({ ...how, at: null });
  const fixture = new Fixture({ printers: [studio(), copier(), silent()], jobs: [job(7, { "printer-name": "studio", "job-name": "Harbour", "job-state": "processing", "job-impressions": 12, "job-impressions-completed": 5, can: ["cancel"] })],
    answers: { "GET scanners": [{ name: "copier" }] }, ...options });
  await fixture.install(page);
  await world.go(page, "#/home");
  return { page, fixture, card: (name) => page.getByRole("article", { name }) };
}

for (const size of ["phone", "tablet", "desktop"])
  for (const theme of ["light", "dark"])
    appTest(world, `cards on a ${size}, ${theme}`, async () => {
      const { page } = await open({}, { size, theme });
      await page.getByRole("article").nth(2).waitFor();
      assert.equal(await page.locator(".card svg.device").count(), 3);
      await fitsWidth(page);
      await axe(page);
      await screenshot(page, `home-${size}-${theme}`, { fullPage: true });
    });

appTest(world, "state, supplies, paper and present job in words", async () => {
  const { card } = await open();
  await card("Studio").getByText("Printing", { exact: true }).waitFor();
  await card("Studio").getByText("5 of 12 sides").waitFor();
  await card("Studio").getByText("A2, glossy photo paper").waitFor();
  await card("Studio").getByText("2 jobs wait").waitFor();
  assert.equal(await card("Studio").getByRole("meter").count(), 12);
  assert.equal(await card("Studio").getByRole("meter", { name: "yellow ink" }).getAttribute("aria-valuetext"), "6%, low");
  await card("Copier").getByText("Out of paper").first().waitFor();
  await card("Copier").getByText("load paper; printing goes on by itself").waitFor();
  await card("Copier").getByText("Toner is running low").waitFor();
});

appTest(world, "what a device reports is said in German", async () => {
  const jammed = printer("copier", { "printer-info": "Copier", "printer-state": "stopped", "printer-state-reasons": ["media-jam-error"], "printer-alert-description": ["Paper is jammed (the printer says: E02-1)"] });
  const { card } = await open({ printers: [jammed] }, { language: "de" });
  await card("Copier").getByText("Papier ist gestaut (der Drucker meldet: E02-1)").waitFor();
});

appTest(world, "what nobody tells is shown as unknown", async () => {
  const { card } = await open();
  assert.equal(await card("Silent").getByRole("meter").count(), 0);
  await card("Silent").getByRole("img", { name: "Black toner: unknown" }).waitFor();
  await card("Silent").getByText("Loaded paper: unknown").waitFor();
});

appTest(world, "a change that the server tells of is shown, and the focus stays", async () => {
  const { page, fixture, card } = await open();
  await card("Copier").getByRole("button", { name: "Pause" }).focus();
  fixture.printers[1] = { ...copier(), "printer-state": "idle", "printer-state-reasons": [] };
  await fixture.tell("printer", "copier");
  await card("Copier").getByText("Ready").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Pause");
  fixture.jobs[0]["job-impressions-completed"] = 9;
  await fixture.tell("job", 7);
  await card("Studio").getByText("9 of 12 sides").waitFor();
  fixture.printers.pop();
  await fixture.tell("printer", "silent");
  await card("Silent").waitFor({ state: "detached" });
});

for (const [way, size, press] of [["a mouse", "desktop", (it) => it.click()], ["a finger", "phone", (it) => it.tap()]])
  appTest(world, `one press for the common things, with ${way}`, async () => {
    const { page, fixture, card } = await open({}, { size });
    await press(card("Studio").getByRole("button", { name: "Pause" }));
    await page.getByText("Studio is paused; jobs wait").first().waitFor();
    await press(card("Studio").getByRole("button", { name: "Cancel" }));
    await page.getByText("Job 7 is cancelled").first().waitFor();
    assert.deepEqual(fixture.changes.map(({ method, path }) => `${method} ${path}`), ["POST printers/studio/pause", "POST jobs/7/cancel"]);
    await press(card("Copier").getByRole("link", { name: "Scan" }));
    await page.waitForURL(/#\/scan\?scanner=copier$/);
    await page.goBack();
    await press(card("Copier").getByRole("link", { name: "Print" }));
    await page.waitForURL(/#\/print\?printer=copier$/);
  });

appTest(world, "by keyboard alone", async () => {
  const { page, fixture } = await open();
  await tabTo(page, "[data-printer=copier] [data-key=pause]");
  await page.keyboard.press("Enter");
  await page.getByText("Copier is paused").first().waitFor();
  assert.equal(fixture.changes.length, 1);
});

appTest(world, "who may not is not offered it", async () => {
  const { card } = await open({ role: "guest", user: null });
  await card("Studio").getByRole("link", { name: "Print" }).waitFor();
  assert.equal(await card("Studio").getByRole("button", { name: "Pause" }).count(), 0);
});

appTest(world, "script in names and messages is text", async () => {
  const evil = "<img src=x onerror=alert(1)><script>alert(2)</script>";
  const { page } = await open({ printers: [printer("evil", { "printer-info": evil, "printer-location": evil, "printer-state-message": evil, "printer-state": "stopped", "printer-state-reasons": [`${evil}-error`],
    supplies: [{ name: evil, type: evil, color: evil, percent: 30, state: evil }], loaded: [{ source: evil, size: evil, type: evil, level: evil }] })] });
  page.on("dialog", () => assert.fail("a script of the device ran"));
  await page.getByRole("heading", { level: 2 }).getByText(evil).waitFor();
  assert.equal(await page.locator("main img, main script").count(), 0);
});

appTest(world, "no printer yet", async () => {
  const { page } = await open({ printers: [] });
  await page.getByText("There is no printer yet").waitFor();
  await page.getByRole("link", { name: "Set up a printer" }).waitFor();
  await axe(page);
});

appTest(world, "the virtual devices of the server itself: paused, printing, done", async () => {
  const page = await world.page({ user: "ada" });
  const card = page.getByRole("article", { name: "imageRUNNER 1020" });
  await card.getByText("Ready").waitFor();
  await card.getByRole("button", { name: "Pause" }).click();
  await card.getByText("Paused", { exact: true }).waitFor();
  await world.server.run(["submit", "-d", "ir1020", "-t", "A letter", world.server.document("letter.pdf")]);
  await card.getByText("1 job waits").waitFor();
  await card.getByRole("button", { name: "Resume" }).click();
  await card.getByText("1 job waits").waitFor({ state: "detached" });
  await card.getByText("Ready").waitFor();
  assert.ok((await card.locator(".level-bar").count()) > 0, "it has its toner, whether known or not");
  await axe(page);
});
