#!/usr/bin/env python3
"""Makes the documents of office.py: a hundred pages of text, photographs, transparency and noise, each a PDF of A4 pages.
Usage: office_inputs.py FOLDER (what exists is kept; photo24.jpg of make_inputs.py must be there)."""
import pathlib
import random
import subprocess
import sys
import zlib

from make_inputs import text_block

A4 = "/MediaBox[0 0 595.276 841.89]"
ROWS, COLUMNS = 7016, 4960  # A4 at 600 dpi
FONT = "/Font<</F1 3 0 R>>"


def stream(words, data):
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (words.encode(), len(data), data)


class Pdf:
    """Objects 1 to 3 are the catalogue, the pages and a font."""

    def __init__(self):
        self.objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
        self.pages = []

    def add(self, body):
        number = max(self.objects) + 1
        self.objects[number] = body
        return number

    def page(self, content, resources):
        data = self.add(stream("/Filter/FlateDecode", zlib.compress(content.encode())))
        self.pages.append(self.add(f"<</Type/Page/Parent 2 0 R{A4}/Contents {data} 0 R/Resources<<{resources}>>>>".encode()))

    def write(self, path):
        kids = " ".join(f"{number} 0 R" for number in self.pages)
        self.objects[2] = f"<</Type/Pages/Kids[{kids}]/Count {len(self.pages)}>>".encode()
        out, offsets = bytearray(b"%PDF-1.7\n"), {}
        for number in sorted(self.objects):
            offsets[number] = len(out)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, self.objects[number])
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
        out += b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
        out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, start)
        path.write_bytes(out)


def text(path, folder):
    pdf, rnd = Pdf(), random.Random(100)
    for page in range(100):
        head = f"BT /F1 14 Tf 60 790 Td (Chapter {page // 10 + 1}, page {page + 1}) Tj ET\n"
        pdf.page(head + text_block(rnd, 60, 760, 55), FONT)
    pdf.write(path)


def photographs(path, folder):
    """Four pages of 8.6 megapixels."""
    jpeg = subprocess.run(f"jpegtopnm {folder / 'photo24.jpg'} | pamscale 0.6 | pnmtojpeg -quality=90", shell=True, check=True,
                          capture_output=True).stdout
    pdf = Pdf()
    for page in range(4):
        picture = pdf.add(stream("/Type/XObject/Subtype/Image/Width 3600/Height 2400/ColorSpace/DeviceRGB/BitsPerComponent 8"
                                 "/Filter/DCTDecode", jpeg))
        pdf.page(f"q 535 0 0 {760 - 20 * page} 30 40 cm /I Do Q", f"/XObject<</I {picture} 0 R>>")
    pdf.write(path)


def transparency(path, folder):
    """Four pages of overlapping shapes with blend modes, groups and soft masks, as drawing programs and slides make them."""
    pdf, rnd = Pdf(), random.Random(21)
    modes = "Normal Multiply Screen Overlay Darken SoftLight Luminosity Difference".split()
    states = {f"G{i}": pdf.add(f"<</Type/ExtGState/ca {0.25 + 0.08 * i:.2f}/CA 0.6/BM/{mode}>>".encode())
              for i, mode in enumerate(modes)}
    shade = pdf.add(b"<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 400 0]/Extend[true true]"
                    b"/Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>>>")
    group = "/Type/XObject/Subtype/Form/BBox[0 0 400 300]/Group<</S/Transparency/CS/%s/I true>>/Resources<<%s>>"
    mask = pdf.add(stream(group % ("DeviceGray", f"/Shading<</S {shade} 0 R>>"), b"/S sh"))
    states["M"] = pdf.add(f"<</Type/ExtGState/SMask<</S/Luminosity/G {mask} 0 R>>>>".encode())
    named = "/ExtGState<<" + "".join(f"/{name} {number} 0 R" for name, number in states.items()) + ">>"

    def shapes(count, width, height):
        out = []
        for _ in range(count):
            r, g, b = (rnd.random() for _ in range(3))
            x, y = rnd.uniform(0, width), rnd.uniform(0, height)
            dx, dy = rnd.uniform(40, width / 2), rnd.uniform(40, height / 2)
            out.append(f"/G{rnd.randrange(len(modes))} gs {r:.2f} {g:.2f} {b:.2f} rg {x:.1f} {y:.1f} m {x + dx:.1f} {y:.1f} "
                       f"{x + dx:.1f} {y + dy:.1f} {x:.1f} {y + dy:.1f} c f")
        return "\n".join(out)

    for _ in range(4):
        inner = pdf.add(stream(group % ("DeviceRGB", named), shapes(25, 400, 300).encode()))
        content = [shapes(60, 560, 800)]
        for i in range(4):
            content.append(f"q 1 0 0 1 {60 + 30 * i} {80 + 160 * i} cm /M gs /X Do Q")
        pdf.page("\n".join(content) + "\n" + text_block(rnd, 60, 760, 20), f"{FONT}{named}/XObject<</X {inner} 0 R>>")
    pdf.write(path)


def noise(path, folder):
    """Four pages whose every dot is thrown by chance: nothing compresses them."""
    pdf, rnd = Pdf(), random.Random(500)
    for _ in range(4):
        dots = pdf.add(stream(f"/Type/XObject/Subtype/Image/Width {COLUMNS}/Height {ROWS}/ColorSpace/DeviceGray/BitsPerComponent 1",
                              rnd.randbytes(ROWS * COLUMNS // 8)))
        pdf.page("q 595.276 0 0 841.89 0 0 cm /I Do Q", f"/XObject<</I {dots} 0 R>>")
    pdf.write(path)


def make(folder):
    made = {}
    for name, maker in (("text100", text), ("photos4", photographs), ("transparency4", transparency), ("noise4", noise)):
        made[name] = folder / f"{name}.pdf"
        if not made[name].exists():
            maker(made[name], folder)
    return made


if __name__ == "__main__":
    make(pathlib.Path(sys.argv[1]))
