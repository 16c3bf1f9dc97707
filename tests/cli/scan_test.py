"""Scanning as its users do it: from a virtual copier through the server to files, folders and printers."""
import contextlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import unittest
import urllib.error
import urllib.request

from PIL import Image, ImageChops, ImageStat

from scan_world import DPI, HEIGHT, PLAIN, WIDTH, ScanCase, picture, save
from support import PLATEN, run


class FromTheGlass(ScanCase):
    def setUp(self):
        super().setUp()
        self.original = picture("glass")
        page = save(self.folder, "glass.png", self.original)
        empty = self.folder / "empty"
        empty.mkdir()
        self.scanner("--platen", page, "--stack", empty)

    def test_a_png_has_the_pixels_of_the_page(self):
        out = self.folder / "out.png"
        self.platen("scan", "-d", "office", *PLAIN, "-O", out)
        with Image.open(out) as scanned:
            self.assertEqual(scanned.size, (WIDTH, HEIGHT))
            self.assertIsNone(ImageChops.difference(scanned.convert("RGB"), self.original).getbbox())
            self.assertAlmostEqual(scanned.info["dpi"][0], DPI, delta=0.1)

    def test_a_region_is_cut_out_of_the_glass(self):
        out = self.folder / "out.png"
        self.platen("scan", *PLAIN, "-o", "input-scan-region=1in,1in,4in,2in", "-O", out)
        with Image.open(out) as scanned:
            self.assertEqual(scanned.size, (300, 150))
            wanted = self.original.crop((75, 75, 375, 225))
            self.assertIsNone(ImageChops.difference(scanned.convert("RGB"), wanted).getbbox())

    def test_each_format_is_what_it_says(self):
        for name, words in (("out.pdf", b"PDF document"), ("out.tif", b"TIFF image"), ("out.jpg", b"JPEG image"),
                            ("out.png", b"PNG image")):
            out = self.folder / name
            self.platen("scan", *PLAIN, "-O", out)
            self.assertIn(words, self.tool("file", "-b", out))
        out = self.platen("scan", *PLAIN, "-o", "format=pdf", "-O", self.folder / "x.pdf")
        self.tool("qpdf", "--check", self.folder / "x.pdf")

    def test_a_damaged_profile_is_told_and_done_without(self):
        profiles = self.server.state / "scan" / "profiles"
        profiles.mkdir()
        (profiles / "office.icc").write_bytes(b"this is no profile")
        self.platen("scan", *PLAIN, "-O", self.folder / "out.png")
        self.assertIn("made without the profile of office", self.json("scans")[0]["message"])
        self.assertEqual(self.server.said().count("made without the profile of office"), 1)

    def test_black_and_white_has_one_bit(self):
        out = self.folder / "out.png"
        self.platen("scan", *PLAIN, "-o", "input-color-mode=bi-level", "-O", out)
        with Image.open(out) as scanned:
            self.assertEqual(scanned.mode, "1")

    def test_wrong_options_are_refused_before_the_scanner_moves(self):
        for option, words in (("input-resolution=400", "scans with 75, 150, 300, 600 dpi"), ("format=gif", "it may be pdf"),
                              ("to=Nowhere", "no destination Nowhere"), ("recipe=None", "no recipe None"),
                              ("input-scan-region=400mm,0mm,10mm,10mm", "begins outside")):
            err = self.platen("scan", "-o", option, code=2 if "recipe" not in option else 1)
            self.assertIn(words, err)
        self.assertIn("no scanner attic", self.platen("scan", "-d", "attic", code=1))
        self.assertIn("without any of", self.platen("scan-recipes", "add", "a/b", code=2))
        self.platen("scan-recipes", "add", 'Q&A <b>"x"', *PLAIN)
        self.assertEqual(self.json("scan-recipes")[0]["name"], 'Q&A <b>"x"')
        self.assertEqual(self.json("scans"), [])


