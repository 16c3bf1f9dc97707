"""What is written on pages, and the PDFs that are laid below and above them, on every kind of document: a PDF's page is the measure for
pictures and PostScript, and poppler and MuPDF say what a letterhead and a page make together."""
import shutil
import subprocess
import unittest

from support import Case, pdf, run

A4 = (595.276, 841.89)
PIXELS = (1240, 1754)  # A4 at 150 dpi
TEXTS = ("page-header=left|{title}|right", "page-footer={page} of {pages}", "stamp=COPY")
BOX = "0.5 g 200 300 200 200 re f 0 g 2 w 100 100 395 641 re S"
LETTERHEAD = "0 g /F1 30 Tf BT 60 780 Td (Example Ltd) Tj ET 0.8 g 60 40 475 20 re f"
FOLLOWER = "0 g 60 800 475 4 re f"
EXACT = "print-scaling=none"  # pictures would else be fitted between the margins


def differing(case, one, other, part=None):
    """Which share of the pixels (of a part, as ImageMagick writes it) is black in one of them and white in the other."""
    crop = ["-crop", part, "+repage"] if part else []
    out = case.tool("convert", one, other, "-colorspace", "Gray", "-compose", "difference", "-composite", *crop, "-threshold", "50%",
                    "-format", "%[fx:mean]", "info:")
    return float(out)


def mean(case, picture, part):
    return float(case.tool("convert", picture, "-colorspace", "Gray", "-crop", part, "+repage", "-format", "%[fx:mean]", "info:"))


class WrittenCase(Case):
    model = "canon-ir1020"
    resolution = "150"

    def sheets(self, document, *options, documents=(), model=None, name="s"):
        out = self.folder / "job.bin"
        settings = [word for option in options for word in ("-o", option)]
        code, _, err = run("convert", "-m", model or self.model, "-t", "title", *settings, "-O", out, document, *documents)
        self.assertEqual((code, err), (0, ""))
        shutil.rmtree(self.folder / "sheets", ignore_errors=True)
        _, pictures = self.decode(out, "-r", self.resolution)
        kept = []
        for i, picture in enumerate(sorted(pictures, key=lambda p: p.name.replace("front", "a"))):
            kept.append(picture.rename(self.folder / f"{name}-{i}.png"))
        return kept

    def page(self, content=BOX, size=A4):
        return self.write("page.pdf", pdf([content], size))

    def picture(self, name="page.png", content=BOX):
        """The same page as a picture of its size."""
        self.write("drawn.pdf", pdf([content]))
        self.tool("pdftoppm", "-r", "300", "-singlefile", "-png", "drawn.pdf", "drawn")
        self.tool("convert", "drawn.png", "-units", "PixelsPerInch", "-density", "300", name)
        return self.folder / name

    def script(self):
        return self.write("page.ps", """%!PS-Adobe-3.0
<< /PageSize [595.276 841.89] >> setpagedevice
0.5 setgray 200 300 200 200 rectfill 0 setgray 2 setlinewidth 100 100 395 641 rectstroke
showpage
""")


