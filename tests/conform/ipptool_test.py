"""CUPS' conformance suites against each of the three printers: no failure is allowed that is not listed here."""
import concurrent.futures
import pathlib
import re
import subprocess
import tempfile
import unittest

import server

SUITES = ("ipp-1.1", "ipp-2.0", "ipp-2.1", "ipp-2.2", "ipp-everywhere")
FOLDER = pathlib.Path("/usr/share/cups/ipptool")
# Failures that are a suite's own fault: {(suite, test name): reason with the standard's section}.
SUITES_OWN_FAULT = {}


def document(folder):
    """The page that the suites print; platen makes it, since the samples are not in Debian's package."""
    page = folder / "page.pdf"
    subprocess.run([server.PLATEN, "test-page", "document", "-O", page], check=True)
    return page


def run_suite(uri, suite, page):
    done = subprocess.run(["ipptool", "-tI", "-T", "60", "-f", page, uri, FOLDER / f"{suite}.test"],
                          capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


class Suites(unittest.TestCase):
    def test_every_suite_passes_for_every_printer(self):
        with tempfile.TemporaryDirectory() as folder, server.server() as running:
            page = document(pathlib.Path(folder))

            def one_printer(printer):
                return [(printer, suite, *run_suite(running.uri(printer), suite, page)) for suite in SUITES]

            with concurrent.futures.ThreadPoolExecutor(3) as pool:
                results = [r for rs in pool.map(one_printer, server.PRINTERS) for r in rs]
        for printer, suite, code, text in results:
            with self.subTest(printer=printer, suite=suite):
                counts = {word: len(re.findall(rf"\[{word}\]", text)) for word in ("PASS", "FAIL", "SKIP")}
                print(f"{printer} {suite}: {counts['PASS']} passed, {counts['FAIL']} failed, {counts['SKIP']} skipped")
                self.assertGreaterEqual(code, 0, f"ipptool died:\n{text}")
                self.assertGreater(counts["PASS"], 20, text)
                failed = re.findall(r"^\s*(.*?)\s*\[FAIL\]", text, re.M)
                self.assertEqual([f for f in failed if (suite, f) not in SUITES_OWN_FAULT], [], text)


if __name__ == "__main__":
    unittest.main()
