"""Fonts written into the file by hand in each way that PDF has, and fonts that are not in it."""
import pathlib
import struct

from .pdf_file import Pdf, heading, label, name_of

TRUETYPE = pathlib.Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf")
TYPE1 = pathlib.Path("/usr/share/fonts/type1/urw-base35/NimbusMonoPS-Bold.t1")
WORDS = "Quick foxes jump over 13 lazy dogs"
WIDTHS = f"/FirstChar 32/LastChar 126/Widths[{' '.join(['600'] * 95)}]"  # of a typewriter


def descriptor(pdf, name, extra, flags=32, box="-200 -300 1200 1000"):
    return pdf.add(f"<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[{box}]/ItalicAngle 0/Ascent 800/Descent -200"
                   f"/CapHeight 700/StemV 90{extra}>>")


def type1(pdf):
    """The clear, the encrypted and the fixed part of the font's file are the parts of a FontFile."""
    data = TYPE1.read_bytes()
    start = data.index(b"eexec") + 6
    clear, binary = data[:start], data[start:data.index(b"0" * 64, start)]
    tail = b"0" * 64 + b"\ncleartomark\n"
    font_file = pdf.stream(f"/Length1 {len(clear)}/Length2 {len(binary)}/Length3 {len(tail)}", clear + binary + tail)
    return pdf.add(f"<</Type/Font/Subtype/Type1/BaseFont/Mono{WIDTHS}/Encoding/WinAnsiEncoding"
                   f"/FontDescriptor {name_of(descriptor(pdf, 'Mono', f'/FontFile {name_of(font_file)}'))}>>")


