"""What a PRO-1000 says of itself decides what it is told: colours, pixels, clear coat, its paper."""
import json
import pathlib
import signal
import subprocess
import tempfile
import unittest

from server_commands_test import ServerCase
from support import PLATEN, Case, first_address, run

ADOBE_RGB = pathlib.Path("/usr/share/color/icc/colord/AdobeRGB1998.icc")
SRGB = (90, 160, 120)
PAPER = ("media=na_index-4x6_4x6in", "media-type=canon-pro-luster")
# The same as the printer knows it: docs/protocols/ivec.md, 6 and 7.
LOADED = ("loaded-size=na_index-4x6_4x6in", "loaded-type=custom-media-type-canon-00000000-0000-0000-0000-000000002005")


def adobe_of_srgb(*samples):
    """A colour of sRGB (IEC 61966-2-1) in Adobe RGB (1998), 4.3.1.2; all samples are 0..1, and both have the white D65."""
    light = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in samples]
    xyz = [sum(a * b for a, b in zip(row, light)) for row in
           ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))]
    return [max(0, sum(a * b for a, b in zip(row, xyz))) ** (256 / 563) for row in
            ((2.04159, -0.56501, -0.34473), (-0.96924, 1.87597, 0.04156), (0.01344, -0.11836, 1.01517))]


class Twin:
    """The virtual PRO-1000 with something that its owner set."""

    def __init__(self, case, *settings, more=()):
        self.sheets = pathlib.Path(tempfile.mkdtemp(dir=case.folder))
        words = [word for setting in settings for word in ("--set", setting)]
        self.process = subprocess.Popen([PLATEN, "virtual", "canon-pro-1000", "--port", "0", "--sheets", self.sheets, *words, *more],
                                        stdout=subprocess.PIPE)
        case.addCleanup(self.stop)
        self.address = first_address(self.process.stdout.readline())

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.process.stdout.close()

    def record(self):
        """Of the one job that it has printed."""
        self.process.stdout.readline()
        return json.loads((self.sheets / "job-0001.json").read_text())

    def sheet(self):
        return next(self.sheets.glob("*.png"))


class Pictures(Case):
    def picture(self, colour="srgb(64,180,64)", profile=None, name="picture.tif"):
        path = self.folder / name
        tagged = ["-profile", profile] if profile else []
        self.tool("convert", "-size", "300x300", f"xc:{colour}", "-depth", "8", "-type", "TrueColor", "-units", "PixelsPerInch",
                  "-density", "150", *tagged, path)
        return path

    def middle(self, picture):
        """The colour in the middle of a picture."""
        return tuple(self.tool("convert", picture, "-gravity", "center", "-crop", "4x4+0+0", "-scale", "1x1!", "-depth", "8", "rgb:-"))


