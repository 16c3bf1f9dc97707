"""Too many connections: from one address, from the network, and more than there are descriptors. Who is in goes on."""
import contextlib
import http.client
import json
import os
import pathlib
import random
import resource
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

import ipp_wire
import server
import world

CROWD = pathlib.Path(__file__).resolve().parent.parent / "support" / "crowd.py"


class Crowd:
    """Clients that stay; crowd.py says what they do."""

    def __init__(self, begin, *words):
        self.process = begin(sys.executable, CROWD, *words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def report(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def wait_for(self, holds, what):
        def look():
            self.seen = self.report()
            return holds(self.seen)
        try:
            server.wait_for(look, 60, what)
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.seen}") from None
        return self.seen

    def leave(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@contextlib.contextmanager
def crowd(begin, *words):
    held = Crowd(begin, *words)
    try:
        yield held
    finally:
        held.leave()


def begin_here(*command, **more):
    return subprocess.Popen([*map(str, command)], **more)


class Addresses(world.World):
    """Clients of other machines are addresses of a network that only this test has."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for address in ("192.0.2.1", "192.0.2.7", "192.0.2.8"):
            cls.tool("ip", "address", "add", f"{address}/24", "dev", "lo")
        for address in ("2001:db8:1::1", "2001:db8:1::7", "2001:db8:1::8", "2001:db8:2::7", "2001:db8:2::8", "2001:db8:3::7"):
            cls.tool("ip", "address", "add", f"{address}/64", "dev", "lo", "nodad")
        (cls.folder / "state").mkdir()
        (cls.folder / "state" / "platen.toml").write_text("[limits]\nconnections = 64\nconnections-per-address = 5\n")
        cls.platen = cls.start_platen("--listen", "*")

    def log(self):
        return (self.folder / "server.log").read_text()

    def crowd(self, count, to, *sources):
        return crowd(self.begin, 8631, "idle", count, "--to", to, *(["--from", *sources] if sources else []))

    def settles(self, held, answered, refused):
        """All have come, and so many are served; the others were refused, told so or not."""
        seen = held.wait_for(lambda now: now["answered"] == answered and now["closed"] == refused, f"{answered} of {answered + refused}")
        self.assertEqual(seen["open"], answered)
        self.assertEqual(seen["refused"], refused)  # fewer than are told at a time

    def test_one_address_has_its_share(self):
        with self.crowd(8, "192.0.2.1", "192.0.2.7") as first:
            self.settles(first, 5, 3)
            self.assertRegex(self.log(), r"connections refused: 1 \(the last from \S+\): an address has as many as it may")
            with self.crowd(8, "192.0.2.1", "192.0.2.8") as second:
                self.settles(second, 5, 3)
            self.assertEqual(self.log().count("connections refused"), 1)  # not more than once a minute
        server.wait_for(lambda: "200" in self.tool("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--interface", "192.0.2.7",
                                                   "http://192.0.2.1:8631/healthz"), 20, "room for the address again")

    def test_a_network_of_ipv6_is_one_source(self):
        with self.crowd(12, "2001:db8:1::1", "2001:db8:2::7", "2001:db8:2::8") as one:
            self.settles(one, 5, 7)
        with self.crowd(12, "2001:db8:1::1", "2001:db8:2::7", "2001:db8:3::7") as two:
            self.settles(two, 10, 2)

    def test_the_machines_of_our_own_network_are_not(self):
        with self.crowd(12, "2001:db8:1::1", "2001:db8:1::7", "2001:db8:1::8") as neighbours:
            self.settles(neighbours, 10, 2)

    def test_this_machine_has_three_quarters(self):
        with self.crowd(60, "127.0.0.1", "127.0.0.1") as proxy:
            self.settles(proxy, 48, 12)
            self.tool("env", f"PLATEN_SERVER={self.folder / 'state' / 'platen.sock'}", server.PLATEN, "printers")
            with self.crowd(3, "192.0.2.1", "192.0.2.7") as network:
                self.settles(network, 3, 0)

    def test_the_last_places_are_kept_from_the_network(self):
        with self.crowd(40, "127.0.0.1", "127.0.0.1") as proxy, self.crowd(10, "192.0.2.1", "192.0.2.7", "192.0.2.8") as network:
            self.settles(proxy, 40, 0)
            self.settles(network, 10, 0)
            with self.crowd(15, "2001:db8:1::1", "2001:db8:1::7", "2001:db8:2::7", "2001:db8:3::7") as rest:
                self.settles(rest, 10, 5)  # 60 of 64 are taken: a sixteenth is for who is here
                self.tool("env", f"PLATEN_SERVER={self.folder / 'state' / 'platen.sock'}", server.PLATEN, "printers")


class Descriptors(unittest.TestCase):
    """A server that may have few files open."""

    def begin(self, files):
        holder = tempfile.TemporaryDirectory(prefix="platen-flood-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        running = server.Server(holder.name, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)))
        self.addCleanup(lambda: running.process.poll() is None and self.assertEqual(running.stop(), 0, running.log()))
        return running

    def get(self, connection):
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def large(self):
        """A picture of one page that is stored in a file of its own: noise, which nothing makes smaller."""
        rows = b"".join(b"\0" + random.Random(row).randbytes(3 * 200) for row in range(200))
        chunk = lambda name, data: struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        path = self.folder / "large.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 200, 200, 8, 2, 0, 0, 0))
                         + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
        return path

    def finished(self, running):
        return [job["job-state"] for job in json.loads(running.run("jobs", "--all", "--json").stdout)]

    def print_here(self, connection):
        """Print-Job over a connection that is open."""
        attributes = [("charset", "attributes-charset", "utf-8"), ("naturalLanguage", "attributes-natural-language", "en"),
                      ("uri", "printer-uri", "ipp://localhost/ipp/print/ir1020"), ("mimeMediaType", "document-format", "image/png")]
        body = ipp_wire.request("Print-Job", "2.0", 1, attributes) + self.large().read_bytes()
        connection.request("POST", "/ipp/print/ir1020", body, {"Content-Type": "application/ipp"})
        answer = connection.getresponse()
        return answer.status, answer.read()[2:4]

    def test_printing_goes_on_in_a_flood(self):
        running = self.begin(200)  # 100 for printers and the store, 50 connections, and a document for each
        inside = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
        self.addCleanup(inside.close)
        self.assertEqual(self.get(inside), 200)
        with crowd(begin_here, running.port, "body", 400, "--from-many") as flood:
            flood.wait_for(lambda now: now["open"] == 49 and now["closed"] == 351, "a full house")
            self.assertIn("connections refused", running.log())
            self.assertEqual(self.print_here(inside), (200, b"\0\0"))
            server.wait_for(lambda: list((running.state / "virtual" / "ir1020").glob("job-*.json")), 60, "the sheet")
            self.assertEqual(self.get(inside), 200)
        server.wait_for(lambda: running.run("printers", check=False).returncode == 0, 30, "room again")
        self.assertEqual(self.finished(running), ["completed"])

    def open_files(self, running):
        time.sleep(0.05)
        return len(os.listdir(f"/proc/{running.process.pid}/fd"))

    def test_a_limit_that_falls_while_it_runs(self):
        running = self.begin(1_000)
        inside = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
        self.addCleanup(inside.close)
        self.assertEqual(self.get(inside), 200)
        used = min(self.open_files(running) for _ in range(20))  # without what it opens for a moment
        resource.prlimit(running.process.pid, resource.RLIMIT_NOFILE, (used + 2, 1_000))
        with crowd(begin_here, running.port, "idle", 40) as waiting:
            server.wait_for(lambda: "refused" in running.log() or "no new connections" in running.log(), 30, "the word about it")
            self.assertEqual(self.get(inside), 200)
            resource.prlimit(running.process.pid, resource.RLIMIT_NOFILE, (1_000, 1_000))
        running.run("submit", "-d", "ir1020", "--wait", self.large())
        self.assertEqual(self.finished(running), ["completed"])


if __name__ == "__main__":
    unittest.main()