class Thumbnails(ScanCase):
    def at(self, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.server.port}/api/v1/{path}",
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.headers, answer.read()

    def scanned(self, *colour):
        page = save(self.folder, "glass.png", picture("small"))
        empty = self.folder / "empty"
        empty.mkdir(exist_ok=True)
        self.scanner("--platen", page, "--stack", empty)
        settings = dict(option.split("=") for option in [*PLAIN[1::2], *colour])
        number = json.loads(self.at("scans", {"scanner": "office", "options": {**settings, "review": "true"}})[1])["id"]
        self.until(lambda: json.loads(self.at(f"scans/{number}")[1])["stage"] == "waiting")
        return number

    def test_a_small_page_is_the_mean_of_the_large_one(self):
        for colour, mode in (("color", "RGB"), ("monochrome", "L"), ("bi-level", "L")):
            with self.subTest(colour):
                number = self.scanned(f"input-color-mode={colour}")
                whole = Image.open(io.BytesIO(self.at(f"scans/{number}/pages/1")[1])).convert(mode)
                headers, data = self.at(f"scans/{number}/pages/1?size=217")
                self.assertEqual(headers["Content-Type"], "image/jpeg")
                small = Image.open(io.BytesIO(data))
                self.assertEqual((small.size, small.mode), ((159, 217), mode))
                wanted = whole.resize(small.size, Image.Resampling.BOX)
                for mean in ImageStat.Stat(ImageChops.difference(small, wanted)).mean:
                    self.assertLess(mean, 4)
                self.assertEqual(Image.open(io.BytesIO(self.at(f"scans/{number}/pages/1?size=4000")[1])).size, whole.size)
                self.at(f"scans/{number}/cancel", {})
                self.platen("scanners", "remove", "office")

    def test_a_size_that_is_none_is_refused(self):
        number = self.scanned()
        for size in ("0", "x", "99999", "-5"):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                self.at(f"scans/{number}/pages/1?size={size}")
            self.assertEqual(refused.exception.code, 400)
            self.assertIn("16 to 4000", json.load(refused.exception)["error"]["message"])
            refused.exception.close()


class CleanUp(ScanCase):
    def test_nothing_of_a_letter_is_cut_away(self):
        """platen's letter has a table, tints and a footer: straight edges that are none of the sheet's."""
        self.scanner()
        for page in ("glass", "feeder"):
            with self.subTest(page):
                out = self.folder / f"{page}.pdf"
                self.platen("scan", "-o", "input-resolution=150", "-o", "format=pdfa", "-o", "text=true",
                            "-o", "input-source=" + ("platen" if page == "glass" else "adf"), "-O", out)
                text = self.tool("pdftotext", "-layout", out, "-").decode()
                for words in ("Larch & Rowe", "The copier prints again", "Reception", "Counted by the copier itself",
                              "The copier on the second floor prints again"):
                    self.assertIn(words, text)


