"""Documents to start from: small ones of every format that is taken, and PDFs and PostScript programs that mean harm."""
import functools
import pathlib
import random
import zlib

SEEDS = pathlib.Path(__file__).resolve().parents[3] / "fuzz" / "seeds"
FOLDERS = {"jpeg": "codec_jpeg", "png": "codec_png", "tiff": "codec_tiff", "pwg": "codec_pwg", "urf": "codec_urf"}
FORMATS = {"jpeg": "image/jpeg", "png": "image/png", "tiff": "image/tiff", "pwg": "image/pwg-raster", "urf": "image/urf",
           "pdf": "application/pdf", "ps": "application/postscript", "text": "text/plain"}


def pictures(kind):
    """The seeds of the fuzzers, which are whole files (a codec's first bytes may choose how it is read)."""
    return [path.read_bytes() for path in sorted((SEEDS / FOLDERS[kind]).iterdir())]


def profiles():
    return [path.read_bytes() for path in sorted((SEEDS / "icc").iterdir())]


def pdf(objects, root=1, tail=b""):
    """A PDF of these objects (number -> bytes), with a table that fits."""
    out, offsets = b"%PDF-1.7\n", {}
    for number, content in sorted(objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %s \n" % (offsets.get(number, 0), b"n" if number in offsets else b"f")
    return out + b"trailer<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, tail, start)


def stream(data, more=b"", length=None):
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data) if length is None else length, more, data)


def one_page(contents=b"0 0 1 rg 9 9 80 80 re f", box=b"[0 0 100 100]", resources=b"", page=b"", more=None):
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               3: b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<<%s>>%s>>" % (box, resources, page),
               4: stream(contents)}
    objects.update(more or {})
    return pdf(objects)


def image(data, more):
    return one_page(b"q 90 0 0 90 5 5 cm /I Do Q", resources=b"/XObject<</I 5 0 R>>",
                    more={5: stream(data, b"/Type/XObject/Subtype/Image/Width 64/Height 64/BitsPerComponent 8" + more)})


@functools.lru_cache(1)
def bomb():
    return zlib.compress(b"\0" * 30_000_000, 9)


