"""What the copiers' screens, error diffusion and toner saving leave of text, lines and barcodes, on the sheets of the twin.
Tesseract reads text, zint and qrencode make barcodes, zbar reads them."""
import difflib
import pathlib
import sys
import unittest

from support import Case, pdf, run

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from office_documents.pdf_file import Pdf, label, name_of  # noqa: E402  (the path must come first)

SCREENS = ("halftone=clustered-dot", "halftone=blue-noise", "halftone=clustered-dot-fine", "halftone=error-diffusion")
WAYS = [(screen, "off") for screen in SCREENS] + [(SCREENS[0], "on"), (SCREENS[3], "on")]  # with and without toner saving
PIXEL = 72 / 600  # points
WORDS = "Please keep 27 quiet black foxes from the jumping zebra"


class Sheet:
    """The rows of a sheet as the device drew it: a byte a pixel, 1 where there is ink."""

    def __init__(self, case, path):
        self.case, self.path = case, path
        # A bit a pixel, set where there is ink: as bytes of gray they took most of the time of these tests.
        pbm = case.tool("pngtopnm", path)
        magic, self.width, self.height = [int(word.lstrip(b"P")) for word in pbm[:40].split()[:3]]
        case.assertEqual(magic, 4)
        wide = (self.width + 7) // 8
        start = len(pbm) - self.height * wide
        bits = lambda row: format(int.from_bytes(row, "big"), f"0{8 * wide}b").encode()[:self.width]
        digits = bytes.maketrans(b"01", bytes([0, 1]))
        self.rows = [bits(pbm[at:at + wide]).translate(digits) for at in range(start, len(pbm), wide)]

    def part(self, left, top, right, bottom):
        """The rows between these distances from the left and the upper edge of an A4 sheet, in points."""
        scale = 600 / 72
        return [row[round(left * scale):round(right * scale)] for row in self.rows[round(top * scale):round(bottom * scale)]]

    def ink(self, *box):
        rows = self.part(*box)
        return sum(map(sum, rows)) / sum(map(len, rows))

    def picture(self, *box, turn=()):
        """That part as a PNG file."""
        rows = self.part(*box)
        data = b"P5 %d %d 255\n" % (len(rows[0]), len(rows)) + b"".join(row.translate(bytes([255, 0]) + bytes(254)) for row in rows)
        path = self.case.folder / "part.png"
        self.case.tool("convert", "pgm:-", *turn, path, stdin=data)
        return path

    def assert_reads(self, words, *box, turn=(), level=()):
        """Tesseract finds the words there, at 300 dpi, as the eye does: dots of the screen run together. It takes l for i at times."""
        path = self.picture(*box, turn=(*turn, "-blur", "0x3", *level, "-resize", "50%", "-bordercolor", "white", "-border", "40"))
        found = " ".join(self.case.tool("env", "OMP_THREAD_LIMIT=1", "tesseract", path, "-", "--psm", "6", "--dpi", "300").decode().split())
        self.case.assertGreater(difflib.SequenceMatcher(None, words, found, autojunk=False).ratio(), 0.95, found)


def widths(row):
    """(colour, pixels) of each run."""
    runs = []
    for value in row:
        if runs and runs[-1][0] == value:
            runs[-1][1] += 1
        else:
            runs.append([value, 1])
    return runs


def text(size, x, y, words, colour=""):
    return f"{colour} BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET"


