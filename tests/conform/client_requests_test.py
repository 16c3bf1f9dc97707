"""Print clients that cannot run here: their conversations, rebuilt from public records (clients/*.toml), replayed byte for byte.

The answers are looked at as the client would look at them, and the sheets that the virtual printers drew are measured."""
import pathlib
import subprocess
import tempfile
import unittest

import rasters
import replay
import server
from replayed import A4, BAR, CANCELED, LETTER, OK, OTHER_BAR, Replayed, each_printer, inked, middle_of_bar, size_of, words_of


class Descriptions(unittest.TestCase):
    def test_every_step_names_what_it_rests_on(self):
        self.assertEqual(replay.all_clients(), ["android", "chromeos", "ios", "macos", "windows", "windows-internet-printing"])
        for client in replay.all_clients():
            told = replay.load(client)
            sources = {source["id"]: source for source in told["source"]}
            used = set(told["http"]["sources"])
            for step in told["step"]:
                with self.subTest(client=client, step=step["name"]):
                    self.assertTrue(step["sources"])
                    used |= set(step["sources"])
            self.assertEqual(used, set(sources), client)
            for source in sources.values():
                self.assertIn(source["level"], replay.LEVELS)
                self.assertGreater(len(source["where"]), 20)


class Ios(Replayed):
    @each_printer
    def test_the_dialog_has_what_it_lists(self, printer):
        with self.talk("ios", printer) as talk:
            told = talk.run("attributes").printer
        # CUPS #738: an empty or one-sided ready list hides sizes; apple/cups #6009: they are matched to the hundredth.
        sizes = [size_of(media) for media in told["media-col-ready"].values]
        self.assertIn(A4, sizes)
        self.assertIn(LETTER, sizes)
        self.assertLessEqual(set(sizes), {size_of(media) for media in told["media-col-database"].values
                                          if not isinstance(media["media-size"].values[0]["x-dimension"].values[0], tuple)})
        self.assertIn("image/urf", told["document-format-supported"].values)
        self.assertIn("application/pdf", told["document-format-supported"].values)
        self.assertLessEqual({0x02, 0x04, 0x05, 0x06, 0x08, 0x09, 0x0A, 0x0B}, set(told["operations-supported"].values))
        self.assertGreater(told["copies-supported"].values[0][1], 1)  # node ipp #73: else it renders every copy
        self.assertIn("monochrome", told["print-color-mode-supported"].values)

    @each_printer
    def test_a_page_from_an_ipad(self, printer):
        with self.talk("ios", printer, urf=rasters.urf(A4, [BAR, OTHER_BAR], duplex=3)) as talk:
            talk.run("attributes", "everything")
            self.assertEqual(talk.run("validate").status, 0, talk.replies["validate"].unsupported)
            self.assertEqual(talk.run("create").status, 0)
            self.assertEqual(talk.run("send").status, 0)
            self.finish(talk)
            two_sided = "two-sided-long-edge" in talk.offered["sides-supported"].values
        sides, pictures = self.sheets(printer)
        self.assertEqual([side["side"] for side in sides], ["front", "back"] if two_sided else ["front", "front"])
        self.assertEqual({(side["width-hmm"], side["height-hmm"]) for side in sides}, {A4})
        self.check_bar(pictures[0], A4, BAR)
        self.check_bar(pictures[1], A4, OTHER_BAR)

    @each_printer
    def test_letter_is_letter(self, printer):
        with self.talk("ios", printer, urf=rasters.urf(LETTER, [BAR])) as talk:
            talk.run("attributes", "everything")
            self.assertEqual(talk.run("create", "send", media_col=LETTER).status, 0)
            self.finish(talk)
        sides, pictures = self.sheets(printer)
        self.assertEqual([(side["width-hmm"], side["height-hmm"]) for side in sides], [LETTER])
        self.check_bar(pictures[0], LETTER, BAR)

    def test_colours_are_those_of_the_page(self):
        """apple/cups #5902: a PRO-10 through IPP Everywhere printed tiny, in wrong colours. The size is measured by every page here."""
        for ink, darker in ((b"\xff\0\0", "gb"), (b"\0\xff\0", "rb"), (b"\0\0\xff", "rg")):
            with self.subTest(ink=ink), self.talk("ios", "pro-1000", urf=rasters.urf(A4, [BAR], ink=ink)) as talk:
                talk.run("attributes", "everything", "create", "send")
                self.finish(talk)
                sides, pictures = self.sheets("pro-1000")
                value = dict(zip("rgb", middle_of_bar(pictures[0], A4)))
                for channel in "rgb":
                    if channel in darker:
                        self.assertLess(value[channel], 90, value)
                    else:
                        self.assertGreater(value[channel], 165, value)

    def test_a_large_page(self):
        """apple/cups #5902, and a G3010 that stalled with spool-area-full: A2 at 600 dpi is 418 MB of samples; it goes through."""
        a2 = (42000, 59400)
        with self.talk("ios", "pro-1000", urf=rasters.urf(a2, [(600, 600, 3000, 1200)], dpi=600)) as talk:
            talk.run("attributes", "everything")
            self.assertEqual(talk.run("create", "send", media_col=a2).status, 0)
            self.finish(talk)
        sides, pictures = self.sheets("pro-1000")
        self.assertEqual([(side["width-hmm"], side["height-hmm"]) for side in sides], [a2])
        self.check_bar(pictures[0], a2, BAR)

    @each_printer
    def test_a_photograph_without_any_wish(self, printer):
        """CUPS #822: the photo application sends a JPEG and leaves paper and scaling to the printer: one whole picture on one sheet."""
        with tempfile.TemporaryDirectory() as name:
            jpeg = pathlib.Path(name) / "photo.jpg"
            subprocess.run(["convert", "-size", "1600x1200", "xc:gray40", jpeg], check=True)
            photo = jpeg.read_bytes()
        with self.talk("ios", printer, urf=photo) as talk:
            talk.run("attributes", "everything")
            nothing = dict.fromkeys(("media_col", "print_scaling", "page_ranges", "sides", "print_quality"))
            talk.run("create", **nothing)
            self.assertEqual(talk.run("send", document_format=["image/jpeg"]).status, 0)
            self.finish(talk)
        sides, pictures = self.sheets(printer)
        self.assertEqual(len(sides), 1)
        paper = (sides[0]["width-hmm"], sides[0]["height-hmm"])
        across, down, found = inked(pictures[0], 98)
        width, height = (found[2] - found[0]) / across * paper[0], (found[3] - found[1]) / down * paper[1]
        self.assertAlmostEqual(max(width, height) / min(width, height), 4 / 3, delta=0.02)
        self.assertGreater(max(width, height), 0.85 * paper[1])


