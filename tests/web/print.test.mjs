// Printing from the app: files in, the true preview, settings, by hand and by keyboard, a sheet on the twin.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { appTest, axe, fitsWidth, openWorld, screenshot, tabTo, until, untilInPage } from "./support.mjs";
import { pdf } from "./server.mjs";

const world = await openWorld();
await world.server.addUser("ada", "administrator");

// Sky, hills and a sun, in vivid colours.
function photo(name = "photo.jpg", size = "1500x1000") {
  const file = path.join(world.server.state, name);
  if (!fs.existsSync(file))
    execFileSync("convert", ["-size", "1500x1000", "gradient:#2a62c8-#bcd9f5", "-fill", "#f4c24a", "-draw", "circle 1150,240 1150,120", "-fill", "#2f7a3b", "-draw", "polygon 0,1000 0,700 500,420 900,760 1500,560 1500,1000",
      "-fill", "#e0452f", "-draw", "rectangle 200,760 420,900", "-resize", `${size}!`, "-density", "300", "-units", "PixelsPerInch", file]);
  return file;
}
const letter = (pages = ["First page", "Second page", "Third page"]) => ({ name: "letter.pdf", mimeType: "application/pdf", buffer: Buffer.from(pdf(pages), "latin1") });

async function open(how = {}, at = "#/print?printer=pro-1000") {
  const page = await world.page({ ...how, at });
  const stage = page.getByRole("region", { name: "Preview" });
  return {
    page, stage,
    add: async (files) => {
      for (const one of [files].flat()) await page.locator(".drop-zone input[type=file]").first().setInputFiles(one);
    },
    picture: stage.locator("canvas.sheet-picture"),
    setting: (name) => page.locator(`.group[data-group]:not([data-group=all]) [data-setting="${name}"] :is(select, input)`),
    group: (name) => page.locator(`details[data-group="${name}"]`),
    // Waits until the picture is another one than `before`; gives what tells it from others.
    async drawn(before) {
      return untilInPage(page, (was) => {
        const canvas = document.querySelector("canvas.sheet-picture");
        const now = canvas && canvas.width >= 16 && !canvas.closest("[hidden]") && canvas.toDataURL();
        return now !== was && now;
      }, before);
    },
  };
}

async function openGroup(print, name) {
  const box = print.group(name);
  if (!(await box.evaluate((one) => one.open))) await box.locator("summary").click();
}

appTest(world, "a picture: its preview follows the settings", async () => {
  const print = await open();
  await axe(print.page);
  await screenshot(print.page, "print-empty-desktop-light");
  await print.add(photo());
  const first = await print.drawn();
  await print.page.getByText("1 sheet").waitFor();
  await print.page.getByText(/pixels to the inch/).waitFor();
  await print.setting("media").selectOption("iso_a3_297x420mm");
  const second = await print.drawn(first);
  await openGroup(print, "quality");
  await print.setting("black-and-white").selectOption("sepia");
  const third = await print.drawn(second);
  await axe(print.page);
  await screenshot(print.page, "print-desktop-light", { fullPage: true });
  await print.setting("black-and-white").selectOption("auto");
  await print.drawn(third);
});

appTest(world, "a picture that is pasted, and one that the camera takes", async () => {
  const print = await open({ size: "phone" });
  await print.page.evaluate((bytes) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0))], "image.png", { type: "image/png" }));
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, fs.readFileSync(photo("pasted.png", "300x200")).toString("base64"));
  const pasted = await print.drawn();
  const camera = print.page.locator("input[type=file][capture]");
  assert.match(await camera.getAttribute("accept"), /^image\//);
  await camera.setInputFiles(photo());
  await untilInPage(print.page, () => document.querySelectorAll(".thumbnail").length === 2);
  await print.page.locator(".thumbnail").nth(1).click();
  await print.drawn(pasted);
});

