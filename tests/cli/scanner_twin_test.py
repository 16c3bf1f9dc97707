"""The twin's scanner as SANE's own pixma backend scans from it: every pixel is the one that docs/protocols/mp730.md section 7 says."""
import os
import pathlib
import random
import re
import signal
import struct
import subprocess
import tempfile
import time
import unittest
import zlib

from support import PATIENCE, PLATEN, Case, run

SOURCES = ("Flatbed", "Automatic Document Feeder", "ADF Duplex")
OUT_OF_DOCUMENTS, CANCELLED = 7, 2  # SANE_Status, with which scanimage ends


class Page:
    """A page image: noise, so that no shift, swap or rounding goes unseen."""

    def __init__(self, width, height, channels=3, dpi=300, seed=1, solid=None):
        self.width, self.height, self.channels, self.dpi = width, height, channels, dpi
        count = width * height * channels
        self.samples = random.Random(seed).randbytes(count) if solid is None else bytes([solid]) * count

    def png(self):
        def chunk(kind, data):
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        stride = self.width * self.channels
        rows = b"".join(b"\0" + self.samples[y * stride:(y + 1) * stride] for y in range(self.height))
        metre = round(self.dpi / 0.0254)
        return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", self.width, self.height, 8, 2 if self.channels == 3 else 0, 0, 0, 0))
                + chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1)) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b""))

    def pixel(self, x, y):
        if not (0 <= x < self.width and 0 <= y < self.height):
            return (255, 255, 255)
        at = (y * self.width + x) * self.channels
        return tuple(self.samples[at:at + 3]) if self.channels == 3 else (self.samples[at],) * 3

    def seen(self, dpi, x, y):
        """The colour of one pixel of the scan, by the rules of the document."""
        if x >= 636 * dpi // 75:
            return (255, 255, 255)
        if self.dpi % dpi:
            return self.pixel((2 * x + 1) * self.dpi // (2 * dpi), (2 * y + 1) * self.dpi // (2 * dpi))
        k = self.dpi // dpi
        if k == 1:
            return self.pixel(x, y)
        square = [self.pixel(k * x + i, k * y + j) for j in range(k) for i in range(k)]
        return tuple((2 * sum(channel) + k * k) // (2 * k * k) for channel in zip(*square))

    def scanned(self, dpi, region, colour):
        """The bytes of a scan of `region`: (x, y, width, height) in pixels of dpi."""
        x0, y0, width, height = region
        out = bytearray()
        for y in range(y0, y0 + height):
            for x in range(x0, x0 + width):
                r, g, b = self.seen(dpi, x, y)
                out += bytes((r, g, b)) if colour else bytes(((77 * r + 150 * g + 29 * b + 128) >> 8,))
        return bytes(out)


def pnm(data):
    """(width, height, channels, samples) of what scanimage wrote."""
    head = re.match(rb"(P[56])\n(?:#[^\n]*\n)*(\d+) (\d+)\n255\n", data)
    return int(head[2]), int(head[3]), 3 if head[1] == b"P6" else 1, data[head.end():]


class Twin:
    """A virtual copier with its scanner, and SANE set up for it alone."""

    def __init__(self, test, *options, faults="", model="canon-ir1020", stack=True, only=False):
        holder = tempfile.TemporaryDirectory(prefix="platen-scan-")
        test.addCleanup(holder.cleanup)
        self.test, self.folder = test, pathlib.Path(holder.name)
        self.stack, self.log_file = self.folder / "stack", self.folder / "log"
        for folder in ("stack", "sane", "sheets"):
            (self.folder / folder).mkdir()
        words = ["--port", "0", "--sheets", self.folder / "sheets"] if not only else ["--scanner-only"]
        if stack:
            words += ["--stack", self.stack]
        if faults:
            (self.folder / "faults.toml").write_text(faults)
            words += ["--faults", self.folder / "faults.toml"]
        self.process = subprocess.Popen([PLATEN, "virtual", model, "--scanner-port", "0", "--scanner-log", self.log_file, *words, *options],
                                        stdout=subprocess.PIPE)
        test.addCleanup(self.process.stdout.close)
        test.addCleanup(self.process.wait)
        test.addCleanup(self.process.terminate)
        self.port = int(re.search(rb"scanner=(\d+)", self.process.stdout.readline())[1])
        (self.folder / "sane/dll.conf").write_text("pixma\n")
        (self.folder / "sane/pixma.conf").write_text(f"auto_detection=no\nbjnp-timeout=60000\nbjnp://127.0.0.1:{self.port}\n")
        self.environment = {**os.environ, "SANE_CONFIG_DIR": str(self.folder / "sane"), "SANE_DEBUG_PIXMA": "1", "SANE_DEBUG_BJNP": "1"}

    def load(self, *pages, names=None):
        for index, page in enumerate(pages):
            hidden = self.stack / ".incoming"  # a page is in the feeder when it is whole
            hidden.write_bytes(page.png())
            hidden.rename(self.stack / (names[index] if names else f"{index + 1}.png"))

    def command(self, *options):
        return ["scanimage", "-d", "pixma:iR1020_127.0.0.1", "--format=pnm", *map(str, options)]

    def scan(self, *options, status=0, quiet=True):
        """The pages that scanimage got, as pnm() gives them. `quiet`: and nothing that it found fault with."""
        target = self.folder / "page%03d.pnm"
        for old in self.folder.glob("page*.pnm"):
            old.unlink()
        batch = [f"--batch={target}"] + (["--batch-count=1"] if "Flatbed" in options else [])
        done = subprocess.run(self.command(*batch, *options), capture_output=True, env=self.environment, timeout=100 * PATIENCE, check=False)
        words = done.stderr.decode("utf-8", "replace")
        self.test.assertEqual(done.returncode, status, words)
        if quiet:
            self.test.assertNotRegex(words, r"(?i)warning|error|assert")
        return [pnm(path.read_bytes()) for path in sorted(self.folder.glob("page*.pnm"))]

    def log(self):
        return self.log_file.read_text().splitlines()

    def regions(self):
        """What was asked for, in order: (dpi, colour, (x, y, width, height))."""
        found = (re.fullmatch(r"(?:glass|feeder): (\d+) dpi, (colour|gray), (\d+) x (\d+) at (\d+), (\d+)", line) for line in self.log())
        return [(int(m[1]), m[2] == "colour", (int(m[5]), int(m[6]), int(m[3]), int(m[4]))) for m in found if m]

    def wait_for(self, condition):
        end = time.monotonic() + 60 * PATIENCE
        while not condition():
            self.test.assertLess(time.monotonic(), end, self.log())
            time.sleep(0.02)

    def refusals(self):
        return [line for line in self.log() if line.startswith("refused")]


class Scans(Case):
    def assert_page(self, scanned, page, wanted):
        dpi, colour, region = wanted
        width, height, channels, samples = scanned
        self.assertEqual((width, height, channels), (region[2], region[3], 3 if colour else 1))
        self.assertTrue(samples == page.scanned(dpi, region, colour), f"other pixels at {wanted}")

    def test_every_source_mode_and_resolution(self):
        page, back = Page(480, 330, 3, 300, 1), Page(480, 330, 1, 300, 2)
        glass = self.write("glass.png", page.png())
        twin = Twin(self, "--platen", glass)
        place = ("-l", 11, "-t", 7, "-x", 30, "-y", 20)  # partly beyond the picture
        for source in SOURCES:
            for mode in ("Color", "Gray"):
                for dpi in (75, 150, 300, 600):
                    with self.subTest(source=source, mode=mode, dpi=dpi):
                        sides = [page] if source != "ADF Duplex" else [page, back]
                        if source != "Flatbed":
                            twin.load(*sides)
                        pages = twin.scan("--source", source, "--mode", mode, "--resolution", dpi, *place)
                        asked = twin.regions()[-len(sides):]
                        self.assertEqual(len(pages), len(sides))
                        for scanned, side, (got_dpi, colour, region) in zip(pages, sides, asked):
                            self.assertEqual((got_dpi, colour), (dpi, mode == "Color"))
                            for millimetres, pixels in zip((11, 7, 30, 20), region):
                                self.assertLessEqual(abs(millimetres / 25.4 * dpi - pixels), 4)
                            self.assert_page(scanned, side, (got_dpi, colour, region))
        self.assertEqual(twin.refusals(), [])

    def test_a_whole_page_at_its_own_resolution(self):
        page = Page(2544, 3472, 3, 300, 3)
        twin = Twin(self, "--platen", self.write("page.png", page.png()))
        (width, height, channels, samples), = twin.scan("--source", "Flatbed", "--mode", "Color", "--resolution", 300)
        self.assertEqual((width, height, channels), (2544, 3472, 3))
        self.assertTrue(samples == page.samples)

    def test_a_page_of_another_resolution_and_a_region_at_the_edge(self):
        page = Page(1696, 300, 1, 200, 4)
        twin = Twin(self, "--platen", self.write("page.png", page.png()))
        for dpi in (75, 300):
            scanned, = twin.scan("--source", "Flatbed", "--mode", "Color", "--resolution", dpi, "-l", 200.3, "-t", 3, "-x", 20, "-y", 5)
            self.assert_page(scanned, page, twin.regions()[-1])

    def levels(self, pages):
        """What gray each page has in its corner."""
        return [samples[0] for _, _, _, samples in pages]

    def test_sheets_come_in_natural_order_and_leave_the_feeder(self):
        twin = Twin(self)
        small = ("--mode", "Gray", "--resolution", 75, "-x", 10, "-y", 10)
        tones = [Page(200, 200, 1, 75, solid=level) for level in (10, 20, 30)]
        twin.load(*tones, names=("page10.png", "page9.png", "Page1.png"))
        self.assertEqual(self.levels(twin.scan("--source", SOURCES[1], *small)), [30, 20, 10])
        done = subprocess.run(twin.command("--source", SOURCES[1], *small), capture_output=True, env=twin.environment, timeout=100 * PATIENCE, check=False)
        self.assertEqual(done.returncode, OUT_OF_DOCUMENTS, done.stderr)
        twin.load(tones[1])  # filled again
        self.assertEqual(self.levels(twin.scan("--source", SOURCES[1], *small)), [20])
        self.assertEqual(sorted(path.name for path in (twin.stack / "scanned").iterdir()), ["1.png", "Page1.png", "page10.png", "page9.png"])
        self.assertEqual(twin.refusals(), [])

    def test_two_sided_sheets(self):
        small = ("--mode", "Gray", "--resolution", 75, "-x", 10, "-y", 10)
        tones = [Page(200, 200, 1, 75, solid=level) for level in (10, 20, 30)]
        for option, source, expected in (((), SOURCES[2], [10, 20, 30, 255]), (("--blank-backs",), SOURCES[2], [10, 255, 20, 255, 30, 255]),
                                         (("--two-sided-stack",), SOURCES[1], [10, 30])):
            with self.subTest(option=option):
                twin = Twin(self, *option)
                twin.load(*tones)
                self.assertEqual(self.levels(twin.scan("--source", source, *small)), expected)

    def test_a_scan_that_is_cancelled_in_mid_page(self):
        twin = Twin(self, faults='[[scanner-fault]]\nwhat = "slow"\nsheet = 1\nbytes-per-second = 50000\n')
        tones = [Page(200, 200, 1, 75, solid=level) for level in (10, 20)]
        twin.load(*tones)
        scan = subprocess.Popen(twin.command("--source", SOURCES[1], "--mode", "Gray", "--resolution", 75), stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=twin.environment)
        twin.wait_for(lambda: twin.log_file.exists() and twin.regions())
        scan.send_signal(signal.SIGINT)
        scan.communicate(timeout=100 * PATIENCE)
        self.assertEqual(scan.returncode, CANCELLED)
        self.assertIn("EF20 abort session: 0606", twin.log())
        self.assertFalse(any(line.startswith("image:") for line in twin.log()))
        twin.process.send_signal(signal.SIGUSR1)  # no longer slow
        self.assertEqual(self.levels(twin.scan("--source", SOURCES[1], "--mode", "Gray", "--resolution", 75)), [20])

    def test_a_jam_in_mid_stack(self):
        twin = Twin(self, faults='[[scanner-fault]]\nwhat = "jam"\nsheet = 2\nrow = 100\n')
        small = ("--source", SOURCES[1], "--mode", "Gray", "--resolution", 75)
        twin.load(*(Page(200, 200, 1, 75, solid=level) for level in (10, 20, 30)))
        self.assertEqual(self.levels(twin.scan(*small, status=CANCELLED, quiet=False))[:1], [10])
        self.assertEqual(twin.scan(*small, status=CANCELLED, quiet=False), [])
        twin.process.send_signal(signal.SIGUSR1)
        self.assertEqual(self.levels(twin.scan(*small)), [20, 30])

    def test_an_image_that_ends_early_and_a_feeder_that_is_empty_in_mid_stack(self):
        twin = Twin(self, faults='[[scanner-fault]]\nwhat = "short-image"\nsheet = 1\nrow = 50\n'
                                 '[[scanner-fault]]\nwhat = "feeder-empty"\nsheet = 2\n')
        twin.load(*(Page(636, 868, 1, 75, solid=level) for level in (10, 20, 30)))
        first, second = twin.scan("--source", SOURCES[1], "--mode", "Gray", "--resolution", 75, quiet=False)
        self.assertEqual(first[3], bytes([10]) * (636 * 50) + b"\xff" * (636 * 818))
        self.assertEqual(second[3], bytes([20]) * (636 * 868))

    def test_a_button_starts_a_scan(self):
        page = Page(200, 200, 1, 75, solid=40)
        presses = {"signal": lambda twin: twin.process.send_signal(signal.SIGUSR2), "file": lambda twin: (twin.stack / "press-color").touch()}
        for way, press in presses.items():
            with self.subTest(way=way):
                twin = Twin(self, "--platen", self.write("page.png", page.png()))
                words = twin.folder / "words"
                with words.open("wb") as errors:
                    scan = subprocess.Popen(twin.command("--source", "Flatbed", "--mode", "Gray", "--resolution", 75, "--button-controlled=yes"),
                                            stdout=subprocess.PIPE, stderr=errors, env={**twin.environment, "SANE_DEBUG_PIXMA": "3"})
                self.addCleanup(scan.kill)
                # pixma hears of one button in its life: not of one that was pressed before it waits, which it says.
                twin.wait_for(lambda: "To proceed, press" in words.read_text())
                press(twin)
                data, _ = scan.communicate(timeout=60 * PATIENCE)
                self.assertEqual(scan.returncode, 0)
                self.assertEqual(pnm(data)[3][:1], bytes([40]))

    def test_the_pace_of_an_engine(self):
        twin = Twin(self, "--feeder-speed", "20")
        twin.load(Page(200, 200, 1, 75, solid=10))
        start = time.monotonic()
        pages = twin.scan("--source", SOURCES[1], "--mode", "Gray", "--resolution", 75, quiet=False)
        self.assertEqual(self.levels(pages), [10])
        self.assertGreaterEqual(time.monotonic() - start, 3)

    def test_with_no_pages_it_scans_the_test_letter(self):
        twin = Twin(self, model="canon-ir1024", stack=False, only=True)
        top = ("--mode", "Gray", "--resolution", 300, "-y", 110)
        (width, height, _, samples), = twin.scan("--source", "Flatbed", *top)
        front, back = twin.scan("--source", "ADF Duplex", *top)
        self.assertTrue(front[3] == samples and back[3] != samples)
        page = self.write("letter.pgm", b"P5\n%d %d\n255\n" % (width, height) + samples)
        self.assertRegex(self.tool("tesseract", page, "-", "--dpi", "300").decode(), "(?i)the copier prints again")


class Options(Case):
    def test_what_does_not_fit_is_refused(self):
        sheets = self.folder
        for words, says in ((("canon-pro-1000", "--scanner-port", "0"), "canon-pro-1000 has no scanner"),
                            (("canon-ir1020", "--stack", sheets), "--stack needs --scanner-port"),
                            (("canon-ir1020", "--scanner-port", "0", "--stack", sheets / "none"), "no folder of pages"),
                            (("canon-ir1020", "--scanner-port", "0", "--skew", "46"), "--skew 46"),
                            (("canon-ir1020", "--scanner-port", "0", "--two-sided-stack", "--blank-backs"), "do not go together"),
                            (("canon-ir1020", "--scanner-port", "70000"), "--scanner-port")):
            with self.subTest(words=words):
                code, _, err = run("virtual", *words, "--port", "0", "--sheets", sheets)
                self.assertEqual((code, err.count("\n")), (2, 1), err)
                self.assertIn(says, err)


if __name__ == "__main__":
    unittest.main()
