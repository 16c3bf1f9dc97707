"""What clients get from /install, held against what others say of it: Apple's and Chromium's descriptions, Python's plist reader,
a QR reader, a zone checker, CUPS; and PowerShell's rules of quoting, which are read here strictly."""
import email
import hashlib
import json
import os
import pathlib
import plistlib
import re
import signal
import ssl
import subprocess
import time
import unittest
import urllib.parse

import jsonschema

from support import PATIENCE, PLATEN, pdf
from world import World

AGENTS = {
    "windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0.0.0 Safari/537.36",
    "windows-old": "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
    "macos": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.6 Safari/605.1.15",
    "ios": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1",
    "android": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/128.0.0.0 Mobile Safari/537.36",
    "chromeos": "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/128.0.0.0 Safari/537.36",
    "linux": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "other": "Lynx/2.9.0dev.12",
}

# A title that would like to be script, markup and JSON at once, and the same as one line.
HOSTILE = "It's \"$(calc)\" `whoami` \u2019; Remove-Item C:\\ <b>&amp;]]> {server} \u202e%41 B\u00fcro"
HOSTILE_LINE = HOSTILE.replace("\u202e", " ")

# Written from https://developer.apple.com/documentation/devicemanagement: TopLevel, CommonPayloadKeys, AirPrint, AirPrintItem.
UUID = r"^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$"
COMMON = {"PayloadDisplayName": {"type": "string", "minLength": 1}, "PayloadIdentifier": {"type": "string", "pattern": r"^[\w.-]+$"},
          "PayloadUUID": {"type": "string", "pattern": UUID}, "PayloadVersion": {"const": 1}}
AIRPRINT_ITEM = {"type": "object", "additionalProperties": False, "required": ["IPAddress", "ResourcePath"],
                 "properties": {"IPAddress": {"type": "string", "minLength": 1}, "ResourcePath": {"type": "string", "pattern": "^ipp/print/"},
                                "Port": {"type": "integer", "minimum": 1, "maximum": 65535}, "ForceTLS": {"type": "boolean"}}}
PROFILE = {"type": "object", "additionalProperties": False,
           "required": ["PayloadContent", "PayloadIdentifier", "PayloadType", "PayloadUUID", "PayloadVersion"],
           "properties": {**COMMON, "PayloadType": {"const": "Configuration"}, "PayloadDescription": {"type": "string"},
                          "PayloadRemovalDisallowed": {"const": False},
                          "PayloadContent": {"type": "array", "minItems": 1, "items": {
                              "type": "object", "additionalProperties": False,
                              "required": ["AirPrint", "PayloadIdentifier", "PayloadType", "PayloadUUID", "PayloadVersion"],
                              "properties": {**COMMON, "PayloadType": {"const": "com.apple.airprint"},
                                             "AirPrint": {"type": "array", "minItems": 1, "items": AIRPRINT_ITEM}}}}}}