class Texts(WrittenCase):
    def test_they_are_those_of_a_page_of_a_pdf(self):
        for watermark in ((), ("watermark=DRAFT",), ("watermark=DRAFT", "watermark-layer=over")):
            (measure,) = self.sheets(self.page(), EXACT, *TEXTS, *watermark, name="pdf")
            (plain,) = self.sheets(self.page(), name="plain")
            self.assertGreater(differing(self, measure, plain), 0.0005, "nothing was written")
            (script,) = self.sheets(self.script(), *TEXTS, *watermark, name="ps")
            self.assertLess(differing(self, measure, script), 0.0002, watermark)
            if watermark == ("watermark=DRAFT",):
                continue  # it lies below the picture, which has no hole
            (picture,) = self.sheets(self.picture(), EXACT, *TEXTS, *watermark, name="png")
            self.assertLess(differing(self, measure, picture), 0.0015, watermark)

    def test_letters_are_as_sharp_as_those_of_a_page(self):
        self.resolution = "full"
        (measure,) = self.sheets(self.page(""), *TEXTS, name="pdf")
        self.tool("convert", "-size", "1240x1754", "xc:white", "-units", "PixelsPerInch", "-density", "150", "white.png")
        (picture,) = self.sheets(self.folder / "white.png", *TEXTS, name="png")
        self.assertGreater(1 - mean(self, measure, "100%x100%+0+0"), 0.0005, "there are letters")
        self.assertEqual(differing(self, measure, picture), 0, "dot for dot at 600 dpi")

    def test_a_watermark_lies_where_a_picture_leaves_paper(self):
        self.tool("convert", "-size", "600x600", "xc:#404040", "-units", "PixelsPerInch", "-density", "300", "small.png")
        (plain,) = self.sheets(self.folder / "small.png", name="plain")
        (marked,) = self.sheets(self.folder / "small.png", "watermark=DRAFT", name="marked")
        middle = "240x240+500+757"
        self.assertEqual(differing(self, plain, marked, middle), 0)
        self.assertLess(mean(self, marked, "100%x100%+0+0"), mean(self, plain, "100%x100%+0+0") - 0.01)
        (over,) = self.sheets(self.folder / "small.png", "watermark=DRAFT", "watermark-layer=over", name="over")
        self.assertNotEqual(mean(self, over, middle), mean(self, plain, middle))

    def test_they_are_written_in_cells_and_booklets(self):
        for layout in (("number-up=2",), ("number-up=4", "page-border=single"), ("imposition-template=signature",)):
            measures = self.sheets(self.page(), *layout, *TEXTS, name="pdf")
            for document in (self.picture(), self.script()):
                with self.subTest(layout=layout, document=document.name):
                    sides = self.sheets(document, *layout, *TEXTS, name="other")
                    self.assertEqual(len(sides), len(measures))
                    for mine, theirs in zip(sides, measures):
                        self.assertLess(differing(self, mine, theirs), 0.004)

    def test_documents_of_all_kinds_share_sides_and_numbers(self):
        mixed = (self.picture(), self.script())
        alone = self.sheets(self.page(), EXACT, *TEXTS, "multiple-document-handling=single-document", documents=mixed, name="alone")
        self.assertEqual(len(alone), 3)
        (shared,) = self.sheets(self.page(), *TEXTS, "number-up=4", "multiple-document-handling=single-document", documents=mixed,
                                name="shared")
        # The same page thrice with "1 of 3" to "3 of 3" below it: all is alike but the numbers.
        for picture in alone[1:]:
            self.assertLess(differing(self, alone[0], picture, "1240x1600+0+0"), 0.002)
        footers = {self.tool("convert", p, "-crop", "200x60+520+1680", "+repage", "-depth", "1", "gray:-") for p in alone}
        self.assertEqual(len(footers), 3)
        for x in (0, 620):
            self.assertLess(mean(self, shared, f"620x877+{x}+0"), 0.999)

    def test_on_the_photo_printer_in_its_colours(self):
        settings = ("media=iso_a4_210x297mm", "media-type=stationery", "printer-resolution=600dpi")
        (measure,) = self.sheets(self.page(), *settings, EXACT, *TEXTS, model="canon-pro-1000", name="pdf")
        (picture,) = self.sheets(self.picture(), *settings, EXACT, *TEXTS, model="canon-pro-1000", name="png")
        self.assertLess(differing(self, measure, picture), 0.002)
        header = "1240x40+0+35"
        self.assertLess(differing(self, measure, picture, header), 0.003)
        self.assertLess(mean(self, picture, header), 0.995)

    def test_a_program_with_a_fault_keeps_the_pages_before_it(self):
        script = self.write("fault.ps", "%!PS\n100 100 300 300 rectfill showpage\n100 100 moveto thisisnooperator showpage\n")
        out = self.folder / "job"
        code, _, err = run("convert", "-m", self.model, "-o", "stamp=COPY", "-O", out, script)
        self.assertEqual(code, 0, err)
        self.assertIn("fault after page 1", err)
        self.assert_refused(1, "convert", "-m", self.model, "-o", "stamp=COPY", "-O", self.folder / "o",
                            self.write("none.ps", "%!PS\nthisisnooperator\n"), says=["none.ps"])

    def test_a_program_without_end_is_ended(self):
        script = self.write("loop.ps", "%!PS\n{ 1 1 add pop } loop\n")
        self.assert_refused(1, "convert", "-m", self.model, "-o", "stamp=COPY", "--timeout", "2", "-O", self.folder / "o", script,
                            says=["processor"])

    def test_the_preview_shows_them(self):
        self.tool("convert", "-size", "1240x1754", "xc:white", "-units", "PixelsPerInch", "-density", "150", "white.png")
        code, _, err = run("preview", "-m", self.model, "-o", "stamp=COPY", "-o", "watermark=DRAFT", "--size", "1000", "-O",
                           self.folder / "look", self.folder / "white.png")
        self.assertEqual((code, err), (0, ""))
        (shown,) = (self.folder / "look").glob("*.png")
        self.assertLess(mean(self, shown, "200x60+500+20"), 0.999)


