"""The photographer's layout and the preview as their users call them; tificc of lcms2 is the referee of the soft proof."""
import json
import pathlib
import struct
import unittest
import zlib

from photographer_test import colours, tiff
from support import Case, pdf, run

ICC = pathlib.Path("/usr/share/color/icc")
PHOTO = ("media=na_index-4x6_4x6in", "media-type=stationery", "printer-resolution=300dpi")
WIDTH, HEIGHT = 400, 300  # pixels of the picture, which is printed one to one


class Layout(Case):
    def picture(self, name, *operations):
        path = self.folder / name
        self.tool("convert", "-size", f"{WIDTH}x{HEIGHT}", "-seed", "3", "plasma:red-blue", "-depth", "8", "-units", "PixelsPerInch",
                  "-density", "300", *operations, path)
        return path

    def preview(self, documents, *options, more=()):
        """(report, folder) of a preview that must succeed."""
        out = self.folder / "look"
        settings = [word for option in options for word in ("-o", option)]
        code, report, err = run("preview", "-m", "canon-pro-1000", *settings, "--json", "-O", out, *more, *documents)
        self.assertEqual(code, 0, err)
        return json.loads(report), out

    def rgb(self, path):
        return self.tool("convert", path, "-depth", "8", "rgb:-")

    def test_captions_say_what_xmp_says(self):
        told = self.words_of_xmp()
        literal = "Gulls by Ada Lovelace & Co, (c) 2024: Over the harbour"
        fields = "{title} by {creator}, {copyright}: {description}"
        for name, picture in told.items():
            with self.subTest(name):
                pages = [self.convert("canon-pro-1000", picture, *PHOTO, "image-width=60mm", "caption-size=2.5mm",
                                      f"image-caption={caption}").read_bytes() for caption in (fields, literal, "{title}")]
                self.assertEqual(pages[0], pages[1])
                self.assertNotEqual(pages[0], pages[2])

    def test_a_caption_is_cut_where_the_sheet_ends_and_says_so(self):
        words = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>" \
                "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'>" \
                f"<dc:title>{'i' * 180}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
        picture = self.write("long.tif", tiff(WIDTH, HEIGHT, colours, ppi=300, xmp=words.encode()))

        def printed(width, end):
            out = self.folder / "out"
            code, _, err = run("convert", "-m", "canon-pro-1000", "-o", "media=a2", "-o", f"image-width={width}", "-o", "media-type=photographic-glossy",
                               "-o", "printer-resolution=300dpi",
                               "-o", "orientation-requested=landscape", "-o", "caption-size=1.5mm",
                               "-o", f"image-caption={{title}}{{title}}{{title}}{end}", "-O", out, picture)
            self.assertEqual(code, 0, err)
            return out.read_bytes(), [line for line in err.splitlines() if "caption" in line]
        whole, words = printed("500mm", "a")
        self.assertEqual(words, [])
        self.assertNotEqual(printed("500mm", "m")[0], whole, "the end of 541 characters is not on the sheet")
        cut, words = printed("60mm", "a")
        self.assertEqual(len(words), 1)
        self.assertRegex(words[0], r'page 1: the caption does not fit and is cut: "i{60}\.\.\."')
        self.assertEqual(printed("60mm", "m")[0], cut)

    def words_of_xmp(self):
        """The same words in a JPEG, a PNG and a TIFF."""
        def choice(name, text):
            return f"<dc:{name}><rdf:Alt><rdf:li xml:lang='x-default'>{text}</rdf:li></rdf:Alt></dc:{name}>"
        packet = ("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                  "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'>" + choice("title", "Gulls")
                  + choice("description", "Over the harbour") + choice("rights", "(c) 2024")
                  + "<dc:creator><rdf:Seq><rdf:li>Ada Lovelace &amp; Co</rdf:li></rdf:Seq></dc:creator>"
                  "</rdf:Description></rdf:RDF></x:xmpmeta>").encode()
        segment = b"http://ns.adobe.com/xap/1.0/\0" + packet
        jpeg = self.picture("plain.jpg", "-strip").read_bytes()
        png = self.picture("plain.png", "-strip").read_bytes()
        after_header = 8 + 25

        def with_text(text):
            chunk = b"iTXtXML:com.adobe.xmp\0" + text
            return (png[:after_header] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
                    + png[after_header:])
        return {"JPEG": self.write("x.jpg", jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]),
                "PNG": self.write("x.png", with_text(b"\0\0\0\0" + packet)),
                "compressed PNG": self.write("z.png", with_text(b"\1\0\0\0" + zlib.compress(packet))), "TIFF": self.write("x.tif", tiff(WIDTH, HEIGHT, colours, ppi=300, xmp=packet))}

    def test_several_documents_are_one_contact_sheet(self):
        first, second = self.picture("a.jpg"), self.picture("b.png")
        drawing = self.write("c.pdf", pdf())
        out = self.folder / "job"
        code, _, err = run("convert", "-m", "canon-pro-1000", *(w for o in PHOTO for w in ("-o", o)), "-o", "contact-sheet=3x1",
                           "-O", out, first, second, drawing)
        self.assertEqual(code, 0, err)
        record, sheets = self.decode(out, "-q")
        self.assertEqual((len(record["sides"]), len(sheets)), (1, 1))

    def test_a_part_is_what_the_device_is_told(self):
        picture = self.picture("a.tif")
        options = (*PHOTO, "image-width=60mm", "border-width=1mm", "border-color=#804020", "image-marks=crop")
        job = self.convert("canon-pro-1000", picture, *options)
        record, (sheet,) = self.decode(job, "-q", "-r", "full")
        side = record["sides"][0]
        report, look = self.preview([picture], *options, more=["--part", "100,200,500x400"])
        left = round(side["margins-hmm"]["left"] * 300 / 2540) if "margins-hmm" in side else 40
        top = round(side["margins-hmm"]["top"] * 300 / 2540) if "margins-hmm" in side else 35
        self.tool("convert", sheet, "-crop", f"500x400+{left + 100}+{top + 200}", "+repage", "expected.png")
        self.assertEqual(report[0]["approximations"], [])
        self.assertEqual(self.rgb(look / "side-1.png"), self.rgb(self.folder / "expected.png"))

    def test_the_soft_proof_is_tificcs(self):
        # A picture in the paper's own colours goes to the page unchanged, so that what is shown is the proof alone.
        profile = ICC / "colord/Bluish.icc"
        picture = self.picture("a.tif", "-profile", profile)
        report, look = self.preview([picture], *PHOTO, "print-scaling=none", "orientation-requested=portrait",
                                    f"icc-profile={profile}")
        window = report[0]["pages"][0]["window"]
        self.assertEqual((window["width"], window["height"]), (WIDTH, HEIGHT))
        part = "{x},{y},{width}x{height}".format(**window)
        for intent, arguments in (("3", []), ("1", ["--no-paper-white"])):
            with self.subTest(intent=intent):
                self.preview([picture], *PHOTO, "print-scaling=none", "orientation-requested=portrait", f"icc-profile={profile}",
                             more=["--part", part, *arguments])
                self.tool("tificc", f"-t{intent}", "-c0", f"-i{profile}", "-o*sRGB", picture, "proof.tif")
                ours, theirs = self.rgb(look / "side-1.png"), self.rgb(self.folder / "proof.tif")
                self.assertEqual(len(ours), len(theirs))
                off = [abs(a - b) for a, b in zip(ours, theirs)]
                self.assertLessEqual(max(off), 2)
                self.assertLess(sum(off) / len(off), 0.3)

    def test_a_document_has_a_picture_for_each_page(self):
        report, look = self.preview([self.write("a.pdf", pdf(["0 0 300 300 re f", "", "10 10 50 50 re f"]))], more=["--size", "300"])
        self.assertEqual([side["file"] for side in report], ["side-1.png", "side-2.png", "side-3.png"])
        for side in report:
            size = self.tool("identify", "-format", "%wx%h", look / side["file"]).decode()
            self.assertEqual(size, "212x300")
            self.assertEqual(side["media"], "iso_a4_210x297mm")
            self.assertIn("dpi", side["approximations"][0])

    def test_bad_input_gets_one_line(self):
        picture = self.picture("a.jpg")
        for option, says in (("image-crop=0,0,0,100", "larger than nothing"), ("image-width=nan", "a length such as"),
                             ("image-width=-5mm", "a length such as"), ("contact-sheet=100x100", "at most 1000"),
                             ("border-width=15cm", "leave no picture"), ("image-width=3m", "a length such as"),
                             ("image-width=300cm", "nothing that canon-pro-1000 prints on"),
                             ("image-package=40x50cm", "there is room for"), ("image-caption={nobody}", "stand for"),
                             ("x-image-shift=20000", "pushes the picture off"), ("overspray=much", "none, low, medium or full")):
            with self.subTest(option):
                for command in ("convert", "preview"):
                    out = self.folder / "out" if command == "convert" else self.folder
                    self.assert_refused(2, command, "-m", "canon-pro-1000", "-o", "media=a4", "-o", option, "-O", out, picture,
                                        says=[says.replace("(", r"\(")])

    def test_a_wrong_preview_gets_one_line(self):
        picture = self.picture("a.jpg")
        base = ("preview", "-m", "canon-pro-1000", "-O", self.folder)
        self.assert_refused(2, *base, says=["document"])
        self.assert_refused(2, *base, "--size", "9", picture, says=["--size", "16"])
        self.assert_refused(2, *base, "--part", "1,2", picture, says=["X,Y,WIDTHxHEIGHT"])
        self.assert_refused(2, *base, "--part", "0,0,99999x1", picture, says=["must lie on the page"])
        self.assert_refused(2, *base, "--side", "2", picture, says=["--side"])
        self.assert_refused(1, *base, "-o", "icc-profile=/nowhere.icc", picture, says=["icc-profile", "no such file"])
        wrong = self.write("wrong.icc", b"not a profile at all" * 20)
        self.assert_refused(1, *base, "-o", f"icc-profile={wrong}", picture, says=["icc-profile: .*wrong.icc", "not an ICC profile"])


if __name__ == "__main__":
    unittest.main()
