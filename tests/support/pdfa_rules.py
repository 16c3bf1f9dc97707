"""Rules of ISO 19005-2 (PDF/A-2), level B, as far as qpdf and the file's own bytes show them: each check names its clause.
Not checked, as nothing here makes them: rules of graphics state, halftones, transparency groups, annotations' appearances, signatures,
embedded files and layers; that none of those is in the file is checked instead."""
import json
import pathlib
import re
import struct
import subprocess
import xml.etree.ElementTree

FILTERS = {"/FlateDecode", "/DCTDecode", "/CCITTFaxDecode", "/RunLengthDecode", "/ASCIIHexDecode", "/ASCII85Decode"}
SPACES = {"/DeviceRGB": "RGB ", "/DeviceGray": None}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XMP = {"dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/", "pdf": "http://ns.adobe.com/pdf/1.3/",
       "pdfaid": "http://www.aiim.org/pdfa/ns/id/"}
# Entries of any dictionary that would be a way to what PDF/A forbids, with the clause.
FORBIDDEN = {"/Encrypt": "6.1.3", "/Perms": "6.1.12", "/AcroForm": "6.4.1", "/XFA": "6.4.2", "/AA": "6.5.2", "/OpenAction": "6.5.1", "/JS": "6.5.1",
             "/JavaScript": "6.5.1", "/Annots": "6.3", "/EmbeddedFiles": "6.8", "/OCProperties": "6.9", "/AlternatePresentations": "6.10",
             "/Requirements": "6.11", "/F": "6.1.7.1", "/FFilter": "6.1.7.1", "/FDecodeParms": "6.1.7.1", "/Alternates": "6.2.8", "/OPI": "6.2.8",
             "/TR": "6.2.5", "/HTP": "6.2.5", "/SMask": "6.2.10", "/Ref": "6.2.9", "/PS": "6.2.9", "/Order": "6.9"}
OPERATORS = set("q Q cm Do BT ET Tr Tf Tz Tm Td Tj TJ Tc Tw TL Ts".split())


class Document:
    """The objects of a PDF as qpdf reads them."""

    def __init__(self, path):
        self.path, self.bytes = pathlib.Path(path), pathlib.Path(path).read_bytes()
        read = subprocess.run(["qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=none", path], capture_output=True, check=False)
        if read.returncode not in (0, 3):
            raise ValueError(read.stderr.decode())
        everything = json.loads(read.stdout)["qpdf"][1]
        self.trailer = everything.pop("trailer")["value"]
        self.objects = {name[4:]: entry for name, entry in everything.items()}

    def at(self, value):
        """What a reference leads to; of a stream, its dictionary."""
        while isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            entry = self.objects[value]
            value = entry["value"] if "value" in entry else entry["stream"]["dict"]
        return value

    def data(self, reference):
        return subprocess.run(["qpdf", f"--show-object={reference.split()[0]}", "--filtered-stream-data", self.path], capture_output=True,
                              check=True).stdout

    def dictionaries(self):
        def within(value):
            if isinstance(value, dict):
                yield value
                for inner in value.values():
                    yield from within(inner)
            elif isinstance(value, list):
                for inner in value:
                    yield from within(inner)
        for entry in self.objects.values():
            yield from within(entry["value"] if "value" in entry else entry["stream"]["dict"])
        yield from within(self.trailer)

    def pages(self):
        def below(reference):
            node = self.at(reference)
            for kid in node.get("/Kids", []):
                yield from below(kid)
            if node["/Type"] == "/Page":
                yield node
        return list(below(self.at(self.trailer["/Root"])["/Pages"]))


def check_file(doc):
    if not re.match(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}", doc.bytes):
        yield "6.1.2 the header, and a comment of four bytes above 127"
    if not isinstance(doc.trailer.get("/ID"), list) or len(doc.trailer["/ID"]) != 2:
        yield "6.1.3 the trailer has no /ID"
    if not doc.bytes.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "6.1.3 something follows the end"
    table = int(re.search(rb"startxref\s+(\d+)\s+%%EOF", doc.bytes).group(1))
    if not re.match(rb"xref\n0 \d+\n(\d{10} \d{5} [nf] \n)+trailer", doc.bytes[table:]):
        yield "6.1.4 the table of references"
    if subprocess.run(["qpdf", "--check", doc.path], capture_output=True, check=False).returncode != 0:
        yield "6.1.7.1, 6.1.9 qpdf --check: lengths, offsets, syntax"


