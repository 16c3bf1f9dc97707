// The doctor's page: findings, repairs, DNS records, and the guided paths.
import assert from "node:assert/strict";
import { Fixture, Refusal, printer } from "./fixture.mjs";
import { appTest, axe, fitsWidth, openWorld, screenshot, tabTo, until } from "./support.mjs";

const world = await openWorld();
await world.server.addUser("ada", "administrator");
await world.server.addUser("otto", "operator");
await world.server.addUser("ute");

const finding = (code, subject, severity, more = {}) => ({ code, subject, severity, title: `${code} of ${subject}`, cause: "a cause", advice: ["an advice"], fix: null, values: { subject }, ...more });
const paused = () => finding("printer-paused", "studio", "warning", {
  advice: ["Resume it"], fix: { title: "Resume the printer", changes: "studio prints on" }, values: { subject: "studio", words: "", jobs: "3" } });
const jam = () => finding("paper-jam", "copier", "problem", { advice: ["one", "two"], values: { subject: "copier", reason: "media-jam", words: "" } });
const strange = () => finding("a-later-code", "<b onclick=alert(1)>x</b>", "note", { title: "<script>alert(1)</script>" });
const well = () => finding("device-answers", "studio", "good", { advice: [], values: { subject: "studio", device: "192.0.2.7 port 9100", identity: "" } });
const records = "; Printers\nb._dns-sd._udp\tIN\tPTR\t@\n";
const report = (findings) => ({ version: "0.1.0", findings, "dns-records": records });
const printers = () => [printer("studio", { "printer-info": "Studio", default: true, maintenance: ["test-page", "nozzle-check", "cleaning"] }), printer("copier", { "printer-info": "Copier", maintenance: ["test-page"] })];

async function open(how = {}, options = {}) {
  const page = await world.page({ ...how, at: null });
  const fixture = new Fixture({ printers: printers(), ...options, answers: { "GET doctor": report([jam(), paused(), strange(), well()]), ...options.answers } });
  await fixture.install(page);
  await world.go(page, how.at ?? "#/doctor");
  return { page, fixture };
}

for (const size of ["phone", "desktop"])
  for (const theme of ["light", "dark"])
    appTest(world, `findings on a ${size}, ${theme}`, async () => {
      const { page } = await open({ size, theme });
      await page.getByRole("heading", { name: "copier: paper is jammed" }).waitFor();
      await page.getByText("1 problem", { exact: true }).waitFor();
      await fitsWidth(page);
      await axe(page);
      await screenshot(page, `doctor-${size}-${theme}`, { fullPage: true });
    });

appTest(world, "what a client or a device says is text, and an unknown code has the server's words", async () => {
  const { page } = await open();
  await page.getByRole("heading", { name: "<script>alert(1)</script>" }).waitFor();
  assert.equal(await page.locator("main b, main script").count(), 0);
});

appTest(world, "in German", async () => {
  const { page } = await open({ language: "de" });
  await page.getByRole("heading", { name: "copier: Papierstau" }).waitFor();
  await page.getByRole("heading", { name: "studio ist angehalten" }).waitFor();
  await page.getByRole("button", { name: "Drucker fortsetzen" }).waitFor();
});

appTest(world, "a repair is asked for first, by keyboard, and looked at again", async () => {
  const { page, fixture } = await open({}, { answers: { "POST doctor/fix": { done: "studio prints on" } } });
  await page.getByRole("button", { name: "Resume the printer" }).waitFor();
  await tabTo(page, '[data-key="printer-paused studio"]');
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("studio prints on; waiting jobs begin.").waitFor();
  await page.keyboard.press("Escape");
  assert.equal(fixture.changes.length, 0);
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Resume the printer" }).waitFor();
  fixture.answers["GET doctor"] = report([jam()]);
  await dialog.getByRole("button", { name: "Resume the printer" }).press("Enter");
  await page.getByRole("heading", { name: "studio is paused" }).waitFor({ state: "detached" });
  assert.deepEqual(fixture.changes, [{ method: "POST", path: "doctor/fix", body: { code: "printer-paused", subject: "studio" }, query: fixture.changes[0].query }]);
});

