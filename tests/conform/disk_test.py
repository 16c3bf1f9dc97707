#!/usr/bin/env python3
"""Disks that are nearly full, full, or take nothing: a running server, its clients and its log."""
import json
import os
import pathlib
import resource
import signal
import subprocess
import tempfile
import unittest

import server

ROOT = os.geteuid() == 0
MEBIBYTE = 1 << 20


class Disk(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="platen-disk-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        (self.folder / "state").mkdir()

    def begin(self, text, **more):
        (self.folder / "platen.toml").write_text(text)
        self.running = server.Server(self.folder / "state", "--config", str(self.folder / "platen.toml"), **more)
        self.addCleanup(lambda: self.running.process.poll() is None and self.assertEqual(self.running.stop(), 0, self.running.log()))
        self.running.run("pause", "-d", "ir1020")  # jobs stay where they are

    def small_disk(self, mebibytes):
        disk = self.folder / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,mode=700", "tmpfs", disk], check=True)
        self.addCleanup(lambda: subprocess.run(["umount", "--lazy", disk], check=True))
        return disk

    def fill(self, disk, leave):
        """So many bytes are left."""
        room = os.statvfs(disk)
        (disk / "ballast").write_bytes(bytes(room.f_bavail * room.f_frsize - leave))

    def submit(self, size=20, check=True):
        document = self.folder / "letter.txt"
        document.write_text("a letter\n" * (size // 9 + 1))
        return self.running.run("submit", "-d", "ir1020", document, check=check)

    def reasons(self):
        return json.loads(self.running.run("status", "-d", "ir1020", "--json").stdout)["printer-state-reasons"]

    def wait_for_trouble(self, there):
        server.wait_for(lambda: ("spool-area-full" in self.reasons()) == there, what=f"spool-area-full: {there}")

    def jobs(self):
        return [job["job-id"] for job in json.loads(self.running.run("jobs", "-d", "ir1020", "--json").stdout)]


@unittest.skipUnless(ROOT, "only root can mount a small disk")
class SmallDisk(Disk):
    def test_the_last_of_the_disk_is_for_the_jobs_that_are_here(self):
        disk = self.small_disk(32)
        self.begin(f'[server]\nspool = "{disk}"\n[limits]\nfree-mb = 8\n')
        self.submit()
        self.submit(2 * MEBIBYTE)
        self.fill(disk, 6 * MEBIBYTE)
        refused = self.submit(check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("the server's disk is nearly full: the last 8 MiB are kept", refused.stderr)
        self.wait_for_trouble(True)
        self.running.run("hold", "1")
        self.running.run("cancel", "2")
        self.assertEqual(self.submit(check=False).returncode, 1)
        self.assertEqual(self.jobs(), [1])
        (disk / "ballast").unlink()
        self.wait_for_trouble(False)
        self.submit(2 * MEBIBYTE)
        self.assertEqual(self.running.log().count("disk is nearly full"), 1)
        self.assertEqual(self.running.log().count("there is room on the disk again"), 1)

    def test_a_full_disk_is_over_by_itself(self):
        disk = self.small_disk(8)
        self.begin(f'[server]\nspool = "{disk}"\n[limits]\nfree-mb = 0\n')
        self.submit(MEBIBYTE)
        self.fill(disk, 0)
        refused = self.submit(MEBIBYTE, check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("No space left on device", refused.stderr)
        self.wait_for_trouble(True)
        self.submit()  # a small one lies in the database
        self.assertEqual(self.jobs(), [1, 2])
        (disk / "ballast").unlink()
        self.wait_for_trouble(False)  # though nobody sends anything
        self.submit(MEBIBYTE)
        self.assertEqual(self.running.log().count("nothing can be stored"), 1)


class Quota(Disk):
    """No file of the server may grow: what a full disk and one that was mounted read-only have in common for it."""

    def setUp(self):
        super().setUp()
        # Python ignores SIGXFSZ, and so does the server then: its writes fail.
        self.begin("", restore_signals=False)
        self.submit()
        while self.log_of_the_store().stat().st_size < 4 * (self.running.state / "server.log").stat().st_size + 100_000:
            self.submit()  # the log of the store is beyond that of the server, which goes on

    def log_of_the_store(self):
        return self.running.state / "platen.db-wal"

    def bound(self, size):
        resource.prlimit(self.running.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def test_jobs_stay_as_they_are_until_they_can_be_changed(self):
        before = self.jobs()
        self.bound(self.log_of_the_store().stat().st_size)
        for command in (("hold", "1"), ("cancel", "1"), ("release", "1")):
            done = self.running.run(*command, check=False)
            if command[0] != "release":  # which changes nothing of a job that is not held
                self.assertEqual(done.returncode, 1, command)
                self.assertRegex(done.stderr, "full|I/O error")
        refused = self.submit(check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertRegex(refused.stderr, "full|I/O error")
        self.wait_for_trouble(True)
        self.assertEqual(self.jobs(), before)
        self.bound(resource.RLIM_INFINITY)
        self.wait_for_trouble(False)
        self.running.run("cancel", "1")
        self.submit()
        self.assertEqual(self.jobs(), before[1:] + [before[-1] + 1])
        self.assertEqual(self.running.log().count("nothing can be stored"), 1)

    def test_what_was_acknowledged_is_there_after_a_kill(self):
        before = self.jobs()
        self.bound(self.log_of_the_store().stat().st_size)
        self.assertEqual(self.submit(check=False).returncode, 1)
        self.running.process.send_signal(signal.SIGKILL)
        self.running.process.wait(30)
        self.running.close()
        self.running.start()
        self.assertEqual(self.jobs(), before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