class MacOs(Replayed):
    @each_printer
    def test_two_copies_that_are_in_the_raster_too_are_two(self, printer):
        """CUPS #1141, #1143: n pages of the same and copies=n is n sheets, not n times n."""
        with self.talk("macos", printer, urf=rasters.urf(A4, [BAR, BAR])) as talk:
            talk.run("dialog", "attributes")
            self.assertEqual(talk.run("validate").status, 0, talk.replies["validate"].unsupported)
            create = talk.run("create")
            self.assertIn(create.status, OK)  # com.apple.print.*: told as not taken, and nothing else
            self.assertTrue(all(name.startswith("com.apple.print.") for name in create.unsupported), create.unsupported)
            self.assertEqual(talk.run("send").status, 0)
            job = self.finish(talk)
        self.assertEqual(job["job-media-sheets-completed"].values, [2])
        self.assertEqual(job["job-name"].values, ["IMG_7901.JPG"])
        sides, pictures = self.sheets(printer)
        self.assertEqual(self.sides_printed(sides), 2)
        self.check_bar(pictures[0], A4, BAR)

    @each_printer
    def test_two_copies_that_are_not_in_the_raster_are_made(self, printer):
        with self.talk("macos", printer, urf=rasters.urf(A4, [BAR, OTHER_BAR])) as talk:
            talk.run("dialog", "attributes", "create", "send")
            job = self.finish(talk)
        self.assertEqual(job["job-media-sheets-completed"].values, [4])
        sides, pictures = self.sheets(printer)
        self.assertEqual(self.sides_printed(sides), 4)

    @each_printer
    def test_nothing_in_the_answer_is_empty(self, printer):
        """CUPS #1078: one empty keyword, and hardened clients reject the whole printer."""
        with self.talk("macos", printer) as talk:
            told = talk.run("dialog").printer
        for name, syntax, value in words_of(told):
            if syntax in ("keyword", "uri", "uriScheme", "mimeMediaType", "charset", "naturalLanguage"):
                self.assertNotEqual(value, "", name)

    @each_printer
    def test_borderless_is_told_by_name_and_by_margins(self, printer):
        """apple/cups #5167, cups-filters #661, darktable #17766: two entries of one size, told apart by their names."""
        with self.talk("macos", printer) as talk:
            media = talk.run("dialog").printer["media-col-database"].values
        margins = [[one[f"media-{edge}-margin"].values[0] for edge in ("top", "bottom", "left", "right")] for one in media]
        keys = [one["media-key"].values[0] for one in media]
        self.assertEqual(len(keys), len(set(keys)))
        borderless = {key for key, one in zip(keys, margins) if one == [0, 0, 0, 0]}
        self.assertEqual(bool(borderless), printer == "pro-1000")
        for key in borderless:
            size, word, _ = key.partition("_borderless")
            self.assertTrue(word, key)
            self.assertIn(size, keys)

    @each_printer
    def test_raster_is_offered_only_where_it_is_tested(self, printer):
        """apple/cups PR #5227: AdobeRGB of 16 bits (tests/cli/device_test.py prints it); apple/cups #5902: no page finer than 600 dpi."""
        with self.talk("macos", printer) as talk:
            told = talk.run("dialog").printer
        urf = told["urf-supported"].values
        self.assertFalse([word for word in urf if "ADOBERGB" in word])
        self.assertEqual([word for word in urf if word.startswith("RS")], ["RS300-600"])
        self.assertEqual("SRGB24" in urf, printer == "pro-1000")
        self.assertEqual("DM1" in urf, "two-sided-long-edge" in told["sides-supported"].values)
        color = {"srgb_8", "adobe-rgb_8", "adobe-rgb_16"} if printer == "pro-1000" else set()
        self.assertEqual(set(told["pwg-raster-document-type-supported"].values), {"black_1", "sgray_8"} | color)
        self.assertLessEqual({value[0] for value in told["pwg-raster-document-resolution-supported"].values}, {300, 600})

    @each_printer
    def test_finishings_and_copies_do_not_meet(self, printer):
        """PAPPL #430: copies that are expanded before finishing get it wrong. No printer here finishes, and says nothing else."""
        with self.talk("macos", printer) as talk:
            told = talk.run("dialog").printer
        self.assertEqual(told["finishings-supported"].values, [3])
        self.assertEqual([word for word in told["urf-supported"].values if word.startswith("FN")], ["FN3"])

    @each_printer
    def test_presets_leave_the_colour_mode_alone(self, printer):
        """CUPS #1358: what the administrator sets as print-color-mode must not be undone by a preset."""
        with self.talk("macos", printer) as talk:
            presets = talk.run("dialog").printer["job-presets-supported"].values
        names = [preset["preset-name"].values[0] for preset in presets]
        self.assertEqual(len(names), len(set(names)))
        self.assertGreaterEqual(len(names), 3)
        self.assertFalse([name for name, preset in zip(names, presets) if "print-color-mode" in preset])


