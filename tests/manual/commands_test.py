"""Runs the commands of the documentation: every block of docs/ that begins with "```sh run", in the order of its chapter.

Each chapter has a folder, a print server with the three virtual devices on port 8631, Avahi and CUPS in a private world, and
the documents letter.pdf, report.pdf, photo.png, photo.jpg and photo.tif. A block must end with exit code 0 ("```sh run 1": with
that one). A block "```output" behind it is what it prints, "..." standing for anything. "<!-- run" begins lines that are
run and not shown. Any other block with a command says why it is not run: "<!-- not run: REASON -->" on the line before it. `commands_test.py SOURCE CHAPTER...` runs these chapters alone and shows what they print.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import unittest

SOURCE = pathlib.Path(sys.argv.pop(1)).resolve()
sys.path.insert(0, str(SOURCE / "tests/cli"))
from support import PATIENCE, PLATEN  # noqa: E402
from world import World  # noqa: E402

BLOCK = re.compile(r"^(?P<start>```|<!-- )(?P<kind>sh run|run|output)(?: (?P<code>\d+))?\n(?P<text>.*?)^(?:```|-->)$", re.M | re.S)
# A block of text as it is, fenced or indented, and the line before it.
OTHER = re.compile(r"^(?P<before>.*)\n(?:```(?:sh|console|bash)?\n(?P<fenced>(?:.*\n)*?)```$|(?P<indented>(?:(?: {4,}|\t).*(?:\n|\Z))+))", re.M)
COMMAND = re.compile(r"^\s*(?:\$ |# )?(?:[A-Z_]+=\S+ )*(?:platen [a-z-]+|(?:sudo|apt|apt-get|cmake|curl|docker|git|grep|lp|lpadmin|lpr|podman|systemctl)\s|\./[a-z])", re.M)
REASON = re.compile(r"^<!-- not run: \S.{8,} -->$")
PORT = "8631"


class Block:
    def __init__(self, line, text, code):
        self.line, self.text, self.code, self.prints = line, text, code, None


def blocks_of(path):
    """The blocks of a chapter that are run, each with what it prints."""
    text, blocks = path.read_text(), []
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        if match["kind"] == "output":
            assert blocks and blocks[-1].prints is None, f"{path}:{line}: output of no command"
            blocks[-1].prints = match["text"]
        elif (match["start"] == "```") == (match["kind"] == "sh run"):
            blocks.append(Block(line, match["text"], int(match["code"] or 0)))
    return blocks


def unmarked(text):
    """The blocks with commands that are neither run nor say why not: line and first command of each."""
    found = []
    text = "\n" + BLOCK.sub(lambda block: "\n" * block[0].count("\n"), text)
    for match in OTHER.finditer(text):
        inner = match["fenced"] or match["indented"] or ""
        paragraph = match["indented"] and match["before"].strip() and not match["before"].startswith(("<!--", "#"))  # a line of a list or paragraph that goes on
        if not paragraph and COMMAND.search(inner) and not REASON.match(match["before"]):
            found.append((text.count("\n", 0, match.start()) + 1, COMMAND.search(inner)[0].strip()))
    return found


def fits(printed, expected):
    pattern = re.escape(expected.strip()).replace(r"\.\.\.", ".*?").replace(r"\ ", " +")
    return re.fullmatch(pattern, printed.strip(), re.S) is not None


class Chapter:
    """The folder and the server of one chapter, in the world."""

    def __init__(self, world, name):
        self.world = world
        self.folder = world.folder / name
        self.folder.mkdir()
        programs = world.folder / "programs"
        self.env = {"PATH": f"{programs}:{os.environ['PATH']}:/usr/sbin:/usr/lib/cups/backend", "HOME": str(self.folder), "LC_ALL": "C.UTF-8",
                    "PLATEN_SERVER": str(self.folder / "state/platen.sock"), "STATE": str(self.folder / "state")}
        for document in (world.folder / "documents").iterdir():
            shutil.copy(document, self.folder)
        root = ["--allow-root"] if os.geteuid() == 0 else []
        self.log = (self.folder / "server.log").open("wb")
        self.server = world.popen(PLATEN, "server", "--demo", "--state", self.folder / "state", "--port", PORT, *root,
                                  stdout=subprocess.PIPE, stderr=self.log, start_new_session=True)
        if PORT.encode() not in (line := self.server.stdout.readline()):
            raise RuntimeError(f"no server: {line!r} {(self.folder / 'server.log').read_text()}")

    def run(self, block):
        # Into files: what goes on in the background would hold a pipe open.
        code, _, trouble = self.world.run("bash", "-c", 'cd "$1" && exec bash -euo pipefail -c "$2" >.out 2>.err </dev/null', "-", self.folder,
                                          block.text, env=self.env, timeout=120 * PATIENCE)
        return code, (self.folder / ".out").read_text(), trouble + (self.folder / ".err").read_text()

    def close(self):
        # The server of the world is the child of what enters it: its own process group has both.
        os.killpg(self.server.pid, signal.SIGTERM)
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.stdout.close()
        self.log.close()
        for _ in range(200):
            if self.world.run("bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{PORT}")[0]:
                return
            time.sleep(0.05)


class Marks(unittest.TestCase):
    def test_what_is_not_run_says_why(self):
        for path in sorted((SOURCE / "docs").rglob("*.md")):
            text = path.read_text()
            if "<!-- manual: " in text:
                self.assertEqual(unmarked(text), [], f"{path.relative_to(SOURCE)}: run the command (```sh run), or say why not (<!-- not run: REASON -->)")

    def test_an_unmarked_command_is_found(self):
        marked = "<!-- not run: it needs a device of glass -->\n"
        for block in ("    platen printers\n", "```sh\nplaten printers\n```\n", "```\n./check\n```\n", "       PLATEN_TOKEN=x platen jobs\n", "    a = 1\n    curl http://x\n"):
            self.assertEqual(len(unmarked(f"Words:\n\n{block}\nMore.\n")), 1, block)
            self.assertEqual(unmarked(f"Words:\n\n{marked}{block}\nMore.\n"), [], block)
        for block in ("    model = 1\n", "```toml\nplaten = 1\n```\n", "```sh run\nplaten printers\n```\n", "<!-- run\nplaten printers\n-->\n"):
            self.assertEqual(unmarked(f"Words:\n\n{block}\nMore.\n"), [], block)
        self.assertEqual(len(unmarked("<!-- not run: -->\n    platen printers\n")), 1)


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        (cls.world.folder / "programs").mkdir()
        (cls.world.folder / "programs/platen").symlink_to(PLATEN)
        documents = cls.world.folder / "documents"
        documents.mkdir()
        cls.make_documents(documents)

    @staticmethod
    def make_documents(folder):
        from PIL import Image
        for kind, name in (("document", "letter.pdf"), ("picture", "photo.png")):
            subprocess.run([PLATEN, "test-page", kind, "-O", folder / name], check=True, capture_output=True)
        shutil.copy(folder / "letter.pdf", folder / "report.pdf")
        small = Image.new("RGB", (300, 200))
        small.putdata([(x * 85 // 100 % 256, y, (x + y) % 256) for y in range(200) for x in range(300)])
        small.save(folder / "photo.jpg", quality=90, dpi=(300, 300))
        small.save(folder / "photo.tif", dpi=(300, 300))

    def run_chapter(self, path):
        blocks = blocks_of(path)
        chapter = Chapter(self.world, path.stem)
        try:
            for block in blocks:
                code, out, err = chapter.run(block)
                where = f"{path.relative_to(SOURCE)}:{block.line}"
                if SHOWN:
                    print(f"---- {where}\n{block.text}{out}{err}", file=sys.stderr)
                self.assertEqual(code, block.code, f"{where}\n{block.text}{out}{err}")
                if block.prints is not None:
                    self.assertTrue(fits(out, block.prints), f"{where} prints\n{out}and not\n{block.prints}")
        finally:
            chapter.close()
        return len(blocks)

    def test_every_chapter(self):
        count = 0
        for path in CHAPTERS:
            with self.subTest(path.name):
                count += self.run_chapter(path)
        print(f"{count} blocks of {len(CHAPTERS)} chapters", file=sys.stderr)


SHOWN = [SOURCE / name for name in sys.argv[1:]]
del sys.argv[1:]
CHAPTERS = SHOWN or [path for path in sorted((SOURCE / "docs").rglob("*.md")) if blocks_of(path)]

if __name__ == "__main__":
    unittest.main()
