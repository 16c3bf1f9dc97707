"""Other people's scanning programs by TLS, with the certificate that the server made for itself."""
import os
import subprocess
import unittest

from PIL import Image, ImageChops, ImageStat

from scan_world import DPI, HEIGHT, WIDTH, ScanCase, picture, save
from support import PATIENCE

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
<pwg:Version>2.0</pwg:Version><pwg:InputSource>Platen</pwg:InputSource><scan:ColorMode>RGB24</scan:ColorMode>
<scan:XResolution>75</scan:XResolution><scan:YResolution>75</scan:YResolution>
<pwg:DocumentFormat>image/png</pwg:DocumentFormat></scan:ScanSettings>"""


class OverTls(ScanCase):
    def setUp(self):
        super().setUp()
        self.original = picture("glass")
        page = save(self.folder, "glass.png", self.original)
        empty = self.folder / "empty"
        empty.mkdir()
        self.scanner("--platen", page, "--stack", empty)
        self.base = f"https://127.0.0.1:{self.server.port}/eSCL/office"

    def curl(self, *words):
        done = subprocess.run(["curl", "-s", "-S", *map(str, words)], capture_output=True, timeout=60 * PATIENCE, check=False)
        return done.returncode, done.stdout

    def test_scanimage_with_sane_airscan(self):
        (self.folder / "dll.conf").write_text("airscan\n")
        (self.folder / "airscan.conf").write_text(f'[devices]\n"office" = {self.base}/, eSCL\n[options]\ndiscovery = disable\n')
        environment = {**os.environ, "SANE_CONFIG_DIR": str(self.folder), "LC_ALL": "C"}
        for mode in ("Color", "Gray"):
            out = self.folder / f"{mode}.pnm"
            # sane-airscan 0.99.27 now and then waits for ever in sane_close() (tests/conform/escl_test.py): what counts is the page.
            for _ in range(3):
                process = subprocess.Popen(["scanimage", "-d", "airscan:e0:office", "--format=pnm", "--mode", mode, "--resolution", str(DPI),
                                            "-o", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
                try:
                    _, errors = process.communicate(timeout=60 * PATIENCE)
                    self.assertEqual(process.returncode, 0, errors.decode() + self.server.said())
                    break
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.communicate()
            with Image.open(out) as scanned:
                self.assertEqual(scanned.size, (WIDTH, HEIGHT))
                wanted = self.original.convert(scanned.mode)
                difference = ImageStat.Stat(ImageChops.difference(scanned, wanted)).mean
            self.assertLess(max(difference), 4, mode)  # JPEG, as airscan asks for

    def test_curl_gets_the_page_and_no_address_leads_away_from_tls(self):
        self.assertEqual(self.curl(f"{self.base}/ScannerCapabilities")[0], 60)  # nobody vouches for it
        code, capabilities = self.curl("-k", f"{self.base}/ScannerCapabilities")
        self.assertEqual(code, 0)
        self.assertIn(b"image/png", capabilities)
        code, answer = self.curl("-k", "-i", "-d", SETTINGS, "-H", "Content-Type: text/xml", f"{self.base}/ScanJobs")
        location = next(line.split(": ", 1)[1].strip() for line in answer.decode().splitlines() if line.lower().startswith("location:"))
        self.assertRegex(location, rf"^(https://127\.0\.0\.1:{self.server.port})?/eSCL/office/ScanJobs/")
        job = f"https://127.0.0.1:{self.server.port}" + location[location.index("/eSCL/"):]
        out = self.folder / "out.png"
        self.assertEqual(self.curl("-k", "-f", "-o", out, f"{job}/NextDocument")[0], 0, self.server.said())
        with Image.open(out) as scanned:
            self.assertEqual(scanned.size, (WIDTH, HEIGHT))
            self.assertIsNone(ImageChops.difference(scanned.convert("RGB"), self.original).getbbox())


if __name__ == "__main__":
    unittest.main()
