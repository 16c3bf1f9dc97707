"""What the tests of deliveries share: one delivery as the server makes it, files to send, and a link that fails."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time

from support import Case, PATIENCE

ONCE = os.environ["DELIVER_ONCE"]
FOLDER, MAIL, SMB, SFTP, WEBDAV, HTTP = range(6)


def wait_for(condition, what, seconds=30):
    """Until it is true; a loaded machine gets its time."""
    ends = time.monotonic() + seconds * PATIENCE
    while not condition():
        if time.monotonic() > ends:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.02)


def helper_of(pid):
    """The platen-deliver that a process has started, or None."""
    for entry in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            text = entry.read_text()
        except OSError:
            continue
        name, rest = text[text.index("(") + 1:].rsplit(")", 1)
        if name.startswith("platen-deliver") and int(rest.split()[1]) == pid:
            return int(entry.parent.name)
    return None


class Delivery:
    """One that is under way."""

    def __init__(self, destination, files, command=(), limits=None, **attempt):
        request = {"destination": destination,
                   "try": {"files": [{"path": str(path), "name": name, "bytes": path.stat().st_size} for path, name in files],
                           **attempt}}
        self.process = subprocess.Popen([*command, ONCE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        preexec_fn=limits)
        self.process.stdin.write(json.dumps(request).encode())
        self.process.stdin.close()
        self.process.stdin = None

    def kill_helper(self):
        wait_for(lambda: helper_of(self.process.pid), "the helper")
        os.kill(helper_of(self.process.pid), signal.SIGKILL)

    def end(self):
        out, err = self.process.communicate(timeout=120 * PATIENCE)
        if self.process.returncode or err:
            raise AssertionError((self.process.returncode, out, err))
        return json.loads(out)


class Proxy:
    """A link on loopback that lets `allow` bytes of the client through, and then breaks (cut) or stands still (hold)."""

    def __init__(self, port, allow=None, then="cut"):
        self.target, self.allow, self.then = port, allow, then
        self.passed = 0
        self.reached = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)  # or the system would take far more than `allow`
        self.port = self.listener.getsockname()[1]
        self.open = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            self.open += [client, server]
            threading.Thread(target=self.up, args=(client, server), daemon=True).start()
            threading.Thread(target=self.down, args=(server, client), daemon=True).start()

    def up(self, client, server):
        try:
            while data := client.recv(4096):
                self.passed += len(data)
                if self.allow is not None and self.passed > self.allow:
                    self.reached.set()
                    if self.then == "cut":
                        self.break_all()
                        client.close()  # with what it sent meanwhile: a reset
                        server.close()
                    return
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def down(self, server, client):
        try:
            while data := server.recv(65536):
                client.sendall(data)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def break_all(self):
        for end in self.open:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()
        self.break_all()
        for end in self.open:
            end.close()


class DeliveryCase(Case):
    """A test that delivers."""

    def setUp(self):
        super().setUp()
        self.scan = self.write("session-1.pdf", b"%PDF-1.7\n" + os.urandom(700_000))

    def proxy(self, port, **how):
        link = Proxy(port, **how)
        self.addCleanup(link.close)
        return link

    def deliver(self, destination, files=None, **attempt):
        return Delivery(destination, files or [(self.scan, "Scan 1.pdf")], **attempt).end()

    def assert_end(self, end, kind, *words):
        self.assertEqual(end["kind"], kind, end)
        self.assertNotIn("\n", end["words"])
        for wanted in words:
            self.assertIn(wanted, end["words"])

    def certificate(self, name="localhost"):
        """(authority, certificate, key): PEM files of an authority of this test alone."""
        at = self.folder / "tls"
        at.mkdir(exist_ok=True)
        ca, key, request, leaf = at / "ca.pem", at / f"{name}.key", at / f"{name}.csr", at / f"{name}.pem"
        if not ca.exists():
            self.tool("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at / "ca.key", "-out", ca, "-days", "2",
                      "-subj", "/CN=test authority")
        self.tool("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={name}",
                  "-addext", f"subjectAltName=DNS:{name}")
        self.tool("openssl", "x509", "-req", "-in", request, "-CA", ca, "-CAkey", at / "ca.key", "-out", leaf, "-days", "2",
                  "-copy_extensions", "copy")
        return ca, leaf, key
