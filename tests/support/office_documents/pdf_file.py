"""Writing PDF by hand: numbered objects, streams, pages. The same calls give the same bytes."""
import zlib

A4 = (595.276, 841.89)
LABEL = "Helvetica"  # of captions: one of the fonts that every renderer has


def name_of(number):
    return f"{number} 0 R"


class Pdf:
    """Objects in the order in which they are added; the pages' tree and the catalogue are objects 1 and 2."""

    def __init__(self, version="1.7", catalogue="", pages_extra=""):
        self.version, self.catalogue, self.pages_extra = version, catalogue, pages_extra
        self.objects, self.pages = [None, None], []
        self.font = self.add(f"<</Type/Font/Subtype/Type1/BaseFont/{LABEL}/Encoding/WinAnsiEncoding>>")

    def reserve(self):
        """The number of an object that comes later."""
        self.objects.append(None)
        return len(self.objects)

    def add(self, body, number=None):
        """Adds an object (text or bytes); returns its number."""
        body = body if isinstance(body, bytes) else body.encode("latin-1")
        if number is None:
            number = self.reserve()
        self.objects[number - 1] = body
        return number

    def stream(self, dictionary, data, packed=True, number=None):
        """Adds a stream; `dictionary` holds its further keys."""
        data = data if isinstance(data, bytes) else data.encode("latin-1")
        if packed:
            data, dictionary = zlib.compress(data, 9), dictionary + "/Filter/FlateDecode"
        return self.add(f"<<{dictionary}/Length {len(data)}>>\nstream\n".encode("latin-1") + data + b"\nendstream", number)

    def form(self, content, box, extra="", resources=""):
        """A form XObject."""
        return self.stream(f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources<<{self.fonts()}{resources}>>{extra}", content)

    def fonts(self, more=""):
        return f"/Font<</F1 {name_of(self.font)}{more}>>"

    def page(self, content, size=A4, resources="", fonts="", extra=""):
        """Adds a page with these operators; returns its object number."""
        contents = self.stream("", content)
        box = "" if "/MediaBox" in extra else f"/MediaBox[0 0 {size[0]} {size[1]}]"
        self.pages.append(self.add(f"<</Type/Page/Parent 2 0 R{box}/Contents {name_of(contents)}"
                                   f"/Resources<<{self.fonts(fonts)}{resources}>>{extra}>>"))
        return self.pages[-1]

    def finished(self):
        """All objects as bytes, in order."""
        self.objects[0] = f"<</Type/Catalog/Pages 2 0 R{self.catalogue}>>".encode("latin-1")
        kids = " ".join(map(name_of, self.pages))
        self.objects[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(self.pages)}{self.pages_extra}>>".encode("latin-1")
        return self.objects

    def bytes(self):
        """The file, with a table of cross references."""
        out, offsets = f"%PDF-{self.version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1"), []
        for number, body in enumerate(self.finished(), 1):
            offsets.append(len(out))
            out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
        table = f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010d} 00000 n \n" for at in offsets)
        tail = f"trailer\n<</Size {len(offsets) + 1}/Root 1 0 R/ID[<{'0' * 32}><{'0' * 32}>]>>\nstartxref\n{len(out)}\n%%EOF\n"
        return out + table.encode() + tail.encode()


def label(x, y, words, size=9, font="F1", colour="0 g"):
    """Words in Helvetica (or another font of the page)."""
    words = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"q {colour} BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET Q\n"


def heading(words, height=A4[1]):
    """What a page is about, at its head."""
    return label(50, height - 60, words, 16)
