// The jobs of all devices: each thing that can be done with them, by mouse, finger and keyboard.
import assert from "node:assert/strict";
import { Fixture, Refusal, job, printer } from "./fixture.mjs";
import { appTest, axe, fitsWidth, openWorld, screenshot, tabTo, until } from "./support.mjs";

const world = await openWorld();
await world.server.addUser("ada", "administrator");

const printers = () => [printer("studio", { "printer-info": "Studio, imagePROGRAF with a name that is rather long", model: "canon-pro-1000", "printer-state": "processing" }), printer("copier", { "printer-info": "Copier" })];
const held = { "job-state": "pending-held", can: ["release", "cancel", "move", "change"] };
const jobs = () => [
  job(1, { "printer-name": "studio", "job-name": "Harbour.tif", "job-state": "processing", "job-impressions": 12, "job-impressions-completed": 5, can: ["cancel"] }),
  job(2, { "printer-name": "studio", "job-name": "Portrait" }), job(3, { "printer-name": "studio", "job-name": "Contact sheet" }), job(4, { "printer-name": "studio", "job-name": "Exhibition" }),
  job(5, { "printer-name": "copier", "job-name": "Salaries", "job-state-reasons": ["job-password-wait"], confidential: true, ...held }),
  job(6, { "printer-name": "copier", "job-name": "Report", "job-hold-until": "night", "job-state-reasons": ["job-hold-until-specified"], ...held, statement: [{ document: 1, pages: "1-4", source: "sRGB", resolution: "600dpi", "black-point-compensation": true }], options: { sides: "two-sided-long-edge" } }),
  job(7, { "printer-name": "copier", "job-name": "Invoice", "job-state": "completed", can: ["reprint"], "job-state-message": "4 sheets delivered" }),
  job(8, { "printer-name": "copier", "job-name": "Broken", "job-state": "aborted", can: ["reprint"], "job-state-message": "page 3: the picture ends too early" }),
];
const options = [
  { name: "media", label: "media", default: "iso_a4_210x297mm", values: ["iso_a4_210x297mm", "iso_a5_148x210mm"], group: "paper" },
  { name: "sides", label: "sides", default: "one-sided", values: ["one-sided", "two-sided-long-edge"], group: "layout" },
  { name: "copies", label: "copies", default: "1", form: "1..999", group: "job" },
];

async function open(more = {}, how = {}) {
  const page = await world.page({ ...how, at: null });
  const fixture = new Fixture({ printers: printers(), jobs: jobs(), ...more, answers: { "GET printers/studio/options": options, "GET printers/copier/options": options, ...more.answers } });
  await fixture.install(page);
  await world.go(page, how.at ?? "#/jobs");
  const row = (name) => page.locator(".job", { hasText: name });
  return { page, fixture, row };
}

const last = (fixture) => {
  const { method, path, body } = fixture.changes.at(-1) ?? {};
  return [`${method} ${path}`, body];
};
const order = (page, name) => page.locator(`.job-list[data-printer=${name}] .words a`).allTextContents();
const choose = async (page, row, text) => {
  await row.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("button", { name: text, exact: true }).last().click();
};

for (const size of ["phone", "tablet", "desktop"])
  for (const theme of ["light", "dark"])
    appTest(world, `the queue, the history and a job on a ${size}, ${theme}`, async () => {
      const { page, row } = await open({}, { size, theme });
      await row("Report").waitFor();
      await fitsWidth(page);
      await axe(page);
      await screenshot(page, `jobs-${size}-${theme}`);
      await row("Report").getByRole("button", { name: /^More for/ }).click();
      await axe(page, [".job .words"]); // the menu lies over some of them
      await page.keyboard.press("Escape");
      await row("Report").getByRole("link").click();
      await page.getByRole("heading", { level: 2, name: "Report" }).waitFor();
      await page.getByText("Statement").click();
      await page.getByText("Document 1, pages 1-4").waitFor();
      await page.getByText("600dpi").waitFor();
      await fitsWidth(page);
      await axe(page);
      await screenshot(page, `job-${size}-${theme}`);
      await page.getByRole("link", { name: "Close" }).click();
      await page.getByText("History").click();
      await page.getByText("the picture ends too early").waitFor();
      await axe(page);
    });