class TrueType:
    """What the tables of a TrueType file say of its glyphs."""

    def __init__(self, data):
        self.data = data
        count = struct.unpack_from(">H", data, 4)[0]
        self.tables = {data[at:at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
        cmap = self.tables[b"cmap"]
        parts = (cmap + self.number(">I", cmap + 8 + 8 * i) for i in range(self.number(">H", cmap + 2)))
        self.map = next(at for at in parts if self.number(">H", at) == 4)

    def number(self, kind, at):
        return struct.unpack_from(kind, self.data, at)[0]

    def glyph(self, character):
        """By the part of "cmap" that has format 4: segments of Unicode."""
        code, size = ord(character), self.number(">H", self.map + 6)
        ends = self.map + 14
        at = next(at for at in range(ends, ends + size, 2) if self.number(">H", at) >= code)
        first, delta, offset = (self.number(">H", at + 2 + part * size) for part in (1, 2, 3))
        if code < first:
            return 0
        if offset == 0:
            return (code + delta) & 0xffff
        return self.number(">H", at + 2 + 3 * size + offset + 2 * (code - first))

    def width(self, character):
        """In thousandths of the font's size."""
        longs = self.number(">H", self.tables[b"hhea"] + 34)
        advance = self.number(">H", self.tables[b"hmtx"] + 4 * min(self.glyph(character), longs - 1))
        return round(advance * 1000 / self.number(">H", self.tables[b"head"] + 18))


def truetype(pdf):
    """(a simple font, one by glyph numbers, words for that one)."""
    font = TrueType(TRUETYPE.read_bytes())
    font_file = pdf.stream(f"/Length1 {len(font.data)}", font.data)
    widths = " ".join(str(font.width(chr(code))) for code in range(32, 127))
    simple = pdf.add(f"<</Type/Font/Subtype/TrueType/BaseFont/Bold/FirstChar 32/LastChar 126/Widths[{widths}]/Encoding/WinAnsiEncoding"
                     f"/FontDescriptor {name_of(descriptor(pdf, 'Bold', f'/FontFile2 {name_of(font_file)}'))}>>")
    words = "Glyphs by number: ŁŐΩЖ"
    listed = " ".join(f"{font.glyph(character)} [{font.width(character)}]" for character in sorted(set(words)))
    cid = pdf.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/Bold/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
                  f"/W[{listed}]/CIDToGIDMap/Identity/FontDescriptor {name_of(descriptor(pdf, 'Bold', f'/FontFile2 {name_of(font_file)}', 4))}>>")
    composite = pdf.add(f"<</Type/Font/Subtype/Type0/BaseFont/Bold/Encoding/Identity-H/DescendantFonts[{name_of(cid)}]>>")
    return simple, composite, "".join(f"{font.glyph(character):04x}" for character in words)


def type3(pdf):
    """A to D as shapes: a triangle, a square with a hole, a disc, a picture of 8 x 8 pixels."""
    circle = "1000 500 m 1000 776 776 1000 500 1000 c 224 1000 0 776 0 500 c 0 224 224 0 500 0 c 776 0 1000 224 1000 500 c f"
    bitmap = "900 0 0 900 50 50 cm BI /IM true /W 8 /H 8 /BPC 1 /F /AHx ID 3c42a581a599423c> EI"
    shapes = {"A": "0 0 m 1000 0 l 500 1000 l f", "B": "0 0 1000 1000 re 250 250 500 500 re f*", "C": circle, "D": bitmap}
    procedures = {name: pdf.stream("", f"1100 0 0 0 1000 1000 d1 {drawing}") for name, drawing in shapes.items()}
    return pdf.add("<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 65/LastChar 68"
                   f"/Widths[1100 1100 1100 1100]/Encoding<</Differences[65/A/B/C/D]>>/CharProcs<<"
                   + "".join(f"/{name} {name_of(number)}" for name, number in procedures.items()) + ">>/Resources<<>>>>")


def embedded():
    """Type 1, TrueType, CID TrueType, Type 3; the ways in which text is painted."""
    pdf = Pdf()
    simple, composite, coded = truetype(pdf)
    fonts = f"/T1 {name_of(type1(pdf))}/TT {name_of(simple)}/CID {name_of(composite)}/T3 {name_of(type3(pdf))}"
    content = heading("Fonts in the file")
    for i, (font, words) in enumerate((("T1", WORDS), ("TT", WORDS), ("T3", "ABCDDCBAAABB"))):
        content += label(50, 735 - 60 * i, f"{font}:") + label(110, 735 - 60 * i, words, 20, font) + label(110, 715 - 60 * i, words, 10, font)
    content += label(50, 555, "CID:") + f"BT /CID 20 Tf 110 555 Td <{coded}> Tj ET\n"
    for mode, what in enumerate(("fill", "stroke", "both", "none")):
        content += label(50, 480 - 60 * mode, f"{what}:") + (
            f"q 0.6 g 1 w {mode} Tr BT /TT 44 Tf 150 {470 - 60 * mode} Td (Mode {mode}) Tj ET Q\n")
    content += "q BT 7 Tr /TT 60 Tf 110 190 Td (CLIP) Tj ET 0 g " + " ".join(f"{100 + 8 * i} 180 4 70 re" for i in range(40)) + " f Q\n"
    content += f"BT /TT 14 Tf 3 Tc 20 Tw 120 Tz 50 130 Td (Spaced ) Tj 6 Ts (raised) Tj 0 Ts 0 Tc 0 Tw 60 Tz ( and condensed words) Tj ET\n"
    content += "BT /T1 16 Tf 0.94 0.34 -0.34 0.94 400 200 Tm [(K)120(er)-400(ned)] TJ ET\n"
    pdf.page(content, fonts=fonts)
    return pdf.bytes()


STANDARD = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique", "Times-Roman", "Times-Bold", "Times-Italic",
            "Times-BoldItalic", "Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique", "Symbol", "ZapfDingbats")


def not_embedded():
    """The fourteen standard fonts; on a second page common names of other systems, and a font that nobody has."""
    pdf, fonts, content = Pdf(), "", heading("Standard fonts, not in the file")
    for i, name in enumerate(STANDARD):
        fonts += f"/S{i} {name_of(pdf.add(f'<</Type/Font/Subtype/Type1/BaseFont/{name}>>'))}"
        content += label(50, 740 - 40 * i, name, 8) + label(180, 740 - 40 * i, WORDS, 18, f"S{i}")
    pdf.page(content, fonts=fonts)
    fonts, content = "", heading("Other fonts that are not in the file")
    for i, (name, width, flags) in enumerate((("Arial", 556, 32), ("TimesNewRoman,Bold", 500, 34), ("CourierNew", 600, 33),
                                              ("Corporate-Grotesk", 560, 32))):
        widths = WIDTHS.replace("600", str(width))
        font = pdf.add(f"<</Type/Font/Subtype/TrueType/BaseFont/{name}{widths}/Encoding/WinAnsiEncoding"
                       f"/FontDescriptor {name_of(descriptor(pdf, name, '', flags))}>>")
        fonts += f"/X{i} {name_of(font)}"
        content += label(50, 740 - 40 * i, name, 8) + label(180, 740 - 40 * i, WORDS, 18, f"X{i}")
    pdf.page(content, fonts=fonts)
    return pdf.bytes()