class Screens(Case):
    def sheet(self, content, *options, name="page.pdf", model="canon-ir1020"):
        document = self.write(name, pdf((content,)) if isinstance(content, str) else content)
        job = self.convert(model, document, "print-scaling=none", *options)
        sheets = self.folder / "sheets"
        if sheets.exists():
            for old in sheets.iterdir():
                old.unlink()
        _, pages = self.decode(job, "-q", "-r", "full")
        return Sheet(self, pages[0])

    def test_rules_of_a_pixel_survive(self):
        lines = []
        for i in range(10):  # at every part of a pixel
            at = 200 + i * 7 + i * PIXEL / 10
            lines.append(f"{PIXEL:.4f} w {at:.4f} 200 m {at:.4f} 500 l S 100 {500 + at / 2:.4f} m 400 {500 + at / 2:.4f} l S")
        for option, saving in WAYS:
            sheet = self.sheet(" ".join(lines), option, f"toner-save={saving}")
            for y in (400, 555, 600):
                runs = [width for ink, width in widths(sheet.part(190, y, 280, y + 0.12)[0]) if ink]
                self.assertEqual(len(runs), 10)
                self.assertLessEqual(max(runs), 2)
            column = [row[round(200 * 600 / 72)] for row in sheet.rows]
            runs = [width for ink, width in widths(column) if ink and width < 100]
            self.assertEqual(len(runs), 10)
            self.assertLessEqual(max(runs), 2)
            # No gap in any of them.
            for y in (round(402 * 600 / 72), round(600 * 600 / 72)):
                row = sheet.rows[y]
                for x in range(round(195 * 600 / 72), round(280 * 600 / 72)):
                    if row[x]:
                        self.assertTrue(all(r[x] for r in sheet.rows[round(345 * 600 / 72):round(638 * 600 / 72)]))

    def test_black_text_has_no_screen_in_it(self):
        page = text(11, 80, 700, WORDS) + text(6, 80, 650, WORDS)
        sheets = [self.sheet(page, option).rows for option in SCREENS]
        for other in sheets[1:]:
            self.assertEqual(other, sheets[0])  # no screen, no trace of one

    def test_reversed_text_of_6_points_stays_open(self):
        black = text(6, 80, 700, WORDS)
        reverse = f"0 g 60 640 300 30 re f {text(6, 80, 650, WORDS, '1 g')}"
        for option in SCREENS:
            sheet = self.sheet(black + " " + reverse, option)
            sheet.assert_reads(WORDS, 65, 842 - 712, 355, 842 - 694)
            sheet.assert_reads(WORDS, 65, 842 - 662, 355, 842 - 644, turn=("-negate",))
            # The letters have lost little of their area to the ground.
            ink = sheet.ink(65, 842 - 712, 355, 842 - 694)
            paper = 1 - sheet.ink(65, 842 - 662, 355, 842 - 644)
            self.assertGreater(paper / ink, 0.75)
        for option in (SCREENS[0], SCREENS[3]):
            saved = self.sheet(black + " " + reverse, option, "toner-save=on")
            for before, after in zip(sheet.part(65, 842 - 662, 355, 842 - 644), saved.part(65, 842 - 662, 355, 842 - 644)):
                for ink, start, end in _spans(before):
                    if not ink:
                        self.assertFalse(any(after[start:end]))  # the letter is open
                    elif start > 0 and end < len(before):
                        self.assertTrue(all(after[start:min(end, start + 2)]) and all(after[max(start, end - 2):end]))

    def test_coloured_text_of_8_points_can_be_read(self):
        colours = {"red": "1 0 0 rg", "dark blue": "0 0 0.5 rg", "green": "0 0.5 0 rg"}
        page = " ".join(text(8, 80, 700 - 40 * i, WORDS, colour) for i, colour in enumerate(colours.values()))
        for option, saving in WAYS:
            sheet = self.sheet(page, option, f"toner-save={saving}")
            for i, colour in enumerate(colours):
                top = 842 - 712 + 40 * i
                with self.subTest(colour):
                    sheet.assert_reads(WORDS, 65, top, 380, top + 20)

    def test_text_of_6_points_can_be_read_on_tints_in_colours_and_reversed(self):
        # Serif and sans; on tints; in colours that are more than half black; out of black and a dark colour.
        document, lines, content = Pdf(), [], ""
        serif = document.add("<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>")
        kinds = [("1 g", "0 g", "Serif"), ("0.9 g", "0 g", "F1"), ("0.8 g", "0 g", "F1"), ("1 g", "1 0 0 rg", "F1"), ("1 g", "0 0 0.5 rg", "Serif"),
                 ("1 g", "0 0 1 rg", "F1"), ("1 g", "0 0.5 0 rg", "F1"), ("0 g", "1 g", "Serif"), ("0 0 0.5 rg", "1 g", "F1")]
        for number, (ground, ink, font) in enumerate(kinds):
            y = 760 - 40 * number
            content += f"{ground} 60 {y - 15} 320 36 re f " + label(80, y, WORDS, 6, font, ink)
            lines.append((y, ("-negate",) if ink == "1 g" else ()))
        document.page(content, fonts=f"/Serif {name_of(serif)}")
        for option in SCREENS:
            sheet = self.sheet(document.bytes(), option)
            for (y, turn), kind in zip(lines, kinds):
                # A tint is taken for paper, as the eye takes it.
                level = ("-level", "0%,70%") if kind[0] not in ("1 g", "0 g") else ()
                with self.subTest(option=option, kind=kind):
                    sheet.assert_reads(WORDS, 65, 842 - y - 9, 355, 842 - y + 5, turn=turn, level=level)

    def bars(self, words):
        """The bars of a Code 128: (black, modules)."""
        dump = self.tool("zint", "-b", "20", "-d", words, "--dump").split(b"\n")[0]
        bits = "".join(f"{int(digit, 16):04b}" for digit in dump.decode().replace(" ", "")).rstrip("0")
        return widths([bit == "1" for bit in bits])

    def modules(self, words):
        """The rows of a QR code."""
        rows = self.tool("qrencode", "-t", "ASCIIi", "-m", "0", "-o", "-", words).decode().splitlines()
        return [[line[2 * i] == " " for i in range(len(line) // 2)] for line in rows]

    def test_barcodes_in_pictures_keep_their_modules_exactly(self):
        words = "PLATEN-600"
        bars, modules = self.bars(words), self.modules(words)
        for size in (2, 3, 5):
            line = b"".join(bytes([0 if black else 255]) * (width * size) for black, width in bars)
            wide = len(line) + 200
            rows = [b"\xff" * 100 + line + b"\xff" * 100] * 200 + [b"\xff" * wide] * 100
            for code in modules:
                row = b"".join(bytes([0 if black else 255]) * size for black in code)
                rows += [b"\xff" * 100 + row + b"\xff" * (wide - 100 - len(row))] * size
            picture = self.folder / "code.png"
            self.tool("convert", "pgm:-", "-units", "PixelsPerInch", "-density", "600", picture,
                      stdin=b"P5 %d %d 255\n" % (wide, len(rows)) + b"".join(rows))
            for option in SCREENS if size == 3 else SCREENS[:1]:
                sheet = self.sheet(picture.read_bytes(), option, "orientation-requested=portrait", name="picture.png")
                top = next(y for y, row in enumerate(sheet.rows) if any(row))
                found = [width for _, width in widths(sheet.rows[top + 100])][1:-1]
                self.assertEqual(found, [width * size for _, width in bars])
                left = sheet.rows[top].index(1)
                for r, code in enumerate(modules):
                    got = sheet.rows[top + 300 + r * size + size // 2][left:left + len(code) * size]
                    self.assertEqual(got, b"".join(bytes([black]) * size for black in code))

    def test_drawn_barcodes_have_the_widths_of_their_bars_and_are_read(self):
        words, content = "PLATEN-600", ""
        bars, modules = self.bars(words), self.modules(words)
        # Pixels a module, and where the first bar begins; the last is what is read: 0.25 mm, as narrow as such bars are made.
        for size, phase in ((3, 0), (4.4, 0.3), (6, 0.5)):
            left, module = 100 + phase * PIXEL, size * PIXEL
            x, content = left, ""
            for black, width in bars:
                if black:
                    content += f" {x:.4f} 600 {width * module:.4f} 40 re f"
                x += width * module
            for r, line in enumerate(modules):
                for c, black in enumerate(line):
                    if black:
                        content += f" {left + c * module:.4f} {500 - (r + 1) * module:.4f} {module:.4f} {module:.4f} re f"
            sheet = self.sheet(content)
            found = widths(sheet.part(90, 842 - 620, 400, 842 - 619)[0])[1:-1]
            with self.subTest(size=size, phase=phase):
                self.assertEqual(len(found), len(bars))
                grown = [width - modules_ * size for (ink, width), (_, modules_) in zip(found, bars) if ink]
                self.assertLess(max(map(abs, grown)), 1)  # each edge is at the nearest pixel
                self.assertLess(abs(sum(grown) / len(grown)), 0.25)
                if phase == 0 and size == int(size):
                    self.assertEqual(set(grown), {0})
        for option, saving in WAYS:
            sheet = self.sheet(content, option, f"toner-save={saving}")
            # Thinned, the small squares of a QR code are read at times only (docs/howto/office.md).
            boxes = [(80, 842 - 660, 420, 842 - 580), (80, 842 - 520, 140, 842 - 460)]
            for box in boxes if saving == "off" else boxes[:1]:
                path = sheet.picture(*box)
                self.assertEqual(self.tool("zbarimg", "-q", "--raw", path).decode().strip(), words)

    def test_toner_is_saved_evenly_and_outlines_stay(self):
        page = "0 g 100 500 200 200 re f 1 1 1 rg 180 580 40 40 re f " + text(10, 100, 450, WORDS, "0 g")
        full = self.sheet(page)
        solid = (110, 842 - 690, 170, 842 - 510)
        self.assertEqual(full.ink(*solid), 1)
        for option in SCREENS:
            for language in ("pcl-xl", "pcl-5e") if option == SCREENS[0] else ("pcl-xl",):
                sheet = self.sheet(page, option, "toner-save=on", f"printer-language={language}")
                self.assertAlmostEqual(sheet.ink(*solid), 0.625, delta=0.01)
                for top in range(0, 180, 20):
                    self.assertAlmostEqual(sheet.ink(110, 842 - 690 + top, 130, 842 - 690 + top + 20), 0.625, delta=0.02)
                # Nothing is printed where nothing was, and the two outermost pixels of everything are.
                rows = list(zip(full.rows, sheet.rows))
                self.assertFalse(any(int.from_bytes(new, "big") & ~int.from_bytes(old, "big") for old, new in rows))
                for y in range(round(380 * 600 / 72), round(400 * 600 / 72)):
                    for ink, start, end in _spans(full.rows[y]):
                        if ink:
                            self.assertTrue(all(sheet.rows[y][start:min(end, start + 2)]))
                            self.assertTrue(all(sheet.rows[y][max(start, end - 2):end]))
                sheet.assert_reads(WORDS, 90, 842 - 465, 400, 842 - 440)

    def test_toner_saving_by_the_printer_is_asked_of_it_alone(self):
        page = "0 g 100 500 200 200 re f"
        plain, asked = self.sheet(page), None
        job = self.convert("canon-ir1020", self.folder / "page.pdf", "print-scaling=none", "toner-save=printer")
        self.assertIn(b"ECONOMODE=ON", job.read_bytes())
        asked = self.sheet(page, "toner-save=printer")
        self.assertEqual(asked.rows, plain.rows)
        job = self.convert("canon-ir1020", self.folder / "page.pdf", "toner-save=on")
        self.assertIn(b"ECONOMODE=OFF", job.read_bytes())

    def test_canons_names_are_screens_of_ours(self):
        page = "0.5 g 100 500 200 200 re f"
        for name, screen in {"resolution": "clustered-dot-fine", "gradation": "clustered-dot", "color-tone": "blue-noise"}.items():
            self.assertEqual(self.sheet(page, f"halftone={name}").rows, self.sheet(page, f"halftone={screen}").rows)
        self.assert_refused(2, "convert", "-m", "canon-ir1020", "-o", "halftone=gradatoin", "-O", self.folder / "x", self.folder / "page.pdf",
                            says=("did you mean gradation",))

    def test_every_screen_gives_a_tone_its_ink_in_pictures_and_drawings(self):
        picture = self.folder / "gray.png"
        self.tool("convert", "-size", "1200x1200", "xc:gray(40%)", "-units", "PixelsPerInch", "-density", "600", picture)
        for option in SCREENS:
            drawn = self.sheet("0.4 g 100 400 200 200 re f", option).ink(120, 842 - 580, 280, 842 - 420)
            self.assertAlmostEqual(drawn, 0.6, delta=0.005)
            printed = self.sheet(picture.read_bytes(), option, name="picture.png").ink(260, 380, 330, 460)
            self.assertAlmostEqual(printed, 0.6, delta=0.005)

    def test_a_preview_shows_the_dots_that_are_printed(self):
        document = self.write("page.pdf", pdf((f"0.6 g 100 500 200 200 re f {text(12, 100, 450, WORDS, '0 g')}",)))
        for option in ("halftone=error-diffusion", "halftone=clustered-dot-fine", "toner-save=on"):
            with self.subTest(option):
                sheet = self.sheet(document.read_bytes(), option)
                folder = self.folder / "previews"
                code, _, err = run("preview", "-m", "canon-ir1020", "-o", option, "-o", "print-scaling=none", "--part", "688,1088,800x800",
                                   "-O", folder, document)
                self.assertEqual(code, 0, err)
                self.tool("convert", sheet.path, "-crop", "800x800+806+1206", "+repage", "-threshold", "50%", "gray:expected")
                self.tool("convert", folder / "side-1.png", "-colorspace", "Gray", "-depth", "8", "gray:shown")
                self.assertEqual((self.folder / "shown").read_bytes(), (self.folder / "expected").read_bytes())


def _spans(row):
    start = 0
    for ink, width in widths(row):
        yield ink, start, start + width
        start += width


if __name__ == "__main__":
    unittest.main()