appTest(world, "a repair that fails says so, and the finding stays", async () => {
  const { page } = await open({}, { answers: { "POST doctor/fix": new Refusal(409, "conflict", "there is nothing to mend") } });
  await page.getByRole("button", { name: "Resume the printer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Resume the printer" }).click();
  await page.getByText("there is nothing to mend").first().waitFor();
  await page.getByRole("heading", { name: "studio is paused" }).waitFor();
});

appTest(world, "who may do what: an operator sees, an administrator mends, a user gets the paths", async () => {
  const operator = await open({}, { role: "operator", user: "otto" });
  await operator.page.getByText("An administrator can do this here: Resume the printer").waitFor();
  assert.equal(await operator.page.getByRole("link", { name: "Archive for whoever helps" }).count(), 0);
  const user = await open({}, { role: "user", user: "ute" });
  await user.page.getByRole("link", { name: /Paper jams/ }).waitFor();
  assert.equal(await user.page.locator(".finding").count(), 0);
});

appTest(world, "DNS records, and a computer that does not find the printers", async () => {
  const { page, fixture } = await open();
  await page.getByText("Printers in other networks").click();
  assert.equal(await page.getByRole("textbox", { name: "Printers in other networks" }).inputValue(), records);
  fixture.answers["GET doctor"] = (_, query) => (query.get("client") === "10.1.2.3" ? report([finding("routed-network", "10.1.2.3", "note", { advice: ["paste"], values: { subject: "10.1.2.3", networks: "192.0.2.0/24" } })]) : new Refusal(400, "invalid", "that is no numeric address"));
  await page.getByLabel("Address of a computer that does not find the printers").fill("10.1.2.3");
  await page.getByRole("button", { name: "Look", exact: true }).click();
  await page.getByRole("heading", { name: "10.1.2.3 is in another network" }).waitFor();
  await page.getByLabel("Address of a computer that does not find the printers").fill("my phone");
  await page.getByRole("button", { name: "Look", exact: true }).click();
  await page.getByText("that is no numeric address").waitFor();
});

const question = (id, settings = []) => ({ id, question: `${id}?`, advice: ["an advice"], guide: "quality", settings });
const asked = [question("sheet"), question("words")];
const titles = { installing: "It cannot be installed", connection: "No connection", responding: "The printer does not respond", quality: "Poor, blurred or discoloured prints", jam: "Paper jams", noise: "Unusual noise" };

// The shortest way through each path, when nothing is wrong any more, ends in a test page that is right.
for (const [id, title] of Object.entries(titles))
  appTest(world, `the path "${title}" ends in a checked test page`, async () => {
    const { page, fixture } = await open({ at: `#/doctor/guide/${id}` }, { answers: {
      "GET doctor": report([well()]), "POST printers/studio/test-page": { "job-id": 41 }, "POST printers/studio/maintain": { "job-id": 41 }, "GET printers/studio/test-page/questions": asked,
      "GET jobs/41": { "job-id": 41, "job-state": "completed" } } });
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    const step = page.locator(".step");
    let printed = false;
    for (let turn = 0; turn < 30; ++turn) {
      await step.locator(".loading").waitFor({ state: "detached" });
      if (await step.getByRole("heading", { name: "It is solved" }).count()) break;
      const before = await step.textContent();
      for (const name of ["Print the test page", "Yes", "Print the page", "It is right", "White stripes, or a colour is faint or missing", "When it takes in paper", "Here and there", "It is the same", "Done", "Begin", "Next"]) {
        const button = step.getByRole("button", { name, exact: true });
        if (!(await button.count())) continue;
        printed ||= name === "Print the test page";
        await button.click();
        break;
      }
      await until("the next step", async () => (await step.textContent()) !== before);
    }
    await step.getByRole("heading", { name: "It is solved" }).waitFor();
    assert.ok(printed, "no page was printed");
    const last = fixture.changes.at(-1);
    assert.deepEqual([last.path, last.body], ["printers/studio/test-page", { options: {}, language: "en" }]);
    await axe(page);
  });

appTest(world, "a step waits for what is wrong, mends it there, and goes on", async () => {
  const { page, fixture } = await open({ at: "#/doctor/guide/responding" }, { answers: { "GET doctor": report([paused()]), "POST doctor/fix": () => {
    fixture.answers["GET doctor"] = report([]);
    return { done: "yes" };
  } } });
  await page.getByRole("heading", { name: "studio is paused" }).waitFor();
  await screenshot(page, "doctor-guide", { fullPage: true });
  await page.getByRole("button", { name: "Resume the printer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Resume the printer" }).click();
  await page.locator(".step").getByText("This is well.").waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.locator(".step").getByRole("heading", { name: "The way to the device" }).waitFor();
});

