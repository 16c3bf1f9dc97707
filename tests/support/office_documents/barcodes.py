"""Barcodes by zint: drawn as areas, and as pictures whose modules are whole pixels."""
import subprocess

from .pdf_file import Pdf, heading, label

# Symbology -> zint's number, words, whether it is a matrix.
KINDS = {"Code 128": (20, "PLATEN-600", False), "EAN-13": (13, "4006381333931", False),
         "QR": (58, "https://example.org/PLATEN-600", True), "DataMatrix": (71, "PLATEN-600 DataMatrix", True)}
MILLIMETRE = 72 / 25.4


def rows(kind):
    """The modules of a barcode: rows of booleans, True where there is ink. One row for bars."""
    number, words, matrix = KINDS[kind]
    data = words[:-1] if kind == "EAN-13" else words  # zint adds the check digit
    dump = subprocess.run(["zint", "-b", str(number), "-d", data, "--dump"], capture_output=True, check=True, text=True).stdout
    lines = ["".join(f"{int(digit, 16):04b}" for digit in line.replace(" ", "")) for line in dump.split("\n") if line.strip()]
    if not matrix:
        return [[bit == "1" for bit in lines[0].rstrip("0")]]
    return [[bit == "1" for bit in line[:len(lines)]] for line in lines]


def runs(row):
    """(first module, modules) of each run of ink."""
    found, at = [], 0
    while at < len(row):
        end = at
        while end < len(row) and row[end] == row[at]:
            end += 1
        if row[at]:
            found.append((at, end - at))
        at = end
    return found


def drawn(kind, x, y, module, height=40):
    """Operators that draw one with its lower left corner there; `module` in points."""
    modules, content = rows(kind), ""
    if len(modules) == 1:
        return "".join(f"{x + at * module:.4f} {y} {width * module:.4f} {height} re " for at, width in runs(modules[0])) + "f\n"
    for line, row in enumerate(modules):
        bottom = y + (len(modules) - 1 - line) * module
        content += "".join(f"{x + at * module:.4f} {bottom:.4f} {width * module:.4f} {module:.4f} re " for at, width in runs(row))
    return content + "f\n"


def lined(kind, x, y, module, height=40):
    """Bars with the same edges, each a line as wide as it is; matrices as areas."""
    modules = rows(kind)
    if len(modules) > 1:
        return drawn(kind, x, y, module, height)
    return "".join(f"{width * module:.4f} w {x + (at + width / 2) * module:.4f} {y} m {x + (at + width / 2) * module:.4f} {y + height} l S\n"
                   for at, width in runs(modules[0]))


def picture(kind, x, y, module, pixels=4, height=40):
    """The same as an inline picture of one bit, `pixels` of it to a module."""
    modules = rows(kind)
    columns, lines = len(modules[0]) * pixels, len(modules) * pixels
    data = b""
    for row in modules:
        bits = "".join(("0" if ink else "1") * pixels for ink in row)
        bits += "1" * (-len(bits) % 8)
        data += int(bits, 2).to_bytes(len(bits) // 8, "big") * pixels
    width = len(modules[0]) * module
    tall = height if len(modules) == 1 else width
    return f"q {width:.4f} 0 0 {tall:.4f} {x} {y} cm BI /W {columns} /H {lines} /BPC 1 /CS /G /F /AHx ID {data.hex()}> EI Q\n"


PLACES = (("Code 128", 0.25), ("EAN-13", 0.33), ("QR", 0.33), ("DataMatrix", 0.33), ("Code 128", 0.19), ("EAN-13", 0.264),
          ("QR", 0.25), ("DataMatrix", 0.25))


def where(number):
    """The lower left corner of the barcode of that number on its page."""
    return 60 + 260 * (number % 2), 660 - 160 * (number // 2)


def page(draw, title):
    pdf, content = Pdf(), heading(title)
    for number, (kind, size) in enumerate(PLACES):
        x, y = where(number)
        content += draw(kind, x + 0.03, y + 0.03, size * MILLIMETRE) + label(x, y - 12, f"{kind}, {size} mm", 7)
    pdf.page(content)
    return pdf.bytes()


def as_areas():
    return page(drawn, "Barcodes, drawn")


def as_pictures():
    return page(picture, "Barcodes, as pictures")


def as_lines():
    return page(lined, "Barcodes, drawn")
