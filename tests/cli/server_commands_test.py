"""The commands that talk to a server, with a server and its virtual devices."""
import json
import os
import pty
import re
import stat
import subprocess
import time
import unittest

from one_server import Server
from support import PLATEN, Case, pdf, run

# What no two runs have in common.
CHANGING = {"printer-uuid", "job-uuid", "printer-state-change-date-time", "printer-up-time", "device-uri",
            "date-time-at-creation", "date-time-at-processing", "date-time-at-completed", "job-id", "printer-id",
            "job-uri", "job-printer-uri", "printer-uri-supported", "job-k-octets", "queued-job-count"}


def on_a_terminal(words, typed, env):
    """Exit code and screen of a command at a terminal of its own, on which `typed` is typed once it asks."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(words[0], words, {**os.environ, **env})
    screen = b""
    try:
        while piece := os.read(terminal, 4096):
            screen += piece
            if typed and screen.endswith(b": "):
                os.write(terminal, typed)
                typed = b""
    except OSError:
        pass  # the child has closed it
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), screen


class ServerCase(Case):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)

    def platen(self, *words, code=0, stdin=None, env=None):
        """Standard output of a command for the server; as its administrator, through the socket."""
        got, out, err = run(*words, stdin=stdin, env={"PLATEN_SERVER": str(self.server.socket), **(env or {})})
        self.assertEqual(got, code, err + out.decode())
        if code:
            self.assertEqual(err.count("\n"), 1, err)
            return err
        return out.decode()

    def json(self, *words, **how):
        return json.loads(self.platen(*words, "--json", **how))

    def page(self, text="a page"):
        return self.write("page.pdf", pdf([f"BT /F1 40 Tf 100 500 Td ({text}) Tj ET"]))

    def submit(self, *words):
        return self.json("submit", *words)["job-id"]

    def job(self, number):
        return next(job for job in self.json("jobs", "--all") if job["job-id"] == number)

    def until(self, what, seconds=30):
        end = time.monotonic() + seconds
        while not (found := what()):
            self.assertLess(time.monotonic(), end, "it does not come to pass")
            time.sleep(0.05)
        return found

    @staticmethod
    def steady(record):
        return {key: "..." if key in CHANGING else value for key, value in record.items()}


class Printers(ServerCase):
    def test_listing(self):
        names = [printer["printer-name"] for printer in self.json("printers")]
        self.assertEqual([name for name in names if name in ("pro-1000", "ir1020", "ir1024")], ["ir1020", "ir1024", "pro-1000"])
        text = self.platen("printers")
        self.assertRegex(text, r"^PRINTER +STATE +JOBS +MODEL +WHERE\n")
        self.assertRegex(text, r"(?m)^ir1020 +idle +0 +Canon imageRUNNER 1020")

    def test_keys_of_the_listing_are_stable(self):
        printer = self.steady(next(p for p in self.json("printers") if p["printer-name"] == "ir1020"))
        self.assertEqual(printer, {
            "printer-name": "ir1020", "printer-info": printer["printer-info"], "printer-location": "",
            "printer-make-and-model": "Canon imageRUNNER 1020", "printer-state": "idle", "printer-state-reasons": [],
            "printer-state-message": printer["printer-state-message"], "printer-is-accepting-jobs": True,
            "queued-job-count": "...", "device-uri": "...", "platen-device-identity": [], "printer-id": "...", "printer-uuid": "...",
            "printer-uri-supported": "...", "inboxes": [], "default": False})

    def test_add_modify_delete(self):
        self.platen("add", "-d", "new", "-m", "canon-ir1024", "-v", "socket://192.0.2.1", "-o", "printer-location=cellar",
                    "-o", "sides=two-sided-long-edge", "-o", "print-scaling=fit")
        status = self.json("status", "-d", "new")
        self.assertEqual((status["printer-location"], status["printer-make-and-model"]), ("cellar", "Canon imageRUNNER 1024"))
        self.assertIn(f"ipp://localhost:{self.server.port}/ipp/print/new", json.dumps(status))  # asked on the local socket
        defaults = {option["name"]: option["default"] for option in self.json("options", "-d", "new")}
        self.assertEqual((defaults["sides"], defaults["print-scaling"]), ("two-sided-long-edge", "fit"))
        self.platen("modify", "-d", "new", "-o", "printer-info=The new one", "-v", "ipp://ada:secret@127.0.0.1/ipp/print")
        status = self.json("status", "-d", "new")
        self.assertEqual(status["printer-info"], "The new one")
        self.assertEqual(status["printer-location"], "cellar")
        self.assertNotIn("secret", json.dumps(status) + json.dumps(self.json("printers")) + self.platen("status", "-d", "new"))
        self.platen("delete", "-d", "new")
        self.assertIn("new", self.platen("status", "-d", "new", code=1))

    def test_default(self):
        self.platen("default", "-d", "ir1024")
        self.assertEqual(self.platen("default"), "ir1024\n")
        self.assertEqual(self.json("default"), {"printer-name": "ir1024"})
        self.assertRegex(self.platen("printers"), r"(?m)^ir1024\* ")
        self.platen("default", "-d", "pro-1000")

    def test_refusals(self):
        for words, says in ((("add", "-d", "x", "-m", "nothing", "-v", "socket://h"), "nothing"),
                            (("add", "-d", "ir1020", "-m", "canon-ir1020", "-v", "socket://h"), "ir1020"),
                            (("add", "-d", "x", "-m", "canon-ir1020", "-v", "rubbish"), "rubbish"),
                            (("modify", "-d", "ir1020", "-o", "sides=three"), "sides"),
                            (("delete", "-d", "nobody"), "nobody")):
            with self.subTest(words):
                self.assertIn(says, self.platen(*words, code=1))

    def test_administration_wants_a_login(self):
        err = self.platen("pause", "-d", "ir1020", code=1, stdin=b"", env={"PLATEN_SERVER": f"localhost:{self.server.port}"})
        self.assertIn("PLATEN_PASSWORD_FILE", err)

    def test_login_by_password_file(self):
        run("user", "set", "--administrator", "--state", self.server.state, "ada", stdin=b"a long secret\n")
        secret = self.write("login", "ada:a long secret\n")
        secret.chmod(stat.S_IRUSR | stat.S_IWUSR)
        env = {"PLATEN_SERVER": f"localhost:{self.server.port}", "PLATEN_PASSWORD_FILE": str(secret)}
        self.platen("pause", "-d", "ir1024", env=env)
        self.platen("resume", "-d", "ir1024", env=env)

    def test_pause_and_resume(self):
        self.platen("pause", "-d", "ir1024")
        self.assertEqual(self.json("status", "-d", "ir1024")["printer-state"], "stopped")
        self.assertIn("paused", self.platen("status", "-d", "ir1024"))
        self.platen("resume", "-d", "ir1024")
        self.until(lambda: self.json("status", "-d", "ir1024")["printer-state"] == "idle")

    def test_supplies_and_options(self):
        for supply in self.json("supplies", "-d", "pro-1000"):
            self.assertEqual(set(supply), {"name", "type", "color", "percent", "state"})
        self.platen("supplies", "-d", "ir1020")
        names = {option["name"] for option in self.json("options", "-d", "pro-1000")}
        self.assertLessEqual({"media", "sides", "print-quality", "copies", "media-col"}, names)


class Jobs(ServerCase):
    def setUp(self):
        super().setUp()
        self.platen("pause", "-d", "ir1024")  # a printer on which jobs stay

    def test_a_job_is_printed(self):
        out = self.platen("submit", "-d", "ir1020", "-n", "2", "-t", "two pages", "--wait", self.page())
        self.assertRegex(out, r"^job \d+ on ir1020\n$")
        number = int(out.split()[1])
        job = self.job(number)
        self.assertEqual((job["job-state"], job["job-name"], job["copies"]), ("completed", "two pages", 2))
        sheets = list((self.server.state / "virtual/ir1020").glob("*.png"))
        self.assertGreaterEqual(len(sheets), 1)

    def test_the_language_is_a_setting_of_the_printer_and_of_the_job(self):
        self.platen("modify", "-d", "ir1020", "-o", "printer-language=pcl-5e")
        for setting, language in (((), "pcl-5e"), (("-o", "printer-language=pcl-xl"), "pcl-xl")):
            self.platen("submit", "-d", "ir1020", *setting, "--wait", self.page())
            last = sorted((self.server.state / "virtual/ir1020").glob("*.json"))[-1]
            self.assertEqual(json.loads(last.read_text())["language"], language)
        self.assertIn("printer-language", self.platen("modify", "-d", "ir1020", "-o", "printer-language=escp", code=1))

    def test_keys_of_a_job_are_stable(self):
        number = self.submit("-d", "ir1024", "-t", "steady", "-o", "job-priority=70", self.page())
        job = self.steady(self.job(number))
        user = job.pop("job-originating-user-name")
        self.assertTrue(user)
        self.assertEqual(job, {
            "job-id": "...", "job-name": "steady", "job-state": "pending", "job-state-reasons": job["job-state-reasons"],
            "job-state-message": job["job-state-message"], "job-detailed-status-messages": [], "job-printer-uri": "...",
            "job-priority": 70,
            "job-hold-until": "no-hold", "copies": job["copies"], "number-of-documents": 1, "job-k-octets": "...",
            "job-impressions": job["job-impressions"], "job-impressions-completed": job["job-impressions-completed"],
            "job-media-sheets-completed": job["job-media-sheets-completed"], "date-time-at-creation": "...",
            "date-time-at-processing": "...", "date-time-at-completed": "...", "job-uri": "...", "job-uuid": "..."})
        self.platen("cancel", str(number))

    def test_several_documents_and_standard_input(self):
        number = self.json("submit", "-d", "ir1024", self.page("one"), self.page("two"), "-", stdin=b"three\n")["job-id"]
        job = self.job(number)
        self.assertEqual((job["number-of-documents"], job["job-state"]), (3, "pending"))
        self.platen("cancel", str(number))

    def test_standard_input(self):
        out = self.platen("submit", "-d", "ir1024", "-", stdin=self.page().read_bytes())
        self.assertEqual(self.job(int(out.split()[1]))["job-name"], "standard input")

    def test_a_wrong_setting_prints_nothing(self):
        before = len(self.json("jobs", "--all"))
        for setting, says in (("sides=three-sided", "two-sided-long-edge"), ("no-such=1", "no-such"),
                              ("media=a0", "a0"), ("copies=1000000", "1000000"), ("print-quality=superb", "normal")):
            with self.subTest(setting):
                self.assertIn(says, self.platen("submit", "-d", "ir1024", "-o", setting, self.page(), code=1))
        self.assertIn("no such", self.platen("submit", "-d", "ir1024", self.page(), self.folder / "none", code=1).lower())
        self.assertIn("nobody", self.platen("submit", "-d", "nobody", self.page(), code=1))
        self.assertEqual(len(self.json("jobs", "--all")), before)

    def test_hold_release_and_pin(self):
        number = self.submit("-d", "ir1024", "-o", "job-hold-until=indefinite", self.page())
        self.assertEqual(self.job(number)["job-state"], "pending-held")
        self.platen("release", str(number))
        self.assertEqual(self.job(number)["job-state"], "pending")
        self.platen("hold", "--until", "night", str(number))
        self.assertIn(self.job(number)["job-state"], ("pending-held", "pending"))  # it may be night
        locked = self.submit("-d", "ir1024", "-o", "job-password=1234", self.page())
        self.assertEqual(self.job(locked)["job-state"], "pending-held")
        self.assertIn("job-password is wrong", self.platen("release", "--pin", str(locked), stdin=b"9999\n", code=1))
        self.assertIn("no PIN came", self.platen("release", "--pin", str(locked), stdin=b"", code=2))
        self.platen("release", "--pin", "--without-pin", str(locked), stdin=b"1234\n", code=2)
        self.platen("release", "--pin=1234", str(locked), code=2)  # not among the words of a command
        self.assertEqual(self.job(locked)["job-state"], "pending-held")
        self.platen("release", "--pin", str(locked), stdin=b"1234\n")
        self.assertEqual(self.job(locked)["job-state"], "pending")
        for how in ({"words": ("--pin",), "env": {"PLATEN_JOB_PIN": "1234"}}, {"words": ("--without-pin",)}):
            locked = self.submit("-d", "ir1024", "-o", "job-password=1234", self.page())
            self.platen("release", *how["words"], str(locked), env=how.get("env"))
            self.assertEqual(self.job(locked)["job-state"], "pending")
        log = (self.server.state / "server.log").read_text(errors="replace")
        self.assertIn("a wrong PIN for job", log)
        self.assertNotIn("9999", log)

    def test_the_terminal_shows_no_pin(self):
        locked = self.submit("-d", "ir1024", "-o", "job-password=123987", self.page())
        code, screen = on_a_terminal([PLATEN, "release", "--pin", str(locked)], b"123987\n", {"PLATEN_SERVER": str(self.server.socket)})
        self.assertEqual(code, 0, screen)
        self.assertIn(b"PIN of the job:", screen)
        self.assertNotIn(b"123987", screen)

    def test_move_and_reprint(self):
        number = self.submit("-d", "ir1024", self.page())
        self.platen("move", "-d", "ir1020", str(number))
        self.until(lambda: self.job(number)["job-state"] == "completed")
        again = self.json("reprint", str(number))
        self.assertEqual(again[0]["original-job-id"], number)
        self.until(lambda: self.job(again[0]["job-id"])["job-state"] == "completed")

    def test_reprint_is_of_jobs_that_have_ended(self):
        waiting = self.submit("-d", "ir1020", "-o", "job-hold-until=indefinite", self.page())
        self.assertIn(f"it is held: release it to print it now (platen release {waiting})", self.platen("reprint", str(waiting), code=1))
        self.platen("cancel", str(waiting))

    def test_cancel_some_and_all(self):
        one, two, three = (self.submit("-d", "ir1024", self.page()) for _ in range(3))
        self.platen("cancel", str(one), f"ir1024-{two}")
        self.assertEqual([self.job(n)["job-state"] for n in (one, two, three)], ["canceled", "canceled", "pending"])
        self.assertRegex(self.platen("cancel", str(one), code=1), rf"job {one}: ")
        self.platen("cancel", "-a", "-d", "ir1024")
        self.assertEqual(self.json("jobs", "-d", "ir1024"), [])

    def test_listings(self):
        number = self.submit("-d", "ir1024", "-t", "gr\u00f6\u00dfer \x1b[2J", self.page())
        text = self.platen("jobs", "-d", "ir1024")
        self.assertRegex(text, rf"(?m)^{number} +ir1024 +pending.* \d\d:\d\d +gr\u00f6\u00dfer \?\[2J$")
        self.assertNotIn("\x1b", text)
        self.assertEqual(self.json("jobs", "-u", "nobody-at-all"), [])
        self.assertEqual(len(self.json("jobs", "--all", "--limit", "1")), 1)
        self.platen("cancel", str(number))
        done = self.json("jobs", "--completed")
        self.assertIn(number, [job["job-id"] for job in done])

    def test_a_thousand_jobs_are_listed_in_pages(self):
        page = self.page()
        script = "i=0; while [ $i -lt 520 ]; do \"$0\" submit -d ir1024 -t many \"$1\" >/dev/null || exit 1; i=$((i+1)); done"
        subprocess.run(["sh", "-c", script, PLATEN, str(page)], check=True,
                       env={**os.environ, "PLATEN_SERVER": str(self.server.socket)})
        many = [job["job-id"] for job in self.json("jobs", "-d", "ir1024") if job["job-name"] == "many"]
        self.assertEqual((len(many), len(set(many))), (520, 520))
        self.platen("cancel", "-a", "-d", "ir1024")


class WithoutAServer(Case):
    def test_every_command_says_how_to_start_one(self):
        env = {"PLATEN_SERVER": "", "XDG_RUNTIME_DIR": str(self.folder), "XDG_STATE_HOME": str(self.folder)}
        page = self.write("page.pdf", pdf())
        for words in (("printers",), ("jobs",), ("status",), ("submit", page), ("cancel", "1"), ("pause", "-d", "x")):
            with self.subTest(words):
                self.assert_refused(3, *words, "--server", "localhost:1", says=("platen server", "localhost port 1"), env=env)

    def test_wrong_use(self):
        env = {"PLATEN_SERVER": "localhost:1"}
        for words, says in ((("cancel",), "job"), (("cancel", "x"), "\"x\""), (("hold", "--until", "25:00", "1"), "hh:mm"),
                            (("submit",), "file"), (("move", "1"), "-d name"), (("pause",), "-d name"),
                            (("add", "-d", "a b", "-m", "m", "-v", "u"), "a b"), (("add", "-d", "x"), "--model"),
                            (("modify", "-d", "x"), "-m, -v, -o, --raw-port, --lpd or --not-fitted"), (("jobs", "--all", "--completed"), "not both"),
                            (("jobs", "--limit", "0"), "--limit"), (("submit", "-n", "0", "x"), "-n"),
                            (("submit", "-o", "x", "x"), "name=value"), (("status", "x"), "operand"),
                            (("options",), "-m model or -d name"), (("printers", "--server", "a:b"), "port")):
            with self.subTest(words):
                self.assert_refused(2, *words, says=(re.escape(says),), env=env)


if __name__ == "__main__":
    unittest.main()
