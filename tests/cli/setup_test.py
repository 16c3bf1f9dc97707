"""platen setup: the whole conversation on a terminal, without one, taken back at every step, and what goes wrong. In a network of this process's own."""
import ctypes
import http.server
import json
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from support import PATIENCE, PLATEN, Case

COPIER, PHOTO, SECOND, ODD, NOBODY = "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.9"
NEAR, NEXT = "192.0.2.21", "192.0.2.22"  # found without being named
WAIT = 60 * PATIENCE


def setUpModule():
    """Port 9100 is free there, whatever the machine has."""
    clone_newnet = 0x40000000
    if ctypes.CDLL(None, use_errno=True).unshare(clone_newnet) != 0:
        print("no private world: " + os.strerror(ctypes.get_errno()), file=sys.stderr)
        raise unittest.SkipTest("no private network")
    for words in ("link set lo up", "link add wire0 type veth peer name wire1", "address add 192.0.2.1/24 brd + dev wire0", f"address add {NEAR}/24 dev wire0",
                  f"address add {NEXT}/24 dev wire0", "link set wire0 up", "link set wire1 up"):
        subprocess.run(["ip", *words.split()], check=True)


class Typist:
    """A process on a terminal of its own, and who types on it."""

    def __init__(self, words, env):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(words[0], [str(word) for word in words], env)
        self.seen = ""

    def read(self, until):
        """What it says up to these words; they must come."""
        end = time.monotonic() + WAIT
        while until not in self.seen:
            if time.monotonic() > end:
                raise AssertionError(f"{until!r} does not come after:\n{self.seen}")
            if select.select([self.terminal], [], [], 0.2)[0]:
                try:
                    some = os.read(self.terminal, 4096)
                except OSError:
                    some = b""
                if not some:
                    raise AssertionError(f"it ended before {until!r}:\n{self.seen}")
                self.seen += some.decode("utf-8", "replace")
        at = self.seen.index(until) + len(until)
        before, self.seen = self.seen[:at], self.seen[at:]
        return before

    def type(self, text):
        os.write(self.terminal, text.encode())

    def answer(self, question, text):
        before = self.read(question)
        self.type(text + "\n")
        return before

    def end(self):
        """(exit code, what it said at last)"""
        while True:
            try:
                some = os.read(self.terminal, 4096)
            except OSError:
                break
            if not some:
                break
            self.seen += some.decode("utf-8", "replace")
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status), self.seen

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        return self.end()


class Setup(Case):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="platen-setup-")
        cls.addClassCleanup(holder.cleanup)
        cls.shared = pathlib.Path(holder.name)
        cls.env = {**os.environ, "HOME": holder.name, "PLATEN_SERVER": str(cls.shared / "state" / "platen.sock"), "LANG": "en_GB.UTF-8",
                   "XDG_STATE_HOME": str(cls.shared / "user"), "LC_ALL": ""}
        cls.twin("canon-ir1020", COPIER, "--scanner-port", "8612")
        cls.twin("canon-pro-1000", PHOTO, "--snmp", "161", "--chmp", "80")
        cls.start([PLATEN, "server", "--state", cls.shared / "state", "--port", "0", "--allow-root"], "platen server at")

    @classmethod
    def start(cls, words, says, **how):
        process = subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=cls.env, **how)
        cls.addClassCleanup(cls.stop, process)
        line = process.stdout.readline().decode()
        assert says in line, line
        process.reader = threading.Thread(target=process.stdout.read, daemon=True)
        process.reader.start()
        return process

    @staticmethod
    def stop(process):
        process.terminate()
        process.wait()
        process.reader.join()
        process.stdout.close()

    @classmethod
    def twin(cls, model, address, *more):
        return cls.start([PLATEN, "virtual", model, "--listen", address, "--port", "9100", "--sheets", cls.shared / address, *more], "socket://")

    def run_it(self, *words, code=0, env=None):
        """(standard output, standard error) of platen, for the server of the class."""
        done = subprocess.run([PLATEN, *map(str, words)], capture_output=True, stdin=subprocess.DEVNULL, timeout=WAIT, env={**self.env, **(env or {})}, check=False)
        self.assertEqual(done.returncode, code, done.stderr.decode() + done.stdout.decode())
        return done.stdout.decode(), done.stderr.decode()

    def printers(self):
        return {one["printer-name"]: one for one in json.loads(self.run_it("printers", "--json")[0])}

    def scanners(self):
        return [one["name"] for one in json.loads(self.run_it("scanners", "--json")[0])]

    def setUp(self):
        super().setUp()
        self.addCleanup(self.clear)

    def clear(self):
        for name in self.printers():
            self.run_it("delete", "-d", name)
        for name in self.scanners():
            self.run_it("scanners", "remove", name)
        (self.shared / "user" / "platen" / "setup.json").unlink(missing_ok=True)

    def setup(self, *words):
        return Typist([PLATEN, "setup", *words], self.env)

    def sheets(self, address):
        return len(list((self.shared / address).glob("*front.png")))


