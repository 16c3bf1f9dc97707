// Setting a printer up in the app: a first run to a sheet on a virtual device, taken back, by keyboard alone,
// and what devices and people get wrong.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after } from "node:test";
import { Fixture, Refusal } from "./fixture.mjs";
import { appTest, axe, fitsWidth, openWorld, screenshot, tabTo, until } from "./support.mjs";

const world = await openWorld({ demo: false });
const { server } = world;
await server.addUser("ada", "administrator");
await server.addUser("uwe");
const admin = { user: "ada" };
const hostile = "<img src=x onerror=alert(1)>";

// A virtual device at an address of this test's own, so that its usual port is free there.
const byte = () => 1 + Math.floor(Math.random() * 253);
const at = `127.${byte()}.${byte()}.${byte()}`;
const sheets = path.join(server.state, "sheets");
const twin = spawn(process.env.PLATEN, ["virtual", "canon-ir1020", "--listen", at, "--port", "9100", "--sheets", sheets], { stdio: ["ignore", "pipe", "inherit"] });
after(() => twin.kill());
await new Promise((resolve) => twin.stdout.once("data", resolve));
twin.stdout.resume();

const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const printers = () => server.json("printers");
const empty = async () => {
  for (const one of await printers()) await server.run(["delete", "-d", one["printer-name"]]);
};

async function ask(page, host = at) {
  await page.getByLabel("Its name or address").fill(host);
  await press(page, "Ask it");
}

appTest(world, "a first run: from a server without printers to a sheet that was looked at", async () => {
  await empty();
  const page = await world.page({ ...admin, at: "#/home" });
  await page.getByRole("link", { name: "Set up a printer" }).click();
  await page.getByText(/No device was found|device answers|devices answer/).first().waitFor();
  await axe(page);
  await ask(page);
  await page.getByText("Fits canon-ir1020").waitFor();
  await screenshot(page, "setup-find", { fullPage: true });
  await page.getByRole("button", { name: /^Set up iR1020/ }).click();
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "ir1020");
  await page.getByLabel("Name", { exact: true }).fill("two words");
  await press(page, "Add it");
  await page.getByRole("alert").filter({ hasText: "begins with a letter" }).waitFor();
  await page.getByLabel("Name", { exact: true }).fill("office");
  await page.getByLabel("What it is called").fill(`Office ${hostile}`);
  await page.getByLabel("Set up its scanner as well").uncheck();
  await axe(page);
  await screenshot(page, "setup-name", { fullPage: true });
  await press(page, "Add it");
  await press(page, "Print the test page");
  await page.getByRole("heading", { name: "Did a sheet come out?" }).waitFor();
  await page.getByAltText("The test page as it was sent to the device").waitFor();
  await until("the sheet is drawn", () => fs.existsSync(sheets) && fs.readdirSync(sheets).some((one) => one.endsWith("front.png")));
  await axe(page);
  await screenshot(page, "setup-question", { fullPage: true });
  await press(page, "Yes");
  await press(page, "Yes");
  // "No" leads to a setting, and to the page printed with it.
  await page.getByRole("heading", { name: "Is the frame whole on all four sides?" }).waitFor();
  await press(page, "No");
  await page.getByLabel("Tray").selectOption("tray-1");
  await axe(page);
  await screenshot(page, "setup-help", { fullPage: true });
  await press(page, "Print again");
  await page.getByRole("heading", { name: "Is the frame whole on all four sides?" }).waitFor();
  for (let i = 0; i < 4; ++i) await press(page, "Yes");
  await press(page, "No"); // the back
  await press(page, "Go on all the same");
  await page.getByRole("heading", { name: "office is set up" }).waitFor();
  await page.getByText("Something on the test page was not right").waitFor();
  await axe(page);
  await screenshot(page, "setup-done", { fullPage: true });
  const [office] = await printers();
  assert.equal(office["printer-info"], `Office ${hostile}`);
  const options = await server.json("options", "-d", "office");
  assert.equal(options.find(({ name }) => name === "media-source").default, "tray-1");
  // Done is done; and it can still be taken back here.
  assert.equal(await page.evaluate(() => localStorage.getItem("platen-setup")), null);
  await press(page, "Undo");
  await page.locator("main").getByText("The printer office is removed").waitFor();
  assert.deepEqual(await printers(), []);
});

