"""platen as a client of a driverless printer (ippeveprinter): what it sends is read by libcups and compared."""
import json
import os
import re
import signal
import subprocess
import time
import unittest

from support import COMPARE, PLATEN, Case, pdf, run
from world import Printer, World

READER = os.environ["RASTER_PAGES"]


class IppPrinter(Case):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.printers = {}
        cls.ports = iter(range(8901, 8990))

    def printer(self, name="all", **how):
        """One ippeveprinter of each kind for all tests."""
        if name not in self.printers:
            self.printers[name] = Printer(self.world, name, next(self.ports), **how)
            self.addClassCleanup(self.printers[name].stop)
        return self.printers[name]

    def letter(self):
        run("test-page", "document", "-O", self.folder / "letter.pdf")
        return self.folder / "letter.pdf"

    def send(self, printer, model, document, *options, code=0, uri=None):
        settings = [word for option in options for word in ("-o", option)]
        got, _, err = self.world.platen("convert", "-m", model, *settings, "-O", uri or printer.uri, document)
        self.assertEqual(got, code, err + printer.said())
        return err

    def pages(self, document):
        """(headers, pictures) of a raster file, as libcups reads it."""
        out = self.tool(READER, document, self.folder / "page").decode()
        headers = [json.loads(line) for line in out.splitlines()]
        return headers, [next(self.folder.glob(f"page-{n}.p?m")) for n in range(1, len(headers) + 1)]

    def test_one_bit_pages_are_those_that_the_imagerunner_draws(self):
        printer = self.printer(options=("-2",))
        letter = self.letter()
        self.send(printer, "canon-ir1020", letter, "media=na_letter_8.5x11in", "print-scaling=none")
        headers, pictures = self.pages(printer.documents("pwg")[-1])
        self.assertEqual([(h["width"], h["height"], h["dpi"], h["bits"]) for h in headers], [(5100, 6600, 600, 1)] * 2)
        self.assertEqual(headers[0]["size"], "na_letter_8.5x11in")
        _, sheets = self.decode(self.convert("canon-ir1020", letter, "media=na_letter_8.5x11in", "print-scaling=none"),
                                "-q", "-r", "full")
        for sheet, picture in zip(sheets, pictures, strict=True):
            self.tool(COMPARE, "--shrink", "16", "--slack", "4", "--threshold", "0.85", sheet, picture)

    def test_a_page_that_equals_its_paper_is_true_to_the_dot(self):
        # A rectangle one inch from the edges of A4: black at 1 inch, white just outside.
        document = self.write("box.pdf", pdf(["72 72 451.276 697.89 re f"]))
        printer = self.printer(options=("-2",))
        self.send(printer, "canon-ir1020", document, "media=iso_a4_210x297mm")
        headers, pictures = self.pages(printer.documents("pwg")[-1])
        self.assertEqual((headers[0]["width"], headers[0]["height"]), (4961, 7016))
        data = pictures[0].read_bytes()
        pixels = data[len(data) - 4961 * 7016:]
        row = pixels[3508 * 4961:3509 * 4961]
        black = [x for x, level in enumerate(row) if level == 0]
        self.assertLessEqual(abs(black[0] - 600), 1)
        self.assertLessEqual(abs(black[-1] - (4961 - 601)), 1)
        column = pixels[2480::4961]
        black = [y for y, level in enumerate(column) if level == 0]
        self.assertLessEqual(abs(black[0] - 600), 1)
        self.assertLessEqual(abs(black[-1] - (7016 - 601)), 1)

    def test_two_sided_copies_are_told_once(self):
        printer = self.printer(options=("-2",))
        self.send(printer, "canon-ir1020", self.letter(), "media=na_letter_8.5x11in", "sides=two-sided-short-edge",
                  "copies=2")
        headers, _ = self.pages(printer.documents("pwg")[-1])
        self.assertEqual([(h["duplex"], h["tumble"]) for h in headers], [(1, 1)] * 2)

    def test_colour_goes_as_colour_where_it_is_taken(self):
        conf = self.world.folder / "colour.conf"
        conf.write_text(COLOUR)
        printer = self.printer("colour", formats=None, options=("-a", conf))
        picture = self.folder / "p.png"
        run("test-page", "picture", "-O", picture)
        self.send(printer, "canon-pro-1000", picture, "media=iso_a4_210x297mm", "printer-resolution=300dpi", "media-type=photographic-glossy")
        headers, pictures = self.pages(printer.documents("pwg")[-1])
        self.assertEqual([(h["bits"], h["space"], h["dpi"]) for h in headers], [(24, 19, 300)])
        _, sheets = self.decode(self.convert("canon-pro-1000", picture, "media=iso_a4_210x297mm",
                                             "printer-resolution=300dpi", "media-type=photographic-glossy"), "-q", "-r", "full")
        self.tool(COMPARE, "--shrink", "8", "--slack", "8", "--threshold", "0.85", sheets[0], pictures[0])

    def test_apple_raster_where_that_is_all(self):
        printer = self.printer("urf", formats="image/urf")
        self.send(printer, "canon-pro-1000", self.letter(), "media=na_letter_8.5x11in", "page-ranges=1")
        headers, _ = self.pages(printer.documents("urf")[-1])
        self.assertEqual([(h["width"], h["height"], h["dpi"]) for h in headers], [(5100, 6600, 600)])

    def test_jpeg_where_that_is_all(self):
        printer = self.printer("jpeg", formats="image/jpeg")
        self.send(printer, "canon-pro-1000", self.letter(), "media=na_letter_8.5x11in")
        pages = printer.documents("jpg")
        self.assertEqual(len(pages), 2)
        self.assertIn(b"5100x6600", self.tool("file", pages[0]))

    def test_the_page_is_the_same_in_whatever_the_printer_takes(self):
        # Poppler draws what should be there; libcups reads the raster, ImageMagick the JPEG.
        letter = self.letter()
        self.tool("pdftoppm", "-r", "600", "-f", "1", "-l", "1", "-singlefile", letter, "expected")
        # The document is A4, in the middle of Letter.
        self.tool("convert", "expected.ppm", "-gravity", "center", "-background", "white", "-extent", "5100x6600", "expected.ppm")
        for name, mime, ending in (("only-pwg", "image/pwg-raster", "pwg"), ("urf", "image/urf", "urf"), ("jpeg", "image/jpeg", "jpg")):
            with self.subTest(mime):
                printer = self.printer(name, formats=mime)
                told = self.world.run("ipptool", "-tv", printer.uri, "get-printer-attributes.test")[1]
                self.assertEqual(re.search(r"document-format-supported \(\S+ ?\S*\) = (.*)", told).group(1).split(","),
                                 ["application/octet-stream", mime])  # the first is ippeveprinter's own, for "some bytes"
                self.send(printer, "canon-pro-1000", letter, "media=na_letter_8.5x11in", "page-ranges=1", "print-scaling=none")
                got = printer.documents(ending)[-1]
                if ending == "jpg":
                    self.tool("convert", got, "page.ppm")
                    picture = self.folder / "page.ppm"
                else:
                    (header,), (picture,) = self.pages(got)
                    self.assertEqual((header["width"], header["height"], header["dpi"]), (5100, 6600, 600))
                done = subprocess.run([COMPARE, "--shrink", "16", "--slack", "4", "--threshold", "0.85", self.folder / "expected.ppm", picture],
                                      capture_output=True, check=False)
                self.assertEqual(done.returncode, 0, (done.stdout, done.stderr))

    def test_a_printer_that_takes_nothing_of_ours(self):
        printer = self.printer("pdf", formats="application/pdf")
        err = self.send(printer, "canon-pro-1000", self.letter(), "media=na_letter_8.5x11in", code=1)
        self.assertIn("image/pwg-raster", err)
        self.assertEqual(printer.documents("pwg"), [])

    def test_one_sided_printer_and_two_sided_job(self):
        err = self.send(self.printer("urf", formats="image/urf"), "canon-ir1020", self.letter(),
                        "media=na_letter_8.5x11in", "sides=two-sided-long-edge", code=1)
        self.assertIn("two-sided-long-edge", err)

    def test_tls(self):
        printer = self.printer(options=("-2",))
        self.send(printer, "canon-ir1020", self.letter(), "media=na_letter_8.5x11in",
                  uri=printer.uri.replace("ipp:", "ipps:"))

    def test_a_wrong_path_and_a_dead_printer(self):
        printer = self.printer(options=("-2",))
        err = self.send(printer, "canon-ir1020", self.letter(), uri=f"ipp://localhost:{printer.port}/ipp/nothing", code=1)
        self.assertIn("not-found", err)
        err = self.send(printer, "canon-ir1020", self.letter(), uri="ipp://localhost:1/ipp/print", code=3)
        self.assertIn("nobody answers", err)

    def test_the_printer_gives_the_job_up(self):
        printer = self.printer("failing", command="/bin/false", formats="image/pwg-raster")
        err = self.send(printer, "canon-ir1020", self.letter(), "media=na_letter_8.5x11in", code=1)
        self.assertIn("gave the job up", err)

    def test_what_the_printer_says_is_told_while_it_prints(self):
        go_on = self.world.folder / "go-on"
        command = self.world.folder / "wants-paper.sh"
        command.write_text("#!/bin/sh\necho 'STATE: +media-needed' >&2\n"
                           f"while [ ! -e {go_on} ]; do sleep 0.1; done\necho 'STATE: -media-needed' >&2\n")
        command.chmod(0o755)
        printer = self.printer("paper", command=command, formats="image/pwg-raster")
        platen = self.server("server", 8990)
        self.assertEqual(platen("add", "-d", "p", "-m", "canon-ir1020", "-v", printer.uri)[0], 0)
        self.assertEqual(platen("submit", "-d", "p", "-o", "media=na_letter_8.5x11in", self.letter())[0], 0)
        reasons = lambda: json.loads(platen("status", "-d", "p", "--json")[1])["printer-state-reasons"]
        self.until(lambda: reasons() == ["media-needed-warning"])  # the severity is ippeveprinter's
        go_on.touch()
        self.until(lambda: reasons() == [])

    def test_how_a_printer_at_rest_is(self):
        command = self.world.folder / "stays-open.sh"
        command.write_text("#!/bin/sh\necho 'STATE: +cover-open' >&2\n")
        command.chmod(0o755)
        printer = self.printer("open", command=command, formats="image/pwg-raster")
        platen = self.server("asks", 8991, "[devices]\nstatus-seconds = 1\n")
        tell = lambda *words: json.loads(platen(*words, "-d", "p", "--json")[1])
        self.assertEqual(platen("add", "-d", "p", "-m", "canon-ir1020", "-v", printer.uri)[0], 0)
        # ippeveprinter's own attributes: ipptool reads the same.
        rows = self.world.run("ipptool", "-tv", printer.uri, "get-printer-attributes.test")[1]
        black = re.search(r"type=toner;[^,]*level=(\d+);colorantname=black", rows)
        supplies = self.until(lambda: [one for one in tell("supplies") if one["percent"] is not None])
        self.assertIn(int(black.group(1)), [one["percent"] for one in supplies if one["color"] == "black"])
        self.assertEqual(tell("status")["printer-state-reasons"], [])
        self.assertEqual(platen("submit", "-d", "p", "-o", "media=na_letter_8.5x11in", self.letter())[0], 0)
        self.until(lambda: json.loads(platen("jobs", "--all", "--json")[1])[0]["job-state"] == "completed")
        self.until(lambda: tell("status")["printer-state-reasons"] == ["cover-open-report"])  # with no job of ours

    def server(self, name, port, config=""):
        """A server on a state folder and port of its own; a function that calls platen as its client."""
        state = self.world.folder / name
        state.mkdir()
        (state / "platen.toml").write_text(config)
        with (state / "log").open("wb") as log:
            server = self.world.popen(PLATEN, "server", "--state", state, "--config", state / "platen.toml", "--port", port,
                                      "--allow-root", stdout=subprocess.PIPE, stderr=log, start_new_session=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(os.killpg, server.pid, signal.SIGTERM)
        self.assertIn(b"http://", server.stdout.readline())
        return lambda *words: self.world.platen(*words, env={"PLATEN_SERVER": str(state / "platen.sock")})

    def until(self, what):
        end = time.monotonic() + 60
        while not (found := what()):
            self.assertLess(time.monotonic(), end, "it does not come to pass")
            time.sleep(0.1)
        return found

    def test_an_interrupted_job_is_canceled_in_the_printer(self):
        slow = self.world.folder / "slow.sh"
        slow.write_text("#!/bin/sh\nexec sleep 30\n")
        slow.chmod(0o755)
        printer = self.printer("slow", command=slow, formats="image/pwg-raster")
        job = self.world.popen(os.environ["PLATEN"], "convert", "-m", "canon-ir1020", "-o", "media=na_letter_8.5x11in",
                               "-O", printer.uri, self.letter(), stderr=subprocess.PIPE, start_new_session=True)
        for _ in range(200):
            if "Running command" in printer.said():
                break
            time.sleep(0.05)
        before = time.monotonic()
        os.killpg(job.pid, signal.SIGINT)
        _, err = job.communicate(timeout=20)
        self.assertLess(time.monotonic() - before, 2)
        self.assertIn(b"cancelled", err)
        for _ in range(40):
            if "Cancel-Job successful-ok" in printer.said():
                return
            time.sleep(0.05)
        self.fail(printer.said())


# What makes ippeveprinter a colour printer.
COLOUR = """
ATTR mimeMediaType document-format-supported application/octet-stream,image/pwg-raster
ATTR mimeMediaType document-format-default application/octet-stream
ATTR boolean color-supported true
ATTR keyword print-color-mode-supported auto,color,monochrome
ATTR keyword print-color-mode-default auto
ATTR keyword pwg-raster-document-type-supported sgray_8,srgb_8
ATTR resolution pwg-raster-document-resolution-supported 300dpi,600dpi
ATTR resolution printer-resolution-supported 300dpi,600dpi
ATTR keyword media-supported iso_a4_210x297mm
ATTR keyword media-default iso_a4_210x297mm
ATTR keyword media-type-supported photographic-glossy,stationery
ATTR keyword media-source-supported auto
ATTR keyword media-col-supported media-bottom-margin,media-left-margin,media-right-margin,media-size,media-source,media-top-margin,media-type
ATTR collection media-size-supported {MEMBER integer x-dimension 21000 MEMBER integer y-dimension 29700}
ATTR keyword sides-supported one-sided
ATTR integer media-bottom-margin-supported 500
ATTR integer media-left-margin-supported 340
ATTR integer media-right-margin-supported 340
ATTR integer media-top-margin-supported 300
"""

if __name__ == "__main__":
    unittest.main()
