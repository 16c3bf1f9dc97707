// Scanning in the app: from a recipe's button to the file in its place, with the virtual copiers' scanners.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { appTest, axe, fitsWidth, openWorld, screenshot, settled, tabTo, untilInPage } from "./support.mjs";

const world = await openWorld();
const { server } = world;
await server.addUser("ada", "administrator");
await server.addUser("uwe");
const admin = { user: "ada" };
const archive = path.join(server.state, "archive");
fs.mkdirSync(archive);
await server.run(["destinations", "add", "Archive", archive]);
const quick = ["-o", "input-source=platen", "-o", "input-resolution=75dpi"];
await server.run(["scan-recipes", "add", "Receipts", ...quick, "-o", "format=pdfa", "-o", "to=Archive"]);
await server.run(["scan-recipes", "add", '<img src=x onerror=alert(1)>"Q&A"', ...quick]);

const address = (page) => page.evaluate(() => location.hash);
const ask = (page, what) => page.evaluate((path_) => fetch(`/api/v1/${path_}`).then((answer) => answer.json()), what);
const sheets = (page) => page.locator("li.sheet");
// Until the scan that is looked at is "Waiting for you", "Done", ...
async function stage(page, words) {
  await page.waitForURL(/#\/scan\/\d+$/);
  await page.locator(".scan .state", { hasText: words }).first().waitFor();
}

// A scan with a recipe, as far as its pages can be looked at; its number.
async function begin(page, recipe = "Receipts") {
  await page.getByRole("button", { name: recipe }).click();
  await stage(page, "Waiting for you");
  return Number((await address(page)).split("/").at(-1));
}

async function more(page, count) {
  await page.getByRole("button", { name: "Scan more" }).click();
  await sheets(page).nth(count - 1).waitFor();
  await stage(page, "Waiting for you");
}

appTest(world, "a recipe's button scans; pages are turned, left out, put in order, scanned anew; the file arrives", async () => {
  const page = await world.page({ ...admin, at: "#/scan" });
  const id = await begin(page);
  assert.equal(await sheets(page).count(), 1);
  await more(page, 2);

  const picture = page.getByRole("button", { name: "Look at Page 1" }).locator("img");
  await picture.evaluate((image) => image.decode());
  const before = await picture.getAttribute("src");
  await page.getByRole("button", { name: "Turn Page 1 to the right" }).click();
  await untilInPage(page, ([image, old]) => image.getAttribute("src") !== old, [await picture.elementHandle(), before]);
  assert.equal((await ask(page, `scans/${id}`)).pages[0].turn, 90);

  await page.getByRole("button", { name: "Leave Page 2 out" }).click();
  await sheets(page).nth(1).getByText("Left out").waitFor();
  await page.getByRole("button", { name: "Take Page 2 back" }).click();
  await page.getByRole("button", { name: "Leave Page 2 out" }).waitFor();

  const grip = await page.getByRole("button", { name: /^Move Page 2/ }).boundingBox();
  const target = await sheets(page).first().boundingBox();
  await page.mouse.move(grip.x + 10, grip.y + 10);
  await page.mouse.down();
  await page.mouse.move(target.x + 8, target.y + 60, { steps: 8 });
  await page.mouse.up();
  await untilInPage(page, () => document.querySelector("li.sheet")?.dataset.page === "2");
  assert.deepEqual((await ask(page, `scans/${id}`)).pages.map(({ number }) => number), [2, 1]);

  await page.getByRole("button", { name: "Scan Page 1 again" }).click();
  await untilInPage(page, () => document.querySelectorAll("li.sheet").length === 2 && document.querySelector("li.sheet").dataset.page === "3");
  await stage(page, "Waiting for you");

  await page.getByLabel("File name").fill("from the app");
  await page.getByLabel("File name").press("Tab");
  await page.getByRole("button", { name: "Make the file" }).click();
  await stage(page, "Done");
  await page.getByText("Arrived").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /from the app\.pdf/ }).click()]);
  assert.equal(download.suggestedFilename(), "from the app.pdf");
  assert.deepEqual(fs.readFileSync(await download.path()), fs.readFileSync(path.join(archive, "from the app.pdf")));
});

