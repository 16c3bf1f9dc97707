"""Documents that are not PDF: PostScript, EPS, plain text, a fax."""
import subprocess

POSTSCRIPT = """%!PS-Adobe-3.0
%%Title: golden
%%Pages: 2
%%EndComments
/shown { moveto show } bind def
%%Page: 1 1
<< /PageSize [595 842] >> setpagedevice
/Helvetica 24 selectfont (PostScript, page 1) 60 760 shown
/Times-Roman 11 selectfont 0 1 14 { dup 14 mul 730 exch sub 60 exch moveto (Line ) show 10 string cvs show ( of a letter in Times, eleven points) show } for
gsave 300 400 translate 0 15 345 { gsave rotate 0 setlinewidth 20 0 moveto 90 0 lineto stroke grestore } for grestore
0.5 setgray 60 200 120 80 rectfill 0 setgray 200 200 120 80 rectstroke
gsave 360 200 translate 120 80 scale 8 8 8 [8 0 0 8 0 0] { currentfile 8 string readhexstring pop } image
00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
grestore
save showpage restore
%%Page: 2 2
/Helvetica-Bold findfont [20 0 6 20 0 0] makefont setfont (Page 2, slanted) 60 760 shown
<< /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 8 8] /XStep 8 /YStep 8 /PaintProc { pop 0 0 4 4 rectfill } >> matrix makepattern setpattern
60 500 200 200 rectfill 0 setgray
<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [300 0 500 0] /Function << /FunctionType 2 /Domain [0 1] /C0 [0] /C1 [1] /N 1 >> >>
gsave 300 500 200 200 rectclip shfill grestore
showpage
%%EOF
"""

EPS = """%!PS-Adobe-3.0 EPSF-3.0
%%BoundingBox: 100 200 400 420
%%EndComments
0.9 setgray 100 200 300 220 rectfill
0 setgray 2 setlinewidth 110 210 280 200 rectstroke
/Helvetica 28 selectfont 130 380 moveto (EPS) show
newpath 250 300 70 0 300 arc closepath gsave 0.4 setgray fill grestore stroke
%%EOF
"""

PLAIN = "MEMORANDUM\n==========\n\nTo:\tAll staff\nFrom:\tThe management\nRe:\tPaper — €20 a box, naïve orders\n\n" + "".join(
    f"{line:3}. \tLine {line} of the memorandum{'.' * (line % 25)} ends here\n" for line in range(1, 60)) + "\f\nOn the second page: Ελληνικά, кириллица.\n"


def postscript():
    return POSTSCRIPT.encode()


def eps():
    return EPS.encode()


def plain_text():
    return PLAIN.encode()


FAX_WIDTH, FAX_HEIGHT = 1728, 2292  # 204 x 196 dots an inch


def fax_line(number, line, part):
    """One row of dots in a line of what looks like text: `part` is how far down its letters it is."""
    strokes = (0x7e, 0x66, 0x3c) if part in (0, 1, 2, 3, 13, 14, 15, 26, 27, 28, 29) else (0x60, 0x06, 0x66)
    row = bytearray(FAX_WIDTH // 8)
    for at in range(20, 196 - line * 7 % 60):
        if (at * 7 + line * 5 + number) % 9 < 6:
            row[at] = strokes[(at * 5 + line + number) % 3]
    return bytes(row)


def fax_page(number):
    """A frame, lines of text and a gray bar, as a PBM."""
    blank, rows = bytes(FAX_WIDTH // 8), []
    frame = bytes(10) + b"\xff" * 196 + bytes(10)
    for y in range(FAX_HEIGHT):
        line, part = divmod(y, 60)
        if 100 < y < 130 or 2150 < y < 2180:
            rows.append(frame)
        elif 300 < y < 1900 and part < 30:
            rows.append(fax_line(number, line, part))
        elif 1950 < y < 2100:
            rows.append(bytes(30) + (b"\xcc", b"\x33")[y // 2 % 2] * (30 * number) + bytes(FAX_WIDTH // 8 - 30 - 30 * number))
        else:
            rows.append(blank)
    return b"P4 %d %d\n" % (FAX_WIDTH, FAX_HEIGHT) + b"".join(rows)


def fax():
    """Two pages of TIFF, compressed as faxes are (G4)."""
    pages = b"".join(fax_page(number) for number in (1, 2))
    return subprocess.run(["convert", "pbm:-", "-units", "PixelsPerInch", "-density", "204x196", "-compress", "Group4", "-strip", "tiff:-"],
                          input=pages, capture_output=True, check=True).stdout
