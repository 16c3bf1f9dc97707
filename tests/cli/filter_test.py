"""Queues whose pages go through a CUPS filter: other people's real ones, and programs that do what a filter should not."""
import os
import pathlib
import subprocess
import unittest

from server_commands_test import ServerCase
from support import pdf, run

FILTERS = pathlib.Path(os.environ.get("CUPS_FILTERS", "/usr/lib/cups/filter"))
DRIVERS = pathlib.Path("/usr/share/cups/drv/sample.drv")


class FilterCase(ServerCase):
    def setUp(self):
        super().setUp()
        self.tool("ppdc", "-d", "ppd", DRIVERS)
        self.ppd = self.folder / "ppd" / "laserjet.ppd"
        self.assertTrue(self.ppd.exists(), sorted(p.name for p in (self.folder / "ppd").iterdir()))
        self.device = self.folder / "device"

    def queue(self, program, ppd=None, options="", name="chained"):
        self.platen("add", "-d", name, "-m", "canon-ir1020", "-v", f"file:{self.device}", "-o", f"platen-filter={program}",
                    "-o", f"platen-filter-ppd={ppd or self.ppd}", "-o", f"platen-filter-options={options}")
        self.addCleanup(run, "delete", "-d", name, env={"PLATEN_SERVER": str(self.server.socket)})

    def program(self, text, name="filter"):
        """A filter of the test's own."""
        path = self.write(name, "#!/bin/sh\n" + text)
        path.chmod(0o755)
        return path

    def printed(self, *words, state="completed"):
        job = self.submit("-d", "chained", *words)
        record = self.until(lambda: (found := self.job(job))["job-state"] in ("completed", "aborted", "pending-held") and found)
        self.assertEqual(record["job-state"], state, record)
        return record

    def log(self):
        self.server.log.flush()
        return (self.server.state / "server.log").read_text(errors="replace")