appTest(world, "device pixels, moved by keys and by hand", async () => {
  const print = await open();
  await print.add(photo());
  await print.drawn();
  await print.page.getByRole("button", { name: "Device pixels" }).click();
  const closer = print.page.locator("canvas.closer");
  const another = (before) => untilInPage(print.page, (was) => {
    const canvas = document.querySelector("canvas.closer");
    const now = canvas.width >= 400 && canvas.toDataURL();
    return now !== was && now;
  }, before);
  const middle = await another();
  assert.ok(await closer.evaluate((canvas) => canvas.width === canvas.clientWidth), "a pixel is a pixel");
  await axe(print.page);
  await closer.press("Shift+ArrowDown");
  const below = await another(middle);
  await closer.press("Shift+ArrowUp");
  await untilInPage(print.page, (was) => document.querySelector("canvas.closer").toDataURL() === was, middle);
  const { x, y } = await closer.boundingBox();
  await print.page.mouse.move(x + 200, y + 200);
  await print.page.mouse.down();
  await print.page.mouse.move(x + 200, y + 60);
  await print.page.mouse.up();
  assert.notEqual(await another(middle), below);
  await print.page.keyboard.press("Escape");
  await closer.waitFor({ state: "detached" });
});

for (const [size, theme] of [["desktop", "dark"], ["phone", "light"], ["phone", "dark"]])
  appTest(world, `on a ${size}, ${theme}`, async () => {
    const print = await open({ size, theme });
    await print.add([photo(), letter()]);
    await print.drawn();
    await print.page.locator(".thumbnail").nth(3).waitFor();
    // As fine as the screen is.
    await untilInPage(print.page, () => {
      const canvas = document.querySelector("canvas.sheet-picture");
      return canvas.width >= 0.9 * canvas.clientWidth * Math.min(devicePixelRatio, 2);
    });
    await fitsWidth(print.page);
    await axe(print.page);
    await untilInPage(print.page, () => document.querySelector(".thumbnail canvas").width > 20);
    await screenshot(print.page, `print-${size}-${theme}`, { fullPage: true });
  });

appTest(world, "gamut and paper of a recipe with a profile", async () => {
  await world.server.run(["profiles", "add", "/usr/share/color/icc/colord/AdobeRGB1998.icc", "--paper", "photographic-matte", "--name", "Matte"]);
  await world.server.run(["recipes", "add", "Matte A4", "-d", "pro-1000", "-o", "media-type=photographic-matte", "-o", "media=a4"]);
  const print = await open();
  await print.add(photo());
  const plain = await print.drawn();
  assert.equal(await print.page.getByRole("button", { name: "Gamut" }).isDisabled(), true);
  await print.page.getByRole("button", { name: "Matte A4" }).click();
  await print.page.getByText("Profile: Matte").waitFor();
  await print.page.getByRole("button", { name: "Gamut" }).waitFor();
  const proofed = await print.drawn(plain);
  await print.page.getByRole("button", { name: "Gamut" }).click();
  await untilInPage(print.page, () => document.querySelector("[data-key=look-gamut]").getAttribute("aria-pressed") === "true");
  await print.page.getByRole("button", { name: "Lines" }).click();
  await print.drawn(proofed);
  await screenshot(print.page, "print-recipe");
});