class FromTheFeeder(ScanCase):
    def test_a_stack_becomes_one_pdf_with_its_pages_in_order(self):
        self.scanner("--stack", self.stack("one", "two", "three"))
        out = self.folder / "out.pdf"
        self.platen("scan", *PLAIN, "-o", "lossless=true", "-O", out)
        self.assertIn("page 3", self.told)
        self.tool("qpdf", "--check", out)
        self.tool("pdfimages", "-png", out, "p")
        for i, text in enumerate(("one", "two", "three")):
            with Image.open(self.folder / f"p-{i:03}.png") as page:
                self.assertIsNone(ImageChops.difference(page.convert("RGB"), picture(text)).getbbox(), text)

    def test_two_sides_come_front_and_back(self):
        self.scanner("--stack", self.stack("1f", "1b", "2f", "2b"), "--two-sided-stack")
        out = self.folder / "sides"
        out.mkdir()
        self.platen("scan", *PLAIN, "-o", "input-sides=two-sided-long-edge", "-o", "format=png", "-O", out)
        files = sorted(out.iterdir())
        self.assertEqual(len(files), 4)
        for path, text in zip(files, ("1f", "1b", "2f", "2b")):
            with Image.open(path) as page:
                self.assertIsNone(ImageChops.difference(page.convert("RGB"), picture(text)).getbbox(), text)

    def test_blank_backs_are_dropped_and_can_be_taken_back(self):
        self.scanner("--stack", self.stack("a", "b"), "--blank-backs")
        number = self.begin(*PLAIN, "-o", "input-sides=two-sided-long-edge", "-o", "drop-blank-pages=auto", "-o", "review=true")
        scan = self.at_rest(number)
        self.assertEqual([page["left-out"] for page in scan["pages"]], [False, True, False, True])
        self.assertEqual(scan["pages"][1]["why-left-out"], "blank")
        self.platen("scans", "keep", number, scan["pages"][1]["number"])
        self.platen("scans", "finish", number)
        self.at_rest(number)
        out = self.folder / "out.pdf"
        self.platen("scans", "get", number, out)
        self.assertEqual(self.tool("qpdf", "--show-npages", out).strip(), b"3")

    def test_pages_are_looked_at_turned_and_put_in_order(self):
        self.scanner("--stack", self.stack("one", "two", "three"))
        number = self.begin(*PLAIN, "-o", "review=true", "-o", "lossless=true")
        self.assertEqual(self.at_rest(number)["stage"], "waiting")
        self.platen("scans", "turn", number, 1, 180)
        self.platen("scans", "drop", number, 2)
        self.platen("scans", "order", number, "3,2,1")
        self.platen("scans", "set", number, "-o", "file-name=reviewed")
        self.platen("scans", "page", number, 1, self.folder / "page.png")
        with Image.open(self.folder / "page.png") as page:
            self.assertIsNone(ImageChops.difference(page.convert("RGB"), picture("one").rotate(180)).getbbox())
        self.platen("scans", "finish", number)
        self.assertEqual(self.at_rest(number)["files"][0]["name"], "reviewed.pdf")
        self.platen("scans", "get", number, self.folder / "out.pdf")
        self.tool("pdfimages", "-png", self.folder / "out.pdf", "p")
        with Image.open(self.folder / "p-000.png") as page:
            self.assertIsNone(ImageChops.difference(page.convert("RGB"), picture("three")).getbbox())

    def test_an_empty_feeder_fails_with_words(self):
        self.scanner("--stack", self.stack())
        err = self.platen("scan", *PLAIN, "-o", "input-source=adf", "-O", self.folder / "x.pdf", code=1)
        self.assertIn("feeder", err)
        self.assertFalse((self.folder / "x.pdf").exists())

    def test_a_jam_keeps_the_pages_and_goes_on(self):
        faults = self.write("faults.toml", '[[scanner-fault]]\nwhat = "jam"\nsheet = 3\n')
        scanner = self.scanner("--stack", self.stack("one", "two", "three"), "--faults", faults)
        number = self.begin(*PLAIN)
        scan = self.at_rest(number)
        self.assertEqual(scan["stage"], "waiting", scan)
        self.assertRegex(scan["message"], "jam.*2 pages kept")
        self.assertEqual(len(scan["pages"]), 2)
        scanner.process.send_signal(10)  # SIGUSR1: somebody takes the paper out
        self.platen("scans", "more", number)
        scan = self.at_rest(number)
        self.assertEqual((scan["stage"], len(scan["pages"])), ("done", 3), scan)

    def test_a_turned_stack_gives_both_sides(self):
        folder = self.stack("1f", "2f")
        self.scanner("--stack", folder)
        number = self.begin(*PLAIN, "-o", "flip-stack=true", "-o", "format=png")
        self.assertIn("turn the stack over", self.at_rest(number)["message"])
        for old in folder.glob("*.png"):
            old.unlink()
        self.stack("2b", "1b")
        self.platen("scans", "more", number)
        self.assertEqual(self.at_rest(number)["stage"], "done")
        out = self.folder / "out"
        out.mkdir()
        self.platen("scans", "get", number, out)
        for path, text in zip(sorted(out.iterdir()), ("1f", "1b", "2f", "2b")):
            with Image.open(path) as page:
                self.assertIsNone(ImageChops.difference(page.convert("RGB"), picture(text)).getbbox(), text)


