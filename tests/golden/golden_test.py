"""Every model gets the bytes, and draws the sheets, that were recorded: a change is seen, and is shown."""
import json
import pathlib
import tempfile
import unittest

import golden
from comparison import Comparison, check_recorded


class GoldenSheets(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="platen-golden-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def test_every_case_is_as_recorded(self):
        for name in golden.CASES:
            if not golden.of_an_office(name):  # those: office_test.py
                with self.subTest(name):
                    check_recorded(name, self.folder)

    def test_no_record_is_left_of_a_case_that_is_gone(self):
        self.assertEqual(sorted(path.stem for path in golden.HERE.glob("*.json")), sorted(golden.CASES))

    def test_sheets_are_small(self):
        for sheet in golden.HERE.glob("*.png"):
            self.assertLess(sheet.stat().st_size, 30_000, sheet.name)


class TheComparison(unittest.TestCase):
    """The test itself must notice: a changed record is told with pictures, and other versions do not hide it."""

    def outcome(self, change):
        with tempfile.TemporaryDirectory(prefix="platen-golden-") as holder:
            folder = pathlib.Path(holder)
            name = "canon-ir1020-picture"
            made = golden.Made(name, folder)
            recorded = json.loads((golden.HERE / f"{name}.json").read_text())
            change(made, recorded)
            try:
                Comparison(name, made, folder, folder / "shown").check(recorded)
            except AssertionError as failure:
                return str(failure)
        return ""

    def test_equal_is_equal(self):
        self.assertEqual(self.outcome(lambda made, recorded: None), "")

    def test_other_bytes_are_told(self):
        said = self.outcome(lambda made, recorded: recorded.update({"device-sha256": "0"}))
        self.assertIn("device-sha256", said)
        self.assertIn("canon-ir1020-picture.new.json", said)

    def test_another_sheet_is_told_with_pictures_whatever_the_versions(self):
        def change(made, recorded):
            made.record["versions"] = {"ghostscript": "another"}
            made.sheets = [golden.HERE.joinpath("canon-ir1024-test-picture-1.png").read_bytes()]
        said = self.outcome(change)
        self.assertIn("ghostscript None then, another now", said)
        for kind in ("old", "new", "difference"):
            self.assertIn(f"canon-ir1020-picture-1.{kind}.png", said)

    def test_another_version_alone_is_no_fault(self):
        def change(made, recorded):
            made.record["versions"] = {"ghostscript": "another"}
            made.record["device-sha256"] = "0"
        self.assertEqual(self.outcome(change), "")


if __name__ == "__main__":
    unittest.main()