appTest(world, "crop, turn and place by hand", async () => {
  const print = await open();
  await print.add(photo());
  let seen = await print.drawn();
  await print.page.getByRole("button", { name: "Crop" }).click();
  const frame = print.page.getByRole("group", { name: /part that is printed/ });
  const box = await frame.boundingBox();
  await print.page.mouse.move(box.x + box.width - 3, box.y + box.height - 3);
  await print.page.mouse.down();
  await print.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
  await print.page.mouse.up();
  await screenshot(print.page, "print-crop");
  await axe(print.page);
  await print.page.getByRole("dialog").getByRole("button", { name: "Crop", exact: true }).click();
  seen = await print.drawn(seen);
  await print.page.getByRole("button", { name: "Turn" }).click();
  seen = await print.drawn(seen);
  await openGroup(print, "picture");
  assert.equal(await print.setting("image-rotation").inputValue(), "90");
  await print.setting("image-width").fill("8cm");
  await print.setting("image-width").press("Tab");
  seen = await print.drawn(seen);
  const place = print.page.locator(".place");
  const at = await place.boundingBox();
  await print.page.mouse.move(at.x + at.width / 2, at.y + at.height / 2);
  await print.page.mouse.down();
  await print.page.mouse.move(at.x + at.width / 2 + 40, at.y + at.height / 2 - 30, { steps: 5 });
  await print.page.mouse.up();
  await print.drawn(seen);
  await print.page.getByRole("button", { name: "Back to its place" }).waitFor();
  // Where it was dragged to is where it is printed.
  await untilInPage(print.page, (wanted) => {
    const box = document.querySelector(".place").getBoundingClientRect();
    return Math.abs(box.x - wanted.x) < 4 && Math.abs(box.y - wanted.y) < 4;
  }, { x: at.x + 40, y: at.y - 30 });
  await screenshot(print.page, "print-placed");
});

appTest(world, "a job, from a dropped file to a sheet on the twin", async () => {
  const print = await open({ user: "ada" }, "#/print?printer=ir1024");
  const text = pdf(["Dropped"]);
  await print.page.evaluate((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], "dropped <b>&.pdf", { type: "application/pdf" }));
    for (const kind of ["dragenter", "dragover", "drop"]) document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, text);
  await print.page.getByText("dropped <b>&.pdf", { exact: true }).waitFor();
  await print.drawn();
  await print.setting("copies").fill("2");
  await print.setting("copies").press("Enter");
  await print.page.getByText("2 sheets").waitFor();
  await print.page.getByRole("button", { name: "Print", exact: true }).click();
  const link = print.page.getByRole("link", { name: "Show the job" });
  await link.waitFor();
  const id = Number((await link.getAttribute("href")).split("/").at(-1));
  await assert.doesNotReject(async () => {
    for (let i = 0; i < 100; ++i) {
      const job = (await world.server.json("jobs", "--all")).find((one) => one["job-id"] === id);
      if (job?.["job-state"] === "completed") return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error("the job was not printed");
  });
  // It draws a sheet when it is out, which the server may hear first.
  const folder = path.join(world.server.state, "virtual", "ir1024");
  await until("the twin has drawn a sheet", () => fs.readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith(".png")));
});

appTest(world, "what does not go together is said where it was chosen", async () => {
  const print = await open({}, "#/print?printer=ir1024");
  await print.add(letter());
  const seen = await print.drawn();
  await print.setting("page-ranges").fill("5-2");
  await print.setting("page-ranges").press("Tab");
  await print.page.locator("[data-setting=page-ranges] .problem:not(:empty)").first().waitFor();
  assert.equal(await print.page.getByRole("button", { name: "Print", exact: true }).isDisabled(), true);
  await print.setting("page-ranges").fill("1");
  await print.setting("page-ranges").press("Tab");
  await print.page.getByText("1 sheet").waitFor();
  assert.ok(seen);
  await axe(print.page);
});

appTest(world, "a file that is not what it says, and one that is damaged, are told and lose nothing", async () => {
  const print = await open();
  await print.add([photo(), { name: "photo.png", mimeType: "image/png", buffer: Buffer.from("this is no picture".repeat(20)) }, { name: "broken.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\nnothing") }]);
  await print.page.locator(".document .problem").nth(1).waitFor();
  assert.equal(await print.page.locator(".document .problem").count(), 2);
  await axe(print.page);
  await print.page.getByRole("button", { name: "Take photo.png out" }).click();
  await print.page.getByRole("button", { name: "Take broken.pdf out" }).click();
  await print.drawn();
});

