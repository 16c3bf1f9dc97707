// platen server for the browser tests: its own state folder and port, gone afterwards.
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const platen = process.env.PLATEN;
const patience = Number(process.env.TEST_PATIENCE ?? 1);

export class Server {
  // `config`: the text of platen.toml; `demo`: with the three virtual printers.
  static async start({ config, demo = true } = {}) {
    if (!platen || !fs.existsSync(platen)) throw new Error(`PLATEN does not name the program: ${platen}`);
    const server = new Server();
    server.state = fs.mkdtempSync(path.join(os.tmpdir(), "platen-web-"));
    server.socket = path.join(server.state, "platen.sock");
    server.passwords = {};
    server.words = demo ? ["--demo"] : [];
    if (config) {
      const file = path.join(server.state, "test.toml");
      fs.writeFileSync(file, config);
      server.words.push("--config", file);
    }
    await server.begin(0);
    return server;
  }

  async begin(port) {
    const root = process.getuid() === 0 ? ["--allow-root"] : [];
    const log = fs.openSync(path.join(this.state, "server.log"), "a");
    this.process = spawn(platen, ["server", ...this.words, "--state", this.state, "--port", String(port), ...root], { stdio: ["ignore", "pipe", log] });
    fs.closeSync(log);
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.ended = ended;
    for await (const line of createInterface({ input: this.process.stdout })) {
      const found = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(line);
      if (!found) continue;
      this.port = Number(found[1]);
      this.url = `http://127.0.0.1:${this.port}`;
      this.process.stdout.resume();
      return;
    }
    throw new Error(`the server does not start: ${fs.readFileSync(path.join(this.state, "server.log"), "utf8")}`);
  }

  // Ends the process; the state stays. begin(server.port) starts it again.
  async end(signal = "SIGTERM") {
    this.process.kill(signal);
    await this.ended;
  }

  async stop() {
    await this.end();
    fs.rmSync(this.state, { recursive: true, force: true, maxRetries: 5 });
  }

  // Standard output of a command for this server; as its administrator, through the socket.
  run(words, { input, fails = false } = {}) {
    return new Promise((resolve, reject) => {
      const child = execFile(platen, words.map(String), {
        env: { ...process.env, PLATEN_SERVER: this.socket }, timeout: 60000 * patience, maxBuffer: 1 << 26,
      }, (error, out, err) => (Boolean(error) === fails ? resolve(out) : reject(new Error(`platen ${words.join(" ")}: ${err}${out}`))));
      child.stdin.on("error", () => {}); // it wanted none
      child.stdin.end(input ?? "");
    });
  }

  async json(...words) {
    return JSON.parse(await this.run([...words, "--json"]));
  }

  // role: user, operator or administrator.
  async addUser(name, role = "user", password = `${name} has a long password`) {
    this.passwords[name] = password;
    await this.run(["user", "set", "--state", this.state, "--role", role, name], { input: `${password}\n` });
  }

  // A small PDF in the state folder: one page for each text.
  document(name, pages = ["A page"]) {
    const file = path.join(this.state, name);
    fs.writeFileSync(file, pdf(pages));
    return file;
  }
}

// A PDF with a line of text on each A4 page.
export function pdf(pages) {
  const objects = ["<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Kids[${pages.map((_, i) => `${4 + 2 * i} 0 R`).join(" ")}]/Count ${pages.length}>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"];
  for (const [i, text] of pages.entries()) {
    const content = `BT /F1 36 Tf 72 700 Td (${text.replace(/[()\\]/g, "")}) Tj ET`;
    objects.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${5 + 2 * i} 0 R/Resources<</Font<</F1 3 0 R>>>>>>`,
      `<</Length ${content.length}>>\nstream\n${content}\nendstream`);
  }
  let out = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const at = out.length;
    out += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = out.length;
  out += `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("")}`;
  return `${out}trailer<</Size ${offsets.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
}
