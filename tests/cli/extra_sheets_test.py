"""Sheets that a job has beside its pages: job sheets, slips and covers."""
import shutil
import unittest

from office_test import Sheet, numbered
from server_commands_test import ServerCase
from support import pdf, run

JOB_SHEET = "job"


class ExtraSheets(ServerCase):
    def document(self, name, first, pages):
        return self.write(name, pdf([numbered(first + i) for i in range(pages)]))

    def sheets(self, *options, documents, model="canon-ir1020"):
        """[(tray, [what is on the front, what is on the back])]; a page is its number, 0 an empty side."""
        out = self.folder / "job.prn"
        settings = [word for option in options for word in ("-o", option)]
        code, _, err = run("convert", "-m", model, *settings, "-O", out, *documents)
        self.assertEqual((code, err), (0, ""))
        shutil.rmtree(self.folder / "sheets", ignore_errors=True)
        record, pictures = self.decode(out)
        pictures = {p.stem.split("-", 2)[2]: p for p in pictures}
        found = {}
        for side in record["sides"]:
            picture = pictures[f"sheet-{side['sheet']:03}-{side['side']}"]
            found.setdefault(side["sheet"], (side["tray"], []))[1].append(self.content(picture))
        return list(found.values())

    def content(self, picture):
        sheet = Sheet(self, picture)
        if not any(value < 128 for value in sheet.rows):
            return 0
        try:
            return sheet.number(3, 3, sheet.width - 6, sheet.height - 6)
        except AssertionError:
            return JOB_SHEET

    def test_a_job_sheet_comes_before_or_after_all_copies(self):
        document = self.document("in.pdf", 1, 2)
        for value, expected in {"none": [1, 2, 1, 2], "standard": [JOB_SHEET, 1, 2, 1, 2], "job-start-sheet": [JOB_SHEET, 1, 2, 1, 2],
                                "job-end-sheet": [1, 2, 1, 2, JOB_SHEET], "job-both-sheet": [JOB_SHEET, 1, 2, 1, 2, JOB_SHEET]}.items():
            with self.subTest(value):
                sheets = self.sheets(f"job-sheets={value}", "copies=2", documents=[document])
                self.assertEqual([sides for _, sides in sheets], [[side] for side in expected])

    def test_a_job_sheet_says_whose_it_is(self):
        out = self.folder / "job.pxl"
        self.assertEqual(run("convert", "-m", "canon-ir1020", "-o", "job-sheets=standard", "-o", "requesting-user-name=Mira Lindt", "-o", "copies=3",
                             "-t", "Quarterly figures", "-O", out, self.document("in.pdf", 1, 2))[0], 0)
        _, pictures = self.decode(out)
        said = self.tool("tesseract", min(pictures), "-", "--dpi", "600").decode()
        for words in ("Mira Lindt", "Quarterly figures", "2 pages, 3 copies", "Canon imageRUNNER 1020"):
            self.assertIn(words, said)

    def test_a_job_sheet_has_nothing_of_the_jobs_layout(self):
        sheets = self.sheets("job-sheets=standard", "number-up=2", "page-ranges=2-3", "sides=two-sided-long-edge", "watermark=DRAFT",
                             "job-sheets-source=tray-2", "media-source=tray-1", documents=[self.document("in.pdf", 1, 4)])
        self.assertEqual([tray for tray, _ in sheets], ["tray-2", "tray-1"])
        self.assertEqual(sheets[0][1], [JOB_SHEET])

    def test_slips_lie_between_documents_and_copies(self):
        documents = [self.document("a.pdf", 1, 2), self.document("b.pdf", 9, 1)]
        sheets = self.sheets("slip-sheets=on", "copies=2", "job-sheets-source=by-pass-tray", documents=documents)
        self.assertEqual([sides[0] for _, sides in sheets], [1, 2, 0, 9, 0, 1, 2, 0, 9])
        self.assertEqual([tray for tray, _ in sheets],
                         ["auto", "auto", "by-pass-tray", "auto", "by-pass-tray", "auto", "auto", "by-pass-tray", "auto"])

    def test_covers_come_from_their_own_tray(self):
        document = self.document("in.pdf", 1, 5)
        printed = self.sheets("front-cover=printed", "back-cover=blank", "cover-source=tray-2", "media-source=tray-1",
                              "sides=two-sided-long-edge", documents=[document])
        self.assertEqual(printed, [("tray-2", [1, 2]), ("tray-1", [3, 4]), ("tray-1", [5]), ("tray-2", [0])])
        backwards = self.sheets("front-cover=printed", "cover-source=tray-2", "media-source=tray-1", "page-delivery=reverse-order-face-down",
                                documents=[document])
        self.assertEqual(backwards, [("tray-1", [5]), ("tray-1", [4]), ("tray-1", [3]), ("tray-1", [2]), ("tray-2", [1])])

    def test_a_booklet_of_several_documents_has_one_cover(self):
        documents = [self.document("a.pdf", 1, 2), self.document("b.pdf", 11, 7)]
        out = self.folder / "job.prn"
        self.assertEqual(run("convert", "-m", "canon-ir1020", "-o", "imposition-template=signature", "-o", "front-cover=printed", "-o", "back-cover=printed",
                             "-o", "slip-sheets=on", "-o", "multiple-document-handling=single-document", "-o", "cover-source=tray-2", "-O", out, *documents)[0], 0)
        record, pictures = self.decode(out)
        self.assertEqual([(side["sheet"], side["side"], side["tray"]) for side in record["sides"]],
                         [(sheet, side, "tray-2" if sheet == 1 else "auto") for sheet in (1, 2, 3) for side in ("front", "back")])
        outside = Sheet(self, next(p for p in pictures if p.name.endswith("sheet-001-front.png")), 90)
        self.assertEqual(outside.grid(2, 1), [0, 1])

    def test_in_reverse_order_the_start_sheet_comes_last(self):
        document = self.document("in.pdf", 1, 3)
        backwards = "page-delivery=reverse-order-face-down"
        sheets = self.sheets("job-sheets=job-start-sheet", "front-cover=blank", "cover-source=tray-2", backwards, documents=[document])
        self.assertEqual([sides for _, sides in sheets], [[3], [2], [1], [0], [JOB_SHEET]])
        both = self.sheets("job-sheets=job-both-sheet", "copies=2", backwards, documents=[document])
        self.assertEqual([sides[0] for _, sides in both], [JOB_SHEET, 3, 2, 1, 3, 2, 1, JOB_SHEET])

    def test_pcl_5e_has_them_too(self):
        sheets = self.sheets("job-sheets=standard", "front-cover=blank", "cover-source=by-pass-tray", "printer-language=pcl-5e",
                             documents=[self.document("in.pdf", 1, 1)])
        self.assertEqual(sheets, [("auto", [JOB_SHEET]), ("by-pass-tray", [0]), ("auto", [1])])

    def test_what_cannot_be_fed_is_refused(self):
        page = self.document("in.pdf", 1, 1)
        for option, what, source in (("front-cover=blank", "the cover", "cover-source"),
                                     ("job-sheets=standard", "the job sheet", "job-sheets-source")):
            self.assert_refused(2, "convert", "-m", "canon-ir1020", "-o", "media=a5", "-o", option, "-o", "cover-source=tray-1",
                                "-o", "job-sheets-source=tray-1", "-O", self.folder / "x", page, says=(what, "tray-1", f"choose {source}=auto or by-pass-tray"))
        self.assert_refused(2, "convert", "-m", "canon-ir1020", "-o", "job-sheets=banner", "-O", self.folder / "x", page,
                            says=("job-sheets=banner", "job-start-sheet"))

    def test_the_server_counts_them(self):
        job = self.submit("-d", "ir1020", "-o", "job-sheets=job-both-sheet", "-o", "slip-sheets=on", "-o", "copies=2", "--wait",
                          self.document("in.pdf", 1, 3))
        done = self.job(job)
        self.assertEqual(done["job-state"], "completed")
        self.assertEqual(done["job-media-sheets-completed"], 9)
        drawn = list((self.server.state / "virtual" / "ir1020").glob("*front.png"))
        self.assertEqual(len(drawn), 9)


if __name__ == "__main__":
    unittest.main()
