"""Files that every reader repairs, files that are locked with an empty password, and files of the newest kind."""
import pathlib
import re
import subprocess
import tempfile

from .pdf_file import A4, Pdf
from .sheets import marked

PAGES = 2


def whole(what, version="1.7"):
    pdf = Pdf(version)
    for number in range(1, PAGES + 1):
        pdf.page(marked(*A4, f"{what}, page {number}"))
    return pdf.bytes()


def table():
    """Each offset in the table of cross references is wrong."""
    return re.sub(rb"\n(\d{10}) 00000 n", lambda found: b"\n%010d 00000 n" % (int(found[1]) + 37), whole("Wrong offsets"))


def no_endobj():
    return whole("No endobj").replace(b"\nendobj", b"")


def length():
    """Streams that are longer, and shorter, than they say."""
    data, wrong = whole("Wrong lengths"), iter((3, 99999, 0, 12))
    return re.sub(rb"/Length \d+", lambda found: b"/Length %d" % next(wrong, 1), data)


def truncated():
    """The end is missing: what says where the table is."""
    data = whole("Cut off")
    return data[:data.index(b"startxref\n")]


def junk():
    """Bytes of a mail or a web server before the header, and after the end."""
    return b"Content-Type: application/pdf\r\nX-Padding: " + b"x" * 300 + b"\r\n\r\n" + whole("Junk around") + b"\r\n--boundary--\r\n" + b"\0" * 200


def through_qpdf(data, *options):
    with tempfile.TemporaryDirectory() as folder:
        source, out = pathlib.Path(folder, "in.pdf"), pathlib.Path(folder, "out.pdf")
        source.write_bytes(data)
        subprocess.run(["qpdf", "--static-id", *options, source, out], check=True)
        return out.read_bytes()


def object_streams():
    """Objects in a stream that is longer than it says."""
    data = through_qpdf(whole("Object streams"), "--object-streams=generate")
    return re.sub(rb"(/ObjStm /Length )(\d+)", lambda found: found[1] + b"%0*d" % (len(found[2]), 14), data)


def encrypted():
    """AES with an empty user password and an owner's, who forbids much but not printing."""
    return through_qpdf(whole("Encrypted"), "--static-aes-iv", "--encrypt", "", "owner", "128", "--use-aes=y", "--modify=none", "--extract=n", "--")


def newest():
    """PDF 2.0: the page's own output intent, black point compensation, a file that is linearised."""
    pdf = Pdf("2.0", catalogue="/Extensions<</ISO_<</BaseVersion/2.0/ExtensionLevel 32000>>>>")
    pdf.page("/Now gs " + marked(*A4, "PDF 2.0"), resources="/ExtGState<</Now<</UseBlackPtComp/ON/HTO[0 0]>>>>")
    pdf.page(marked(*A4, "PDF 2.0, page 2"))
    return through_qpdf(pdf.bytes(), "--linearize")
