"""platen capture: what a driver printed to a file, listed, drawn, compared and written anew."""
import json
import socket
import threading
import unittest

import capture_file
from support import PATIENCE, Case, run


class Show(Case):
    def show(self, capture, *options):
        path = self.write("capture.prn", capture)
        code, out, err = run("capture", "show", *options, path)
        return code, out.decode(), err

    def test_a_job_in_words_with_every_place(self):
        capture = capture_file.ufr2_job(toner="02")
        code, out, err = self.show(capture)
        self.assertEqual((code, err), (0, ""))
        for words in ('attribute 0004 (document name): "letter", character set 03F2', "attribute 003A (resolution): 600 x 600",
                      "attribute 085A (toner save): on (02)", "attribute 07D7: 00 01", "tag C3 (paper): 00",
                      "tag E6 (bits of a pixel): 2 (type 80)", "band parameters (Hi-SCoA): L3=3 L5=9 steps 6,1 L0=0 L2=0 L4=80",
                      "band end: end of the page"):
            self.assertIn(words, out)
        self.assertRegex(out, r"\nUFR II LT: \d+ packets, 1 page, 2 bands unpacked\n$")
        # Packets lie end to end: nothing of the file is left out.
        packets = [(int(line.split()[0]), int(line.split()[1])) for line in out.splitlines() if "  packet " in line]
        self.assertEqual(sum(size for _, size in packets), len(capture))
        self.assertEqual(packets, sorted(packets))

    def test_json(self):
        code, out, err = self.show(capture_file.ufr2_job(), "--json")
        self.assertEqual((code, err), (0, ""))
        told = json.loads(out)
        self.assertEqual((told["language"], told["pages"], told["bands"], told["faults"]), ("UFR II LT", 1, 2, 0))
        paper = next(e for e in told["entries"] if e["key"] == "tag C3")
        self.assertEqual((paper["name"], paper["value"]), ("paper", "00"))

    def test_the_page_as_a_picture(self):
        code, _, err = self.show(capture_file.ufr2_job(), "-O", self.folder / "pages")
        self.assertEqual(code, 0, err)
        grays = self.tool("convert", self.folder / "pages/page-1.png", "-depth", "8", "gray:-")
        levels = {"00": 255, "01": 170, "10": 85, "11": 0}
        bits = "".join(format(b, "08b") for b in capture_file.picture(40))
        self.assertEqual(grays, bytes(levels[bits[i:i + 2]] for i in range(0, len(bits), 2)))

    def test_carps(self):
        code, out, err = self.show(capture_file.carps_job(), "-O", self.folder / "pages")
        self.assertEqual(code, 0, err)
        self.assertIn('escape "[v" (copies): "[2v"', out)
        self.assertTrue(out.endswith("CARPS: 7 packets, 1 page, 1 band unpacked\n"), out[-200:])
        grays = self.tool("convert", self.folder / "pages/page-1.png", "-depth", "8", "gray:-")
        self.assertEqual(grays, bytes(0 if x % 8 in (0, 7) else 255 for x in range(50)) * 3)

    def test_other_languages_are_named(self):
        job = b"\x1b%-12345X@PJL SET COPIES=2\r\n@PJL ENTER LANGUAGE=PCLXL\r\n) HP-PCL XL;2;0\n"
        code, out, err = self.show(job)
        self.assertEqual((code, err), (0, ""))
        self.assertIn('a job in PCL XL; "platen decode" draws it', out)
        for text, language, lines in ((b"%!PS-Adobe-3.0\n", "PostScript", 0), (job, "PCL XL", 2)):
            code, out, _ = self.show(text, "--json")
            told = json.loads(out)
            self.assertEqual((code, told["language"], len(told["entries"])), (0, language, lines))

    def test_what_is_broken_is_told_with_its_place(self):
        capture = capture_file.ufr2_job()
        code, out, err = self.show(capture[:-1])
        self.assertEqual(code, 1)
        self.assertIn("! fault (the capture ends 1 bytes before the packet does)", out)
        self.assertRegex(err, r"^platen: capture: .*1 place marked with ! do not follow the rules, the first: the capture ends")
        self.assertEqual(err.count("\n"), 1)

    def test_decode_says_who_takes_it_apart(self):
        path = self.write("capture.prn", capture_file.ufr2_job())
        self.assert_refused(1, "decode", "-O", self.folder, path, says=["canon's own driver.*platen capture show"])

    def test_refusals(self):
        path = self.write("text.txt", "nothing of the kind")
        self.assert_refused(1, "capture", "show", path, says=["begins with 6e 6f"])
        self.assert_refused(1, "capture", "show", self.folder / "none", says=["no such file"])
        self.assert_refused(1, "capture", "show", "-", stdin=b"", says=["empty"])
        self.assert_refused(2, "capture", says=["show file"])
        self.assert_refused(2, "capture", "show", says=["takes 1 file"])
        self.assert_refused(2, "capture", "compare", path, says=["takes 2 files"])
        self.assert_refused(2, "capture", "compare", "-O", "x", path, path, says=["--output is not for \"compare\""])


