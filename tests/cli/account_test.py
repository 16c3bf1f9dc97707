"""Who printed how much: departments, limits and reports, with a server and its virtual printers."""
import csv
import io
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
import unittest

from server_commands_test import ServerCase
from support import PATIENCE, PLATEN, Case, first_address, pdf, run


class Accounts(ServerCase):
    def own(self, *words, code=0, stdin=None, env=None):
        """A command that works on the server's own files."""
        got, out, err = run(*words, "--state", self.server.state, stdin=stdin, env=env)
        self.assertEqual(got, code, err)
        return err if code else out.decode()

    def report(self, *words):
        return json.loads(self.own("report", "--format", "json", *words))

    def submit(self, *words, pages=1, code=0, env=None):
        document = self.write("document.pdf", pdf([""] * pages))
        return self.platen("submit", "-d", "ir1020", *words, document, code=code, env=env)

    def test_1_counts_what_came_out(self):
        self.own("department", "add", "4711", "--name", "Sales", "--pin", stdin=b"12345\n")
        self.assertEqual(self.own("department", "list"), "4711\tSales\tno limit\tPIN\n")
        self.assertEqual(json.loads(self.own("department", "list", "--json")), [{"number": "4711", "name": "Sales", "limit": "", "pin": True}])
        self.assertNotIn("12345", (self.server.state / "accounts").read_text())
        self.submit("-w", "-n", "2", "-o", "job-account-id=4711", "-o", "sides=two-sided-long-edge", pages=3,
                    env={"PLATEN_DEPARTMENT_PIN": "12345"})
        [sum_] = self.report("--by", "department")
        # The blank back of the first set is a side that the printer is sent, or the second would begin on it.
        self.assertEqual(sum_, {"department": "4711", "jobs": 1, "sheets": 4, "sides": 8, "color-sides": 0})
        # No secret is kept, told or logged.
        database = sqlite3.connect(self.server.state / "platen.db")
        kept = b"".join(record for record, in database.execute("SELECT record FROM job"))
        database.close()
        self.assertNotIn(b"12345", kept)
        self.assertNotIn("4711:12345", (self.server.state / "server.log").read_text(errors="replace"))

    def test_2_refuses_a_wrong_pin_and_asks_for_a_missing_one(self):
        self.assertIn("the department 4711 wants its PIN", self.submit("-o", "job-account-id=4711", code=1))
        self.assertIn("number or PIN is wrong", self.submit("-o", "job-account-id=4711:99999", code=1))
        self.assertIn("number or PIN is wrong", self.submit("-o", "job-account-id=4712:99999", code=1))
        self.platen("modify", "-d", "ir1020", "-o", "platen-departments=required")
        self.assertIn("wants the number of a department", self.submit(code=1))
        self.own("quota", "set", "*", "--department", "4711")
        self.submit("-w")  # a phone need not say anything
        self.assertEqual(self.report("--by", "department")[0]["jobs"], 2)
        self.own("quota", "remove", "*")
        self.platen("modify", "-d", "ir1020", "-o", "platen-departments=optional")

    def test_3_holds_what_is_beyond_a_limit(self):
        self.own("quota", "set", "*", "--limit", "8-sheets-month")
        self.assertEqual(self.own("quota", "list"), "*\t8-sheets-month\tno department\n")
        self.assertEqual(json.loads(self.own("quota", "list", "--json")), [{"user": "*", "limit": "8-sheets-month", "department": ""}])
        job = re.search(r"job (\d+)", self.submit(pages=5)).group(1)
        for _ in range(200):
            held = [j for j in json.loads(self.platen("jobs", "--json")) if str(j["job-id"]) == job]
            if held and "account-limit-reached" in held[0]["job-state-reasons"]:
                break
            time.sleep(0.1)
        self.assertIn("the job needs 5 sheets, and of the 8 that", held[0]["job-state-message"])
        self.assertIn("3 are left", held[0]["job-state-message"])
        self.own("quota", "set", "*", "--no-limit")
        self.platen("release", job)
        self.submit("-w")
        self.assertEqual(sum(row["sheets"] for row in self.report()), 4 + 1 + 5 + 1)

    def test_4_reports_every_way(self):
        self.submit("-w", "-t", '=HYPERLINK("x"),1')
        rows = list(csv.DictReader(io.StringIO(self.own("report", "--by", "job", "--format", "csv"))))
        self.assertEqual([row["name"] for row in rows][-1], '\'=HYPERLINK("x"),1')
        for by in ("user", "department", "printer", "month", "media"):
            sums = list(csv.DictReader(io.StringIO(self.own("report", "--by", by, "--format", "csv"))))
            self.assertEqual(sum(int(row["sheets"]) for row in sums), sum(int(row["sheets"]) for row in rows), by)
        self.assertEqual(len(self.report("--by", "job")), len(rows))
        self.assertEqual(self.report("--from", "2999-01-01"), [])
        # The running server tells the same, through its socket.
        for words in (*(("--by", by) for by in ("job", "user", "department", "printer", "month", "media")),
                      ("--from", "2026-01-01", "--to", "2998-12-31"), ("--from", "2999-01-01")):
            for form in ("text", "csv", "json"):
                self.assertEqual(self.platen("report", "--format", form, *words), self.own("report", "--format", form, *words), words)
        # Not to everybody.
        self.assertIn("wants a login", self.platen("report", "--server", f"localhost:{self.server.port}", code=1))
        self.assertIn("exclude each other", self.platen("report", "--server", "localhost", "--state", self.folder, code=2))
        self.assertIn("nobody answers at", self.platen("report", "--server", "localhost:1", code=3))
        self.platen("modify", "-d", "ir1020", "-o", "platen-confidential-names=true")
        self.submit("-w", "-t", "secret plans")
        self.assertEqual(self.report("--by", "job")[-1]["name"], "")

    def test_5_a_broken_file_changes_nothing_and_is_told_once(self):
        accounts, log = self.server.state / "accounts", self.server.state / "server.log"
        good = accounts.read_text()
        accounts.write_text(good + "nonsense\n")
        try:
            line = good.count("\n") + 1
            for _ in range(3):
                self.assertIn("number or PIN is wrong", self.submit("-o", "job-account-id=4711:99999", code=1))
            for words in (("department", "list"), ("department", "add", "8"), ("quota", "list"), ("quota", "set", "anna")):
                self.assertIn(f"accounts:{line}: it is neither department:", self.own(*words, code=1))
            self.assertEqual(accounts.read_text(), good + "nonsense\n")
        finally:
            accounts.write_text(good)
        self.submit("-w", "-o", "job-account-id=4711:12345")
        told = log.read_text(errors="replace")
        self.assertEqual(told.count(f"accounts:{line}: it is neither"), 1)
        self.assertIn("stays in force until it is mended", told)
        self.assertIn("can be read again and is in force", told)
        self.assertNotIn("99999", told)