appTest(world, "by keyboard alone, in German, on a phone in the dark", async () => {
  await empty();
  const page = await world.page({ ...admin, at: "#/setup", language: "de", size: "phone", theme: "dark" });
  await page.getByText(/Kein Gerät gefunden|Gerät antwortet|Geräte antworten/).first().waitFor();
  await tabTo(page, "#setup-address");
  await page.keyboard.type(at);
  await page.keyboard.press("Enter");
  await page.getByText("Passt: canon-ir1020").waitFor();
  await fitsWidth(page);
  await axe(page);
  await screenshot(page, "setup-find-phone", { fullPage: true });
  await page.locator("main").focus();
  await tabTo(page, `[data-device*="${at}"] button`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /iR1020/, level: 2 }).waitFor();
  await tabTo(page, "input[name=scanner]");
  await page.keyboard.press("Space");
  await fitsWidth(page);
  await axe(page);
  await screenshot(page, "setup-name-phone", { fullPage: true });
  await tabTo(page, "[data-key=add]");
  await page.keyboard.press("Enter");
  await page.locator("[data-key=print]").waitFor();
  await tabTo(page, "[data-key=print]");
  await page.keyboard.press("Enter");
  for (let i = 0; i < 7; ++i) {
    await page.getByText(`Frage ${i + 1} von 7`).waitFor();
    await tabTo(page, "[data-key=yes]"); // the question has the focus: the next stop
    if (i === 0) await screenshot(page, "setup-question-phone", { fullPage: true });
    await page.keyboard.press("Enter");
  }
  await page.getByRole("heading", { name: "ir1020 ist eingerichtet" }).waitFor();
  await fitsWidth(page);
  await axe(page);
  await empty();
});

appTest(world, "one that was broken off is offered again, and goes", async () => {
  await empty();
  const page = await world.page({ ...admin, at: "#/setup" });
  await ask(page);
  await page.getByRole("button", { name: /^Set up iR1020/ }).click();
  await page.getByLabel("Set up its scanner as well").uncheck();
  await press(page, "Add it");
  await page.getByRole("button", { name: "Print the test page" }).waitFor();
  await page.reload(); // the tab is closed, the machine restarted
  await page.getByRole("heading", { name: "Setting up ir1020 was broken off" }).waitFor();
  await axe(page);
  await press(page, "Go on");
  await page.getByRole("button", { name: "Print the test page" }).waitFor();
  await page.reload();
  await press(page, "Undo");
  await page.locator("main").getByText("The printer ir1020 is removed").waitFor();
  assert.deepEqual(await printers(), []);
});

appTest(world, "what somebody else has made anew under the name stays", async () => {
  await empty();
  const page = await world.page({ ...admin, at: "#/setup" });
  await ask(page);
  await page.getByRole("button", { name: /^Set up iR1020/ }).click();
  await page.getByLabel("Set up its scanner as well").uncheck();
  await press(page, "Add it");
  await page.getByRole("button", { name: "Print the test page" }).waitFor();
  await server.run(["delete", "-d", "ir1020"]);
  await server.run(["add", "-d", "ir1020", "-m", "canon-pro-1000", "-v", `file:${server.state}/other.out`]);
  await press(page, "Undo");
  await page.locator("main").getByText("Nothing of it was there any more").waitFor();
  assert.equal((await printers()).length, 1);
  await empty();
});

