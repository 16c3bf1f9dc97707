#!/usr/bin/env python3
"""record_golden.py [NAME...]: records the golden sheets of tests/golden anew (all, or the named cases) with
build/release/bin/platen, or with $PLATEN. Look at the pictures before you commit them, and say in the commit why."""
import os
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("PLATEN", str(ROOT / "build/release/bin/platen"))
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/golden"))
import golden  # noqa: E402  (needs the environment above)


def main(names):
    unknown = [name for name in names if name not in golden.CASES]
    if unknown:
        print(f"record_golden.py: no case {', '.join(unknown)}; there are: {' '.join(golden.CASES)}", file=sys.stderr)
        return 2
    if not names:
        for old in [*golden.HERE.glob("*.json"), *golden.HERE.glob("*.listing"), *golden.HERE.glob("*.png")]:
            old.unlink()
    for name in names or golden.CASES:
        with tempfile.TemporaryDirectory(prefix="platen-golden-") as folder:
            made = golden.Made(name, pathlib.Path(folder))
        for old in golden.HERE.glob(f"{name}-[0-9].png"):
            old.unlink()
        golden.save(made, name, golden.HERE)
        print(f"{name}: {made.record['device-bytes']} bytes, {len(golden.distinct_sheets(made))} sheets")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
