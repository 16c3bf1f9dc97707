"""Threads and processes that run out while the server runs: jobs wait, say why, and print when there are some."""
import http.client
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

import ipp_wire
import server

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "hostile"))
import documents  # noqa: E402

# Of a user whom nobody else is: RLIMIT_NPROC counts all that a user runs, and knows no limit for root.
NOBODY_ELSE = 61_184 + os.getpid() % 4_000
USER = {"user": NOBODY_ELSE, "group": NOBODY_ELSE, "extra_groups": []} if os.geteuid() == 0 else {}
MOST = "unlimited" if resource.getrlimit(resource.RLIMIT_NPROC)[1] < 0 else resource.getrlimit(resource.RLIMIT_NPROC)[1]
PATIENCE = 120 * int(os.environ.get("TEST_PATIENCE", "1"))


class Threads(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="platen-threads-")
        self.addCleanup(folder.cleanup)
        self.state = pathlib.Path(folder.name)
        if USER:
            os.chown(self.state, NOBODY_ELSE, NOBODY_ELSE)
        for name, content in (("text", b"words\n"), ("pdf", documents.one_page()), ("png", documents.pictures("png")[0])):
            (self.state / name).write_bytes(content)

    def begin(self):
        self.running = server.Server(self.state, **USER)
        self.addCleanup(lambda: self.running.process.poll() is None and self.running.kill())

    def allow(self, more):
        """So many threads or processes more than this user has; None: as many as it likes."""
        limit = MOST if more is None else self.count() + more
        subprocess.run(["prlimit", f"--pid={self.running.process.pid}", f"--nproc={limit}:"], check=True, **USER)

    def count(self):
        user = NOBODY_ELSE if USER else os.getuid()
        total = 0
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if process.stat().st_uid == user:
                    total += len(os.listdir(process / "task"))
            except OSError:
                continue
        return total

    def submit(self, printer, kind):
        return json.loads(self.running.run("submit", "--json", "-d", printer, self.state / kind).stdout)["job-id"]

    def job(self, number):
        return next(job for job in json.loads(self.running.run("jobs", "--all", "--json").stdout) if job["job-id"] == number)

    def printer(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=60)
        connection.request("POST", f"/ipp/print/{name}", ipp_wire.request("Get-Printer-Attributes", "2.0", 1, [
            ("charset", "attributes-charset", "utf-8"), ("naturalLanguage", "attributes-natural-language", "en"),
            ("uri", "printer-uri", f"ipp://localhost/ipp/print/{name}")]), {"Content-Type": "application/ipp"})
        reply = ipp_wire.parse(connection.getresponse().read())
        connection.close()
        return reply.printer

    def all_complete(self, numbers):
        def look():
            self.assertIsNone(self.running.process.poll(), self.running.log())
            states = {number: self.job(number)["job-state"] for number in numbers}
            self.assertNotIn("aborted", states.values(), self.running.log())
            return set(states.values()) == {"completed"}
        server.wait_for(look, PATIENCE, "the end of all jobs")

    def test_jobs_wait_with_words_and_print_when_there_are_some(self):
        self.begin()
        self.all_complete([self.submit(printer, "text") for printer in server.PRINTERS])  # all its own threads are there
        self.allow(0)
        waiting = {printer: self.submit(printer, kind) for printer, kind in zip(server.PRINTERS, ("png", "pdf", "text"))}
        for printer, number in waiting.items():
            server.wait_for(lambda: "RLIMIT_NPROC" in self.job(number).get("job-state-message", ""), PATIENCE, f"the words of {printer}")
            server.wait_for(lambda: "other-warning" in self.printer(printer)["printer-state-reasons"].values, PATIENCE, f"the reason of {printer}")
        server.wait_for(lambda: all(self.running.log().count(f"{printer}: the job cannot be prepared: cannot start a thread") > 1
                                    for printer in server.PRINTERS), PATIENCE, "another try of each")
        self.assertIsNone(self.running.process.poll(), self.running.log())
        self.allow(None)
        self.all_complete(waiting.values())
        self.assertEqual(self.running.stop(), 0)

    def test_each_number_of_threads_that_are_left_is_enough_to_live_on(self):
        """One is lacking to the job itself, to its delivery, to its helpers, its renderer, or to the library that sets text."""
        self.begin()
        numbers = [self.submit(printer, "text") for printer in server.PRINTERS]
        self.all_complete(numbers)
        for more in range(8):
            self.allow(more)
            begun = self.running.log().count("begins")
            numbers += [self.submit(printer, kind) for printer, kind in zip(server.PRINTERS, ("png", "pdf", "text"))]
            server.wait_for(lambda: self.running.log().count("begins") > begun, PATIENCE, "a try")
            self.assertIsNone(self.running.process.poll(), self.running.log())
        self.assertNotIn("aborted", {self.job(number)["job-state"] for number in numbers}, self.running.log())
        self.allow(None)
        self.all_complete(numbers)
        self.assertEqual(self.running.stop(), 0)

    def test_a_server_that_lacks_its_own_threads_ends_with_one_line(self):
        """With one more each time, until it starts."""
        before = self.count()
        for limit in range(1, 100):
            with open(self.state / "words", "wb") as words:
                running = subprocess.Popen(
                    [server.PLATEN, "server", "--state", self.state, "--port", "0", "--allow-root", "--demo"], stdout=subprocess.PIPE,
                    stderr=words, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (before + limit, before + limit)), **USER)
            first = running.stdout.readline().decode()
            if first:
                running.terminate()
                running.stdout.read()
            running.stdout.close()
            code, said = running.wait(60), (self.state / "words").read_text()
            if first:
                break
            self.assertEqual(code, 1, said)
            last = [line for line in said.splitlines() if line.startswith("platen: server: ")]
            self.assertEqual(len(last), 1, said)
            self.assertIn("cannot start a thread", last[0])
            self.assertIn("RLIMIT_NPROC", last[0])
        self.assertGreater(limit, 3)  # it was lacking some of them
        self.assertEqual(code, 0, said)


if __name__ == "__main__":
    unittest.main()