class Recipes(ScanCase):
    def test_a_recipe_brings_files_to_a_folder_under_a_name(self):
        archive = self.folder / "archive"
        archive.mkdir()
        self.scanner("--stack", self.stack("one", "two"))
        self.platen("destinations", "add", "Archive", archive)
        self.platen("scan-recipes", "add", "Invoices", *PLAIN, "-o", "format=pdfa", "-o", "to=Archive",
                    "-o", "file-name={recipe} {counter}")
        self.platen("scan", "-o", "recipe=Invoices")
        files = list(archive.iterdir())
        self.assertEqual([file.name for file in files], ["Invoices 0001.pdf"])
        self.tool("qpdf", "--check", files[0])
        self.assertEqual(self.tool("qpdf", "--show-npages", files[0]).strip(), b"2")
        self.assertIn("Invoices", self.platen("scan-recipes"))
        self.assertIn("sends to Archive", self.platen("destinations", "remove", "Archive", code=1))

    def test_a_button_begins_its_recipe(self):
        archive = self.folder / "archive"
        archive.mkdir()
        scanner = self.scanner("--stack", self.stack("one"))
        self.platen("destinations", "add", "Archive", archive)
        self.platen("scan-recipes", "add", "Button", *PLAIN, "-o", "to=Archive", "-o", "file-name=pressed", "-d", "office",
                    "-b", "color")
        scanner.press()
        self.until(lambda: (archive / "pressed.pdf").exists())

    def test_a_delivery_that_fails_is_told_and_can_be_tried_again(self):
        archive = self.folder / "archive"
        archive.mkdir()
        self.scanner("--stack", self.stack("one"))
        self.platen("destinations", "add", "Archive", archive)
        shutil.rmtree(archive)
        number = self.begin(*PLAIN, "-o", "to=Archive", "-o", "file-name=late")
        delivery = self.until(lambda: [one for one in self.scan(number)["deliveries"] if one.get("words")])[0]
        self.assertIn(str(archive), delivery["words"])
        archive.mkdir()
        self.platen("scans", "retry", number)
        self.until(lambda: self.scan(number)["stage"] == "done")
        self.assertTrue((archive / "late.pdf").exists())

    def test_a_copy_is_printed(self):
        sheet = self.folder / "sheet.pxl"
        self.scanner("--stack", self.stack("one", "two"))
        self.platen("add", "-d", "copier", "-m", "canon-ir1020", "-v", f"file:{sheet}", "--no-probe")
        self.platen("scan", *PLAIN, "-t", "print:copier?sides=two-sided-long-edge&copies=2")
        self.until(sheet.exists)
        code, out, err = run("decode", "-O", self.folder / "sheets", sheet)
        self.assertEqual(code, 0, err)
        self.assertEqual(len(list((self.folder / "sheets").rglob("*.png"))), 2)  # front and back, each twice:
        self.assertEqual(out.count(b"EndPage PageCopies=2"), 2)
        number = self.begin(*PLAIN, "-o", "input-source=platen", "-t", "print:copier?media=iso_a0_841x1189mm")
        scan = self.until(lambda: (lambda now: now if now["stage"] == "failed" else None)(self.scan(number)))
        self.assertIn("iso_a0", scan["message"])


class Crashes(ScanCase):
    def test_what_was_shown_is_there_after_a_kill(self):
        self.scanner("--stack", self.stack("one", "two"))
        number = self.begin(*PLAIN, "-o", "review=true")
        self.at_rest(number)
        self.server.kill()
        self.server.start()
        scan = self.scan(number)
        self.assertEqual((scan["stage"], len(scan["pages"])), ("waiting", 2))
        self.platen("scans", "finish", number)
        self.assertEqual(self.at_rest(number)["stage"], "done")
        self.platen("scans", "get", number, self.folder / "out.pdf")
        self.tool("qpdf", "--check", self.folder / "out.pdf")


    def test_a_delivery_whose_end_was_not_written_down_is_settled(self):
        """Killed between the two: the queue knows that it is done, the scan does not."""
        archive = self.folder / "archive"
        archive.mkdir()
        self.scanner("--stack", self.stack("one"))
        self.platen("destinations", "add", "Archive", archive)
        self.platen("scan", *PLAIN, "-t", "Archive")
        self.server.close()
        with contextlib.closing(sqlite3.connect(self.server.state / "scan" / "scans.db")) as store, store:
            changed = store.execute("UPDATE record SET value = replace(value, '\"stage\":\"done\"', '\"stage\":\"delivering\"') "
                                    "WHERE kind = 'session'")
            self.assertEqual(changed.rowcount, 1)
        self.server.start()
        self.until(lambda: self.json("scans")[0]["stage"] == "done", seconds=10)
        self.assertEqual(len(list(archive.iterdir())), 1)


class OtherScanners(ScanCase):
    def before_server(self, state):
        folder = self.folder / "sane"
        folder.mkdir()
        (folder / "dll.conf").write_text("test\n")
        shutil.copy("/etc/sane.d/test.conf", folder)
        os.environ["SANE_CONFIG_DIR"] = str(folder)
        self.addCleanup(os.environ.pop, "SANE_CONFIG_DIR")

    def test_a_scanner_of_sane_goes_by_the_name_that_people_know(self):
        self.platen("scanners", "add", "desk", "-v", "sane:test:0")
        self.assertEqual(self.json("scanners")[0]["make-and-model"], "Noname frontend-tester")
        self.platen("scanners", "add", "other", "-v", "sane:test:1", "-m", "Flatbed of the archive")
        self.assertEqual({one["make-and-model"] for one in self.json("scanners")},
                         {"Noname frontend-tester", "Flatbed of the archive"})


class WithoutAServer(unittest.TestCase):
    def test_no_server_is_told(self):
        done = subprocess.run([PLATEN, "scan", "--server", "localhost:1"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)


if __name__ == "__main__":
    unittest.main()
