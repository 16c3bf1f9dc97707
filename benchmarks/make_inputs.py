#!/usr/bin/env python3
"""Makes the benchmark's documents: a 10-page office PDF, a 24-megapixel photograph-like JPEG, a
poster PDF that is just that picture, and a TIFF of it with 16 bits. Usage: make_inputs.py FOLDER (what exists is kept)."""
import math
import pathlib
import random
import subprocess
import sys

WORDS = """the copier in the hall prints again and nobody had to install anything since paper jam toner report
invoice order delivery meeting minutes quarter budget printer queue office archive contract page copy tray letter
account customer supplier service project schedule answer question result table figure chart number""".split()


def text_block(rnd, x, y, lines, size=10):
    out = [f"BT /F1 {size} Tf {size * 1.25:.2f} TL {x} {y} Td"]
    for _ in range(lines):
        line = " ".join(rnd.choice(WORDS) for _ in range(13))
        out.append(f"({line}) Tj T*")
    return "\n".join(out + ["ET"])


def table(rnd, x, y, rows, columns):
    out = ["0.5 w"]
    width, height = 470 / columns, 15
    for r in range(rows):
        if r % 2:
            out.append(f"0.9 g {x} {y - (r + 1) * height} 470 {height} re f 0 g")
        for c in range(columns):
            out.append(f"BT /F1 8 Tf {x + c * width + 3:.1f} {y - (r + 1) * height + 4} Td ({rnd.randint(1, 99999)}) Tj ET")
        out.append(f"{x} {y - r * height} m {x + 470} {y - r * height} l S")
    return "\n".join(out)


def chart(rnd, x, y):
    out = [f"0 0 0 RG {x} {y} m {x} {y + 120} l S {x} {y} m {x + 300} {y} l S"]
    for i in range(12):
        shade = rnd.random()
        out.append(f"{shade:.2f} {1 - shade:.2f} 0.6 rg {x + 5 + i * 24} {y} 16 {rnd.randint(10, 115)} re f")
    points = [(x + 13 + i * 24, y + rnd.randint(20, 115)) for i in range(12)]
    out.append("1 0 0 RG 1.5 w " + f"{points[0][0]} {points[0][1]} m " + " ".join(f"{a} {b} l" for a, b in points[1:]) + " S 0 g")
    return "\n".join(out)


def office_pdf(path, pages):
    rnd = random.Random(1020)
    objects = {1: "<</Type/Catalog/Pages 2 0 R>>", 3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
    kids = []
    for p in range(pages):
        parts = [f"BT /F1 16 Tf 60 780 Td (Report, part {p + 1}) Tj ET", text_block(rnd, 60, 750, 14)]
        parts.append(table(rnd, 60, 560, 14, 6) if p % 2 else chart(rnd, 120, 400))
        parts.append(text_block(rnd, 60, 320, 20))
        data = "\n".join(parts)
        page, content = 4 + 2 * p, 5 + 2 * p
        kids.append(f"{page} 0 R")
        objects[page] = (f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Contents {content} 0 R"
                         "/Resources<</Font<</F1 3 0 R>>>>>>")
        objects[content] = f"<</Length {len(data)}>>\nstream\n{data}\nendstream"
    objects[2] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {pages}>>"
    out, offsets = "%PDF-1.4\n", {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{offsets[n]:010d} 00000 n \n" for n in sorted(objects))
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    path.write_text(out, encoding="latin-1")


def photo(folder, jpeg):
    """6000 x 4000: smooth waves, edges and fine noise, as a photograph has them."""
    ppm = folder / "photo.ppm"
    rnd = random.Random(1000)
    width, height = 6000, 4000
    noise = [bytes(rnd.choices(range(21), k=width * 3)) for _ in range(61)]
    with ppm.open("wb") as f:
        f.write(b"P6\n%d %d\n255\n" % (width, height))
        for y in range(height):
            base = bytearray(width * 3)
            for c in range(3):
                period, phase = 700 + 331 * c, 0.0013 * y * (c + 1)
                wave = bytes(int(125 + 80 * math.sin(6.28318 * x / period + phase) * math.cos(y / (400 + 90 * c)))
                             for x in range(0, width, 8))
                for k in range(8):
                    base[c + 3 * k::24] = wave
            if (y // 250) % 3 == 0:
                base[3000:6000] = bytes(240 - b // 4 for b in base[3000:6000])
            grain = noise[rnd.randrange(len(noise))]
            value = int.from_bytes(base, "big") + int.from_bytes(grain, "big")
            f.write(value.to_bytes(width * 3, "big"))
    subprocess.run(f"pnmtojpeg -quality=92 {ppm} > {jpeg}", shell=True, check=True)
    ppm.unlink()


def poster_pdf(jpeg, path):
    data = jpeg.read_bytes()
    content = b"q 1224 0 0 1584 0 0 cm /I Do Q"
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
             b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1224 1584]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
             b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
             b"<</Type/XObject/Subtype/Image/Width 6000/Height 4000/ColorSpace/DeviceRGB/BitsPerComponent 8"
             b"/Filter/DCTDecode/Length %d>>\nstream\n%s\nendstream" % (len(data), data)]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    path.write_bytes(out)


def photo_16(jpeg, tiff):
    """The same picture as 17 x 22 in at 300 ppi with 16 bits, real noise in the lower ones, and AdobeRGB's profile."""
    subprocess.run(f"convert {jpeg} -resize 5100x6600! -depth 16 -attenuate 0.02 +noise Gaussian -units PixelsPerInch "
                   "-density 300 +profile '*' -profile /usr/share/color/icc/colord/AdobeRGB1998.icc -compress none "
                   f"{tiff}", shell=True, check=True)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "office10.pdf").exists():
        office_pdf(folder / "office10.pdf", 10)
    if not (folder / "photo24.jpg").exists():
        photo(folder, folder / "photo24.jpg")
    if not (folder / "poster.pdf").exists():
        poster_pdf(folder / "photo24.jpg", folder / "poster.pdf")
    if not (folder / "photo16.tif").exists():
        photo_16(folder / "photo24.jpg", folder / "photo16.tif")


if __name__ == "__main__":
    main()
