"""Whole pictures through the page path against tificc, lcms2's own converter, sample by sample.

The page path ends in dithering from 16 to 8 bits: a sample becomes one of the two codes beside its exact value, on average
that value. So a picture may differ from the nearest codes by one, but not by more, and not on average. What differs by more
before dithering (by half a code and a rounding) would show as a difference of two.
"""
import collections
import pathlib
import random
import shutil
import unittest

from support import Case, run
from tiff_file import ICC_PROFILE, tiff_file

ICC = pathlib.Path("/usr/share/color/icc")  # of icc-profiles-free, colord-data and ghostscript
DEFAULT_CMYK = "ghostscript/default_cmyk.icc"
WIDTH, HEIGHT = 600, 800
FRAME = 4  # rows and columns of the darkest colour, by which the picture is found on the sheet
CHANNELS = {"gray": 1, "rgb": 3, "cmyk": 4}

# name, samples, bits, profile, content
CORPUS = [
    ("srgb-8", "rgb", 8, None, "scene"),
    ("srgb-16", "rgb", 16, None, "scene"),
    ("adobe-8", "rgb", 8, "compatibleWithAdobeRGB1998.icc", "scene"),
    ("adobe-16", "rgb", 16, "colord/AdobeRGB1998.icc", "scene"),
    ("prophoto-16", "rgb", 16, "colord/ProPhotoRGB.icc", "scene"),
    ("eci-8", "rgb", 8, "colord/ECI-RGBv2.icc", "scene"),
    ("gray-8", "gray", 8, "Gray.icc", "scene"),
    ("gray-lightness-16", "gray", 16, "Gray-CIE_L.icc", "scene"),
    ("cmyk-photograph", "cmyk", 8, DEFAULT_CMYK, "separated"),
    ("cmyk-saturated", "cmyk", 8, DEFAULT_CMYK, "scene"),
    ("cmyk-noise-16", "cmyk", 16, DEFAULT_CMYK, "noise"),
    ("cmyk-untagged", "cmyk", 8, None, "scene"),
    ("cmyk-postscript", "cmyk", 8, "ghostscript/ps_cmyk.icc", "noise"),
]


def tiff(samples, bits, data, profile):
    photometric = {"gray": 1, "rgb": 2, "cmyk": 5}[samples]
    return tiff_file(data, WIDTH, HEIGHT, CHANNELS[samples], bits, photometric, blocks=[(ICC_PROFILE, profile)])


def framed(samples, bits, data):
    """The same rows with a border of the darkest colour."""
    dark = (b"\xff" if samples == "cmyk" else b"\0") * (CHANNELS[samples] * bits // 8)
    row = WIDTH * len(dark)
    side = dark * FRAME
    middle = b"".join(side + data[y * row + len(side):(y + 1) * row - len(side)] + side for y in range(FRAME, HEIGHT - FRAME))
    return dark * WIDTH * FRAME + middle + dark * WIDTH * FRAME


class PicturesAsLcms2HasThem(Case):
    def scene(self, samples, bits):
        """Platen's test picture, a noisy cloud, saturated hues with hard edges, random colours: as raw samples."""
        if not (self.folder / "scene.miff").exists():
            self.assertEqual(run("test-page", "picture", "-O", self.folder / "p.png")[0], 0)
            part = f"{WIDTH}x{HEIGHT // 4}"
            self.tool("convert", "-seed", "7", "-depth", "16",
                      "(", "p.png", "-strip", "-sample", part + "!", ")",
                      "(", "-size", part, "plasma:orange-navy", "-attenuate", "0.4", "+noise", "Gaussian", ")",
                      "(", "-size", f"{HEIGHT // 4}x{WIDTH}", "gradient:red-blue", "-rotate", "90", "-set", "colorspace", "HSL",
                      "-colorspace", "sRGB", "-modulate", "100,300", ")",
                      "(", "-size", part, "xc:gray50", "+noise", "Random", ")",
                      "-append", "scene.miff")
        space = {"gray": ["-colorspace", "Gray"], "rgb": [], "cmyk": ["-colorspace", "CMYK"]}[samples]
        return self.tool("convert", "scene.miff", *space, "-endian", "LSB", "-depth", bits, f"{samples}:-")

    def separated(self, profile):
        """The scene as a printer's program would separate it."""
        rgb = self.write("rgb.tif", tiff("rgb", 8, self.scene("rgb", 8), b""))
        self.tool("tificc", "-t0", f"-o{ICC / profile}", rgb, "separated.tif")
        return self.tool("convert", "separated.tif", "-depth", "8", "cmyk:-")

    def picture(self, samples, bits, profile, content):
        if content == "noise":
            data = random.Random(11).randbytes(WIDTH * HEIGHT * CHANNELS[samples] * bits // 8)
        else:
            data = self.separated(profile) if content == "separated" else self.scene(samples, bits)
        embedded = (ICC / profile).read_bytes() if profile else b""
        return self.write("in.tif", tiff(samples, bits, framed(samples, bits, data), embedded))

    def printed(self, path):
        job = self.convert("canon-pro-1000", path, "media=oe_photo-l_3.5x5in", "print-scaling=none")
        _, (sheet,) = self.decode(job, "-q", "-r", "full")
        raw = self.tool("convert", sheet, "-trim", "-format", "%wx%h", "-write", "info:size", "-depth", "8", "rgb:-")
        self.assertEqual((self.folder / "size").read_text(), f"{WIDTH}x{HEIGHT}")
        shutil.rmtree(sheet.parent)
        return raw

    def test_at_most_one_code(self):
        for name, samples, bits, profile, content in CORPUS:
            with self.subTest(name):
                path = self.picture(samples, bits, profile, content)
                supposed = [f"-i{ICC / DEFAULT_CMYK}"] if samples == "cmyk" and not profile else []
                self.tool("tificc", "-t1", "-b", "-c0", "-w8", "-o*sRGB", *supposed, path, "out.tif")
                theirs = self.tool("convert", "out.tif", "-depth", "8", "rgb:-")
                ours = self.printed(path)
                self.assertEqual(len(ours), len(theirs))
                counts = collections.Counter(map(int.__sub__, ours, theirs))
                of = lambda value: sum(value(d) * n for d, n in counts.items()) / len(ours)
                worst, bias = max(map(abs, counts)), of(lambda d: d)
                figures = f"max {worst} mean {of(abs):.4f} bias {bias:+.4f} beyond 1: {of(lambda d: abs(d) > 1):.4%}"
                print(f"{name:18} {figures}", flush=True)
                self.assertLessEqual(worst, 1, figures)
                self.assertLessEqual(abs(bias), 0.05, figures)


if __name__ == "__main__":
    unittest.main()
