"""platen doctor on the way to the server, and where there is none."""
import fcntl
import http.server
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

from doctor_world import Alone, DoctorCase, fault, make_certificate
from support import PATIENCE, PLATEN, run

# 0.0.0.0 leads to this machine, and is no name of it: what happens over a network happens there, too.
AFAR = "0.0.0.0"


class Absent(DoctorCase):
    """No server on this machine."""

    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"

    def look(self, *words, **how):
        return self.doctor("--state", self.state, *words, code=3, **how)

    @fault("server-not-running", "state-folder-missing", mends=("state-folder-missing",))
    def test_never_started(self):
        findings = self.look()
        self.found(findings, "server-not-running", says=["platen server"])
        self.found(findings, "state-folder-missing", str(self.state), ["first starts"], "mode 0700")
        self.mend("--state", self.state, title="Make the folder")
        self.assertEqual(self.state.stat().st_mode & 0o777, 0o700)
        self.lacks(self.look(), "state-folder-missing")

    @fault("stale-socket", mends=("stale-socket",))
    def test_killed(self):
        server = Alone(self)
        self.state = server.state
        server.process.kill()
        server.process.wait()
        self.found(self.look(), "stale-socket", str(server.socket), ["nobody listens"], "is removed")
        self.mend("--state", self.state, title="Remove the socket")
        self.assertFalse(server.socket.exists())
        self.lacks(self.look(), "stale-socket")

    @fault("port-in-use")
    def test_port_taken(self):
        self.state.mkdir()
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            (self.state / "platen.toml").write_text(f"[server]\nport = {port}\n")
            self.found(self.look(), "port-in-use", f"port {port}", [f"(process {os.getpid()})", "port = 8632"])

    @fault("state-in-use")
    def test_folder_held(self):
        self.state.mkdir()
        lock = self.state / "platen.lock"
        lock.write_text(f"{os.getpid()}\n")
        with lock.open() as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            findings = self.look()
        self.found(findings, "state-in-use", str(self.state), [f"Process {os.getpid()}"])
        self.lacks(findings, "server-not-running")

    def test_what_keeps_it_from_starting(self):
        self.state.mkdir()
        (self.state / "platen.toml").write_text("[server]\nport = 99999\n")
        (self.state / "users").write_text("")
        (self.state / "users").chmod(0o604)
        findings = self.look()
        self.found(findings, "configuration-wrong", says=["platen.toml:2"])
        self.found(findings, "users-file-readable-by-others", str(self.state / "users"), ["0604"], "0600")
        self.mend("--state", self.state, title="Close the file")
        self.assertEqual((self.state / "users").stat().st_mode & 0o777, 0o600)

    @fault("state-folder-not-ours")
    def test_somebody_elses(self):
        if os.geteuid() != 0:  # /proc belongs to root: nobody else may write there
            self.state = pathlib.Path("/proc")
            self.found(self.look(), "state-folder-not-ours", "/proc", ["root:root"])
            return
        holder = tempfile.mkdtemp(prefix="platen-others-", dir="/tmp")
        self.addCleanup(shutil.rmtree, holder)
        os.chmod(holder, 0o755)
        self.state = pathlib.Path(holder) / "state"
        self.state.mkdir(mode=0o755)
        program = pathlib.Path(holder) / "platen"  # where that user may read
        shutil.copy2(PLATEN, program)
        program.chmod(0o755)
        done = subprocess.run([program, "doctor", "--json", "--state", self.state], user=65534, group=65534, extra_groups=[], capture_output=True,
                              env={**os.environ, "PLATEN_DATA": "/nonexistent"}, check=False, timeout=60 * PATIENCE, cwd="/")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.found(json.loads(done.stdout)["findings"], "state-folder-not-ours", str(self.state), ["root:root", "nobody"])


