// What jobs.test.mjs and settings.test.mjs stage, with the server itself: it does what the app asks, and
// another window shows it without being loaded again.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import tls from "node:tls";
import { appTest, openWorld, settled, until } from "./support.mjs";

const config = '[monitoring]\nwebhook-hosts = ["127.0.0.1"]\n';
const world = await openWorld({ config });
const { server } = world;
for (const [name, role] of [["ada", "administrator"], ["uwe", "user"]]) await server.addUser(name, role);
const admin = { user: "ada" };
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const inDialog = (page, name) => page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
const row = (page, name) => page.locator(".job", { hasText: name });
const api = async (page, name) => (await page.context().request.get(`${server.url}/api/v1/${name}`)).json();
const jobsOf = async (printer) => (await server.json("jobs", "-d", printer)).map((job) => job["job-name"]);

appTest(world, "the order of the server's queue: dragged with a finger", async () => {
  await server.run(["pause", "-d", "ir1020"]);
  for (const title of ["First", "Second", "Third"]) await server.run(["submit", "-d", "ir1020", "-t", title, server.document(`${title}.pdf`)]);
  const page = await world.page({ ...admin, size: "phone", at: "#/jobs?printer=ir1020" });
  await row(page, "Third").waitFor();
  const finger = await page.context().newCDPSession(page);
  await row(page, "Third").scrollIntoViewIfNeeded();
  const from = await row(page, "Third").locator(".grip").boundingBox();
  const to = await row(page, "First").boundingBox();
  const x = from.x + 8;
  const touch = (type, y) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  await touch("touchStart", from.y + 10);
  for (let step = 1; step <= 10; ++step) await touch("touchMove", from.y + 10 - (step / 10) * (from.y + 10 - to.y - 6));
  await touch("touchEnd");
  await until("the server's order", async () => (await jobsOf("ir1020")).join() === "Third,First,Second");
});

appTest(world, "a PIN releases a job of the server; a wrong one is told", async () => {
  const page = await world.page({ user: "uwe", at: "#/jobs" });
  await page.evaluate(async () => {
    const { csrf } = await (await fetch("/api/v1/session")).json();
    const headers = { "X-Platen-CSRF": csrf };
    const { id } = await (await fetch("/api/v1/documents?name=salaries.txt", { method: "POST", headers, body: "salaries" })).json();
    await fetch("/api/v1/jobs", { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify({ printer: "ir1020", documents: [id], title: "Salaries", pin: "4711" }) });
  });
  await row(page, "Salaries").getByRole("button", { name: /^Release/ }).click();
  await page.getByLabel("PIN").fill("1111");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("alert").filter({ hasText: "the job-password is wrong" }).waitFor();
  assert.equal((await api(page, "jobs?printer=ir1020")).find((job) => job["job-name"] === "Salaries")["job-state"], "pending-held");
  await page.getByLabel("PIN").fill("4711");
  await page.keyboard.press("Enter");
  await page.getByText("Salaries is released").first().waitFor();
  await until("released", async () => (await api(page, "jobs?printer=ir1020")).find((job) => job["job-name"] === "Salaries")["job-state"] === "pending");
});

appTest(world, "settings are in force, and in another window too; refused ones stay as they were typed", async () => {
  const [page, other] = [await world.page({ ...admin, at: "#/settings/server" }), await world.page({ ...admin, at: "#/settings/server" })];
  await page.getByLabel("Days in the history", { exact: true }).fill("77");
  await press(page, "Save");
  await page.getByText("Saved", { exact: true }).first().waitFor();
  assert.equal((await api(page, "settings")).find(({ key }) => key === "history.days").value, 77);
  await until("the other window", async () => (await other.getByLabel("Days in the history", { exact: true }).inputValue()) === "77");
  await press(other, "Back to the usual: Days in the history");
  await until("back here", async () => (await page.getByLabel("Days in the history", { exact: true }).inputValue()) !== "77");
  await page.getByLabel("Name of the server").fill("x".repeat(5000));
  await press(page, "Save");
  await page.getByRole("alert").filter({ hasText: /server\.name|name/ }).first().waitFor();
  assert.equal((await page.getByLabel("Name of the server").inputValue()).length, 5000);
});

function certificate(name) {
  const files = [path.join(server.state, `${name}.pem`), path.join(server.state, `${name}.key`)];
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "400", "-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`, "-out", files[0], "-keyout", files[1]], { stdio: "ignore" });
  return files.map((file) => fs.readFileSync(file, "utf8"));
}

const shownCertificate = () => new Promise((resolve, reject) => {
  const link = tls.connect({ host: "127.0.0.1", port: server.port, rejectUnauthorized: false }, () => {
    resolve(link.getPeerCertificate().subject.CN);
    link.end();
  });
  link.on("error", reject);
});

