"""The photographer's chapter of the manual, command by command, and what its commands must refuse."""
import contextlib
import json
import os
import pathlib
import re
import shlex
import shutil
import sqlite3
import struct
import subprocess
import unittest

from server_commands_test import ServerCase
from support import PLATEN, Case, run
from tiff_file import ICC_PROFILE, XMP, tiff_file

HOWTO = pathlib.Path(__file__).resolve().parents[2] / "docs/howto/photographer.md"
ICC = pathlib.Path("/usr/share/color/icc")  # of icc-profiles-free and colord-data
WIDE = ICC / "colord/ProPhotoRGB.icc"  # any RGB profile that moves colours far enough to be seen


def tiff(width, height, pixel, ppi=600, bits=8, profile=b"", xmp=b""):
    """An RGB TIFF; `pixel` gives the three samples at x, y."""
    form = "<3H" if bits == 16 else "3B"
    data = b"".join(struct.pack(form, *pixel(x, y)) for y in range(height) for x in range(width))
    return tiff_file(data, width, height, 3, bits, 2, ppi, [(XMP, xmp), (ICC_PROFILE, profile)])


def colours(x, y):
    return (x * 7) % 256, (y * 5) % 256, (x * 3 + y * 11) % 256


def commands():
    """The lines of the chapter that are commands, in their order."""
    return [line.strip() for line in HOWTO.read_text().splitlines() if line.startswith("    platen ")]