def check_objects(doc):
    if len(doc.objects) > 8_388_607:
        yield "6.1.13 too many objects"
    for entry in doc.dictionaries():
        for key in entry:
            if key in FORBIDDEN:
                yield f"{FORBIDDEN[key]} {key}"
            if len(key.encode()) > 128:
                yield "6.1.13 a name of more than 127 bytes"
        if entry.get("/Interpolate") is True:
            yield "6.2.8 an interpolated picture"
        if entry.get("/Type") == "/Action" or entry.get("/S") in ("/JavaScript", "/Launch", "/Sound", "/Movie"):
            yield "6.5.1 an action"
    for entry in doc.objects.values():
        if "stream" in entry:
            filters = doc.at(entry["stream"]["dict"].get("/Filter", []))
            for one in [filters] if isinstance(filters, str) else filters:
                if one not in FILTERS:
                    yield f"6.1.7.2 the filter {one}"


def profile_of(doc, reference):
    """(class, colour space, major version) of an ICC profile, or nothing."""
    data = doc.data(reference)
    if len(data) < 128 or struct.unpack(">I", data[:4])[0] != len(data) or data[36:40] != b"acsp":
        return None
    return data[12:16].decode(), data[16:20].decode(), data[8]


def check_colour(doc):
    """Gives the colour space of the output intent through `yield from`."""
    intents = [i for i in map(doc.at, doc.at(doc.trailer["/Root"]).get("/OutputIntents", [])) if i.get("/S") == "/GTS_PDFA1"]
    space = None
    if len(intents) == 1 and "/DestOutputProfile" in intents[0]:
        profile = profile_of(doc, intents[0]["/DestOutputProfile"])
        if not profile or profile[0] not in ("mntr", "prtr") or profile[2] > 4:
            yield "6.2.3 the output intent's profile"
        else:
            space = profile[1]
        if doc.at(intents[0]["/DestOutputProfile"]).get("/N") != {"RGB ": 3, "GRAY": 1, "CMYK": 4}.get(space):
            yield "6.2.3 /N of the output intent's profile"
        if not intents[0].get("/OutputConditionIdentifier"):
            yield "6.2.3 the output intent has no identifier"
    else:
        yield "6.2.3 there is no output intent for PDF/A"
    for entry in doc.dictionaries():
        if entry.get("/Subtype") != "/Image":
            continue
        colour = doc.at(entry["/ColorSpace"])
        if isinstance(colour, list):
            profile = colour[0] == "/ICCBased" and profile_of(doc, colour[1])
            if not profile or doc.at(colour[1]).get("/N") != {"RGB ": 3, "GRAY": 1}.get(profile[1]):
                yield "6.2.4.2 a picture's profile"
        elif colour not in SPACES or space is None or SPACES[colour] not in (None, space):
            yield f"6.2.4.3 {colour} without an output intent of that kind"
        if entry["/BitsPerComponent"] not in (1, 2, 4, 8, 16):
            yield "6.2.8 the bits of a picture"


