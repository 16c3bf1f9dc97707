"""What strangers write is shown as text, nothing outside is served, and the app without script does what it shall."""
import html.parser
import json
import os
import re
import socket
import subprocess
import unittest
import urllib.parse

from security_world import Case, Client, HERE, HOSTILE, PASSWORDS, SCOPES, basic, log_in, pause_printer, secret_of, setUpModule
from support import pdf


class Page(html.parser.HTMLParser):
    """Which elements and attributes a page has, and its text."""

    def __init__(self, body):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text, self.forms = set(), set(), "", []
        self.feed(body.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "form":
            self.forms.append({"action": dict(attrs)["action"]})
        if tag == "input" and self.forms:
            self.forms[-1][dict(attrs)["name"]] = dict(attrs).get("value", "")

    def handle_data(self, data):
        self.text += data


class HostileNames(Case):
    """What clients and devices say is text, wherever it is shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server.user(HOSTILE.replace(":", ""), "hostile-pass-8")
        cls.server.platen("modify", "-d", "office", "-o", f"printer-info={HOSTILE}", "-o", f"printer-location={HOSTILE}")
        cls.evil = log_in(HOSTILE, password="hostile-pass-8")

    def test_in_json_it_is_data(self):
        evil = self.evil
        document = evil.api("POST", "documents?name=" + urllib.parse.quote(HOSTILE + ".pdf"), pdf(), Content_Type="application/pdf")
        job = evil.api("POST", "jobs", {"printer": "office", "documents": [document.json()["id"]], "title": HOSTILE}).json()["job-id"]
        adam = log_in("adam")
        printer = adam.api("GET", "printers/office")
        shown = adam.api("GET", f"jobs/{job}")
        self.assertEqual((printer.json()["printer-info"], printer.json()["printer-location"]), (HOSTILE, HOSTILE))
        self.assertEqual((shown.json()["job-name"], shown.json()["job-originating-user-name"]), (HOSTILE, HOSTILE))
        for answer in (document, printer, shown, adam.api("GET", "jobs"), adam.api("GET", "users"), adam.api("GET", "sessions"),
                       evil.api("GET", "session"), adam.api("GET", "printers/" + urllib.parse.quote(HOSTILE, safe="")),
                       adam.api("GET", "jobs/" + urllib.parse.quote(HOSTILE, safe="")),
                       adam.api("DELETE", "users/" + urllib.parse.quote("<b>no</b>", safe=""))):
            if answer.type != "application/json":  # refused before anybody looked at what it is for
                self.assertEqual((answer.status // 100, answer.type), (4, "text/plain; charset=utf-8"))
                continue
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        page = adam.ask("GET", "/plain/")
        self.assert_harmless(page)
        self.assertGreaterEqual(Page(page.body).text.count(HOSTILE), 4)

    def assert_harmless(self, page):
        seen = Page(page.body)
        self.assertLessEqual(seen.tags, {"html", "head", "meta", "title", "link", "body", "main", "h1", "h2", "p", "a", "table",
                                         "thead", "tbody", "tr", "th", "td", "form", "input", "label", "button", "select", "option"})
        self.assertFalse({name for name in seen.attributes if name.startswith("on") or name in ("style", "srcdoc")})
        policy = page.headers["Content-Security-Policy"]
        self.assertIn("default-src 'none'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertEqual(page.headers["X-Content-Type-Options"], "nosniff")

    def test_what_stands_in_an_address_is_not_shown(self):
        for query in ("?done=" + urllib.parse.quote(HOSTILE), "?" + urllib.parse.quote(HOSTILE)):
            page = self.evil.ask("GET", "/plain/" + query)
            self.assert_harmless(page)
        refused = self.evil.ask("GET", "/" + urllib.parse.quote(HOSTILE))
        self.assertEqual(refused.status, 404)
        self.assertTrue(refused.type.startswith("text/plain"), refused.type)

    def test_what_is_typed_wrong_comes_back_as_text(self):
        form = urllib.parse.urlencode({"user": HOSTILE, "password": HOSTILE})
        page = Client(HERE, False).ask("POST", "/plain/login", form)
        self.assertEqual(page.status, 403)
        self.assert_harmless(page)

    def test_what_a_printer_says_of_its_state_is_text(self):
        olga = Client(headers={"Authorization": basic("olga", PASSWORDS["olga"]), "Content-Type": "application/ipp"})
        self.assertEqual(olga.ask("POST", "/ipp/print/office", pause_printer(HOSTILE)).body[2:4], b"\0\0")
        told = log_in("adam").api("GET", "printers/office").json()["printer-state-message"]
        self.assertIn("<script>", told)
        page = log_in("adam").ask("GET", "/plain/")
        self.assert_harmless(page)
        self.assertIn("<script>", Page(page.body).text)

    def test_the_apps_files_run_no_script_of_a_page(self):
        for path in ("/", "/app/app.js", "/app/style.css"):
            policy = Client().ask("GET", path).headers["Content-Security-Policy"]
            self.assertIn("script-src 'self'", policy)
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertNotIn("unsafe", policy)
        self.assertNotIn(b"<script>", Client().ask("GET", "/").body)


class Paths(Case):
    def raw(self, target, cookie):
        with socket.create_connection((HERE, 8631), timeout=60) as link:
            link.sendall(f"GET {target} HTTP/1.1\r\nHost: {HERE}:8631\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode("latin-1"))
            return b"".join(iter(lambda: link.recv(65536), b""))

    def test_nothing_outside_is_served(self):
        cookie = log_in("adam", HERE, False).headers["Cookie"]
        up = ["../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "..%5c", "....//", "%252e%252e%252f", ".%00./"]
        for front in ("/app/", "/app/lib/", "/plain/", "/api/v1/documents/", "/api/v1/scans/1/files/", "/api/v1/printers/",
                      "/api/v1/jobs/1/sides/", "/icons/"):
            for step in up:
                for name in ("users", "etc/passwd", "sessions", "tokens"):
                    target = front + step * 8 + name
                    answer = self.raw(target, cookie)
                    status = int(answer.split(b" ", 2)[1])
                    self.assertTrue(300 <= status < 500, (target, answer[:200]))
                    for secret in (b"argon2id", b"root:", b"digest"):
                        self.assertNotIn(secret, answer, target)

    def test_uploads_have_no_path(self):
        adam = log_in("adam")
        before = {path for path in self.server.state.rglob("*") if "spool" not in str(path) and "uploads" not in str(path)}
        for name in ("../../evil.pdf", "/etc/evil.pdf", "..%2f..%2fevil.pdf", "a%00b.pdf", "C:\\evil.pdf"):
            made = adam.api("POST", "documents?name=" + name.replace("\\", "%5c"), pdf(), Content_Type="application/pdf")
            if made.status == 201:
                self.assertNotIn("/", made.json()["name"])
                self.assertNotIn("..", made.json()["id"])
        self.assertFalse([path for path in self.server.state.rglob("*evil*")])
        after = {path for path in self.server.state.rglob("*") if "spool" not in str(path) and "uploads" not in str(path)}
        self.assertFalse({path.name for path in after - before if path.suffix == ".pdf"})


class WithoutScript(Case):
    """What the page without script is for, with forms as a browser sends them, and with a text browser."""

    def post(self, browser, path, fields, files=()):
        boundary = "----test" + "x" * 10
        if not files:
            return browser.ask("POST", path, urllib.parse.urlencode(fields), X_Platen_CSRF=None,
                               Content_Type="application/x-www-form-urlencoded")
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                 for name, value in fields.items()]
        parts += [f'--{boundary}\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n'
                  f'Content-Type: application/octet-stream\r\n\r\n'.encode() + data + b"\r\n" for name, data in files]
        return browser.ask("POST", path, b"".join(parts) + f"--{boundary}--\r\n".encode(), X_Platen_CSRF=None,
                           Content_Type=f"multipart/form-data; boundary={boundary}")

    def test_log_in_print_hold_release_cancel_log_out(self):
        browser = Client()
        self.assertIn("Log in to see jobs.", Page(browser.ask("GET", "/plain/").body).text)
        wrong = self.post(browser, "/plain/login", {"user": "ursula", "password": "no"})
        self.assertEqual(wrong.status, 403)
        self.assertNotIn("Basic", wrong.headers.get("WWW-Authenticate", ""))
        inside = self.post(browser, "/plain/login", {"user": "ursula", "password": PASSWORDS["ursula"]})
        self.assertEqual((inside.status, inside.headers["Location"]), (303, "/plain/?done=login"))
        browser.headers["Cookie"] = f"platen-session={secret_of(inside.cookie)}"
        page = Page(browser.ask("GET", "/plain/?done=login").body)
        self.assertIn("Logged in as ursula", page.text)
        form = next(one for one in page.forms if one["action"] == "/plain/print")
        fields = {"csrf": form["csrf"], "printer": "office", "copies": "2", "sides": "one-sided"}
        self.assertEqual(self.post(browser, "/plain/print", {**fields, "csrf": "x"}, [("a.pdf", pdf())]).status, 403)
        self.assertEqual(self.post(browser, "/plain/print", fields, [("", b"")]).status, 400)
        sent = self.post(browser, "/plain/print", fields, [("a letter.pdf", pdf()), ("b.pdf", pdf())])
        self.assertEqual((sent.status, sent.headers["Location"]), (303, "/plain/?done=print"), sent.body)
        for action in ("hold", "release", "cancel"):
            page = Page(browser.ask("GET", "/plain/").body)
            self.assertIn("a letter.pdf", page.text)
            form = next(one for one in page.forms if re.fullmatch(rf"/plain/jobs/\d+/{action}", one["action"]))
            self.assertEqual(self.post(browser, form["action"], {"csrf": "x"}).status, 403)
            done = self.post(browser, form["action"], {"csrf": form["csrf"]})
            self.assertEqual((done.status, done.headers["Location"]), (303, f"/plain/?done={action}"), done.body)
        page = Page(browser.ask("GET", "/plain/").body)
        self.assertIn("canceled", page.text)
        form = next(one for one in page.forms if one["action"] == "/plain/logout")
        self.assertEqual(self.post(browser, "/plain/logout", {"csrf": form["csrf"]}).status, 303)
        self.assertIn("Log in to see jobs.", Page(browser.ask("GET", "/plain/").body).text)

    def test_a_large_file_that_is_none_is_refused(self):
        answer = self.post(Client(HERE, False), "/plain/print", {"printer": "office"}, [("x.pdf", os.urandom(3_000_000))])
        self.assertEqual(answer.status, 415, answer.body[:500])
        self.assertEqual(Page(answer.body).forms[-1]["action"], "/plain/login")

    def test_a_text_browser_shows_it(self):
        for language, words in (("en", ("Printers", "office", "Log in")), ("de", ("Drucker", "office", "Anmelden"))):
            done = subprocess.run(["w3m", "-no-cookie", "-o", f"accept_language={language}", "-dump", f"http://{HERE}:8631/plain/"],
                                  capture_output=True, text=True, timeout=60, check=True)
            for word in words:
                self.assertIn(word, done.stdout)


class Secrets(Case):
    def test_neither_the_log_nor_the_audit_log_has_one(self):
        ursula = log_in("ursula")
        Client().api("POST", "session", {"user": "adam", "password": "a-wrong-password"})
        Client(headers={"Authorization": "Bearer platen_a-wrong-token"}).api("GET", "jobs")
        token = self.token("adam", SCOPES)
        token.api("PUT", "users/vera", {"password": "vera-pass-9"})
        log_in("adam").api("PUT", "session/password", {"old": PASSWORDS["adam"], "new": "adam-pass-10"})
        audit = (self.server.state / "audit.log").read_text()
        said = self.server.said() + audit
        for secret in (*PASSWORDS.values(), "a-wrong-password", "platen_a-wrong-token", "vera-pass-9", "adam-pass-10", ursula.secret,
                       ursula.headers["X-Platen-CSRF"], token.made["token"], token.made["token"][7:]):
            self.assertNotIn(secret, said)
        acts = [json.loads(line) for line in audit.splitlines()]
        self.assertTrue([act for act in acts if act["act"] == "log-in" and act["user"] == "ursula" and act["outcome"] == "done"])
        self.assertTrue([act for act in acts if act["act"] == "log-in" and act["user"] == "" and act["outcome"] != "done"])
        self.assertTrue([act for act in acts if act["act"] == "PUT users/*" and act["object"] == "vera"])
        for kept in ("users", "sessions", "tokens"):
            self.assertEqual((self.server.state / kept).stat().st_mode & 0o777, 0o600)
            text = (self.server.state / kept).read_text()
            for secret in (ursula.secret, token.made["token"], "vera-pass-9"):
                self.assertNotIn(secret, text)


if __name__ == "__main__":
    unittest.main()
