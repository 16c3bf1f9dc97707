"""Letterheads that a server keeps: how they are added, named by jobs, kept by them, and refused."""
import unittest

from server_commands_test import ServerCase
from support import pdf, run

HEAD = "0 g /F1 30 Tf BT 60 780 Td (Example Ltd) Tj ET"


class Letterheads(ServerCase):
    def setUp(self):
        super().setUp()
        self.head = self.write("head.pdf", pdf([HEAD, ""]))
        self.device = self.folder / "device"
        self.platen("add", "-d", "paper", "-m", "canon-ir1020", "-v", f"file:{self.device}")
        self.addCleanup(run, "delete", "-d", "paper", env={"PLATEN_SERVER": str(self.server.socket)})
        self.platen("letterheads", "add", self.head, "--name", "Example Ltd")
        self.addCleanup(run, "letterheads", "remove", "Example Ltd", env={"PLATEN_SERVER": str(self.server.socket)})

    @staticmethod
    def pages(path):
        """What the device gets of the pages: names and times of the job come before."""
        stream = path.read_bytes()
        return stream[stream.index(b") HP-PCL XL;"):]

    def test_they_are_listed_shown_and_removed(self):
        (entry,) = self.json("letterheads")
        self.assertEqual((entry["name"], entry["pages"], entry["origin"], entry["bytes"]),
                         ("Example Ltd", 2, "head.pdf", self.head.stat().st_size))
        self.assertRegex(self.platen("letterheads", "list"), r"Example Ltd +2 +\d+ +head.pdf")
        self.assertIn("pages: 2", self.platen("letterheads", "show", "Example Ltd"))
        self.platen("letterheads", "remove", "Example Ltd")
        self.assertEqual(self.json("letterheads"), [])
        self.assertIn("no letterhead", self.platen("letterheads", "remove", "Example Ltd", code=1))

    def test_a_job_prints_what_convert_makes(self):
        picture = self.folder / "p.png"
        self.tool("convert", "-size", "400x300", "-seed", "3", "plasma:", picture)
        for document in (self.page(), picture):
            with self.subTest(document.name):
                self.device.unlink(missing_ok=True)
                job = self.submit("-d", "paper", "-o", "page-overlay=Example Ltd", "-o", "page-footer={page}", "--wait", document)
                self.assertEqual(self.job(job)["job-state"], "completed")
                out = self.folder / "converted"
                code, _, err = run("convert", "-m", "canon-ir1020", "-o", f"page-overlay={self.head}", "-o", "page-footer={page}",
                                   "-O", out, document)
                self.assertEqual(code, 0, err)
                self.assertEqual(self.pages(self.device), self.pages(out))

    def test_no_client_names_a_file(self):
        for name in (str(self.head), "Nobody", "../head.pdf"):
            with self.subTest(name):
                self.assertIn("page-underlay", self.platen("submit", "-d", "paper", "-o", f"page-underlay={name}", self.page(), code=1))

    def test_a_job_keeps_the_one_that_it_came_with(self):
        self.platen("pause", "-d", "paper")
        job = self.submit("-d", "paper", "-o", "page-underlay=Example Ltd", self.page())
        self.assertIn(f"job {job}", self.platen("letterheads", "remove", "Example Ltd", code=1))
        other = self.write("other.pdf", pdf(["0 g 0 0 595 842 re f"]))
        self.assertIn("another letterhead", self.platen("letterheads", "add", other, "--name", "Example Ltd", code=1))
        self.platen("resume", "-d", "paper")
        self.until(lambda: self.job(job)["job-state"] == "completed")
        self.platen("letterheads", "remove", "Example Ltd")
        # Printed again it is the same print, or says that it cannot be.
        self.assertIn("not there any more", self.platen("reprint", str(job), code=1))
        self.platen("letterheads", "add", self.head, "--name", "under another name")
        self.addCleanup(run, "letterheads", "remove", "under another name", env={"PLATEN_SERVER": str(self.server.socket)})
        again = self.json("reprint", str(job))[0]["job-id"]
        self.until(lambda: self.job(again)["job-state"] == "completed")

    def test_a_printer_prints_with_one_by_default(self):
        self.platen("modify", "-d", "paper", "-o", "page-underlay=Example Ltd")
        job = self.submit("-d", "paper", "--wait", self.page())
        self.assertEqual(self.job(job)["job-state"], "completed")
        with_head = self.pages(self.device)
        self.assertIn("paper", self.platen("letterheads", "remove", "Example Ltd", code=1))
        self.platen("modify", "-d", "paper", "-o", "page-underlay=")
        self.device.unlink()
        self.submit("-d", "paper", "--wait", self.page())
        self.assertNotEqual(self.pages(self.device), with_head)

    def test_bad_ones_are_not_taken(self):
        locked = self.folder / "locked.pdf"
        self.tool("qpdf", "--encrypt", "secret", "owner", "256", "--", self.head, locked)
        broken = self.write("broken.pdf", "%PDF-1.4\nnothing at all\n")
        text = self.write("a.txt", "text\n")
        for path, word in ((locked, "password"), (broken, "broken"), (text, "text/plain")):
            with self.subTest(path.name):
                self.assertIn(word, self.platen("letterheads", "add", path, code=1).lower())

    def test_they_travel_with_recipes(self):
        everything = self.folder / "all.json"
        self.platen("recipes", "export", everything)
        self.platen("letterheads", "remove", "Example Ltd")
        self.platen("recipes", "import", everything)
        self.assertEqual([entry["name"] for entry in self.json("letterheads")], ["Example Ltd"])
        out = self.folder / "out"
        code, _, err = run("convert", "-m", "canon-ir1020", "--library", everything, "-o", "page-underlay=Example Ltd", "-O", out, self.page())
        self.assertEqual((code, err), (0, ""))


if __name__ == "__main__":
    unittest.main()