class Real(FilterCase):
    def blur(self, picture, name):
        self.tool("convert", picture, "-colorspace", "Gray", "-resize", "600x850!", "-blur", "0x2", name)
        return self.folder / name

    def test_rastertohp_prints_the_sheets_that_platen_prints(self):
        pages = [f"0 g /F1 60 Tf BT 100 {600 - 100 * i} Td (page {i}) Tj ET 200 100 200 100 re f" for i in range(3)]
        document = self.write("three.pdf", pdf(pages))
        self.queue(FILTERS / "rastertohp", options="Resolution=600dpi")
        self.printed("-o", "page-footer={page} of {pages}", document)
        record, chained = self.decode(self.device)
        self.assertEqual(len(chained), 3)
        chained = [p.rename(self.folder / f"chained-{i}.png") for i, p in enumerate(sorted(chained))]
        own = self.folder / "own"
        code, _, err = run("convert", "-m", "canon-ir1020", "-o", "printer-language=pcl-5e",
                           "-o", "page-footer={page} of {pages}", "-O", own, document)
        self.assertEqual(code, 0, err)
        for path in (self.folder / "sheets").glob("*"):
            path.unlink()
        _, measures = self.decode(own)
        for mine, theirs in zip(chained, sorted(measures)):
            done = subprocess.run(["compare", "-metric", "RMSE", self.blur(mine, "a.png"), self.blur(theirs, "b.png"), "null:"],
                                  cwd=self.folder, check=False, capture_output=True, text=True)
            self.assertLess(float(done.stderr.split("(")[1].rstrip(")")), 0.12, mine)

    def test_copies_are_made_by_platen(self):
        self.queue(FILTERS / "rastertohp", options="Resolution=600dpi")
        self.printed("-n", "3", self.page())
        _, sheets = self.decode(self.device)
        self.assertEqual(len(sheets), 3)

    def test_rastertopwg_makes_apple_raster(self):
        self.queue(FILTERS / "rastertopwg", options="Resolution=600dpi")
        self.printed(self.page())
        # What it makes for a printer of which it is told nothing else.
        self.assertEqual(self.device.read_bytes()[:7], b"UNIRAST")

    def postscript_ppd(self, program, type="application/vnd.cups-postscript"):
        size = "<</PageSize[595 842]>>setpagedevice"
        return self.write("postscript.ppd", f"""*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "PS.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*PSVersion: "(3010.000) 0"
*ModelName: "Test"
*ShortNickName: "Test"
*NickName: "Test"
*ColorDevice: False
*LanguageLevel: "3"
*cupsFilter: "{type} 0 {program}"
*FoomaticRIPCommandLine: "gs -q -dBATCH -dSAFER -dNOPAUSE -sDEVICE=ljet4 -r600 -sOutputFile=- -"
*OpenUI *PageSize/Page Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
*PageSize A4/A4: "{size}"
*CloseUI: *PageSize
*OpenUI *PageRegion/Page Size: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
*PageRegion A4/A4: "{size}"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "14.1732 14.1732 580.8268 827.8268"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
""")

    def test_foomatic_rip_gets_postscript_and_draws_it(self):
        """It runs Ghostscript, as Canon's filter for PostScript does: the same sheets as from that alone."""
        document = self.write("two.pdf", pdf([f"0 g /F1 60 Tf BT 100 {600 - 100 * i} Td (page {i}) Tj ET 200 100 200 100 re f" for i in range(2)]))
        self.queue(FILTERS / "foomatic-rip", ppd=self.postscript_ppd("foomatic-rip"))
        self.printed("-n", "2", document)
        _, chained = self.decode(self.device)
        self.assertEqual(len(chained), 4)
        chained = [p.rename(self.folder / f"chained-{i}.png") for i, p in enumerate(chained)]
        self.tool("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=ljet4", "-r600", "-sPAPERSIZE=a4", "-o", "own", document)
        for path in (self.folder / "sheets").glob("*"):
            path.unlink()
        _, own = self.decode(self.folder / "own")
        for mine, theirs in zip(chained, own * 2):
            done = subprocess.run(["compare", "-metric", "RMSE", self.blur(mine, "a.png"), self.blur(theirs, "b.png"), "null:"],
                                  cwd=self.folder, check=False, capture_output=True, text=True)
            self.assertLess(float(done.stderr.split("(")[1].rstrip(")")), 0.03, mine)

    def test_postscript_has_every_dot_of_the_raster(self):
        """Drawn at the printer's resolution by Ghostscript, the dots are those that the printer would have had."""
        self.queue(self.program("cat"), ppd=self.postscript_ppd("filter"))
        self.printed(self.page("every dot"))
        self.tool("gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pbmraw", "-r600", "-o", "drawn.pbm", self.device)
        code, _, err = run("convert", "-m", "canon-ir1020", "-O", self.folder / "own", self.folder / "page.pdf")
        self.assertEqual(code, 0, err)
        _, own = self.decode(self.folder / "own", "-r", "full")
        for name, picture in (("mine.pbm", "drawn.pbm"), ("theirs.pbm", own[0])):
            self.tool("convert", picture, "-threshold", "50%", "-trim", "+repage", "+set", "comment", name)
        self.assertEqual((self.folder / "mine.pbm").read_bytes(), (self.folder / "theirs.pbm").read_bytes())
        self.assertIn(b"%%Pages: 1\n%%EOF", self.device.read_bytes())

    def test_a_filter_that_takes_neither_is_told(self):
        self.queue(self.program("cat"), ppd=self.postscript_ppd("filter", "application/pdf"))
        held = self.printed(self.page(), state="pending-held")
        self.assertIn("takes application/pdf", held["job-state-message"])

    def test_what_a_ppd_cannot_do_is_said(self):
        self.queue(FILTERS / "rastertohp", ppd=self.write("none.ppd", "nothing\n"))
        held = self.printed(self.page(), state="pending-held")
        self.assertIn("none.ppd", held["job-state-message"])