def check_fonts(doc):
    for font in doc.dictionaries():
        if font.get("/Type") != "/Font" or font.get("/Subtype") == "/CIDFontType2":
            continue
        if font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H":
            yield "6.2.11.3.3 a font of another kind, or with another CMap, than this file should have"
            continue
        below = doc.at(doc.at(font["/DescendantFonts"])[0])
        info = doc.at(below["/CIDSystemInfo"])
        if (info["/Registry"], info["/Ordering"]) != ("u:Adobe", "u:Identity"):
            yield "6.2.11.3.1 the system of the font's codes"
        if "/CIDToGIDMap" not in below or (below["/CIDToGIDMap"] != "/Identity" and len(doc.data(below["/CIDToGIDMap"])) > 2 * 65536):
            yield "6.2.11.3.2 the map from codes to glyphs"
        descriptor = doc.at(below["/FontDescriptor"])
        if font["/BaseFont"] != below["/BaseFont"] or descriptor["/FontName"] != below["/BaseFont"]:
            yield "6.2.11.2 the names of the font differ"
        if "/FontFile2" not in descriptor:
            yield "6.2.11.4.1 the font is not embedded"
            continue
        program = doc.data(descriptor["/FontFile2"])
        tables = {program[i:i + 4]: struct.unpack(">II", program[i + 8:i + 16]) for i in range(12, 12 + 16 * struct.unpack(">H", program[4:6])[0], 16)}
        if not {b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"} <= set(tables):
            yield "6.2.11.4.1 the font program lacks tables"
            continue
        em = struct.unpack(">H", program[tables[b"head"][0] + 18:][:2])[0]
        advance = struct.unpack(">H", program[tables[b"hmtx"][0]:][:2])[0]
        if "/W" in below or abs(advance * 1000 / em - below.get("/DW", 1000)) > 1:
            yield "6.2.11.5 widths of the font and of its program"
        if "/ToUnicode" not in font:
            yield "6.2.11.7.2 (level U) no /ToUnicode"
        elif re.search(rb"<(0000|FEFF|FFFE)>\s*(\n|$)", doc.data(font["/ToUnicode"])):
            yield "6.2.11.7.2 (level U) a code for what is no character"


def check_pages(doc):
    for page in doc.pages():
        unit = page.get("/UserUnit", 1)
        box = page["/MediaBox"]
        if not all(3 <= side <= 14400 for side in box[2:]) or unit < 1:
            yield "6.1.13 the size of a page"
        content = doc.data(page["/Contents"]).decode("latin-1")
        if set(re.findall(r"(?<![\w/<])[A-Za-z]+(?![\w>])", re.sub(r"<[0-9A-F]*>|/\w+", " ", content))) - OPERATORS:
            yield "6.2.2 an operator of no PDF"
        if re.search(r"<(?:[0-9A-F]{2})*[0-9A-F]>", content):
            yield "6.1.6 a string of half bytes"
        if "/Resources" not in page:
            yield "6.2.2 a page without resources of its own"
        if "/Group" in page:
            yield "6.2.10 a transparency group"


def strings(element):
    return [li.text for li in element.iter(RDF + "li")] or [element.text]


def check_metadata(doc):
    root = doc.at(doc.trailer["/Root"])
    if "/Metadata" not in root or "/Filter" in doc.at(root["/Metadata"]):
        yield "6.6.2.1 the document has no metadata, or not plain"
        return
    packet = doc.data(root["/Metadata"]).decode()
    if not re.match(r'<\?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"\?>', packet) or "bytes=" in packet[:80] or "encoding=" in packet[:80]:
        yield "6.6.2.1 the packet's header"
    tree = xml.etree.ElementTree.fromstring(re.sub(r"<\?xpacket.*?\?>", "", packet))
    found = {}
    for description in tree.iter(RDF + "Description"):
        for element in description:
            space, name = element.tag[1:].split("}")
            prefix = {uri: p for p, uri in XMP.items()}.get(space)
            if not prefix:
                yield f"6.6.2.3.1 the schema {space}"
            found[f"{prefix}:{name}"] = strings(element)
    if found.get("pdfaid:part") != ["2"] or found.get("pdfaid:conformance") not in (["B"], ["U"]):
        yield "6.6.4 the identification as PDF/A-2"
    info = doc.at(doc.trailer.get("/Info", {}))
    for key, name in (("/Title", "dc:title"), ("/Author", "dc:creator"), ("/Creator", "xmp:CreatorTool"), ("/Producer", "pdf:Producer")):
        if key in info and [info[key].removeprefix("u:")] != found.get(name):
            yield f"6.6.3 {key} is not {name}"
    for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        if key in info and re.sub(r"\D", "", info[key]) != re.sub(r"\D", "", found.get(name, [""])[0]):
            yield f"6.6.3 {key} is not {name}"
    language = root.get("/Lang")
    if language is not None and not re.fullmatch(r"u:[a-z]{2,3}(-[A-Za-z0-9]+)*", language):
        yield "6.7.4 the language"


def broken_rules(path):
    """One line for each rule that the file breaks."""
    doc = Document(path)
    return [line for check in (check_file, check_objects, check_colour, check_fonts, check_pages, check_metadata) for line in check(doc)]
