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
    ["studio: Photo cyan ink (PFI-1000 PC) is low, 6 % are left", "studio: Tinte Fotocyan (PFI-1000 PC) geht zu Ende, noch 6 %"],
    ["3 of 12 sheets delivered; paper is jammed: take it out, then it prints on", "3 von 12 Blättern übergeben; Papier ist gestaut: herausnehmen, dann druckt er weiter"],
    ["the server stopped while this job was printing; at least 2 of 3 sheets had been delivered, the job goes on with sheet 3",
      "der Server wurde beendet, während dieser Auftrag gedruckt wurde; mindestens 2 von 3 Blättern waren übergeben, der Auftrag geht mit Blatt 3 weiter"],
    ["ir1020 does not answer at socket://10.0.0.7 since 10:32", "ir1020 antwortet seit 10:32 nicht unter socket://10.0.0.7"],
    ["ir1020 is busy since 10:32: the device does not answer", "ir1020 ist seit 10:32 beschäftigt: das Gerät antwortet nicht"],
    ["ir1020: the device does not answer; 1 of 4 sheets had been delivered, and this was try 3",
      "ir1020: das Gerät antwortet nicht; 1 von 4 Blättern waren übergeben, und dies war Versuch 3"],
    ["the settings with which the job was accepted do not go any more: there is no recipe matt; bring back what they need, or move or cancel the job; once released it is tried again",
      "die Einstellungen, mit denen der Auftrag angenommen wurde, gehen nicht mehr: Es gibt kein Rezept matt; zurückbringen, was sie brauchen, oder den Auftrag verschieben oder abbrechen; nach dem Freigeben wird es nochmals versucht"],
    ["you have 100 unfinished jobs, which is the limit: wait until some are printed, or cancel some",
      "Es sind 100 Aufträge unerledigt, mehr dürfen es nicht sein: warten, bis einige gedruckt sind, oder einige abbrechen"],
    ["the department wants its PIN: give it as job-account-id=NUMBER:PIN", "Die Abteilung verlangt ihre PIN: als job-account-id=NUMMER:PIN angeben"],
    ["Paper is jammed (the printer says: E02-1)", "Papier ist gestaut (der Drucker meldet: E02-1)"],
    ['the scanner "ir1020" is in use by somebody; try again when it is free', "Der Scanner „ir1020“ wird von jemandem benutzt; nochmals versuchen, wenn er frei ist"],
    ["there is no paper in the feeder; 2 pages kept: scan more when that is mended, or finish with what is there",
      "im Einzug liegt kein Papier; 2 Seiten sind aufbewahrt: weiterscannen, wenn das behoben ist, oder mit dem fertigmachen, was da ist"],
    ["the scanner gave 20 of 400 rows (the page ended early): the rest is white", "Der Scanner gab 20 von 400 Zeilen (die Seite endete zu früh): der Rest ist weiß"],
    ["the server stopped while this was scanned; what is here is kept: scan more, or finish with what is there",
      "der Server wurde während des Scannens beendet; was da ist, bleibt: weiterscannen oder damit fertigmachen"],
  ]) assert.equal(said(text), words);
});

test("what has no form stays as it came, and so does everything where the page speaks the server's language", () => {
  learn(german);
  for (const text of ["E000-0001 call for service", "", "a: b; c: d", "x".repeat(100000)]) assert.equal(said(text), text);
  assert.equal(said(undefined), undefined);
  learn({});
  assert.equal(said("paper jam"), "paper jam");
});