appTest(world, "another certificate is shown to who connects; what is none is refused; then the server's own again", async () => {
  const page = await world.page({ ...admin, at: "#/settings/tls" });
  const own = await shownCertificate();
  const fill = async ([pem, key]) => {
    await press(page, "Use another certificate");
    await page.getByLabel("Certificate", { exact: true }).fill(pem);
    await page.getByLabel("Private key").fill(key);
    await inDialog(page, "Use it");
  };
  await fill([certificate("one.example")[0], certificate("two.example")[1]]);
  await page.getByRole("dialog").getByRole("alert").filter({ hasText: /\w/ }).waitFor();
  await inDialog(page, "Cancel");
  assert.equal(await shownCertificate(), own);
  await fill(certificate("print.example"));
  await page.getByText("New connections use the new certificate").first().waitFor();
  assert.equal(await shownCertificate(), "print.example");
  await press(page, "Back to the server's own");
  await page.getByRole("dialog").getByRole("button").last().click();
  await until("its own", async () => (await shownCertificate()) === own);
});

appTest(world, "a department and a quota: kept by the server, shown in another window", async () => {
  const [page, other] = [await world.page({ ...admin, at: "#/settings/accounts" }), await world.page({ ...admin, at: "#/settings/accounts" })];
  await press(page, "New department");
  await page.getByLabel("Number").fill("42");
  await page.getByLabel("Name", { exact: true }).fill("Sales");
  await page.getByLabel("PIN", { exact: true }).fill("9753");
  await inDialog(page, "Save");
  await other.getByText("42 Sales").waitFor();
  await press(page, "New quota");
  await page.getByLabel("User name", { exact: true }).fill("uwe");
  await page.getByLabel("How much").fill("50");
  await page.getByLabel("Department", { exact: true }).selectOption("42");
  await inDialog(page, "Save");
  await other.getByText("50 sheets a month").waitFor();
  const kept = await api(page, "accounts");
  assert.deepEqual(kept.departments.map(({ id, pin }) => [id, pin]), [["42", true]]);
  assert.deepEqual(kept.users, [{ user: "uwe", department: "42", allowance: "50-sheets-month" }]);
});

appTest(world, "a webhook gets its test; one that cannot be reached is told", async () => {
  const heard = [];
  const hook = http.createServer((request, answer) => {
    let text = "";
    request.on("data", (piece) => (text += piece));
    request.on("end", () => { heard.push(JSON.parse(text)); answer.end("{}"); });
  });
  await new Promise((resolve) => hook.listen(0, "127.0.0.1", resolve));
  hook.unref(); // a test that fails does not wait for it
  const page = await world.page({ ...admin, at: "#/settings/notifications", allow: [/503/] });
  const other = await world.page({ ...admin, at: "#/settings/notifications" });
  await press(page, "New recipient");
  await page.getByLabel("Name", { exact: true }).fill("Night");
  await page.getByLabel("Kind").selectOption("webhook");
  await page.getByLabel("Address", { exact: true }).fill(`http://127.0.0.1:${hook.address().port}/hook`);
  await page.getByLabel("Job done").check();
  await page.getByLabel("From").fill("22:00");
  await page.getByLabel("To", { exact: true }).fill("07:00");
  await inDialog(page, "Save");
  await other.getByRole("heading", { name: "Night" }).waitFor();
  await press(page, "Test: Night");
  await page.getByText("Night was sent a test").first().waitFor();
  assert.equal(heard.length, 1);
  const [kept] = await api(page, "notification-targets");
  assert.deepEqual([kept.kind, kept.quiet, kept.events.includes("job-completed")], ["webhook", { from: "22:00", to: "07:00" }, true]);
  await new Promise((resolve) => hook.close(resolve));
  await press(page, "Test: Night");
  await page.locator(".toast, [role=alert]").filter({ hasText: "127.0.0.1" }).first().waitFor();
});

appTest(world, "users, contacts, destinations and scan recipes of one window are in the other", async () => {
  const [page, other] = [await world.page({ ...admin, at: "#/settings/users" }), await world.page({ ...admin, at: "#/settings/users" })];
  await press(page, "New user");
  await page.getByLabel("User name", { exact: true }).fill("kim");
  await page.getByLabel("Password").fill("kim has a long password");
  await inDialog(page, "Save");
  await other.getByRole("button", { name: "Change kim" }).waitFor();
  for (const [part, command] of [["contacts", ["contacts", "add", "Ada-Lovelace", "ada@example.com"]],
    ["destinations", ["destinations", "add", "Archive", server.state]], ["recipes", ["scan-recipes", "add", "Letter", "-o", "format=pdf"]]]) {
    await world.go(other, `#/scan/${part}`);
    await server.run(command);
    await other.getByText(command[2]).first().waitFor();
  }
});

appTest(world, "a backup is taken, checked, and in force after the next start", async () => {
  const page = await world.page({ ...admin, at: "#/settings/backup" });
  const archive = await (await page.context().request.get(`${server.url}/api/v1/backup`)).body();
  await server.run(["add", "-d", "later", "-m", "canon-ir1020", "-v", "file:/dev/null"]);
  const give = async (buffer) => {
    await page.locator("[data-key=restore]").setInputFiles({ name: "platen.tar", mimeType: "application/x-tar", buffer });
    await inDialog(page, "Restore");
  };
  await give(Buffer.from("no archive"));
  await page.getByRole("status").filter({ hasText: /archive|tar/ }).waitFor();
  await give(archive);
  await page.getByText("The archive is good").waitFor();
  await server.end();
  await server.begin(server.port);
  const names = (await server.json("printers")).map((printer) => printer["printer-name"]);
  assert.ok(names.includes("ir1020") && !names.includes("later"), names.join());
  await page.reload();
  await settled(page);
});
