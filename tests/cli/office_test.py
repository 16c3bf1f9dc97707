"""Pages that share sheets, as users of the copier ask for them; CUPS' pdftopdf is the referee of which page lies where."""
import json
import os
import pathlib
import shutil
import subprocess
import unittest

from support import Case, pdf, run

FILTERS = pathlib.Path(os.environ.get("CUPS_FILTERS", "/usr/lib/cups/filter"))
A4 = (595.276, 841.89)
SQUARE, BITS = 90, 8  # points


def numbered(number, size=A4):
    """A page that says its number in squares, in the middle: four and four, the lowest bit first."""
    left, top = size[0] / 2 - 2 * SQUARE, size[1] / 2
    bits = [f"{left + (i % 4) * SQUARE} {top - (i // 4) * SQUARE} {SQUARE} {SQUARE} re f" for i in range(BITS) if number >> i & 1]
    # A frame around them shows where to look.
    return " ".join([f"6 w {left - 20} {top - SQUARE - 20} {4 * SQUARE + 40} {2 * SQUARE + 40} re S", *bits])


class Sheet:
    """A sheet as a gray picture of 50 dpi."""

    def __init__(self, case, path, turn=0):
        size = case.tool("convert", path, "-rotate", str(turn), "-colorspace", "Gray", "-resize", "x584" if turn % 180 == 0 else "584x",
                         "-depth", "8", "-format", "%w %h", "-write", "gray:page.raw", "info:").split()
        self.width, self.height = map(int, size)
        self.rows = (case.folder / "page.raw").read_bytes()

    def dark(self, x, y):
        return self.rows[int(y) * self.width + int(x)] < 128

    def gray(self, x, y, width, height):
        rows = [self.rows[r * self.width + int(x):r * self.width + int(x + width)] for r in range(int(y), int(y + height))]
        return sum(map(sum, rows)) / max(1, sum(map(len, rows)))

    def number(self, x, y, width, height):
        """The number of the page in this part; 0: there is none."""
        # The frame gives scale and place, whatever the margins are.
        inside = [(i, j) for j in range(int(y), int(y + height)) for i in range(int(x), int(x + width)) if self.dark(i, j)]
        if not inside:
            return 0
        left, right = min(i for i, _ in inside), max(i for i, _ in inside)
        top, bottom = min(j for _, j in inside), max(j for _, j in inside)
        scale = (right - left) / (4 * SQUARE + 46)
        assert abs((bottom - top) - (2 * SQUARE + 46) * scale) < 4, "the frame is bent"
        number = 0
        for bit in range(BITS):
            at_x = left + (23 + (bit % 4 + 0.5) * SQUARE) * scale
            at_y = top + (23 + (bit // 4 + 0.5) * SQUARE) * scale
            number |= self.dark(at_x, at_y) << bit
        return number

    def grid(self, columns, rows):
        width, height = self.width / columns, self.height / rows
        return [self.number(c * width + 3, r * height + 3, width - 6, height - 6) for r in range(rows) for c in range(columns)]


@unittest.skipUnless((FILTERS / "pdftopdf").exists(), "cups-filters is not installed")
class Office(Case):
    def document(self, pages, size=A4):
        return self.write("in.pdf", pdf([numbered(i + 1, size) for i in range(pages)], size))

    def sheets(self, document, *options, documents=()):
        """The pictures of the sides that the virtual copier draws."""
        out = self.folder / "job.pxl"
        settings = [word for option in options for word in ("-o", option)]
        code, _, err = run("convert", "-m", "canon-ir1020", *settings, "-O", out, document, *documents)
        self.assertEqual((code, err), (0, ""))
        shutil.rmtree(self.folder / "sheets", ignore_errors=True)
        record, pictures = self.decode(out)
        return record, sorted(pictures, key=lambda p: p.name.replace("front", "a"))

    def referee(self, document, options):
        """pdftopdf's sides, drawn by poppler."""
        done = subprocess.run([FILTERS / "pdftopdf", "1", "u", "t", "1", f"PageSize=A4 {options}", document], capture_output=True, check=True,
                              env={**os.environ, "CONTENT_TYPE": "application/pdf", "PPD": ""})
        self.write("referee.pdf", done.stdout)
        self.tool("pdftoppm", "-r", "50", "-gray", "referee.pdf", "ref")
        return sorted(self.folder.glob("ref-*.pgm"))

    def test_the_pages_lie_where_cups_puts_them(self):
        cases = [("number-up=4", "number-up=4", 2, 2, 0), ("number-up=2", "number-up=2", 2, 1, 90), ("number-up=6", "number-up=6", 3, 2, 90),
                 ("number-up=9", "number-up=9", 3, 3, 0), ("number-up=16", "number-up=16", 4, 4, 0)]
        document = self.document(17)
        for ours, theirs, columns, rows, turn in cases:
            with self.subTest(ours):
                _, pictures = self.sheets(document, ours)
                mine = [Sheet(self, p, turn).grid(columns, rows) for p in pictures]
                turned = [Sheet(self, p, turn if self.is_high(p) else 0).grid(columns, rows) for p in self.referee(document, theirs)]
                self.assertEqual(mine, turned)
                flat = [n for side in mine for n in side if n]
                self.assertEqual(flat, list(range(1, 18)))
                for stale in self.folder.glob("ref-*"):
                    stale.unlink()

    def is_high(self, path):
        width, height = map(int, self.tool("identify", "-format", "%w %h", path).split())
        return height > width

    def test_the_directions_are_those_of_cups(self):
        document = self.document(4)
        names = {"toright-tobottom": "lrtb", "toleft-tobottom": "rltb", "toright-totop": "lrbt", "toleft-totop": "rlbt",
                 "tobottom-toright": "tblr", "tobottom-toleft": "tbrl", "totop-toright": "btlr", "totop-toleft": "btrl"}
        for pwg, cups in names.items():
            with self.subTest(pwg):
                _, (picture,) = self.sheets(document, "number-up=4", f"presentation-direction-number-up={pwg}")
                (theirs,) = self.referee(document, f"number-up=4 number-up-layout={cups}")
                self.assertEqual(Sheet(self, picture).grid(2, 2), Sheet(self, theirs).grid(2, 2))

    def test_a_booklet_is_that_of_cups(self):
        document = self.document(10)
        record, pictures = self.sheets(document, "imposition-template=signature")
        self.assertEqual([side["side"] for side in record["sides"]], ["front", "back"] * 3)
        mine = [Sheet(self, p, 90).grid(2, 1) for p in pictures]
        theirs = [Sheet(self, p, 90 if self.is_high(p) else 0).grid(2, 1) for p in self.referee(document, "booklet=on")]
        self.assertEqual(mine, theirs)
        self.assertEqual(mine[0], [0, 1])
        self.assertEqual(mine[1], [2, 0])

    def test_a_poster_is_put_together_again(self):
        page = self.write("page.pdf", pdf(["20 w 60 60 475 722 re S 0 0 595 842 re W n 4 w 0 0 m 595 842 l S"]))
        _, pictures = self.sheets(page, "poster=2x2", "poster-overlap=0mm")
        self.assertEqual(len(pictures), 4)
        # The printable areas together are the page, twice as large.
        parts = [self.tool("convert", p, "-gravity", "center", "-crop", "787x1130+0+0", "+repage", f"part{i}.png") or f"part{i}.png"
                 for i, p in enumerate(pictures)]
        self.tool("montage", *parts, "-tile", "2x2", "-geometry", "+0+0", "whole.png")
        self.tool("pdftoppm", "-r", "100", "-gray", "-singlefile", "page.pdf", "page")
        self.tool("convert", "whole.png", "-gravity", "center", "-crop", "1574x2226+0+0", "+repage", "-resize", "827x1169!", "whole.pgm")
        difference = float(subprocess.run(["compare", "-metric", "RMSE", "page.pgm", "whole.pgm", "null:"], cwd=self.folder, check=False,
                                          capture_output=True, text=True).stderr.split("(")[1].rstrip(")"))
        self.assertLess(difference, 0.12)

    def test_a_poster_is_printed_on_one_side(self):
        document = self.document(1)
        for language in ("pcl-xl", "pcl-5e"):
            code, _, err = run("convert", "-m", "canon-ir1020", "-o", f"printer-language={language}", "-o", "poster=2x2",
                               "-o", "sides=two-sided-long-edge", "-O", self.folder / "job", document)
            self.assertEqual(code, 0, err)
            self.assertIn("printed on one side: the sheets of a poster", err)
            shutil.rmtree(self.folder / "sheets", ignore_errors=True)
            record, _ = self.decode(self.folder / "job")
            self.assertEqual([(side["sheet"], side["side"], side["sides"]) for side in record["sides"]],
                             [(sheet, "front", "one-sided") for sheet in (1, 2, 3, 4)], language)

    def test_blank_pages_are_left_out_where_they_are_not_wanted(self):
        document = self.write("blank.pdf", pdf([numbered(1), "", numbered(3)]))
        for language in ("pcl-xl", "pcl-5e"):
            with self.subTest(language):
                job = self.convert("canon-ir1020", document, "sides=two-sided-long-edge", "skip-blank-pages=on",
                                   f"printer-language={language}")
                shutil.rmtree(self.folder / "sheets", ignore_errors=True)
                _, sheets = self.decode(job)
                self.assertEqual([path.name.split("-", 2)[2] for path in sheets], ["sheet-001-back.png", "sheet-001-front.png"])
        blank = self.write("all.pdf", pdf(["", ""]))
        self.assert_refused(2, "convert", "-m", "canon-ir1020", "-o", "skip-blank-pages=on", "-O", self.folder / "none", blank,
                            says=["nothing to print"])

    def test_texts_are_written_on_each_page(self):
        document = self.document(3)
        plain = [Sheet(self, p) for p in self.sheets(document)[1]]
        written = [Sheet(self, p) for p in self.sheets(document, "page-header=left|{title}|right", "page-footer={page} of {pages}",
                                                       "watermark=DRAFT", "stamp=COPY")[1]]
        for before, after in zip(plain, written):
            width, height = before.width, before.height
            places = {"left": (0.04, 0.02), "title": (0.4, 0.02), "right": (0.8, 0.02), "footer": (0.4, 0.95), "stamp": (0.8, 0.04),
                      "watermark": (0.2, 0.7)}
            for name, (x, y) in places.items():
                with self.subTest(name):
                    part = (x * width, y * height, width * 0.16, height * 0.03)
                    self.assertEqual(before.gray(*part), 255)
                    self.assertLess(after.gray(*part), 254)

    def test_paper_that_cannot_be_turned_over_is_printed_on_one_side(self):
        a4, a5 = ("iso_a4_210x297mm", (595.276, 841.89)), ("iso_a5_148x210mm", (419.53, 595.276))
        pages = [a4, a5, a4, a4, a5]
        document = self.write("mixed.pdf", pdf([numbered(i) for i in range(1, 6)], [size for _, size in pages]))
        for language in ("pcl-xl", "pcl-5e"):
            code, _, err = run("convert", "-m", "canon-ir1020", "-o", f"printer-language={language}", "-o", "sides=two-sided-long-edge",
                               "-O", self.folder / "job", document)
            self.assertEqual(code, 0, err)
            self.assertIn("printed on one side: 2 sheets of paper that cannot be turned over (iso_a5_148x210mm)", err)
            record, pictures = self.decode(self.folder / "job")
            shutil.rmtree(pictures[0].parent)
            sides = [(side["sheet"], side["side"], side["medium"], side["sides"]) for side in record["sides"]]
            both, one = "two-sided-long-edge", "one-sided"
            self.assertEqual([side for side in sides if side[:2] != (1, "back")],
                             [(1, "front", a4[0], both), (2, "front", a5[0], one), (3, "front", a4[0], both), (3, "back", a4[0], both),
                              (4, "front", a5[0], one)], language)
        # Named, it is refused: nothing could be as asked.
        self.assert_refused(2, "convert", "-m", "canon-ir1020", "-o", "sides=two-sided-long-edge", "-o", f"media={a5[0]}",
                            "-O", self.folder / "o", document, says=["only A4, Letter and Legal can be turned over"])

    def test_the_watermark_lies_under_or_over(self):
        black = self.write("black.pdf", pdf(["0 0 595 842 re f"]))
        white = self.write("white.pdf", pdf(["1 g 0 0 595 842 re f"]))
        for document, layer, seen in ((white, "under", False), (white, "over", True), (black, "under", False)):
            with self.subTest(layer=layer, document=document.name):
                plain = self.sheets(document)[1][0].read_bytes()
                marked = self.sheets(document, "watermark=DRAFT", f"watermark-layer={layer}")[1][0].read_bytes()
                self.assertEqual(plain != marked, seen)

    def test_forms_and_turned_pages_keep_what_they_show(self):
        turned = self.write("turned.pdf", pdf([numbered(5)], extra="/Rotate 90/CropBox[20 20 575 822]"))
        _, (plain,) = self.sheets(turned)
        plain = plain.rename(self.folder / "plain.png")
        _, (framed,) = self.sheets(turned, "page-header=x")
        for picture in (plain, framed):
            sheet = Sheet(self, picture)
            self.assertGreater(sheet.gray(0, 0, sheet.width, sheet.height), 150)
        # But for the header, the same pixels: arranging a page does not move it.
        self.tool("convert", plain, framed, "-compose", "difference", "-composite", "-threshold", "50%", "d.png")
        different = int(float(self.tool("convert", "d.png", "-format", "%[fx:mean*w*h]", "info:")))
        self.assertLess(different, 4000)

    def test_scans_and_text_share_sides(self):
        scan = self.write("scan.pdf", pdf(["q 612 0 0 792 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00c000c0> EI Q"] * 4, (612, 792)))
        text = self.write("a.txt", "one line\f" * 4)
        for document in (scan, text):
            with self.subTest(document.name):
                _, pictures = self.sheets(document, "number-up=4", "page-footer={page}")
                self.assertEqual(len(pictures), 1)

    def test_pictures_and_postscript_share_sides(self):
        picture = self.folder / "p.png"
        self.tool("convert", "-size", "1500x1000", "plasma:", picture)
        script = self.write("p.ps", "%!PS\n100 100 moveto 300 300 lineto stroke showpage\n")
        for document in (picture, script):
            with self.subTest(document.name):
                _, pictures = self.sheets(document, "number-up=2")
                self.assertEqual(len(pictures), 1)

    def test_a_binding_margin_cuts_nothing_off(self):
        document = self.document(4)
        lines = {}
        for margin in ("0mm", "15mm"):
            _, pictures = self.sheets(document, "number-up=2", "print-scaling=fit", "page-border=single-thick", "sides=two-sided-long-edge",
                                      f"binding-margin={margin}")
            for picture in pictures:
                sheet = Sheet(self, picture)
                middle = sheet.rows[sheet.height // 4 * sheet.width:][:sheet.width]
                lines[margin, picture.stem[-5:]] = [x for x in range(sheet.width) if middle[x] < 250]
        for side, bound in (("front", 0), ("-back", -1)):
            plain, moved = lines["0mm", side], lines["15mm", side]
            self.assertLess(abs(plain[-1 - bound] - moved[-1 - bound]), 2, side)  # the far edge is where it was
            self.assertAlmostEqual(abs(plain[bound] - moved[bound]), 15 * 50 / 25.4, delta=2)

    def test_what_would_be_moved_off_its_sheet_is_refused(self):
        document = self.write("in.pdf", pdf(["0 0 100 100 re f"] * 2, (100, 100)))
        for option, words in (("x-side1-image-shift=140mm", "page 1: x-side1-image-shift would move it off its sheet"),
                              ("x-side1-image-shift=300mm", "at most 150mm"), ("booklet-creep=100mm", "at most 5mm"),
                              ("page-footer=a|b|c|d", "three parts")):
            self.assert_refused(2, "convert", "-m", "canon-ir1020", "-o", "media=a4", "-o", option, "-O", self.folder / "o", document, says=[words])

    def test_two_that_do_not_go_together_are_named(self):
        document = self.document(1)
        for options in (("poster=2x2", "number-up=2"), ("imposition-template=signature", "binding-margin=10mm")):
            settings = [word for option in options for word in ("-o", option)]
            self.assert_refused(2, "convert", "-m", "canon-ir1020", *settings, "-O", self.folder / "o", document, says=["do not go together"])

    def test_the_preview_shows_the_sides(self):
        document = self.document(4)
        out = self.folder / "look"
        code, report, err = run("preview", "-m", "canon-ir1020", "-o", "number-up=4", "-o", "stamp=COPY", "--json", "-O", out, document)
        self.assertEqual(code, 0, err)
        (picture,) = sorted(out.glob("*.png"))
        self.assertEqual(len(json.loads(report)), 1)
        sheet = Sheet(self, picture)
        for x in (0, sheet.width / 2):
            for y in (0, sheet.height / 2):
                self.assertLess(sheet.gray(x, y, sheet.width / 2, sheet.height / 2), 250)


if __name__ == "__main__":
    unittest.main()