class Stranger(http.server.BaseHTTPRequestHandler):
    """What is no platen server, or an old one, or has a wrong clock."""
    protocol_version = "HTTP/1.1"
    report, skew = None, 0

    def do_GET(self):
        body = json.dumps(self.report).encode() if self.report is not None and "/doctor" in self.path else b"not here"
        self.send_response_only(200 if self.report is not None and "/doctor" in self.path else 404)
        self.send_header("Date", self.date_time_string(time.time() + self.skew))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Way(DoctorCase):
    """The way from here to the server."""

    def stranger(self, tls=None, **how):
        handler = type("OneStranger", (Stranger,), how)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*tls)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(lambda: (server.shutdown(), server.server_close()))
        return server.server_address[1]

    def home(self):
        return {"HOME": str(self.folder), "PLATEN_PASSWORD_FILE": ""}

    @fault("name-not-resolved")
    def test_unknown_name(self):
        self.found(self.doctor("--server", "no-such-host.invalid", code=3), "name-not-resolved", "no-such-host.invalid", [".local"])

    @fault("port-not-reachable")
    def test_refused(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            port = nobody.getsockname()[1]
            self.found(self.doctor("--server", f"{AFAR}:{port}", code=3), "port-not-reachable", says=["Connection refused", f"TCP port {port}"])

    @fault("not-a-platen-server")
    def test_stranger(self):
        self.found(self.doctor("--server", f"127.0.0.1:{self.stranger()}", code=3), "not-a-platen-server", says=["404", "8631"])

    @fault("version-differs")
    def test_old_server(self):
        port = self.stranger(report={"version": "0.0.1", "findings": [], "dns-records": ""})
        self.found(self.doctor("--server", f"127.0.0.1:{port}", code=0), "version-differs", says=["0.0.1", "Restart"])

    def test_hostile_server(self):
        for report in ([], {"findings": 1}, {"findings": [1]}, {"findings": [{"code": "x"}]}):
            port = self.stranger(report=report)
            self.found(self.doctor("--server", f"127.0.0.1:{port}", code=3), "not-a-platen-server")
        port = self.stranger(report={"version": "\x1b[2J", "findings": [{"code": "x\x1b[2J", "severity": "note", "title": "\x1b]0;x\x07", "cause": "", "advice": ["\r"]}]})
        _, out, _ = run("doctor", "--server", f"127.0.0.1:{port}")
        self.assertNotRegex(out, rb"[\x00-\x09\x0b-\x1f]")

    @fault("log-in-needed")
    def test_without_login(self):
        server = Alone(self, "", "--demo")
        self.found(self.doctor("--server", f"127.0.0.1:{server.port}", code=0, env=self.home()), "log-in-needed", says=["operator"])

    @fault("certificate-lacks-name", "clock-wrong", "certificate-changed", "proxy-in-the-way", mends=("certificate-changed",))
    def test_tls(self):
        # Where libcups keeps what it sees first: root's is the system's.
        kept = (pathlib.Path("/etc/cups/ssl") if os.geteuid() == 0 else self.folder / ".cups/ssl") / f"{AFAR}.crt"
        kept.unlink(missing_ok=True)
        self.addCleanup(kept.unlink, missing_ok=True)
        pairs = [make_certificate(self, "print.example", "-days", "400"), make_certificate(self, "other.example", "-days", "400")]
        port = self.stranger(tls=pairs[0], skew=-7200)
        env = {**self.home(), "http_proxy": "http://me:secret@proxy.example:3128", "no_proxy": ""}
        findings = self.doctor("--server", f"{AFAR}:{port}", env=env, code=3)
        self.found(findings, "certificate-lacks-name", AFAR, ["host-names"])
        self.found(findings, "clock-wrong", says=["s behind", "timedatectl"])
        proxy = self.found(findings, "proxy-in-the-way", AFAR, ["proxy.example:3128", "no_proxy"])
        self.assertNotIn("secret", json.dumps(proxy))
        self.assertTrue(kept.exists(), "libcups keeps what it sees first")
        shutil.copy(pairs[1][0], kept)
        port = self.stranger(tls=pairs[0])
        findings = self.doctor("--server", f"{AFAR}:{port}", env=self.home(), code=3)
        self.found(findings, "certificate-changed", AFAR, ["do not log in"], str(kept))
        self.mend("--server", f"{AFAR}:{port}", env=self.home(), title="Trust the new certificate")
        self.lacks(self.doctor("--server", f"{AFAR}:{port}", env=self.home(), code=3), "certificate-changed")

if __name__ == "__main__":
    unittest.main()
