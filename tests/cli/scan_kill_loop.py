"""The kill loop of scanning: SIGKILL at random moments of scan, OCR and delivery, with a virtual copier.

    PLATEN=build/release/bin/platen tests/cli/scan_kill_loop.py --rounds 300 --seed 1

Each round begins scans to a folder and to an HTTP server, notes every page that the server showed, kills the server, starts it
again, and at the end everything has to be accounted for: no page lost after it was shown, each delivery there, in the folder once,
at the HTTP server as often as the server says that it may be."""
import argparse
import http.server
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from scan_world import PLAIN, Scanner, Server, picture, save  # noqa: E402
from support import PATIENCE, PLATEN  # noqa: E402

FIGURES = ("kills", "scans", "pages", "delivered", "resumed", "sent-twice-and-said")


class Receiver(http.server.ThreadingHTTPServer):
    """Takes files by POST, and counts them by their idempotency key."""

    def __init__(self):
        self.got = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))) if "Content-Length" in self.headers else self.chunks()
                if body.rstrip().endswith(b"--"):  # the whole of a multipart body
                    outer.got.append(self.headers.get("Idempotency-Key", "").strip('"'))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def chunks(self):
                body = b""
                while size := int(self.rfile.readline() or b"0", 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                return body

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Loop:
    def __init__(self, folder, seed):
        self.random = random.Random(seed)
        self.folder = pathlib.Path(folder)
        self.figures = dict.fromkeys(FIGURES, 0)
        self.faults = []
        self.shown = {}  # scan -> numbers of pages that were shown
        self.archive = self.folder / "archive"
        self.archive.mkdir()
        stack = self.folder / "stack"
        stack.mkdir()
        for i in range(3):
            save(stack, f"{i}.png", picture(f"page {i}"))
        self.stack = stack
        self.scanner = Scanner("--stack", stack, "--feeder-speed", "400")
        self.receiver = Receiver()
        state = self.folder / "state"
        state.mkdir()
        self.server = Server(state)
        self.set_up("scanners", "add", "office", "-v", self.scanner.uri, "-m", "canon-ir1020")
        self.set_up("destinations", "add", "Archive", self.archive)
        self.set_up("destinations", "add", "--kind", "http", "Web", f"http://127.0.0.1:{self.receiver.server_port}/in")

    def platen(self, *words):
        done = subprocess.run([PLATEN, *map(str, words), "--server", str(self.server.socket)], capture_output=True, text=True,
                              check=False, timeout=60 * PATIENCE)
        return done.stdout if done.returncode == 0 else None

    def set_up(self, *words):
        if self.platen(*words) is None:
            raise RuntimeError(f"platen {words} fails")

    def scans(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.server.port}/api/v1/scans", timeout=20 * PATIENCE) as answer:
                return json.load(answer)
        except (OSError, ValueError):
            return None

    def note(self):
        """What the server shows now, it has to show for ever."""
        for scan in self.scans() or []:
            pages = self.shown.setdefault(scan["id"], set())
            pages.update(page["number"] for page in scan["pages"])

    def refill(self):
        for i in range(3):
            path = self.stack / f"{i}.png"
            if not path.exists():
                save(self.stack, f"{i}.png", picture(f"page {i}"))
            else:
                path.touch()

    def begin(self):
        self.refill()
        body = {"scanner": "office", "options": dict(word.split("=") for word in PLAIN if word != "-o")}
        body["options"]["to"] = "Archive,Web"
        body["options"]["file-name"] = "scan {counter}"
        if self.random.random() < 0.5:
            body["options"]["text"] = "true"
        request = urllib.request.Request(f"http://127.0.0.1:{self.server.port}/api/v1/scans", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"}, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=20 * PATIENCE) as answer:
                self.shown.setdefault(json.load(answer)["id"], set())
                self.figures["scans"] += 1
        except urllib.error.HTTPError as error:
            self.faults.append(f"a scan is refused: {error.read().decode(errors='replace')}")
        except OSError:
            pass  # it was killed just then

    def round(self):
        self.begin()
        end = time.monotonic() + self.random.uniform(0.0, 2.5)
        while time.monotonic() < end:
            self.note()
            time.sleep(0.02)
        self.server.kill()
        self.figures["kills"] += 1
        self.server.start()
        self.look()

    def look(self):
        """After a restart: what was shown is there; what waits for a person goes on, as a person would have it."""
        scans = {scan["id"]: scan for scan in self.scans() or []}
        for number, pages in self.shown.items():
            scan = scans.get(number)
            if scan is None:
                self.faults.append(f"scan {number} is gone")
                continue
            lost = pages - {page["number"] for page in scan["pages"]}
            if lost:
                self.faults.append(f"scan {number} has lost the pages {sorted(lost)}")
            if scan["stage"] == "waiting" and scan["pages"]:
                self.figures["resumed"] += 1
                self.platen("scans", "finish", number)

    def check_pages(self):
        for scan in self.scans():
            for page in scan["pages"]:
                self.figures["pages"] += 1
                url = f"http://127.0.0.1:{self.server.port}/api/v1/scans/{scan['id']}/pages/{page['number']}"
                with urllib.request.urlopen(url, timeout=20 * PATIENCE) as answer:
                    if not answer.read().endswith(b"IEND\xaeB\x60\x82"):
                        self.faults.append(f"page {page['number']} of scan {scan['id']} is no whole picture")

    def settle(self):
        """Everything comes to an end: done, or failed without a page."""
        end = time.monotonic() + 300 * PATIENCE
        while time.monotonic() < end:
            scans = self.scans() or []
            for scan in scans:
                if scan["stage"] == "delivering":
                    self.platen("scans", "retry", scan["id"])
                if scan["stage"] == "waiting":
                    self.platen("scans", "finish", scan["id"])
            if scans and all(scan["stage"] in ("done", "failed") for scan in scans):
                return scans
            time.sleep(0.3)
        self.faults.append("it does not settle: " + ", ".join(sorted({scan["stage"] for scan in scans})))
        return scans

    def account(self, scans):
        names = [path.name for path in self.archive.iterdir() if not path.name.startswith(".")]
        for scan in scans:
            if scan["stage"] == "failed":
                if scan["pages"]:
                    self.faults.append(f"scan {scan['id']} failed with pages: {scan['message']}")
                continue
            wanted = scan["files"][0]["name"]
            found = [name for name in names if name == wanted or name.startswith(wanted.rsplit(".", 1)[0] + " (")]
            if found != [wanted]:
                self.faults.append(f"scan {scan['id']}: {wanted} is in the folder as {found}")
            self.figures["delivered"] += 1
            web = next(one for one in scan["deliveries"] if one["destination"] == "Web")
            times = self.receiver.got.count(web["id"])
            if times < 1:
                self.faults.append(f"scan {scan['id']} never came to the web server")
            if times > 1:
                if "twice" not in web["words"] and "may have" not in web["words"]:
                    self.faults.append(f"scan {scan['id']} came {times} times, and nobody says so: {web['words']}")
                self.figures["sent-twice-and-said"] += 1
        left = [path.name for path in self.archive.iterdir() if path.name.startswith(".")]
        if left:
            self.faults.append(f"left behind in the folder: {left}")

    def close(self):
        self.server.close()
        self.server.log.close()
        self.scanner.close()
        self.receiver.shutdown()
        self.receiver.server_close()


def run(rounds, seed, folder=None):
    """(figures, faults) of so many kills."""
    with tempfile.TemporaryDirectory(prefix="platen-scan-kill-") as holder:
        loop = Loop(folder or holder, seed)
        try:
            for _ in range(rounds):
                loop.round()
            scans = loop.settle()
            loop.check_pages()
            loop.account(scans)
        finally:
            loop.close()
        return loop.figures, loop.faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    figures, faults = run(arguments.rounds, arguments.seed)
    print(", ".join(f"{name} {figures[name]}" for name in FIGURES))
    print("\n".join(faults) or "nothing lost, nothing doubled without a word")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
