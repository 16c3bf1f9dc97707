"""Every size of the imageRUNNERs, with each tray, side, orientation and language: an oriented page on the twin's sheet."""
import json
import shutil
import unittest
from concurrent.futures import ThreadPoolExecutor

from support import Case, pdf, run

# Width and height in millimetres, the printable area in dots of 600 to the inch (CNCUPSIR1025ZK.ppd, ImageableArea), the margin.
SIZES = {
    "na_letter_8.5x11in": (215.9, 279.4, 4863, 6363, 5), "na_legal_8.5x14in": (215.9, 355.6, 4863, 8163, 5),
    "na_invoice_5.5x8.5in": (139.7, 215.9, 3063, 4863, 5), "na_executive_7.25x10.5in": (184.15, 266.7, 4110, 6070, 5),
    "iso_a5_148x210mm": (148, 210, 3271, 4724, 5), "jis_b5_182x257mm": (182, 257, 4063, 5834, 5), "iso_a4_210x297mm": (210, 297, 4724, 6779, 5),
    "na_monarch_3.875x7.5in": (98.425, 190.5, 1851, 4027, 10), "na_number-10_4.125x9.5in": (104.775, 241.3, 2000, 5227, 10),
    "iso_dl_110x220mm": (110, 220, 2125, 4724, 10), "iso_c5_162x229mm": (162, 229, 3354, 4937, 10), "iso_b5_176x250mm": (176, 250, 3685, 5433, 10)}
TWO_SIDED = ("iso_a4_210x297mm", "na_letter_8.5x11in", "na_legal_8.5x14in")  # what the PPD turns over, and its drawers hold
POINT, DOT = 25.4 / 72, 25.4 / 600  # millimetres
SIDES = ("one-sided", "two-sided-long-edge", "two-sided-short-edge")


def oriented(width, height):
    """Black to all edges, with white squares near three of its corners: one top left, two top right, three bottom left."""
    edge = 20
    squares = [(40, height - 60), (width - 60, height - 60), (width - 100, height - 60), (40, 40), (80, 40), (120, 40)]
    return f"0 g 0 0 {width} {height} re f 1 g " + " ".join(f"{x} {y} {edge} {edge} re f" for x, y in squares)


class Sheet:
    """A sheet side at 100 dpi, its pixels as 0 and 255."""

    def __init__(self, case, path):
        name = path.with_suffix(".gray")
        size = case.tool("convert", path, "-threshold", "50%", "-depth", "8", "-format", "%w %h", "-write", f"gray:{name}", "info:").split()
        self.width, self.height = map(int, size)
        self.pixels = name.read_bytes()

    def at(self, x, y):
        return self.pixels[int(y) * self.width + int(x)]

    def ink(self):
        """Left, top, right and bottom of what is black, in pixels."""
        rows = [i for i in range(self.height) if 0 in self.pixels[i * self.width:(i + 1) * self.width]]
        line = self.pixels[(rows[0] + 1) * self.width:(rows[0] + 2) * self.width]
        return line.index(0), rows[0], line.rindex(0) + 1, rows[-1] + 1

    def squares(self, width, height, turned):
        """How many white squares lie near the page's top left, top right and bottom left."""
        scale = 100 / 72

        def white(x, y):  # a point of the page, y up
            if turned:  # a quarter counter-clockwise on the upright sheet: the page's top is the sheet's left
                x, y = height - y, x
            return self.at(x * scale, self.height - y * scale) == 255

        top, bottom = height - 50, 50
        return (sum(white(50 + 40 * i, top) for i in range(3)), sum(white(width - 50 - 40 * i, top) for i in range(3)),
                sum(white(50 + 40 * i, bottom) for i in range(3)))