class Conversation(Setup):
    def to_the_end(self, person):
        """Answers "yes" from the offer of a scanner to the last question."""
        person.answer("Set up its scanner? [Y/n]", "y")
        person.answer("Print the test page? [Y/n]", "")
        for question in ("Did a sheet come out?", "words that can be read?", "on all four sides?", "10 mm apart?", "and lines even?",
                         "without stripes?", "on its back as well"):
            person.answer(question, "y")

    def test_the_whole_of_it(self):
        before = self.sheets(COPIER)
        person = self.setup("--address", COPIER)
        found = person.answer("This one?", "")
        self.assertIn("fits canon-ir1020", found)
        person.answer("Name of the printer? [ir1020]", "office")
        self.assertIn("is there", person.read("is there"))
        self.to_the_end(person)
        code, said = person.end()
        self.assertEqual(code, 0, said)
        self.assertIn("office is set up", said)
        self.assertEqual(self.sheets(COPIER), before + 1)
        self.assertEqual(self.scanners(), ["office"])
        self.assertEqual(self.printers()["office"]["printer-info"], "iR1020/1024/1025")
        self.assertFalse((self.shared / "user" / "platen" / "setup.json").exists())
        self.assertIn("there is nothing to take back", self.run_it("setup", "--undo")[0])

    def test_taken_back(self):
        """By "u", by the end of what is typed, by Ctrl-C, whatever is made by then: nothing is left, and the exit code says so. (Every question: setup_test.)"""
        questions = [("This one?", ""), ("Name of the printer?", ""), ("default printer of this server?", "y"), ("Set up its scanner?", "y"),
                     ("Print the test page?", "y"), ("Did a sheet come out?", "y"), ("words that can be read?", "n"), ("p prints it again", "")]
        self.run_it("add", "-d", "former", "-m", "canon-ir1020", "-v", f"file:{self.shared / 'former.out'}")
        self.run_it("default", "-d", "former")
        for at, end in ((1, "\x04"), (2, "\x03"), (4, "u\n"), (7, "\x03")):
            with self.subTest(questions[at][0]):
                person = self.setup("--address", COPIER)
                for question, answer in questions[:at]:
                    person.answer(question, answer)
                person.read(questions[at][0])
                time.sleep(0.2)  # the end of input counts at the beginning of a line alone
                person.type(end)
                code, said = person.end()
                self.assertEqual(code, 1, said)
                self.assertEqual(list(self.printers()), ["former"], said)
                self.assertEqual(self.scanners(), [])
                self.assertTrue(self.printers()["former"]["default"])
                self.assertFalse((self.shared / "user" / "platen" / "setup.json").exists())

    def test_the_page_of_a_printer_that_is_there(self):
        """maintain test-page prints the same page and asks the same; "u" ends it, and the printer stays."""
        self.run_it("setup", "--yes", "--no-test-page", "--no-scanner", "--address", COPIER, "-d", "office")
        before = self.sheets(COPIER)
        person = Typist([PLATEN, "maintain", "test-page"], self.env)
        person.answer("Did a sheet come out?", "y")
        person.answer("words that can be read?", "n")
        self.assertIn("goes on all the same (u ends)", person.read("(u ends)"))
        person.type("g\n")
        for question in ("on all four sides?", "10 mm apart?", "and lines even?", "without stripes?", "on its back as well"):
            person.answer(question, "y")
        code, said = person.end()
        self.assertEqual(code, 0, said)
        self.assertRegex(said, r"Not right on the test page: words\. \"platen doctor -d office\"")
        self.assertEqual(self.sheets(COPIER), before + 1)
        person = Typist([PLATEN, "maintain", "-d", "office", "test-page"], self.env)
        person.answer("Did a sheet come out?", "u")
        self.assertEqual(person.end()[0], 1)
        self.assertIn("office", self.printers())

    def test_killed_in_the_midst_of_it(self):
        person = self.setup("--address", COPIER)
        person.answer("This one?", "")
        person.answer("Name of the printer?", "broken")
        person.answer("Set up its scanner?", "y")
        person.read("Print the test page?")
        person.kill()
        self.assertIn("broken", self.printers())
        _, err = self.run_it("setup", "--yes", "--address", COPIER, code=1)
        self.assertIn("platen setup --undo", err)
        out, _ = self.run_it("setup", "--undo")
        self.assertIn("the printer broken is removed", out)
        self.assertEqual((self.printers(), self.scanners()), ({}, []))
        self.assertIn("nothing to take back", self.run_it("setup", "--undo")[0])

    def test_one_that_was_broken_off_is_offered_to_the_next(self):
        person = self.setup("--address", COPIER)
        person.answer("This one?", "")
        person.answer("Name of the printer?", "broken")
        person.read("Set up its scanner?")
        person.kill()
        person = self.setup("--address", COPIER)
        person.answer("a set-up was broken off (printer broken). Take back what it made?", "")
        person.read("the printer broken is removed")
        person.read("This one?")
        self.one_at_a_time()
        person.type("u\n")
        self.assertEqual(person.end()[0], 1)

    def one_at_a_time(self):
        """Two at a time would write each other's journal."""
        second = self.setup("--address", COPIER)
        code, said = second.end()
        self.assertEqual(code, 1, said)
        self.assertIn("another \"platen setup\"", said)

    def test_names_that_are_taken_or_wrong(self):
        self.run_it("add", "-d", "ir1020", "-m", "canon-pro-1000", "-v", f"file:{self.shared / 'x.out'}")
        person = self.setup("--address", COPIER, "-d", "IR1020", "--no-test-page", "--no-scanner")
        person.answer("This one?", "")
        person.read("There is a printer IR1020 already")
        person.answer("Name of the printer? [ir1020-2]", "two words")
        person.read("only the characters")
        person.answer("Name of the printer? [ir1020-2]", "ir1020")
        person.read("two cannot have one name")
        person.answer("Name of the printer? [ir1020-2]", "")
        person.answer("default printer of this server? [y/N]", "n")
        self.assertEqual(person.end()[0], 0)
        self.assertEqual(sorted(self.printers()), ["ir1020", "ir1020-2"])

    def test_an_address_where_nothing_or_something_else_answers(self):
        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        odd = http.server.ThreadingHTTPServer((ODD, 9100), Page)
        threading.Thread(target=odd.serve_forever, daemon=True).start()
        self.addCleanup(odd.server_close)
        self.addCleanup(odd.shutdown)
        person = self.setup("--address", NOBODY)
        person.read(f"Nothing that prints answers at {NOBODY}")
        person.answer("An address", "no such host!")
        person.read("neither a name nor an address")
        person.answer("An address", ODD)
        person.read(f"Asking {ODD}")
        said = person.read("(\"u\" ends):")
        self.assertTrue("Nothing that prints" in said or "no model fits" in said, said)
        person.answer("", COPIER)
        person.answer("This one?", "u")
        self.assertEqual(person.end()[0], 1)
        self.assertEqual(self.printers(), {})


