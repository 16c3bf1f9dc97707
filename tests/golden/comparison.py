"""One case as it is printed now against what was recorded: what changed is told, and left for people to look at."""
import difflib
import json
import sys

import golden


class Comparison:
    """check() raises AssertionError where they differ. `folder`: for files of its own; `out`: for what people look at."""

    def __init__(self, name, made, folder, out):
        self.name, self.made, self.folder, self.out, self.shown = name, made, folder, out, []

    def keep(self, name, data):
        self.out.mkdir(parents=True, exist_ok=True)
        path = self.out / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.shown.append(str(path))
        return path

    def show(self):
        """Leaves old, new and difference of what changed for people to look at."""
        name, made = self.name, self.made
        self.keep(f"{name}.new.json", json.dumps(made.record, indent=2) + "\n")
        listing = golden.HERE / f"{name}.listing"
        old_listing = listing.read_text() if listing.exists() else ""
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

    def refuse(self, what):
        self.show()
        raise AssertionError(f"{self.name}: {what}. See {' '.join(self.shown)}. If the change is meant, "
                             f"tools/record_golden.py {self.name} records it; the commit says why.")

    def check(self, recorded):
        name, made = self.name, self.made
        same = {key: made.record.get(key) == recorded.get(key)
                for key in ("options", "device-bytes", "device-sha256", "rasters-fnv1a64", "warnings")}
        sheets = golden.distinct_sheets(made)
        old = [golden.HERE / file_name for file_name in golden.sheet_names(name, len(sheets))]
        missing = [path.name for path in old if not path.exists()]
        surplus = golden.HERE / golden.sheet_names(name, len(sheets) + 1)[-1]
        if missing or surplus.exists():
            self.refuse(f"{len(sheets)} different sheets were drawn, another number than recorded")
        drawn_same = all(golden.pixels(path.read_bytes()) == golden.pixels(new) for path, new in zip(old, sheets))
        if all(same.values()) and drawn_same:
            return
        changed = [key for key, equal in same.items() if not equal] + ([] if drawn_same else ["the drawn sheets"])
        others = [f"{package} {recorded['versions'].get(package)} then, {version} now"
                  for package, version in made.record["versions"].items() if recorded["versions"].get(package) != version]
        if not others:
            self.refuse(f"changed: {', '.join(changed)} (with the recorded versions of all libraries)")
        print(f"{name}: compared by similarity only, not by hash: {'; '.join(others)}", file=sys.stderr)
        if len(made.record["rasters-fnv1a64"]) != len(recorded["rasters-fnv1a64"]):
            self.refuse(f"another number of sides ({'; '.join(others)})")
        for path, new in zip(old, sheets):
            now = self.folder / path.name
            now.write_bytes(new)
            agree, says = golden.alike(path, now, self.folder / "difference.png")
            if not agree:
                self.refuse(f"{says} ({'; '.join(others)})")


def check_recorded(name, folder):
    """Makes the case and compares it with its record; returns what was made."""
    made = golden.Made(name, folder)
    recorded = json.loads((golden.HERE / f"{name}.json").read_text())
    Comparison(name, made, folder, golden.out_of_environment()).check(recorded)
    return made