class Photographer(ServerCase):
    def photo(self):
        return self.write("photo.tif", tiff(120, 90, colours, ppi=300))

    def paper(self, name="paper", *more):
        self.platen("papers", "add", name, "--like", "canon-baryta", *more)
        self.addCleanup(run, "papers", "remove", name, env={"PLATEN_SERVER": str(self.server.socket)})

    def sheet(self, job):
        """The drawn sheet of a printed job, as bytes."""
        folder = self.server.state / "virtual/pro-1000"
        return self.until(lambda: sorted(folder.rglob("*.png"), key=lambda p: p.stat().st_mtime)[-1:] or None)[0].read_bytes()

    def intent(self):
        """What the twin was told of its last job's colours."""
        records = sorted((self.server.state / "virtual/pro-1000").rglob("*.json"), key=lambda p: p.stat().st_mtime)
        return re.search(r'"intent": "(\w+)"', records[-1].read_text()).group(1)

    def test_a_recipe_changes_what_is_printed(self):
        self.paper("wide-paper")
        self.platen("profiles", "add", WIDE, "--paper", "wide-paper", "--name", "wide")
        self.platen("recipes", "add", "wide one", "-d", "pro-1000", "-o", "paper=wide-paper", "-o", "media=a5")
        photo = self.photo()
        self.submit("-d", "pro-1000", "-o", "media-type=canon-baryta", "-o", "media=a5", "--wait", photo)
        plain = self.sheet(1)
        self.assertEqual(self.intent(), "pro")
        job = self.submit("-d", "pro-1000", "-o", "recipe=wide one", "--wait", photo)
        self.assertNotEqual(self.sheet(job), plain)
        self.assertEqual(self.intent(), "none")
        self.assertEqual(self.json("jobs", "--statement", str(job))[0]["profile"], "wide")
        # What is beside it goes before it.
        job = self.submit("-d", "pro-1000", "-o", "recipe=wide one", "-o", "color-management=printer", "--wait", photo)
        self.assertEqual(self.intent(), "pro")
        self.assertEqual(self.json("jobs", "--statement", str(job))[0]["color-management"], "printer")
        self.platen("recipes", "remove", "wide one")
        self.platen("profiles", "remove", "wide")

    def test_a_job_keeps_its_recipe_and_waits_for_its_paper(self):
        self.paper("fickle", "--size", "a5", "--size", "a4")
        self.platen("recipes", "add", "Fickle", "-d", "pro-1000", "-o", "paper=fickle", "-o", "media=a5", "-o", "color-management=none")
        job = self.submit("-d", "pro-1000", "-o", "recipe=Fickle", "-o", "job-hold-until=indefinite", self.photo())
        # Neither another recipe of that name nor its end is the job's.
        self.platen("recipes", "add", "Fickle", "-d", "pro-1000", "-o", "media=a4", "-o", "color-management=printer")
        self.platen("recipes", "remove", "Fickle")
        # The paper is not what it was: the job is held and says why, and is printed when it is back.
        self.platen("papers", "add", "fickle", "--like", "canon-baryta", "--size", "a4")
        self.platen("release", str(job))
        held = self.until(lambda: (found := self.job(job))["job-state"] == "pending-held" and "any more" in json.dumps(found) and found)
        self.assertRegex(json.dumps(held), r"the settings with which the job was accepted do not go any more: .*once released it is tried again")
        other = self.submit("-d", "pro-1000", "-o", "media=a5", "--wait", self.photo())  # it holds nobody up
        self.assertEqual(self.job(other)["job-state"], "completed")
        self.platen("papers", "add", "fickle", "--like", "canon-baryta", "--size", "a5", "--size", "a4")
        self.platen("release", str(job))
        self.until(lambda: self.job(job)["job-state"] == "completed")
        self.assertEqual(self.json("jobs", "--statement", str(job))[0]["color-management"], "none")

    def test_an_ipp_client_sees_and_prints_recipes(self):
        self.paper("wide-paper")
        self.platen("profiles", "add", WIDE, "--paper", "wide-paper", "--name", "wide")
        self.platen("recipes", "add", "Wide, museum", "-d", "pro-1000", "-o", "paper=wide-paper", "-o", "media=a5",
                    "-o", "print-rendering-intent=perceptual")
        self.photo()
        group = ("GROUP operation-attributes-tag ATTR charset attributes-charset utf-8 ATTR language attributes-natural-language en "
                 "ATTR uri printer-uri $uri ATTR name requesting-user-name $user ")
        script = self.write("recipes.test", f"""
            {{ NAME "Seen" OPERATION Get-Printer-Attributes {group}
               STATUS successful-ok
               EXPECT recipe-supported OF-TYPE name WITH-VALUE "Wide, museum"
               EXPECT paper-supported OF-TYPE keyword WITH-VALUE "wide-paper"
               EXPECT icc-profile-supported OF-TYPE name WITH-VALUE "wide"
               EXPECT color-management-supported OF-TYPE keyword WITH-VALUE "platen"
               EXPECT print-rendering-intent-supported OF-TYPE keyword WITH-VALUE "relative-bpc"
               EXPECT print-content-optimize-supported OF-TYPE keyword WITH-VALUE "photo"
               EXPECT job-presets-supported OF-TYPE collection
               EXPECT printer-icc-profiles OF-TYPE collection }}
            {{ NAME "Printed" OPERATION Print-Job {group}
               ATTR boolean ipp-attribute-fidelity true ATTR mimeMediaType document-format image/tiff
               GROUP job-attributes-tag ATTR name recipe "Wide, museum"
               FILE photo.tif
               STATUS successful-ok EXPECT job-id }}
            {{ NAME "Refused" OPERATION Validate-Job {group}
               ATTR boolean ipp-attribute-fidelity true
               GROUP job-attributes-tag ATTR name recipe "Wide, museums"
               STATUS client-error-attributes-or-values-not-supported
               EXPECT recipe IN-GROUP unsupported-attributes-tag }}
            {{ NAME "Unknown" OPERATION Validate-Job {group}
               GROUP job-attributes-tag ATTR keyword print-rendering-intent vivid
               STATUS successful-ok-ignored-or-substituted-attributes
               EXPECT print-rendering-intent IN-GROUP unsupported-attributes-tag WITH-VALUE "vivid" }}
            """)
        shown = self.tool("ipptool", "-tv", f"ipp://localhost:{self.server.port}/ipp/print/pro-1000", script).decode()
        self.assertIn("preset-name=Wide, museum", shown.replace("\n", " ").replace('"', ""))
        url = re.search(r"profile-url=(\S+?/profiles/[0-9a-f]{64}\.icc)", shown).group(1)
        job = max(job["job-id"] for job in self.json("jobs", "--all"))
        self.until(lambda: self.job(job)["job-state"] == "completed")
        self.assertEqual(self.intent(), "none")
        self.assertEqual(self.json("jobs", "--statement", str(job))[0]["intent"], "perceptual")
        fetched = self.tool("curl", "-ksS", re.sub(r"^https?://[^/]+", f"http://localhost:{self.server.port}", url))
        self.assertEqual(fetched, WIDE.read_bytes())
        self.platen("recipes", "remove", "Wide, museum")
        self.platen("profiles", "remove", "wide")

    def test_a_queue_of_a_recipe_has_the_device_with_its_secrets(self):
        secret = "socket://127.0.0.1:9?community=hush"
        self.platen("add", "-d", "guarded", "-m", "canon-pro-1000", "-v", secret)
        self.addCleanup(self.platen, "delete", "-d", "guarded")
        self.platen("recipes", "add", "guarded one", "-d", "guarded", "-o", "media=a5", "--queue", "guarded-a5")
        self.addCleanup(self.platen, "recipes", "remove", "guarded one")
        self.addCleanup(self.platen, "delete", "-d", "guarded-a5")
        self.assertNotIn("hush", self.platen("printers", "--json"))
        with contextlib.closing(sqlite3.connect(f"file:{self.server.state}/platen.db?mode=ro", uri=True)) as store:
            records = dict(store.execute("SELECT name, record FROM printer"))
        self.assertIn(secret.encode(), records["guarded-a5"])

    def test_what_is_wrong_is_refused_and_changes_nothing(self):
        before = self.json("papers"), self.json("profiles"), self.json("recipes")
        broken = self.write("broken.icc", WIDE.read_bytes()[:300])
        gray = ICC / "Gray.icc"
        for words, says in [
            (["papers", "add", "p", "--like", "no-such"], "no printer model of the server has a paper"),
            (["papers", "add", "p", "--like", "canon-baryta", "--source", "tray-9"], "cannot feed it from"),
            (["papers", "add", "p", "--like", "canon-baryta", "--size", "iso_a0_841x1189mm"], "canon-pro-1000 has"),
            (["papers", "remove", "p"], "there is no paper"),
            (["profiles", "add", broken, "--paper", "canon-baryta"], "is cut short"),
            (["profiles", "add", gray, "--paper", "canon-baryta"], "is for 'GRAY' samples"),
            (["profiles", "add", self.folder / "none.icc", "--paper", "canon-baryta"], "No such file"),
            (["recipes", "add", "r", "-m", "canon-pro-1000", "-o", "paper=none"], "paper"),
            (["recipes", "add", "r", "-m", "canon-pro-1000", "-o", "print-quality=finest"], "print-quality"),
            (["recipes", "import", self.write("junk.json", "{}")], "platen-library"),
            (["recipes", "import", self.write("junk2.json", '{"platen-library": 1, "recipes": [{"model": "canon-pro-1000", '
                                              '"name": "x", "options": {"media": "a99"}}]}')], "media=a99"),
        ]:
            with self.subTest(words=list(map(str, words))):
                code, _, err = run(*words, env={"PLATEN_SERVER": str(self.server.socket)})
                self.assertIn(code, (1, 2), err)
                self.assertEqual(err.count("\n"), 1, err)
                self.assertIn(says, err)
        self.assertEqual((self.json("papers"), self.json("profiles"), self.json("recipes")), before)

    def test_only_an_administrator_changes_them(self):
        server = f"localhost:{self.server.port}"
        code, _, err = run("papers", "add", "p", "--like", "canon-baryta", "--server", server, stdin=b"")
        self.assertEqual(code, 1, err)
        self.assertEqual(run("papers", "list", "--server", server)[0], 0)