class Usb(Case):
    """A copier on the USB of the server's machine (tests/support/usb_of_a_test.cpp, in front of libusb): an interface for each of its languages and for its fax."""

    FAX, UFR2, PCL6 = (f"MFG:Canon;MDL:iR1020/1024/1025 ({words});CMD:{command};CLS:PRINTER;"
                       for words, command in (("FAX", "LIPSFAX"), ("UFRII LT", "LIPSLX"), ("PCL6", "PCLXL")))
    URI = "usb://Canon/iR1020/1024/1025"

    def server(self, *ids):
        """How to ask a server that has these interfaces."""
        bus = {"LD_PRELOAD": os.environ["USB_BUS"], "IDS_OF_A_TEST": "\n".join(ids)}
        state = self.folder / "state"
        process = subprocess.Popen([PLATEN, "server", "--state", state, "--port", "0", "--allow-root"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                   env={**os.environ, **bus})
        self.addCleanup(Setup.stop, process)
        self.assertIn(b"platen server at", process.stdout.readline())
        process.reader = threading.Thread(target=process.stdout.read, daemon=True)
        process.reader.start()
        env = {**os.environ, "HOME": str(self.folder), "PLATEN_SERVER": str(state / "platen.sock"), "XDG_STATE_HOME": str(self.folder / "user")}

        def ask(*words, code=0):
            done = subprocess.run([PLATEN, *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=WAIT, env=env, check=False)
            self.assertEqual(done.returncode, code, done.stderr.decode() + done.stdout.decode())
            return done.stdout.decode() + done.stderr.decode()

        return ask

    def test_a_copier_is_one_device_and_its_fax_no_printer(self):
        ask = self.server(self.FAX, self.UFR2, self.PCL6)
        found = json.loads(ask("devices", "--json"))
        self.assertEqual([(one["device-uri"], one["fit"], one["language"], one["language-evidence"]) for one in found], [(self.URI, "exact", "pcl-xl", "confirmed")])
        self.assertNotIn("FAX", json.dumps(found))
        made = json.loads(ask("setup", "--yes", "--json", "--no-test-page", "--no-scanner"))
        self.assertEqual((made["device-uri"], made["model"], made["transport"]), (self.URI, "canon-ir1020", "usb"))
        self.assertIn("device-answers", ask("doctor", "-d", made["printer"], "--json"))  # an interface of it can be printed on
        self.assertEqual(json.loads(ask("devices", "--json"))[0]["printer"], made["printer"])

    def test_a_fax_alone_is_not_found(self):
        ask = self.server(self.FAX)
        self.assertEqual(json.loads(ask("devices", "--json")), [])
        self.assertNotIn("FAX", ask("setup", "--yes", "--no-test-page", "--no-scanner", code=1))
        self.assertEqual(json.loads(ask("printers", "--json")), [])


class Unattended(Setup):
    def test_json_tells_all_that_was_made(self):
        out, err = self.run_it("setup", "--yes", "--json", "--address", PHOTO, "-d", "studio", "-o", "media=iso_a3_297x420mm", "--default")
        self.assertEqual(err, "")
        made = json.loads(out)
        self.assertEqual((made["printer"], made["made"], made["model"], made["fit"], made["transport"]), ("studio", True, "canon-pro-1000", "exact", "socket"))
        self.assertEqual(made["test-page"]["job-state"], "completed")
        self.assertTrue(made["default"])
        self.assertEqual(json.loads(self.run_it("options", "-d", "studio", "--json")[0])[0]["default"], "iso_a3_297x420mm")
        again = json.loads(self.run_it("setup", "--yes", "--json", "--address", PHOTO)[0])
        self.assertEqual((again["printer"], again["made"]), ("studio", False))
        self.assertEqual(list(self.printers()), ["studio"])

    def test_of_several_that_are_found_one_has_to_be_named(self):
        self.twin("canon-ir1020", NEAR, "--snmp", "161")
        self.twin("canon-pro-1000", NEXT, "--snmp", "161", "--chmp", "80")
        out, err = self.run_it("setup", "--yes", code=1)
        self.assertEqual(out, "")
        for words in ("there are several devices", f"socket://{NEAR}", f"socket://{NEXT}", "--address or --device"):
            self.assertIn(words, err)
        self.assertEqual(self.printers(), {})
        self.run_it("setup", "--yes", "--no-test-page", "--no-scanner", "--device", f"socket://{NEAR}")
        # The other one is the only one that is new.
        made = json.loads(self.run_it("setup", "--yes", "--json", "--no-test-page")[0])
        self.assertEqual((made["printer"], made["device-uri"]), ("pro-1000", f"socket://{NEXT}"))
        self.assertEqual(sorted(self.printers()), ["ir1020", "pro-1000"])

    def test_paper_is_that_of_the_place(self):
        for lang, paper in (("en_US.UTF-8", "na_letter_8.5x11in"), ("de_DE.UTF-8", "iso_a4_210x297mm")):
            made = json.loads(self.run_it("setup", "--yes", "--json", "--no-test-page", "--no-scanner", "--address", COPIER, env={"LANG": lang})[0])
            self.assertEqual(made["paper"], paper)
            self.run_it("delete", "-d", made["printer"])

    def test_lists_as_json(self):
        devices = json.loads(self.run_it("setup", "--list", "--json", "--address", COPIER)[0])
        self.assertEqual([one["model"] for one in devices], ["canon-ir1020"])
        self.assertIn("fits canon-ir1020", self.run_it("setup", "--list", "--address", COPIER)[0])

    def test_what_is_wrong_is_said_and_changes_nothing(self):
        self.run_it("add", "-d", "taken", "-m", "canon-ir1020", "-v", f"file:{self.shared / 'y.out'}")
        before = self.printers()
        for words, code, says in (
                (["--address", NOBODY], 1, f"nothing that prints answers at {NOBODY}"),
                (["--address", COPIER, "-d", "taken"], 1, "there is a printer taken already; ir1020 would be free"),
                (["--address", COPIER, "-d", "a/b"], 2, "name"),
                (["--address", COPIER, "-m", "nonsense"], 2, "no model nonsense"),
                (["--address", "a b"], 2, "neither a name nor an address"),
                (["--device", "socket://127.0.0.77"], 1, "no device answers at socket://127.0.0.77")):
            with self.subTest(words):
                out, err = self.run_it("setup", "--yes", *words, code=code)
                self.assertEqual(out, "")
                self.assertEqual(err.count("\n"), 1, err)
                self.assertIn(says, err)
        self.assertEqual(self.printers(), before)

    def test_a_page_that_does_not_come_is_told_and_the_printer_stays(self):
        self.twin("canon-ir1020", SECOND, "--set", "paper=0")
        out, err = self.run_it("setup", "--yes", "--json", "--wait", "2", "--no-scanner", "--address", SECOND, code=1)
        self.assertNotEqual(json.loads(out)["test-page"]["job-state"], "completed")
        self.assertRegex(err, r"ir1020 is there, but its test page is not printed")
        self.assertEqual(list(self.printers()), ["ir1020"])

    def test_wrong_use(self):
        for words, says in (([], "needs a terminal"), (["--json"], "--yes or --list"), (["--list", "--yes"], "do not go together"), (["x"], "x"),
                            (["--yes", "--wait", "never"], "--wait")):
            self.assertIn(says, self.run_it("setup", *words, code=2)[1])

    def test_no_server(self):
        nobody = {"PLATEN_SERVER": str(self.folder / "none.sock")}
        for words in (["--yes"], ["--list"]):
            self.assertRegex(self.run_it("setup", *words, code=3, env=nobody)[1], "platen server")

    def test_who_is_no_administrator_is_told_how_to_become_one(self):
        self.run_it("add", "-d", "p", "-m", "canon-ir1020", "-v", f"file:{self.shared / 'z.out'}")
        port = re.search(r":(\d+)/", self.printers()["p"]["printer-uri-supported"][0])[1]
        _, err = self.run_it("setup", "--yes", code=1, env={"PLATEN_SERVER": f"127.0.0.1:{port}"})
        self.assertIn("platen user set NAME --role administrator", err)


if __name__ == "__main__":
    unittest.main()
