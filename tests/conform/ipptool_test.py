"""CUPS' conformance suites against each of the three printers: no failure is allowed that is not listed here."""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import server

# ipp-2.2 includes 2.1, 2.0 and 1.1; ipp-everywhere includes 2.0 and 1.1.
SUITES = ("ipp-2.2", "ipp-everywhere")
INSTALLED = pathlib.Path("/usr/share/cups/ipptool")
# Failures that are a suite's own fault: {(suite, test name): reason with the standard's section}.
SUITES_OWN_FAULT = {}
# The colour spaces of PWG Raster (PWG 5102.4 section 4.3.2) as Ghostscript's device counts them, and bits a sample.
COLOUR_SPACES = {"black-1": (3, 1), "sgray-8": (18, 8), "srgb-8": (19, 8)}


def make_document(path, letter):
    """One of the samples that the suites print and that Debian's package does not hold, made by other people's programs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raster = re.search(r"-(black-1|cmyk-8|sgray-8|srgb-8)-(\d+)dpi\.pwg$", path.name)
    if raster and raster[1] in COLOUR_SPACES and raster[2] in ("300", "600"):
        space, bits = COLOUR_SPACES[raster[1]]
        size = "-dDEVICEWIDTHPOINTS=288 -dDEVICEHEIGHTPOINTS=432" if "4x6" in path.name else "-sPAPERSIZE=" + ("a4" if "a4" in path.name else "letter")
        pages = "-dLastPage=1" if "onepage" in path.name or "4x6" in path.name else "-dLastPage=2"
        subprocess.run(["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-dFIXEDMEDIA", "-dPDFFitPage", *size.split(), pages,
                        "-sDEVICE=pwgraster", f"-r{raster[2]}", f"-dcupsColorSpace={space}", f"-dcupsBitsPerColor={bits}",
                        f"-dcupsBitsPerPixel={bits * (3 if space == 19 else 1)}", f"-sOutputFile={path}", letter], check=True)
    elif path.suffix == ".pdf":
        shutil.copy(letter, path)
    elif path.suffix == ".ps":
        subprocess.run(["pdftops", letter, path], check=True)
    elif path.suffix == ".jpg":
        gray = ["-colorspace", "Gray"] if "gray" in path.name else []
        subprocess.run(["convert", "-size", "600x400", "gradient:red-blue", *gray, path], check=True)
    else:
        path.write_bytes(b"")  # a form that the printers do not list, so that the suites pass it over


def prepare(folder):
    """The installed suites with every file that they name, made once for each kind."""
    letter = folder / "letter.pdf"
    subprocess.run([server.PLATEN, "test-page", "document", "-O", letter], check=True)
    named = set()
    for suite in INSTALLED.glob("ipp-*.test"):
        shutil.copy(suite, folder)
        named |= set(re.findall(r"^\s*FILE (?:\")?([^\s\"$]+)", suite.read_text(), re.M))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda name: make_document(folder / name, letter), sorted(named)))
    return letter


def run_suite(folder, uri, suite, page):
    done = subprocess.run(["ipptool", "-tI", "-T", "60", "-f", page, uri, folder / f"{suite}.test"],
                          capture_output=True, text=True, timeout=900, cwd=folder)
    return done.returncode, done.stdout + done.stderr


class Suites(unittest.TestCase):
    def test_every_suite_passes_for_every_printer(self):
        with tempfile.TemporaryDirectory() as name, server.server() as running:
            folder = pathlib.Path(name)
            page = prepare(folder)

            def one_printer(printer):
                return [(printer, suite, *run_suite(folder, running.uri(printer), suite, page)) for suite in SUITES]

            with concurrent.futures.ThreadPoolExecutor(3) as pool:
                results = [r for rs in pool.map(one_printer, server.PRINTERS) for r in rs]
        for printer, suite, code, text in results:
            with self.subTest(printer=printer, suite=suite):
                counts = {word: len(re.findall(rf"\[{word}\]", text)) for word in ("PASS", "FAIL", "SKIP")}
                print(f"{printer} {suite}: {counts['PASS']} passed, {counts['FAIL']} failed, {counts['SKIP']} skipped", flush=True)
                self.assertGreaterEqual(code, 0, f"ipptool died:\n{text}")
                self.assertNotIn("cannot be read", text)
                self.assertGreater(counts["PASS"], 30, text)
                failed = re.findall(r"^\s*(.*?)\s*\[FAIL\]", text, re.M)
                self.assertEqual([f for f in failed if (suite, f) not in SUITES_OWN_FAULT], [], text)


if __name__ == "__main__":
    unittest.main()
