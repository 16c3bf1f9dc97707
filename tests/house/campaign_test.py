"""fuzz/campaign.py over programs that behave as libFuzzer's do."""
import pathlib
import subprocess
import sys
import tempfile
import tomllib
import unittest

CAMPAIGN = pathlib.Path(sys.argv.pop(1)) / "fuzz" / "campaign.py"

TARGET = """#!/usr/bin/env python3
import pathlib, shutil, signal, sys
kind = pathlib.Path(sys.argv[0]).name.removeprefix("fuzz_")
options = dict(word[1:].split("=", 1) for word in sys.argv[1:] if word.startswith("-"))
rest = [pathlib.Path(word) for word in sys.argv[1:] if not word.startswith("-")]
if "set_cover_merge" in options:
    for path in rest[1].iterdir():
        shutil.copy(path, rest[0])
elif not options:  # one input again
    sys.exit(77 if kind == "crash" else 0)
elif kind == "dead":
    sys.exit(1)
elif kind in ("crash", "timeout"):
    pathlib.Path(options["artifact_prefix"] + kind + "-0").write_bytes(b"bad")
    print("SUMMARY: of the sanitizer")
    sys.exit(77)
else:
    if kind == "slow":  # it was stopped for a while, and goes on
        pathlib.Path(options["artifact_prefix"] + "slow-unit-0").write_bytes(b"good")
    def end(*_):
        print("stat::number_of_executed_units: 1000", flush=True)
        sys.exit(0)
    signal.signal(signal.SIGINT, end)
    while True:
        pass
"""


class Campaign(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="platen-campaign-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "bin").mkdir()

    def add(self, *kinds):
        for kind in kinds:
            program = self.root / "bin" / f"fuzz_{kind}"
            program.write_text(TARGET)
            program.chmod(0o755)
            (self.root / "seeds" / kind).mkdir(parents=True)
            (self.root / "seeds" / kind / "seed").write_bytes(b"seed")

    def run_it(self, *options):
        return subprocess.run([sys.executable, CAMPAIGN, self.root, "--ledger", self.root / "ledger.toml", "--seeds", self.root / "seeds",
                               "--cpu-minutes", "0.005", "--slice-seconds", "0.2", *options], capture_output=True, text=True, check=False)

    def ledger(self):
        return tomllib.loads((self.root / "ledger.toml").read_text())

    def test_each_gets_its_time_and_it_is_added_up(self):
        self.add("one", "two")
        (self.root / "ledger.toml").write_text("two = { cpu_seconds = 1000, executions = 7, last = 2026-01-02 }\n")
        done = self.run_it("--jobs", "2")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        found = self.ledger()
        self.assertGreaterEqual(found["one"]["cpu_seconds"], 0.3)
        self.assertGreaterEqual(found["one"]["executions"], 1000)
        self.assertEqual(found["one"]["executions"] % 1000, 0)
        self.assertEqual((found["two"]["cpu_seconds"], found["two"]["executions"]), (1000, 7))  # has had its time
        self.assertIn("2 targets", done.stdout)

    def test_it_goes_on_where_it_was(self):
        self.add("one")
        self.run_it()
        before = self.ledger()["one"]
        self.run_it("--cpu-minutes", "0.02")
        self.assertGreaterEqual(self.ledger()["one"]["cpu_seconds"], 1.2)
        self.assertGreater(self.ledger()["one"]["executions"], before["executions"])

    def test_a_find_ends_it(self):
        self.add("crash", "one")
        done = self.run_it("--jobs", "2")
        self.assertEqual(done.returncode, 1)
        found = self.root / "campaign/finds/crash-crash-0"
        self.assertIn(f"crash: SUMMARY: of the sanitizer\n  input: {found}\n  repeat: {self.root}/bin/fuzz_crash {found}", done.stderr)
        self.assertEqual(found.read_bytes(), b"bad")

    def test_or_it_goes_on_without_that_target(self):
        self.add("crash", "dead", "one")
        done = self.run_it("--keep-going")
        self.assertEqual(done.returncode, 1)
        self.assertIn("dead: it ended by itself", done.stderr)
        self.assertEqual(done.stdout.count("FIND"), 2)
        self.assertGreaterEqual(self.ledger()["one"]["cpu_seconds"], 0.3)

    def test_what_only_took_long_is_no_find(self):
        self.add("timeout", "slow")
        done = self.run_it("--cpu-minutes", "0.0001")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertGreaterEqual(self.ledger()["slow"]["executions"], 1000)
        self.assertEqual(list((self.root / "campaign/finds").iterdir()), [])

    def test_small_inputs_are_taken_into_the_seeds(self):
        self.add("one")
        self.assertIn("one: it has not run yet", self.run_it("--merge").stdout)
        corpus = self.root / "campaign/corpus/one"
        corpus.mkdir(parents=True)
        for number, size in enumerate((10, 500, 2400, 2600)):
            (corpus / f"{number}").write_bytes(bytes(size))
        self.assertIn("one: 3 of 4 inputs taken", self.run_it("--merge").stdout)
        self.assertEqual(sorted(path.name for path in (self.root / "seeds/one").iterdir()), ["corpus-0", "corpus-1", "corpus-2", "seed"])

    def test_mistakes_are_told(self):
        self.assertIn("no fuzz targets in", self.run_it().stderr)
        self.add("one")
        self.assertIn("no target three; there are: one", self.run_it("--only", "three").stderr)


if __name__ == "__main__":
    unittest.main()
