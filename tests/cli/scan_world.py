"""A server with a virtual copier's scanner, for tests of scanning."""
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

from PIL import Image, ImageDraw, ImageFont

from support import PATIENCE, PLATEN, Case, run

FONT = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 90)
DPI = 75
WIDTH, HEIGHT = 636, 868  # of the copier's glass at 75 dpi
PLAIN = ["-o", f"input-resolution={DPI}", "-o", "deskew=false", "-o", "crop=false", "-o", "whiten-background=false",
         "-o", "remove-edge-shadows=false"]


def picture(text, width=WIDTH, height=HEIGHT, colour="white"):
    """A page of the copier at 75 dpi that says `text` in large letters, with a bar at its top left."""
    page = Image.new("RGB", (width, height), colour)
    draw = ImageDraw.Draw(page)
    draw.rectangle((20, 20, 200, 40), fill=(200, 30, 30))
    draw.text((60, 200), text, fill="black", font=FONT)
    return page


def save(folder, name, page):
    path = pathlib.Path(folder) / name
    page.save(path, dpi=(DPI, DPI))
    return path


class Scanner:
    """platen virtual canon-ir1020, its scanner alone, with a stack and a page on the glass."""

    def __init__(self, *options):
        self.process = subprocess.Popen([PLATEN, "virtual", "canon-ir1020", "--scanner-only", "--scanner-port", "0",
                                         *map(str, options)], stdout=subprocess.PIPE)
        line = self.process.stdout.readline().decode()
        self.port = int(re.search(r"(?:scanner=|bjnp://127\.0\.0\.1:)(\d+)", line).group(1))
        self.uri = f"bjnp://127.0.0.1:{self.port}"

    def press(self):
        self.process.send_signal(signal.SIGUSR2)

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()


class Server:
    """platen server in a folder; start() again after kill() or close()."""

    def __init__(self, state, config=""):
        self.state = pathlib.Path(state)
        self.config = self.state / "platen.toml"
        self.config.write_text(config or "[discovery]\nannounce = false\n")
        self.socket = self.state / "platen.sock"
        self.log = (self.state / "server.log").open("ab")
        self.start()

    def start(self):
        root = ["--allow-root"] if os.geteuid() == 0 else []
        self.process = subprocess.Popen([PLATEN, "server", "--config", self.config, "--state", self.state, "--port", "0",
                                         *root], stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            raise RuntimeError(f"no server: {line} {self.said()}")
        self.port = int(found.group(1))

    def said(self):
        return (self.state / "server.log").read_text(errors="replace")

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=60)
            self.process.stdout.close()


class ScanCase(Case):
    """Each test has a server of its own, and what scanners it opens."""

    def setUp(self):
        super().setUp()
        state = self.folder / "state"
        state.mkdir()
        self.before_server(state)
        self.server = Server(state)
        self.addCleanup(self.server.log.close)
        self.addCleanup(lambda: self.server.close())

    def before_server(self, state):
        """For tests whose server finds something there."""

    def platen(self, *words, code=0, stdin=None):
        got, out, err = run(*words, stdin=stdin, env={"PLATEN_SERVER": str(self.server.socket)})
        self.assertEqual(got, code, f"{words}: {err}{out.decode(errors='replace')}\n{self.server.said()}")
        self.told = err
        return err if code else out.decode(errors="replace")

    def json(self, *words):
        return json.loads(self.platen(*words, "--json"))

    def scanner(self, *options, name="office"):
        scanner = Scanner(*options)
        self.addCleanup(scanner.close)
        self.platen("scanners", "add", name, "-v", scanner.uri, "-m", "canon-ir1020")
        return scanner

    def stack(self, *texts):
        folder = self.folder / "stack"
        folder.mkdir(exist_ok=True)
        for i, text in enumerate(texts, 1):
            save(folder, f"{i:02}.png", picture(text))
        return folder

    def until(self, what, seconds=60):
        end = time.monotonic() + seconds * PATIENCE
        while not (found := what()):
            self.assertLess(time.monotonic(), end, "it does not come to pass\n" + self.server.said())
            time.sleep(0.05)
        return found

    def scan(self, number):
        return next(scan for scan in self.json("scans") if scan["id"] == number)

    def at_rest(self, number, seconds=120):
        """The scan when it waits or has ended."""
        return self.until(lambda: (lambda scan: scan if scan["stage"] not in ("scanning", "making", "delivering") else None)(
            self.scan(number)), seconds)

    def begin(self, *words):
        return self.json("scan", "--no-wait", *words)["id"]
