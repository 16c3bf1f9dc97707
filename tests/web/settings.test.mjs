// Settings in the app. Users, tokens and devices against the server; what would change the server under
// the tests (its settings, certificate, backup) against answers of the test's own.
import assert from "node:assert/strict";
import { Fixture, printer } from "./fixture.mjs";
import { appTest, axe, fitsWidth, openWorld, screenshot, settled, tabTo } from "./support.mjs";

const world = await openWorld();
const { server } = world;
await server.addUser("ada", "administrator");
await server.addUser("uwe");
const admin = { user: "ada" };
const hostile = "<img src=x onerror=alert(1)>";
const card = (page, text) => page.locator("li.card", { hasText: text });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const inDialog = (page, name) => page.getByRole("dialog").getByRole("button", { name, exact: true }).click();

appTest(world, "a user is made, becomes an operator, logs in, is logged out and removed", async () => {
  const page = await world.page({ ...admin, at: "#/settings/users" });
  await press(page, "New user");
  await page.getByLabel("User name", { exact: true }).fill("o:la");
  await page.getByLabel("Password").fill("ola has a long password");
  await inDialog(page, "Save");
  await page.getByRole("dialog").getByRole("alert").filter({ hasText: /name/ }).waitFor();
  assert.equal(await page.getByLabel("Password").inputValue(), "ola has a long password"); // nothing typed is lost
  await page.getByLabel("User name", { exact: true }).fill("ola");
  await inDialog(page, "Save");
  await card(page, "ola").waitFor();
  await press(page, "Change ola");
  await page.getByLabel("Role").selectOption("operator");
  await inDialog(page, "Save");
  await card(page, "ola").getByText("Operator", { exact: true }).waitFor();
  server.passwords.ola = "ola has a long password";
  await world.page({ user: "ola", at: "#/home" });
  await page.reload();
  await press(page, "Log out: ola");
  await page.getByRole("button", { name: "Log out: ola" }).waitFor({ state: "detached" });
  await press(page, "Remove ola");
  await inDialog(page, "Remove");
  await page.getByRole("button", { name: "Remove ola" }).waitFor({ state: "detached" });
});

appTest(world, "the last administrator stays one, and is told why", async () => {
  const page = await world.page({ ...admin, at: "#/settings/users" });
  await press(page, "Change ada");
  await page.getByLabel("Role").selectOption("user");
  await inDialog(page, "Save");
  await page.getByRole("dialog").getByRole("alert").filter({ hasText: /administrator/ }).waitFor();
});

appTest(world, "a token is shown once, may what it was made for, and goes", async () => {
  const page = await world.page({ user: "uwe", at: "#/settings/account" });
  await press(page, "New token");
  await page.getByLabel("Name", { exact: true }).fill(`Script ${hostile}`);
  await page.getByLabel("print", { exact: true }).uncheck();
  await inDialog(page, "Make");
  const token = await page.locator("code.secret").textContent();
  assert.match(token, /^platen_/);
  await inDialog(page, "Close");
  const answer = await fetch(`${server.url}/api/v1/scanners?state=no`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200);
  await card(page, "Script").getByText(/^look ·/).waitFor();
  await card(page, "Script").getByRole("button", { name: /^Remove/ }).click();
  await inDialog(page, "Remove");
  await page.getByText("No tokens.").waitFor();
  assert.equal((await fetch(`${server.url}/api/v1/scanners?state=no`, { headers: { Authorization: `Bearer ${token}` } })).status, 401);
});

appTest(world, "one's own password is changed; what is wrong is said", async () => {
  const page = await world.page({ user: "uwe", at: "#/settings/account" });
  await press(page, "Change my password");
  await page.getByLabel("Present password").fill("not it");
  await page.getByLabel("New password", { exact: true }).fill("a quite new password");
  await page.getByLabel("New password again").fill("a quite other password");
  await inDialog(page, "Change");
  await page.getByRole("dialog").getByRole("alert").filter({ hasText: "not the same" }).waitFor();
  await page.getByLabel("New password again").fill("a quite new password");
  await page.getByLabel("Present password").fill(server.passwords.uwe);
  await inDialog(page, "Change");
  await page.getByText("The password is changed").first().waitFor();
  server.passwords.uwe = "a quite new password";
  await world.page({ user: "uwe", at: "#/settings" });
});

