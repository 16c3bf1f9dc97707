"""Every model gets the bytes, and draws the sheets, that were recorded: a change is seen, and is shown."""
import difflib
import json
import pathlib
import sys
import tempfile
import unittest

import golden


class GoldenSheets(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="platen-golden-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.shown = []

    def keep(self, name, data):
        out = golden.out_of_environment()
        out.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        self.shown.append(str(out / name))
        return out / name

    def show(self, name, made):
        """Leaves old, new and difference of what changed for people to look at."""
        self.keep(f"{name}.new.json", json.dumps(made.record, indent=2) + "\n")
        old_listing = (golden.HERE / f"{name}.listing").read_text()
        if made.listing != old_listing:
            lines = difflib.unified_diff(old_listing.splitlines(True), made.listing.splitlines(True), "recorded", "now")
            self.keep(f"{name}.listing.diff", "".join(lines))
        sheets = golden.distinct_sheets(made)
        for file_name, new in zip(golden.sheet_names(name, len(sheets)), sheets):
            old = golden.HERE / file_name
            if old.exists() and golden.pixels(old.read_bytes()) == golden.pixels(new):
                continue
            stem = file_name.removesuffix(".png")
            now = self.keep(f"{stem}.new.png", new)
            if old.exists():
                self.keep(f"{stem}.old.png", old.read_bytes())
                difference = now.with_name(f"{stem}.difference.png")
                golden.draw_difference(old, now, difference)
                self.shown.append(str(difference))

    def refuse(self, name, made, what):
        self.show(name, made)
        self.fail(f"{name}: {what}. See {' '.join(self.shown)}. If the change is meant, tools/record_golden.py {name} "
                  "records it; the commit says why.")

    def check(self, name, made, recorded):
        same = {key: made.record[key] == recorded[key]
                for key in ("options", "device-bytes", "device-sha256", "rasters-fnv1a64")}
        sheets = golden.distinct_sheets(made)
        old = [golden.HERE / file_name for file_name in golden.sheet_names(name, len(sheets))]
        missing = [path.name for path in old if not path.exists()]
        surplus = golden.HERE / golden.sheet_names(name, len(sheets) + 1)[-1]
        if missing or surplus.exists():
            self.refuse(name, made, f"{len(sheets)} different sheets were drawn, another number than recorded")
        drawn_same = all(golden.pixels(path.read_bytes()) == golden.pixels(new) for path, new in zip(old, sheets))
        if all(same.values()) and drawn_same:
            return
        changed = [key for key, equal in same.items() if not equal] + ([] if drawn_same else ["the drawn sheets"])
        others = [f"{package} {recorded['versions'].get(package)} then, {version} now"
                  for package, version in made.record["versions"].items() if recorded["versions"].get(package) != version]
        if not others:
            self.refuse(name, made, f"changed: {', '.join(changed)} (with the recorded versions of all libraries)")
        print(f"{name}: compared by similarity only, not by hash: {'; '.join(others)}", file=sys.stderr)
        if len(made.record["rasters-fnv1a64"]) != len(recorded["rasters-fnv1a64"]):
            self.refuse(name, made, f"another number of sides ({'; '.join(others)})")
        for path, new in zip(old, sheets):
            now = self.folder / path.name
            now.write_bytes(new)
            agree, says = golden.alike(path, now, self.folder / "difference.png")
            if not agree:
                self.refuse(name, made, f"{says} ({'; '.join(others)})")

    def test_every_case_is_as_recorded(self):
        for name in golden.CASES:
            with self.subTest(name):
                self.shown = []
                recorded = json.loads((golden.HERE / f"{name}.json").read_text())
                self.check(name, golden.Made(name, self.folder), recorded)

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
            made, case = golden.Made(name, folder), GoldenSheets()
            case.folder, case.shown = folder, []
            case.keep = lambda file_name, data: (case.shown.append(file_name), (folder / file_name).write_bytes(
                data if isinstance(data, bytes) else data.encode()), folder / file_name)[-1]
            recorded = json.loads((golden.HERE / f"{name}.json").read_text())
            change(made, recorded)
            try:
                case.check(name, made, recorded)
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