def hostile_pdfs(rng):
    """PDFs that are wrong in the structure, which no flipped bit would find."""
    noise = rng.randbytes(600)
    deep = b"[" * 20_000 + b"]" * 20_000
    return [
        one_page(), one_page(box=b"[0 0 1e30 1e30]"), one_page(box=b"[0 0 0 0]"), one_page(box=b"[100 100 0 0]"), one_page(box=b"[null (x) 3]"),
        one_page(box=b"[0 0 14400 14400]", page=b"/UserUnit 1000"), one_page(page=b"/Rotate 17"), one_page(page=b"/Rotate 99999999999999999999"),
        one_page(page=b"/CropBox[-99999 -99999 99999 99999]"), one_page(page=b"/Annots[3 0 R 4 0 R 99 0 R]"),
        pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"}),  # its own child
        pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>"}),
        pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 2000000000>>"}),
        pdf({1: b"<</Type/Catalog/Pages 1 0 R>>"}), pdf({1: b"1 0 R"}), pdf({1: deep}), pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: deep}),
        pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[" + b"3 0 R " * 30_000 + b"]>>",
             3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"}),  # more pages than any document may have
        one_page(b"/F Do", resources=b"/XObject<</F 5 0 R>>",
                 more={5: stream(b"/F Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>")}),  # draws itself
        one_page(b"/P cs /P1 scn 0 0 99 99 re f", resources=b"/Pattern<</P1 5 0 R>>/ColorSpace<</P/Pattern>>",
                 more={5: stream(b"/P cs /P1 scn 0 0 9 9 re f",
                                 b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.5/YStep 0.5/Resources<</Pattern<</P1 5 0 R>>>>")}),
        one_page(b"q " * 100_000), one_page(b"0 0 m " + b"9 9 l " * 50_000 + b"f"), one_page(b"BT /F 1e38 Tf (x) Tj ET", resources=b"/Font<</F 5 0 R>>",
                                                                                         more={5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}),
        one_page(b"BT /F 9 Tf (abc) Tj ET", resources=b"/Font<</F 5 0 R>>",
                 more={5: b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 97/LastChar 99/Widths[9 9 9]/FontDescriptor 6 0 R>>",
                       6: b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 7 0 R>>", 7: stream(b"\0\1\0\0\0\x0c" + noise)}),
        one_page(b"BT /F 9 Tf (abc) Tj ET", resources=b"/Font<</F 5 0 R>>",
                 more={5: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>"
                          b"/FirstChar 97/LastChar 97/Widths[9]/Resources<</Font<</F 5 0 R>>>>>>", 6: stream(b"BT /F 9 Tf (a) Tj ET")}),  # writes itself
        image(bomb(), b"/ColorSpace/DeviceGray/Filter/FlateDecode"), image(zlib.compress(bomb()), b"/ColorSpace/DeviceGray/Filter[/FlateDecode/FlateDecode]"),
        image(noise, b"/ColorSpace/DeviceRGB/Filter/DCTDecode"), image(noise, b"/ColorSpace/DeviceGray/Filter/JBIG2Decode"),
        image(noise, b"/ColorSpace/DeviceRGB/Filter/JPXDecode"), image(noise, b"/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 99999999>>"),
        image(noise, b"/ColorSpace/DeviceGray/Filter/LZWDecode"), image(noise, b"/ColorSpace[/Indexed/DeviceRGB 255(x)]"),
        image(noise, b"/Width 2000000000/Height 2000000000/ColorSpace/DeviceCMYK"), image(noise, b"/ColorSpace[/ICCBased 6 0 R]"),
        pdf({1: b"<</Type/Catalog/Pages 2 0 R>>"}, tail=b"/Encrypt<</Filter/Standard/V 5/R 6/Length 256/P -1/O(x)/U(x)/OE(x)/UE(x)/Perms(x)>>"),
        pdf({1: b"<</Type/Catalog/Pages 2 0 R>>"}, tail=b"/Prev 0/XRefStm 9"), one_page().replace(b"startxref\n", b"startxref\n9"),
        one_page(more={4: stream(b"0 0 9 9 re f", length=2_000_000_000)}), one_page(more={4: stream(b"9 9 m", length=-1)}),
        one_page(b"q 90 0 0 90 5 5 cm /I Do Q", resources=b"/XObject<</I 5 0 R>>",
                 more={5: stream(b"\x80" * 3 * 64, b"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace[/ICCBased 6 0 R]"),
                       6: stream(mutated_profile(rng), b"/N 3")}),
    ]


def mutated_profile(rng):
    data = bytearray(rng.choice(profiles()))
    for _ in range(rng.randrange(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


PROGRAMS = (
    b"showpage", b"/a {a} def a", b"{ (x) } stopped", b"[ 1 1 100000 {} for ] pop showpage", b"(/etc/passwd) (r) file closefile showpage",
    b"(/tmp/platen-probe) (w) file closefile", b"(%pipe%id) (r) file closefile", b"systemdict /quit get exec", b"/n 9 def n 0 div", b"1 array 9 get",
    b"<</PageSize[1e9 1e9]>>setpagedevice showpage", b"<</PageSize[0 0]>>setpagedevice showpage", b"<</PageSize[-9 9]>>setpagedevice showpage",
    b"<</OutputFile(/tmp/platen-probe)>>setpagedevice showpage", b"<</HWResolution[99999 99999]>>setpagedevice showpage",
    b"<</OutputDevice/pdfwrite>>setpagedevice showpage", b"<</Install{0 0 div}>>setpagedevice showpage", b"<</EndPage{pop pop true}>>setpagedevice showpage",
    b"<</BeginPage{pop showpage}>>setpagedevice showpage", b"12 {showpage} repeat", b"save restore restore", b"null setdash", b"1e38 1e38 moveto 9 9 lineto stroke",
    b"/Helvetica findfont 1e9 scalefont setfont 0 0 moveto (x) show showpage", b"<</FontType 42>> /x exch definefont", b"currentfile eexec \xff\xfe",
    b"/s 65535 string def 40 { s dup 0 exch putinterval } repeat", b".forceput", b".libfile", b"systemdict begin /showpage {} def", b"%%Page: 1 1\n%%EOF\nshowpage",
    b"<~zzzz~> <3> (\\", b"{{{{{{{{{{{{{{{{", b"]]]]]]", b"{ mark } loop cleartomark", b"0 0 1e9 1e9 rectfill showpage",
    b"9 9 scale 64 64 8 [64 0 0 64 0 0] {currentfile 9999 string readstring pop} image", b"<</ShadingType 7/ColorSpace/DeviceRGB/DataSource(x)>> shfill",
    b"/DeviceN setcolorspace", b"[/ICCBased 9] setcolorspace", b"(\\000\\001) cvx exec", b"statusdict /setpapertray known", b"(x) run")


def program(rng):
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n" + b"\n".join(rng.choices(PROGRAMS, k=rng.randrange(1, 4))) + b"\n"


def text(rng):
    return rng.choice((b"line\n" * 50, b"\f" * 9, b"x" * 20_000, ("\u202e\u0645\u0631" * 200).encode(), ("a" + "\u0301" * 3000).encode(), b"\t" * 5000,
                       b"\x1b[2J\x07\n" * 50, "\U0001f600\u200d".encode() * 300, b"\xef\xbb\xbf" + b"bom\r" * 9, b"good\n\xc3\x28bad\n"))


def seed(kind, rng):
    """A document of this kind, not yet mutated."""
    if kind == "pdf":
        return rng.choice(hostile_pdfs(random.Random(rng.random())))
    if kind == "ps":
        return program(rng)
    return text(rng) if kind == "text" else rng.choice(pictures(kind))
