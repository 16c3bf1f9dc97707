"""Captures as Canon's drivers would write them, made here from docs/protocols/ufr2-lt.md alone: a third writer of the form,
beside platen's two."""
import struct

LBP6030 = bytes([3, 9, 6, 1, 0, 0, 80, 0])
CARPS = bytes([1, 2, 4, 8, 0, 0, 80, 0])


def literal_stream(rows, last, padding=32):
    """Hi-SCoA, every byte by itself."""
    bits = "".join("11111101" if b == 0 else "1101" + format(b, "08b") for b in rows) + "11111110" + ("01" if last else "00")
    bits += "1" * (padding - len(bits) % padding)
    return bytes(int(bits[i:i + 8], 2) ^ 0x43 for i in range(0, len(bits), 8))


def packet(command, payload=b"", kind=0):
    carps = kind == 2
    return (b"\xcd\xca\x10" + bytes([kind]) + struct.pack(">HHH", command, 1 if carps else 0, len(payload))
            + (bytes(10) if carps else b"\xff\xff" + bytes(8)) + payload)


def data(document, most=1000, kind=0):
    return b"".join(packet(0x1a, b"\x01" + document[i:i + most], kind) for i in range(0, len(document), most))


def record(rows, last):
    stream = literal_stream(rows, last)
    return LBP6030 + bytes([0 if last else 1]) + struct.pack("<I", len(stream) + 4) + stream + b"\x80"


def band(width, y, rows, row_bytes, last):
    body = record(rows, last)
    return (b"\x62\xe3\x85" + struct.pack(">HH", width, len(rows) // row_bytes) + b"\xe8\xa5\0\0" + struct.pack(">H", y)
            + b"\xe1\x03\xd7\x84" + struct.pack(">H", len(body)) + b"\x9d" + struct.pack(">H", len(body)) + body)


def picture(rows):
    """`rows` rows of 64 pixels of two bits: a black square at the left, growing grays beside it."""
    return b"".join(b"\xff\xff\xff\xff" + bytes([0x1b]) * 4 + bytes(8) for _ in range(rows))


def document(paper=0, width=64, height=40):
    rows = picture(height)
    return (bytes.fromhex("01c18510001089c200d8840258dd80c8f084080002c3") + bytes([paper]) + bytes.fromhex("c500c60051f20003e785")
            + struct.pack(">HH", width, height) + bytes.fromhex("de8000c800caa10000cb0061e68002e500")
            + band(width, 0, rows[:32 * 16], 16, False) + band(width, 32, rows[32 * 16:], 16, True) + b"\x13\x12\x11")


def text(value):
    return b"\x03\xf2" + bytes([len(value)]) + value.encode()


def ufr2_job(name="letter", toner=None, **page):
    records = [(0xf0, b"\x01"), (4, text(name)), (6, text("somebody")), (9, bytes.fromhex("7eaa1e000925abe0"))]
    start = struct.pack(">H", len(records)) + b"".join(struct.pack(">HH", i, len(v)) + v for i, v in records)
    settings = ["002e830000", "003a0802580258"] + ([] if toner is None else ["085a" + toner])
    return (packet(0x6b, start) + packet(0x14, bytes(4)) + packet(0x15, bytes.fromhex("07d70001")) + packet(0x17, bytes(4))
            + b"".join(packet(0x18, bytes.fromhex(s)) for s in settings) + data(document(**page), 200) + packet(0x19)
            + packet(0x15, bytes.fromhex("011300000001")) + packet(0x16) + packet(0x13, b"\0"))


def carps_job():
    stream = literal_stream(bytes([0x81] * 24), False, padding=8) + bytes.fromhex("bd3cbcbc")
    strip = b"\x1b[;50;3;15.P" + CARPS + b"\0" + struct.pack("<I", len(stream)) + stream + b"\x80"
    return (packet(0x11, bytes.fromhex("00000000010000000000000000")) + packet(0x18, bytes.fromhex("002e820000"))
            + data(b"\x1b%@\x1bP42;600;1J;ImgColor\x1b\\\x1b[?7;600 I\x1b[2v", kind=2) + data(strip, kind=2)
            + packet(0x1a, b"\x01\x0c", 2) + data(b"\x1bP0J\x1b\\", kind=2) + packet(0x13, b"\0"))