class Device(Pictures):
    def print(self, twin, document, *options):
        """(record, what was said) of a job that must be printed."""
        words = [word for option in (*PAPER, *options) for word in ("-o", option)]
        code, _, err = run("convert", "-m", "canon-pro-1000", *words, "-O", twin.address, document)
        self.assertEqual(code, 0, err)
        record = twin.record()
        self.assertEqual(record["state"], "completed", record["reason"])
        self.assertEqual(record["warnings"], [])
        return record, err

    def refused(self, twin, document, *options):
        """What is said of a job that the printer cannot do."""
        words = [word for option in (*PAPER, *options) for word in ("-o", option)]
        code, _, err = run("convert", "-m", "canon-pro-1000", *words, "-O", twin.address, document)
        self.assertEqual((code, err.count("\n")), (1, 1), err)
        return err

    def test_a_wide_gamut_goes_as_adobe_rgb_where_the_printer_takes_it(self):
        wide = self.picture(profile=ADOBE_RGB)
        twin = Twin(self, "adobe-rgb=on")
        record, _ = self.print(twin, wide, "sharpening=none")
        self.assertEqual(record["sides"][0]["color-space"], "AdobeRGB")
        for got, stored in zip(self.middle(twin.sheet()), (64, 180, 64)):
            self.assertAlmostEqual(got, stored, delta=1)

    def test_without_its_word_the_pages_are_srgb(self):
        wide = self.picture(profile=ADOBE_RGB)
        twin = Twin(self)
        record, _ = self.print(twin, wide, "sharpening=none")
        self.assertEqual(record["sides"][0]["color-space"], "sRGB")
        self.assertLess(self.middle(twin.sheet())[0], 40)  # this green has less red in sRGB

    def test_what_srgb_holds_stays_srgb(self):
        record, _ = self.print(Twin(self, "adobe-rgb=on"), self.picture())
        self.assertEqual(record["sides"][0]["color-space"], "sRGB")

    def test_black_and_white_stays_srgb(self):
        record, _ = self.print(Twin(self, "adobe-rgb=on"), self.picture(profile=ADOBE_RGB), "black-and-white=neutral")
        self.assertEqual(record["sides"][0]["color-space"], "sRGB")

    def test_platen_managed_pages_are_the_papers(self):
        record, _ = self.print(Twin(self, "adobe-rgb=on"), self.picture(profile=ADOBE_RGB), f"icc-profile={ADOBE_RGB}")
        self.assertEqual((record["sides"][0]["color-space"], record["sides"][0]["intent"]), ("sRGB", "none"))

    def test_mats_and_pictures_share_the_colours_of_the_page(self):
        twin = Twin(self, "adobe-rgb=on")
        self.print(twin, self.picture(profile=ADOBE_RGB), "image-width=40mm", "image-height=40mm", "mat-width=10mm",
                   "mat-color=#804020", "sharpening=none")
        width, height = map(int, self.tool("identify", "-format", "%w %h", twin.sheet()).split())
        # 25 mm from the middle at 100 dpi: in the mat.
        mat = self.tool("convert", twin.sheet(), "-crop", f"4x4+{width // 2 - 2}+{height // 2 - 98}", "-scale", "1x1!", "-depth", "8",
                        "rgb:-")
        for got, expected in zip(mat, adobe_of_srgb(0x80 / 255, 0x40 / 255, 0x20 / 255)):
            self.assertAlmostEqual(got, 255 * expected, delta=1)

    def test_too_many_pixels_are_fewer_and_said(self):
        record, said = self.print(Twin(self, "most-columns=1200"), self.picture())
        self.assertEqual((record["sides"][0]["resolution-dpi"], record["sides"][0]["raster-width"]), (300, 1119))
        self.assertIn("at most 1200 x 19200 pixels: printed at 300dpi in place of 600dpi", said)

    def test_a_page_that_never_fits_is_refused(self):
        self.assertIn("has 1119 x 1705 pixels, the printer takes at most 1000 x 19200",
                      self.refused(Twin(self, "most-columns=1000"), self.picture()))

    def test_a_resolution_that_it_has_not_is_the_next_lower(self):
        record, said = self.print(Twin(self), self.picture(), "media-type=canon-baryta", "printer-resolution=1200dpi")
        self.assertEqual(record["sides"][0]["resolution-dpi"], 600)
        self.assertIn("takes no pages of 1200dpi: printed at 600dpi", said)

    def test_300_dpi_is_300_dpi(self):
        record, said = self.print(Twin(self), self.picture(), "media-type=stationery", "printer-resolution=300dpi")
        self.assertEqual((record["sides"][0]["resolution-dpi"], said), (300, ""))

    def test_it_compares_its_paper_where_it_can(self):
        record, _ = self.print(Twin(self, "mismatch-detection=on", *LOADED), self.picture(), "mismatch-detection=on")
        self.assertIs(record["mismatch-detection"], True)

    def test_it_does_not_where_nobody_asks_or_it_cannot(self):
        twin = Twin(self, "mismatch-detection=on")
        record, _ = self.print(twin, self.picture())
        self.assertNotIn("mismatch-detection", record)
        self.assertIn("mismatch-detection=on: the printer does not say", self.refused(Twin(self), self.picture(), "mismatch-detection=on"))

    def test_clear_coat_is_said_where_it_is_listed(self):
        record, _ = self.print(Twin(self, "clear-coat=on"), self.picture(), "clear-coat=all")
        self.assertEqual(record["sides"][0]["clear-coat"], "all")

    def test_clear_coat_is_never_said_unasked(self):
        record, _ = self.print(Twin(self, "clear-coat=on"), self.picture())
        self.assertNotIn("clear-coat", record["sides"][0])
        self.assertIn("clear-coat=all: the printer does not say", self.refused(Twin(self), self.picture(), "clear-coat=all"))

    def test_a_size_of_ones_own(self):
        record, _ = self.print(Twin(self), self.picture(), "media=custom_mine_120x200mm")
        side = record["sides"][0]
        self.assertEqual((side["medium"], side["width-hmm"], side["height-hmm"]), ("UserDefinitionSize", 12000, 20000))
        code, _, err = run("convert", "-m", "canon-pro-1000", "-o", "media=custom_mine_120x200mm", "-o", "borderless=on",
                           "-O", self.folder / "none", self.picture())
        self.assertEqual((code, err.count("\n")), (2, 1), err)
        self.assertIn("borderless printing does not go with the size 120 x 200 mm", err)


