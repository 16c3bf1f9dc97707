"""On a kernel that cannot confine the renderers documents are refused; who accepts that is told of it everywhere."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import server

LACKING = {what: [os.environ["WITHOUT"], what] for what in ("landlock", "seccomp")}
WORDS = {"landlock": "no Landlock", "seccomp": "no seccomp"}
LETTER = b"One line of text.\n"


class Protection(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="platen-protection-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.letter = self.folder / "letter.txt"
        self.letter.write_bytes(LETTER)

    def convert(self, what, *options):
        return subprocess.run([*LACKING[what], server.PLATEN, "convert", "-m", "canon-ir1020", "-O", self.folder / "out", *options, self.letter],
                              capture_output=True, text=True, timeout=300)

    def test_convert_refuses_in_one_line(self):
        for what, words in WORDS.items():
            with self.subTest(what):
                done = self.convert(what)
                self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
                self.assertIn(f"this kernel has {words}", done.stderr)
                self.assertIn("--open-documents-without-sandbox", done.stderr)
                self.assertFalse((self.folder / "out").exists())

    def test_convert_goes_on_with_a_warning_when_told(self):
        for what, words in WORDS.items():
            with self.subTest(what):
                done = self.convert(what, "--open-documents-without-sandbox")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(done.stderr, f"warning: .*without full protection: this kernel has {words}")
                self.assertTrue((self.folder / "out").exists())

    def test_the_server_does_not_start(self):
        done = subprocess.run([*LACKING["landlock"], server.PLATEN, "server", "--state", self.folder / "state", "--port", "0", "--allow-root"],
                              capture_output=True, text=True, timeout=300)
        self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (1, "", 1), done.stderr)
        self.assertIn("no Landlock", done.stderr)
        self.assertIn("open-documents-without-sandbox in [security]", done.stderr)

    def test_the_server_that_was_told_tells_it_everywhere(self):
        configuration = self.folder / "platen.toml"
        configuration.write_text("[security]\nopen-documents-without-sandbox = true\n")
        with server.server("--config", configuration, under=LACKING["seccomp"]) as running:
            running.run("submit", "-d", "ir1020", self.letter)
            job = server.wait_for(lambda: self.ended(running), 500, "the end of the job")
            status = running.run("status", "-d", "ir1020").stdout
            self.assertIn("without full protection", running.log())
        self.assertEqual(job["job-state"], "completed")
        self.assertIn("job-completed-with-warnings", job["job-state-reasons"])
        self.assertIn("without full protection", status)

    def ended(self, running):
        jobs = json.loads(running.run("jobs", "--completed", "--json").stdout)
        return jobs[0] if jobs else None


if __name__ == "__main__":
    unittest.main()