class Windows(Replayed):
    @each_printer
    def test_it_connects(self, printer):
        """apple/cups #6020, #5987, #6112: "connecting" for ever. What is known to cause it is not in the answers."""
        with self.talk("windows", printer) as talk:
            for _ in range(3):
                found = talk.run("discover")
                self.assertEqual(found.status, 0)  # apple/cups #5600: no login, no other status
            told = talk.run("capabilities").printer
        self.assertLessEqual(set(found.printer["uri-authentication-supported"].values), {"none", "requesting-user-name"})  # no login
        self.assertIn("2.0", found.printer["ipp-versions-supported"].values)
        self.assertRegex(found.printer["printer-device-id"].values[0], r"MFG:.*;.*MDL:.*;")
        self.assertRegex(told["printer-uuid"].values[0], r"^urn:uuid:[0-9a-f-]{36}$")
        for source in told["media-source-supported"].values:  # CUPS #859
            self.assertFalse(source.isdigit(), source)
        default = told["media-col-default"].values[0]  # microsoft/cups PR #11
        self.assertIn(default["media-type"].values[0], told["media-type-supported"].values)
        self.assertIn(default["media-source"].values[0], told["media-source-supported"].values)
        self.assertIn(told["media-default"].values[0], told["media-supported"].values)
        self.assertIn("sgray_8", told["pwg-raster-document-type-supported"].values)
        self.assertIn(4, told["print-quality-supported"].values)

    @each_printer
    def test_a_page_of_a_size_that_was_rounded_down(self, printer):
        """It asks for 21590 x 27939: Letter, not the default paper and not a size of its own."""
        with self.talk("windows", printer, pwg=rasters.pwg(LETTER, [BAR])) as talk:
            talk.run("discover", "capabilities")
            self.assertEqual(talk.run("validate").status, 0, talk.replies["validate"].unsupported)
            self.assertEqual(talk.run("create").status, 0)
            self.assertEqual(talk.run("send").status, 0)
            self.finish(talk)
        sides, pictures = self.sheets(printer)
        self.assertEqual([(side["width-hmm"], side["height-hmm"]) for side in sides], [LETTER])
        self.assertEqual(len(pictures), 1)

    @each_printer
    def test_the_internet_printing_client(self, printer):
        with tempfile.TemporaryDirectory() as name:
            letter = pathlib.Path(name) / "letter.pdf"
            subprocess.run([server.PLATEN, "test-page", "document", "-O", letter], check=True)
            subprocess.run(["pdftops", "-l", "1", letter, letter.with_suffix(".ps")], check=True)
            postscript = letter.with_suffix(".ps").read_bytes()
        with self.talk("windows-internet-printing", printer, postscript=postscript) as talk:
            told = talk.run("attributes")
            self.assertEqual((told.version, told.status, told.request_id), ("1.0", 0, 11))
            self.assertEqual(talk.run("print").status, 0)
            self.finish(talk)
        self.assertEqual(self.sides_printed(self.sheets(printer)[0]), 1)


