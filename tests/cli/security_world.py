"""A server in a network of its own, asked from this machine and from another one's address: for tests of who may do what."""
import base64
import ctypes
import functools
import http.client
import json
import os
import pathlib
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import unittest

from support import PLATEN, run

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


@functools.cache
def unverified():
    """Without the system's authorities, which take longer to read than most requests take."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
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