appTest(world, "a printer and a scanner are added, changed and removed; wrong ones are refused", async () => {
  const page = await world.page({ ...admin, at: "#/settings/devices" });
  await page.locator("[data-printer=ir1020]").waitFor();
  await press(page, "Add a printer");
  await page.getByLabel("Name", { exact: true }).fill("office");
  await page.getByLabel("Model").selectOption("canon-ir1024");
  await page.getByLabel("Address").fill("nonsense");
  await inDialog(page, "Add");
  await page.getByRole("dialog").getByRole("alert").filter({ hasText: /\w/ }).waitFor();
  await page.getByLabel("Address").fill("socket://127.0.0.1:9/");
  await page.getByLabel("What it is called").fill(`Office ${hostile}`);
  await inDialog(page, "Add");
  await page.locator("[data-printer=office]").getByText(`Office ${hostile}`).waitFor();
  await press(page, "Change office");
  await page.getByLabel("Place").fill("2nd floor");
  await inDialog(page, "Save");
  await page.locator("[data-printer=office]").getByText("2nd floor").waitFor();
  await press(page, "Remove office");
  await inDialog(page, "Remove");
  await page.locator("[data-printer=office]").waitFor({ state: "detached" });

  await press(page, "Add a scanner");
  await page.getByLabel("Name", { exact: true }).fill("attic");
  await page.getByLabel("Model").selectOption("canon-ir1020");
  await page.getByLabel("Address").fill("bjnp://127.0.0.1:9");
  await inDialog(page, "Add");
  await page.locator("[data-scanner=attic]").waitFor();
  await press(page, "Remove attic");
  await inDialog(page, "Remove");
  await page.locator("[data-scanner=attic]").waitFor({ state: "detached" });
});

appTest(world, "a log-in that expires in mid-edit loses nothing that was typed", async () => {
  const page = await world.page({ ...admin, at: "#/settings/devices" });
  await press(page, "Add a printer");
  await page.getByLabel("Name", { exact: true }).fill("patience");
  await page.getByLabel("Model").selectOption("canon-ir1020");
  await page.getByLabel("Address").fill("socket://127.0.0.1:9/");
  await page.context().clearCookies();
  await inDialog(page, "Add");
  const login = page.getByRole("dialog", { name: /^Log in/ });
  await login.getByLabel("User name").fill("ada");
  await login.getByLabel("Password").fill(server.passwords.ada);
  await login.getByRole("button", { name: "Log in" }).click();
  await page.locator("[data-printer=patience]").waitFor();
  await server.run(["delete", "-d", "patience"]);
});

const settings = [
  { key: "server.name", section: "server", type: "text", value: "platen", default: "platen", values: [], source: "default", restart: false },
  { key: "server.listen", section: "server", type: "list", value: ["*"], default: ["127.0.0.1"], values: [], source: "file", restart: true },
  { key: "log.level", section: "log", type: "choice", value: "info", default: "info", values: ["debug", "info"], source: "default", restart: false },
  { key: "history.days", section: "history", type: "number", value: 30, default: 400, least: -1, most: 9999, values: [], source: "app", restart: false },
  { key: "access.login-to-print", section: "access", type: "boolean", value: false, default: false, values: [], source: "default", restart: false },
];
const certificate = { subject: "CN=platen", issuer: "CN=platen", names: ["platen.local", "192.0.2.1"], begins: 1700000000, ends: Math.floor(Date.now() / 1000) + 86400, fingerprint: "AB:CD", source: "own" };
const accounts = { departments: [{ id: "42", name: "Sales", allowance: "500-sheets-month", pin: true }], users: [{ user: "*", department: null, allowance: "100-sides-week" }] };
const targets = [{ name: "Office", kind: "mail", address: "smtp://mail.example.org", from: "platen@example.org", to: ["a@example.org"], user: "", login: "", events: ["jam"], printers: [], quiet: { from: "22:00", to: "07:00" }, last: null }];
const answers = {
  "GET settings": settings, "PUT settings": settings, "GET settings/certificate": certificate, "GET accounts": accounts, "PUT accounts": {},
  "GET notification-targets": targets, "GET users": [{ name: "ada", role: "administrator" }], "GET sessions": [], "GET tokens": [], "GET models": [{ id: "canon-ir1020", name: "Canon imageRUNNER 1020" }],
  "GET scanners": [{ name: "office", uri: "bjnp://192.0.2.1", model: "canon-ir1020", info: "", location: "" }],
};

