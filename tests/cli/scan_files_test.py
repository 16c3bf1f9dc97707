"""Files of scans, looked at with other people's programs: qpdf, poppler, MuPDF, Ghostscript, libtiff's tools, exiftool, ImageMagick, Tesseract."""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import unittest

from support import Case, PATIENCE

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import pdfa_rules  # noqa: E402  (the path must come first)

SCAN_FILES = os.environ["SCAN_FILES"]
FONTS = "/usr/share/fonts/truetype/dejavu/DejaVu{}.ttf", "/usr/share/fonts/opentype/urw-base35/{}.otf"
SERIF, SANS = FONTS[0].format("Serif"), FONTS[0].format("Sans")
ENGLISH = """The committee met on Tuesday, 14 March, in the small room behind the library. Seven members were present, and two had
sent letters. The treasurer explained that the repair of the roof would cost 12,480 euros, which is rather more than anybody had
expected. After a long discussion it was agreed to ask three other firms for their prices before the end of April. Mrs. Harding
offered to look after the garden until a new keeper is found; her offer was accepted with thanks. The question whether dogs may
be brought into the reading room was put off again. Finally the chairman read out a letter from the mayor, who congratulated the
society on its fiftieth year and promised to come to the summer party. The next meeting will be held on 9 May at half past six."""
GERMAN = """Der Ausschuss traf sich am Dienstag im kleinen Saal hinter der Bücherei. Sieben Mitglieder waren anwesend, zwei hatten
geschrieben. Die Kassenführerin erklärte, dass die Reparatur des Daches größere Kosten verursachen würde, als man erwartet hatte.
Nach längerer Aussprache wurde beschlossen, drei weitere Angebote einzuholen. Frau Schäfer übernahm es, den Garten zu pflegen, bis
ein neuer Gärtner gefunden ist. Zum Schluss verlas der Vorsitzende einen Brief des Bürgermeisters."""


class ScanCase(Case):
    def tool_text(self, *command):
        return self.tool(*command).decode("utf-8", "replace")

    def scan_files(self, *arguments, fails=False):
        done = subprocess.run([SCAN_FILES, *map(str, arguments)], capture_output=True, cwd=self.folder, timeout=300 * PATIENCE, check=False)
        self.assertEqual(done.returncode != 0, fails, done.stderr)
        return done.stderr.decode() if fails else done.stdout.decode()

    def pack(self, pages, *settings):
        """The paths of the files that are made of these pages."""
        folder = self.folder / f"files{len(list(self.folder.glob('files*')))}"
        folder.mkdir()
        lines = self.scan_files("pack", folder, "time=1764423000", *settings, "--", *pages).splitlines()
        return [pathlib.Path(line.split("\t")[0]) for line in lines]

    def page(self, name, *drawing, size="1240x1754", kind="TrueColor"):
        """A page file at 300 dpi, of ImageMagick's drawing; `kind`: TrueColor, Grayscale or Bilevel."""
        path = self.folder / f"{name}.png"
        depth = {"TrueColor": ("PNG24:", "8"), "Grayscale": ("PNG:", "8"), "Bilevel": ("PNG:", "1")}[kind]
        colours = () if kind == "TrueColor" else ("-colorspace", "Gray")
        self.tool("convert", "-size", size, "xc:white", *drawing, *colours, *(("-threshold", "50%") if kind == "Bilevel" else ()), "-type", kind,
                  "-depth", depth[1], "-define", f"png:bit-depth={depth[1]}", "-units", "PixelsPerInch", "-density", "300",
                  "-interlace", "none", depth[0] + str(path))
        return path

    def text_page(self, name, text, font, points, turn=0, columns=2100, **more):
        """A page of this text at 300 dpi, black on white, as people set it."""
        body = self.folder / "text.mpc"
        self.tool("convert", "-background", "white", "-fill", "black", "-density", "300", "-font", font, "-pointsize", points, "-size",
                  f"{columns}x", "-interline-spacing", points, "caption:" + " ".join(text.split()), "-rotate", turn, "-bordercolor", "white", "-border",
                  "150", "+repage", body)
        size = self.tool_text("identify", "-format", "%wx%h", body)
        return self.page(name, body, "-composite", size=size, **more)

    def noise(self, name, size, kind):
        return self.page(name, "-seed", len(name) + int(size.split("x")[0]), "+noise", "Random", "-blur", "0x1", "-normalize", size=size, kind=kind)

    def assert_same(self, a, b):
        """Pixel for pixel."""
        done = subprocess.run(["compare", "-metric", "AE", a, b, "null:"], capture_output=True, check=False, cwd=self.folder)
        self.assertEqual(done.stderr.decode().split()[0], "0", f"{a} and {b}")


