"""Who may do what over HTTP, and what nobody may: a whole server, asked from this machine and from another one's address."""
import base64
import ctypes
import hashlib
import html.parser
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

from support import PATIENCE, PLATEN, pdf, run

HERE, ELSEWHERE = "127.0.0.1", "192.0.2.1"
PASSWORDS = {"ursula": "user-pass-1", "olga": "operator-pass-2", "adam": "administrator-pass-3"}
ROLES = {"ursula": "user", "olga": "operator", "adam": "administrator"}
RANK = ["guest", "user", "operator", "administrator"]
SCOPES = ["read", "print", "scan", "operate", "administer"]
HOSTILE = "\"><script>alert('x')</script><img src=x onerror=alert(1)>"
# What says that the role or the scope is lacking, and not something else.
NOT_ALLOWED = re.compile(r"needs a login|only an (operator|administrator)|lacks the scope|wrong password")


def setUpModule():
    """A network of its own for this process and its servers: what comes from 192.0.2.1 is from elsewhere."""
    clone_newnet = 0x40000000
    if ctypes.CDLL(None, use_errno=True).unshare(clone_newnet) != 0:
        print("no private world: " + os.strerror(ctypes.get_errno()), file=sys.stderr)
        raise unittest.SkipTest("no private network")
    for words in ("link set lo up", "link add wire0 type veth peer name wire1", f"address add {ELSEWHERE}/24 dev wire0",
                  "link set wire0 up", "link set wire1 up"):
        subprocess.run(["ip", *words.split()], check=True)