appTest(world, "by keyboard alone", async () => {
  const print = await open({}, "#/print?printer=pro-1000");
  await print.add(photo());
  let seen = await print.drawn();
  await tabTo(print.page, ".place");
  for (let i = 0; i < 4; ++i) await print.page.keyboard.press("-");
  seen = await print.drawn(seen);
  await print.page.keyboard.press("Shift+ArrowRight");
  seen = await print.drawn(seen);
  await tabTo(print.page, "[data-key=tool-crop]");
  await print.page.keyboard.press("Enter");
  await tabTo(print.page, ".crop-frame");
  for (let i = 0; i < 5; ++i) await print.page.keyboard.press("Shift+ArrowLeft");
  await tabTo(print.page, "dialog .primary");
  await print.page.keyboard.press("Enter");
  seen = await print.drawn(seen);
  await tabTo(print.page, "[data-setting=media] select");
  await print.page.keyboard.press("End");
  await print.drawn(seen);
  await tabTo(print.page, "[data-setting=media-type] select");
  await tabTo(print.page, ".print-button");
});

appTest(world, "all settings are found by their words and their IPP names", async () => {
  const print = await open();
  await print.group("all").locator("summary").click();
  await print.page.getByRole("searchbox").fill("black-point");
  await print.group("all").getByText("Black point compensation").waitFor();
  assert.equal(await print.group("all").locator(".setting:visible").count(), 1);
  await axe(print.page);
});

appTest(world, "another page, and back: everything is as it was", async () => {
  const print = await open();
  await print.add(photo());
  await print.drawn();
  await print.setting("media").selectOption("iso_a3_297x420mm");
  await print.page.getByRole("link", { name: "Home" }).click();
  await print.page.waitForURL(/#\/home/);
  await print.page.goBack();
  await print.page.locator(".document").waitFor();
  await print.drawn();
  assert.equal(await print.setting("media").inputValue(), "iso_a3_297x420mm");
  assert.equal(await print.page.locator(".document").count(), 1);
});

appTest(world, "the server has forgotten the file meanwhile: it is sent again from here", async () => {
  const print = await open({ allow: [/ERR_CONNECTION_REFUSED/, /ERR_INCOMPLETE_CHUNKED_ENCODING/] });
  await print.add(letter(["Only page"]));
  const seen = await print.drawn();
  await world.server.end();
  await world.server.begin(world.server.port); // documents do not outlive a start
  await print.setting("media").selectOption("iso_a3_297x420mm");
  await print.drawn(seen);
});

const strict = await openWorld({ config: "[access]\nlogin-to-print = true\n" });
await strict.server.addUser("ada");

appTest(strict, "a log-in that ends in mid-edit loses nothing", async () => {
  const page = await strict.page({ user: "ada", at: "#/print?printer=ir1024" });
  await page.locator(".drop-zone input[type=file]").first().setInputFiles(letter());
  await page.getByText("3 sheets").waitFor();
  await page.locator("[data-group=copies] [data-setting=copies] input").fill("2");
  await page.getByText("6 sheets").waitFor();
  await page.context().clearCookies();
  // A part of the preview may have asked for the log-in before.
  await page.getByRole("button", { name: "Print", exact: true }).click({ timeout: 5000 }).catch(() => {});
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("User name").fill("ada");
  await dialog.getByLabel("Password").fill(strict.server.passwords.ada);
  await dialog.getByRole("button", { name: "Log in" }).click();
  await page.locator(".print-button:not(:disabled)").waitFor();
  const link = page.getByRole("link", { name: "Show the job" });
  if ((await link.count()) === 0) await page.getByRole("button", { name: "Print", exact: true }).click();
  await link.waitFor();
  assert.equal(await page.locator("[data-group=copies] [data-setting=copies] input").inputValue(), "2");
  assert.equal(await page.locator(".document").count(), 1);
});