class Android(Replayed):
    @each_printer
    def test_capabilities(self, printer):
        with self.talk("android", printer) as talk:
            told = talk.run("capabilities")
        self.assertEqual(told.status, 0)
        told = told.printer
        self.assertIn("2.0", told["ipp-versions-supported"].values)
        self.assertLessEqual({"application/pdf", "image/pwg-raster"}, set(told["document-format-supported"].values))
        self.assertLessEqual({"iso_a4_210x297mm", "na_letter_8.5x11in"}, set(told["media-supported"].values))
        self.assertGreater(float(told["mopria-certified"].values[0]), 1)
        self.assertEqual(told["color-supported"].values, [printer == "pro-1000"])
        self.assertTrue(all(units == 3 for *_, units in told["printer-resolution-supported"].values))  # dots per inch

    @each_printer
    def test_a_photograph_in_one_request(self, printer):
        colour = 3 if printer == "pro-1000" else 1
        with self.talk("android", printer, pwg=rasters.pwg(A4, [BAR], channels=colour)) as talk:
            talk.run("capabilities")
            self.assertIn(talk.run("validate").status, OK)
            printed = talk.run("print")
            self.assertIn(printed.status, OK)
            self.assertGreater(printed.job["job-id"].values[0], 0)
            state = talk.run("state").printer
            self.assertTrue(state["printer-state-reasons"].values)
            self.finish(talk)
        sides, pictures = self.sheets(printer)
        self.assertEqual([(side["width-hmm"], side["height-hmm"]) for side in sides], [A4])
        self.check_bar(pictures[0], A4, BAR)

    def test_it_finds_and_cancels_its_own_job(self):
        printer = "ir1020"
        self.running.run("pause", "-d", printer)
        try:
            with self.talk("android", printer, pwg=rasters.pwg(A4, [BAR])) as talk:
                talk.run("capabilities", "print")
                mine = talk.run("mine")
                self.assertEqual([str(group["job-id"].values[0]) for tag, group in mine.groups if tag == 2], [talk.words["job-id"]])
                self.assertEqual(talk.run("cancel").status, 0)
                self.finish(talk, CANCELED)
        finally:
            self.running.run("resume", "-d", printer)


class ChromeOs(Replayed):
    @each_printer
    def test_information(self, printer):
        with self.talk("chromeos", printer) as talk:
            told = talk.run("info")
            self.assertEqual(told.status, 0)
            self.assertTrue(told.printer["printer-make-and-model"].values[0])
            self.assertIn("ipp-everywhere", told.printer["ipp-features-supported"].values)
            self.assertNotIn("oauth-authorization-server-uri", told.printer)
            self.assertEqual(talk.run("default").status, 0)


class Hosts(Replayed):
    NAMES = ("{host}.local", "{host}.local.", "{host}.local.:{port}", "{host}", "localhost", "LOCALHOST:{port}", "127.0.0.1",
         "[::1]:{port}", "[v1.fe80::1+en0]:{port}", "{host}.local:631")

    def test_each_way_in_which_clients_write_the_host(self):
        """AirPrint_Bridge #4 has the dot behind local and the link-local address; libcups leaves the port out or forwards another."""
        for name in self.NAMES:
            with self.subTest(host=name), self.talk("ios", "ir1020") as talk:
                fields = talk.client["http"]["fields"]
                talk.client["http"]["fields"] = ["Host: " + name if f.startswith("Host:") else f for f in fields]
                told = talk.run("everything")
                self.assertEqual(told.status, 0)
                for uri in told.printer["printer-uri-supported"].values:
                    self.assertRegex(uri, r"^ipps?://[^/ ]+/ipp/print/ir1020$")


if __name__ == "__main__":
    unittest.main()