class Killed(Case):
    """A server that is killed while the machine stands still; the machine is a process of its own."""

    def serve(self):
        root = ["--allow-root"] if os.geteuid() == 0 else []
        process = subprocess.Popen([PLATEN, "server", "--state", self.folder / "state", "--port", "0", *root],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        process.stdout.readline()
        return process

    def platen(self, *words):
        code, out, err = run(*words, env={"PLATEN_SERVER": str(self.folder / "state" / "platen.sock")})
        self.assertEqual(code, 0, err)
        return out.decode()

    def job(self):
        return json.loads(self.platen("jobs", "--all", "--json"))[0]

    def wait_for(self, condition):
        for _ in range(600 * PATIENCE):
            if condition():
                return
            time.sleep(0.1)
        self.fail(str(self.job()))

    def sheets(self):
        return sum(side["copies"] for path in (self.folder / "sheets").glob("job-*.json")
                   for side in json.loads(path.read_text())["sides"])

    def test_the_account_equals_the_sheets_that_came_out(self):
        faults = self.write("faults.toml", '[[fault]]\nwhat = "jam"\nat = "mid-sheet"\nsheet = 3\njob = 1\n')
        (self.folder / "sheets").mkdir()
        twin = subprocess.Popen([PLATEN, "virtual", "canon-ir1020", "--port", "0", "--sheets", self.folder / "sheets", "--faults", faults],
                                stdout=subprocess.PIPE)
        self.addCleanup(twin.stdout.close)
        self.addCleanup(twin.wait)
        self.addCleanup(twin.kill)
        address = first_address(twin.stdout.readline())
        server = self.serve()
        self.platen("add", "-d", "copier", "-m", "canon-ir1020", "-v", address)
        self.platen("submit", "-d", "copier", self.write("six.pdf", pdf([f"{100 + 9 * i} 300 40 40 re f" for i in range(6)])))
        self.wait_for(lambda: self.job()["job-impressions-completed"] == 6)
        server.kill()
        server.wait()
        twin.send_signal(signal.SIGUSR1)
        self.serve()
        self.wait_for(lambda: self.job()["job-state"] in (9, "completed"))
        code, out, err = run("report", "--state", self.folder / "state", "--format", "json")
        self.assertEqual(code, 0, err)
        [row] = json.loads(out)
        self.wait_for(lambda: self.sheets() == row["sheets"])


class Reports(Case):
    """Of a store whose entries are written by the test."""

    def setUp(self):
        super().setUp()
        database = sqlite3.connect(self.folder / "platen.db")
        database.executescript("""
            CREATE TABLE account (job INTEGER PRIMARY KEY, result INTEGER, ended INTEGER, printer TEXT, user TEXT,
              department TEXT, name TEXT, media TEXT, color INTEGER, copies INTEGER, sheets INTEGER, sides INTEGER,
              planned_sheets INTEGER DEFAULT 0, planned_sides INTEGER DEFAULT 0);
            CREATE INDEX account_by_time ON account (ended);
            PRAGMA application_id = 1886155886; PRAGMA user_version = 4;""")
        # In Berlin: the last second of March (summer time since the 29th), and the first of April; those of October and
        # November, between which the clock was put back on the 25th.
        for job, ended in enumerate([1774994399, 1774994400, 1793487599, 1793487600], 1):
            database.execute("INSERT INTO account VALUES (?, 9, ?, 'p', 'u', '', '', '', 0, 1, ?, 1, 0, 0)", (job, ended, job))
        database.commit()
        database.close()

    def report(self, *words, zone="Europe/Berlin"):
        code, out, err = run("report", "--state", self.folder, "--format", "json", *words, env={"TZ": zone})
        self.assertEqual(code, 0, err)
        return json.loads(out)

    def test_months_end_where_the_clock_on_the_wall_says(self):
        self.assertEqual([(row["month"], row["sheets"]) for row in self.report("--by", "month")],
                         [("2026-03", 1), ("2026-04", 2), ("2026-10", 3), ("2026-11", 4)])
        self.assertEqual([row["month"] for row in self.report("--by", "month", zone="UTC")], ["2026-03", "2026-10"])

    def test_days_are_those_of_the_place(self):
        jobs = lambda *words: [row["job"] for row in self.report("--by", "job", *words)]
        self.assertEqual(jobs("--from", "2026-04-01"), [2, 3, 4])
        self.assertEqual(jobs("--to", "2026-10-31"), [1, 2, 3])
        self.assertEqual(jobs("--from", "2026-04-01", "--to", "2026-04-01"), [2])

    def test_wrong_words_are_named(self):
        for words, says in ((("--from", "2026-02-30"), "is no date"), (("--to", "yesterday"), "is no date"),
                            (("--by", "colour"), "--by is"), (("--format", "xml"), "--format is")):
            self.assert_refused(2, "report", "--state", self.folder, *words, says=(says,))


if __name__ == "__main__":
    unittest.main()
