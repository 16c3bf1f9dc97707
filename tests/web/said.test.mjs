// What the server says in English, said in German (src/web/ui/said/de.json).
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

const ui = process.env.WEB_SOURCE;
const { learn, said } = await import(path.join(ui, "lib/said.js"));
const german = JSON.parse(fs.readFileSync(path.join(ui, "said/de.json"), "utf8"));

test("messages are said in German, with what they quote as it came", () => {
  learn(german);
  for (const [text, words] of [
    ["the user name or the password is wrong", "Der Benutzername oder das Passwort ist falsch"],
    ['there is no printer "<b>attic</b>"', "Es gibt keinen Drucker „<b>attic</b>“"],
    ["the document says that it is PDF, but it is a JPEG picture", "Das Dokument gibt sich als PDF aus, ist aber ein JPEG-Bild"],
    ["job 17 is completed now", "Auftrag 17 ist jetzt fertig"],
    ["office: paper jam", "office: Papierstau"],
    ["office: cyan ink (PFI-1000 C) is low, 6 % are left", "office: cyan ink (PFI-1000 C) geht zu Ende, noch 6 %"],
    ["3 of 12 sheets delivered; paper is jammed: take it out, then it prints on", "3 von 12 Blättern übergeben; Papier ist gestaut: herausnehmen, dann druckt er weiter"],
    ["the server stopped while this job was printing; at least 2 of 3 sheets had been delivered, the job goes on with sheet 3",
      "der Server wurde beendet, während dieser Auftrag gedruckt wurde; mindestens 2 von 3 Blättern waren übergeben, der Auftrag geht mit Blatt 3 weiter"],
  ]) assert.equal(said(text), words);
});

test("what has no form stays as it came, and so does everything where the page speaks the server's language", () => {
  learn(german);
  for (const text of ["E000-0001 call for service", "", "a: b; c: d", "x".repeat(100000)]) assert.equal(said(text), text);
  assert.equal(said(undefined), undefined);
  learn({});
  assert.equal(said("paper jam"), "paper jam");
});
