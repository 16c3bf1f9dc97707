"""Barcodes on the twin's sheets, drawn and as pictures, as ZXing and zbar read them: each size, with each screen."""
import pathlib
import sys
import unittest

import numpy as np
from PIL import Image

from support import Case

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from office_documents import DOCUMENTS, barcodes  # noqa: E402  (the path must come first)

SCREENS = ("clustered-dot", "blue-noise", "clustered-dot-fine", "error-diffusion")
DPI, PAGE_HEIGHT = 600, 841.89
AROUND = 12  # points of white beside a barcode
BARS = ("Code 128", "EAN-13")
ZBAR_READS = ("Code 128", "EAN-13", "QR")  # it knows no DataMatrix


class Barcodes(Case):
    def sheet(self, document, *options):
        """(the sum of the raster, the sheet) of a document on the copier."""
        make, _ = DOCUMENTS[document]
        return self.sheet_of(self.write(document, make()), *options)

    def sheet_of(self, path, *options):
        job = self.convert("canon-ir1020", path, "print-scaling=none", *options)
        for old in self.folder.glob("sheets/*"):
            old.unlink()
        record, (sheet,) = self.decode(job, "-q", "-r", "full")
        return record["sides"][0]["raster-fnv1a64"], sheet

    def box(self, number):
        """Where on the sheet the barcode of that number is, with the white beside it. Of bars a strip, as a beam crosses them."""
        kind, module = barcodes.PLACES[number]
        x, y = barcodes.where(number)
        width = len(barcodes.rows(kind)[0]) * module * barcodes.MILLIMETRE
        left, right, bottom, top = x - AROUND, x + width + AROUND, y - AROUND + 3, y + width + AROUND
        if kind in BARS:
            bottom, top = y + 14, y + 26
        scale = DPI / 72
        return f"{round((right - left) * scale)}x{round((top - bottom) * scale)}+{round(left * scale)}+{round((PAGE_HEIGHT - top) * scale)}"

    def assert_read(self, sheet, kinds):
        numbers = [number for number, (kind, _) in enumerate(barcodes.PLACES) if kind in kinds]
        parts = [word for n in numbers for word in ("(", "+clone", "-crop", self.box(n), "+repage", "-write", f"part-{n}.png", "+delete", ")")]
        self.tool("convert", sheet, *parts, "null:")
        for number in numbers:
            kind, module = barcodes.PLACES[number]
            words = barcodes.KINDS[kind][1]
            with self.subTest(kind=kind, module=module):
                self.assertEqual(self.tool("ZXingReader", "-bytes", f"part-{number}.png").decode(), words)
                if kind in ZBAR_READS:
                    self.assertEqual(self.tool("zbarimg", "-q", "--raw", f"part-{number}.png").decode().strip(), words)

    def test_each_size_is_read_with_each_screen(self):
        for document in ("barcodes-drawn", "barcodes-pictures"):
            read = set()
            for screen in SCREENS:
                with self.subTest(document=document, screen=screen):
                    raster, sheet = self.sheet(document, f"halftone={screen}")
                    if raster not in read:  # black has no screen: these are the dots that were read already
                        self.assert_read(sheet, barcodes.KINDS)
                    read.add(raster)

    def test_bars_that_are_lines_are_as_wide_as_those_that_are_areas(self):
        self.assertEqual(self.sheet_of(self.write("lines", barcodes.as_lines()))[0], self.sheet("barcodes-drawn")[0])

    def bars_of(self, sheet, number):
        """Where each bar of the barcode of that number begins and how wide it is, in pixels of the sheet."""
        kind, module = barcodes.PLACES[number]
        x, y = barcodes.where(number)
        with Image.open(self.folder / sheet) as picture:
            line = np.asarray(picture.convert("L"))[round((PAGE_HEIGHT - y - 20) * DPI / 72)] < 128
        steps = np.flatnonzero(np.diff(np.concatenate(([0], line.astype(int), [0]))))
        starts, widths = steps[::2], np.diff(steps)[::2]
        width = len(barcodes.rows(kind)[0]) * module * barcodes.MILLIMETRE
        near = (starts >= (x - 5) * DPI / 72) & (starts <= (x + width + 5) * DPI / 72)
        return starts[near], widths[near]

    def errors(self, sheet):
        """By how many pixels each bar on the sheet is wider than its modules."""
        found = []
        for number, (kind, module) in enumerate(barcodes.PLACES):
            if kind in BARS:
                wanted = [modules * module * barcodes.MILLIMETRE * DPI / 72 for _, modules in barcodes.runs(barcodes.rows(kind)[0])]
                _, widths = self.bars_of(sheet, number)
                self.assertEqual(len(widths), len(wanted))
                found += list(widths - np.array(wanted))
        return np.array(found)

    def test_bars_in_postscript_have_their_widths_whoever_wrote_it(self):
        writers = {"poppler": ["pdftops", "bars.pdf", "bars.ps"], "cairo": ["pdftocairo", "-ps", "bars.pdf", "bars.ps"],
                   "Ghostscript": ["gs", "-q", "-o", "bars.ps", "-sDEVICE=ps2write", "bars.pdf"]}
        for make in (barcodes.as_areas, barcodes.as_lines):
            self.write("bars.pdf", make())
            for writer, command in writers.items():
                with self.subTest(writer=writer, made=make.__name__):
                    self.tool(*command)
                    _, sheet = self.sheet_of(self.folder / "bars.ps")
                    errors = self.errors(sheet)
                    self.assertLess(abs(errors.mean()), 0.1)  # 1.0 where each pixel counts that a bar touches
                    self.assertLess(abs(errors).max(), 1)
                    self.assert_read(sheet, barcodes.KINDS)

    def test_zints_own_postscript_is_read(self):
        for kind, (number, words, _) in barcodes.KINDS.items():
            with self.subTest(kind):
                data = words[:-1] if kind == "EAN-13" else words
                self.tool("zint", "-b", str(number), "-d", data, "--scale=0.47", "-o", "code.eps")
                _, sheet = self.sheet_of(self.folder / "code.eps")
                # A page that is wider than high lies on its side.
                strip = ("-rotate", "90", "-gravity", "center", "-crop", "x60+0+0", "+repage") if kind in BARS else ()
                self.tool("convert", sheet, "-trim", "+repage", *strip, "-bordercolor", "white", "-border", "100x40", "code.png")
                self.assertEqual(self.tool("ZXingReader", "-bytes", "code.png").decode(), words)

    def test_bars_are_read_where_toner_is_saved(self):
        # Of matrices the modules are too small to keep what makes them dark: docs/howto/office.md.
        for document in ("barcodes-drawn", "barcodes-pictures"):
            with self.subTest(document):
                self.assert_read(self.sheet(document, "toner-save=on")[1], BARS)


if __name__ == "__main__":
    unittest.main()