class Oriented(Case):
    def combinations(self, sizes):
        for size in sizes:
            drawers = ("tray-1", "tray-2") if size in TWO_SIDED else ()
            for sides in SIDES if size in TWO_SIDED else SIDES[:1]:
                for language in ("pcl-xl", "pcl-5e"):
                    yield size, ("auto", "by-pass-tray", *drawers), sides, language

    def check(self, index, size, trays, sides, language):
        """A job with an upright and a wide page from each tray; with two sides a sheet for each tray."""
        folder = self.folder / str(index)
        folder.mkdir()
        width, height = (edge / POINT for edge in SIZES[size][:2])
        from_tray = [tray for tray in trays for _ in range(2)]
        document = folder / "in.pdf"
        # An upright page and a wide one, by turns.
        document.write_bytes(pdf([oriented(width, height), oriented(height, width)] * len(trays),
                                 [(width, height), (height, width)] * len(trays)))
        overrides = json.dumps([{"pages": f"{2 * i + 1}-{2 * i + 2}", "media-source": tray} for i, tray in enumerate(trays)])
        out = folder / "job"
        code, _, err = run("convert", "-m", "canon-ir1020", "-o", f"media={size}", "-o", f"sides={sides}", "-o", "print-scaling=none",
                           "-o", f"printer-language={language}", "-o", f"overrides={overrides}", "-O", out, document)
        if (code, err) != (0, ""):
            return [f"{size} {sides} {language}: {err}"]
        code, _, err = run("decode", "-q", "-O", folder / "sheets", out)
        record = json.loads(next((folder / "sheets").glob("*.json")).read_text())
        found = [f"decode: {err}"] if code or len(record["sides"]) != len(from_tray) else []
        for number, (side, tray) in enumerate(zip(record["sides"], from_tray)):
            where = f"{size} {sides} {language} {tray} side {number}: "
            found += [where + what for what in self.wrong(side, size, sides, tray, number, folder / "sheets")]
        shutil.rmtree(folder)
        return found

    def wrong(self, side, size, sides, tray, number, sheets):
        face = "back" if sides != "one-sided" and number % 2 else "front"
        if (side["medium"], side["tray"], side["sides"], side["side"]) != (size, tray, sides, face):
            yield f"on {side['medium']} from {side['tray']}, {side['sides']}, {side['side']}"
        if side["warnings"]:
            yield str(side["warnings"])
        width, height, columns, rows, margin = SIZES[size]
        # PCL's logical page ends 7.1 or 7.8 mm from the right edge of some sizes: docs/protocols/pcl5.md.
        narrower = 68 if side["payload"] != "PCL XL" else 0  # dots
        if not columns - narrower - 1 <= side["raster-width"] <= columns + 1 or abs(side["raster-height"] - rows) > 1:
            yield f"{side['raster-width']} x {side['raster-height']} dots in place of {columns} x {rows}"
        for edge in ("left", "top"):
            if abs(side["margins-hmm"][edge] / 100 - margin) > DOT:
                yield f"{edge} margin {side['margins-hmm'][edge]}"
        sheet, scale = Sheet(self, sheets / side["png"]), 100 / 2540
        margins = side["margins-hmm"]
        left, top = margins["left"] * scale, margins["top"] * scale
        expected = (left, top, left + side["raster-width"] / 6, top + side["raster-height"] / 6)
        ink = sheet.ink()
        beside = [b - a for a, b in zip(ink, expected)]
        beside[2] -= max(0, min(beside[2], narrower / 6))
        if any(abs(distance) > 1.5 for distance in beside):
            yield f"ink at {ink} in place of {expected}"
        width, height = width / POINT, height / POINT
        turned = number % 2 == 1
        squares = sheet.squares(*((height, width) if turned else (width, height)), turned)
        if squares != (1, 2, 3):
            yield f"squares {squares}"

    def test_each_combination(self):
        jobs = list(self.combinations(SIZES))
        self.assertEqual(len(jobs), (3 * 3 + 9) * 2)
        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda job: self.check(job[0], *job[1]), enumerate(jobs)))
        wrong = [line for lines in found for line in lines]
        self.assertEqual(wrong, [], "\n".join(wrong))


if __name__ == "__main__":
    unittest.main()