appTest(world, "hold, release, and what others do meanwhile", async () => {
  const { page, fixture, row } = await open();
  await row("Portrait").getByRole("button", { name: /^Hold/ }).click();
  await row("Portrait").getByText("Held").waitFor();
  assert.deepEqual(last(fixture), ["POST jobs/2/hold", { until: "indefinite" }]);
  await row("Portrait").getByRole("button", { name: /^Release/ }).click();
  await row("Portrait").getByText("Waiting").waitFor();
  fixture.jobs[0]["job-impressions-completed"] = 11;
  await fixture.tell("job", 1);
  await until("progress", async () => (await row("Harbour").getByRole("progressbar").getAttribute("value")) === "11");
  fixture.jobs.find((one) => one["job-id"] === 2)["job-state"] = "completed";
  await fixture.tell("job", 2);
  await row("Portrait").waitFor({ state: "detached" });
});

appTest(world, "cancel asks first", async () => {
  const { page, fixture, row } = await open();
  await row("Portrait").getByRole("button", { name: /^Cancel/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Back" }).click();
  assert.equal(fixture.changes.length, 0);
  await row("Portrait").getByRole("button", { name: /^Cancel/ }).click();
  await axe(page);
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await row("Portrait").waitFor({ state: "detached" });
  assert.deepEqual(last(fixture)[0], "POST jobs/2/cancel");
});

appTest(world, "the order: dragged with the mouse", async () => {
  const { page, fixture, row } = await open();
  const from = await row("Exhibition").locator(".grip").boundingBox();
  const to = await row("Portrait").boundingBox();
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y - 20, { steps: 4 });
  await page.mouse.move(from.x + 8, to.y + 4, { steps: 8 });
  await page.mouse.up();
  await until("moved", () => fixture.changes.length === 1);
  assert.deepEqual(last(fixture), ["PUT jobs/4/place", { after: null }]);
  await until("order", async () => (await order(page, "studio")).join() === "Harbour.tif,Exhibition,Portrait,Contact sheet");
});

appTest(world, "the order: with the arrow keys, told to a screen reader", async () => {
  const { page, fixture } = await open();
  await tabTo(page, "[data-job='3'] .grip");
  await page.keyboard.press("ArrowUp");
  await until("moved", () => fixture.changes.length === 1);
  assert.deepEqual(last(fixture), ["PUT jobs/3/place", { after: null }]);
  await page.locator("[role=status]", { hasText: "Contact sheet: place 1 of 3" }).waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => document.activeElement.closest(".job").dataset.job), "3");
  await page.keyboard.press("ArrowUp");
  await page.locator("[role=status]", { hasText: "Already the first" }).waitFor({ state: "attached" });
});

appTest(world, "a drag that is given up with Escape changes nothing", async () => {
  const { page, fixture, row } = await open();
  const from = await row("Portrait").locator(".grip").boundingBox();
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y + 150, { steps: 6 });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  assert.equal((await order(page, "studio")).join(), "Harbour.tif,Portrait,Contact sheet,Exhibition");
  assert.equal(fixture.changes.length, 0);
});

appTest(world, "moved to another printer: dragged, and by the menu", async () => {
  const { page, fixture, row } = await open();
  const from = await row("Exhibition").locator(".grip").boundingBox();
  const to = await row("Report").boundingBox();
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, to.y + to.height - 8, { steps: 12 });
  await page.mouse.up();
  await until("moved", () => fixture.changes.length === 1);
  assert.deepEqual(last(fixture), ["POST jobs/4/move", { printer: "copier" }]);
  await until("shown there", async () => (await order(page, "copier")).includes("Exhibition"));
  await choose(page, row("Portrait"), "Move to…");
  await axe(page);
  await page.getByRole("dialog").getByLabel("To").selectOption("copier");
  await page.getByRole("dialog").getByRole("button", { name: "Move" }).click();
  await until("shown there", async () => (await order(page, "copier")).includes("Portrait"));
});