appTest(world, "who is no administrator is told how to become one; a guest can log in", async () => {
  const page = await world.page({ user: "uwe", at: "#/setup" });
  await page.getByText("platen user set NAME --role administrator").waitFor();
  assert.equal(await page.getByRole("button", { name: "Ask it" }).count(), 0);
  await axe(page);
  const guest = await world.page({ at: "#/setup" });
  await guest.locator("[data-key=log-in]").click();
  const login = guest.getByRole("dialog", { name: /^Log in/ });
  await login.getByLabel("User name").fill("ada");
  await login.getByLabel("Password").fill(server.passwords.ada);
  await login.getByRole("button", { name: "Log in" }).click();
  await guest.getByRole("button", { name: "Ask it" }).waitFor(); // by itself
});

const device = (more = {}) => ({
  "device-uri": "socket://192.0.2.20", uris: [{ "device-uri": "socket://192.0.2.20", transport: "socket", "found-by": ["snmp"] }], "make-and-model": "iR1020/1024/1025", "device-id": null,
  identity: ["mac:00:1e:8f:00:00:01"], "dns-sd-name": null, location: null, model: "canon-ir1020", fit: "exact", why: "answers snmp", lost: [], language: "pcl-xl", "language-evidence": "untold", unknown: [], printer: null, ...more });
const models = [{ id: "canon-ir1020", title: "Canon imageRUNNER 1020", scanner: { language: "mp730" } }, { id: "canon-pro-1000", title: "PRO-1000" }];

async function withDevices(devices, { notes = [], answers = {}, ...how } = {}) {
  const page = await world.page({ ...how, at: null });
  const fixture = new Fixture({ answers: { "GET models": models, "GET printer-devices": { devices, notes }, ...answers } });
  await fixture.install(page);
  await world.go(page, "#/setup");
  return { page, fixture };
}

appTest(world, "devices that fit, nearly fit, do not fit, are printers already, or lie", async () => {
  const { page } = await withDevices([device(), device({ "device-uri": "socket://192.0.2.21", "make-and-model": "Canon MF4600", fit: "nearest", lost: ["margins are those of another model"], "language-evidence": "confirmed" }),
    device({ "device-uri": "ipp://192.0.2.22/ipp/print", "make-and-model": "LaserJet", model: null, fit: "none", language: null, why: "no model of Canon's" }),
    device({ "device-uri": "usb://Canon/PRO-1000", "make-and-model": hostile, location: hostile, why: hostile, unknown: [hostile], model: "canon-pro-1000", printer: "studio" })],
  { notes: ["DNS-SD could not be asked: Avahi does not run"] });
  await page.getByText("DNS-SD could not be asked").waitFor();
  await page.getByText("Nearest: canon-ir1020").waitFor();
  await page.getByText("margins are those of another model").waitFor();
  await page.getByText("No model fits", { exact: true }).waitFor();
  await page.getByText("It is studio already").waitFor();
  await page.getByText("Printed on in pcl-xl – the device names no languages").first().waitFor();
  await page.getByRole("heading", { name: hostile }).waitFor();
  await page.getByText("How each device is connected").click();
  await page.getByText("No source names Wi-Fi for these models").waitFor();
  await axe(page);
  await fitsWidth(page);
  await screenshot(page, "setup-devices", { fullPage: true });
});

appTest(world, "a name that was taken meanwhile; nothing of the other printer is changed", async () => {
  let there = false;
  const { page, fixture } = await withDevices([device()], { answers: {
    "GET printers/ir1020": () => (there ? {} : undefined),
    "PUT printers/ir1020": () => ((there = true), new Refusal(409, "conflict", "there is a printer ir1020 already")) } });
  await page.getByRole("button", { name: /^Set up iR1020/ }).click();
  await press(page, "Add it");
  await page.getByRole("alert").filter({ hasText: "There is a printer ir1020 already: two cannot have one name. ir1020-2 would be free." }).waitFor();
  const [put] = fixture.changes.filter(({ method }) => method === "PUT");
  assert.equal(put.body.new, true);
  assert.deepEqual(put.body.identity, ["mac:00:1e:8f:00:00:01"]);
  assert.equal(await page.evaluate(() => localStorage.getItem("platen-setup")), null); // it is not this set-up's
});
