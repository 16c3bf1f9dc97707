#!/usr/bin/env python3
"""How long the first preview of a photograph takes, from the start of the program to its picture on disk. Prints a table."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

PLATEN = os.environ.get("PLATEN", "build/release/bin/platen")
ROUNDS = 7
PROFILE = "/usr/share/color/icc/colord/AdobeRGB1998.icc"
CASES = [
    ("24 megapixels, JPEG", "photo.jpg", []),
    ("the same, A3 with mat and marks", "photo.jpg", ["-o", "media=a3", "-o", "mat-width=20mm", "-o", "image-marks=crop"]),
    ("the same, soft-proofed", "photo.jpg", ["-o", f"icc-profile={PROFILE}"]),
    ("the same, with its gamut", "photo.jpg", ["-o", f"icc-profile={PROFILE}", "--gamut"]),
    ("a page of text, PDF", "text.pdf", []),
]


def timed(*command):
    """(seconds by the clock, seconds of processor time) of a command that must succeed."""
    before, start = os.times(), time.monotonic()
    subprocess.run(list(map(str, command)), check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.monotonic() - start, used


def main():
    with tempfile.TemporaryDirectory(prefix="platen-preview-") as name:
        folder = pathlib.Path(name)
        subprocess.run(["convert", "-size", "6000x4000", "-seed", "5", "plasma:tan-navy", "-attenuate", "0.2", "+noise", "Gaussian",
                        "-quality", "92", folder / "photo.jpg"], check=True)
        subprocess.run([PLATEN, "test-page", "document", "-O", folder / "text.pdf"], check=True)
        print(f"{'preview of 1000 pixels':40} {'best':>9} {'median':>9} {'cpu':>9}")
        for title, document, options in CASES:
            times = [timed(PLATEN, "preview", "-m", "canon-pro-1000", *options, "-O", folder / "look", folder / document)
                     for _ in range(ROUNDS)]
            clock, cpu = sorted(t for t, _ in times), min(used for _, used in times)
            print(f"{title:40} {clock[0] * 1000:6.0f} ms {clock[ROUNDS // 2] * 1000:6.0f} ms {cpu * 1000:6.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
