"""Plans as CAD programs write them: hairlines, dashes, hatching behind clips, sheets larger than the paper."""
import math

from .pdf_file import A4, Pdf, heading, label

A3_WIDE = (1190.55, 841.89)


def hatching(x, y, width, height, step, slope):
    """Lines of width 0 inside a clip."""
    lines = " ".join(f"{x + at:.2f} {y} m {x + at + slope * height:.2f} {y + height} l" for at in range(-int(abs(slope) * height) - step, int(width + abs(slope) * height) + step, step))
    return f"q {x} {y} m {x + width} {y} l {x + width * 0.7:.2f} {y + height} l {x} {y + height * 0.8:.2f} l h W n 0 w {lines} S Q\n"


def plan():
    content = heading("Plan: hairlines, dashes, hatching")
    content += "q 0 w 50 500 495 240 re S " + " ".join(f"{50 + 15 * i} 500 m {50 + 15 * i} 740 l" for i in range(33)) + " S Q\n"
    for i, width in enumerate((0, 0.05, 0.13, 0.25, 0.5, 0.7, 1)):
        content += f"q {width} w 50 {480 - 10 * i} m 300 {480 - 10 * i} l S 320 480 m {420 + 15 * i} 410 l S Q\n"
    for i, dashes in enumerate(("[6 3] 0", "[12 3 2 3] 0", "[1 2] 0", "[0 4] 0", "[8 4] 6")):
        content += f"q {'1 J 2 w' if dashes == '[0 4] 0' else '0.7 w'} {dashes} d 50 {390 - 12 * i} m 300 {390 - 12 * i} l S Q\n"
    content += hatching(50, 150, 150, 150, 5, 1) + hatching(220, 150, 150, 150, 4, -0.5) + hatching(390, 150, 150, 150, 7, 0)
    content += "q 0.35 w 0.5 G " + " ".join(f"{460 + r} 400 m {460 + r} {400 + 0.55 * r:.2f} {460 + 0.55 * r:.2f} {400 + r} 460 {400 + r} c" for r in range(10, 80, 6)) + " S Q\n"
    for i, (join, cap) in enumerate(((0, 0), (1, 1), (2, 2))):
        content += f"q 8 w {join} j {cap} J {60 + 150 * i} 80 m {100 + 150 * i} 130 l {140 + 150 * i} 80 l S Q\n"
    pdf = Pdf()
    pdf.page(content)
    return pdf.bytes()


def floor_plan():
    content = heading("Ground floor 1:50", A3_WIDE[1]) + "q 1 0 0 1 60 60 cm 0.7 w 0 0 1070 700 re S 3 w 100 100 800 500 re S\n"
    content += "3 w 400 100 m 400 320 l 400 380 m 400 600 l S 400 350 m 640 350 l 700 350 m 900 350 l S\n"
    content += "0 w 400 320 m 460 320 l 460 320 m 460 353 433 380 400 380 c S\n"
    content += "0.18 w [10 3 1 3] 0 d " + " ".join(f"{200 + 200 * i} 40 m {200 + 200 * i} 660 l" for i in range(4)) + " S [] 0 d\n"
    content += "0 w " + " ".join(f"{100 + 12.5 * i:.1f} 60 m {100 + 12.5 * i:.1f} {72 if i % 4 else 80} l" for i in range(65)) + " 100 60 m 900 60 l S\n"
    for i in range(24):
        angle = math.radians(15 * i)
        content += f"700 220 m {700 + 80 * math.cos(angle):.3f} {220 + 80 * math.sin(angle):.3f} l S\n"
    content += "0.9 g 910 10 150 120 re f 0 g 0.5 w 910 10 150 120 re S Q\n"
    content += label(985, 150, "Sheet 3 of 7", 14) + label(985, 120, "scale 1:50, all in mm", 8) + label(985, 100, "checked: A. N. Other", 6)
    content += label(280, 420, "Kitchen 14.2 m2", 12) + label(700, 520, "Living room 31.7 m2", 12)
    return content


def large_sheet():
    """A3 across: a floor plan that is scaled down onto A4."""
    pdf = Pdf()
    pdf.page(floor_plan(), A3_WIDE)
    return pdf.bytes()


def large_sheet_as_printed(printable):
    """The same on A4 as it has to lie there: a quarter turned, within `printable` (left, bottom, width, height), in its middle."""
    left, bottom, width, height = printable
    scale = min(width / A3_WIDE[1], height / A3_WIDE[0])
    x = left + (width + scale * A3_WIDE[1]) / 2
    y = bottom + (height - scale * A3_WIDE[0]) / 2
    pdf = Pdf()
    pdf.page(f"0 {scale:.6f} {-scale:.6f} 0 {x:.4f} {y:.4f} cm " + floor_plan())
    return pdf.bytes()


def patterns():
    """Tiling patterns, coloured and not, and one that is clipped and turned. Steps are whole pixels: others may be rounded to them."""
    pdf = Pdf()

    def tile(content, kind, step, matrix):
        return pdf.stream(f"/Type/Pattern/PatternType 1/PaintType {kind}/TilingType 1/BBox[0 0 {step} {step}]/XStep {step}/YStep {step}"
                          f"/Matrix[{matrix}]/Resources<<>>", content)
    bricks = tile("0.8 g 0 0 24 24 re f 0.2 G 1 w 0 3 m 24 3 l 0 15 m 24 15 l 4 3 m 4 15 l 16 15 m 16 24 l 16 0 m 16 3 l S", 1, 24, "1 0 0 1 0 0")
    dots = tile("6 6 3.6 3.6 re 1.2 1.2 2.4 2.4 re f", 2, 12, "1 0 0 1 0 0")
    turned = tile("0.6 w 4 0 m 4 8 l S", 2, 8, "0.866 0.5 -0.5 0.866 0 0")
    content = heading("Patterns") + "/Pattern cs /Bricks scn 50 520 220 200 re f\n/Gray cs 0 /Dots scn 320 520 220 200 re f\n"
    content += "/Gray cs 0.5 /Dots scn 50 280 100 200 re f\n/Gray cs 0 /Turned scn 430 380 m 530 280 l 330 280 l 430 480 l f 160 280 100 200 re f\n"
    content += "/Pattern CS /Bricks SCN 24 w 70 200 m 300 100 l 520 230 l S\n"
    content += "/Gray cs 0 /Dots scn " + "BT /F1 70 Tf 150 100 Td (Dots) Tj ET\n"
    names = "".join(f"/{name} {number} 0 R" for name, number in (("Bricks", bricks), ("Dots", dots), ("Turned", turned)))
    pdf.page(content, A4, f"/Pattern<<{names}>>/ColorSpace<</Gray[/Pattern/DeviceGray]>>")
    return pdf.bytes()
