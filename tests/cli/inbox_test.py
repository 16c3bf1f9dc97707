"""Jobs from systems that know no IPP: raw ports and LPD, with the clients of CUPS and of rlpr, and with clients that behave badly."""
import json
import os
import pathlib
import re
import socket
import struct
import subprocess
import time
import unittest

from one_server import Server
from server_commands_test import ServerCase
from support import PATIENCE, PLATEN, Case, pdf, run
from world import World

UEL = b"\x1b%-12345X"
PS = b"%!PS-Adobe-3.0\n/Helvetica findfont 40 scalefont setfont 100 500 moveto (by PostScript) show showpage\n%%EOF\n"
PDF = pdf(["BT /F1 40 Tf 100 500 Td (by a raw port) Tj ET"])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Inbox(ServerCase):
    """The printer ir1020 with both inboxes; jobs are held, so that each can be looked at."""

    @classmethod
    def setUpClass(cls):
        cls.raw, cls.lpd = free_port(), free_port()
        cls.server = Server(f"[inbox]\nlpd-port = {cls.lpd}\nidle-seconds = 2\n")
        cls.addClassCleanup(cls.server.close)
        for words in (("modify", "-d", "ir1020", "--raw-port", cls.raw, "--lpd", "yes"), ("pause", "-d", "ir1020")):
            code, _, err = run(*words, env={"PLATEN_SERVER": str(cls.server.socket)})
            assert code == 0, err
        end = time.monotonic() + 30
        while not all(one["open"] for one in cls.inboxes()) or len(cls.inboxes()) != 2:
            assert time.monotonic() < end, cls.inboxes()
            time.sleep(0.1)

    @classmethod
    def inboxes(cls):
        _, out, _ = run("printers", "--json", env={"PLATEN_SERVER": str(cls.server.socket)})
        return next(one for one in json.loads(out) if one["printer-name"] == "ir1020")["inboxes"]

    def jobs(self):
        return {job["job-id"]: job for job in self.json("jobs", "-d", "ir1020")}

    def setUp(self):
        super().setUp()
        self.before = set(self.jobs())

    def new_jobs(self, count=1):
        """The jobs that came since the test began, in their order."""
        found = self.until(lambda: (now := [job for number, job in sorted(self.jobs().items()) if number not in self.before])
                           and len(now) >= count and now)
        self.assertEqual(len(found), count, found)
        return found

    def no_job(self):
        self.assertEqual(set(self.jobs()) - self.before, set())

    def send(self, *pieces, port=None):
        """All that the server says to it, until it ends; None: it broke the connection."""
        try:
            with socket.create_connection(("127.0.0.1", port or self.raw), timeout=60) as wire:
                for piece in pieces:
                    wire.sendall(piece)
                wire.shutdown(socket.SHUT_WR)
                answer = b""
                while piece := wire.recv(4096):
                    answer += piece
                return answer
        except OSError:
            return None