class Letterheads(WrittenCase):
    def setUp(self):
        super().setUp()
        self.head = self.write("head.pdf", pdf([LETTERHEAD, FOLLOWER]))

    def referee(self, tool, document, name):
        """The pages of a PDF as somebody else draws them, at 150 dpi."""
        if tool == "poppler":
            self.tool("pdftoppm", "-r", "150", "-gray", "-png", document, name)
        else:
            self.tool("mutool", "draw", "-q", "-r", "150", "-c", "gray", "-o", f"{name}-%d.png", document)
        return sorted(self.folder.glob(f"{name}-*.png"))

    def blurred(self, picture, name):
        """Screens differ dot by dot, and white edges that no engine prints are not looked at."""
        self.tool("convert", picture, "-colorspace", "Gray", "-shave", "40x40", "-blur", "0x3", "-resize", "1160x1674!", name)
        return self.folder / name

    def unlike(self, one, other):
        done = subprocess.run(["compare", "-metric", "RMSE", self.blurred(one, "a.png"), self.blurred(other, "b.png"), "null:"],
                              cwd=self.folder, check=False, capture_output=True, text=True)
        return float(done.stderr.split("(")[1].rstrip(")"))

    def test_a_page_and_its_letterhead_are_what_others_make_of_both(self):
        document = self.write("letter.pdf", pdf([BOX, BOX, BOX]))
        for option, flag in (("page-underlay", "--underlay"), ("page-overlay", "--overlay")):
            # Page 1 has the first page of the letterhead, all others the last.
            self.tool("qpdf", document, flag, self.head, "--repeat=2", "--", "merged.pdf")
            sides = self.sheets(document, f"{option}={self.head}", name="mine")
            for tool in ("poppler", "mutool"):
                theirs = self.referee(tool, "merged.pdf", tool)
                self.assertEqual(len(sides), len(theirs))
                for mine, other in zip(sides, theirs):
                    with self.subTest(option=option, tool=tool, page=other.name):
                        self.assertLess(self.unlike(mine, other), 0.04)
                for other in theirs:
                    other.unlink()
        (plain, *_) = self.sheets(document, name="plain")
        self.assertGreater(self.unlike(plain, self.sheets(document, f"page-underlay={self.head}", name="again")[0]), 0.04,
                           "the measure sees a letterhead")

    def test_it_is_laid_on_pictures_and_postscript_too(self):
        for option in ("page-underlay", "page-overlay"):
            (measure,) = self.sheets(self.page(), f"{option}={self.head}", name="pdf")
            (script,) = self.sheets(self.script(), f"{option}={self.head}", name="ps")
            self.assertLess(differing(self, measure, script), 0.0002)
            if option == "page-overlay":
                (picture,) = self.sheets(self.picture(), EXACT, f"{option}={self.head}", name="png")
                self.assertLess(self.unlike(measure, picture), 0.02)
        # Below a picture it is seen where the picture leaves paper.
        self.tool("convert", "-size", "600x600", "xc:#404040", "-units", "PixelsPerInch", "-density", "300", "small.png")
        (below,) = self.sheets(self.folder / "small.png", f"page-underlay={self.head}", name="below")
        (alone,) = self.sheets(self.page(""), f"page-underlay={self.head}", name="alone")
        self.assertEqual(differing(self, below, alone, "1240x250+0+0"), 0)

    def test_its_transparency_is_kept(self):
        glass = ("/G gs 0 g 100 200 395 400 re f", "/ExtGState<</G<</ca 0.5/Type/ExtGState>>>>")
        head = pdf([glass[0]]).replace(b"/Resources<<", b"/Resources<<" + glass[1].encode())
        glass_file = self.write("glass.pdf", head)
        black = "0 g 0 0 595 420 re f"
        (page,) = self.sheets(self.page(black), f"page-overlay={glass_file}", name="page")
        (picture,) = self.sheets(self.picture(content=black), f"page-overlay={glass_file}", name="picture")
        for side in (page, picture):
            with self.subTest(side.name):
                self.assertLess(mean(self, side, "400x200+400+1000"), 0.02, "glass on black")
                self.assertAlmostEqual(mean(self, side, "400x200+400+600"), 0.5, delta=0.08)
                self.assertGreater(mean(self, side, "400x100+400+300"), 0.99, "paper")

    def test_it_is_fitted_or_keeps_its_size(self):
        small = self.write("small.pdf", pdf(["0 g 0 0 300 200 re f"], (300, 200)))
        (fitted,) = self.sheets(self.page(""), f"page-underlay={small}", name="fitted")
        (kept,) = self.sheets(self.page(""), f"page-underlay={small}", "page-layer-scaling=none", name="kept")
        black = [1 - mean(self, side, "100%x100%+0+0") for side in (fitted, kept)]
        of_page = A4[0] * A4[1]
        # White edges that no engine prints take some of the one that goes from edge to edge.
        self.assertAlmostEqual(black[0], A4[0] * A4[0] * 2 / 3 / of_page, delta=0.03)
        self.assertAlmostEqual(black[1], 300 * 200 / of_page, delta=0.005)

    def test_names_of_one_do_not_meet_those_of_the_other(self):
        """Both have an /F1 and an /X1; each keeps its own."""
        inner = pdf(["/F1 40 Tf BT 100 600 Td (AAAA) Tj ET"]).replace(b"Helvetica", b"Symbol   ")
        head = self.write("symbol.pdf", inner)
        document = self.write("own.pdf", pdf(["/F1 40 Tf BT 100 300 Td (AAAA) Tj ET"]))
        (both,) = self.sheets(document, f"page-underlay={head}", name="both")
        (own,) = self.sheets(document, name="own")
        (under,) = self.sheets(head, name="under")
        self.tool("convert", own, under, "-compose", "darken", "-composite", "expected.png")
        self.assertLess(differing(self, both, "expected.png"), 0.0001)

    def test_bad_ones_are_named(self):
        locked = self.folder / "locked.pdf"
        self.tool("qpdf", "--encrypt", "secret", "owner", "256", "--", self.head, locked)
        bad = {"missing.pdf": ["page-underlay", "missing.pdf"], self.write("broken.pdf", "%PDF-1.4\nnothing\n"): ["page-underlay"],
               locked: ["page-underlay", "password"], self.picture("p.png"): ["page-underlay", "image/png"]}
        for value, says in bad.items():
            with self.subTest(str(value)):
                code = 1
                self.assert_refused(code, "convert", "-m", self.model, "-o", f"page-underlay={value}", "-O", self.folder / "o", self.page(),
                                    says=says)


if __name__ == "__main__":
    unittest.main()