class Structure(ScanCase):
    """What lies in the files, and how it is drawn by others."""

    def pages(self):
        return [self.noise("colour", "317x211", "TrueColor"), self.noise("gray", "318x97", "Grayscale"), self.noise("mask", "321x203", "Bilevel"),
                self.noise("narrow", "20x33", "Bilevel"), self.noise("thin", "15x14", "TrueColor")]

    def test_pages_without_loss_are_drawn_as_they_were_scanned(self):
        pages = self.pages()
        for kind in ("pdf", "pdfa"):
            with self.subTest(kind):
                [made] = self.pack(pages, f"format={kind}", "lossless=yes")
                self.tool("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=png16m", "-r300", f"-sOutputFile={kind}-gs%d.png", made)
                self.tool("mutool", "draw", "-q", "-r", "300", "-o", f"{kind}-mupdf%d.png", made)
                for number, page in enumerate(pages, 1):
                    self.assert_same(page, self.folder / f"{kind}-gs{number}.png")
                    self.assert_same(page, self.folder / f"{kind}-mupdf{number}.png")

    def test_pictures_lie_in_pdf_as_the_settings_say(self):
        pages = self.pages()[:3]
        for lossless, codings in (("no", ["jpeg", "jpeg", "ccitt"]), ("yes", ["image", "image", "ccitt"])):
            [made] = self.pack(pages, "format=pdf", f"lossless={lossless}")
            rows = [line.split() for line in self.tool_text("pdfimages", "-list", made).splitlines()[2:]]
            self.assertEqual([row[8] for row in rows], codings)
            self.assertEqual([row[12:14] for row in rows], [["300", "300"]] * 3)
            self.assertEqual([row[5] for row in rows], ["rgb", "gray", "gray"])
            self.assertEqual([row[7] for row in rows], ["8", "8", "1"])

    def test_the_page_is_as_large_as_the_paper(self):
        [made] = self.pack([self.page("a4", size="2480x3508", kind="Grayscale")], "format=pdf")
        self.assertIn("595.2 x 841.92 pts (A4)", self.tool_text("pdfinfo", made))
        rows = self.tool_text("pdfimages", "-list", made).splitlines()
        self.assertEqual(rows[2].split()[12:14], ["300", "300"])

    def test_facts_are_in_pdf(self):
        [made] = self.pack(self.pages()[:1], "format=pdf", "title=Größe <&> ∑", "author=Anna")
        said = self.tool_text("pdfinfo", "-isodates", made)
        self.assertRegex(said, r"Title: +Größe <&> ∑\n")
        self.assertRegex(said, r"Author: +Anna\n")
        self.assertRegex(said, r"CreationDate: +2025-11-29T")
        self.assertIn("No syntax or stream encoding errors", self.tool_text("qpdf", "--check", made))
        facts = self.tool_text("exiftool", "-XMP:all", made)
        self.assertIn("Größe <&> ∑", facts)

    def test_tiff(self):
        pages = self.pages()
        [made] = self.pack(pages, "format=tiff", "lossless=yes", "title=Minutes")
        said = self.tool_text("tiffinfo", made)
        self.assertEqual(said.count("TIFF Directory at"), len(pages))
        self.assertEqual(re.findall(r"Compression Scheme: (.*)", said), ["LZW", "LZW", "CCITT Group 4", "CCITT Group 4", "LZW"])
        self.assertEqual(said.count("Resolution: 300, 300 pixels/inch"), len(pages))
        self.assertEqual(said.count("DocumentName: Minutes"), len(pages))
        self.assertRegex(said, r"DateTime: 2025:11:29 ")
        for number, page in enumerate(pages):
            self.assert_same(page, f"{made}[{number}]")
        [made] = self.pack(pages[:3], "format=tiff")
        self.assertEqual(re.findall(r"Compression Scheme: (.*)", self.tool_text("tiffinfo", made)), ["JPEG", "JPEG", "CCITT Group 4"])

    def test_jpeg_and_png(self):
        pages = self.pages()[:3]
        for number, made in enumerate(self.pack(pages, "format=png")):
            self.assert_same(pages[number], made)
            self.assertEqual(self.tool_text("identify", "-units", "PixelsPerInch", "-format", "%x", made).split(".")[0], "300")
        for made in self.pack(pages, "format=jpeg", "quality=95"):
            said = self.tool_text("exiftool", "-JFIF:all", made)
            self.assertRegex(said, r"X Resolution +: 300\n")
            self.assertRegex(said, r"Resolution Unit +: inches")
        [made] = self.pack(pages[2:], "format=jpeg", "quality=100")
        self.assertLess(float(self.tool_text("convert", pages[2], made, "-metric", "MAE", "-compare", "-format", "%[distortion]", "info:")), 0.02)

    def test_the_scanners_profile(self):
        profile = pathlib.Path("/usr/share/color/icc/colord/AdobeRGB1998.icc")
        pages = self.pages()[:1]
        for kind in ("png", "jpeg", "tiff"):
            [made] = self.pack(pages, f"format={kind}", f"profile={profile}")
            got = self.tool("exiftool", "-icc_profile", "-b", made)
            self.assertEqual(got, profile.read_bytes(), kind)
        [made] = self.pack(pages, "format=pdfa", f"profile={profile}")
        self.assertEqual(pdfa_rules.broken_rules(made), [])
        self.assertEqual(self.tool_text("pdfimages", "-list", made).splitlines()[2].split()[5], "icc")