class Bad(FilterCase):
    def fails(self, text, *says):
        """The job is kept and says what to do; others print as soon as the filter is mended, and it does once it is released."""
        broken = self.program(text, "broken")
        self.queue(broken)
        record = self.printed(self.page(), state="pending-held")
        for words in (*says, "see to the filter (platen-filter)", "release the job"):
            self.assertIn(words, record["job-state-message"])
        self.assertFalse(self.device.exists(), "half a job must not come out")
        self.platen("modify", "-d", "chained", "-o", f"platen-filter={self.program('cat')}")
        self.printed(self.page())
        self.device.unlink()
        self.platen("release", str(record["job-id"]))
        self.until(lambda: self.job(record["job-id"])["job-state"] == "completed")
        self.assertTrue(self.device.exists())

    def test_a_code(self):
        self.fails("cat > /dev/null; echo 'ERROR: no such model' >&2; exit 3", "the filter broken", "code 3", "no such model")

    def test_a_crash(self):
        self.fails("kill -SEGV $$", "crashed", "Segmentation fault")

    def test_a_crash_for_one_document_keeps_no_other_from_printing(self):
        # filter(7): job, user, title, copies, options.
        self.queue(self.program('case "$3" in bad) cat > /dev/null; kill -SEGV $$;; esac; cat'))
        bad = self.submit("-d", "chained", "-t", "bad", self.page())
        self.printed("-t", "good", self.page())
        held = self.until(lambda: (found := self.job(bad))["job-state"] == "pending-held" and found)
        self.assertIn("crashed (Segmentation fault)", held["job-state-message"])
        self.assertIn("job-suspended-by-system", held["job-state-reasons"])

    def test_a_crash_aborts_the_job_where_that_is_the_policy(self):
        self.queue(self.program("kill -SEGV $$"))
        self.platen("modify", "-d", "chained", "-o", "printer-error-policy=abort-job")
        self.printed(self.page(), state="aborted")

    def test_one_that_takes_nothing_and_ends(self):
        self.fails("exit 0", "the filter broken", "has given nothing for the printer")

    def test_a_missing_program_holds_the_job(self):
        self.queue("/nonexistent/rastertoufr2")
        job = self.submit("-d", "chained", self.page())
        held = self.until(lambda: (found := self.job(job))["job-state"] == "pending-held" and found)
        self.assertIn("/nonexistent/rastertoufr2 is not there", held["job-state-message"])
        self.platen("modify", "-d", "chained", "-o", f"platen-filter={FILTERS / 'rastertohp'}")
        self.platen("release", str(job))
        self.until(lambda: self.job(job)["job-state"] == "completed")

    def test_one_that_others_could_change(self):
        program = self.program("cat")
        program.chmod(0o777)
        self.queue(program)
        job = self.submit("-d", "chained", self.page())
        held = self.until(lambda: (found := self.job(job))["job-state"] == "pending-held" and found)
        self.assertIn("changed by others", held["job-state-message"])

    def test_a_hang_is_canceled(self):
        self.queue(self.program("trap '' TERM; cat > /dev/null; while :; do sleep 1; done"))
        job = self.submit("-d", "chained", self.page())
        self.until(lambda: self.job(job)["job-state"] == "processing")
        self.platen("cancel", str(job))
        self.until(lambda: self.job(job)["job-state"] == "canceled")

    def test_what_it_says_reaches_people(self):
        self.queue(self.program("echo 'STATE: +toner-low-warning,nonsense-here' >&2; echo 'INFO: warming up' >&2; cat"))
        self.printed(self.page())
        self.assertIn("the filter says: warming up", self.log())
        self.assertTrue(self.device.exists())

    def test_it_sees_only_what_it_may(self):
        secret = self.server.state / "platen.db"
        self.assertTrue(secret.exists())
        self.queue(self.program(f"""
cat > $TMPDIR/in
head -c 4 {secret} > $TMPDIR/out 2> /dev/null && echo 'ERROR: it read the store' >&2
ls /home /root /proc > /dev/null 2>&1 && echo 'ERROR: it listed folders' >&2
echo x > {self.folder}/written 2> /dev/null && echo 'ERROR: it wrote a file' >&2
(exec 3<>/dev/tcp/127.0.0.1/{self.server.port}) 2> /dev/null && echo 'ERROR: it reached a network' >&2
bash -c 'exec 3<>/dev/tcp/127.0.0.1/{self.server.port}' 2> /dev/null && echo 'ERROR: it reached a network' >&2
kill -0 {self.server.process.pid} 2> /dev/null && echo 'ERROR: it can signal the server' >&2
[ "$PPD" = {self.ppd} ] || echo 'ERROR: no PPD' >&2
[ $# = 5 ] && [ $4 = 1 ] || echo "ERROR: arguments $*" >&2
rm $TMPDIR/in && echo done
"""))
        self.printed("-t", "a; touch $HOME/x `id`", self.page())
        self.assertEqual(self.device.read_text(), "done\n")
        said = [line for line in self.log().splitlines() if "the filter says" in line]
        self.assertEqual([line for line in said if "ERROR" in line or "it " in line or "arguments" in line or "no PPD" in line], [])

    def test_a_flood_of_words_is_bounded(self):
        self.queue(self.program("cat > /dev/null; yes 'DEBUG: word' | head -n 200000 >&2; echo done"))
        before = len(self.log())
        self.printed(self.page())
        self.assertEqual(self.device.read_text(), "done\n")
        self.assertLess(len(self.log()) - before, 400_000)

    def test_no_client_sets_one(self):
        self.queue(FILTERS / "rastertohp")
        said = self.platen("submit", "-d", "chained", "-o", "platen-filter=/bin/sh", self.page(), code=1)
        self.assertIn("no option platen-filter", said)


if __name__ == "__main__":
    unittest.main()
