"""What the command-line tests share: running platen, a folder of their own, small documents."""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

PLATEN = os.environ["PLATEN"]
COMPARE = os.environ.get("COMPARE_PAGES", "")
PATIENCE = int(os.environ.get("TEST_PATIENCE", "1"))  # how many times slower than usual this build may be


def run(*arguments, stdin=None, timeout=120, env=None):
    """(exit code, standard output, standard error) of platen with these arguments."""
    done = subprocess.run([PLATEN, *map(str, arguments)], input=stdin, capture_output=True, timeout=timeout * PATIENCE,
                          env={**os.environ, **(env or {})}, check=False)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def pdf(pages=("",), size=(595.276, 841.89), extra=""):
    """A PDF with these content streams, one a page, Helvetica as /F1. `size`: of all pages, or a list with that of each."""
    sizes = size if isinstance(size, list) else [size] * len(pages)
    objects = {1: "<</Type/Catalog/Pages 2 0 R>>",
               2: f"<</Type/Pages/Kids[{' '.join(f'{4 + 2 * i} 0 R' for i in range(len(pages)))}]/Count {len(pages)}>>",
               3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
    for i, content in enumerate(pages):
        objects[4 + 2 * i] = (f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sizes[i][0]} {sizes[i][1]}]{extra}/Contents {5 + 2 * i} 0 R"
                              "/Resources<</Font<</F1 3 0 R>>>>>>")
        objects[5 + 2 * i] = f"<</Length {len(content)}>>\nstream\n{content}\nendstream"
    out, offsets = "%PDF-1.4\n", []
    for number in range(1, len(objects) + 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n" + "".join(f"{o:010d} 00000 n \n" for o in offsets)
    return (out + f"trailer<</Size {len(offsets) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").encode("latin-1")


class Case(unittest.TestCase):
    """A test with a folder of its own, gone afterwards."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="platen-cli-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def write(self, name, data):
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def tool(self, *command, stdin=None):
        """A program that somebody else wrote; it must succeed."""
        return subprocess.run(list(map(str, command)), input=stdin, capture_output=True, check=True, cwd=self.folder).stdout

    def assert_refused(self, code, *arguments, says=(), stdin=None, timeout=120, env=None):
        """Exit code `code`, one line on standard error with all of `says`, nothing new in the folder."""
        before = sorted(self.folder.rglob("*"))
        got, out, err = run(*arguments, stdin=stdin, timeout=timeout, env=env)
        self.assertEqual(got, code, err)
        self.assertEqual(out, b"")
        self.assertEqual(err.count("\n"), 1, err)
        self.assertTrue(err.startswith("platen: "), err)
        for words in says:
            self.assertRegex(err.lower(), words.lower())
        self.assertEqual(sorted(self.folder.rglob("*")), before)
        return err

    def convert(self, model, document, *options, stdin=None):
        """The device bytes of a document that must be printable."""
        out = self.folder / "job.bin"
        settings = [word for option in options for word in ("-o", option)]
        code, _, err = run("convert", "-m", model, *settings, "-O", out, document, stdin=stdin)
        self.assertEqual(code, 0, err)
        return out

    def decode(self, job, *arguments):
        """(record, PNG paths) of the only job in a file of device bytes."""
        sheets = self.folder / "sheets"
        code, out, err = run("decode", "-O", sheets, *arguments, job)
        self.assertEqual(code, 0, err + out.decode("utf-8", "replace"))
        records = sorted(sheets.glob("*.json"))
        self.assertEqual(len(records), 1)
        return json.loads(records[0].read_text()), sorted(sheets.glob("*.png"))


def first_address(line):
    """The device URI in what `platen virtual` prints."""
    return re.search(rb"socket://\S+", line).group().decode()