appTest(world, "by keyboard alone: scan, look, move a page, make the file", async () => {
  const page = await world.page({ ...admin, at: "#/scan" });
  await tabTo(page, "button.recipe");
  await page.keyboard.press("Enter");
  await stage(page, "Waiting for you");
  await tabTo(page, "[data-key=more]");
  await page.keyboard.press("Enter");
  await sheets(page).nth(1).waitFor();
  await stage(page, "Waiting for you");
  await tabTo(page, "button.zoom");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("dialog").getByText("Page 2").waitFor();
  await page.keyboard.press("Escape");
  await tabTo(page, ".grip");
  await page.keyboard.press("ArrowRight");
  await untilInPage(page, () => document.querySelector("li.sheet")?.dataset.page === "2");
  assert.ok(await page.evaluate(() => document.activeElement.matches(".grip")), "the grip keeps the focus");
  await tabTo(page, "[data-key=finish]", { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await stage(page, "Done");
});

appTest(world, "what is wrong is said, nothing typed is lost, and the other settings stay", async () => {
  const page = await world.page({ ...admin, at: "#/scan/destinations" });
  await page.getByRole("button", { name: "New destination" }).click();
  await page.getByLabel("Name").fill("Nowhere");
  await page.getByLabel("Address").fill("not/from/the/root");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").filter({ hasText: /path|folder|\// }).waitFor();
  assert.equal(await page.getByLabel("Address").inputValue(), "not/from/the/root");
  await page.getByLabel("Address").fill(path.join(server.state, "later"));
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Nowhere" }).waitFor();
  await page.getByRole("button", { name: "Test: Nowhere" }).click();
  await page.getByRole("alert").filter({ hasText: /later/ }).waitFor();
  await page.getByRole("button", { name: "Test: Archive" }).click();
  await page.getByText("A small text has arrived at Archive").first().waitFor();
  assert.match(fs.readFileSync(path.join(archive, "platen test.txt"), "utf8"), /A test of the destination Archive/);
});

appTest(world, "a delivery that cannot arrive says why, and is tried again from the history", async () => {
  const page = await world.page({ ...admin, at: "#/scan" });
  await page.getByLabel("Look at the pages first").uncheck();
  await page.getByText("Own settings").click();
  await page.getByLabel("Source").selectOption("platen");
  await page.getByLabel("Resolution").selectOption("75dpi");
  await page.getByLabel("Nowhere").check();
  await page.getByRole("button", { name: "Scan with these settings" }).click();
  await page.waitForURL(/#\/scan\/\d+$/);
  await page.getByText(/Next try/).waitFor();
  await page.getByText(/is not there|no such|does not exist/i).first().waitFor();
  fs.mkdirSync(path.join(server.state, "later"));
  await world.go(page, "#/scan");
  await page.getByRole("button", { name: "Deliver again" }).click();
  await page.getByText("Arrived").first().waitFor();
  const before = await page.locator("[data-scan]").count();
  await page.getByRole("button", { name: /^Remove scan/ }).first().click();
  await untilInPage(page, (count) => document.querySelectorAll("[data-scan]").length === count - 1, before);
});

appTest(world, "recipes are made, changed, bound to a button and removed; their names are text", async () => {
  const page = await world.page({ ...admin, at: "#/scan/recipes" });
  await page.getByRole("heading", { name: '<img src=x onerror=alert(1)>"Q&A"' }).waitFor();
  await page.getByRole("button", { name: "New recipe" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Letters");
  await page.getByLabel("Sides", { exact: true }).selectOption("two-sided-long-edge");
  await page.getByLabel("Format").selectOption("tiff");
  await page.getByLabel("Scanner", { exact: true }).selectOption("ir1020");
  await page.getByLabel("Button", { exact: true }).selectOption("gray");
  await page.getByRole("button", { name: "Save" }).click();
  const card = page.locator("li.card", { hasText: "Letters" });
  await card.getByText("Both sides · TIFF").waitFor();
  await card.getByText("Black button of ir1020").waitFor();
  await card.getByRole("button", { name: "Change Letters" }).click();
  assert.equal(await page.getByLabel("Format").inputValue(), "tiff");
  await page.getByLabel("Format").selectOption("pdf");
  await page.getByRole("button", { name: "Save" }).click();
  await card.getByText("Both sides · PDF").waitFor();
  assert.deepEqual((await server.json("scan-recipes")).find(({ name }) => name === "Letters").options, { "input-sides": "two-sided-long-edge" });
  await card.getByRole("button", { name: "Remove Letters" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await card.waitFor({ state: "detached" });
});

appTest(world, "the address book: a group is kept, a wrong address refused with all that was typed, an entry removed", async () => {
  const page = await world.page({ ...admin, at: "#/scan/contacts" });
  await page.getByRole("button", { name: "New contact" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Front desk");
  await page.getByLabel("Mail addresses").fill("ann@example.org\nnot an address");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").getByRole("alert").filter({ hasText: /\w/ }).waitFor();
  assert.equal(await page.getByLabel("Mail addresses").inputValue(), "ann@example.org\nnot an address");
  await page.getByLabel("Mail addresses").fill("ann@example.org\nbob@example.org");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("bob@example.org").waitFor();
  assert.deepEqual((await ask(page, "contacts")).map(({ name }) => name), ["Front desk"]);
  await page.getByRole("button", { name: "Remove Front desk" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("The address book is empty").waitFor();
});

appTest(world, "a user scans, and is told what only administrators change", async () => {
  const page = await world.page({ user: "uwe", at: "#/scan/destinations" });
  await page.getByText("Only administrators can change this.").waitFor();
  assert.equal(await page.getByRole("button", { name: "New destination" }).count(), 0);
  await world.go(page, "#/scan");
  await page.getByText("Nothing has been scanned yet").waitFor(); // others' scans are not theirs
  await begin(page);
  await page.getByRole("button", { name: "Cancel the scan" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel the scan" }).click();
  await stage(page, "Cancelled");
});

for (const size of ["phone", "desktop"])
  for (const theme of ["light", "dark"])
    appTest(world, `each part on a ${size}, ${theme}`, async () => {
      const page = await world.page({ ...admin, size, theme, at: "#/scan" });
      await page.getByText("Ready").first().waitFor();
      const look = async (name) => {
        await fitsWidth(page);
        await axe(page);
        await screenshot(page, `scan-${name}-${size}-${theme}`, { fullPage: true });
      };
      await look("start");
      await begin(page);
      await page.locator(".sheet img").first().evaluate((image) => image.decode());
      await look("pages");
      for (const part of ["recipes", "destinations", "contacts"]) {
        await world.go(page, `#/scan/${part}`);
        await settled(page);
        await look(part);
      }
      await world.go(page, "#/scan/recipes");
      await page.getByRole("button", { name: "New recipe" }).click();
      await look("recipe-form");
    });

appTest(world, "in German too", async () => {
  const page = await world.page({ ...admin, language: "de", at: "#/scan" });
  await page.getByRole("button", { name: "Einfach scannen" }).waitFor();
  await page.getByText("Bereit").first().waitFor();
  await axe(page);
});