class TheChapter(ServerCase):
    def test_the_chapter_works_as_it_is_written(self):
        lines = commands()
        self.assertGreaterEqual(len(lines), 12)
        self.write("photo.tif", tiff(120, 90, colours, ppi=300))
        shutil.copy(WIDE, self.folder / "PhotoRag308.icc")
        for line in lines:
            with self.subTest(line):
                words = shlex.split(line)
                done = self.in_folder(*words[1:])
                self.assertEqual(done[0], 0, f"{line}: {done[2]}")
        self.assertTrue((self.folder / "rag.ivec").read_bytes())
        statement = self.json("jobs", "--statement", "2")
        self.assertEqual(len(statement), 1)
        self.assertEqual((statement[0]["color-management"], statement[0]["profile"], statement[0]["intent"],
                          statement[0]["black-point-compensation"], statement[0]["source-bits"]),
                         ("platen", "Photo Rag 308, maker's", "relative", True, 8))
        self.assertIn("rag-a3", [printer["printer-name"] for printer in self.json("printers")])
        defaults = {option["name"]: option["default"] for option in self.json("options", "-d", "rag-a3")}
        self.assertEqual((defaults["print-quality"], defaults["print-rendering-intent"]), ("high", "relative"))

    def in_folder(self, *words):
        done = subprocess.run([PLATEN, *words], cwd=self.folder, capture_output=True, timeout=120, check=False,
                              env={**os.environ, "PLATEN_SERVER": str(self.server.socket)})
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


