// What /install gives PowerShell, read by a grammar of PowerShell that others wrote (tree-sitter-powershell): no browser is in it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import v8 from "node:v8";
import { createRequire } from "node:module";
import { Server } from "./server.mjs";

const require = createRequire(`${process.env.WEB_MODULES}/package.json`);
const { Language, Parser } = require("web-tree-sitter");

// Compiling the grammar once more and better takes longer than using it, and the process would wait for that.
v8.setFlagsFromString("--no-wasm-tier-up");
v8.setFlagsFromString("--no-wasm-dynamic-tiering");

let server, parser;
before(async () => {
  await Parser.init();
  parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm")));
  server = await Server.start();
});
after(() => server.stop());

// The server takes none with an end of line, which install_test has.
const titles = ["It's", "'; Remove-Item C:\\ -Recurse; '", "$(calc) `whoami` \"x\" $env:PATH", "a; Remove-Item x", "B\u00fcro \u4e8b\u52d9\u6240 \u{1f5a8}", "#> } ) ] @'", "\u202e'x", "''''", "-Name x", ""];

async function fetchText(path) {
  const answer = await fetch(`${server.url}${path}`);
  assert.equal(answer.status, 200, path);
  return new TextDecoder("utf-8").decode(await answer.arrayBuffer()); // without the mark of UTF-8
}

function parsed(text) {
  const { rootNode } = parser.parse(text);
  const wrong = [];
  const walk = (node) => {
    if (node.isError || node.isMissing) wrong.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`);
    node.children.forEach(walk);
  };
  walk(rootNode);
  assert.deepEqual(wrong, [], text);
  return rootNode;
}

const all = (node, type) => node.descendantsOfType(type);
const commands = (node) => all(node, "command_name").map((one) => one.text);
// 'It''s' -> It's
const value = (text) => text.slice(1, -1).replaceAll("''", "'");

test("the grammar sees what is wrong", () => {
  for (const wrong of ["Add-Printer -Name 'It's' -IppURL 'x'", "if ($x { y }", "foreach ($a in $b) { 'x"])
    assert.ok(parser.parse(wrong).rootNode.hasError, wrong);
});

test("the script is PowerShell, and runs what it says", async () => {
  const script = parsed(await fetchText("/install/platen.ps1"));
  const called = new Set(commands(script));
  for (const name of ["Add-Printer", "Get-Printer", "Remove-Printer", "Rename-Printer", "Set-Printer", "Test-NetConnection", "Invoke-CimMethod"])
    assert.ok(called.has(name), name);
  for (const name of called) assert.doesNotMatch(name, /^(iex|iwr|Invoke-(Expression|WebRequest|RestMethod|Command)|Import-Certificate|Start-Process|Set-ExecutionPolicy|&|\.)$/i);
  const own = new Set(all(script, "function_name").map((one) => one.text));
  assert.deepEqual([...own].sort(), ["Add-Wanted", "Find-Printer", "Remove-Added", "Send-TestPage", "Stop-With"]);
});

test("whatever a printer is called, line and script stay what they are", async () => {
  const plain = parsed(await fetchText("/install/platen.ps1?printer=ir1020")).toString();
  for (const title of titles) {
    await server.run(["modify", "-d", "ir1020", "-o", `printer-info=${title}`]);
    const script = parsed(await fetchText("/install/platen.ps1?printer=ir1020"));
    assert.equal(script.toString(), plain, `another title, another script: ${JSON.stringify(title)}`);
    const guide = JSON.parse(await fetchText("/install/guide.json?printer=ir1020&system=windows"));
    const [line] = guide.ways[0].steps.filter(({ command }) => command).map(({ command }) => command);
    const root = parsed(line);
    assert.deepEqual(commands(root), ["Add-Printer"]);
    const texts = all(root, "verbatim_string_characters").map((one) => value(one.text));
    assert.equal(texts.length, 2, line);
    assert.equal(texts[1], `${server.url}/ipp/print/ir1020`);
    assert.doesNotMatch(texts[0], /[\n\r\u202e\\,!"]/);
  }
  await server.run(["modify", "-d", "ir1020", "-o", "printer-info=imageRUNNER"]);
});

test("the other lines for Windows are PowerShell as well", async () => {
  const guide = JSON.parse(await fetchText("/install/guide.json?system=windows"));
  const lines = [...guide.ways.flatMap(({ steps }) => steps), ...guide.check].map(({ command }) => command).filter(Boolean);
  assert.ok(lines.length >= 3);
  for (const line of lines) parsed(line);
});