class Archive(ScanCase):
    """PDF/A-2b."""

    def setUp(self):
        super().setUp()
        [self.made] = self.pack(*self.order())

    def order(self):
        page = self.noise("colour", "640x480", "TrueColor")
        words = self.write("words", "20\t30\t200\t40\t65\t0.01\t90\tGröße\n240\t32\t100\t40\t67\t0.01\t80\t😀\n\n20\t100\t300\t40\t135\t0\t95\tשלום\n")
        return ([page, self.noise("gray", "600x470", "Grayscale"), self.noise("mask", "601x471", "Bilevel")], "format=pdfa", "text=deu",
                f"given={words}", "title=Größe <&>", "author=Anna")

    def test_no_rule_is_broken(self):
        self.assertEqual(pdfa_rules.broken_rules(self.made), [])
        self.assertRegex(self.tool_text("pdffonts", self.made), r"PlatenGlyphless +CID TrueType +Identity-H +yes no  yes")
        self.assertIn(b"/Lang (de)", self.made.read_bytes())

    def test_a_file_that_breaks_one_is_found_out(self):
        whole = self.made.read_bytes()
        for was, becomes, clause in ((b"/ID [", b"/IX [", "6.1.3"), (b"/GTS_PDFA1", b"/GTS_PDFX1", "6.2.3"), (b"/FontFile2", b"/FontFileX", "6.2.11.4.1"),
                                     (b"<pdfaid:part>2", b"<pdfaid:part>3", "6.6.4"), (b"/Metadata 4", b"/Xetadata 4", "6.6.2.1"),
                                     (b"/DW 500", b"/DW 600", "6.2.11.5"), (b"/ToUnicode ", b"/TxUnicode ", "6.2.11.7.2"),
                                     (b"/Info (sRGB", b"/JS   (sRGB", "6.5.1"), (b"/ViewerPreferences", b"/OpenAction       ", "6.5.1"),
                                     (b"/Identity-H", b"/Identity-V", "6.2.11.3.3"), (b"\xe2\xe3\xcf\xd3", b"text", "6.1.2"),
                                     (b"/Author <FEFF0041", b"/Author <FEFF0042", "6.6.3"), (b"/CIDToGIDMap", b"/CIDToGIDXap", "6.2.11.3.2"),
                                     (b"/DeviceRGB", b"/DeviceCMY", "6.2.4.3"), (b"/DCTDecode", b"/LZWDecode", "6.1.7.2")):
            with self.subTest(becomes):
                self.assertIn(was, whole)
                broken = self.write("broken.pdf", whole.replace(was, becomes, 1))
                try:
                    found = pdfa_rules.broken_rules(broken)
                except (ValueError, KeyError, subprocess.CalledProcessError) as error:
                    found = [str(error)]
                self.assertTrue(any(line.startswith(clause) or clause in line for line in found), found)

    def test_all_of_unicode_is_found_and_copied(self):
        for program in (("pdftotext", self.made, "-"), ("mutool", "draw", "-q", "-F", "text", self.made)):
            said = self.tool_text(*program)
            for word in ("Größe", "😀", "שלום"):
                self.assertIn(word, said, program[0])

    def test_the_same_pages_are_the_same_bytes(self):
        [again] = self.pack(*self.order())
        self.assertEqual(again.read_bytes(), self.made.read_bytes())
        self.assertRegex(self.made.read_bytes(), rb"/ID \[<([0-9A-F]{32})> <\1>\]")


