"""eSCL as sane-airscan speaks it: scanimage from scanners of known pictures, pixel by pixel."""
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import unittest

import server
import world

ESCL_SERVER = os.environ["ESCL_SERVER"]
PATIENCE = float(os.environ.get("TEST_PATIENCE", "1"))
WIDTH, HEIGHT = 2544, 3472  # of the copier's glass, in 1/300 inch
DEBUG = "[debug]\nenable = true\n"  # on standard output, whose pages go to files
# sane-airscan 0.99.27 can have its scan done between the wish to cancel it, which sane_close() has when the last row is read, and the
# handling of that wish, which then takes the scan for one that goes on: sane_close() waits for ever, though every request of it was
# answered. On a busy machine that is one of some 60 short scans (46 of 2983, and each had this as its last change of state).
STUCK = "DEVICE_STM_DONE->DEVICE_STM_CANCEL_"
PAGE_TAKEN = 'PROTO_OP_LOAD: decoded: status="Success" next=PROTO_OP_LOAD'


def lost_its_page(log):
    """Its other race: sane_start(), woken when the whole job is over, tells how that has ended in place of the page that it has."""
    last = log[log.rfind("API: sane_start(): called"):]
    return PAGE_TAKEN in last and re.search("device_start_wait: (?!waiting|Success)", last)


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


def run_sane(command, what_else, **more):
    """(code, standard error, standard output) of a program of SANE; None for the code of one that was hit by a race of sane-airscan's.
    Whoever gives no answer at all fails the test, with all that could tell why: what_else() is asked while it still waits."""
    late = []

    def end():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # also what runs in a world, behind nsenter

    def tell():
        late.append(what_else())
        end()

    stuck, lines = False, []
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True, **more)
        alarm = threading.Timer(60 * PATIENCE, tell)
        alarm.start()
        with process.stdout:
            for line in process.stdout:
                lines.append(line)
                if STUCK in line and not stuck:
                    stuck = True
                    end()
        code = process.wait()
        alarm.cancel()
        alarm.join()
        errors.seek(0)
        words = errors.read()
    output = "".join(lines)
    if late and not stuck:
        raise AssertionError(f"{command} gave no answer\n{words}\n---- its log\n{output}\n{late[0]}")
    return None if stuck or lost_its_page(output) else code, words, output


class Clients:
    """What the tests do, wherever the programs run."""

    def folder_of_sane(self, folder, configuration):
        (folder / "dll.conf").write_text("airscan\n")
        (folder / "airscan.conf").write_text(configuration + DEBUG)
        return folder

    def ask(self, command, before=lambda: None, **more):
        """The code and both outputs of the first run that sane-airscan does not spoil; before() puts the sheets in again."""
        for _ in range(5):
            code, errors, output = run_sane(command, self.what_else, **more)
            if code is not None:
                return code, errors, output
            before()
        self.fail("sane-airscan spoils one run after the other")

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

    def what_else(self):
        return "---- the server\n" + "".join(self.server.lines)

    def scanimage(self, *words, device="airscan:e0:copier", code=0):
        got, errors, _ = self.ask(["scanimage", "-d", device, "--format=pnm", *words], self.fill_again, cwd=self.folder,
                                  env={**os.environ, "SANE_CONFIG_DIR": str(self.folder), "LC_ALL": "C"})
        self.assertIn(got, code if isinstance(code, tuple) else (code,), errors + "".join(self.server.lines))
        return errors

    def fill_again(self):
        if self.refill:
            self.server.tell(self.refill)

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
    def what_else(self):
        looks = {"avahi-browse": ("avahi-browse", "-rtp", "_uscan._tcp"), "connections": ("cat", "/proc/net/tcp", "/proc/net/tcp6"),
                 "processes": ("ps", "-eo", "pid,stat,wchan:24,args")}
        parts = [f"---- {name}\n{self.tool(*command, check=False)}" for name, command in looks.items()]
        avahi = (self.folder / "world" / "avahi.log").read_text(errors="replace")
        return "\n".join([*parts, f"---- avahi-daemon\n{avahi}", "---- the server\n" + "".join(self.running.lines)])

    def sane(self, *words, before=lambda: None):
        return self.ask([world.WORLD, "exec", self.folder / "world", "env", f"SANE_CONFIG_DIR={self.folder / 'sane'}", "LC_ALL=C", *words], before)

    def test_a_scanner_is_found_by_its_record(self):
        self.running = Server("announced", under=(world.WORLD, "exec", self.folder / "world"), port=8631)
        self.addCleanup(self.running.stop)
        (self.folder / "sane").mkdir()
        self.folder_of_sane(self.folder / "sane", "[options]\ndiscovery = enable\nws-discovery = off\n")
        server.wait_for(lambda: "Copier @ test" in self.tool("avahi-browse", "-pt", "_uscan._tcp", check=False).replace("\\032", " ").replace("\\064", "@"),
                        20, "the record")
        listed = lambda: re.search(r"`(airscan:[^']*Copier @ test)'", self.sane("scanimage", "-L")[2])
        device = server.wait_for(listed, 60, "the scanner")[1]
        fill = lambda: self.running.tell("sheets copier 1")
        fill()
        for source, page in (("Flatbed", "glass.pnm"), ("ADF", "sheet.pnm")):
            code, errors, log = self.sane("scanimage", "-d", device, "--format=pnm", "--source", source, "--mode", "Gray", "--resolution", "75", "-o", self.folder / page, before=fill)
            self.assertEqual(code, 0, errors + log)
            self.compare(self.folder / page, 0, 75, 1, lossless=False)


if __name__ == "__main__":
    unittest.main()
