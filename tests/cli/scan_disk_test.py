"""A disk that fills while pages arrive: what was scanned is kept, it is told clearly, and goes on when there is room."""
import os
import subprocess
import threading
import time
import unittest

from PIL import Image, ImageChops

from scan_world import PLAIN, ScanCase, save

DISK_MB, LEAST_MB = 720, 512  # no page is begun with less than 512 MB


def noise(width, height):
    """A page that no compression makes small."""
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


@unittest.skipUnless(os.geteuid() == 0, "only root can mount a small disk")
class FullDisk(ScanCase):
    def before_server(self, state):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=700", "tmpfs", state], check=True)
        self.addCleanup(lambda: subprocess.run(["umount", "--lazy", state], check=True))
        self.ballast = state / "ballast"

    def fill(self, leave):
        """So many bytes are left."""
        room = os.statvfs(self.server.state)
        with self.ballast.open("ab") as file:
            os.posix_fallocate(file.fileno(), file.tell(), max(1, room.f_bavail * room.f_frsize - leave))

    def stack_of_noise(self, count):
        folder = self.folder / "stack"
        folder.mkdir()
        pages = [noise(636, 868) for _ in range(count)]
        for i, page in enumerate(pages):
            save(folder, f"{i:02}.png", page)
        return folder, pages

    def pictures(self, number):
        """The pages of a scan's lossless PDF."""
        out = self.folder / "out.pdf"
        self.platen("scans", "get", number, out)
        self.tool("qpdf", "--check", out)
        self.tool("pdfimages", "-png", out, "p")
        return [Image.open(path).convert("RGB") for path in sorted(self.folder.glob("p-*.png"))]

    def assert_same(self, got, wanted):
        self.assertEqual(len(got), len(wanted))
        for i, (one, other) in enumerate(zip(got, wanted), 1):
            self.assertIsNone(ImageChops.difference(one, other).getbbox(), f"page {i}")

    def test_no_page_is_begun_that_would_not_fit(self):
        folder, pages = self.stack_of_noise(3)
        self.scanner("--stack", folder)
        self.fill((LEAST_MB - 1) << 20)
        self.assertIn("make room", self.platen("scan", *PLAIN, "-O", self.folder / "x.pdf", code=1))
        self.ballast.unlink()
        number = self.begin(*PLAIN, "-o", "lossless=true")
        self.assertEqual(self.at_rest(number)["stage"], "done")
        self.assert_same(self.pictures(number), pages)

    def test_pages_are_kept_and_it_goes_on_when_there_is_room(self):
        folder, pages = self.stack_of_noise(18)
        self.scanner("--stack", folder)
        number = self.begin(*PLAIN, "-o", "lossless=true")
        self.until(lambda: len(self.scan(number)["pages"]) >= 2)
        full = threading.Event()

        def keep_full():  # whatever room comes back is taken as well
            while not full.is_set():
                try:
                    self.fill(0)
                except OSError:
                    pass
                time.sleep(0.01)

        filler = threading.Thread(target=keep_full)
        filler.start()
        try:
            told = self.until(lambda: (lambda scan: scan if "room" in scan["message"] else None)(self.scan(number)))
            self.assertRegex(told["message"], "No space left|cannot be written down|MB left")
            self.assertGreaterEqual(len(told["pages"]), 2)
        finally:
            full.set()
            filler.join()
        self.ballast.unlink()
        scan = self.at_rest(number)
        self.assertEqual(scan["stage"], "waiting", scan)
        self.assertRegex(scan["message"], "pages? kept")
        kept = len(scan["pages"])
        self.assertGreaterEqual(kept, len(told["pages"]))
        self.platen("scans", "more", number)
        scan = self.at_rest(number)
        self.assertEqual(scan["stage"], "done", scan)
        self.assertTrue(all(page["cleaned"] and not page["warning"] for page in scan["pages"]), scan)
        got = self.pictures(number)
        self.assert_same(got[:kept], pages[:kept])
        rest = len(got) - kept  # the sheet that lay under the glass then is out of the feeder, and may be put back
        self.assertIn(len(pages) - kept - rest, (0, 1))
        self.assert_same(got[kept:], pages[len(pages) - rest:])

    def test_a_file_that_finds_no_room_is_made_when_there_is_some(self):
        folder, pages = self.stack_of_noise(2)
        self.scanner("--stack", folder)
        number = self.begin(*PLAIN, "-o", "lossless=true", "-o", "review=true")
        self.at_rest(number)
        self.fill(1 << 20)  # the records have room, the file of 3 MB has none
        self.platen("scans", "finish", number)
        scan = self.at_rest(number)
        self.assertEqual(scan["stage"], "waiting", scan)
        self.assertRegex(scan["message"], "cannot be made.*No space left.*the pages are kept")
        self.ballast.unlink()
        self.platen("scans", "finish", number)
        self.assertEqual(self.at_rest(number)["stage"], "done")
        self.assert_same(self.pictures(number), pages)


if __name__ == "__main__":
    unittest.main()