class Text(ScanCase):
    """Recognised text: that it is right, and where the letters are."""

    def words_of_pdf(self, made):
        """(word, left, top, right, bottom) in points, as poppler finds them."""
        said = self.tool_text("pdftotext", "-bbox", made, "-")
        return [(m[5], *map(float, m.groups()[:4]))
                for m in re.finditer(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', said)]

    def accuracy(self, truth, found):
        blocks = difflib.SequenceMatcher(None, truth, found, autojunk=False).get_matching_blocks()
        return sum(block.size for block in blocks) / len(truth)

    def test_words_of_many_types(self):
        """At 300 dpi on clean pages: 98 % and more of the words, in order, from what poppler takes out of the PDF."""
        cases = [(ENGLISH, "eng", font, points) for font, points in
                 ((SERIF, 8), (SANS, 9), (FONTS[1].format("NimbusRoman-Regular"), 10), (FONTS[1].format("NimbusSans-Regular"), 11),
                  (FONTS[1].format("C059-Roman"), 10), (FONTS[1].format("P052-Roman"), 12), (FONTS[1].format("NimbusRoman-Italic"), 12))]
        cases += [(GERMAN, "deu", FONTS[1].format("NimbusRoman-Regular"), 11), (GERMAN, "deu", SANS, 10)]
        total = right = 0
        for text, language, font, points in cases:
            page = self.text_page("page", text, font, points, kind="Grayscale")
            [made] = self.pack([page], "format=pdfa", f"text={language}")
            truth, found = text.split(), self.tool_text("pdftotext", made, "-").split()
            accuracy = self.accuracy(truth, found)
            print(f"{pathlib.Path(font).stem} {points} pt {language}: {100 * accuracy:.1f} % of {len(truth)} words")
            total, right = total + len(truth), right + accuracy * len(truth)
        print(f"all: {100 * right / total:.2f} % of {total} words")
        self.assertGreaterEqual(right / total, 0.98)

    def test_words_lie_where_tesseract_itself_finds_them(self):
        page = self.text_page("page", ENGLISH, SERIF, 11)
        [made] = self.pack([page], "format=pdf", "text=eng")
        rows = [row.split("\t") for row in self.tool_text("env", "OMP_THREAD_LIMIT=1", "tesseract", page, "-", "tsv").splitlines()[1:]]
        theirs = [(row[11], *(int(v) * 72 / 300 for v in row[6:10])) for row in rows if len(row) == 12 and row[11].strip()]
        ours = self.words_of_pdf(made)
        self.assertEqual([word[0] for word in ours], [word[0] for word in theirs])
        self.assertGreater(len(ours), 100)
        for (word, left, top, right, bottom), (_, x, y, width, height) in zip(ours, theirs):
            self.assertAlmostEqual(left, x, delta=0.3, msg=word)
            self.assertAlmostEqual(right, x + width, delta=0.3, msg=word)
            self.assertLess(top, y + height / 2, word)
            self.assertGreater(bottom, y + height / 2, word)
            self.assertLess(bottom - top, 20, word)

    def test_lines_that_are_askew_are_read_in_order(self):
        page = self.text_page("page", ENGLISH, SERIF, 11, turn=1.5)
        [made] = self.pack([page], "format=pdfa", "text=eng")
        self.assertGreater(self.accuracy(ENGLISH.split(), self.tool_text("pdftotext", "-raw", made, "-").split()), 0.98)
        # Of a long word the box of the turned letters is higher than a straight one would be.
        matrices = re.findall(r"Tz ([-\d.]+) ([-\d.]+) ", pdfa_rules.Document(made).data(pdfa_rules.Document(made).pages()[0]["/Contents"]).decode())
        for along, up in matrices:
            self.assertAlmostEqual(-float(up) / float(along), 0.0262, delta=0.006)

    def test_text_is_not_seen(self):
        page = self.text_page("page", GERMAN, SERIF, 11, kind="Bilevel")
        [made] = self.pack([page], "format=pdf", "text=deu")
        self.tool("gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=png16m", "-r300", "-sOutputFile=seen.png", made)
        self.assert_same(page, self.folder / "seen.png")

    def test_files_are_split_where_they_grow_too_large(self):
        pages = [self.noise(f"page{i}", "640x480", "Grayscale") for i in range(5)]
        [whole] = self.pack(pages, "format=pdfa", "lossless=yes")
        bound = whole.stat().st_size // 2
        parts = self.pack(pages, "format=pdfa", "lossless=yes", f"bytes={bound}")
        self.assertGreater(len(parts), 2)
        for part in parts:
            self.assertLessEqual(part.stat().st_size, bound)
            self.assertEqual(pdfa_rules.broken_rules(part), [])
        self.assertEqual(sum(int(re.search(r"Pages: +(\d+)", self.tool_text("pdfinfo", part))[1]) for part in parts), 5)

    def test_a_language_that_is_not_there_is_named(self):
        page = self.text_page("page", GERMAN, SERIF, 11, kind="Bilevel")
        said = self.scan_files("pack", self.folder, "text=xyz", "--", page, fails=True)
        self.assertIn('"xyz"', said)
        self.assertIn("eng", said)


if __name__ == "__main__":
    unittest.main()
