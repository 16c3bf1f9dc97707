"""What no client should send, and what no administrator should start: the right status or one clear line, and the server goes on."""
import http.client
import os
import pathlib
import socket
import struct
import subprocess
import tempfile
import unittest

import server


def attribute(tag, name, value):
    name, value = name.encode(), value if isinstance(value, bytes) else value.encode()
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def message(operation, *attributes, version=(2, 0), request_id=1, printer="ir1020", charset="utf-8", uri=None):
    head = struct.pack(">BBHI", *version, operation, request_id) + b"\1"
    head += attribute(0x47, "attributes-charset", charset) + attribute(0x48, "attributes-natural-language", "en")
    if printer or uri:
        head += attribute(0x45, "printer-uri", uri or f"ipp://localhost/ipp/print/{printer}")
    return head + b"".join(attributes) + b"\3"


class Requests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = server.server()
        cls.running = cls.context.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.context.__exit__(None, None, None)

    def tearDown(self):
        """Nothing else was disturbed."""
        self.assertEqual(self.ask(message(0x000B))[1], 0)

    def ask(self, body, path="/ipp/print/ir1020", headers=None):
        """(HTTP status, IPP status)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=20)
        try:
            connection.request("POST", path, body, {"Content-Type": "application/ipp", **(headers or {})})
            answer = connection.getresponse()
            data = answer.read()
            return answer.status, struct.unpack(">H", data[2:4])[0] if answer.status == 200 and len(data) > 8 else None
        finally:
            connection.close()

    def test_operations_and_versions(self):
        self.assertEqual(self.ask(message(0x3FFF)), (200, 0x0501))  # server-error-operation-not-supported
        self.assertEqual(self.ask(message(0x000B, version=(9, 9))), (200, 0x0503))  # server-error-version-not-supported
        self.assertEqual(self.ask(message(0x000B, charset="klingon")), (200, 0x040D))  # client-error-charset-not-supported
        self.assertEqual(self.ask(message(0x000B, request_id=0)), (200, 0x0400))
        self.assertEqual(self.ask(message(0x000B, printer=None)), (200, 0x0400))
        self.assertEqual(self.ask(message(0x000B, uri="ipp://localhost/ipp/print/nobody"), "/ipp/print/nobody"), (200, 0x0406))

    def test_broken_messages(self):
        whole = message(0x000B)
        for cut in (0, 3, 8, 9, len(whole) // 2, len(whole) - 1):
            with self.subTest(cut=cut):
                status, ipp = self.ask(whole[:cut])
                self.assertTrue(status == 400 or ipp == 0x0400, (status, ipp))
        self.assertIn(self.ask(b"\xff" * 5000)[0], (200, 400))
        self.assertIn(self.ask(message(0x000B, attribute(0x42, "x" * 60_000, "y")))[1], (0, 1, 0x0400, 0x0408))

    def test_contradictions_are_told(self):
        format_ = attribute(0x49, "document-format", "application/x-nothing")
        self.assertEqual(self.ask(message(0x0004, format_)), (200, 0x040A))  # client-error-document-format-not-supported
        fidelity = attribute(0x22, "ipp-attribute-fidelity", b"\1")
        job = b"\2" + attribute(0x44, "media", "iso_a0_841x1189mm")
        self.assertEqual(self.ask(message(0x0004, fidelity)[:-1] + job + b"\3")[1], 0x040B)  # attributes-or-values
        self.assertEqual(self.ask(message(0x0004)[:-1] + job + b"\3")[1], 0x0001)  # ignored-or-substituted

    def test_administration_needs_a_login(self):
        for operation in (0x0010, 0x0011, 0x0013):  # Pause-Printer, Resume-Printer, Set-Printer-Attributes
            with self.subTest(operation=operation):
                self.assertEqual(self.ask(message(operation))[0], 401)

    def test_a_wrong_password_is_refused(self):
        wrong = {"Authorization": "Basic bm9ib2R5OndpdGhvdXQ="}
        self.assertEqual(self.ask(message(0x0010), headers=wrong)[0], 401)

    def test_wrong_http(self):
        def raw(data):
            with socket.create_connection(("127.0.0.1", self.running.port), timeout=20) as connection:
                connection.sendall(data)
                return connection.recv(100)
        self.assertIn(b" 400 ", raw(b"HELLO\r\n\r\n"))
        self.assertIn(b" 400 ", raw(b"GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        self.assertIn(b" 40", raw(b"POST /ipp/print HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"))
        self.assertRegex(raw(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), rb" 4\d\d ")
        self.assertIn(b" 404 ", raw(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"))


class Starting(unittest.TestCase):
    def refused(self, *options, env=None):
        done = subprocess.run([server.PLATEN, "server", *map(str, options)], capture_output=True, text=True, timeout=30,
                              env={**os.environ, **(env or {})})
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")
        self.assertTrue(done.stderr.rstrip("\n").splitlines()[-1].startswith("platen: server: "), done.stderr)
        return done.stderr

    def test_a_wrong_configuration_names_its_place(self):
        with tempfile.TemporaryDirectory() as name:
            file = pathlib.Path(name) / "platen.toml"
            file.write_text("[server]\nlisten = [\"127.0.0.1\"]\nprot = 1\n")
            self.assertIn("platen.toml:3:", self.refused("--state", name, "--allow-root"))

    def test_two_servers_do_not_share_a_store(self):
        with server.server() as running:
            told = self.refused("--state", running.state, "--port", "0", "--allow-root")
            self.assertIn(str(running.process.pid), told)

    def test_a_taken_port_is_named(self):
        with server.server() as running, tempfile.TemporaryDirectory() as name:
            self.assertIn(str(running.port), self.refused("--state", name, "--port", running.port, "--allow-root"))

    @unittest.skipUnless(os.geteuid() == 0, "only root can be refused for being root")
    def test_root_is_refused_unless_told(self):
        with tempfile.TemporaryDirectory() as name:
            self.assertIn("--allow-root", self.refused("--state", name))

    def test_a_bad_reload_keeps_the_former_configuration(self):
        import signal
        with server.server() as running:
            (running.state / "platen.toml").write_text("[log]\nlevel = 7\n")
            running.process.send_signal(signal.SIGHUP)
            server.wait_for(lambda: "platen.toml:2:" in running.log(), 10, "the refusal in the log")
            self.assertIn("ir1020", running.run("printers").stdout)
            (running.state / "platen.toml").write_text("[log]\nlevel = \"debug\"\n")
            running.process.send_signal(signal.SIGHUP)
            server.wait_for(lambda: "was read again" in running.log(), 10, "the new configuration")


if __name__ == "__main__":
    unittest.main()
