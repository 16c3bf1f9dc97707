// The page of updates and the word on Home, against answers of the test's own.
import assert from "node:assert/strict";
import { Fixture, Refusal, printer } from "./fixture.mjs";
import { appTest, axe, fitsWidth, openWorld, screenshot } from "./support.mjs";

const world = await openWorld();
await world.server.addUser("ada", "administrator");
const hostile = "<img src=x onerror=alert(1)>";

const model = (id, more = {}) => ({ id, title: `The ${id}`, version: 1, versions: [1], bundled: 1, "from-repository": false, pinned: false, available: null, standing: "current", changes: [], ...more });
function status(more = {}) {
  return { source: "https://models.example.org/platen", check: true, keys: [{ id: "0123456789abcdef", expires: null, expired: false }], repository: "test", serial: 12,
    issued: "2026-11-29T12:00:00Z", expires: "2027-02-28T12:00:00Z", checked: "2026-11-29T13:00:00Z",
    program: { version: "1.0.0", newest: "1.2.0", newer: true, date: "2026-11-20", changes: ["Prints faster", hostile], how: "sudo apt-get update && sudo apt-get install --only-upgrade platen" },
    models: [model("acme-new", { version: null, versions: [], bundled: null, available: 1, standing: "available", changes: ["First version"] }),
      model("acme-one", { version: 2, versions: [1, 2], bundled: null, "from-repository": true, available: 3, standing: "available", changes: [`A4 borderless ${hostile}`] }),
      model("canon-ir1020", { pinned: true, standing: "pinned", available: 2 }), model("canon-pro-1000")],
    problems: [], ...more };
}

async function pageWith(answer, { at = "#/settings/updates", answers = {}, ...more } = {}) {
  const fixture = new Fixture({ printers: [printer("office")], answers: { "GET updates": answer, ...answers } });
  const page = await world.page({ user: "ada", at: null, allow: [/409/], ...more });
  await fixture.install(page);
  await world.go(page, at);
  return { fixture, page };
}

appTest(world, "what is newer is shown with what changed, and how the program is installed", async () => {
  const { page } = await pageWith(status());
  const program = page.getByRole("region", { name: "Program" });
  await program.getByText("platen 1.2.0 is there").waitFor();
  await program.getByText("Prints faster").waitFor();
  await program.getByText("apt-get install --only-upgrade platen").waitFor();
  await page.locator('[data-model="acme-one"]').getByText("version 3 is there").waitFor();
  await page.getByText("Nothing about this server is sent.").waitFor();
  assert.equal(await page.locator("img[src=x]").count(), 0);
  await axe(page);
  await screenshot(page, "updates");
});

appTest(world, "a model is installed, kept, let go and taken back", async () => {
  const done = { done: "done as asked" };
  const { fixture, page } = await pageWith(status(), { answers: { "POST updates/install": { repository: "test", serial: 12, expires: "", installed: [], notes: [] },
    "POST models/acme-one/rollback": done, "POST models/canon-ir1020/unpin": done, "POST models/canon-pro-1000/pin": done } });
  await page.getByRole("button", { name: "Install acme-one" }).click();
  await page.getByRole("button", { name: "Back to the version before: acme-one" }).click();
  await page.getByText("done as asked").first().waitFor();
  await page.getByRole("button", { name: "Let newer versions of canon-ir1020 come" }).click();
  await page.getByRole("button", { name: "Keep this version of canon-pro-1000" }).click();
  await page.getByRole("button", { name: "Install all" }).click();
  const asked = () => fixture.changes.map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`);
  for (const one of ['POST updates/install {"models":["acme-one"]}', "POST models/acme-one/rollback {}", "POST models/canon-ir1020/unpin {}", "POST models/canon-pro-1000/pin {}", 'POST updates/install {"all":true}'])
    await assertSoon(() => asked().includes(one), one, asked);
});

async function assertSoon(holds, what, said) {
  for (let i = 0; i < 100 && !holds(); ++i) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(holds(), `${what}: ${said()}`);
}

appTest(world, "a source that is refused is told in its own words", async () => {
  const { page } = await pageWith(status({ problems: ["the signature of the index is wrong"] }), { answers: { "POST updates/check": new Refusal(409, "conflict", "the index is older than the one that is known here") } });
  await page.getByText("the signature of the index is wrong").waitFor();
  await page.getByRole("button", { name: "Look now" }).click();
  await page.getByText("the index is older than the one that is known here").first().waitFor();
});

appTest(world, "without a source it is said so, and nothing can be asked", async () => {
  const { page } = await pageWith(status({ source: null, check: false, repository: null, serial: null, issued: null, expires: null, checked: null, program: { version: "1.0.0", newest: null, newer: false, how: "" }, models: [model("canon-pro-1000")] }));
  await page.getByText("No source is configured").waitFor();
  assert.equal(await page.getByRole("button", { name: "Look now" }).count(), 0);
});

appTest(world, "Home tells administrators, and nobody when nothing is newer", async () => {
  const { page } = await pageWith(status(), { at: "#/home" });
  await page.getByText("platen 1.2.0 is there · 2 newer printer models").waitFor();
  await page.getByRole("link", { name: "Look at it" }).click();
  await page.getByRole("region", { name: "Source" }).waitFor();
});

appTest(world, "on a phone, dark and in German", async () => {
  const { page } = await pageWith(status(), { size: "phone", theme: "dark", language: "de" });
  await page.getByText("Version 3 ist da").waitFor();
  await fitsWidth(page);
  await screenshot(page, "updates-phone-dark-de");
});