async function staged(part, more = {}, how = {}) {
  const page = await world.page({ at: null, ...how });
  const fixture = new Fixture({ printers: [printer("office")], answers: { ...answers, ...more } });
  await fixture.install(page);
  await world.go(page, `#/settings/${part}`);
  return { page, fixture };
}

appTest(world, "settings: only what was changed is sent; what the file says cannot be changed; back to the usual", async () => {
  const { page, fixture } = await staged("server");
  assert.ok(await page.getByLabel("Addresses that it listens at").isDisabled());
  await page.getByLabel("Name of the server").fill("office server");
  await page.getByLabel("Log in to print").check();
  await press(page, "Save");
  await page.getByText("Saved", { exact: true }).first().waitFor();
  assert.deepEqual(fixture.changes.at(-1).body, { "server.name": "office server", "access.login-to-print": true });
  await press(page, "Back to the usual: Days in the history");
  await page.getByRole("button", { name: "Back to the usual: Days in the history" }).waitFor();
  assert.deepEqual(fixture.changes.at(-1).body, { "history.days": null });
});

appTest(world, "a certificate that ends soon is told", async () => { // live.test.mjs has what can be done with one
  const { page } = await staged("tls");
  await page.getByText("The certificate expires soon").waitFor();
});

appTest(world, "a user has an account of their own, and no more", async () => {
  const page = await world.page({ user: "uwe", at: "#/settings" });
  await page.getByRole("button", { name: "Change my password" }).waitFor();
  assert.equal(await page.getByRole("navigation", { name: "Settings" }).getByRole("link").count(), 1);
  await world.go(page, "#/settings/users");
  await page.getByText("Only administrators can change this.").waitFor();
});

appTest(world, "by keyboard alone a user is made", async () => {
  const page = await world.page({ ...admin, at: "#/settings/users" });
  await tabTo(page, "[data-key=add]");
  await page.keyboard.press("Enter");
  await tabTo(page, "[name=name]");
  await page.keyboard.type("kim");
  await tabTo(page, "[name=password]");
  await page.keyboard.type("kim has a long password");
  await page.keyboard.press("Enter");
  await card(page, "kim").waitFor();
});

for (const size of ["phone", "desktop"])
  for (const theme of ["light", "dark"])
    appTest(world, `each part on a ${size}, ${theme}`, async () => {
      const { page } = await staged("devices", {}, { size, theme, language: theme === "dark" ? "de" : "en" });
      for (const part of ["devices", "users", "server", "tls", "accounts", "notifications", "backup", "account"]) {
        await world.go(page, `#/settings/${part}`);
        await settled(page);
        await page.locator(".page h2").first().waitFor();
        await fitsWidth(page);
        await axe(page);
        await screenshot(page, `settings-${part}-${size}-${theme}`, { fullPage: true });
      }
      await world.go(page, "#/settings/notifications");
      await page.locator("[data-key=add]").click();
      await page.getByRole("dialog").waitFor();
      await axe(page);
    });
