// The pictures of the app in docs/images, made anew: tests/web/screenshots [BUILD_FOLDER]. A server with the virtual
// devices prints, holds and fails what is to be seen.
import fs from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { fromSource, launch, settled, sizes } from "./support.mjs";
import { Server } from "./server.mjs";

const into = process.env.DOCS_IMAGES;

// A picture is dropped, and its preview there.
async function preview(page, server) {
  await page.setInputFiles("input[type=file]:not([capture])", path.join(server.state, "Harbour at dawn.png"));
  await page.waitForTimeout(6000);
  await pictures(page);
}

// The copier's stack is scanned, and waits to be looked at.
async function scan(page) {
  await page.getByText("Just scan", { exact: true }).click();
  await page.getByRole("button", { name: "Make the file" }).waitFor({ timeout: 120_000 });
  await pictures(page);
}

// name, address, how; `act(page, server)` before the picture is taken. Each becomes app-NAME.jpg.
const shots = [
  { name: "home", at: "#/home" },
  { name: "home-phone", at: "#/home", size: "phone", theme: "dark" },
  { name: "jobs", at: "#/jobs/3", theme: "dark" },
  { name: "jobs-phone", at: "#/jobs", size: "phone" },
  { name: "print", at: "#/print?printer=pro-1000", act: preview },
  { name: "print-phone", at: "#/print?printer=pro-1000", size: "phone", theme: "dark", act: preview },
  { name: "scan", at: "#/scan", act: scan },
  { name: "library", at: "#/library" },
  { name: "maintenance", at: "#/maintenance/pro-1000" },
  { name: "doctor", at: "#/doctor", act: (page) => page.getByText("Step by step").waitFor({ timeout: 60_000 }) },
  { name: "settings", at: "#/settings/devices", theme: "dark" },
];

async function printed(server) {
  const samples = ["picture", "document"].map((kind) => {
    const file = path.join(server.state, kind === "picture" ? "Harbour at dawn.png" : "Quarterly report.pdf");
    execFileSync(process.env.PLATEN, ["test-page", kind, "-O", file]);
    return file;
  });
  const named = (name, info, place) => server.run(["modify", "-d", name, "-o", `printer-info=${info}`, "-o", `printer-location=${place}`]);
  await named("pro-1000", "Studio PRO-1000", "Studio");
  await named("ir1020", "Office copier", "Hallway");
  await named("ir1024", "Copier upstairs", "2nd floor");
  await server.run(["recipes", "add", "Exhibition, A4", "-d", "pro-1000", "-o", "media=iso_a4_210x297mm", "-o", "print-quality=high", "-o", "print-scaling=fit"]);
  await server.run(["recipes", "add", "Minutes, both sides", "-d", "ir1020", "-o", "sides=two-sided-long-edge", "-o", "number-up=2"]);
  await server.run(["submit", "-d", "ir1024", "-t", "Minutes of the meeting", samples[1]]);
  await server.run(["pause", "-d", "ir1020"]);
  await server.run(["submit", "-d", "ir1020", "-t", "Invoice 2214", samples[1]]);
  await server.run(["submit", "-d", "ir1020", "-o", "sides=two-sided-long-edge", "-t", "Quarterly report", samples[1]]);
  await server.run(["submit", "-d", "ir1020", "-o", "job-hold-until=night", "-t", "Catalogue, 3 copies", "-n", "3", samples[1]]);
  await server.run(["submit", "-d", "pro-1000", "-o", "job-hold-until=indefinite", "-t", "Harbour at dawn", samples[0]]);
}

// All pictures that are in view are there.
async function pictures(page) {
  await page.waitForTimeout(1500);
  const missing = () => page.evaluate(() => [...document.images].some((one) => one.getBoundingClientRect().top < innerHeight && !(one.complete && one.naturalWidth)));
  for (let tries = 0; tries < 120 && (await missing()); ++tries) await page.waitForTimeout(500);
}

const server = await Server.start();
const browser = await launch();
try {
  await server.addUser("ada", "administrator");
  await printed(server);
  fs.mkdirSync(into, { recursive: true });
  for (const { name, at, size = "desktop", theme = "light", act } of shots) {
    const context = await browser.newContext({ ...sizes[size], colorScheme: theme, locale: "en-GB", reducedMotion: "reduce" });
    await context.request.post(`${server.url}/api/v1/session`, { data: { user: "ada", password: server.passwords.ada } });
    const page = await context.newPage();
    if (process.env.WEB_LIVE) await context.route("**/app/**", (route) => fromSource(route));
    await page.goto(`${server.url}/${at}`);
    await settled(page);
    await pictures(page);
    await act?.(page, server);
    const file = path.join(into, `app-${name}.jpg`);
    await page.screenshot({ path: file, type: "jpeg", quality: 82 });
    console.log(`${file}: ${fs.statSync(file).size} bytes`);
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
