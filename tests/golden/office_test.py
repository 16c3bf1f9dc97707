"""Office documents of every kind on the copier: as recorded, and like poppler's and MuPDF's pages. One job serves both."""
import json
import pathlib
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

import agreement
import golden
import office_documents
from comparison import check_recorded
from support import run

REFEREED = "canon-ir1020-"  # the cases whose sheets the referees look at


def sheets_of(job, model, folder):
    """The sheets of a job at the resolution at which they are compared."""
    code, _, err = run("decode", "-q", "-m", model, "-r", agreement.SHEET_DPI, "-O", folder, job)
    if code or err:
        raise RuntimeError(f"decode: {err}")
    return sorted(folder.glob("*.png"))


def wrong_with(name):
    """What is wrong with a case, for people."""
    model, document, _, _ = golden.CASES[name]
    with tempfile.TemporaryDirectory(prefix="platen-office-") as holder:
        folder, found = pathlib.Path(holder), []
        try:
            made = check_recorded(name, folder)
        except AssertionError as failure:
            return [str(failure)]
        if name == REFEREED + document and document not in agreement.NO_REFEREE:
            sheets = sheets_of(made.job, model, folder / "compared")
            found = agreement.differences(document, folder / "document", sheets, folder, golden.out_of_environment())
        return found


class OfficeDocuments(unittest.TestCase):
    def test_every_document_is_as_recorded_and_as_others_draw_it(self):
        names = [name for name in golden.CASES if golden.of_an_office(name)]
        with ThreadPoolExecutor(2) as pool:
            found = [line for lines in pool.map(wrong_with, names) for line in lines]
        self.assertEqual(found, [], "\n".join(found))

    def test_documents_are_the_same_each_time(self):
        for name in ("latin", "photographs", "encrypted", "fax"):
            make, _ = office_documents.DOCUMENTS[name]
            self.assertEqual(make(), make(), name)

    def test_the_table_of_agreement_names_documents(self):
        for name in (*agreement.DOCUMENTS, *agreement.NO_REFEREE):
            self.assertIn(name, office_documents.DOCUMENTS)
        for name in agreement.DOCUMENTS:
            for how in agreement.of(name):
                self.assertTrue(how.why or how.referees == agreement.BOTH, name)


class TheAgreement(unittest.TestCase):
    """The referees must notice a page that is wrong."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="platen-office-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def told(self, document, change=lambda words: words, sheet_change=()):
        """What the referees say of a document whose operators, or whose sheet, were changed before."""
        make, _ = office_documents.DOCUMENTS[document]
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        true, changed = folder / "document", folder / "changed"
        true.write_bytes(make())
        changed.write_bytes(uncompressed(true))
        changed.write_bytes(change(changed.read_bytes()))
        code, _, err = run("convert", "-m", "canon-ir1020", "-O", folder / "job", changed)
        self.assertEqual(code, 0, err)
        sheets = sheets_of(folder / "job", "canon-ir1020", folder / "compared")
        for sheet in sheets if sheet_change else ():
            subprocess.run(["convert", sheet, *sheet_change, "+repage", sheet], check=True)
        return agreement.differences(document, true, sheets, folder, folder / "differences")

    def test_a_page_that_is_right_is_not_told(self):
        self.assertEqual(self.told("form"), [])

    def test_pages_upside_down_mirrored_or_shifted_are_told(self):
        for change in (("-rotate", "180"), ("-flop",), ("-roll", "+2+0"), ("-roll", "+0+2")):
            with self.subTest(change):
                self.assertEqual(len(self.told("form", sheet_change=change)), 2)

    def test_a_missing_letter_a_missing_mark_and_another_tone_are_told(self):
        for old, new in ((b"(Street) Tj", b"(Stret ) Tj"), (b"3 3 m 13 13 l 3 13 m 13 3 l S", b"                             "),
                         (b"0.85 g 0 20 120 20 re", b"0.70 g 0 20 120 20 re")):
            with self.subTest(new):
                def change(data, old=old, new=new):
                    self.assertIn(old, data)
                    return data.replace(old, new)
                self.assertEqual(len(self.told("form", change)), 2)


def uncompressed(path):
    """The PDF with its streams as they are meant."""
    return subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], capture_output=True, check=True).stdout


if __name__ == "__main__":
    unittest.main()