class Raw(Inbox):
    def test_the_ports_are_told(self):
        told = self.inboxes()
        self.assertEqual(told, [{"protocol": "raw", "port": self.raw, "queue": None, "open": True, "message": None},
                                {"protocol": "lpd", "port": self.lpd, "queue": "ir1020", "open": True, "message": None}])

    def test_a_connection_is_a_job(self):
        self.assertEqual(self.send(PDF), b"")
        (job,) = self.new_jobs()
        self.assertEqual((job["job-name"], job["job-originating-user-name"], job["number-of-documents"]), ("from 127.0.0.1", "guest", 1))

    def test_it_is_printed(self):
        port = free_port()
        self.platen("modify", "-d", "ir1024", "--raw-port", port)
        self.until(lambda: next(one for one in self.json("printers") if one["printer-name"] == "ir1024")["inboxes"][0]["open"])
        self.assertEqual(self.send(UEL, b'@PJL JOB NAME="From afar"\r\n@PJL SET USERNAME="ada"\r\n@PJL SET QTY=2\r\n@PJL SET DUPLEX=ON\r\n',
                                   b"@PJL ENTER LANGUAGE=POSTSCRIPT\r\n", PS, UEL, b"@PJL EOJ\r\n", UEL, port=port), b"")
        job = self.until(lambda: next((one for one in self.json("jobs", "-d", "ir1024", "--all") if one["job-name"] == "From afar"
                                       and one["job-state"] in ("completed", "aborted")), None), 60 * PATIENCE)
        self.assertEqual((job["job-state"], job["job-originating-user-name"], job["copies"]), ("completed", "ada", 2), job)
        self.platen("modify", "-d", "ir1024", "--raw-port", "0")
        self.until(lambda: socket.socket().connect_ex(("127.0.0.1", port)) != 0)

    def test_several_documents_are_several_jobs(self):
        self.send(UEL + b"@PJL ENTER LANGUAGE=PDF\r\n" + PDF + UEL + b"@PJL\r\n@PJL JOB NAME=\"two\"\n@PJL ENTER LANGUAGE=PDF\n" + PDF + UEL)
        first, second = self.new_jobs(2)
        self.assertEqual((first["job-name"], second["job-name"]), ("from 127.0.0.1", "two"))

    def test_cups_socket_backend(self):
        document = self.write("a.pdf", PDF)
        done = subprocess.run(["/usr/lib/cups/backend/socket", "1", "ada", "title", "1", "", document], capture_output=True, timeout=60,
                              env={**os.environ, "DEVICE_URI": f"socket://127.0.0.1:{self.raw}/?snmp=false"}, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.new_jobs()

    def test_questions_are_answered_and_are_no_job(self):
        answer = self.send(UEL, b"@PJL INFO ID\r\n@PJL INFO STATUS\r\n@PJL ECHO 4711\r\n@PJL INFO MEMORY\r\n", UEL)
        self.assertEqual(answer.decode(), '@PJL INFO ID\r\n"Canon imageRUNNER 1020 (platen)"\r\n\f'
                         '@PJL INFO STATUS\r\nCODE=10002\r\nDISPLAY="STOPPED"\r\nONLINE=FALSE\r\n\f@PJL ECHO 4711\r\n\f@PJL INFO MEMORY\r\n"?"\r\n\f')
        self.no_job()

    def test_whoever_only_looks_makes_no_job(self):
        for pieces in ((), (UEL,), (UEL + UEL,), (UEL + b"@PJL COMMENT nothing\r\n" + UEL,), (UEL + b"@PJL SET COPIES=3",)):
            with self.subTest(pieces):
                self.send(*pieces)
                self.no_job()

    def test_a_job_that_is_cut_off_is_none(self):
        wire = socket.create_connection(("127.0.0.1", self.raw))
        wire.sendall(PDF[: len(PDF) // 2])
        time.sleep(0.3)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wire.close()
        self.until(lambda: "no job for ir1020 from 127.0.0.1 at its raw port: the connection broke" in self.server.words())
        self.no_job()

    def test_who_falls_silent_is_cut_off(self):
        with socket.create_connection(("127.0.0.1", self.raw), timeout=60) as wire:
            wire.sendall(PDF[: len(PDF) // 2])
            try:
                self.assertEqual(wire.recv(1), b"", "nothing was asked")
            except ConnectionError:
                pass
        self.until(lambda: "the client sent nothing for 2 s" in self.server.words())
        self.no_job()

    def test_pjl_without_end_is_refused(self):
        self.assertFalse(self.send(UEL + b"@PJL " + b"x" * 100_000))
        self.assertFalse(self.send(UEL + b"@PJL COMMENT x\r\n" * 50_000))
        self.no_job()

    def test_hostile_names_are_made_harmless(self):
        self.send(UEL + b'@PJL JOB NAME="\x1b[31m\xff\xfe' + b"n" * 900 + b'"\r\n@PJL SET USERNAME="../\x07root"\r\n@PJL ENTER LANGUAGE=PDF\r\n' + PDF + UEL)
        (job,) = self.new_jobs()
        self.assertNotRegex(job["job-name"] + job["job-originating-user-name"], r"[\x00-\x1f]")
        self.assertLessEqual(len(job["job-name"].encode()), 255)

    def test_what_nobody_here_reads_is_refused(self):
        for pieces in ((UEL + b"@PJL ENTER LANGUAGE=PCL\r\n\x1bE\x1b&l0Otext\x0c\x1bE" + UEL,), (b"\x1bEtext",), (UEL + b") HP-PCL XL;2;0\n",)):
            with self.subTest(pieces):
                self.assertIsNone(self.send(*pieces))
                self.no_job()
        self.assertIn("the document is in PCL, which is not read here: print with a PostScript driver", self.server.words())

    def test_a_flood_is_bounded(self):
        wires = []
        refused = 0
        for _ in range(40):  # 16 of one address are taken
            try:
                wires.append(socket.create_connection(("127.0.0.1", self.raw), timeout=60))
            except ConnectionError:
                refused += 1
        for wire in wires:
            try:
                wire.sendall(b"x")
                wire.settimeout(0.05)
                refused += wire.recv(1) == b""
            except TimeoutError:
                pass
            except ConnectionError:
                refused += 1
        self.assertGreaterEqual(refused, 24)
        for wire in wires:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            wire.close()
        self.until(lambda: self.send(UEL + UEL) is not None)  # there is room again
        self.no_job()
        self.assertIn("as many connections as it takes", self.server.words())

    def test_a_printer_that_takes_no_jobs_refuses(self):
        with socket.create_connection(("127.0.0.1", self.server.port)) as _:
            pass
        code, _, err = run("modify", "-d", "ir1020", "--raw-port", self.server.port, env={"PLATEN_SERVER": str(self.server.socket)})
        self.assertEqual(code, 1, "the server's own port")
        self.assertIn("platen-raw-port", err)
        err = self.platen("modify", "-d", "pro-1000", "--raw-port", self.raw, code=1)
        self.assertIn("is the raw inbox of ir1020 already", err)
        for wrong in ("65536", "-1", "x"):
            self.assertNotEqual(run("modify", "-d", "ir1020", f"--raw-port={wrong}", env={"PLATEN_SERVER": str(self.server.socket)})[0], 0)

    def test_a_port_in_use_is_told_and_tried_again(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            self.platen("modify", "-d", "pro-1000", "--raw-port", port)
            inbox = self.until(lambda: next(one for one in self.json("printers") if one["printer-name"] == "pro-1000")["inboxes"])[0]
            inbox = self.until(lambda: (now := next(one for one in self.json("printers") if one["printer-name"] == "pro-1000")["inboxes"][0])
                               and "in use" in (now["message"] or "") and now)
            self.assertFalse(inbox["open"])
            findings = {(one["code"], one["subject"]) for one in json.loads(run("doctor", "--json", env={"PLATEN_SERVER": str(self.server.socket)})[1])["findings"]}
            self.assertIn(("inbox-not-open", "pro-1000"), findings)
        self.until(lambda: next(one for one in self.json("printers") if one["printer-name"] == "pro-1000")["inboxes"][0]["open"])
        self.platen("modify", "-d", "pro-1000", "--raw-port", "0")

    def test_metrics_count(self):
        self.send(PDF)
        self.new_jobs()
        with socket.create_connection(("127.0.0.1", self.server.port)) as wire:
            wire.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            page = b"".join(iter(lambda: wire.recv(65536), b"")).decode()
        self.assertRegex(page, r'platen_inbox_jobs(_total)?\{protocol="raw"\} [1-9]')


def control(*lines):
    return b"".join(line + b"\n" for line in lines)


class Lpd(Inbox):
    """RFC 1179, spoken by hand."""

    def talk(self, *steps):
        """Sends each piece and reads one octet behind it; the octets. "" ends the way there."""
        answers = []
        with socket.create_connection(("127.0.0.1", self.lpd), timeout=60) as wire:
            for piece in steps:
                try:
                    if piece == "":
                        wire.shutdown(socket.SHUT_WR)
                    else:
                        wire.sendall(piece)
                    answer = wire.recv(1)
                except ConnectionError:
                    answer = b""
                answers.append(answer)
                if answer != b"\0":
                    break
        return answers

    def ask(self, request):
        with socket.create_connection(("127.0.0.1", self.lpd), timeout=60) as wire:
            wire.sendall(request)
            return b"".join(iter(lambda: wire.recv(4096), b"")).decode()

    CONTROL = control(b"Hhost", b"Pada", b"JThe title", b"ldfA001host", b"UdfA001host", b"Nreport.pdf")

    def file(self, letter, data, name):
        return [bytes([letter]) + b"%d %s\n" % (len(data), name), data + b"\0"]

    def test_control_first(self):
        got = self.talk(b"\2ir1020\n", *self.file(2, self.CONTROL, b"cfA001host"), *self.file(3, PDF, b"dfA001host"))
        self.assertEqual(got, [b"\0"] * 5)
        (job,) = self.new_jobs()  # the last octet says that it is on disk
        self.assertEqual((job["job-name"], job["job-originating-user-name"], job["copies"]), ("The title", "ada", None))

    def test_data_first_and_copies(self):
        twice = control(b"Hhost", b"Pada", b"fdfA001host", b"fdfA001host", b"UdfA001host")
        got = self.talk(b"\2ir1020\n", *self.file(3, PDF, b"dfA001host"), *self.file(2, twice, b"cfA001host"))
        self.assertEqual(got, [b"\0"] * 5)
        self.assertEqual(self.new_jobs()[0]["copies"], 2)

    def test_several_files_and_several_jobs(self):
        both = control(b"Pada", b"ldfA002h", b"ldfB002h")
        got = self.talk(b"\2ir1020\n", *self.file(2, both, b"cfA002h"), *self.file(3, PDF, b"dfA002h"), *self.file(3, PS, b"dfB002h"),
                        *self.file(3, PDF, b"dfA003h"), *self.file(2, control(b"Pbob", b"ldfA003h"), b"cfA003h"))
        self.assertEqual(got, [b"\0"] * 11)
        first, second = self.new_jobs(2)
        self.assertEqual((first["number-of-documents"], second["number-of-documents"], second["job-originating-user-name"]), (2, 1, "bob"))

    def test_a_length_that_is_not_known(self):
        for announced in (b"0", b"125899906843000"):
            with self.subTest(announced):
                self.before = set(self.jobs())
                with socket.create_connection(("127.0.0.1", self.lpd), timeout=60) as wire:
                    for piece in (b"\2ir1020\n", *self.file(2, self.CONTROL, b"cfA001host"), b"\3" + announced + b" dfA001host\n"):
                        wire.sendall(piece)
                        self.assertEqual(wire.recv(1), b"\0")
                    wire.sendall(PDF)
                    wire.shutdown(socket.SHUT_WR)
                    self.assertEqual(wire.recv(1), b"\0")
                self.new_jobs()

    def test_more_than_four_gigabytes(self):
        """Lengths are no 32-bit numbers: what would be a short file in one is refused, and what no number holds."""
        for announced in (1 << 32, (1 << 32) + len(PDF), (1 << 33) + len(PDF), (1 << 46) - 1, (1 << 64) + len(PDF), 10 ** 30):
            with self.subTest(announced):
                head = [b"\2ir1020\n", *self.file(2, self.CONTROL, b"cfA001host")]
                within = announced == 1 << 32  # as many as [limits] document-mb lets in: then the disk has to have room
                got = self.talk(*head, b"\3%d dfA001host\n" % announced, "")
                self.assertNotEqual(got[-1], b"\0")
                if not within:
                    self.assertEqual((len(got), got[-1]), (4, b"\1"))
        self.no_job()
        self.assertIn("the job has more than 4294967296 bytes ([limits] document-mb)", self.server.words())
        self.assertIn("a file is announced without a number of bytes", self.server.words())
        self.assertIn(b"\0", self.talk(b"\2ir1020\n", *self.file(3, PDF, b"dfA001host"), *self.file(2, self.CONTROL, b"cfA001host"))[-1:])
        self.new_jobs()  # and the next one is taken

    def test_no_job_of_a_half(self):
        for steps in ((b"\2ir1020\n", *self.file(2, self.CONTROL, b"cfA001host"), b"\3%d dfA001host\n" % len(PDF), ""),
                      (b"\2ir1020\n", *self.file(3, PDF, b"dfA001host"), ""),
                      (b"\2ir1020\n", *self.file(2, self.CONTROL, b"cfA001host"), ""),
                      (b"\2ir1020\n", *self.file(2, self.CONTROL, b"cfA001host"), b"\3%d dfA001host\n" % len(PDF), PDF + b"x"),
                      (b"\2ir1020\n", *self.file(2, self.CONTROL, b"cfA001host"), b"\1\n", *self.file(3, PDF, b"dfA001host"), "")):
            with self.subTest(steps[-1]):
                self.assertNotEqual(self.talk(*steps)[-1], b"\0")
                self.no_job()

    def test_what_is_wrong_is_refused(self):
        for steps in ((b"\2nobody\n",), (b"\2ir1024\n",), (b"\2../../etc/passwd\n",), (b"\2ir1020\n", b"\2x cfA\n"), (b"\2ir1020\n", b"\3-1 dfA\n"),
                      (b"\2ir1020\n", b"\3999999999999 dfA\n"), (b"\2ir1020\n", b"\2999999 cfA\n"), (b"\2ir1020\n", b"\7\n"), (b"\2ir1020\n", b"\n"),
                      (b"\2ir1020\n", *self.file(2, b"Hnothing\n", b"cfA001")), (b"\2ir1020\n", b"\3 " + b"x" * 3000 + b"\n"), (b"\x09ir1020\n",)):
            with self.subTest(steps):
                self.assertNotEqual(self.talk(*steps)[-1], b"\0")
                self.no_job()

    def test_states_and_removal(self):
        self.talk(b"\2ir1020\n", *self.file(2, self.CONTROL, b"cfA001host"), *self.file(3, PDF, b"dfA001host"))
        (job,) = self.new_jobs()
        number = job["job-id"]
        for form in (b"\3ir1020\n", b"\4ir1020\n", b"\3ir1020 %d\n" % number):
            text = self.ask(form)
            self.assertIn("ir1020 is not ready", text)
            self.assertRegex(text, rf"\b{number}\b")
        self.assertIn("no entries", self.ask(b"\3ir1020 zoe\n"))
        self.assertIn(f"job {number}: ", self.ask(b"\5ir1020 eve %d\n" % number))
        self.assertIn(number, self.jobs())
        self.assertIn(f"job {number} canceled", self.ask(b"\5ir1020 ada %d\n" % number))
        self.until(lambda: number not in self.jobs())

    def test_cups_lpd_backend(self):
        document = self.write("a.pdf", PDF)
        for order in ("control,data", "data,control"):
            with self.subTest(order):
                self.before = set(self.jobs())
                done = subprocess.run(["/usr/lib/cups/backend/lpd", "1", "ada", "By CUPS", "3", "", document], capture_output=True, timeout=60,
                                      env={**os.environ, "DEVICE_URI": f"lpd://127.0.0.1:{self.lpd}/ir1020?order={order}&reserve=none&manual_copies=no"}, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)
                (job,) = self.new_jobs()
                self.assertEqual((job["job-name"], job["job-originating-user-name"], job["copies"]), ("By CUPS", "ada", 3))


class Remote(Case):
    """rlpr and rlpq, which know no port but 515."""

    def test_rlpr(self):
        world = World()
        self.addCleanup(world.close)
        state = self.folder / "state"
        server = world.popen(PLATEN, "server", "--demo", "--state", state, "--port", "0", "--allow-root", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        self.assertIn(b"http://", server.stdout.readline())
        env = {"PLATEN_SERVER": str(state / "platen.sock")}

        def ours(*words):
            code, out, err = world.platen(*words, env=env)
            self.assertEqual(code, 0, err)
            return out
        ours("modify", "-d", "ir1020", "--lpd", "yes")
        end = time.monotonic() + 30 * PATIENCE
        while not next(one for one in json.loads(ours("printers", "--json")) if one["printer-name"] == "ir1020")["inboxes"][0]["open"]:
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        code, out, err = world.run("rlpr", "-H", "127.0.0.1", "-P", "ir1020", "-J", "by rlpr", self.write("a.pdf", PDF))
        self.assertEqual(code, 0, err + out)
        code, out, err = world.run("rlpq", "-H", "127.0.0.1", "-P", "ir1020")
        self.assertEqual(code, 0, err + out)
        self.assertIn("ir1020 is ready", out)
        while not [job for job in json.loads(ours("jobs", "--all", "--json")) if job["job-name"] == "by rlpr" and job["job-state"] == "completed"]:
            self.assertLess(time.monotonic(), end + 60 * PATIENCE)
            time.sleep(0.2)


class Policies(ServerCase):
    @classmethod
    def setUpClass(cls):
        cls.raw, cls.lpd = free_port(), free_port()
        cls.server = Server(f"[inbox]\nlpd-port = {cls.lpd}\n[access]\nlogin-to-print = true\n")
        cls.addClassCleanup(cls.server.close)

    def test_who_must_log_in_cannot_print_here(self):
        self.platen("modify", "-d", "ir1020", "--raw-port", self.raw, "--lpd", "yes")
        self.until(lambda: all(one["open"] for one in next(one for one in self.json("printers") if one["printer-name"] == "ir1020")["inboxes"]))
        with socket.create_connection(("127.0.0.1", self.raw), timeout=60) as wire:
            try:
                wire.sendall(PDF)
                wire.shutdown(socket.SHUT_WR)
                self.assertEqual(wire.recv(1), b"")
            except OSError:  # broken, or broken before
                pass
        self.until(lambda: "printing here needs a login" in self.server.words())
        with socket.create_connection(("127.0.0.1", self.lpd), timeout=60) as wire:
            wire.sendall(b"\2ir1020\n")
            self.assertEqual(wire.recv(1), b"\1")
        self.assertEqual(self.json("jobs", "--all"), [])
        findings = {(one["code"], one["subject"]) for one in json.loads(run("doctor", "--json", env={"PLATEN_SERVER": str(self.server.socket)})[1])["findings"]}
        self.assertIn(("inbox-refuses", "ir1020"), findings)


class Killed(ServerCase):
    """A server that is killed while jobs come in: of a half nothing is left, of a whole all."""

    @classmethod
    def setUpClass(cls):
        pass

    def start(self):
        server = Server(f"[inbox]\nlpd-port = {self.lpd}\n", folder=self.folder, env={"TMPDIR": str(self.temporary)})
        self.addCleanup(server.close)
        return server

    def files(self):
        """What there is of documents, on the way or kept."""
        return sorted(path for folder in (self.temporary, self.folder / "state/spool") for path in folder.rglob("*") if path.is_file())

    def begin(self, port, *pieces):
        wire = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.addCleanup(wire.close)
        for piece in pieces:
            wire.sendall(piece)
            if port == self.lpd and piece.endswith(b"\n"):
                self.assertEqual(wire.recv(1), b"\0")
        return wire

    def received(self):
        """Bytes that the server has written: what came is on its way to a disk."""
        return int(re.search(r"wchar: (\d+)", pathlib.Path(f"/proc/{self.server.process.pid}/io").read_text()).group(1))

    def test_amid_inbox_connections(self):
        self.raw, self.lpd = free_port(), free_port()
        self.temporary = self.folder / "temporary"
        self.temporary.mkdir()
        self.server = self.start()
        self.platen("modify", "-d", "ir1020", "--raw-port", self.raw, "--lpd", "yes")
        self.platen("pause", "-d", "ir1020")
        self.until(lambda: all(one["open"] for one in next(one for one in self.json("printers") if one["printer-name"] == "ir1020")["inboxes"]))
        with socket.create_connection(("127.0.0.1", self.raw), timeout=60) as wire:
            wire.sendall(PDF)
            wire.shutdown(socket.SHUT_WR)
            self.assertEqual(wire.recv(1), b"")
        (whole,) = self.until(lambda: self.json("jobs", "-d", "ir1020"))
        kept, before, half = self.files(), self.received(), b"x" * (8 << 20)
        self.begin(self.raw, PDF[:-20], half)
        self.begin(self.lpd, b"\2ir1020\n", b"\3%d dfA001host\n" % (2 * len(half)), half)
        self.until(lambda: self.received() - before > 7 * len(half) // 4)  # more than one of them has
        self.server.kill()
        self.assertEqual(self.files(), kept)  # nothing is left of the halves, not even before the next start
        self.server = self.start()
        self.assertEqual([job["job-id"] for job in self.json("jobs", "--all")], [whole["job-id"]])
        self.assertEqual(self.files(), kept)
        self.assertEqual(run("store", "check", "--state", self.server.state)[0], 0)
        self.platen("resume", "-d", "ir1020")
        self.until(lambda: self.job(whole["job-id"])["job-state"] == "completed", 60 * PATIENCE)


class FullDisk(ServerCase):
    """Documents on a disk with no room: nothing is taken, and the clients see it."""

    @classmethod
    def setUpClass(cls):
        cls.raw, cls.lpd = free_port(), free_port()
        cls.server = Server(f"[inbox]\nlpd-port = {cls.lpd}\n[limits]\nfree-mb = 1073741824\n")
        cls.addClassCleanup(cls.server.close)

    def test_nothing_is_taken(self):
        self.platen("modify", "-d", "ir1020", "--raw-port", self.raw, "--lpd", "yes")
        self.until(lambda: all(one["open"] for one in next(one for one in self.json("printers") if one["printer-name"] == "ir1020")["inboxes"]))
        with socket.create_connection(("127.0.0.1", self.raw), timeout=60) as wire:
            with self.assertRaises(ConnectionError):
                for _ in range(1000):
                    wire.sendall(b"%!PS" + b"x" * 60_000)
                    time.sleep(0.01)
        with socket.create_connection(("127.0.0.1", self.lpd), timeout=60) as wire:
            wire.sendall(b"\2ir1020\n")
            self.assertEqual(wire.recv(1), b"\1")
        self.assertEqual(self.json("jobs", "--all"), [])


if __name__ == "__main__":
    unittest.main()