class Probe(Case):
    def test_a_unit_that_has_no_language_of_ours(self):
        answer = (b'@PJL INFO ID\r\n"iR1020/1024/1025"\r\n\f'
                  b"@PJL INFO CONFIG\r\nLANGUAGES [1 ENUMERATED]\r\n\tLIPSLX\r\n\f")
        with socket.create_server(("127.0.0.1", 0)) as printer:
            printer.settimeout(60 * PATIENCE)

            def speak():
                line, _ = printer.accept()
                with line:
                    asked = b""
                    while b"INFO CONFIG" not in asked and (more := line.recv(4096)):
                        asked += more
                    line.sendall(answer)
                    while line.recv(4096):
                        pass
            thread = threading.Thread(target=speak)
            thread.start()
            uri = f"socket://127.0.0.1:{printer.getsockname()[1]}/?snmp=off&chmp=off&chmps=off&bjnp=off"
            code, out, err = run("probe", uri)
            thread.join()
        self.assertEqual((code, err), (0, ""))
        self.assertIn('ufr-ii-lt: "LIPSLX" by pjl', out.decode())
        self.assertRegex(out.decode(), r"canon-ir1020 .*, which is none of those that the device names\n +platen does not print in UFR II LT")


class Compare(Case):
    def compare(self, first, second, *options):
        code, out, err = run("capture", "compare", *options, self.write("a.prn", first), self.write("b.prn", second))
        self.assertEqual(err, "")
        return code, out.decode()

    def test_one_setting(self):
        code, out = self.compare(capture_file.ufr2_job(paper=0), capture_file.ufr2_job(paper=2, name="another"))
        self.assertEqual(code, 1)
        self.assertRegex(out, r"^  tag C3 \(paper\): 00 -> 02, at \d+ and \d+\n1 difference\n$")

    def test_a_setting_that_only_one_has(self):
        code, out = self.compare(capture_file.ufr2_job(), capture_file.ufr2_job(toner="02"), "--json")
        self.assertEqual(code, 1)
        found = json.loads(out)["differences"]
        self.assertEqual([(d["first"], d["second"]["key"]) for d in found],
                         [(None, "packet 0018 of 085A"), (None, "attribute 085A")])

    def test_nothing(self):
        first, second = capture_file.ufr2_job(), capture_file.ufr2_job(name="another")
        self.assertEqual(self.compare(first, second), (0, "the captures say the same\n"))
        code, out = self.compare(first, second, "--all")
        self.assertEqual(code, 1)
        self.assertIn("attribute 0004 (document name)", out)

    def test_a_job_that_is_no_capture(self):
        path = self.write("a.prn", "%!PS-Adobe-3.0\n")
        self.assert_refused(1, "capture", "compare", path, path, says=["a job in postscript; it is not taken apart"])


class Rewrite(Case):
    def test_both_ways_keep_the_page(self):
        path = self.write("a.prn", capture_file.ufr2_job())
        for bands in ("full", "literal"):
            with self.subTest(bands):
                new = self.folder / f"{bands}.prn"
                code, out, err = run("capture", "rewrite", "-b", bands, "-O", new, path)
                self.assertEqual(code, 0, err)
                self.assertRegex(out.decode(), r"^2 bands packed anew, \d+ bytes before, \d+ now\n$")
                self.assertIn("no source shows paper", err)
                code, out, _ = run("capture", "compare", "--all", path, new)
                self.assertEqual(out, b"the captures say the same\n")
        self.assertLess((self.folder / "full.prn").stat().st_size, path.stat().st_size)

    def test_refusals(self):
        path = self.write("c.prn", capture_file.carps_job())
        self.assert_refused(1, "capture", "rewrite", "-O", self.folder / "out", path, says=["this is carps"])
        self.assert_refused(2, "capture", "rewrite", path, says=["--output is missing"])
        self.assert_refused(2, "capture", "rewrite", "-b", "best", "-O", "x", path, says=["full.*literal"])


if __name__ == "__main__":
    unittest.main()