def adobe_raster(colour, bits, width=1119, height=1705, dpi=300):
    """A page of PWG raster in one colour of AdobeRGB (PWG 5102.4: space 20), its samples 0..1."""
    header = bytearray(1796)
    header[0:9] = b"PwgRaster"
    for at, value in ((276, dpi), (280, dpi), (340, 1), (352, 288), (356, 432), (372, width), (376, height), (384, bits),
                      (388, 3 * bits), (392, 3 * bits // 8 * width), (396, 0), (400, 20), (420, 3), (452, 1), (456, 1), (460, 1)):
        header[at:at + 4] = value.to_bytes(4, "big")
    pixel = b"".join(round(sample * (2 ** bits - 1)).to_bytes(bits // 8, "big") for sample in colour)
    line = b"".join(bytes([min(128, width - at) - 1]) + pixel for at in range(0, width, 128))
    return b"RaS2" + bytes(header) + b"".join(bytes([min(256, height - at) - 1]) + line for at in range(0, height, 256))


class OtherPaper(ServerCase, Pictures):
    """A twin whose paper is not the job's: A4 of plain paper, as long as nobody loads another."""

    def queue(self, *settings):
        twin = Twin(self, "mismatch-detection=on", *settings, more=("--chmp", "0"))
        self.platen("add", "-d", "other", "-m", "canon-pro-1000", "-v", twin.address + "&chmps=off&snmp=off")
        self.addCleanup(self.platen, "delete", "-d", "other")
        return twin

    def send(self, *options):
        return self.submit("-d", "other", *(word for option in (*PAPER, *options) for word in ("-o", option)), self.picture())

    def reasons(self):
        return self.json("status", "-d", "other")["printer-state-reasons"]

    def stops_until_it_is_mended(self, *settings):
        twin = self.queue(*settings)
        job = self.send("mismatch-detection=on")
        self.until(lambda: any(reason.startswith("media-needed") for reason in self.reasons()))
        self.assertEqual(list(twin.sheets.glob("*.png")), [])
        self.assertNotEqual(self.job(job)["job-state"], "completed")
        twin.process.send_signal(signal.SIGUSR1)
        self.until(lambda: self.job(job)["job-state"] == "completed")
        self.assertEqual(twin.record()["state"], "completed")
        self.until(lambda: not any(reason.startswith("media-needed") for reason in self.reasons()))
        again = self.send("mismatch-detection=on")  # now it has that paper
        self.until(lambda: self.job(again)["job-state"] == "completed")

    def test_another_size_and_type_stop_it(self):
        self.stops_until_it_is_mended()

    def test_another_type_stops_it(self):
        self.stops_until_it_is_mended(LOADED[0])

    def test_another_size_stops_it(self):
        self.stops_until_it_is_mended(LOADED[1])

    def test_it_prints_on_what_it_has_where_nobody_asks(self):
        twin = self.queue()
        job = self.send("mismatch-detection=off")
        self.until(lambda: self.job(job)["job-state"] == "completed")
        self.assertEqual(len(list(twin.sheets.glob("*.png"))), 1)


class TheServerSays(ServerCase, Pictures):
    def test_raster_of_adobe_rgb_is_taken_with_8_and_16_bits(self):
        colour = adobe_of_srgb(*(sample / 255 for sample in SRGB))
        told = self.tool("ipptool", "-tv", f"ipp://localhost:{self.server.port}/ipp/print/pro-1000", "get-printer-attributes.test").decode()
        for bits in (8, 16):
            self.assertRegex(told, rf"pwg-raster-document-type-supported .*adobe-rgb_{bits}\b")
            twin = Twin(self)
            self.platen("add", "-d", "raster", "-m", "canon-pro-1000", "-v", twin.address + "?chmp=off&chmps=off&snmp=off")
            page = self.write("page.pwg", adobe_raster(colour, bits))
            job = self.submit("-d", "raster", *(word for option in PAPER for word in ("-o", option)), "--wait", page)
            self.assertEqual(self.job(job)["job-state"], "completed")
            (line,) = self.json("jobs", "--statement", str(job))
            self.assertEqual(line["source-bits"], bits)
            for got, right in zip(self.middle(twin.sheet()), SRGB):
                self.assertAlmostEqual(got, right, delta=1)
            self.platen("delete", "-d", "raster")
            twin.stop()

    def test_the_statement_names_the_colours_of_the_page(self):
        wide = self.picture(profile=ADOBE_RGB)
        for settings, space in ((("adobe-rgb=on",), "AdobeRGB"), ((), "sRGB")):
            twin = Twin(self, *settings)
            self.platen("add", "-d", "twin", "-m", "canon-pro-1000", "-v", twin.address + "?chmp=off&chmps=off&snmp=off")
            job = self.submit("-d", "twin", *(word for option in PAPER for word in ("-o", option)), "--wait", wide)
            (line,) = self.json("jobs", "--statement", str(job))
            self.assertEqual((line["color-management"], line["page-color-space"]), ("printer", space))
            self.platen("delete", "-d", "twin")
            twin.stop()

    def test_a_recipe_over_adobe_rgb_is_printed_as_adobe_rgb(self):
        # As a dialog prints it: by IPP, with the recipe's name alone, and then with what the preset of that name says.
        self.picture(profile=ADOBE_RGB)
        twin = Twin(self, "adobe-rgb=on")
        self.platen("add", "-d", "wide", "-m", "canon-pro-1000", "-v", twin.address + "/?chmp=off&chmps=off&snmp=off")
        self.addCleanup(self.platen, "delete", "-d", "wide")
        self.platen("recipes", "add", "Wide gamut", "-d", "wide", *(word for option in PAPER for word in ("-o", option)),
                    "-o", "color-management=printer", "-o", "sharpening=none")
        self.addCleanup(self.platen, "recipes", "remove", "Wide gamut")
        uri = f"ipp://localhost:{self.server.port}/ipp/print/wide"
        presets = self.tool("ipptool", "-tv", uri, "get-printer-attributes.test").decode()
        self.assertRegex(presets, r"preset-name=Wide gamut [^}]*color-management=printer")
        script = self.write("recipe.test", """
            { NAME "Print" OPERATION Print-Job GROUP operation-attributes-tag ATTR charset attributes-charset utf-8
              ATTR language attributes-natural-language en ATTR uri printer-uri $uri ATTR name requesting-user-name $user
              ATTR boolean ipp-attribute-fidelity true ATTR mimeMediaType document-format image/tiff
              GROUP job-attributes-tag ATTR name recipe "Wide gamut"
              FILE picture.tif STATUS successful-ok EXPECT job-id }""")
        self.tool("ipptool", "-t", uri, script)
        record = twin.record()
        side = record["sides"][0]
        self.assertEqual((record["state"], record["warnings"]), ("completed", []))
        self.assertEqual((side["color-space"], side["intent"]), ("AdobeRGB", "pro"))
        for got, stored in zip(self.middle(twin.sheet()), (64, 180, 64)):
            self.assertAlmostEqual(got, stored, delta=1)

    def test_a_lower_resolution_is_told_with_the_job(self):
        twin = Twin(self, "most-columns=1200")
        self.platen("add", "-d", "few", "-m", "canon-pro-1000", "-v", twin.address + "?chmp=off&chmps=off&snmp=off")
        job = self.submit("-d", "few", *(word for option in PAPER for word in ("-o", option)), "--wait", self.picture())
        self.assertRegex(json.dumps(self.job(job)), r"printed at 300dpi in place of 600dpi")
        self.assertEqual(self.json("jobs", "--statement", str(job))[0]["resolution"], "300dpi")
        self.platen("delete", "-d", "few")


if __name__ == "__main__":
    unittest.main()