class Server:
    """platen server with three users, one of each role, and a printer that keeps what it is sent in a file."""

    def __init__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="platen-web-")
        self.state = pathlib.Path(self.holder.name)
        (self.state / "platen.toml").write_text("[discovery]\nannounce = false\n[log]\nrequests = true\n")
        for name, password in PASSWORDS.items():
            self.user(name, password, ROLES[name])
        self.start()
        self.platen("add", "-d", "office", "-m", "canon-ir1020", "-v", f"file:{self.state / 'device.out'}")
        self.platen("pause", "-d", "office")

    def user(self, name, password, role="user"):
        code, _, err = run("user", "set", name, "--role", role, "--state", self.state, stdin=password.encode() + b"\n")
        assert code == 0, err

    def start(self):
        self.log = (self.state / "server.log").open("ab")
        root = ["--allow-root"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen(
            [PLATEN, "server", "--config", self.state / "platen.toml", "--state", self.state, "--port", "8631",
             "--listen", HERE, "--listen", ELSEWHERE, *root], stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline().decode()
        if not re.search(r"http://", line):
            raise RuntimeError(f"no server: {line} {self.said()}")

    def said(self):
        return (self.state / "server.log").read_text(errors="replace")

    def platen(self, *words):
        code, out, err = run(*words, env={"PLATEN_SERVER": str(self.state / "platen.sock")})
        assert code == 0, err
        return out.decode()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0, self.said()
        self.process.stdout.close()
        self.log.close()

    def close(self):
        if self.process.poll() is None:
            self.stop()
        self.holder.cleanup()


class Answer:
    def __init__(self, response, body):
        self.status, self.headers, self.body = response.status, response.headers, body
        self.type = response.headers.get("Content-Type", "")
        self.cookie = response.headers.get("Set-Cookie", "")

    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json()["error"]["code"]

    @property
    def message(self):
        try:
            return self.json()["error"]["message"]
        except (ValueError, KeyError, TypeError):
            return ""


def unverified():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Client:
    """A program or a browser at `address`; `headers` go with each request."""

    def __init__(self, address=ELSEWHERE, tls=True, headers=None):
        self.address, self.tls, self.headers = address, tls, dict(headers or {})

    def ask(self, method, path, body=None, **headers):
        """`headers`: with _ for -, None takes one away. An endless answer is not read."""
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        kind = http.client.HTTPSConnection if self.tls else http.client.HTTPConnection
        link = kind(self.address, 8631, timeout=120, **({"context": unverified()} if self.tls else {}))
        try:
            link.request(method, path, body=body, headers={k: v for k, v in sent.items() if v is not None})
            response = link.getresponse()
            endless = response.headers.get("Content-Type", "").startswith("text/event-stream")
            return Answer(response, b"" if endless or method == "HEAD" else response.read())
        finally:
            link.close()

    def api(self, method, path, body=None, **headers):
        return self.ask(method, "/api/v1/" + path, body, **headers)


def secret_of(cookie):
    return re.match(r"platen-session=([^;]*)", cookie).group(1)


def log_in(name, address=ELSEWHERE, tls=True, password=None, **headers):
    """A browser in which somebody has logged in."""
    browser = Client(address, tls)
    answer = browser.api("POST", "session", {"user": name, "password": password or PASSWORDS[name]}, **headers)
    assert answer.status == 200, (answer.status, answer.body)
    browser.answer = answer
    browser.secret = secret_of(answer.cookie)
    browser.headers = {"Cookie": f"platen-session={browser.secret}", "X-Platen-CSRF": answer.json()["csrf"],
                       "X-Platen-App": "1"}
    return browser


def basic(name, password):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def pause_printer(message=None):
    """The IPP request, with a message from the operator."""
    def attribute(tag, name, value):
        return bytes([tag]) + len(name).to_bytes(2, "big") + name.encode() + len(value.encode()).to_bytes(2, "big") + value.encode()
    said = attribute(0x41, "printer-message-from-operator", message) if message else b""
    return (bytes.fromhex("0200001000000001" "01") + attribute(0x47, "attributes-charset", "utf-8")
            + attribute(0x48, "attributes-natural-language", "en") + attribute(0x45, "printer-uri", "ipp://localhost/ipp/print/office")
            + said + b"\x03")


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)

    def token(self, name, scopes):
        """A client with a new token of that user."""
        made = log_in(name).api("POST", "tokens", {"name": "test", "scopes": scopes})
        self.assertEqual(made.status, 201, made.body)
        client = Client(headers={"Authorization": "Bearer " + made.json()["token"]})
        client.made = made.json()
        return client

    def routes(self):
        """(method, path, role, scope) of all operations that the server has, with names that nothing has."""
        described = Client(HERE, False).api("GET", "openapi.json").json()
        self.assertTrue(described["openapi"].startswith("3."))
        for path, methods in described["paths"].items():
            for method, about in methods.items():
                yield (method.upper(), re.sub(r"\{\w+\}", "4711", path.lstrip("/")), about["x-platen-role"],
                       about["x-platen-scope"])

    def changing(self):
        return [route for route in self.routes() if route[0] != "GET" and route[1] != "session"]


class Matrix(Case):
    """Every operation of the table, asked by everybody."""

    def check(self, client, who, role):
        for method, path, least, _ in self.routes():
            if path == "session" and method != "GET":
                continue  # of the log-in itself: see below
            with self.subTest(f"{method} {path} by {who}"):
                answer = client.api(method, path)
                allowed = RANK.index(role) >= RANK.index(least)
                if allowed:
                    self.assertNotEqual(answer.status, 401, answer.message)
                    self.assertNotRegex(answer.message, NOT_ALLOWED)
                else:
                    self.assertEqual(answer.status, 401 if "nobody" in who else 403, answer.body)
                    self.assertRegex(answer.message, NOT_ALLOWED)

    def test_the_table_is_whole(self):
        routes = list(self.routes())
        self.assertGreater(len(routes), 60)
        for path in ("users/4711", "printers/4711", "jobs/4711/cancel", "scans", "tokens", "events", "documents"):
            self.assertIn(path, {route[1] for route in routes})
        for method, path, role, _ in routes:  # nothing that changes something is for everybody, but printing
            if method != "GET" and role == "guest":
                self.assertIn(path, {"session", "documents", "documents/4711", "jobs", "previews", "previews/4711", "printers/4711/check", "printers/4711/test-page"})

    def test_nobody_from_elsewhere(self):
        self.check(Client(), "nobody, over TLS", "guest")
        self.check(Client(tls=False), "nobody, in the clear", "guest")

    def test_nobody_on_this_machine(self):
        self.check(Client(HERE, False), "nobody, here", "user")

    def test_sessions(self):
        for name, role in ROLES.items():
            self.check(log_in(name), f"{name} in a browser", role)

    def test_passwords(self):
        for name, role in ROLES.items():
            self.check(Client(headers={"Authorization": basic(name, PASSWORDS[name])}), f"{name} with a password", role)

    def test_tokens(self):
        for name, role in ROLES.items():
            self.check(self.token(name, SCOPES), f"{name} with a token", role)

    def test_scopes(self):
        """An administrator's token does what it is for, and nothing else."""
        only = {scope: self.token("adam", [scope]) for scope in SCOPES}
        others = {scope: self.token("adam", [one for one in SCOPES if one != scope]) for scope in SCOPES}
        for method, path, role, scope in self.routes():
            if path == "session":
                continue
            with self.subTest(f"{method} {path}"):
                refused = others[scope].api(method, path)
                self.assertEqual(refused.status, 403)
                self.assertIn("lacks the scope " + scope, refused.message)
                self.assertNotIn("lacks the scope", only[scope].api(method, path).message)

    def test_what_nobody_has_is_not_there(self):
        adam = log_in("adam")
        self.assertEqual(adam.api("GET", "nothing").status, 404)
        self.assertEqual(adam.api("DELETE", "printers").status, 405)
        self.assertEqual(adam.api("GET", "users/").status, 404)


class Forgery(Case):
    """What a page of somebody else can make a browser send."""

    def test_every_change_with_a_cookie_needs_the_csrf_text(self):
        adam = log_in("adam")
        for method, path, _, _ in self.changing():
            for wrong in (None, "", "x", log_in("adam").headers["X-Platen-CSRF"] if path == "jobs" else "y"):
                with self.subTest(f"{method} {path} {wrong}"):
                    answer = adam.api(method, path, X_Platen_CSRF=wrong)
                    self.assertEqual((answer.status, answer.code), (403, "csrf"))
        self.assertEqual(adam.api("DELETE", "session", X_Platen_CSRF=None).status, 403)
        self.assertEqual(adam.api("GET", "session").json()["user"], "adam")

    def test_a_page_of_another_origin_changes_nothing(self):
        adam = log_in("adam")
        for where in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": f"https://{ELSEWHERE}:1"},
                      {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
            for method, path, _, _ in self.changing():
                with self.subTest(f"{method} {path} {where}"):
                    self.assertEqual(adam.api(method, path, **where).status, 403)
            self.assertEqual(Client().api("POST", "session", {"user": "adam", "password": PASSWORDS["adam"]}, **where).status, 403)
            # Neither does one that has no log-in to abuse, but this machine's address.
            self.assertEqual(Client(HERE, False).api("POST", "jobs", {}, **where).status, 403)
            form = urllib.parse.urlencode({"csrf": ""})
            self.assertEqual(Client(HERE, False).ask("POST", "/plain/jobs/1/cancel", form, **where).status, 403)
        own = {"Origin": f"https://{ELSEWHERE}:8631", "Sec-Fetch-Site": "same-origin"}
        self.assertEqual(adam.api("DELETE", "tokens/none", **own).status, 404)

    def test_a_form_has_no_csrf_text(self):
        adam = log_in("adam", HERE, False)
        form = {"Content-Type": "application/x-www-form-urlencoded", "X-Platen-CSRF": None}
        self.assertEqual(adam.api("POST", "printers/office/resume", "a=b", **form).code, "csrf")
        refused = adam.ask("POST", "/plain/jobs/1/cancel", "csrf=wrong", **form)
        self.assertEqual(refused.status, 403)
        self.assertIn(b"X-Platen-CSRF", refused.body)

    def test_ipp_takes_no_cookie(self):
        adam = log_in("adam", HERE, False)
        answer = adam.ask("POST", "/ipp/print/office", pause_printer(), Content_Type="application/ipp")
        self.assertEqual(answer.status, 401)


class Sessions(Case):
    def test_the_cookie_says_what_browsers_need(self):
        over_tls = log_in("ursula").answer.cookie
        for flag in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/"):
            self.assertIn(flag, over_tls.split("; "))
        self.assertNotIn("Domain", over_tls)
        here = log_in("ursula", HERE, False).answer.cookie
        self.assertNotIn("Secure", here)
        self.assertIn("HttpOnly", here)
        refused = Client(tls=False).api("POST", "session", {"user": "ursula", "password": PASSWORDS["ursula"]})
        self.assertEqual((refused.status, refused.cookie), (403, ""))
        self.assertIn("https", refused.message)

    def test_a_session_in_the_clear_from_elsewhere_is_none(self):
        ursula = log_in("ursula")
        ursula.tls = False
        self.assertEqual(ursula.api("GET", "jobs").status, 401)
        told = ursula.api("GET", "session").json()
        self.assertEqual((told["user"], told["role"], told["expired"]), (None, "guest", True))

    def test_a_log_in_never_takes_a_secret_that_somebody_chose(self):
        chosen = "A" * 43
        browser = log_in("ursula", Cookie=f"platen-session={chosen}")
        self.assertNotEqual(browser.secret, chosen)
        fixed = Client(headers={"Cookie": f"platen-session={chosen}"})
        self.assertEqual(fixed.api("GET", "session").json()["user"], None)
        again = log_in("ursula", Cookie=f"platen-session={browser.secret}")
        self.assertNotEqual(again.secret, browser.secret)
        self.assertTrue(browser.api("GET", "session").json()["expired"])  # the former one has ended
        self.assertEqual(again.api("GET", "session").json()["user"], "ursula")

    def test_who_logs_out_is_out(self):
        browser = log_in("ursula")
        out = browser.api("DELETE", "session")
        self.assertEqual((out.status, out.json()["user"]), (200, None))
        self.assertIn("Max-Age=0", out.cookie)
        self.assertEqual(browser.api("GET", "jobs").status, 401)

    def test_get_session_is_never_refused(self):
        for headers in ({}, {"Authorization": basic("adam", "wrong")}, {"Authorization": "Bearer platen_x"},
                        {"Authorization": "nonsense"}, {"Cookie": "platen-session="}, {"Cookie": "platen-session=x; a=b"}):
            told = Client(headers=headers).api("GET", "session")
            self.assertEqual((told.status, told.json()["role"]), (200, "guest"), headers)

    def test_browsers_are_not_made_to_ask_by_themselves(self):
        by_script = ({"X-Platen-App": "1"}, {"Sec-Fetch-Mode": "cors"}, {"Sec-Fetch-Mode": "no-cors"})
        for headers in by_script:
            answer = Client(headers=headers).api("GET", "jobs")
            self.assertEqual(answer.status, 401)
            self.assertTrue(answer.headers["WWW-Authenticate"].startswith("Session"), headers)
        self.assertTrue(Client().api("GET", "jobs").headers["WWW-Authenticate"].startswith("Basic"))

    def test_an_expired_session_does_nothing_as_somebody_else(self):
        """On this machine nobody may print as well: but not in the place of who believes to be logged in."""
        ursula = log_in("ursula", HERE, False)
        log_in("adam").api("DELETE", "sessions/" + self.id_of(ursula))
        answer = ursula.api("POST", "jobs", {"printer": "office", "documents": ["x"]})
        self.assertEqual((answer.status, answer.code), (401, "expired"))
        self.assertEqual(ursula.api("GET", "printers").status, 200)

    def id_of(self, browser):
        """Of its digest, as the server's file has it."""
        wanted = hashlib.sha256(browser.secret.encode()).hexdigest()[:16]
        self.assertIn(wanted, [one["id"] for one in log_in("adam").api("GET", "sessions").json()])
        return wanted

    def test_they_survive_a_restart_and_expire(self):
        ursula, olga = log_in("ursula"), log_in("olga")
        self.server.stop()
        kept = self.server.state / "sessions"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        entries = json.loads(kept.read_text())
        for entry in entries:
            if entry["user"] == "olga":
                entry["used"] -= 12 * 3600 + 1
        kept.write_text(json.dumps(entries))
        self.server.start()
        self.assertEqual(ursula.api("GET", "session").json()["user"], "ursula")
        told = olga.api("GET", "session").json()
        self.assertEqual((told["user"], told["expired"]), (None, True))
        self.assertEqual(olga.api("POST", "printers/office/pause").code, "expired")

    def test_another_password_ends_all_but_ones_own(self):
        self.server.user("paula", "first-pass-4")
        one, other = log_in("paula", password="first-pass-4"), log_in("paula", password="first-pass-4")
        wrong = one.api("PUT", "session/password", {"old": "no", "new": "second-pass-5"})
        self.assertEqual(wrong.status, 403)
        changed = one.api("PUT", "session/password", {"old": "first-pass-4", "new": "second-pass-5"})
        self.assertEqual((changed.status, changed.json()["user"]), (200, "paula"))
        self.assertNotEqual(secret_of(changed.cookie), one.secret)
        for browser in (one, other):
            self.assertEqual(browser.api("GET", "jobs").status, 401)
        fresh = Client(headers={"Cookie": f"platen-session={secret_of(changed.cookie)}"})
        self.assertEqual(fresh.api("GET", "jobs").status, 200)

    def test_a_role_that_is_taken_away_is_gone_at_once(self):
        self.server.user("otto", "otto-pass-6", "operator")
        otto, adam = log_in("otto", password="otto-pass-6"), log_in("adam")
        self.assertEqual(otto.api("POST", "printers/office/pause").status, 200)
        self.assertEqual(adam.api("PUT", "users/otto", {"role": "user"}).status, 200)
        self.assertEqual(otto.api("POST", "printers/office/pause").status, 401)
        otto = log_in("otto", password="otto-pass-6")
        self.assertEqual(otto.api("POST", "printers/office/pause").status, 403)
        self.assertEqual(adam.api("DELETE", "users/otto").status, 200)
        self.assertEqual(otto.api("GET", "jobs").status, 401)

    def test_the_last_administrator_is_not_removed_by_accident(self):
        adam = log_in("adam")
        for answer in (adam.api("PUT", "users/adam", {"role": "user"}), adam.api("DELETE", "users/adam")):
            self.assertEqual(answer.status, 409)
            self.assertIn("last administrator", answer.message)
        self.assertEqual(adam.api("PUT", "users/adam", {"role": "king"}).status, 400)
        self.assertEqual(adam.api("PUT", "users/new", {"role": "user"}).status, 400)  # without a password


class Listeners(Case):
    """GET events: who listens is who they were when they began, or hears nothing more."""

    def listen(self, client):
        """A response whose events come as they are sent; the stream has begun."""
        kind = http.client.HTTPSConnection if client.tls else http.client.HTTPConnection
        link = kind(client.address, 8631, timeout=60 * PATIENCE, **({"context": unverified()} if client.tls else {}))
        self.addCleanup(link.close)
        link.request("GET", "/api/v1/events", headers={"Cookie": "", **client.headers})
        stream = link.getresponse()
        self.assertEqual(stream.status, 200)
        self.assertIn(b"retry", stream.readline())
        return stream

    def assert_ends(self, stream):
        """What it still says, at its end. One that goes on runs into the time limit of its connection."""
        return stream.read().decode()

    def test_a_stream_ends_with_its_session(self):
        for end in (lambda browser, adam: browser.api("DELETE", "session"),
                    lambda browser, adam: adam.api("DELETE", "sessions/" + next(one["id"] for one in adam.api("GET", "sessions").json() if one["user"] == "ursula"))):
            browser, adam = log_in("ursula"), log_in("adam")
            stream = self.listen(browser)
            self.assertEqual(end(browser, adam).status, 200)
            self.assert_ends(stream)

    def test_a_stream_ends_when_the_role_changes(self):
        self.server.user("rita", "rita-pass-61", "administrator")
        rita, adam = log_in("rita", password="rita-pass-61"), log_in("adam")
        stream, by_password = self.listen(rita), self.listen(Client(headers={"Authorization": basic("rita", "rita-pass-61")}))
        self.assertEqual(adam.api("PUT", "users/rita", {"role": "user"}).status, 200)
        self.assert_ends(stream)
        self.assert_ends(by_password)

    def test_a_stream_ends_with_its_token(self):
        program = self.token("olga", ["read"])
        stream = self.listen(program)
        self.assertEqual(log_in("olga").api("DELETE", "tokens/" + program.made["id"]).status, 200)
        self.assert_ends(stream)

    def test_settings_and_sessions_are_told_to_administrators_alone(self):
        adam, ursula = log_in("adam"), log_in("ursula")
        heard = {"adam": self.listen(adam), "ursula": self.listen(ursula)}
        for method, path, body in (("PUT", "notification-targets/hook", {"kind": "webhook", "address": "https://hook.example/x"}), ("DELETE", "notification-targets/hook", None),
                                   ("PUT", "users/tim", {"role": "user", "password": "tim-pass-77"}), ("DELETE", "users/tim", None),
                                   ("PUT", "contacts/Ada", {"mail": "ada@example.com"})):
            self.assertIn(adam.api(method, path, body).status, (200, 201), path)
        adam.api("DELETE", "contacts/Ada")
        kinds = {name: self.kinds(stream, "library") for name, stream in heard.items()}
        self.assertLessEqual({"settings", "session", "library"}, kinds["adam"])
        self.assertEqual(kinds["ursula"] & {"settings", "session"}, set())
        self.assertIn("library", kinds["ursula"])

    @staticmethod
    def kinds(stream, last):
        """The kinds of events up to the first of `last`."""
        kinds = set()
        while last not in kinds:
            line = stream.readline()
            assert line, "the stream has ended"
            if line.startswith(b"data: "):
                kinds.add(json.loads(line[6:])["kind"])
        return kinds

    def test_of_tokens_their_owner_is_told(self):
        ursula, olga = log_in("ursula"), log_in("olga")
        mine, others = self.listen(ursula), self.listen(olga)
        made = ursula.api("POST", "tokens", {"name": "t", "scopes": ["read"]})
        self.assertEqual(made.status, 201)
        self.assertIn("session", self.kinds(mine, "session"))
        log_in("adam").api("PUT", "contacts/Bob", {"mail": "bob@example.com"})
        self.assertNotIn("session", self.kinds(others, "library"))


class RateLimit(Case):
    def test_guessing_becomes_slow_and_tells_nothing(self):
        guess = {"user": "ursula", "password": "wrong"}
        answers = [Client().api("POST", "session", guess) for _ in range(8)]
        self.assertEqual(answers[0].status, 401)
        self.assertEqual(answers[-1].status, 503)
        self.assertIn("too many wrong passwords", answers[-1].message)
        # The right one is no way to find out meanwhile; nor is Basic, nor another name.
        for body in ({"user": "ursula", "password": PASSWORDS["ursula"]}, {"user": "adam", "password": "wrong"}):
            self.assertEqual(Client().api("POST", "session", body).status, 503)
        busy = Client(headers={"Authorization": basic("ursula", PASSWORDS["ursula"])}).api("GET", "jobs")
        self.assertEqual(busy.status, 503)
        unknown = Client(HERE, False).api("POST", "session", {"user": "nobody", "password": "x"})
        self.assertEqual(unknown.message, answers[0].message)


class Tokens(Case):
    def test_they_are_ones_own(self):
        ursula, adam = log_in("ursula"), log_in("adam")
        mine = ursula.api("POST", "tokens", {"name": "mine", "scopes": ["read"], "expires": "2099-01-31"}).json()
        self.assertTrue(mine["token"].startswith("platen_"))
        self.assertEqual(mine["expires"], "2099-01-31T00:00:00Z")
        self.assertNotIn("token", ursula.api("GET", "tokens").json()[0])
        self.assertNotIn("ursula", {one["user"] for one in log_in("olga").api("GET", "tokens").json()})
        self.assertIn(mine["id"], [one["id"] for one in adam.api("GET", "tokens").json()])
        self.assertEqual(log_in("olga").api("DELETE", "tokens/" + mine["id"]).status, 404)
        self.assertEqual(ursula.api("POST", "tokens", {"name": "x", "user": "adam", "scopes": ["read"]}).status, 403)
        self.assertEqual(ursula.api("DELETE", "tokens/" + mine["id"]).status, 200)
        gone = Client(headers={"Authorization": "Bearer " + mine["token"]}).api("GET", "jobs")
        self.assertEqual(gone.status, 401)

    def test_wrong_wishes(self):
        ursula = log_in("ursula")
        for wish in ({}, {"name": "x"}, {"name": "x", "scopes": []}, {"name": "x", "scopes": ["all"]},
                     {"name": "", "scopes": ["read"]}, {"name": "x", "scopes": ["read"], "expires": "2001-01-01"},
                     {"name": "x", "scopes": ["read"], "expires": "soon"}, {"name": "a\nb", "scopes": ["read"]}):
            self.assertEqual(ursula.api("POST", "tokens", wish).status, 400, wish)

    def test_a_token_makes_none_that_may_more(self):
        some = self.token("adam", ["read", "administer"])
        self.assertEqual(some.api("POST", "tokens", {"name": "x", "scopes": ["operate"]}).status, 403)
        self.assertEqual(some.api("POST", "tokens", {"name": "x", "scopes": ["read"]}).status, 201)
        self.assertEqual(self.token("adam", ["read", "print"]).api("POST", "tokens", {"name": "x", "scopes": ["read"]}).status, 403)

    def test_an_administrators_token_for_printing_touches_nobody_elses_job(self):
        ursula = log_in("ursula")
        job = self.job_of(ursula)
        printing = self.token("adam", ["print", "read"])
        self.assertEqual(printing.api("POST", f"jobs/{job}/cancel").status, 403)
        self.assertEqual(self.token("olga", ["print", "operate"]).api("POST", f"jobs/{job}/hold").status, 200)
        self.assertEqual(log_in("olga").api("POST", f"jobs/{job}/cancel").status, 200)

    def job_of(self, browser):
        document = browser.api("POST", "documents?name=a.pdf", pdf(), Content_Type="application/pdf")
        self.assertEqual(document.status, 201, document.body)
        job = browser.api("POST", "jobs", {"printer": "office", "documents": [document.json()["id"]]})
        self.assertEqual(job.status, 201, job.body)
        return job.json()["job-id"]

    def test_nobody_has_none(self):
        nobody = Client(HERE, False)
        self.assertEqual(nobody.api("POST", "tokens", {"name": "x", "scopes": ["read"]}).status, 403)
        self.assertEqual(nobody.api("GET", "tokens").json(), [])

    def command(self, token, *words, code=0):
        with tempfile.TemporaryDirectory() as home:
            got, out, err = run(*words, "--server", ELSEWHERE, env={"HOME": home, "PLATEN_TOKEN": token})
        self.assertEqual(got, code, err + out.decode())
        return out.decode() if code == 0 else err

    def test_commands_take_one(self):
        """Over the network, for REST and for IPP."""
        operator = self.token("olga", ["read", "operate"]).made["token"]
        self.command(operator, "pause", "-d", "office")
        self.assertIn("lacks the scope", self.command(operator, "modify", "-d", "office", "-o", "printer-info=x", code=1))
        self.assertIn("lacks the scope administer", self.command(operator, "token", "list", code=1))
        whole = self.token("olga", SCOPES).made["token"]
        self.assertIn("only an administrator", self.command(whole, "modify", "-d", "office", "-o", "printer-info=x", code=1))
        administrator = self.token("adam", ["administer"]).made["token"]
        self.command(administrator, "modify", "-d", "office", "-o", "printer-info=Office")
        made = self.command(administrator, "token", "add", "from the command", "--scope", "administer", "--user", "olga").strip()
        self.assertIn("from the command", self.command(administrator, "token", "list"))
        listed = json.loads(self.command(made, "token", "list", "--json"))
        self.assertEqual({one["user"] for one in listed}, {"olga"})
        self.command(administrator, "token", "remove", next(one["id"] for one in listed if one["name"] == "from the command"))
        self.assertIn("unknown here", self.command(made, "token", "list", code=1))
        self.assertIn("PLATEN_TOKEN", self.command("secret word", "printers", code=1))

    def test_they_go_with_their_user(self):
        self.server.user("tom", "tom-pass-7")
        made = log_in("tom", password="tom-pass-7").api("POST", "tokens", {"name": "x", "scopes": ["read"]}).json()["token"]
        client = Client(headers={"Authorization": "Bearer " + made})
        self.assertEqual(client.api("GET", "jobs").status, 200)
        code, _, err = run("user", "remove", "tom", "--state", self.server.state)
        self.assertEqual(code, 0, err)
        self.server.user("tom", "somebody else")
        self.assertEqual(client.api("GET", "jobs").status, 401)


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