class WithoutAServer(Case):
    def test_pixels_that_nobody_manages_arrive_as_they_were(self):
        picture = self.write("chart.tif", tiff(300, 200, colours))
        job = self.convert("canon-pro-1000", picture, "color-management=none", "print-scaling=none",
                           "orientation-requested=portrait", "media=a5")
        record, sheets = self.decode(job, "-r", "600")
        self.assertIn('"intent": "none"', json.dumps(record))
        # The picture lies on the page where its first row and column do; all of it is there, to the bit.
        raw = self.tool("convert", sheets[0], "-depth", "8", "rgb:-")
        width = int(self.tool("identify", "-format", "%w", sheets[0]))
        rows = [bytes(sample for x in range(300) for sample in colours(x, y)) for y in range(200)]
        start = raw.find(rows[1])  # row 0 begins with black beside white, row 1 is found alone
        self.assertGreaterEqual(start, 0)
        for y in range(1, 200):
            at = start + (y - 1) * width * 3
            self.assertEqual(raw[at:at + 900], rows[y], f"row {y}")

    def test_a_profile_of_a_file_converts(self):
        picture = self.write("photo.tif", tiff(60, 40, colours))
        plain = self.convert("canon-pro-1000", picture, "media=a5").read_bytes()
        managed = self.convert("canon-pro-1000", picture, "media=a5", f"icc-profile={WIDE}").read_bytes()
        again = self.convert("canon-pro-1000", picture, "media=a5", f"icc-profile={WIDE}").read_bytes()
        self.assertNotEqual(plain, managed)
        self.assertEqual(managed.count(b"<ivec:printcolormode_intent>none<"), 1)
        self.assertEqual(re.sub(rb"<ivec:job_description>.*?</ivec:job_description>", b"", managed),
                         re.sub(rb"<ivec:job_description>.*?</ivec:job_description>", b"", again))

    def test_a_broken_profile_is_refused_or_assumed_as_was_chosen(self):
        picture = self.write("broken.tif", tiff(30, 20, colours, profile=b"this is no profile, whatever it says"))
        out = self.folder / "out.ivec"
        code, _, err = run("convert", "-m", "canon-pro-1000", "-o", "media=a5", "-o", "broken-profile=refuse", "-O", out, picture)
        self.assertEqual(code, 1, err)
        self.assertIn("broken-profile=assume-srgb", err)
        code, _, err = run("convert", "-m", "canon-pro-1000", "-o", "media=a5", "-o", "broken-profile=assume-srgb", "-O", out, picture)
        self.assertEqual(code, 0, err)
        self.assertIn("cannot be used", err)
        code, _, err = run("convert", "-m", "canon-pro-1000", "-o", "media=a5", "-o", f"icc-profile={WIDE}", "-O", out, picture)
        self.assertEqual(code, 1, err)

    def test_contradictions_are_refused(self):
        picture = self.write("photo.tif", tiff(30, 20, colours))
        out = ["-O", self.folder / "o", picture]
        for settings, says in [([f"icc-profile={WIDE}", "color-management=none"], "contradict each other"),
                               (["color-management=platen"], "needs a profile"),
                               (["color-management=none", "page-format=jpeg"], "jpeg changes pixels"),
                               (["recipe=none"], "no recipe")]:
            words = [word for one in settings for word in ("-o", one)]
            self.assert_refused(2, "convert", "-m", "canon-pro-1000", *words, *out, says=[says])


if __name__ == "__main__":
    unittest.main()
