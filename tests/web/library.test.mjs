// Papers, profiles, recipes and letterheads in the app, held against what the commands list.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { pdf } from "./server.mjs";
import { appTest, axe, fitsWidth, openWorld, screenshot, settled, tabTo } from "./support.mjs";

const world = await openWorld();
const { server } = world;
await server.addUser("olga", "operator");
await server.addUser("uwe");
const operator = { user: "olga" };
const profile = "/usr/share/color/icc/colord/ProPhotoRGB.icc"; // of colord-data
const hostile = '<img src=x onerror=alert(1)>';

const card = (page, text) => page.locator("li.card", { hasText: text });

async function addSetting(page, name, value) {
  await page.getByLabel("Add a setting").selectOption(name);
  await page.locator(`[data-option="${name}"]`).selectOption(value);
}

appTest(world, "a recipe is put together, changed and removed; what it sets stands in words", async () => {
  const page = await world.page({ ...operator, at: "#/library" });
  await page.getByRole("button", { name: "New recipe" }).click();
  await page.getByLabel("Name", { exact: true }).fill(`Exhibition ${hostile}`);
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").filter({ hasText: "at least one setting" }).waitFor();
  await page.getByLabel("Printer").selectOption({ label: "Canon imagePROGRAF PRO-1000" });
  await page.locator("[data-model=canon-pro-1000]").waitFor();
  await addSetting(page, "print-quality", "high");
  await addSetting(page, "media", "iso_a3_297x420mm");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await card(page, "Exhibition").getByText("High · A3").waitFor();
  await card(page, "Exhibition").getByRole("button", { name: /^Change/ }).click();
  await page.getByRole("button", { name: "Remove Paper size" }).click();
  await addSetting(page, "print-rendering-intent", "absolute");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await card(page, "Exhibition").getByText("High · Rendering intent: Absolute").waitFor();
  const [kept] = await server.json("recipes");
  assert.deepEqual([kept.name, kept.model, kept.options], [`Exhibition ${hostile}`, "canon-pro-1000", { "print-quality": "high", "print-rendering-intent": "absolute" }]);
  await card(page, "Exhibition").getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("No recipes yet").waitFor();
});

appTest(world, "a paper is made; its maker's profile is dropped onto it; one that is none is refused", async () => {
  const page = await world.page({ ...operator, at: "#/library/papers" });
  await page.getByRole("button", { name: "New paper" }).click();
  await page.getByLabel("Name", { exact: true }).fill("baryta-325");
  await page.getByLabel("Called").fill("Baryta 325");
  await page.getByText("Sizes", { exact: true }).click();
  await page.getByLabel("A3", { exact: true }).check();
  for (const edge of ["Top", "Right", "Bottom", "Left"]) await page.getByLabel(edge, { exact: true }).fill("12.5");
  await page.getByLabel("Price of a sheet").fill("7.90 EUR");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const paper = card(page, "Baryta 325");
  await paper.getByText("12.5 / 12.5 / 12.5 / 12.5 mm").waitFor();
  await paper.getByText("7.90 EUR").waitFor();

  const drop = async (name, bytes) => {
    const data = await page.evaluateHandle(([file, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], file));
      return transfer;
    }, [name, bytes.toString("base64")]);
    for (const type of ["dragenter", "dragover", "drop"]) await paper.dispatchEvent(type, { dataTransfer: data });
  };
  await drop("Maker's baryta.icc", fs.readFileSync(profile).subarray(0, 300));
  await page.getByRole("button", { name: "Take the profile" }).click();
  await page.getByRole("dialog").getByRole("alert").filter({ hasText: /profile/ }).waitFor();
  await page.keyboard.press("Escape");
  await drop("Maker's baryta.icc", fs.readFileSync(profile));
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Maker's baryta");
  await page.getByRole("button", { name: "Take the profile" }).click();
  await paper.getByText(/white L\* \d/).waitFor();
  const [kept] = await server.json("profiles");
  assert.deepEqual([kept.name, kept.paper, kept.origin], ["Maker's baryta", "baryta-325", "Maker's baryta.icc"]);

  await paper.getByRole("button", { name: "Remove Baryta 325" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText(/profile/i).filter({ hasText: "Maker's baryta" }).first().waitFor(); // refused: the profile needs it
  assert.equal(await paper.count(), 1);
  await paper.getByRole("button", { name: "Remove Maker's baryta" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await paper.getByText(/white L\*/).waitFor({ state: "detached" });
});

appTest(world, "a letterhead comes as a PDF; everything goes out and in as one file", async () => {
  const page = await world.page({ ...operator, at: "#/library/letterheads" });
  await page.locator("[data-key=letterhead]").setInputFiles({ name: "Larch & Rowe.pdf", mimeType: "application/pdf", buffer: Buffer.from(pdf(["Larch"]), "latin1") });
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await card(page, "Larch & Rowe").waitFor();
  await world.go(page, "#/library/file");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save the file" }).click()]);
  const file = path.join(server.state, "exported.json");
  await download.saveAs(file);
  assert.equal(JSON.parse(fs.readFileSync(file, "utf8")).letterheads[0].name, "Larch & Rowe");
  await server.run(["letterheads", "remove", "Larch & Rowe"]);
  await page.locator("[data-key=import]").setInputFiles(file);
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await page.getByText("The file is imported").first().waitFor();
  assert.equal((await server.json("letterheads"))[0].name, "Larch & Rowe");
  await page.locator("[data-key=import]").setInputFiles({ name: "none.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await page.getByRole("dialog").getByRole("button", { name: "Import" }).click();
  await page.getByRole("alert").filter({ hasText: /library/ }).waitFor();
});

appTest(world, "by keyboard alone a recipe is made", async () => {
  const page = await world.page({ ...operator, at: "#/library" });
  await tabTo(page, "[data-key=add]");
  await page.keyboard.press("Enter");
  await tabTo(page, "[name=name]");
  await page.keyboard.type("Draft");
  await tabTo(page, "fieldset select");
  await page.keyboard.type("Quality");
  await page.locator('[data-option="print-quality"]').waitFor();
  await page.keyboard.type("Draft");
  await tabTo(page, "button.primary");
  await page.keyboard.press("Enter");
  await card(page, "Draft").waitFor();
});

appTest(world, "a user sees them, and is told who may change them", async () => {
  const page = await world.page({ user: "uwe", at: "#/library" });
  await page.getByText("Only operators and administrators can change this.").waitFor();
  assert.equal(await page.getByRole("button", { name: "New recipe" }).count(), 0);
});

for (const size of ["phone", "desktop"])
  for (const theme of ["light", "dark"])
    appTest(world, `each part on a ${size}, ${theme}`, async () => {
      const page = await world.page({ ...operator, size, theme, language: theme === "dark" ? "de" : "en", at: null });
      for (const part of ["", "/papers", "/letterheads", "/file"]) {
        await world.go(page, `#/library${part}`);
        await settled(page);
        await page.locator(".page h2").first().waitFor();
        await fitsWidth(page);
        await axe(page);
        await screenshot(page, `library${part.replace("/", "-")}-${size}-${theme}`, { fullPage: true });
      }
      await world.go(page, "#/library/papers");
      await page.locator("[data-key=add]").click();
      await page.getByRole("dialog").waitFor();
      await fitsWidth(page);
      await axe(page);
    });
