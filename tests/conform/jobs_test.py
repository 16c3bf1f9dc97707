"""Jobs through the whole server, from an IPP client to the sheets that the virtual device drew."""
import calendar
import json
import pathlib
import re
import subprocess
import tempfile
import time
import unittest

import server

A4, A5, LETTER = (21000, 29700), (14800, 21000), (21590, 27940)
OVERRIDES = pathlib.Path(__file__).resolve().parent / "overrides.test"
DEPARTMENTS = pathlib.Path(__file__).resolve().parent / "departments.test"


class Jobs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = server.server()
        cls.running = cls.context.__enter__()
        cls.holder = tempfile.TemporaryDirectory(prefix="platen-jobs-")
        cls.folder = pathlib.Path(cls.holder.name)
        cls.letter = cls.folder / "letter.pdf"
        subprocess.run([server.PLATEN, "test-page", "document", "-O", cls.letter], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()
        cls.context.__exit__(None, None, None)

    def records(self, printer):
        """What the virtual device wrote of its jobs, oldest first; without one that is being written."""
        found = []
        for path in sorted((self.running.state / "virtual" / printer).glob("job-*.json")):
            try:
                found.append(json.loads(path.read_text()))
            except json.JSONDecodeError:
                break
        return found

    def next_record(self, printer, before):
        server.wait_for(lambda: len(self.records(printer)) > before, 120, f"a job on {printer}")
        return self.records(printer)[before]

    def jobs(self):
        return json.loads(self.running.run("jobs", "--all", "--json").stdout)

    def state(self, job):
        return next((found["job-state"] for found in self.jobs() if found["job-id"] == job), None)

    def submit(self, *words):
        return json.loads(self.running.run("submit", "--json", *words).stdout)["job-id"]

    def cancel(self, *words, host=None):
        """CUPS' own client."""
        return subprocess.run(["cancel", "-h", host or f"localhost:{self.running.port}", *map(str, words)],
                              capture_output=True, text=True, timeout=60)

    def ipptool(self, printer, test, *words):
        done = subprocess.run(["ipptool", "-tI", "-T", "60", *map(str, words), self.running.uri(printer), test],
                              capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_a_page_on_other_paper_and_what_was_used(self):
        for printer in server.PRINTERS:
            with self.subTest(printer=printer):
                before = len(self.records(printer))
                text = self.ipptool(printer, OVERRIDES, "-f", self.letter)
                self.assertEqual(len(re.findall(r"\[PASS\]", text)), 4, text)
                sides = self.next_record(printer, before)["sides"]
                self.assertEqual([(side["width-hmm"], side["height-hmm"]) for side in sides], [A4, A5])

    def test_departments(self):
        subprocess.run([server.PLATEN, "department", "add", "4711", "--pin", "--state", self.running.state], input=b"12345\n", check=True)
        self.running.run("modify", "-d", "ir1024", "-o", "platen-departments=required")
        try:
            text = self.ipptool("ir1024", DEPARTMENTS, "-f", self.letter)
        finally:
            self.running.run("modify", "-d", "ir1024", "-o", "platen-departments=optional")
        self.assertEqual(len(re.findall(r"\[PASS\]", text)), 13, text)

    def test_a_canceled_document_is_not_printed(self):
        test = self.folder / "documents.test"
        head = ("GROUP operation-attributes-tag ATTR charset attributes-charset utf-8 "
                "ATTR language attributes-natural-language en ATTR uri printer-uri $uri ")
        user = "ATTR name requesting-user-name $user "
        send = ("{{ NAME \"Send-Document\" OPERATION Send-Document " + head + "ATTR integer job-id $job-id " + user +
                "ATTR mimeMediaType document-format application/pdf ATTR boolean last-document {last} "
                "FILE $filename STATUS successful-ok }}\n")
        about = ("{{ NAME \"{name}\" OPERATION {name} " + head + "ATTR integer job-id $job-id " + user + "{more} "
                 "STATUS successful-ok {expect} }}\n")
        test.write_text(
            "{ NAME \"Create-Job\" OPERATION Create-Job " + head + user + "GROUP job-attributes-tag "
            "ATTR keyword job-hold-until indefinite ATTR keyword media iso_a4_210x297mm STATUS successful-ok "
            "EXPECT job-id }\n" + send.format(last="false") + send.format(last="true") +
            about.format(name="Cancel-Document", more="ATTR integer document-number 1", expect="") +
            about.format(name="Get-Document-Attributes", more="ATTR integer document-number 1",
                         expect="EXPECT document-state WITH-VALUE 7 EXPECT document-state-reasons "
                                "WITH-VALUE \"canceled-by-user\"") +
            about.format(name="Get-Document-Attributes", more="ATTR integer document-number 2",
                         expect="EXPECT document-state WITH-VALUE 3") +
            about.format(name="Release-Job", more="", expect=""))
        before = len(self.records("ir1024"))
        self.ipptool("ir1024", test, "-f", self.letter)
        self.assertEqual(len(self.next_record("ir1024", before)["sides"]), 2)  # of the one document that is left

    def test_a_default_that_comes_later_does_not_reach_a_job(self):
        before = len(self.records("ir1020"))
        job = self.submit("-d", "ir1020", "-o", "job-hold-until=indefinite", self.letter)
        self.running.run("modify", "-d", "ir1020", "-o", "media=na_letter_8.5x11in")
        try:
            self.running.run("release", job)
            sides = self.next_record("ir1020", before)["sides"]
            self.assertEqual({(side["width-hmm"], side["height-hmm"]) for side in sides}, {A4})
            self.submit("-d", "ir1020", self.letter)
            sides = self.next_record("ir1020", before + 1)["sides"]
            self.assertEqual({(side["width-hmm"], side["height-hmm"]) for side in sides}, {LETTER})
        finally:
            self.running.run("modify", "-d", "ir1020", "-o", "media=iso_a4_210x297mm")

    def test_cups_cancels_and_purges(self):
        # Not through the socket, which proves who asks: cancel claims the same name, and no more.
        held = ["--server", f"localhost:{self.running.port}", "-d", "ir1024", "-o", "job-hold-until=indefinite", self.letter]
        job = self.submit(*held)
        done = self.cancel(job)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.state(job), "canceled")
        done = self.cancel("-x", job)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIsNone(self.state(job))
        # A held one is canceled first; both leave the history.
        job = self.submit(*held)
        self.assertEqual(self.cancel("-x", f"ir1024-{job}").returncode, 0)
        self.assertIsNone(self.state(job))
        self.assertNotEqual(self.cancel("-x", 999_999).returncode, 0)

    def test_cups_purges_a_printer_and_all_printers(self):
        for printer in ("ir1024", "pro-1000"):
            self.submit("-d", printer, "-o", "job-hold-until=indefinite", self.letter)
        kept = {job["job-id"] for job in self.jobs() if not job["job-printer-uri"].endswith("/ir1024")}
        done = self.cancel("-a", "-x", "ir1024", host=self.running.socket)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({job["job-id"] for job in self.jobs()}, kept)
        done = self.cancel("-a", "-x", host=self.running.socket)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.jobs(), [])

    def test_purging_what_prints_disturbs_nothing(self):
        for _ in range(3):
            job = self.submit("-d", "ir1024", "-n", "5", self.letter)
            server.wait_for(lambda: self.state(job) in ("processing", "completed"), 60, "the job's turn")
            self.assertEqual(self.cancel("-a", "-x", host=self.running.socket).returncode, 0)
            self.assertIsNone(self.state(job))
        job = self.submit("-d", "ir1024", self.letter)
        server.wait_for(lambda: self.state(job) == "completed", 120, "the next job")
        self.assertNotIn("cannot be written", self.running.log())

    def test_lpstat_shows_when_a_job_came(self):
        before = int(time.time())
        job = self.submit("-d", "ir1020", "-o", "job-hold-until=indefinite", self.letter)
        listed = subprocess.run(["lpstat", "-h", f"localhost:{self.running.port}", "-o"], capture_output=True, text=True,
                                timeout=60, env={"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}).stdout
        line = next(line for line in listed.splitlines() if line.startswith(f"ir1020-{job} "))
        shown = time.strptime(" ".join(line.split()[3:8]), "%a %b %d %H:%M:%S %Y")
        self.assertTrue(before <= calendar.timegm(shown) <= time.time(), line)


if __name__ == "__main__":
    unittest.main()
