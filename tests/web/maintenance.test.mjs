// Maintenance in the app: what each virtual printer offers, with the sheets that come of it.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { appTest, axe, fitsWidth, openWorld, screenshot, tabTo, until, wait } from "./support.mjs";

const world = await openWorld();
const { server } = world;
await server.addUser("ada", "administrator");
await server.addUser("uwe");
const admin = { user: "ada" };

const day = (n) => new Date(Date.UTC(2026, 10, 1 + n)).toISOString();
const history = {
  supplies: [{ name: "Cyan ink <b>C</b>", color: "cyan", samples: [[day(0), 80], [day(9), 71], [day(19), null], [day(29), 55]] }, { name: "Maintenance cartridge", color: "", samples: [[day(0), null]] }],
  impressions: [[day(0), 1000], [day(29), 1204]],
  jobs: Array.from({ length: 30 }, (_, n) => ({ day: day(n).slice(0, 10), jobs: n % 3, sheets: (n % 3) * 4, sides: (n % 3) * 5 })),
};
// The days before this test are told by it.
const withHistory = (page) => page.route("**/api/v1/printers/*/history*", (route) => route.fulfill({ json: history }));

async function jobEnds(id) {
  for (const end = Date.now() + 2 * wait; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const job = (await server.json("jobs", "--all")).find((one) => one["job-id"] === id);
    if (job && ["completed", "aborted", "canceled"].includes(job["job-state"])) return job;
    assert.ok(Date.now() < end, `job ${id} does not end: ${JSON.stringify(job)}`);
  }
}

// The twin draws a sheet when it is out, which the server may hear first.
const hasDrawn = (name) =>
  until("the twin has drawn a sheet", () => fs.readdirSync(path.join(server.state, "virtual", name)).some((file) => file.endsWith(".png")));

const numberIn = async (link) => Number(/(\d+)$/.exec(await link.getAttribute("href"))[1]);

appTest(world, "only what the device offers; a nozzle check becomes a job and a sheet", async () => {
  const page = await world.page({ ...admin, at: "#/maintenance/ir1020" });
  await page.getByRole("button", { name: "Start: Test page" }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Start: / }).count(), 1);
  await page.getByRole("link", { name: "pro-1000" }).click();
  await page.getByRole("button", { name: "Start: Deep cleaning" }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Start: / }).count(), 5);
  await page.getByRole("button", { name: "Start: Nozzle check" }).click();
  const link = page.getByRole("link", { name: /^job \d+/ });
  await link.waitFor();
  assert.equal((await jobEnds(await numberIn(link)))["job-state"], "completed");
});

appTest(world, "what costs ink is asked for first", async () => {
  const page = await world.page({ ...admin, at: "#/maintenance/pro-1000" });
  await page.getByRole("button", { name: "Start: Cleaning" }).click();
  await page.getByRole("dialog").getByText("uses ink of every colour").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("link", { name: /^job \d+/ }).count(), 0);
  await page.getByRole("button", { name: "Start: Cleaning" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cleaning" }).click();
  await page.getByRole("link", { name: /^job \d+/ }).waitFor();
});

appTest(world, "a calibration: pages are printed, measurements brought back, a wrong file refused, the curve taken away", async () => {
  const page = await world.page({ ...admin, at: "#/maintenance/ir1024" });
  await page.getByRole("button", { name: "Print its page: Clustered dots" }).click();
  await page.getByText("1 page is printed").first().waitFor();
  const measured = `screen clustered-dot\nunit reflectance\n${Array.from({ length: 21 }, (_, n) => `${n * 5} ${(90 * (1 - n / 20) ** 1.4 + 3).toFixed(2)}`).join("\n")}\n`;
  const bring = (name, text) => page.locator("[data-key=measured]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await bring("wrong.txt", measured.replace("50 ", "50 x"));
  await page.getByRole("alert").filter({ hasText: /line 13/ }).waitFor();
  await bring("measured.txt", measured);
  await page.getByRole("img", { name: /^Curve of Clustered dots/ }).waitFor();
  const kept = await server.json("calibrate", "-d", "ir1024", "show");
  assert.equal(kept["clustered-dot"].length, 21);
  assert.equal(kept["blue-noise"], null);
  await page.getByRole("button", { name: "Take the curve away: Clustered dots" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take the curve away" }).click();
  await page.getByRole("img", { name: /^Curve of/ }).waitFor({ state: "detached" });
  assert.equal((await server.json("calibrate", "-d", "ir1024", "show"))["clustered-dot"], null);
});

appTest(world, "histories as charts and figures; what is unknown is said so", async () => {
  const page = await world.page({ ...admin, at: null });
  await withHistory(page);
  await world.go(page, "#/maintenance/pro-1000");
  await page.getByRole("img", { name: "Sheets a day" }).waitFor();
  assert.equal(await page.locator("svg.chart .bar").count(), 30);
  await page.getByText("Cyan ink <b>C</b>: 55%").waitFor();
  await page.getByText("120 sheets in 30 jobs").waitFor();
  await page.getByText("Figures").first().click();
  await page.getByRole("cell", { name: "unknown" }).first().waitFor();
  const [asked] = await Promise.all([page.waitForRequest(/history\?days=90/), page.getByText("90 days").click()]);
  assert.ok(asked);
});

appTest(world, "by keyboard alone a test page is printed", async () => {
  const page = await world.page({ ...admin, at: "#/maintenance/ir1020" });
  await page.getByRole("button", { name: "Start: Test page" }).waitFor();
  await tabTo(page, "[data-key=test-page]");
  await page.keyboard.press("Enter");
  const link = page.getByRole("link", { name: /^job \d+/ });
  await link.waitFor();
  assert.equal((await jobEnds(await numberIn(link)))["job-state"], "completed");
  await hasDrawn("ir1020");
});

appTest(world, "a user sees how it is, and who may start something", async () => {
  const page = await world.page({ user: "uwe", at: "#/maintenance/pro-1000" });
  await page.getByText("Only operators and administrators can change this.").waitFor();
  assert.ok(await page.getByRole("button", { name: "Start: Cleaning" }).isDisabled());
});

for (const size of ["phone", "desktop"])
  for (const theme of ["light", "dark"])
    appTest(world, `each printer on a ${size}, ${theme}`, async () => {
      const page = await world.page({ ...admin, size, theme, language: theme === "dark" ? "de" : "en", at: null });
      await withHistory(page);
      for (const name of ["pro-1000", "ir1020"]) {
        await world.go(page, `#/maintenance/${name}`);
        await page.locator("svg.chart").nth(2).waitFor();
        await fitsWidth(page);
        await axe(page);
        await screenshot(page, `maintenance-${name}-${size}-${theme}`, { fullPage: true });
      }
    });
