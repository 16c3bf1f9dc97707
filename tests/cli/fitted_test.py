"""A part that this unit does not have: the second drawer of a virtual imageRUNNER 1020."""
import unittest

from server_commands_test import ServerCase

NOT_FITTED = "Drawer 2 is not fitted on this printer"


class NotFitted(ServerCase):
    def setUp(self):
        super().setUp()
        self.platen("modify", "-d", "ir1020", "--not-fitted", "none")

    def values(self, option):
        return next(one["values"] for one in self.json("options", "-d", "ir1020") if one["name"] == option)

    def test_is_offered_by_itself_and_by_nobody_once_it_is_said(self):
        self.assertIn("tray-2", self.values("media-source"))
        self.assertIn("tray-2", self.values("canon-cover-source"))
        self.platen("modify", "-d", "ir1020", "--not-fitted", "tray-2")
        self.assertEqual(self.values("media-source"), ["auto", "by-pass-tray", "tray-1"])
        self.assertNotIn("tray-2", self.values("canon-cover-source"))
        self.assertNotIn("tray-2", self.platen("supplies", "-d", "ir1020"))
        self.platen("modify", "-d", "ir1020", "-o", "platen-not-fitted=none")
        self.assertIn("tray-2", self.values("media-source"))

    def test_a_job_that_asks_for_it_is_told(self):
        self.platen("modify", "-d", "ir1020", "--not-fitted", "tray-2")
        for option in ("media-source=tray-2", "canon-cover-source=tray-2"):
            with self.subTest(option):
                err = self.platen("submit", "-d", "ir1020", "-o", option, self.page(), code=1)
                self.assertRegex(err, f"{option}: tray-2 is not fitted on this printer; choose one of .*auto, by-pass-tray, tray-1$")

    def test_a_default_may_not_name_it(self):
        self.platen("modify", "-d", "ir1020", "--not-fitted", "tray-2")
        self.assertIn(NOT_FITTED, self.platen("modify", "-d", "ir1020", "-o", "media-source=tray-2", code=1))
        self.platen("modify", "-d", "ir1020", "--not-fitted", "none", "-o", "media-source=tray-2")
        self.assertIn(NOT_FITTED, self.platen("modify", "-d", "ir1020", "--not-fitted", "tray-2", code=1))
        self.platen("modify", "-d", "ir1020", "--not-fitted", "tray-2", "-o", "media-source=auto")

    def test_a_job_that_waited_for_it_is_held_until_it_may_go_elsewhere(self):
        self.platen("pause", "-d", "ir1020")
        job = self.submit("-d", "ir1020", "-o", "media-source=tray-2", self.page())
        self.platen("modify", "-d", "ir1020", "--not-fitted", "tray-2")
        self.platen("resume", "-d", "ir1020")
        held = self.until(lambda: (found := self.job(job))["job-state"] == "pending-held" and found)
        self.assertIn(NOT_FITTED, held["job-state-message"])
        self.platen("release", str(job), "-o", "media-source=tray-1")
        self.until(lambda: self.job(job)["job-state"] == "completed")

    def test_what_no_unit_lacks_is_refused(self):
        self.assertIn("a Canon imageRUNNER 1020 may be without tray-2", self.platen("modify", "-d", "ir1020", "--not-fitted", "tray-1", code=1))
        self.assertIn("may be without tray-2", self.platen("modify", "-d", "ir1020", "--not-fitted", "tray-2,tray-9", code=1))
        self.assertIn("no part that can be missing", self.platen("modify", "-d", "pro-1000", "--not-fitted", "tray-2", code=1))

    def test_is_said_when_a_printer_is_added_and_kept_in_files(self):
        self.platen("add", "-d", "small", "-m", "canon-ir1020", "-v", "socket://192.0.2.1", "--no-probe", "--not-fitted", "tray-2")
        folder = self.folder / "files"
        self.platen("export", str(folder))
        file = folder / "printers" / "small.toml"
        self.assertIn('not-fitted = ["tray-2"]\n', file.read_text())
        self.assertEqual(self.platen("apply", str(folder)), "nothing to change\n")
        file.write_text(file.read_text().replace('not-fitted = ["tray-2"]\n', ""))
        self.platen("apply", str(folder))
        offered = next(one["values"] for one in self.json("options", "-d", "small") if one["name"] == "media-source")
        self.assertIn("tray-2", offered)
        self.platen("delete", "-d", "small")


if __name__ == "__main__":
    unittest.main()
