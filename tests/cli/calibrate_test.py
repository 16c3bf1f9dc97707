"""Calibration from the page to the next job: what the twin draws is taken to a simulated engine whose dots gain, and measured there."""
import math
import shutil
import unittest

from server_commands_test import ServerCase
from support import pdf, run

PAPER, SOLID, GAIN, N = 0.8, 0.04, 0.18, 1.7  # reflectances, mechanical gain at half tone, Yule and Nielsen's n
STEPS = range(0, 101, 5)


def reflectance(area):
    printed = area + 4 * GAIN * area * (1 - area)
    return (printed * SOLID ** (1 / N) + (1 - printed) * PAPER ** (1 / N)) ** N


def seen(area):
    return (PAPER - reflectance(area)) / (PAPER - SOLID)


class Calibrate(ServerCase):
    def areas(self, sheet):
        """The share of ink of each patch on a sheet."""
        width, height = map(int, self.tool("convert", sheet, "-format", "%w %h", "info:").split())
        gray = self.tool("convert", sheet, "-colorspace", "Gray", "-depth", "8", "gray:-")
        # The page lies in the middle of A4.
        scale = height / 841.89
        left, top = (width - 560 * scale) / 2, (height - 755 * scale) / 2
        found = []
        for i in range(len(STEPS)):
            x, y = 30 + 96 * (i % 5) + 8, 755 - 575 + 92 * (i // 5) - 62 + 8
            rows = [gray[r * width + round(left + x * scale):r * width + round(left + (x + 46) * scale)]
                    for r in range(round(top + y * scale), round(top + (y + 46) * scale))]
            found.append(1 - sum(map(sum, rows)) / sum(map(len, rows)) / 255)
        return found

    def last_sheet(self):
        """What the twin drew last, small."""
        self.until(lambda: all(job["job-state"] == "completed" for job in self.json("jobs", "--all", "-d", "ir1020")) or None)
        return sorted((self.server.state / "virtual/ir1020").rglob("*.png"), key=lambda p: p.stat().st_mtime)[-1]

    def full_sheet(self, *options):
        """The patches as they are printed with these options, dot by dot."""
        job = self.convert("canon-ir1020", self.write("patches.pdf", self.patches()), "halftone=clustered-dot-fine", *options)
        shutil.rmtree(self.folder / "sheets", ignore_errors=True)
        return self.decode(job, "-q", "-r", "full")[1][-1]

    def print_page(self, *options):
        self.json("calibrate", "-d", "ir1020", "page", "--screen", "clustered-dot-fine", *options)
        return self.last_sheet()

    def measurements(self, areas):
        lines = [f"{ink} {-math.log10(reflectance(area)):.3f}" for ink, area in zip(STEPS, areas)]
        return self.write("measured.txt", "screen clustered-dot-fine\nunit density\n" + "\n".join(lines) + "\n")

    def test_tones_of_an_engine_become_straight_and_a_reprint_keeps_them(self):
        self.assertEqual(self.json("calibrate", "-d", "ir1020", "show"),
                         {screen: None for screen in ("clustered-dot", "blue-noise", "clustered-dot-fine", "error-diffusion")})
        first = self.print_page()
        for ink, area in zip(STEPS, self.areas(first)):
            self.assertAlmostEqual(area, ink / 100, delta=0.006)
        plain = self.areas(self.full_sheet("clustered-dot-fine-curve=" + ",".join(str(50 * i) for i in range(21))))
        for ink, area in zip(STEPS, plain):
            self.assertAlmostEqual(area, ink / 100, delta=0.004)
        self.assertGreater(max(seen(area) - ink / 100 for ink, area in zip(STEPS, plain)), 0.2)
        self.assertIn("clustered-dot-fine of ir1020", self.platen("calibrate", "-d", "ir1020", "read", self.measurements(plain)))
        curve = self.json("calibrate", "-d", "ir1020", "show")["clustered-dot-fine"]
        self.assertEqual((len(curve), curve[0], curve[-1]), (21, 0, 1000))
        option = "clustered-dot-fine-curve=" + ",".join(map(str, curve))
        for ink, area in zip(STEPS, self.areas(self.full_sheet(option))):
            self.assertAlmostEqual(seen(area), ink / 100, delta=0.01)
        # The page itself is printed without it, so that it can be measured again; jobs with it.
        before = self.areas(first)
        self.assertEqual(self.areas(self.print_page()), before)
        page = self.write("patches.pdf", self.patches())
        job = self.submit("-d", "ir1020", "-o", "halftone=clustered-dot-fine", "--wait", page)
        for area, unlinear in list(zip(self.areas(self.last_sheet()), before))[2:-1]:
            self.assertLess(area, unlinear - 0.02)
        statement = self.json("jobs", "--statement", str(job))[0]
        self.assertEqual(statement["tone-curve"], ",".join(map(str, curve)))
        # Another screen has no curve; a job that was submitted before keeps its own.
        other = self.submit("-d", "ir1020", "--wait", page)
        self.assertNotIn("tone-curve", self.json("jobs", "--statement", str(other))[0])
        self.platen("calibrate", "-d", "ir1020", "clear")
        self.assertIsNone(self.json("calibrate", "-d", "ir1020", "show")["clustered-dot-fine"])
        self.platen("reprint", str(job))
        self.last_sheet()
        newest = max(j["job-id"] for j in self.json("jobs", "--all", "-d", "ir1020"))
        self.assertEqual(self.json("jobs", "--statement", str(newest))[0]["tone-curve"], statement["tone-curve"])

    def patches(self):
        """The patches of the page, drawn by this test."""
        boxes = [f"{1 - ink / 100:.2f} g {30 + 96 * (i % 5)} {575 - 92 * (i // 5)} 62 62 re f" for i, ink in enumerate(STEPS)]
        return pdf((" ".join(boxes),), size=(560, 755))

    def test_wrong_measurements_are_refused_with_a_line_and_change_nothing(self):
        good = [f"{ink} {0.05 + ink / 100:.2f}" for ink in STEPS]
        env = {"PLATEN_SERVER": str(self.server.socket)}
        for change, says in ((lambda rows: rows[:-1], "100 % is missing"), (lambda rows: rows[:9] + ["45 nan"] + rows[10:], "no number"),
                             (lambda rows: rows[:9] + ["45 0.1"] + rows[10:], "lighter"), (lambda rows: rows + ["5 0.1"], "twice")):
            path = self.write("bad.txt", "screen blue-noise\nunit density\n" + "\n".join(change(good)))
            self.assert_refused(2, "calibrate", "-d", "ir1020", "read", path, says=("bad.txt", says), env=env)
        self.assert_refused(2, "calibrate", "-d", "ir1020", "read", self.write("empty.txt", ""), says=("no measurements",), env=env)
        self.assert_refused(2, "calibrate", "-d", "ir1020", says=("page, read",), env=env)
        self.assert_refused(2, "calibrate", "-d", "ir1020", "page", "--screen", "dots", says=("clustered-dot",), env=env)
        path = self.write("good.txt", "screen blue-noise\nunit density\n" + "\n".join(good))
        code, _, err = run("calibrate", "-d", "pro-1000", "read", path, env=env)
        self.assertNotEqual(code, 0)
        self.assertIn("no screens", err)
        self.assertIsNone(self.json("calibrate", "-d", "ir1020", "show")["blue-noise"])

    def test_a_curve_is_an_option_of_convert_too(self):
        page = self.write("patches.pdf", self.patches())
        straight = ",".join(str(50 * i) for i in range(21))
        lighter = ",".join(str(round(1000 * (i / 20) ** 1.5)) for i in range(21))
        plain = self.convert("canon-ir1020", page).read_bytes()
        self.assertEqual(self.convert("canon-ir1020", page, "clustered-dot-curve=none", f"blue-noise-curve={lighter}").read_bytes(), plain)
        self.assertNotEqual(self.convert("canon-ir1020", page, f"clustered-dot-curve={lighter}").read_bytes(), plain)
        for wrong in ("0,1000", straight + ",1000", straight.replace("500", "300"), straight.replace("1000", "999"), "x"):
            self.assert_refused(2, "convert", "-m", "canon-ir1020", "-o", f"clustered-dot-curve={wrong}", "-O", self.folder / "out", page,
                                says=("clustered-dot-curve: a tone curve",))


if __name__ == "__main__":
    unittest.main()