appTest(world, "a time for it: a keyword, or a moment", async () => {
  const { page, fixture, row } = await open();
  await choose(page, row("Portrait"), "Schedule…");
  await axe(page);
  await page.getByRole("radio", { name: "at night" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Schedule" }).click();
  await row("Portrait").getByText("at night").waitFor();
  assert.deepEqual(last(fixture), ["POST jobs/2/hold", { until: "night" }]);
  await choose(page, row("Contact sheet"), "Schedule…");
  await page.getByLabel("Date and time").fill("2027-05-04T18:30");
  assert.ok(await page.getByRole("radio", { name: "at a time" }).isChecked());
  await page.getByRole("dialog").getByRole("button", { name: "Schedule" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(last(fixture), ["POST jobs/3/hold", { until: "2027-05-04T16:30:00Z" }]); // the page is in Berlin
});

appTest(world, "settings before it is released: only what was changed is sent, and what is refused stays typed", async () => {
  const { page, fixture, row } = await open({ answers: { "POST jobs/6": (body) => (body.options.copies === "5000" ? new Refusal(400, "invalid", "copies is a number from 1 to 999") : {}) } });
  await choose(page, row("Report"), "Change settings…");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Paper size").selectOption("iso_a5_148x210mm");
  await dialog.getByText("Job", { exact: true }).click();
  await axe(page);
  await dialog.getByLabel("Copies").fill("5000");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("copies is a number from 1 to 999").waitFor();
  assert.equal(await dialog.getByLabel("Copies").inputValue(), "5000");
  await dialog.getByLabel("Copies").fill("3");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(last(fixture), ["POST jobs/6", { options: { media: "iso_a5_148x210mm", copies: "3" } }]);
});

appTest(world, "what is over is printed again, as it was or with changes", async () => {
  const { page, fixture, row } = await open({}, { at: "#/jobs?view=done" });
  await row("Invoice").getByRole("button", { name: /^Print again/ }).click();
  await page.getByText("Printed again as job 900").first().waitFor();
  assert.deepEqual(last(fixture), ["POST jobs/7/reprint", {}]);
  await choose(page, row("Broken"), "Print again with changes…");
  await page.getByRole("dialog").getByText("Layout").click();
  await page.getByRole("dialog").getByLabel("Sides").selectOption("two-sided-long-edge");
  await page.getByRole("dialog").getByRole("button", { name: "Print again" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.deepEqual(last(fixture), ["POST jobs/8/reprint", { options: { sides: "two-sided-long-edge" } }]);
});

appTest(world, "search and printer: in the address, so that they can be kept", async () => {
  const { page, row } = await open();
  await page.getByLabel("Search jobs").fill("harb");
  await row("Portrait").waitFor({ state: "detached" });
  await row("Harbour").waitFor();
  await page.getByLabel("Search jobs").fill("nothing like it");
  await page.getByText("No job matches the search.").waitFor();
  await page.getByLabel("Search jobs").fill("");
  await row("Portrait").waitFor();
  await page.getByLabel("Printer").selectOption("copier");
  await row("Portrait").waitFor({ state: "detached" });
  assert.match(page.url(), /#\/jobs\?printer=copier$/);
  await page.reload();
  await row("Report").waitFor();
  assert.equal(await row("Portrait").count(), 0);
});

appTest(world, "by keyboard alone: held, opened, cancelled", async () => {
  const { page, fixture } = await open();
  await tabTo(page, "[data-job='2'] [data-key=hold]");
  await page.keyboard.press("Enter");
  await until("held", () => fixture.changes.length === 1);
  await until("the focus stays", () => page.evaluate(() => document.activeElement.closest(".job")?.dataset.job === "2"));
  await tabTo(page, "[data-job='2'] [data-key=more]");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: "Portrait" }).waitFor();
  await until("the focus is on it", () => page.evaluate(() => document.activeElement.tagName === "H2"));
  await tabTo(page, ".details [data-key=Cancel]");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await until("cancelled", () => last(fixture)[0] === "POST jobs/2/cancel");
});

appTest(world, "an open menu is left alone while its job goes on", async () => {
  const { page, fixture, row } = await open();
  await row("Harbour").getByRole("button", { name: /^More for/ }).click();
  fixture.jobs[0]["job-impressions-completed"] = 9;
  await fixture.tell("job", 1);
  await until("it was asked for", () => fixture.asked.filter(({ path }) => path === "jobs/1").length > 0);
  await page.locator(".menu-panel").getByRole("button", { name: "Details" }).click();
  await page.getByRole("heading", { level: 2, name: "Harbour.tif" }).waitFor();
});

appTest(world, "script in titles, users and messages is text", async () => {
  const evil = "<img src=x onerror=alert(1)>";
  const { page, row } = await open({ jobs: [job(1, { "printer-name": "studio", "job-name": evil, "job-originating-user-name": evil, "job-state-message": evil, statement: [{ document: evil, pages: evil, [evil]: evil }], options: { [evil]: evil } })] });
  page.on("dialog", () => assert.fail("a script of a job ran"));
  await row(evil).getByRole("link").click();
  await page.getByRole("heading", { level: 2 }).getByText(evil).waitFor();
  assert.equal(await page.locator("img[src=x]").count(), 0);
});

appTest(world, "no job, and a job that is gone", async () => {
  const { page } = await open({ jobs: [] });
  await page.getByText("No job waits.").waitFor();
  await axe(page);
  await page.evaluate(() => (location.hash = "#/jobs/4711"));
  await page.getByText("there is no jobs/4711").waitFor();
  await axe(page);
});

appTest(world, "a thousand jobs: all are there, and the last can be cancelled", async () => {
  const many = Array.from({ length: 1000 }, (_, at) => job(at + 1, { "printer-name": at % 2 ? "copier" : "studio" }));
  const { page, fixture } = await open({ jobs: many });
  await until("all of them", async () => (await page.locator(".job").count()) === 1000);
  await page.locator("[data-job='1000']").scrollIntoViewIfNeeded();
  await page.locator("[data-job='1000']").getByRole("button", { name: /^Cancel/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.locator("[data-job='1000']").waitFor({ state: "detached" });
  assert.equal(fixture.changes.length, 1);
});

appTest(world, "a job that goes to the end of a long list moves alone, and keeps the focus", async () => {
  const many = Array.from({ length: 200 }, (_, at) => job(at + 1, { "printer-name": "copier" }));
  const { page, fixture } = await open({ jobs: many });
  await until("all of them", async () => (await page.locator(".job").count()) === 200);
  await page.evaluate(() => {
    window.moved = new Set();
    new MutationObserver((all) => all.forEach(({ addedNodes }) => addedNodes.forEach((one) => window.moved.add(one.dataset.job))))
      .observe(document.querySelector(".job-list[data-printer=copier]"), { childList: true });
  });
  await page.locator("[data-job='1'] [data-key=hold]").focus();
  fixture.jobs = [...many.slice(1), { ...many[0], ...held }];
  await fixture.tell("job", 1);
  await page.locator("[data-job='1']").getByText("Held").waitFor();
  assert.equal(await page.locator(".job").last().getAttribute("data-job"), "1");
  assert.deepEqual(await page.evaluate(() => [...window.moved]), ["1"]);
  assert.equal(await page.evaluate(() => document.activeElement.closest(".job")?.dataset.job), "1");
  // Several at once, one of them gone and one new.
  fixture.jobs = [job(300, { "printer-name": "copier" }), ...fixture.jobs.filter((one) => ![5, 9, 60].includes(one["job-id"])), many[59], many[4]];
  await fixture.tell("job", 5);
  await until("the new order", async () =>
    (await page.locator(".job").evaluateAll((all) => all.map(({ dataset }) => dataset.job))).join() === fixture.jobs.map((one) => one["job-id"]).join());
  assert.deepEqual(await page.evaluate(() => [...window.moved].sort()), ["1", "300", "5", "60"]);
});

appTest(world, "a long list shows its first jobs while the rest still comes", async () => {
  const parts = [];
  const page = await world.page({ at: null });
  await new Fixture({ printers: printers(), jobs: [] }).install(page);
  await page.route("**/api/v1/jobs?which=not-completed*", async (route) => {
    const first = Number(new URL(route.request().url()).searchParams.get("first") ?? 1);
    if (first > 1) await new Promise((resolve) => parts.push(resolve));
    await route.fulfill({ json: [job(first, { "printer-name": "copier" })], headers: first < 3 ? { "X-Platen-Next": String(first + 1) } : {} });
  });
  await page.goto(`${world.server.url}/#/jobs`);
  for (const shown of [1, 2, 3]) {
    await until(`${shown} of 3`, async () => (await page.locator(".job").count()) === shown);
    if (shown < 3) await until("the next is asked for", async () => parts.length === shown);
    parts[shown - 1]?.();
  }
});

// From here on the server itself, with its virtual printers. One of them is paused, so that jobs wait.
let paused;
async function real(how = {}) {
  const { server } = world;
  paused ??= Promise.all([server.run(["pause", "-d", "ir1020"]), server.run(["pause", "-d", "ir1024"])]);
  await paused;
  const page = await world.page({ user: "ada", at: "#/jobs", ...how });
  const row = (name) => page.locator(".job", { hasText: name });
  return { page, row, server };
}
const send = (server, title, ...words) => server.run(["submit", "-d", "ir1020", "-t", title, ...words, server.document(`${title}.pdf`, ["One", "Two"])]);
const stateOf = async (server, title) => (await server.json("jobs")).find((one) => one["job-name"] === title);

appTest(world, "on the server: a job appears by itself, is held, released, moved up, moved, cancelled", async () => {
  const { page, row, server } = await real();
  await send(server, "First");
  await row("First").waitFor();
  await send(server, "Second");
  await send(server, "Third");
  await row("Third").getByRole("button", { name: /^Hold/ }).click();
  await row("Third").getByText("Held").waitFor();
  await row("Third").getByRole("button", { name: /^Release/ }).click();
  await row("Third").getByText("Waiting").waitFor();
  await row("Second").locator(".grip").focus();
  await page.keyboard.press("ArrowUp");
  await until("the server has the new order", async () => (await server.json("jobs")).map((one) => one["job-name"]).join() === "Second,First,Third");
  await until("and so does the page", async () => (await order(page, "ir1020")).join() === "Second,First,Third");
  await choose(page, row("Second"), "Move to…");
  await page.getByRole("dialog").getByLabel("To").selectOption("ir1024");
  await page.getByRole("dialog").getByRole("button", { name: "Move" }).click();
  await until("moved", async () => (await order(page, "ir1024")).includes("Second"));
  await row("First").getByRole("button", { name: /^Cancel/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await row("First").waitFor({ state: "detached" });
  assert.equal(await stateOf(server, "First"), undefined);
});

appTest(world, "on the server: a time, other settings", async () => {
  const { page, row, server } = await real();
  await send(server, "Timed");
  await row("Timed").waitFor();
  await choose(page, row("Timed"), "Schedule…");
  await page.getByLabel("Date and time").fill("2033-05-04T18:30");
  await page.getByRole("dialog").getByRole("button", { name: "Schedule" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await row("Timed").getByText("Held").waitFor();
  await choose(page, row("Timed"), "Change settings…");
  await page.getByRole("dialog").locator("details", { has: page.locator("[name=sides]") }).locator("summary").click();
  await page.getByRole("dialog").locator("[name=sides]").selectOption("two-sided-long-edge");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await row("Timed").getByRole("link").click();
  await page.getByText(/\d+ settings?/).click();
  await page.locator(".details dd", { hasText: "Both sides" }).waitFor();
});

appTest(world, "on the server: printed again from the history, and its statement", async () => {
  const { page, row, server } = await real();
  await server.run(["submit", "-w", "-d", "pro-1000", "-t", "Done before", server.document("done.pdf")]);
  await page.getByText("History").click();
  await row("Done before").getByText("Printed", { exact: true }).waitFor();
  await row("Done before").getByRole("link").click();
  await page.getByText("Statement", { exact: true }).click();
  await page.getByText("Document 1, pages 1").waitFor();
  await axe(page);
  await page.locator(".details").getByRole("button", { name: "Print again", exact: true }).click();
  await until("twice", async () => (await page.locator(".job", { hasText: "Done before" }).count()) === 2);
});
