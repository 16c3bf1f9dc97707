"""What the office queue does with what cannot be printed: the words that the client sees, and that the job is kept."""
import json
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
import unittest

from support import PATIENCE, PLATEN, Case, first_address, pdf, run

MEGABYTE = 1 << 20


class Office(Case):
    """A server of its own, without demonstration printers; its administrator asks it through the socket."""

    settings = ""

    def setUp(self):
        super().setUp()
        self.state = self.folder / "state"
        self.state.mkdir(mode=0o700)
        config = self.write("platen.toml", self.settings)
        root = ["--allow-root"] if os.geteuid() == 0 else []
        self.log = open(self.folder / "server.log", "w+b")
        self.addCleanup(self.log.close)
        self.server = subprocess.Popen([PLATEN, "server", "--config", config, "--state", self.state, "--port", "0", *root],
                                       stdout=subprocess.PIPE, stderr=self.log)
        self.addCleanup(self.server.stdout.close)
        self.addCleanup(self.server.wait)
        self.addCleanup(self.server.terminate)
        says = self.server.stdout.readline().decode()
        self.assertIn("http://", says)
        self.port = int(re.search(r":(\d+)", says.split("http://")[1]).group(1))

    def platen(self, *words, code=0, **how):
        got, out, err = run(*words, env={"PLATEN_SERVER": str(self.state / "platen.sock"), **how.pop("env", {})}, **how)
        self.assertEqual(got, code, err + out.decode())
        if code:
            self.assertEqual(err.count("\n"), 1, err)
            return err
        return out.decode()

    def twin(self, *more, model="canon-ir1020", faults=""):
        (self.folder / "sheets").mkdir(exist_ok=True)
        more = [*more, *(["--faults", self.write("faults.toml", faults)] if faults else [])]
        process = subprocess.Popen([PLATEN, "virtual", model, "--port", "0", "--sheets", self.folder / "sheets", *more], stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.twin_process = process
        address = first_address(process.stdout.readline())
        threading.Thread(target=process.stdout.read, daemon=True).start()
        return address

    def add(self, uri, *words, name="copier", model="canon-ir1020"):
        return self.platen("add", "-d", name, "-m", model, "-v", uri, *words)

    def submit(self, document, *words, name="copier", **how):
        said = self.platen("submit", "-d", name, *words, document, **how)
        return said if how.get("code") else re.search(r"job (\d+)", said).group(1)

    def print_as_a_client(self, document, settings, name="copier", user="anna"):
        """As clients do that want to have their job kept, and not refused: what is not right is told in its state."""
        test = self.write("print.test", "\n".join((
            "{", 'NAME "Print-Job"', "OPERATION Print-Job", "GROUP operation-attributes-tag", "ATTR charset attributes-charset utf-8",
            "ATTR language attributes-natural-language en", "ATTR uri printer-uri $uri", f"ATTR name requesting-user-name {user}",
            "ATTR mimeMediaType document-format application/pdf", "GROUP job-attributes-tag", *settings, f"FILE {document}",
            "DISPLAY job-id", "}")))
        said = subprocess.run(["ipptool", "-t", "-I", f"ipp://127.0.0.1:{self.port}/ipp/print/{name}", test],
                              capture_output=True, text=True, timeout=60 * PATIENCE)
        number = re.search(r"job-id \(integer\) = (\d+)", said.stdout)
        self.assertIsNotNone(number, said.stdout + said.stderr)
        return number.group(1)

    def job(self, number):
        return next(job for job in json.loads(self.platen("jobs", "--all", "--json")) if str(job["job-id"]) == str(number))

    def until(self, number, condition, seconds=120):
        end = time.monotonic() + seconds * PATIENCE
        while not condition(job := self.job(number)):
            self.assertLess(time.monotonic(), end, job)
            time.sleep(0.1)
        return job

    def peak_mb(self):
        status = open(f"/proc/{self.server.pid}/status").read()
        return int(re.search(r"VmHWM:\s*(\d+) kB", status).group(1)) / 1024


class ManyPages(Office):
    """3,000 pages."""

    def setUp(self):
        super().setUp()
        self.document = self.write("long.pdf", pdf([f"BT /F1 40 Tf 100 500 Td ({i}) Tj ET" for i in range(3000)]))

    def test_are_printed_in_bounded_memory(self):
        self.add(f"file:{self.folder / 'out.prn'}")
        job = self.until(self.submit(self.document), lambda job: job["job-state"] in ("completed", "aborted", "canceled"), 400)
        self.assertEqual((job["job-state"], job["job-impressions-completed"]), ("completed", 3000), job)
        self.assertLess(self.peak_mb(), 400)

    def test_are_held_where_they_are_too_many_for_a_limit(self):
        code, _, err = run("quota", "set", "*", "--limit", "100-sheets-month", "--state", self.state)
        self.assertEqual(code, 0, err)
        self.add(f"file:{self.folder / 'out.prn'}")
        job = self.until(self.submit(self.document), lambda job: "account-limit-reached" in job["job-state-reasons"])
        self.assertEqual(job["job-state"], "pending-held")
        self.assertRegex(job["job-state-message"], "needs 3000 sheets, and of the 100 .*100 are left.*release it when there is room again")


class TwoGigabytes(Office):
    """A PDF of 2 GB, which has no more than its first and last bytes."""

    settings = "[limits]\nmb-per-user = 64\n"

    def setUp(self):
        super().setUp()
        self.add(f"file:{self.folder / 'out.prn'}")
        self.document = self.write("huge.pdf", pdf(["BT /F1 40 Tf 100 500 Td (huge) Tj ET"]))
        os.truncate(self.document, 2 << 30)

    def test_are_refused_by_the_limits_before_they_are_read_whole(self):
        says = self.submit(self.document, code=1)
        self.assertIn("larger than all that the unfinished jobs of one user may have, 64 MiB", says)
        self.assertEqual(json.loads(self.platen("jobs", "--all", "--json")), [])
        self.assertLess(self.peak_mb(), 200)
        self.assertLess(sum(path.stat().st_size for path in self.state.rglob("*") if path.is_file()), 64 * MEGABYTE)
        small = self.write("small.pdf", pdf([""]))
        self.until(self.submit(small), lambda job: job["job-state"] == "completed")


class DamagedGigabytes(Case):
    """A PDF of 2 GB without a cross-reference table: each of its lines may be the first of an object."""

    def test_are_read_line_by_line_and_the_damage_is_told(self):
        document = self.folder / "damaged.pdf"
        drawn = b"0 g 100 100 300 300 re f"
        objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
                   b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn)]
        with open(document, "wb") as file:
            file.write(b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%b\nendobj\n" % entry for entry in enumerate(objects, 1)))
            file.write(b"5 0 obj\n<</Length 2147483648>>stream")
            for _ in range(2048):  # holes, which take no room on the disk
                file.write(b"\n)")
                file.seek(MEGABYTE - 2, os.SEEK_CUR)
            file.write(b"\nendstream\nendobj\ntrailer<</Root 1 0 R/Size 6>>\n")
        self.assertGreater(document.stat().st_size, 2 << 30)
        self.assertIn("the PDF is damaged and was repaired", self.printed(document))
        self.assertEqual(self.printed(self.write("small.pdf", pdf([drawn.decode()], size=(595, 842)))), "")
        self.assertEqual((self.folder / "damaged.prn").read_bytes(), (self.folder / "small.prn").read_bytes())

    def printed(self, document):
        code, _, err = run("convert", "-m", "canon-ir1024", "--title", "one", document, "--output", self.folder / (document.stem + ".prn"), timeout=300)
        self.assertEqual(code, 0, err)
        return err


class Noise(Office):
    """A page of nothing but noise, which compression makes no smaller, on a device with room for little more than a side."""

    def test_is_fed_in_bounded_memory(self):
        self.add(self.twin(faults="[engine]\nmemory-mb = 9\npages-per-minute = 6000\n"))
        width, height = 4961, 7016
        noise = random.Random(6).randbytes(width * height // 8 + height)
        row = -(-width // 8)
        page = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 1" % (width, height)
        objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 3/Kids[3 0 R 4 0 R 5 0 R]>>",
                   *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Contents 6 0 R/Resources<</XObject<</I 7 0 R>>>>>>"] * 3,
                   b"<</Length 34>>stream\nq 595.276 0 0 841.89 0 0 cm /I Do Q\nendstream",
                   b"<<%b/Length %d>>stream\n%b\nendstream" % (page, row * height, noise[:row * height])]
        document = self.write("noise.pdf", b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%b\nendobj\n" % entry for entry in enumerate(objects, 1)) +
                              b"trailer<</Root 1 0 R/Size 8>>\n%%EOF\n")
        for language in ("pcl-xl", "pcl-5e"):
            with self.subTest(language):
                job = self.until(self.submit(document, "-o", f"printer-language={language}"), lambda job: job["job-state"] not in ("pending", "processing"))
                self.assertEqual((job["job-state"], job["job-state-message"]), ("completed", "3 sheets delivered"), job)
        self.assertLess(self.peak_mb(), 200)


class NoMemory(Office):
    """A device that has too little memory for the second sheet."""

    def test_holds_the_job_with_the_reason_and_what_to_do(self):
        self.add(self.twin(faults='[[fault]]\nwhat = "refuse"\ndetail = "InsufficientMemory"\nat = "mid-sheet"\nsheet = 2\njob = 1\n'))
        document = self.write("three.pdf", pdf([f"BT /F1 40 Tf 100 500 Td (page {i}) Tj ET" for i in range(3)]))
        number = self.submit(document)
        job = self.until(number, lambda job: job["job-state"] not in ("pending", "processing"))
        self.assertEqual(job["job-state"], "pending-held", job)
        self.assertIn("resources-are-not-ready", job["job-state-reasons"])
        for words in ("ran out of memory", "InsufficientMemory", "another printer-language", "release the job"):
            self.assertIn(words, job["job-state-message"])
        # The next job is not kept from printing, and what is left of this one comes when it is released.
        self.until(self.submit(document), lambda job: job["job-state"] == "completed")
        self.platen("release", number)
        self.until(number, lambda job: job["job-state"] == "completed")


class NoMemoryInAnyLanguage(Office):
    """A device that has no room for any page, whatever the language. In PCL 5e it has no word for that but the pages that it does not tell of."""

    def test_holds_the_job_and_charges_nothing(self):
        self.add(self.twin(faults="[engine]\nmemory-mb = 1\n"))
        document = self.write("three.pdf", pdf([f"BT /F1 40 Tf 100 500 Td (page {i}) Tj ET" for i in range(3)]))
        for language in ("pcl-xl", "pcl-5e"):
            with self.subTest(language):
                job = self.until(self.submit(document, "-o", f"printer-language={language}"), lambda job: job["job-state"] not in ("pending", "processing"))
                self.assertEqual(job["job-state"], "pending-held", job)
                self.assertIn("resources-are-not-ready", job["job-state-reasons"])
                self.assertRegex(job["job-state-message"], "memory")
                self.assertRegex(job["job-state-message"], "0 of 3 sheets had been delivered; .*release the job to print all of it")
        code, out, err = run("report", "--format", "json", "--state", self.state)
        self.assertEqual(code, 0, err)
        self.assertEqual(sum(row["sheets"] for row in json.loads(out)), 0)


class Pjl(threading.Thread):
    """A device that answers PJL's questions for its name and its languages, and nothing else; or that is silent."""

    def __init__(self, case, languages):
        super().__init__(daemon=True)
        self.languages = languages
        self.listener = socket.create_server(("127.0.0.1", 0))
        case.addCleanup(self.listener.close)
        self.uri = f"socket://127.0.0.1:{self.listener.getsockname()[1]}/?snmp=off&chmp=off&chmps=off&bjnp=off"
        self.start()

    def run(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        with connection:
            asked = b""
            while piece := connection.recv(4096):
                asked += piece
                if b"INFO CONFIG" in asked and self.languages is not None:
                    asked = b""
                    rows = "".join(f"\t{name}\r\n" for name in self.languages)
                    connection.sendall(f"@PJL INFO ID\r\n\"iR1020/1024/1025\"\r\n\f@PJL INFO CONFIG\r\nLANGUAGES [{len(self.languages)} ENUMERATED]\r\n"
                                       f"{rows}\f".encode())


class Languages(Office):
    """A language that a unit does not have."""

    settings = "[devices]\nstatus-seconds = 1\n"

    def language(self, name="copier"):
        options = json.loads(self.platen("options", "-d", name, "--json"))
        return next(option["default"] for option in options if option["name"].endswith("printer-language"))

    def test_a_new_printer_is_asked_which_it_has(self):
        for name, languages, says, chosen in (
                ("xl", ["PCLXL", "PCL"], r'the device says that it has pcl-xl \("PCLXL" by pjl\): printer-language=pcl-xl', "pcl-xl"),
                ("five", ["PCL"], r'the device says that it has pcl-5e \("PCL" by pjl\): printer-language=pcl-5e', "pcl-5e"),
                ("none", ["POSTSCRIPT"], r"the device names postscript .* and none of the languages .*\(pcl-xl, pcl-5e\).*it may print garbage", "pcl-xl"),
                ("silent", None, r"the device does not answer \(asked by pjl\): printer-language stays pcl-xl, the model's default", "pcl-xl")):
            with self.subTest(name):
                self.assertRegex(self.add(Pjl(self, languages).uri, name=name), says)
                self.assertEqual(self.language(name), chosen)

    def test_what_the_user_names_is_not_asked_for(self):
        self.assertEqual(self.add(Pjl(self, ["PCL"]).uri, "-o", "printer-language=pcl-xl"), "")
        self.assertEqual(self.language(), "pcl-xl")
        self.assertEqual(self.add(Pjl(self, ["PCL"]).uri, "--no-probe", name="unasked"), "")
        self.assertEqual(self.language("unasked"), "pcl-xl")

    def test_another_device_is_asked_too(self):
        self.add(Pjl(self, ["PCLXL", "PCL"]).uri)
        self.assertIn("printer-language=pcl-5e", self.platen("modify", "-d", "copier", "-v", Pjl(self, ["PCL"]).uri))
        self.assertEqual(self.language(), "pcl-5e")
        # The new one has what the printer is set to, if not only that.
        self.assertIn("pcl-5e stays", self.platen("modify", "-d", "copier", "-v", Pjl(self, ["PCLXL", "PCL"]).uri))
        self.assertEqual(self.language(), "pcl-5e")

    def test_a_dead_device_keeps_nobody_waiting(self):
        with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
            says = self.add(f"socket://127.0.0.1:{deaf.getsockname()[1]}/?snmp=off&chmp=off&chmps=off&bjnp=off")
        self.assertIn("does not answer", says)

    def test_a_job_that_names_one_that_no_unit_has_is_refused_with_those_that_there_are(self):
        self.add(f"file:{self.folder / 'out.prn'}")
        says = self.submit(self.write("a.pdf", pdf([""])), "-o", "printer-language=ufr-ii", code=1)
        self.assertRegex(says, "printer-language.*ufr-ii.*pcl-xl.*pcl-5e")

    def test_a_job_of_another_client_is_kept_until_a_language_is_chosen(self):
        self.add(f"file:{self.folder / 'out.prn'}")
        document = self.write("a.pdf", pdf(["100 100 50 50 re f"]))
        number = self.print_as_a_client(document, ["ATTR keyword canon-printer-language ufr-ii"])
        job = self.job(number)
        self.assertEqual((job["job-state"], job["job-state-reasons"]), ("pending-held", ["resources-are-not-supported"]))
        self.assertRegex(job["job-state-message"], r"does not have the language ufr-ii \(pcl-xl, pcl-5e\): choose one .*or release the job to print it in pcl-xl")
        self.platen("release", number, "-o", "printer-language=pcl-5e")
        self.until(number, lambda job: job["job-state"] == "completed")
        self.assertIn(b"@PJL ENTER LANGUAGE=PCL\r\n", (self.folder / "out.prn").read_bytes())

    lost = r"the device does not name pcl-xl any more.*it names .*pcl.*printed as soon as the device has pcl-xl again.*release it with printer-language=pcl-5e"

    @staticmethod
    def asked_anew():
        """What a unit said counts as long as its status does: status-seconds."""
        time.sleep(1.1)

    def held_for_its_language(self, number):
        job = self.until(number, lambda job: job["job-state"] not in ("pending", "processing"))
        self.assertEqual(job["job-state"], "pending-held", job)
        self.assertIn("resources-are-not-supported", job["job-state-reasons"])
        self.assertRegex(job["job-state-message"], self.lost)
        listed = self.platen("jobs")
        self.assertIn(f"job {number}: {job['job-state-message']}\n", listed)
        self.assertIn("held (waiting for somebody, the printer does not have its language)", listed)

    def test_a_job_in_one_that_the_unit_does_not_have_any_more_is_held_until_it_has_it_again(self):
        device = Pjl(self, ["PCLXL", "PCL"])
        self.add(device.uri)
        document = self.write("a.pdf", pdf(["100 100 50 50 re f"]))
        self.until(self.submit(document), lambda job: job["job-state"] == "completed")
        device.languages = ["PCL"]
        self.asked_anew()
        number = self.submit(document)
        self.held_for_its_language(number)
        # In a language that it has it prints, the held one too.
        self.until(self.submit(document, "-o", "printer-language=pcl-5e"), lambda job: job["job-state"] == "completed")
        other = self.submit(document)
        self.held_for_its_language(other)
        self.platen("release", other, "-o", "printer-language=pcl-5e")
        self.until(other, lambda job: job["job-state"] == "completed")
        self.assertEqual(self.job(number)["job-state"], "pending-held")
        device.languages = ["PCL", "PCLXL"]
        self.until(number, lambda job: job["job-state"] == "completed")

    def test_an_administrator_overrules_what_the_unit_says(self):
        device = Pjl(self, ["PCLXL", "PCL"])
        self.add(device.uri)
        device.languages = ["PCL"]
        document = self.write("a.pdf", pdf(["100 100 50 50 re f"]))
        number = self.submit(document)
        self.held_for_its_language(number)
        self.platen("modify", "-d", "copier", "-o", "printer-language=pcl-5e")  # of the next jobs
        self.until(self.submit(document), lambda job: job["job-state"] == "completed")
        self.assertEqual(self.job(number)["job-state"], "pending-held")
        self.platen("modify", "-d", "copier", "-o", "printer-language=pcl-xl")
        self.until(number, lambda job: job["job-state"] == "completed")

    def test_a_twin_whose_fault_script_takes_a_language_away_and_gives_it_back(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        twin = self.twin("--snmp", str(port), faults='[[fault]]\nwhat = "wrong-languages"\ndetail = "PCL"\nat = "last-byte"\njob = 1\n')
        self.add(f"{twin.split('?')[0].rstrip('/')}/?snmp={port}&chmp=off&chmps=off&bjnp=off")
        document = self.write("a.pdf", pdf(["100 100 50 50 re f"]))
        self.until(self.submit(document), lambda job: job["job-state"] == "completed")
        sheets = len(list((self.folder / "sheets").glob("*.png")))
        self.asked_anew()
        number = self.submit(document)
        self.held_for_its_language(number)
        self.assertIn('by snmp', self.job(number)["job-state-message"])
        self.assertEqual(len(list((self.folder / "sheets").glob("*.png"))), sheets)
        self.twin_process.send_signal(signal.SIGUSR1)
        self.until(number, lambda job: job["job-state"] == "completed")


class Paper(Office):
    """Sizes and media that the device cannot turn over or feed."""

    refused = (
        (("media=iso_a5_148x210mm", "sides=two-sided-long-edge"), "only A4, Letter and Legal can be turned over"),
        (("media-type=transparency", "sides=two-sided-short-edge"), "this medium cannot be turned over"),
        (("media=iso_a5_148x210mm", "media-source=tray-1"), "the drawers hold only A4, Letter and Legal"),
        (("media-type=labels", "media-source=tray-1"), "this medium is fed by the stack bypass"),
        (("media-type=transparency", "media=na_legal_8.5x14in"), "transparencies are A4 or Letter"),
        (("media-type=stationery-bond", "media=iso_a4_210x297mm"), "bond paper is Letter, Legal, Executive or Statement"),
        (("media-type=stationery-prepunched", "media=iso_a4_210x297mm"), "punched paper is Letter"),
        (("media-type=envelope", "media=iso_a4_210x297mm"), "this is not the size of an envelope"),
        (("media-type=stationery", "media=iso_dl_110x220mm"), "an envelope is printed as envelope or automatic"))

    def test_are_refused_with_the_conflict_and_the_nearest_choice(self):
        self.add(f"file:{self.folder / 'out.prn'}")
        document = self.write("a.pdf", pdf([""]))
        for settings, reason in self.refused:
            with self.subTest(settings):
                says = self.submit(document, *(word for setting in settings for word in ("-o", setting)), code=1)
                self.assertIn(reason, says)
                for setting in settings:
                    self.assertIn(setting.split("=")[1], says)
                self.assertRegex(says, "choose|use|nearest")
        self.assertEqual(json.loads(self.platen("jobs", "--all", "--json")), [])

    def test_a_job_of_another_client_says_what_of_it_is_not_as_asked(self):
        """Most clients want their job in any case: then it prints as near as can be, and says so to whoever looks at it."""
        self.add(f"file:{self.folder / 'out.prn'}")
        document = self.write("a.pdf", pdf([""]))
        for settings, says in ((("ATTR keyword media iso_a3_297x420mm", "ATTR enum finishings 4"),
                                ("this printer does not have media=iso_a3_297x420mm", "this printer does not have finishings=staple")),
                               (("ATTR keyword media iso_a5_148x210mm", "ATTR keyword sides two-sided-long-edge"),
                                ("only A4, Letter and Legal can be turned over.*it is printed with sides=one-sided",))):
            job = self.until(self.print_as_a_client(document, settings), lambda job: job["job-state"] not in ("pending", "processing"))
            self.assertEqual((job["job-state"], job["job-state-reasons"][0]), ("completed", "job-completed-with-warnings"), job)
            for words in says:
                self.assertRegex(job["job-state-message"], "not as asked: [^;]*" + words)
        plain = self.until(self.print_as_a_client(document, ("ATTR keyword media iso_a4_210x297mm", "ATTR enum finishings 3")), lambda job: job["job-state"] == "completed")
        self.assertEqual((plain["job-state-message"], plain["job-state-reasons"][0]), ("1 sheet delivered", "job-completed-successfully"))


class Departments(Office):
    def test_a_wrong_number_is_refused_in_words_and_the_next_try_prints(self):
        code, _, err = run("department", "add", "4711", "--pin", "--state", self.state, stdin=b"12345\n")
        self.assertEqual(code, 0, err)
        self.add(f"file:{self.folder / 'out.prn'}")
        document = self.write("a.pdf", pdf([""]))
        for account in ("4712:12345", "4711:54321"):
            self.assertIn("client-error-account-authorization-failed: the department's number or PIN is wrong",
                          self.submit(document, "-o", f"job-account-id={account}", code=1))
        self.until(self.submit(document, "-o", "job-account-id=4711:12345"), lambda job: job["job-state"] == "completed")

    def test_a_job_of_another_client_is_kept_until_the_right_one_is_given(self):
        code, _, err = run("department", "add", "4711", "--pin", "--state", self.state, stdin=b"12345\n")
        self.assertEqual(code, 0, err)
        self.add(f"file:{self.folder / 'out.prn'}", "-o", "platen-departments=required")
        document = self.write("a.pdf", pdf(["100 100 50 50 re f"]))
        wrong = self.print_as_a_client(document, ['ATTR name job-account-id "4711:54321"'])
        missing = self.print_as_a_client(document, [])
        for number, reason, says in ((wrong, "account-authorization-failed", "number or PIN is wrong.*job-account-id=NUMBER:PIN"),
                                     (missing, "account-info-needed", "wants the number of a department.*job-account-id=NUMBER:PIN")):
            job = self.job(number)
            self.assertEqual((job["job-state"], job["job-state-reasons"]), ("pending-held", [reason]))
            self.assertRegex(job["job-state-message"], says)
            self.assertRegex(self.platen("release", number, code=1), says)
            self.assertIn("number or PIN is wrong", self.platen("release", number, "-o", "job-account-id=4711:11111", code=1))
        self.platen("release", wrong, "-o", "job-account-id=4711", env={"PLATEN_DEPARTMENT_PIN": "12345"})
        self.platen("release", missing, "-o", "job-account-id=4711")  # by an administrator, who needs no PIN for that
        for number in (wrong, missing):
            self.until(number, lambda job: job["job-state"] == "completed")
        code, out, err = run("report", "--by", "department", "--format", "json", "--state", self.state)
        self.assertEqual(code, 0, err)
        self.assertEqual([(row["department"], row["sheets"]) for row in json.loads(out)], [("4711", 2)])


if __name__ == "__main__":
    unittest.main()
