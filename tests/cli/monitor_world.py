"""What the tests of watching share: a server, its REST interface, a webhook's receiver, a mail server, twins."""
import base64
import http.client
import http.server
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time

from support import PATIENCE, PLATEN, run

PYTHON = "/usr/bin/python3"  # the one that Debian's aiosmtpd and prometheus_client belong to


def wait_for(what, seconds=60, step=0.1):
    """The first true value of what(), which is asked again and again."""
    end = time.monotonic() + seconds * PATIENCE
    while True:
        if value := what():
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain")
        time.sleep(step)


class Server:
    """platen server in a folder; start() again after close()."""

    def __init__(self, state, config="", *options, env=None):
        self.state, self.options, self.env = pathlib.Path(state), options, env or {}
        self.config = self.state / "platen.toml"
        if not self.config.exists():
            self.write_config(config)
        self.start()

    def write_config(self, text):
        self.config.write_text("[discovery]\nannounce = false\n[printing]\nspare-renderers = 0\n" + text)

    def start(self):
        root = ["--allow-root"] if os.geteuid() == 0 else []
        self.log = (self.state.parent / f"{self.state.name}.log").open("ab")
        self.process = subprocess.Popen([PLATEN, "server", "--config", self.config, "--state", self.state, "--port", "0",
                                         *self.options, *root], stdout=subprocess.PIPE, stderr=self.log,
                                        env={**os.environ, **self.env})
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            raise RuntimeError(f"no server: {line} {self.said()}")
        self.port = int(found.group(1))

    def said(self):
        return pathlib.Path(self.log.name).read_text(errors="replace")

    def close(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(timeout=60 * PATIENCE)
        self.process.stdout.close()
        self.log.close()

    def hang_up(self):
        """Has the configuration read again, and waits until it is."""
        before = self.said().count("read again")
        self.process.send_signal(signal.SIGHUP)
        wait_for(lambda: self.said().count("read again") > before)

    def ask(self, method, path, body=None, headers=None, port=None):
        """(status, headers, bytes) of one request."""
        link = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60 * PATIENCE)
        try:
            link.request(method, path, body=body, headers=headers or {})
            answer = link.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            link.close()

    def api(self, method, path, value=None, user=("root", "a password")):
        """(status, JSON) of a request to the REST interface, as an administrator."""
        headers = {"Authorization": "Basic " + base64.b64encode(":".join(user).encode()).decode()} if user else {}
        body = value if isinstance(value, (bytes, type(None))) else json.dumps(value)
        status, _, data = self.ask(method, "/api/v1/" + path, body, headers)
        return status, json.loads(data) if data else None

    def administrate(self):
        """Makes the administrator that api() logs in as."""
        code, _, err = run("user", "set", "root", "--administrator", "--state", self.state, stdin=b"a password\n")
        if code:
            raise RuntimeError(err)

    def platen(self, *words, **how):
        return run(words[0], "--server", self.state / "platen.sock", *words[1:], **how)

    def metrics(self):
        return self.ask("GET", "/metrics")[2].decode()

    def value(self, name, **labels):
        """One value of the metrics; None: it is not there."""
        for line in self.metrics().splitlines():
            found = re.fullmatch(re.escape(name) + r"(?:\{(.*)\})? (\S+)", line)
            if found and all(f'{key}="{value}"' in (found.group(1) or "") for key, value in labels.items()):
                return float(found.group(2))
        return None


class Twin:
    """platen virtual with an SNMP agent; mend() takes away what is wrong."""

    def __init__(self, folder, model="canon-ir1020", *settings, faults=None):
        words = [word for setting in settings for word in ("--set", setting)] + (["--faults", faults] if faults else [])
        self.process = subprocess.Popen([PLATEN, "virtual", model, "--port", "0", "--snmp", "0", "--sheets", folder, *words],
                                        stdout=subprocess.PIPE)
        line = self.process.stdout.readline().decode()
        self.uri = re.search(r"socket://\S+", line).group()

    def mend(self):
        self.process.send_signal(signal.SIGUSR1)

    def pause(self, stopped=True):
        self.process.send_signal(signal.SIGSTOP if stopped else signal.SIGCONT)

    def close(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait(timeout=60 * PATIENCE)
        self.process.stdout.close()


class Hook:
    """A server that takes webhooks; answers with `statuses` in turn, then 204."""

    def __init__(self, statuses=(), address="127.0.0.1", location=None):
        self.got, self.statuses, hook = [], list(statuses), self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                hook.got.append((self.path, dict(self.headers), body))
                self.send_response(hook.statuses.pop(0) if hook.statuses else 204)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *words):
                pass

        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        server = type("Server", (http.server.ThreadingHTTPServer,), {"address_family": family})
        self.server = server((address, 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def notices(self):
        return [notice for _, _, body in self.got for notice in json.loads(body)["notices"]]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Mail:
    """tests/support/mail_server.py with TLS of its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir()
        self.kept = self.folder / "kept"
        self.kept.mkdir()
        self.certificate = self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", self.folder / "key.pem", "-out", self.certificate,
                        "-days", "2"], check=True, capture_output=True)
        how = {"folder": str(self.kept), "tls": "starttls", "certificate": str(self.certificate),
               "key": str(self.folder / "key.pem"), "user": "platen", "secret": "mail secret"}
        self.process = subprocess.Popen([PYTHON, os.environ["MAIL_SERVER"], json.dumps(how)], stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def texts(self):
        return [path.read_bytes() for path in sorted(self.kept.glob("*.eml"))]

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