appTest(world, "a path is remembered over a reload, and goes back", async () => {
  const { page } = await open({ at: "#/doctor/guide/jam", size: "phone" });
  await page.getByRole("button", { name: "Done" }).click();
  await page.locator(".step").getByRole("heading", { name: "Look for torn pieces" }).waitFor();
  await page.reload();
  await page.locator(".step").getByRole("heading", { name: "Look for torn pieces" }).waitFor();
  await fitsWidth(page);
  await page.getByRole("button", { name: "One step back" }).click();
  await page.locator(".step").getByRole("heading", { name: "Take the paper out" }).waitFor();
  await world.go(page, "#/doctor");
  await page.getByRole("link", { name: /Paper jams/ }).getByText("Begun").waitFor();
});

appTest(world, "a page that is not right leads on, and one that is there already is judged without another", async () => {
  const { page, fixture } = await open({ at: "#/doctor/guide/jam", size: "phone", language: "de" }, { answers: { "GET doctor": report([well()]), "GET printers/studio/test-page/questions": asked } });
  const step = page.locator(".step");
  for (const name of ["Erledigt", "Erledigt", "Erledigt", "Weiter", "Ich habe die Seite schon"]) await step.getByRole("button", { name, exact: true }).click();
  await step.getByText("Frage 1 von 2").waitFor();
  await fitsWidth(page);
  await axe(page);
  await screenshot(page, "doctor-guide-question-phone-de", { fullPage: true });
  await step.getByRole("button", { name: "Ja", exact: true }).click();
  await step.getByRole("button", { name: "Nein", exact: true }).click();
  await step.getByText("Weg des Doktors", { exact: false }).or(step.getByRole("button", { name: "Trotzdem weiter" })).first().waitFor();
  await step.getByRole("button", { name: "Trotzdem weiter" }).click();
  await step.getByRole("heading", { name: /Stelle/ }).waitFor();
  assert.equal(fixture.changes.length, 0);
});

appTest(world, "danger ends a path", async () => {
  const { page } = await open({ at: "#/doctor/guide/noise" });
  await page.getByRole("button", { name: "It smells burnt, or smokes" }).click();
  await page.locator(".step").getByRole("heading", { name: "Switch it off and unplug it" }).waitFor();
  assert.equal(await page.locator(".step").getByRole("button", { name: "Print the page" }).count(), 0);
});

appTest(world, "with the real server: a paused printer is found, mended, and a test page printed", async () => {
  await world.server.run(["pause", "-d", "ir1024"]);
  const page = await world.page({ user: "ada", at: "#/doctor" });
  await page.getByRole("heading", { name: "ir1024 is paused" }).waitFor();
  await page.getByRole("button", { name: "Resume the printer" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Resume the printer" }).click();
  await page.getByRole("heading", { name: "ir1024 is paused" }).waitFor({ state: "detached" });
  await world.go(page, "#/doctor/guide/responding");
  await page.getByLabel("Printer", { exact: true }).selectOption("ir1024");
  for (const title of ["The way to the device", "What the device says", "Waiting jobs", "The server", "Test page"]) {
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.locator(".step").getByRole("heading", { name: title }).waitFor();
  }
  await page.getByRole("button", { name: "Print the test page" }).click();
  await page.getByAltText("The test page as it was sent to the device").waitFor();
  await screenshot(page, "doctor-guide-page", { fullPage: true });
  await page.getByText("Question 1 of 7", { exact: true }).waitFor();
  for (let n = 1; n <= 7; ++n) {
    await page.getByText(`Question ${n} of 7`, { exact: true }).waitFor();
    await page.getByRole("button", { name: "Yes", exact: true }).click();
  }
  await page.getByText("The printer prints as it should.").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), world.go(page, "#/doctor").then(() => page.getByRole("link", { name: "Archive for whoever helps" }).click())]);
  assert.equal(download.suggestedFilename(), "platen-doctor.tar.gz");
});
