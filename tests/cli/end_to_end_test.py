"""Documents through the whole program onto drawn sheets, refereed by software that others wrote."""
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import unittest

from support import COMPARE, PLATEN, Case, first_address, pdf, run

TEXT_PAGE = "BT /F1 24 Tf 72 700 Td (Page) Tj ET 100 100 200 50 re f"
CORNERS = "0 0 40 40 re 160 0 10 10 re 0 380 10 20 re f 0 0 m 200 400 l S"  # of 200 x 400 points, no two alike


class VirtualPrinters(Case):
    """platen virtual on a free port, as a person starts it."""

    def start(self, model):
        sheets = self.folder / model
        process = subprocess.Popen([PLATEN, "virtual", model, "--port", "0", "--sheets", sheets], stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, first_address(process.stdout.readline()), sheets

    def print(self, model, *arguments):
        process, address, sheets = self.start(model)
        code, _, err = run("convert", "-m", model, "-O", address, *arguments)
        self.assertEqual((code, err), (0, ""))
        self.assertIn(b"completed", process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(10), 0)
        return json.loads((sheets / "job-0001.json").read_text()), sorted(sheets.glob("*.png"))

    def test_the_test_pages_print_on_every_model(self):
        picture, letter = self.folder / "p.png", self.folder / "l.pdf"
        self.assertEqual(run("test-page", "picture", "-O", picture)[0], 0)
        self.assertEqual(run("test-page", "document", "-O", letter)[0], 0)
        record, sheets = self.print("canon-pro-1000", "-o", "media=iso_a4_210x297mm", picture)
        self.assertEqual((record["state"], record["language"], record["name"]), ("completed", "ivec", "p.png"))
        side = record["sides"][0]
        self.assertEqual((side["raster-width"], side["raster-height"], side["resolution-dpi"]), (4800, 6826, 600))
        self.assertEqual((side["payload"], side["warnings"]), ("PWGRaster", []))
        self.assertEqual(len(sheets), 1)
        for model in ("canon-ir1020", "canon-ir1024"):
            record, sheets = self.print(model, "-o", "sides=two-sided-long-edge", "-o", "media=iso_a4_210x297mm", letter)
            self.assertEqual((record["state"], record["language"]), ("completed", "pcl-xl"))
            self.assertEqual([side["side"] for side in record["sides"]], ["front", "back"])
            self.assertEqual({(side["raster-width"], side["raster-height"]) for side in record["sides"]}, {(4724, 6779)})
            self.assertEqual([warning for side in record["sides"] for warning in side["warnings"]], [])
            self.assertEqual(len(sheets), 2)

    def test_pages_arrive_as_jpeg_when_asked(self):
        picture = self.folder / "p.png"
        run("test-page", "picture", "-O", picture)
        record, _ = self.print("canon-pro-1000", "-o", "page-format=jpeg", picture)
        self.assertEqual((record["state"], record["sides"][0]["payload"]), ("completed", "JPEGPAGE"))


class TestPages(Case):
    """The program that draws them is beside platen; here another one is."""

    def drawn_by(self, script):
        """(exit code, words) of test-page; nothing is left in place of the page."""
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        shutil.copy(PLATEN, folder / "platen")
        (folder / "platen-sample").write_text("#!/bin/sh\n" + script)
        (folder / "platen-sample").chmod(0o755)
        done = subprocess.run([folder / "platen", "test-page", "picture", "-O", self.folder / "p.png"], capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertFalse((self.folder / "p.png").exists())
        return done.returncode, done.stderr.strip()

    def test_a_failure_is_told_however_long_its_words_are(self):
        lines = "echo it is out of gradients >&2; i=0; while [ $i -lt 5000 ]; do echo and so on and so forth, at length >&2; i=$((i+1)); done; "
        code, words = self.drawn_by(lines + "exit 1")
        self.assertEqual(code, 1, words)
        self.assertIn("cannot draw the test page: it is out of gradients", words)

    def test_a_program_that_is_killed_in_the_midst_leaves_no_page(self):
        code, words = self.drawn_by("echo half of it; kill -9 $$")
        self.assertEqual(code, 1, words)
        self.assertIn("cannot draw the test page", words)


class SameSheetAsOthers(Case):
    """The drawn sheet against poppler's and MuPDF's rendering of the same page, at 600 dpi."""

    def test_the_letter_on_the_imagerunner(self):
        letter = self.folder / "l.pdf"
        run("test-page", "document", "-O", letter)
        _, sheets = self.decode(self.convert("canon-ir1020", letter, "media=iso_a4_210x297mm"), "-q", "-r", "full")
        self.assertEqual(len(sheets), 2)
        self.tool("pdftoppm", "-gray", "-r", "600", letter, self.folder / "poppler")
        for page, sheet in enumerate(sheets, 1):
            self.tool("mutool", "draw", "-q", "-r", "600", "-c", "gray", "-o", self.folder / f"mupdf-{page}.pgm", letter, page)
            for other in (f"poppler-{page}.pgm", f"mupdf-{page}.pgm"):
                difference = self.folder / f"difference-{other}.png"
                done = subprocess.run([COMPARE, "--shrink", "8", "--threshold", "0.90", "--difference", difference,
                                       sheet, self.folder / other], capture_output=True, check=False)
                if done.returncode:
                    kept = pathlib.Path.cwd() / difference.name
                    shutil.copy(difference, kept)
                    self.fail(f"{other}: {done.stdout.decode()} see {kept}")

    def test_the_letter_on_the_pro_1000(self):
        letter = self.folder / "l.pdf"
        run("test-page", "document", "-O", letter)
        _, sheets = self.decode(self.convert("canon-pro-1000", letter, "media=iso_a4_210x297mm"), "-q", "-r", "full")
        self.tool("pdftoppm", "-r", "600", letter, self.folder / "poppler")
        for page, sheet in enumerate(sheets, 1):
            self.tool(COMPARE, "--shrink", "4", "--threshold", "0.95", sheet, self.folder / f"poppler-{page}.ppm")


class EveryInput(Case):
    """Recognised by content: every file is called "document"."""

    def sides(self, data, *options, model="canon-pro-1000"):
        path = self.write("document", data)
        record, sheets = self.decode(self.convert(model, path, *options), "-q", "-r", "50")
        shutil.rmtree(self.folder / "sheets")
        self.assertEqual(record["state"], "completed")
        self.assertEqual(len(sheets), len(record["sides"]))
        return record["sides"]

    def made_by_imagemagick(self, name, *operations):
        self.tool("convert", "-size", "300x200", "gradient:red-blue", *operations, name)
        return (self.folder / name).read_bytes()

    def test_pictures(self):
        for name, operations in {
                "rgb.jpg": [], "gray.jpg": ["-colorspace", "Gray"], "cmyk.jpg": ["-colorspace", "CMYK"],
                "progressive.jpg": ["-interlace", "Plane"], "rgb.png": [], "deep.png": ["-depth", "16", "-define", "png:bit-depth=16"],
                "palette.png": ["-colors", "16", "-type", "Palette"], "alpha.png": ["-alpha", "set", "-channel", "A", "-evaluate", "set", "50%"],
                "bilevel.png": ["-monochrome"], "lzw.tif": ["-compress", "LZW"], "deep.tif": ["-depth", "16", "-compress", "Zip"],
                "cmyk.tif": ["-colorspace", "CMYK", "-compress", "None"], "fax.tif": ["-monochrome", "-compress", "Group4"],
                "tiles.tif": ["-define", "tiff:tile-geometry=64x64"], "two.tif": ["(", "+clone", ")"]}.items():
            for model in ("canon-pro-1000", "canon-ir1020"):
                with self.subTest(name=name, model=model):
                    sides = self.sides(self.made_by_imagemagick(name, *operations), model=model)
                    self.assertEqual(len(sides), 2 if name == "two.tif" else 1)

    def test_vectors(self):
        self.assertEqual(len(self.sides(pdf([TEXT_PAGE] * 3))), 3)
        self.assertEqual(len(self.sides("%!PS-Adobe-3.0\n/Helvetica 30 selectfont 72 72 moveto (PostScript) show showpage showpage\n")), 2)
        self.assertEqual(len(self.sides("plain text, naïve café, Ελληνικά\n\fand a second page\n")), 2)

    def test_a_book_of_more_pages_than_one_renderer_takes(self):
        job = self.convert("canon-ir1020", self.write("book.pdf", pdf([TEXT_PAGE] * 1200)))
        record, _ = self.decode(job, "--resolution", "10")
        self.assertEqual((record["state"], len(record["sides"])), ("completed", 1200))
        self.assertEqual(len({side["raster-fnv1a64"] for side in record["sides"]}), 1)

    def test_what_lies_outside_the_crop_box_is_not_printed(self):
        page = pdf(["0 0 300 400 re f"], size=(300, 400), extra="/CropBox[100 100 200 250]")
        job = self.convert("canon-ir1020", self.write("crop.pdf", page), "media=iso_a4_210x297mm")
        _, (sheet,) = self.decode(job, "--resolution", "72")
        ink = self.tool("convert", sheet, "-threshold", "50%", "-negate", "-trim", "-format", "%wx%h", "info:").decode()
        width, height = map(int, ink.split("x"))
        self.assertLessEqual(abs(width - 100), 1)
        self.assertLessEqual(abs(height - 150), 1)

    def test_pwg_raster_that_ghostscript_wrote(self):
        source = self.write("source.pdf", pdf([TEXT_PAGE] * 2))
        self.tool("gs", "-q", "-dBATCH", "-dNOPAUSE", "-r300", "-sDEVICE=pwgraster", f"-sOutputFile={self.folder / 'r'}", source)
        self.assertEqual(len(self.sides((self.folder / "r").read_bytes())), 2)

    def test_apple_raster(self):
        # 300 x 400 gray pixels at 100 dpi: each line is repeated once (0 = one line) and is 128 + 128 + 44 equal pixels.
        line = bytes([0, 127, 90, 127, 90, 43, 90])
        header = struct.pack(">BBBBIIIIII", 8, 0, 0, 4, 0, 0, 300, 400, 100, 0) + bytes(4)
        self.assertEqual(len(self.sides(b"UNIRAST\0" + struct.pack(">I", 1) + header + line * 400)), 1)

    def test_a_pipe(self):
        out = self.folder / "job"
        code, _, err = run("convert", "-m", "canon-ir1024", "-O", out, "-", stdin=pdf([TEXT_PAGE]))
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(len(self.decode(out, "-q")[0]["sides"]), 1)

    def test_a_named_pipe_is_read_once(self):
        pipe, out = self.folder / "pipe", self.folder / "job"
        os.mkfifo(pipe)
        # More than a pipe holds: the writer fails where its reader goes away.
        writer = subprocess.Popen(["sh", "-c", f"cat > {pipe}"], stdin=subprocess.PIPE)
        reader = subprocess.Popen([PLATEN, "convert", "-m", "canon-ir1024", "-O", out, pipe], stderr=subprocess.PIPE)
        writer.communicate(pdf([TEXT_PAGE], extra="/Padding(" + 200_000 * "x" + ")"), timeout=60)
        self.assertEqual((writer.returncode, reader.communicate(timeout=60)[1], reader.returncode), (0, b"", 0))
        self.assertEqual(len(self.decode(out, "-q")[0]["sides"]), 1)

    def test_the_output_may_be_standard_output(self):
        path = self.write("d.pdf", pdf([TEXT_PAGE]))
        code, job, _ = run("convert", "-m", "canon-ir1024", "-O", "-", path)
        self.assertEqual(code, 0)
        code, _, err = run("decode", "-q", "-O", self.folder / "s", "-", stdin=job)
        self.assertEqual((code, err), (0, ""))


class Tickets(Case):
    def sides(self, pages, *options, model="canon-ir1020", size=(595.276, 841.89)):
        path = self.write("d.pdf", pdf([TEXT_PAGE] * pages, size))
        record, _ = self.decode(self.convert(model, path, *options), "-q", "-r", "20")
        shutil.rmtree(self.folder / "sheets")
        return record["sides"]

    def test_two_sided_sheets(self):
        sides = self.sides(3, "sides=two-sided-short-edge")
        self.assertEqual([(s["sheet"], s["side"], s["sides"]) for s in sides],
                         [(1, "front", "two-sided-short-edge"), (1, "back", "two-sided-short-edge"), (2, "front", "two-sided-short-edge")])

    def test_collated_copies_repeat_the_set(self):
        sides = self.sides(2, "copies=3")
        self.assertEqual([(s["copies"]) for s in sides], [1] * 6)
        hashes = [s["raster-fnv1a64"] for s in sides]
        self.assertEqual(hashes, hashes[:2] * 3)

    def test_uncollated_copies_repeat_the_sheet(self):
        sides = self.sides(2, "copies=3", "multiple-document-handling=separate-documents-uncollated-copies")
        self.assertEqual([s["copies"] for s in sides], [3, 3])
        sides = self.sides(2, "copies=2", "multiple-document-handling=separate-documents-uncollated-copies", model="canon-pro-1000")
        hashes = [s["raster-fnv1a64"] for s in sides]
        self.assertEqual(len(hashes), 4)

    def test_page_ranges(self):
        self.assertEqual(len(self.sides(9, "page-ranges=2,4-6,9-20")), 5)

    def test_media_trays_and_types_reach_the_device(self):
        side = self.sides(1, "media=na_letter_8.5x11in", "media-source=by-pass-tray", "media-type=labels")[0]
        self.assertEqual((side["medium"], side["width-hmm"], side["height-hmm"]), ("na_letter_8.5x11in", 21590, 27940))
        self.assertNotIn(side["tray"], ("auto", "default"))
        self.assertNotEqual(side["media-type"], "")

    def test_each_language_of_a_model_prints_the_same_page(self):
        made = {}
        for language in ("pcl-xl", "pcl-5e"):
            for media, tray, sides in (("iso_a4_210x297mm", "tray-1", "two-sided-long-edge"), ("na_letter_8.5x11in", "tray-2", "two-sided-short-edge"),
                                       ("na_legal_8.5x14in", "by-pass-tray", "two-sided-long-edge"), ("iso_a5_148x210mm", "auto", "one-sided"),
                                       ("na_invoice_5.5x8.5in", "auto", "one-sided"), ("na_executive_7.25x10.5in", "auto", "one-sided"),
                                       ("jis_b5_182x257mm", "auto", "one-sided"), ("na_monarch_3.875x7.5in", "auto", "one-sided"),
                                       ("na_number-10_4.125x9.5in", "auto", "one-sided"), ("iso_dl_110x220mm", "auto", "one-sided"),
                                       ("iso_c5_162x229mm", "auto", "one-sided"), ("iso_b5_176x250mm", "by-pass-tray", "one-sided")):
                path = self.write("d.pdf", pdf([CORNERS] * 2, (200, 400)))
                job = self.convert("canon-ir1020", path, f"printer-language={language}", f"media={media}", f"media-source={tray}",
                                   f"sides={sides}", "print-scaling=none", "copies=2",
                                   "multiple-document-handling=separate-documents-uncollated-copies")
                record, sheets = self.decode(job, "-q", "-m", "canon-ir1020", "-r", "100")
                self.assertEqual((record["state"], record["language"], record["warnings"]), ("completed", language, []))
                made[language, media] = [{key: side[key] for key in ("sheet", "side", "sides", "medium", "tray", "copies", "media-type",
                                                                     "raster-fnv1a64", "margins-hmm", "warnings")} for side in record["sides"]]
                self.assertEqual(len(sheets), 2)
                self.assertEqual([side["warnings"] for side in record["sides"]], [[], []])
                shutil.rmtree(self.folder / "sheets")
        for (language, media), sides in made.items():
            self.assertEqual(sides, made["pcl-xl", media], f"{language} {media}")

    def test_a_language_that_a_model_does_not_have(self):
        path = self.write("d.pdf", pdf([TEXT_PAGE]))
        self.assert_refused(2, "convert", "-m", "canon-ir1020", "-o", "printer-language=escp", "-O", self.folder / "x", path,
                            says=("printer-language=escp", "pcl-xl or pcl-5e"))
        self.assert_refused(2, "convert", "-m", "canon-pro-1000", "-o", "printer-language=pcl-5e", "-O", self.folder / "x", path,
                            says=("printer-language",))

    def test_pages_of_several_sizes_choose_their_paper(self):
        source = pdf([TEXT_PAGE])
        a5 = self.write("a5.pdf", pdf([TEXT_PAGE], (419.53, 595.276)))
        a4 = self.write("a4.pdf", source)
        self.tool("qpdf", "--empty", "--pages", a4, a5, a4, "--", "mixed.pdf")
        record, _ = self.decode(self.convert("canon-ir1020", self.folder / "mixed.pdf"), "-q", "-r", "20")
        self.assertEqual([s["medium"] for s in record["sides"]], ["iso_a4_210x297mm", "iso_a5_148x210mm", "iso_a4_210x297mm"])

    def test_the_same_input_gives_the_same_bytes(self):
        path = self.write("d.pdf", pdf([TEXT_PAGE] * 4))
        first = self.convert("canon-ir1020", path).read_bytes()
        self.assertEqual(self.convert("canon-ir1020", path).read_bytes(), first)


class NewModel(Case):
    def test_one_file_adds_a_printer(self):
        _, out, _ = run("drivers", "--json")
        known = {model["id"]: model for model in json.loads(out)}
        data = self.folder / "data"
        shutil.copytree(pathlib.Path(known["canon-ir1020"]["file"]).parents[1], data / "printers")
        source = (data / "printers" / "canon" / "canon-ir1024.toml").read_text()
        fresh = re.sub(r'(?m)^id\s*=.*$', 'id = "acme-laser"', source, count=1)
        fresh = re.sub(r'imageRUNNER 1024', 'Acme Laser', fresh)
        fresh = re.sub(r'iR10', 'AcmeLaser', fresh)
        (data / "printers" / "acme-laser.toml").write_text(fresh)
        env = {"PLATEN_DATA": str(data)}
        code, out, err = run("drivers", env=env)
        self.assertEqual(code, 0, err)
        self.assertIn(b"acme-laser", out)
        job = self.folder / "job"
        code, _, err = run("convert", "-m", "acme-laser", "-O", job, self.write("d.pdf", pdf([TEXT_PAGE])), env=env)
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(self.decode(job, "-q")[0]["state"], "completed")


if __name__ == "__main__":
    unittest.main()
