"""Pages of scans, black and white: at the printer's resolution, or a half or a third of it, each of their pixels is printed as so many
dots, none twice and none left out, though sizes of pages are rounded. tiff2pdf makes PDFs of fax pages."""
import pathlib
import random
import shutil
import sys
import unittest

from support import Case

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from office_documents.pdf_file import Pdf  # noqa: E402  (the path must come first)

A4 = (4960, 7016)  # at 600 dpi; the paper has 4960.63 by 7015.75
EDGE = 175        # dots: the margins of both languages, and some


class Picture:
    """By chance, but rows are alike or each other's opposite: a row or a column that is lost shows everywhere beyond it."""

    def __init__(self, width, height):
        rnd = random.Random(width)
        self.width, self.height = width, height
        columns = rnd.getrandbits(width)
        self.rows = [columns ^ (-rnd.getrandbits(1) & (1 << width) - 1) for _ in range(height)]

    def data(self):  # 1 is white
        spare = -self.width % 8
        return b"".join((row << spare).to_bytes((self.width + 7) // 8, "big") for row in self.rows)

    def dots(self, times):
        """Rows of "1" and "0", 1 where there is ink."""
        ink = str.maketrans("01", "10")
        for row in self.rows:
            wide = "".join(bit * times for bit in format(row, f"0{self.width}b").translate(ink))
            for _ in range(times):
                yield wide

    def pdf(self, page=(595.276, 841.89), rotate=0, words=""):
        """A page that it covers; words lie above it, as behind the pictures of pages that a program has read."""
        pdf = Pdf()
        image = pdf.stream(f"/Type/XObject/Subtype/Image/Width {self.width}/Height {self.height}/ColorSpace/DeviceGray/BitsPerComponent 1",
                           self.data())
        pdf.page(f"q {page[0]} 0 0 {page[1]} 0 0 cm /I Do Q {words}", size=page, resources=f"/XObject<</I {image} 0 R>>",
                 extra=f"/Rotate {rotate}")
        return pdf.bytes()


class ScannedPages(Case):
    def sheet(self, document, *options):
        """The rows of the sheet, as Picture.dots()."""
        job = self.convert("canon-ir1020", document, "media=iso_a4_210x297mm", *options)
        _, pages = self.decode(job, "-q", "-r", "full")
        pbm = self.tool("pngtopnm", pages[0])
        width, height = (int(word) for word in pbm[:40].split()[1:3])
        wide = (width + 7) // 8
        start = len(pbm) - height * wide
        shutil.rmtree(pages[0].parent)
        return [format(int.from_bytes(pbm[at:at + wide], "big"), f"0{8 * wide}b")[:width] for at in range(start, len(pbm), wide)]

    def is_dot_for_dot(self, sheet, picture, times=1):
        """Whether the inside of the sheet is that of the picture, at one of the nine places that are nearest."""
        wanted = list(picture.dots(times))
        middle = len(sheet) // 2
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                part = lambda y: wanted[y + dy][EDGE + dx:-EDGE + dx]
                here = lambda y: sheet[y][EDGE:EDGE + len(wanted[0]) - 2 * EDGE]
                if here(middle) == part(middle) and all(here(y) == part(y) for y in range(EDGE, len(wanted) - EDGE)):
                    return True
        return False

    def test_the_printers_own_resolution(self):
        picture = Picture(*A4)
        document = self.write("scan.pdf", picture.pdf())
        for language in ("pcl-xl", "pcl-5e"):
            self.assertTrue(self.is_dot_for_dot(self.sheet(document, f"printer-language={language}"), picture), language)
        # Scaled, it cannot be; so the comparison sees what it is for.
        self.assertFalse(self.is_dot_for_dot(self.sheet(document, "print-scaling=fit"), picture))

    def test_a_page_in_whole_points(self):
        picture = Picture(*A4)
        self.assertTrue(self.is_dot_for_dot(self.sheet(self.write("scan.pdf", picture.pdf((595, 842)))), picture))

    def test_half_and_a_third_of_it(self):
        for times in (2, 3):
            picture = Picture(round(A4[0] / times), round(A4[1] / times))
            self.assertTrue(self.is_dot_for_dot(self.sheet(self.write("scan.pdf", picture.pdf())), picture, times), times)

    def test_a_page_that_a_program_has_read(self):
        picture = Picture(*A4)
        words = "BT 3 Tr /F1 20 Tf 100 400 Td (Nobody sees these words) Tj ET"
        self.assertTrue(self.is_dot_for_dot(self.sheet(self.write("scan.pdf", picture.pdf(words=words))), picture))

    def test_a_page_that_lies_on_its_side(self):
        picture = Picture(A4[1], A4[0])
        sheet = self.sheet(self.write("scan.pdf", picture.pdf((841.89, 595.276), rotate=90)))
        turned = ["".join(column) for column in zip(*reversed(list(picture.dots(1))))]
        upright = Picture(*A4)
        upright.dots = lambda times: turned
        self.assertTrue(self.is_dot_for_dot(sheet, upright))

    def test_fax_pages_of_tiff2pdf(self):
        picture = Picture(round(A4[0] / 3), round(A4[1] / 3))
        pbm = b"P4 %d %d\n" % (picture.width, picture.height) + bytes(255 - byte for byte in picture.data())
        tiff = self.folder / "fax.tiff"
        self.tool("convert", "pbm:-", "-units", "PixelsPerInch", "-density", "200", "-compress", "Group4", tiff, stdin=pbm)
        for options in ((), ("-p", "A4", "-F")):
            document = self.folder / "fax.pdf"
            self.tool("tiff2pdf", *options, "-o", document, tiff)
            self.assertIn(b"CCITTFaxDecode", document.read_bytes())
            self.assertTrue(self.is_dot_for_dot(self.sheet(document), picture, 3), options)


if __name__ == "__main__":
    unittest.main()