# Chromium, components/policy/resources/templates/policy_definitions/Printing: validation_schema of Printers.yaml, to which
# PrintersBulkConfiguration adds "id"; of effective_model and autoconf exactly one counts.
CHROMEOS = {"type": "array", "items": {
    "type": "object", "additionalProperties": False, "required": ["id", "display_name", "uri", "ppd_resource"],
    "properties": {"id": {"type": "string", "minLength": 1}, "description": {"type": "string"}, "display_name": {"type": "string", "minLength": 1},
                   "manufacturer": {"type": "string"}, "model": {"type": "string"}, "uri": {"type": "string", "pattern": "^ipps?://[^/]+:[0-9]+/ipp/print/"},
                   "uuid": {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
                   "ppd_resource": {"type": "object", "additionalProperties": False, "required": ["autoconf"], "properties": {"autoconf": {"const": True}}}}}}
BULK_POLICY = {"type": "object", "additionalProperties": False, "required": ["PrintersBulkConfiguration"], "properties": {
    "PrintersBulkConfiguration": {"type": "object", "additionalProperties": False, "required": ["url", "hash"],
                                  "properties": {"url": {"type": "string", "pattern": "^https?://"}, "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}}}}

QUOTES = "'\u2018\u2019\u201a\u201b"


def powershell_tokens(text):
    """Texts in quotes, variables, words and brackets of a script, as about_Quoting_Rules and about_Parsing have them; comments are left
    out. Raises where a text does not end, or a bracket does not close: then the script would not be read at all."""
    tokens, at, open_brackets = [], 0, []
    pairs = {")": "(", "}": "{", "]": "["}
    while at < len(text):
        c = text[at]
        if c in QUOTES:
            at, value = at + 1, ""
            while True:
                if at >= len(text):
                    raise ValueError("a text does not end")
                if text[at] in QUOTES:
                    if text[at + 1:at + 2] and text[at + 1] in QUOTES:
                        value, at = value + text[at], at + 2
                        continue
                    at += 1
                    break
                value, at = value + text[at], at + 1
            tokens.append(("text", value))
        elif c == '"':
            end = at + 1
            depth = 0
            while text[end] != '"' or depth:
                depth += text.startswith("$(", end)
                depth -= text[end] == ")" and depth > 0
                end += 2 if text[end] == "`" else 1
            tokens.append(("expanded", text[at + 1:end]))
            at = end + 1
        elif c == "#":
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
        elif c in "({[":
            open_brackets.append(c)
            tokens.append(("bracket", c))
            at += 1
        elif c in ")}]":
            if not open_brackets or open_brackets.pop() != pairs[c]:
                raise ValueError(f"{c} closes nothing")
            tokens.append(("bracket", c))
            at += 1
        elif c.isspace():
            at += 1
        else:
            word = re.match(r"[^\s'\"\u2018-\u201b(){}\[\]#]+", text[at:]).group()
            tokens.append(("word", word))
            at += len(word)
    if open_brackets:
        raise ValueError(f"{open_brackets} is not closed")
    return tokens


class Answer:
    def __init__(self, head, body):
        first, _, fields = head.partition(b"\r\n")
        self.status, self.body = int(first.split()[1]), body
        self.fields = email.message_from_bytes(fields)
        self.media_type = (self.fields.get("Content-Type") or "").partition(";")[0]

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class InWorld(unittest.TestCase):
    """A server in a private world with a CUPS of its own."""

    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.begun = []
        cls.addClassCleanup(cls.end)
        cls.state = cls.world.folder / "state"
        root = ["--allow-root"] if os.geteuid() == 0 else []
        cls.log = (cls.world.folder / "server.log").open("wb+")
        cls.addClassCleanup(cls.log.close)
        server = cls.begin(PLATEN, "server", "--demo", "--state", cls.state, "--port", "8631", *root, stdout=subprocess.PIPE, stderr=cls.log)
        cls.addClassCleanup(server.stdout.close)
        if b"http://" not in server.stdout.readline():
            raise RuntimeError(pathlib.Path(cls.log.name).read_text())
        cls.platen("modify", "-d", "ir1024", "-o", f"printer-info={HOSTILE}")
        cls.platen("modify", "-d", "pro-1000", "-o", "printer-is-shared=false")

    @classmethod
    def begin(cls, *words, **how):
        cls.begun.append(cls.world.popen(*words, **how))
        return cls.begun[-1]

    @classmethod
    def end(cls):
        cls.world.close()  # the end of everything in it
        for process in cls.begun:
            process.wait()

    @classmethod
    def platen(cls, *words):
        code, out, err = cls.world.run(PLATEN, *words, env={"PLATEN_SERVER": str(cls.state / "platen.sock")})
        assert code == 0, (words, err)
        return out

    @classmethod
    def tool(cls, *words, stdin=None):
        code, out, err = cls.world.run(*words, stdin=stdin)
        assert code == 0, (words, out, err)
        return out

    def get(self, path, system="other", host="localhost", language="en", tls=False, status=200, method="GET"):
        """Through curl, which is in the world as well."""
        scheme = "https" if tls else "http"
        words = ["curl", "-s", "-k", "-i", "--http1.1", "-X", method, "-A", AGENTS.get(system, system), "-H", f"Accept-Language: {language}",
                 "-H", f"Host: {host}:8631", f"{scheme}://localhost:8631{path}"]
        done = subprocess.run(self.world.command(words), capture_output=True, check=True, timeout=60 * PATIENCE)
        head, _, body = done.stdout.partition(b"\r\n\r\n")

        answer = Answer(head, body)
        self.assertEqual(answer.status, status, answer.body)
        return answer

    def guide(self, **how):
        query = how.pop("query", "")
        return self.get("/install/guide.json" + query, **how).json

    def step(self, guide, way, kind):
        steps = next(one for one in guide["ways"] if one["id"] == way)["steps"]
        return next(step[kind] for step in steps if kind in step)


class Pages(InWorld):
    def test_each_system_is_known_by_its_browser(self):
        for system, first in {"windows": "windows-line", "windows-old": "windows-old-ipp", "macos": "apple-choose", "ios": "apple-choose",
                              "android": "android-choose", "chromeos": "chromeos-choose", "linux": "linux-choose", "other": "other-address"}.items():
            guide = self.guide(system=system)
            self.assertEqual((guide["system"], guide["ways"][0]["id"]), (system, first))
            page = self.get("/install", system=system)
            self.assertEqual(page.media_type, "text/html")
            self.assertIn("User-Agent", ", ".join(page.fields.get_all("Vary")))
            self.assertNotIn("<script", page.text)
            self.assertIn("default-src 'none'", page.fields["Content-Security-Policy"])

    def test_the_language_is_the_browsers(self):
        self.assertIn("Auf diesem Computer einrichten", self.get("/install", language="de-AT,de;q=0.9,en;q=0.5").text)
        self.assertIn("Install on this computer", self.get("/install", language="fr").text)

    def test_names_that_are_hostile_stay_names(self):
        page = self.get("/install?printer=ir1024", system="windows").text
        self.assertNotIn("<b>", page)
        self.assertIn("&lt;b&gt;&amp;amp;]]&gt;", page)
        self.assertIn("{server}", page, "what a title says is not filled in")

    def test_what_is_not_shared_is_not_listed(self):
        names = [printer["name"] for printer in self.guide()["printers"]]
        self.assertEqual(sorted(names), ["ir1020", "ir1024"])
        self.assertEqual(self.guide(query="?printer=pro-1000")["printer"], "pro-1000")

    def test_what_is_not_there_is_told(self):
        self.assertEqual(self.get("/install/guide.json?printer=nobody", status=404).json["error"]["code"], "not-found")
        for path in ("/install?printer=nobody", "/install/platen.ps1?printer=%27%3B", "/install/x", "/install/platen.ps1/x"):
            self.get(path, status=404)
        self.assertEqual(self.get("/install", status=405, method="POST").fields["Allow"], "GET, HEAD")
        self.assertEqual(self.get("/install/", status=303).fields["Location"], "/install")
        self.get("/install?printer=" + "x" * 3000, status=404)

    def test_a_host_that_is_not_ours_gets_nothing(self):
        self.get("/install/platen.ps1", host="evil.example", status=421)

    def test_addresses_are_those_by_which_one_came(self):
        name = self.tool("hostname").strip()
        for host in ("localhost", "127.0.0.1", f"{name}.local"):
            self.assertIn(f"http://{host}:8631/ipp/print/ir1020", self.get("/install/platen.ps1", host=host).text)

    def test_the_code_for_phones_is_read(self):
        svg = self.get("/install/qr.svg?printer=ir1020")
        self.assertEqual(svg.media_type, "image/svg+xml")
        side = int(re.search(r'viewBox="0 0 (\d+) ', svg.text).group(1))
        dots = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg.text)}
        rows = ["".join("1 " if (x // 4, y // 4) in dots else "0 " for x in range(side * 4)) for y in range(side * 4)]
        picture = self.world.folder / "code.pbm"
        picture.write_text(f"P1\n{side * 4} {side * 4}\n" + "\n".join(rows) + "\n")
        read = subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", picture], capture_output=True, text=True, check=True).stdout
        self.assertEqual(read.strip(), self.guide(query="?printer=ir1020")["address"])

    def test_the_certificate_comes_without_the_key(self):
        answer = self.get("/install/platen.crt", tls=True)
        self.assertEqual(answer.media_type, "application/x-x509-ca-cert")
        self.assertNotIn("PRIVATE", answer.text)
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(answer.text)).hexdigest().upper()
        told = json.dumps(self.guide(tls=True)["notes"])
        self.assertIn(":".join(digest[i:i + 2] for i in range(0, 64, 2)), told)
        self.assertEqual((self.state / "tls" / "certificate.pem").read_text().strip(), answer.text.strip())


class Files(InWorld):
    def profile(self, query="", **how):
        answer = self.get("/install/platen.mobileconfig" + query, **how)
        self.assertEqual(answer.media_type, "application/x-apple-aspen-config")
        profile = plistlib.loads(answer.body)
        jsonschema.validate(profile, PROFILE)
        return profile

    def test_apples_profile(self):
        one = self.profile("?printer=ir1020")
        self.assertEqual(one["PayloadContent"][0]["AirPrint"],
                         [{"IPAddress": "localhost", "Port": 8631, "ResourcePath": "ipp/print/ir1020", "ForceTLS": False}])
        self.assertEqual(one, self.profile("?printer=ir1020"), "it is always the same")
        self.assertTrue(self.profile("?printer=ir1020", tls=True)["PayloadContent"][0]["AirPrint"][0]["ForceTLS"])
        both = self.profile()
        self.assertEqual(len(both["PayloadContent"][0]["AirPrint"]), 2)
        uuids = {part["PayloadUUID"] for profile in (one, both) for part in (profile, profile["PayloadContent"][0])}
        self.assertEqual(len(uuids), 4)
        self.assertEqual(self.profile("?printer=ir1024")["PayloadDisplayName"], HOSTILE_LINE)
        self.assertNotIn("com.apple.security", json.dumps(both, default=str), "no certificate is installed by it")

    def test_apples_profile_by_xmllint(self):
        done = subprocess.run(["xmllint", "--noout", "--nonet", "-"], input=self.get("/install/platen.mobileconfig").body, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_chromeos_list_and_policy(self):
        answer = self.get("/install/chromeos.json", system="chromeos")
        jsonschema.validate(answer.json, CHROMEOS)
        self.assertEqual(sorted(one["display_name"] for one in answer.json), sorted(["Canon imageRUNNER 1020 (virtual)", HOSTILE_LINE]))
        policy = json.loads(self.step(self.guide(system="chromeos"), "chromeos-policy", "command"))
        jsonschema.validate(policy, BULK_POLICY)
        named = policy["PrintersBulkConfiguration"]
        again = self.get(urllib.parse.urlsplit(named["url"]).path, system="chromeos")
        self.assertEqual(named["hash"], hashlib.sha256(again.body).hexdigest())

    def test_windows_script(self):
        answer = self.get("/install/platen.ps1")
        self.assertIn('filename="platen.ps1"', answer.fields["Content-Disposition"])
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"), "Windows PowerShell would read it as ANSI")
        script = answer.body.decode("utf-8-sig")
        self.assertEqual(script.count("\n"), script.count("\r\n"))
        tokens = powershell_tokens(script)
        names = [tokens[i + 2][1] for i, token in enumerate(tokens) if token == ("word", "Name") and tokens[i + 1] == ("word", "=") and tokens[i + 2][0] == "text"]
        self.assertEqual(sorted(names), sorted(["Canon imageRUNNER 1020 (virtual)", re.sub(" +", " ", re.sub(r'[\\,!"]', " ", HOSTILE_LINE))]))
        # Nothing of a title is anywhere but within a text.
        outside = " ".join(value for kind, value in tokens if kind != "text")
        for word in ("calc", "whoami", "Remove-Item"):
            self.assertNotIn(word, outside)
        # What would trust or fetch something, or run a text.
        for word in ("Import-Certificate", "Invoke-WebRequest", "Invoke-Expression", "iex", "ServerCertificateValidationCallback", "Set-ExecutionPolicy"):
            self.assertNotIn(word.lower(), [value.lower() for kind, value in tokens if kind == "word"])
        for word in ("Add-Printer", "Get-Printer", "Remove-Printer", "PrintTestPage", "-IppURL"):
            self.assertIn(word, outside)

    def test_windows_line(self):
        for tls in (False, True):
            line = self.step(self.guide(system="windows", query="?printer=ir1024", tls=tls), "windows-line", "command")
            self.assertNotIn("\n", line)
            tokens = powershell_tokens(line)
            self.assertEqual([kind for kind, _ in tokens], ["word", "word", "text", "word", "text"])
            # The server made its certificate itself, which Windows refuses.
            self.assertEqual(tokens[4][1], "http://localhost:8631/ipp/print/ir1024")

    def test_dns_records_are_a_zone(self):
        records = json.loads(self.tool("curl", "-s", "--unix-socket", self.state / "platen.sock", "http://localhost/api/v1/doctor"))["dns-records"]
        zone = self.world.folder / "zone"
        zone.write_text("$TTL 3600\n$ORIGIN print.example.\n@ IN SOA ns hostmaster 1 3600 600 86400 3600\n@ IN NS ns\nns IN A 192.0.2.1\n" + records)
        done = subprocess.run(["named-checkzone", "print.example", zone], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("IN\tSRV\t0 0 8631", records)


class LinuxForReal(InWorld):
    """The line of the page, as it stands there, in a shell, with somebody else's CUPS."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.begin("cupsd", "-f", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400 * PATIENCE):
            if "is running" in cls.world.run("lpstat", "-r")[1]:
                return
            time.sleep(0.05)
        raise RuntimeError("cupsd does not start")

    def printed(self, printer, count=1):
        for _ in range(1200 * PATIENCE):
            jobs = json.loads(self.platen("jobs", "-d", printer, "--completed", "--json"))
            if len(jobs) >= count:
                return jobs
            time.sleep(0.05)
        raise AssertionError("nothing was printed: " + self.platen("jobs", "--all"))

    def shell(self, line):
        self.tool("sh", "-e", "-c", line.replace("sudo ", ""))  # the test is root, and has no sudo

    def test_the_line_adds_and_prints(self):
        for printer, tls in (("ir1020", False), ("ir1024", True)):
            guide = self.guide(system="linux", query=f"?printer={printer}", tls=tls)
            self.shell(self.step(guide, "linux-line", "command"))
            scheme = "ipps" if tls else "ipp"
            self.assertIn(f"{scheme}://localhost:8631/ipp/print/{printer}", self.tool("lpstat", "-v", printer))
            letter = self.world.folder / f"letter-{printer}.pdf"
            letter.write_bytes(pdf(["BT /F1 24 Tf 72 700 Td (From the line of the page) Tj ET"]))
            letter.chmod(0o644)
            self.tool("lp", "-d", printer, letter)
            self.assertEqual([job["job-state"] for job in self.printed(printer)], ["completed"])
        # The title came with it, whatever is in it.
        self.assertIn("Remove-Item", self.tool("lpoptions", "-p", "ir1024"))
        # How one sees that it worked: as the page says, and what the page says then.
        check = next(step["command"] for step in self.guide(system="linux", query="?printer=ir1020")["check"] if "command" in step)
        self.shell(check)
        self.printed("ir1020", 2)
        self.assertIn(self.guide(system="linux")["seen"]["printer"], ("ir1020", "ir1024"))


if __name__ == "__main__":
    unittest.main()
