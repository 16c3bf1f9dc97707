"""eSCL as sane-airscan speaks it: scanimage from scanners of known pictures, pixel by pixel."""
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import unittest

import server
import world

ESCL_SERVER = os.environ["ESCL_SERVER"]
PATIENCE = float(os.environ.get("TEST_PATIENCE", "1"))
WIDTH, HEIGHT = 2544, 3472  # of the copier's glass, in 1/300 inch


def picture(page, dpi, region, channels):
    """What lies on side `page`: tests/support/picture_scanners.h has the same formula."""
    left, top, width, height = (value * dpi // 300 for value in region)
    rows = []
    for y in range(top, top + height):
        base = y // 16 * 29 + page * 57
        if channels == 1:
            rows.append(bytes((x // 16 * 13 + base + (x + y) % 3) % 256 for x in range(left, left + width)))
        else:
            rows.append(bytes((x // 16 * 13 + base + c * 85 + (x + y) % 3) % 256 for x in range(left, left + width) for c in range(3)))
    return b"".join(rows)


def pnm(path):
    """(width, height, channels, samples)"""
    found = re.match(rb"P([56])\s(?:#[^\n]*\n)*(\d+) (\d+)\s255\s", data := pathlib.Path(path).read_bytes())
    return int(found[2]), int(found[3]), 3 if found[1] == b"6" else 1, data[found.end():]


def mean_difference(a, b):
    return sum(abs(x - y) for x, y in zip(a, b)) / len(a)


class Clients:
    """What the tests do, wherever the programs run."""

    def folder_of_sane(self, folder, configuration):
        (folder / "dll.conf").write_text("airscan\n")
        (folder / "airscan.conf").write_text(configuration)
        return folder

    def compare(self, path, page, dpi, channels, region=(0, 0, WIDTH, HEIGHT), lossless=True):
        width, height, got_channels, samples = pnm(path)
        expected = picture(page, dpi, region, channels)
        self.assertEqual((width, height, got_channels), (region[2] * dpi // 300, region[3] * dpi // 300, channels), path)
        if lossless:
            self.assertTrue(samples == expected, f"{path} is not the picture of side {page}")
        else:
            self.assertLess(mean_difference(samples, expected), 8, path)


class Server:
    """tests/support/escl_server_main.cpp"""

    def __init__(self, *options, under=(), port=0):
        self.process = subprocess.Popen([*map(str, under), ESCL_SERVER, str(port), *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stderr), daemon=True)
        self.reader.start()

    def tell(self, words):
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"

    def stop(self):
        self.process.stdin.close()
        code = self.process.wait(30)
        self.reader.join(10)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


class Static(unittest.TestCase, Clients):
    def begin(self, *options):
        self.refill = None
        self.server = Server(*options)
        self.addCleanup(lambda: self.assertEqual(self.server.stop(), 0, self.server.lines))
        holder = tempfile.TemporaryDirectory(prefix="platen-escl-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        devices = "".join(f'"{name}" = http://127.0.0.1:{self.server.port}/eSCL/{name}/, eSCL\n' for name in ("copier", "glass"))
        self.folder_of_sane(self.folder, f"[devices]\n{devices}[options]\ndiscovery = disable\n")

    def scanimage(self, *words, device="airscan:e0:copier", code=0):
        """sane-airscan 0.99.27 now and then waits for ever in sane_close(), after its last request was answered (once in some
        300 short scans): such a run is no answer, and is made again. A server that does not answer is not excused."""
        command = ["scanimage", "-d", device, "--format=pnm", *map(str, words)]
        for _ in range(3):
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.folder,
                                       env={**os.environ, "SANE_CONFIG_DIR": str(self.folder), "LC_ALL": "C"})
            try:
                _, errors = process.communicate(timeout=60 * PATIENCE)
                self.assertIn(process.returncode, code if isinstance(code, tuple) else (code,), errors + "".join(self.server.lines))
                return errors
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                requests = [line for line in self.server.lines if "/eSCL/" in line]
                self.assertTrue(any(line.startswith("DELETE ") for line in requests[-2:]), "".join(self.server.lines))
                if self.refill:
                    self.server.tell(self.refill)
        self.fail("scanimage waits for ever, again and again")

    def fill(self, sheets):
        self.refill = f"sheets copier {sheets}"
        self.server.tell(self.refill)

    def test_glass_without_loss(self):
        self.begin("lossless")
        for mode, channels in (("Color", 3), ("Gray", 1)):
            self.scanimage("--mode", mode, "--resolution", 75, "-o", "page.pnm")
            self.compare(self.folder / "page.pnm", 0, 75, channels)
        self.scanimage("--mode", "Gray", "--resolution", 75, "-o", "page.pnm", device="airscan:e1:glass")
        self.compare(self.folder / "page.pnm", 0, 75, 1)

    def test_glass_as_jpeg(self):
        self.begin()
        for mode, channels in (("Color", 3), ("Gray", 1)):
            self.scanimage("--mode", mode, "--resolution", 75, "-o", "page.pnm")
            self.compare(self.folder / "page.pnm", 0, 75, channels, lossless=False)

    def test_each_resolution(self):
        self.begin("lossless")
        for dpi in (75, 150, 300, 600):
            # A region that is a whole number of pixels at each.
            self.scanimage("--mode", "Gray", "--resolution", dpi, "-l", 25.4, "-t", 50.8, "-x", 12.192, "-y", 6.096, "-o", "part.pnm")
            self.compare(self.folder / "part.pnm", 0, dpi, 1, (300, 600, 144, 72))

    def test_regions_are_exact(self):
        self.begin("lossless")
        for left, top, width, height in ((0, 0, 120, 100), (7, 13, 101, 53), (2400, 3400, 144, 72)):
            mm = lambda value: f"{value * 25.4 / 300:.4f}"
            self.scanimage("--mode", "Color", "--resolution", 300, "-l", mm(left), "-t", mm(top), "-x", mm(width), "-y", mm(height), "-o", "part.pnm")
            self.compare(self.folder / "part.pnm", 0, 300, 3, (left, top, width, height))

    def test_the_feeder_gives_its_stack_and_ends_without_a_jam(self):
        self.begin("lossless")
        self.fill(3)
        told = self.scanimage("--source", "ADF", "--mode", "Gray", "--resolution", 75, "--batch=page%d.pnm")
        # ... and not jammed (AirSane #135)
        self.assertIn("out of documents", told)
        for page in range(3):
            self.compare(self.folder / f"page{page + 1}.pnm", page, 75, 1)
        self.assertFalse((self.folder / "page4.pnm").exists())

    def test_both_sides(self):
        self.begin("lossless")
        self.fill(2)
        self.scanimage("--source", "ADF Duplex", "--mode", "Color", "--resolution", 75, "--batch=side%d.pnm")
        for side in range(4):  # front and back of the first sheet, then of the second
            self.compare(self.folder / f"side{side + 1}.pnm", side, 75, 3)

    def test_a_feeder_that_tells_nothing(self):
        self.begin("lossless")
        self.server.tell("unknown copier")
        self.fill(2)
        self.scanimage("--source", "ADF", "--mode", "Gray", "--resolution", 75, "--batch=page%d.pnm")
        for page in range(2):
            self.compare(self.folder / f"page{page + 1}.pnm", page, 75, 1)

    def test_an_empty_feeder(self):
        self.begin()
        self.assertIn("out of documents", self.scanimage("--source", "ADF", "-o", "none.pnm", code=7))

    def test_a_jam_is_told_as_one(self):
        self.begin("lossless")
        self.fill(3)
        self.server.tell("jam copier 1 0")
        told = self.scanimage("--source", "ADF", "--mode", "Gray", "--resolution", 75, "--batch=page%d.pnm", code=6)
        self.assertIn("jammed", told)
        self.compare(self.folder / "page1.pnm", 0, 75, 1)  # what came before it is there

    def test_a_jam_within_a_page_leaves_no_half_page(self):
        self.begin("lossless")
        self.fill(3)
        self.server.tell("jam copier 1 400")
        # 9: broken off in the page; 6: it jammed before the client's request for the page was answered.
        self.scanimage("--source", "ADF", "--mode", "Gray", "--resolution", 75, "--batch=page%d.pnm", code=(6, 9))
        self.compare(self.folder / "page1.pnm", 0, 75, 1)
        self.assertFalse((self.folder / "page2.pnm").exists())
        # The next one is told at once.
        self.assertIn("jammed", self.scanimage("--source", "ADF", "-o", "next.pnm", code=6))

    def test_one_after_another_finds_the_scanner_free(self):
        self.begin("lossless")
        for _ in range(5):
            self.scanimage("--mode", "Gray", "--resolution", 75, "-x", 25.4, "-y", 25.4, "-o", "page.pnm")


class Discovered(world.World, Clients):
    def test_a_scanner_is_found_by_its_record(self):
        running = Server("announced", under=(world.WORLD, "exec", self.folder / "world"))
        self.addCleanup(running.stop)
        sane = self.folder / "sane"
        sane.mkdir()
        self.folder_of_sane(sane, "[options]\ndiscovery = enable\nws-discovery = off\n")
        run = lambda *words: self.tool("env", f"SANE_CONFIG_DIR={sane}", "LC_ALL=C", *words, check=False)
        server.wait_for(lambda: "Copier @ test" in self.tool("avahi-browse", "-pt", "_uscan._tcp", check=False).replace("\\032", " ").replace("\\064", "@"),
                        20, "the record")
        listing = server.wait_for(lambda: "Copier @ test" in (found := run("scanimage", "-L")) and found, 60, "the scanner")
        device = re.search(r"`(airscan:[^']*Copier @ test)'", listing)[1]
        running.tell("sheets copier 1")
        for source, page in (("Flatbed", "glass.pnm"), ("ADF", "sheet.pnm")):
            run("scanimage", "-d", device, "--format=pnm", "--source", source, "--mode", "Gray", "--resolution", "75", "-o", self.folder / page)
            self.compare(self.folder / page, 0, 75, 1, lossless=False)


if __name__ == "__main__":
    unittest.main()
