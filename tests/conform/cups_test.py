"""CUPS as a client: `lpadmin -m everywhere` and `lp` through cupsd, and its `ipp` backend by hand."""
import json
import os
import pathlib
import subprocess
import sys
import unittest

import server
import world


class ThroughCupsd(world.World):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_platen()
        cls.begin("cupsd", "-f", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server.wait_for(lambda: "is running" in cls.tool("lpstat", "-r", check=False), 20, "cupsd")
        for printer in server.PRINTERS:
            cls.tool("lpadmin", "-p", printer, "-E", "-v", f"ipp://localhost:8631/ipp/print/{printer}", "-m", "everywhere")
        cls.letter, cls.picture = cls.folder / "letter.pdf", cls.folder / "picture.png"
        subprocess.run([server.PLATEN, "test-page", "document", "-O", cls.letter], check=True)
        subprocess.run([server.PLATEN, "test-page", "picture", "-O", cls.picture], check=True)
        cls.jpeg = cls.folder / "picture.jpg"
        subprocess.run(["convert", cls.picture, "-resize", "1200x", "-quality", "90", cls.jpeg], check=True)
        cls.text = cls.folder / "notes.txt"
        cls.text.write_text("".join(f"line {n}: the quick brown fox\n" for n in range(1, 200)))
        for file in (cls.letter, cls.picture, cls.jpeg, cls.text):
            file.chmod(0o644)

    def lp(self, printer, file, *options):
        """The virtual device's record of a file printed with these options of lp."""
        before = len(self.records(printer))
        words = [word for option in options for word in ("-o", option)]
        self.tool("lp", "-d", printer, *words, file)
        record = self.next_record(printer, before)
        self.assertEqual(record["state"], "completed", record)
        return record

    def test_a_two_sided_letter_on_the_imagerunner(self):
        record = self.lp("ir1020", self.letter, "sides=two-sided-long-edge", "media=A4")
        self.assertEqual([side["side"] for side in record["sides"]], ["front", "back"])
        self.assertEqual({side["medium"] for side in record["sides"]}, {record["sides"][0]["medium"]})
        self.assertEqual({(side["width-hmm"], side["height-hmm"]) for side in record["sides"]}, {(21000, 29700)})

    def test_copies_and_ranges(self):
        record = self.lp("ir1024", self.letter, "page-ranges=2", "media=A4", "copies=2")
        sides = sum(side["copies"] for side in record["sides"])
        self.assertEqual(sides, 2)

    def test_pages_share_a_side_once(self):
        """CUPS arranges pages itself: what it has arranged is not arranged again."""
        record = self.lp("ir1020", self.text, "media=A4", "number-up=1")
        pages = len(record["sides"])
        self.assertGreaterEqual(pages, 3)
        record = self.lp("ir1020", self.text, "media=A4", "number-up=2")
        self.assertEqual(len(record["sides"]), (pages + 1) // 2)
        self.assertEqual({(side["width-hmm"], side["height-hmm"]) for side in record["sides"]}, {(21000, 29700)})

    def test_text(self):
        record = self.lp("ir1020", self.text, "media=Letter")
        self.assertGreater(len(record["sides"]), 1)
        self.assertEqual((record["sides"][0]["width-hmm"], record["sides"][0]["height-hmm"]), (21590, 27940))

    def test_a_jpeg_on_the_pro_1000_in_high_quality(self):
        record = self.lp("pro-1000", self.jpeg, "media=A4", "print-quality=5")
        self.assertEqual(len(record["sides"]), 1)
        self.assertEqual(record["language"], "ivec")

    def test_the_sheet_is_the_page(self):
        before = len(self.records("ir1020"))
        self.tool("lp", "-d", "ir1020", "-o", "media=A4", "-o", "page-ranges=1", self.letter)
        self.next_record("ir1020", before)
        sheet = sorted(self.sheets("ir1020").glob(f"job-{before + 1:04d}*.png"))[0]
        subprocess.run(["pdftoppm", "-gray", "-r", "100", "-l", "1", "-singlefile", self.letter, self.folder / "page"], check=True)
        done = subprocess.run([world.COMPARE, "--shrink", "2", "--threshold", "0.85", sheet, self.folder / "page.pgm"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_lpstat_lists_platens_printers(self):
        listed = self.tool("lpstat", "-h", "localhost:8631", "-e")
        for printer in server.PRINTERS:
            self.assertIn(printer, listed)
        self.assertIn("ir1020", self.tool("lpstat", "-h", "localhost:8631", "-p"))

    def test_lp_and_lpr_straight_to_platen(self):
        """Where no cupsd runs, as with CUPS_SERVER or `ServerName` of client.conf."""
        for words in (("lp", "-h", "localhost:8631", "-d", "ir1020", "-o", "sides=two-sided-long-edge"), ("lpr", "-H", "localhost:8631", "-P", "ir1020")):
            before = len(self.records("ir1020"))
            self.tool(*words, "-o", "media=A4", self.letter)
            record = self.next_record("ir1020", before)
            self.assertEqual((record["state"], len(record["sides"])), ("completed", 2), record)
            self.assertEqual(record["sides"][1]["side"], "back" if words[0] == "lp" else "front")

    def test_the_ipp_backend(self):
        before = len(self.records("ir1024"))
        uri = "ipp://localhost:8631/ipp/print/ir1024"
        done = subprocess.run([world.WORLD, "exec", self.folder / "world", "env", f"DEVICE_URI={uri}",
                               "CONTENT_TYPE=application/pdf", "/usr/lib/cups/backend/ipp", "1", "ann", "by hand", "1",
                               "media=iso_a4_210x297mm", str(self.letter)], capture_output=True, text=True, timeout=90)
        self.assertEqual(done.returncode, 0, done.stderr)
        record = self.next_record("ir1024", before)
        self.assertEqual((record["state"], len(record["sides"])), ("completed", 2))

    def test_the_ipp_backend_over_tls(self):
        before = len(self.records("ir1024"))
        done = subprocess.run([world.WORLD, "exec", self.folder / "world", "env",
                               "DEVICE_URI=ipps://localhost:8631/ipp/print/ir1024", "CONTENT_TYPE=application/pdf",
                               "/usr/lib/cups/backend/ipp", "1", "ann", "tls", "1", "", str(self.letter)],
                              capture_output=True, text=True, timeout=90)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.next_record("ir1024", before)["state"], "completed")

    def test_the_line_printer_daemon(self):
        """A copier behind an LPD queue: platen -> cups-lpd -> cupsd -> the virtual copier."""
        device = json.loads(self.tool(server.PLATEN, "printers", "--json"))
        socket = next(printer["device-uri"] for printer in device if printer["printer-name"] == "ir1020").split("?")[0]
        self.tool("lpadmin", "-p", "behind", "-E", "-v", socket, "-m", "raw")
        daemon = self.begin(sys.executable, "-B", pathlib.Path(__file__).with_name("inetd.py"), "1515",
                            "/usr/lib/cups/daemon/cups-lpd", "-n")
        self.addCleanup(daemon.terminate)
        server.wait_for(lambda: ":1515" in self.tool("ss", "-ltn"), 20, "the line printer daemon")
        before = len(self.records("ir1020"))
        self.tool(server.PLATEN, "convert", "-m", "canon-ir1020", "-o", "media=iso_a4_210x297mm", "-t", "Behind a daemon",
                  "-O", "lpd://localhost:1515/behind", self.letter)
        record = self.next_record("ir1020", before)
        self.assertEqual((record["state"], record["name"], len(record["sides"])), ("completed", "Behind a daemon", 2))
        refused = subprocess.run([world.WORLD, "exec", self.folder / "world", server.PLATEN, "convert", "-m", "canon-ir1020",
                                  "-O", "lpd://localhost:1515/nowhere", self.letter], capture_output=True, text=True, timeout=60)
        self.assertEqual(refused.returncode, 3)
        self.assertIn('does not take jobs for the queue "nowhere"', refused.stderr)


if __name__ == "__main__":
    unittest.main()
